//! "Check that it's you": before what protects the account is changed.

use askama::Template;
use kadomori_domain::{factor::FactorKind, gate::Reason};

use crate::{
    frame::{Frame, renders},
    sign_in::WayChoice,
};

/// `GET /account/prove?to=…`.
///
/// Each way is a button that posts `way` and `to` with `csrf` to `/account/prove`.
#[derive(Clone, Debug, Template)]
#[template(source = "", ext = "html")]
pub struct ProvePage {
    /// The surroundings.
    pub frame: Frame,
    /// Where the person was going: a path of ours.
    pub to: String,
    /// The ways that lead there, in the gate's order; the page puts a recovery code last.
    pub ways: Vec<WayChoice>,
    /// What was shown and still counts, so that the page can name what is missing.
    pub shown: Vec<FactorKind>,
    /// Why it is needed.
    pub because: Vec<Reason>,
    /// For how many minutes it counts.
    pub fresh_minutes: u32,
}

renders!(ProvePage);
