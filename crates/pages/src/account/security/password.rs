//! The password is chosen, or changed.

use askama::Template;

use super::Guide;
use crate::{
    frame::{Frame, renders},
    password::{PasswordRefusal, PasswordRules},
};

/// `GET /account/security/password`, and every answer that is refused.
///
/// The form posts `password` with `csrf` to the same address.
#[derive(Clone, Debug, Template)]
#[template(source = "", ext = "html")]
pub struct SetPasswordPage {
    /// The surroundings.
    pub frame: Frame,
    /// What the person signs in with; for password managers.
    pub account: String,
    /// Whether there is a password that this one takes the place of.
    pub had: bool,
    /// What is asked of it.
    pub rules: PasswordRules,
    /// Why the last one won't do.
    pub refusal: Option<PasswordRefusal>,
    /// Whether it is a step of switching two-step verification on.
    pub guide: Guide,
}

renders!(SetPasswordPage);
