//! The page on which a passkey is asked for: the only one that needs its script, and says so.

use askama::Template;

use super::{Asked, WayMessage};
use crate::frame::{Frame, renders};

/// `GET /sign-in/{flow}` where a passkey is asked for.
///
/// The script fetches `/sign-in/{flow}/passkey/options` and posts the form, with the
/// passkey's answer, `keep` and `trust` (each present when ticked) and `csrf`, to
/// `/sign-in/{flow}/passkey`.
#[derive(Clone, Debug, Template)]
#[template(source = "", ext = "html")]
pub struct PasskeyPage {
    /// The surroundings.
    pub frame: Frame,
    /// What is asked.
    pub asked: Asked,
    /// What came of the last answer.
    pub message: Option<WayMessage>,
}

renders!(PasskeyPage);
