//! The list of ways to go on.

use askama::Template;
use kadomori_domain::{factor::FactorKind, time::Time};

use super::Asked;
use crate::frame::{Frame, renders};

/// `GET /sign-in/{flow}` where a way is to be chosen.
///
/// Each way is a button that posts `way` with `csrf` to `/sign-in/{flow}/way`.
#[derive(Clone, Debug, Template)]
#[template(source = "", ext = "html")]
pub struct ChoosePage {
    /// The surroundings.
    pub frame: Frame,
    /// What is asked.
    pub asked: Asked,
    /// The ways, in the gate's order; the page puts a recovery code last.
    pub ways: Vec<WayChoice>,
    /// What came of the last choice.
    pub message: Option<ChooseMessage>,
}

/// A way to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayChoice {
    /// Which.
    pub way: FactorKind,
    /// The masked mailbox, the names of the apps: only where this browser may know them.
    pub detail: Option<String>,
}

/// What came of the last choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChooseMessage {
    /// The way doesn't lead on from here.
    NotOffered,
    /// No mail can be sent now. Only said on browsers that the account knows.
    Held {
        /// Until when.
        until: Time,
    },
}

renders!(ChoosePage);
