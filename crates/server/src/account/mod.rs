//! *My account*: what happened, where the person is signed in, and signing out.

pub(crate) mod activity;
pub(crate) mod prove;
pub(crate) mod security;
pub(crate) mod sessions;
pub(crate) mod sign_out;
