//! The page on which the code of an authenticator app is typed.

use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{
    code::{CodeLength, Unreadable},
    factor::{FactorKind, checked::NotRight},
};

use super::{
    Asked, Stage, WayMessage,
    asked::{Turn, WayPage, every_turn, way_page},
};
use crate::{
    frame::{Frame, renders},
    text::Value,
    wording,
};

/// `GET /sign-in/{flow}` where an app's code is asked for.
///
/// The form posts `code`, `keep` and `trust` (each present when ticked) with `csrf` to
/// `/sign-in/{flow}/app`.
#[derive(Clone, Debug, Template)]
#[template(path = "sign_in/app.html")]
pub struct AppPage {
    /// The surroundings.
    pub frame: Frame,
    /// What is asked.
    pub asked: Asked,
    /// The names of the account's apps, where this browser may know them; else empty.
    pub apps: Vec<String>,
    /// What came of the last answer.
    pub message: Option<WayMessage>,
}

way_page!(AppPage, Totp, "way-app-title");
renders!(AppPage);

impl AppPage {
    fn lead(&self) -> Cow<'static, str> {
        let site = ("site", self.frame.site_name.as_str().into());
        self.frame.say("way-app-lead", &[site, digits()])
    }

    fn names(&self) -> Option<Cow<'static, str>> {
        if self.apps.is_empty() {
            return None;
        }
        let apps = wording::list(self.frame.locale, &self.apps);
        Some(self.frame.say("way-app-names", &[("apps", apps.into())]))
    }

    fn label(&self) -> Cow<'static, str> {
        self.frame.say("way-app-label", &[digits()])
    }

    fn help(&self) -> Cow<'static, str> {
        let site = self.frame.site_name.as_str();
        self.frame.say("way-help-app", &[("site", site.into())])
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let not_right = |why| WayMessage::NotRight { why, left: Some(1) };
        let turns = every_turn(&[
            ("wrong", not_right(NotRight::Mismatch)),
            ("used", not_right(NotRight::Used)),
            ("clock_fast", not_right(NotRight::ClockFast { minutes: 4 })),
            ("clock_slow", not_right(NotRight::ClockSlow { minutes: 1 })),
            ("empty", WayMessage::Unreadable(Unreadable::Empty)),
            ("no_code", WayMessage::Unreadable(Unreadable::NoCode)),
            ("ambiguous", WayMessage::Unreadable(Unreadable::Ambiguous)),
        ]);
        let page = |turn: Turn| Self {
            apps: match turn.asked.stage {
                Stage::First => Vec::new(),
                Stage::Further => vec!["iPhone".to_owned(), "会社のスマートフォン".to_owned()],
            },
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

fn digits() -> (&'static str, Value<'static>) {
    ("digits", wording::digits(CodeLength::SIX))
}
