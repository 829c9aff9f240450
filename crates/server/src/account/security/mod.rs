//! What protects the account, and its changes: a page and a form for each.
//!
//! The rules are in `domain::security`; here requests become their input and refusals
//! become sentences.

pub(crate) mod adding;
pub(crate) mod address;
pub(crate) mod app;
pub(crate) mod deed;
pub(crate) mod guide;
pub(crate) mod identifier;
pub(crate) mod name;
pub(crate) mod overview;
pub(crate) mod passkey;
pub(crate) mod password;
pub(crate) mod pending;
pub(crate) mod phone;
pub(crate) mod phrase;
pub(crate) mod recovery;
pub(crate) mod removal;
pub(crate) mod told;
pub(crate) mod two_step;
pub(crate) mod user_name;
