//! The page on which a passkey is asked for: the only one that needs its script, and says so.

use askama::Template;
use kadomori_domain::factor::{FactorKind, checked::NotRight};

use super::{
    Asked, WayMessage,
    asked::{Turn, WayPage, every_turn, way_page},
};
use crate::frame::{Frame, renders};

/// `GET /sign-in/{flow}` where a passkey is asked for.
///
/// The script fetches `/sign-in/{flow}/passkey/options` and posts the form, with the
/// passkey's answer, `keep` and `trust` (each present when ticked) and `csrf`, to
/// `/sign-in/{flow}/passkey`.
#[derive(Clone, Debug, Template)]
#[template(path = "sign_in/passkey.html")]
pub struct PasskeyPage {
    /// The surroundings.
    pub frame: Frame,
    /// What is asked.
    pub asked: Asked,
    /// What came of the last answer.
    pub message: Option<WayMessage>,
}

way_page!(PasskeyPage, Passkey, "way-passkey-title");
renders!(PasskeyPage);

impl PasskeyPage {
    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let not_right = |why, left| WayMessage::NotRight { why, left };
        let turns = every_turn(&[
            ("wrong", not_right(NotRight::Mismatch, Some(4))),
            ("unknown", not_right(NotRight::UnknownPasskey, None)),
            ("other_site", not_right(NotRight::OtherSite, None)),
            ("late", not_right(NotRight::CeremonyOver, None)),
            ("empty", WayMessage::Empty),
        ]);
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
