//! The password is chosen, or changed.

use std::borrow::Cow;

use askama::Template;

use super::Guide;
use crate::{
    frame::{Frame, renders},
    password::{PasswordRefusal, PasswordRules},
    sample,
    task::Task,
};

/// `GET /account/security/password`, and every answer that is refused.
///
/// The form posts `password` with `csrf` to the same address.
#[derive(Clone, Debug, Template)]
#[template(path = "account/password.html")]
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

impl Task for SetPasswordPage {
    fn surroundings(&self) -> &Frame {
        &self.frame
    }

    fn heading_id(&self) -> &'static str {
        if self.had {
            "change-password-title"
        } else {
            "set-password-title"
        }
    }

    fn problem(&self) -> Option<Cow<'static, str>> {
        Some(self.refusal?.sentence(self.frame.locale))
    }

    fn guided(&self) -> Guide {
        self.guide
    }
}

impl SetPasswordPage {
    fn lead(&self) -> Cow<'static, str> {
        self.frame.t(if self.had {
            "change-password-lead"
        } else {
            "set-password-lead"
        })
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let change = Self {
            frame: sample::account_frame("/account/security/password"),
            account: "mika@example.jp".to_owned(),
            had: true,
            rules: PasswordRules::sample_with_second_step(),
            refusal: None,
            guide: Guide::Alone,
        };
        let set = Self {
            had: false,
            rules: PasswordRules::sample(),
            ..change.clone()
        };
        let guided = Self {
            guide: Guide::TwoStep,
            ..set.clone()
        };
        let too_short = Self {
            refusal: PasswordRefusal::samples()
                .into_iter()
                .find_map(|(name, refusal)| (name == "too_short").then_some(refusal)),
            ..set.clone()
        };
        vec![
            ("set", set),
            ("change", change),
            ("guided", guided),
            ("too_short", too_short),
        ]
    }
}
