//! The page on which the password is typed.

use askama::Template;

use super::{Asked, WayMessage};
use crate::frame::{Frame, renders};

/// `GET /sign-in/{flow}` where the password is asked for.
///
/// The form posts `password`, `keep` and `trust` (each present when ticked) with `csrf` to
/// `/sign-in/{flow}/password`. A field `username` is there for password managers alone.
#[derive(Clone, Debug, Template)]
#[template(source = "", ext = "html")]
pub struct PasswordPage {
    /// The surroundings.
    pub frame: Frame,
    /// What is asked.
    pub asked: Asked,
    /// What came of the last answer.
    pub message: Option<WayMessage>,
}

renders!(PasswordPage);
