//! The last page of a reset: the new password.

use askama::Template;
use kadomori_domain::id::FlowId;

use crate::{
    frame::{Frame, renders},
    password::{PasswordRefusal, PasswordRules},
};

/// `GET /reset/{flow}/password`, and every answer that is refused.
///
/// The form posts `password` with `csrf` to the same address.
#[derive(Clone, Debug, Template)]
#[template(source = "", ext = "html")]
pub struct ResetPasswordPage {
    /// The surroundings.
    pub frame: Frame,
    /// The journey.
    pub flow: FlowId,
    /// What was typed at the door; for password managers, too.
    pub account: String,
    /// Whether the account had a password so far.
    pub had: bool,
    /// What is asked of it.
    pub rules: PasswordRules,
    /// Why the last one won't do.
    pub refusal: Option<PasswordRefusal>,
}

renders!(ResetPasswordPage);
