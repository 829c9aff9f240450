//! The password was reset.

use askama::Template;

use crate::frame::{Frame, renders};

/// After `POST /reset/{flow}/password`.
#[derive(Clone, Debug, Template)]
#[template(source = "", ext = "html")]
pub struct ResetDonePage {
    /// The surroundings.
    pub frame: Frame,
    /// Whether the sign-in that follows asks for a second step.
    pub two_step: bool,
}

renders!(ResetDonePage);
