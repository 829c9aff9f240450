//! The page on which a recovery code is typed.

use askama::Template;
use kadomori_domain::factor::{FactorKind, checked::NotRight, recovery_code::NotARecoveryCode};

use super::{
    Asked, WayMessage,
    asked::{Turn, WayPage, every_turn, way_page},
};
use crate::frame::{Frame, renders};

/// `GET /sign-in/{flow}` where a recovery code is asked for.
///
/// The form posts `recovery_code`, `keep` and `trust` (each present when ticked) with
/// `csrf` to `/sign-in/{flow}/recovery`.
#[derive(Clone, Debug, Template)]
#[template(path = "sign_in/recovery.html")]
pub struct RecoveryPage {
    /// The surroundings.
    pub frame: Frame,
    /// What is asked.
    pub asked: Asked,
    /// What came of the last answer.
    pub message: Option<WayMessage>,
}

way_page!(RecoveryPage, RecoveryCode, "way-recovery-title");
renders!(RecoveryPage);

impl RecoveryPage {
    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let not_right = |why| WayMessage::NotRight { why, left: Some(2) };
        let unlike = WayMessage::NotARecoveryCode;
        let turns = every_turn(&[
            ("wrong", not_right(NotRight::Mismatch)),
            ("used", not_right(NotRight::Used)),
            ("empty", WayMessage::Empty),
            ("too_short", unlike(NotARecoveryCode::TooShort)),
            ("too_long", unlike(NotARecoveryCode::TooLong)),
            ("bad_sign", unlike(NotARecoveryCode::BadSign('あ'))),
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
