//! Recovery codes: how many are left; a new set, shown once and confirmed.

use askama::Template;
use kadomori_domain::{
    factor::recovery_code::{NotARecoveryCode, Position},
    time::Time,
};

use super::Guide;
use crate::{
    frame::{Frame, renders},
    when::Zone,
};

/// `GET /account/security/recovery`.
///
/// The form posts `csrf` to the same address; what follows is [`RecoveryCodesPage`].
#[derive(Clone, Debug, Template)]
#[template(source = "", ext = "html")]
pub struct RecoveryOverviewPage {
    /// The surroundings.
    pub frame: Frame,
    /// How many are left.
    pub left: u32,
    /// When they were made, if there were any.
    pub made_at: Option<Time>,
    /// The moment of the page.
    pub now: Time,
    /// The reader's zone.
    pub zone: Zone,
    /// Whether it is a step of switching two-step verification on.
    pub guide: Guide,
}

/// The new set, on `POST /account/security/recovery` and on every confirmation that is refused.
///
/// The form posts `group` with `csrf` to `/account/security/recovery/confirm`.
#[derive(Clone, Template)]
#[template(source = "", ext = "html")]
pub struct RecoveryCodesPage {
    /// The surroundings.
    pub frame: Frame,
    /// What the person signs in with; it stands on the print.
    pub account: String,
    /// The codes, each in groups: `ABCDE-FGHIJ-…`.
    pub codes: Vec<String>,
    /// Which of them is asked back: its first group.
    pub asked: Position,
    /// When they were made.
    pub made_at: Time,
    /// The moment of the page.
    pub now: Time,
    /// The reader's zone.
    pub zone: Zone,
    /// Whether an older set goes on counting until these are confirmed.
    pub replaces: bool,
    /// What came of the last confirmation.
    pub message: Option<RecoveryCodesMessage>,
    /// Whether it is a step of switching two-step verification on.
    pub guide: Guide,
}

/// Logs see no codes.
impl core::fmt::Debug for RecoveryCodesPage {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("RecoveryCodesPage")
            .field("asked", &self.asked)
            .finish_non_exhaustive()
    }
}

/// What came of a confirmation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoveryCodesMessage {
    /// It can't be read as a group of a code.
    Unreadable(NotARecoveryCode),
    /// It isn't the group that was asked for.
    Wrong,
    /// The set that was shown before had waited too long; this is a new one.
    Renewed,
}

renders!(RecoveryOverviewPage, RecoveryCodesPage);
