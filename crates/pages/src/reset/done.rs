//! The password was reset.

use askama::Template;

use crate::{
    frame::{Frame, renders},
    sample,
};

/// After `POST /reset/{flow}/password`.
#[derive(Clone, Debug, Template)]
#[template(path = "reset/done.html")]
pub struct ResetDonePage {
    /// The surroundings.
    pub frame: Frame,
    /// Whether the sign-in that follows asks for a second step.
    pub two_step: bool,
}

renders!(ResetDonePage);

impl ResetDonePage {
    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |two_step| Self {
            frame: sample::frame("/reset"),
            two_step,
        };
        vec![("plain", page(false)), ("two_step", page(true))]
    }
}
