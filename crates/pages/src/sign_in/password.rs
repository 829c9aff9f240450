//! The page on which the password is typed.

use std::borrow::Cow;

use askama::Template;
use kadomori_domain::factor::{FactorKind, checked::NotRight};

use super::{
    Asked, WayMessage,
    asked::{Turn, WayPage, every_turn, way_page},
};
use crate::frame::{Frame, renders};

/// `GET /sign-in/{flow}` where the password is asked for.
///
/// The form posts `password`, `keep` and `trust` (each present when ticked) with `csrf` to
/// `/sign-in/{flow}/password`. A field `username` is there for password managers alone.
#[derive(Clone, Debug, Template)]
#[template(path = "sign_in/password.html")]
pub struct PasswordPage {
    /// The surroundings.
    pub frame: Frame,
    /// What is asked.
    pub asked: Asked,
    /// What came of the last answer.
    pub message: Option<WayMessage>,
}

way_page!(PasswordPage, Password, "way-password-title");
renders!(PasswordPage);

impl PasswordPage {
    fn lead(&self) -> Cow<'static, str> {
        let site = self.frame.site_name.as_str();
        self.frame
            .say("way-password-lead", &[("site", site.into())])
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let wrong = WayMessage::NotRight {
            why: NotRight::Mismatch,
            left: Some(3),
        };
        let turns = every_turn(&[("wrong", wrong), ("empty", WayMessage::Empty)]);
        let page = |turn: Turn| Self {
            frame: turn.frame,
            asked: turn.asked,
            message: turn.message,
        };
        turns
            .into_iter()
            .map(|(name, turn)| (name, page(turn)))
            .collect()
    }
}
