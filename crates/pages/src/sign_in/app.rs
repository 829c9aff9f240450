//! The page on which the code of an authenticator app is typed.

use askama::Template;

use super::{Asked, WayMessage};
use crate::frame::{Frame, renders};

/// `GET /sign-in/{flow}` where an app's code is asked for.
///
/// The form posts `code`, `keep` and `trust` (each present when ticked) with `csrf` to
/// `/sign-in/{flow}/app`.
#[derive(Clone, Debug, Template)]
#[template(source = "", ext = "html")]
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

renders!(AppPage);
