//! Choosing a new password without the old one: an address, a code, for an account with
//! two steps a second proof, and the new password. Nobody is signed in by it.

pub(crate) mod address;
pub(crate) mod password;
