//! The user name is chosen, changed or removed.

use std::borrow::Cow;

use askama::Template;
use kadomori_domain::user_name::NotAUserName;

use crate::{
    frame::{Frame, renders},
    sample,
    task::Task,
    wording,
};

/// `GET /account/security/user-name`, and every answer that is refused.
///
/// One form posts `name` with `csrf` to the same address; where there is a name, another
/// posts `remove` (`yes`).
#[derive(Clone, Debug, Template)]
#[template(path = "account/user_name.html")]
pub struct UserNamePage {
    /// The surroundings.
    pub frame: Frame,
    /// The present name, if there is one.
    pub current: Option<String>,
    /// What stands in the field.
    pub typed: String,
    /// Why it won't do.
    pub error: Option<UserNameError>,
}

/// Why a user name can't be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserNameError {
    /// It is none.
    NotOne(NotAUserName),
    /// Somebody has it.
    Taken,
}

renders!(UserNamePage);

impl Task for UserNamePage {
    fn surroundings(&self) -> &Frame {
        &self.frame
    }

    fn heading_id(&self) -> &'static str {
        "user-name-title"
    }

    fn problem(&self) -> Option<Cow<'static, str>> {
        Some(match self.error? {
            UserNameError::NotOne(_) if self.typed.trim().is_empty() => {
                self.frame.t("user-name-empty")
            }
            UserNameError::NotOne(why) => wording::not_a_user_name(self.frame.locale, why),
            UserNameError::Taken => self.frame.t("user-name-taken"),
        })
    }
}

impl UserNamePage {
    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let none = Self {
            frame: sample::account_frame("/account/security/user-name"),
            current: None,
            typed: String::new(),
            error: None,
        };
        let there = Self {
            current: Some("mika_t".to_owned()),
            typed: "mika_t".to_owned(),
            ..none.clone()
        };
        let wrong = |typed: &str, error| Self {
            typed: typed.to_owned(),
            error: Some(error),
            ..none.clone()
        };
        let not_one = UserNameError::NotOne;
        vec![
            ("none", none.clone()),
            ("there", there),
            ("empty", wrong("", not_one(NotAUserName::TooShort))),
            ("too_short", wrong("mi", not_one(NotAUserName::TooShort))),
            (
                "too_long",
                wrong(
                    "a-very-long-name-that-goes-on-and-on",
                    not_one(NotAUserName::TooLong),
                ),
            ),
            ("bad_sign", wrong("mika t", not_one(NotAUserName::BadSign))),
            ("digits", wrong("2026", not_one(NotAUserName::OnlyDigits))),
            ("taken", wrong("mika", UserNameError::Taken)),
        ]
    }
}
