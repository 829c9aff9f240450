//! *My account*: what happened, where the person is signed in, which devices they
//! trust, what protects the account, and signing out.

pub(crate) mod activity;
pub(crate) mod device;
pub(crate) mod prove;
pub(crate) mod security;
pub(crate) mod sessions;
pub(crate) mod sign_out;
