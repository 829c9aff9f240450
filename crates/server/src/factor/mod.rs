//! The ways to prove that it's you, as the world meets them.

pub(crate) mod new_password;
pub(crate) mod passkey;
pub(crate) mod password;
pub(crate) mod recovery_code;
pub(crate) mod totp;
