//! What a request says, as values: who visits, with which cookies, in which language,
//! and what they typed.

mod agent;
mod client;
mod cookies;
mod form;
mod fresh;
mod place;
mod signed_in;
mod visit;

pub(crate) use client::of_request as client_address;
pub(crate) use cookies::{CookieName, Cookies};
pub(crate) use form::LONGEST as LONGEST_FORM;
pub(crate) use form::{Form, FormFields, check_csrf, comes_from};
pub(crate) use fresh::{Fresh, with_step};
pub(crate) use place::{Path, Query};
pub(crate) use signed_in::SignedIn;
pub(crate) use visit::Visit;
