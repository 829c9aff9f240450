//! The engines under test, together and one by one.
