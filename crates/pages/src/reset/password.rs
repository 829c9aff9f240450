//! The last page of a reset: the new password.

use std::borrow::Cow;

use askama::Template;
use kadomori_domain::id::FlowId;

use crate::{
    frame::{Frame, renders},
    password::{PasswordRefusal, PasswordRules},
    sample,
};

/// `GET /reset/{flow}/password`, and every answer that is refused.
///
/// The form posts `password` with `csrf` to the same address.
#[derive(Clone, Debug, Template)]
#[template(path = "reset/password.html")]
pub struct ResetPasswordPage {
    /// The surroundings.
    pub frame: Frame,
    /// The journey.
    pub flow: FlowId,
    /// What was typed at the door; for password managers, too.
    pub account: String,
    /// Whether the account has a password. One that has none is given none by mail: whoever
    /// reads the mailbox would keep a way in. The page says so, and has no field.
    pub had: bool,
    /// What is asked of it.
    pub rules: PasswordRules,
    /// Why the last one won't do.
    pub refusal: Option<PasswordRefusal>,
}

renders!(ResetPasswordPage);

impl ResetPasswordPage {
    fn heading_id(&self) -> &'static str {
        if self.had {
            "reset-password-title"
        } else {
            "reset-none-title"
        }
    }

    fn error(&self) -> Option<Cow<'static, str>> {
        Some(self.refusal?.sentence(self.frame.locale))
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let flow = FlowId::from_bytes([1; 16]);
        let plain = Self {
            frame: sample::frame(&format!("/reset/{flow}/password")),
            flow,
            account: "mika@example.jp".to_owned(),
            had: true,
            rules: PasswordRules::sample(),
            refusal: None,
        };
        let first = Self {
            had: false,
            ..plain.clone()
        };
        let two_step = Self {
            rules: PasswordRules::sample_with_second_step(),
            ..plain.clone()
        };
        let mut samples = vec![
            ("plain", plain.clone()),
            ("first", first),
            ("two_step", two_step),
        ];
        let refused = |refusal| Self {
            refusal: Some(refusal),
            ..plain.clone()
        };
        let refusals = PasswordRefusal::samples();
        samples.extend(refusals.map(|(name, refusal)| (name, refused(refusal))));
        samples
    }
}
