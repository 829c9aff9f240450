//! "Which way suits me?": the ways to sign in, compared, short and honest.

use askama::Template;

use crate::frame::{Frame, renders};

/// `GET /ways`.
#[derive(Clone, Debug, Template)]
#[template(source = "", ext = "html")]
pub struct WaysPage {
    /// The surroundings.
    pub frame: Frame,
}

renders!(WaysPage);
