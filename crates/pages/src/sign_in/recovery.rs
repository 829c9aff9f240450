//! The page on which a recovery code is typed.

use askama::Template;

use super::{Asked, WayMessage};
use crate::frame::{Frame, renders};

/// `GET /sign-in/{flow}` where a recovery code is asked for.
///
/// The form posts `recovery_code`, `keep` and `trust` (each present when ticked) with
/// `csrf` to `/sign-in/{flow}/recovery`.
#[derive(Clone, Debug, Template)]
#[template(source = "", ext = "html")]
pub struct RecoveryPage {
    /// The surroundings.
    pub frame: Frame,
    /// What is asked.
    pub asked: Asked,
    /// What came of the last answer.
    pub message: Option<WayMessage>,
}

renders!(RecoveryPage);
