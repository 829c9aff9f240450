//! Two-step verification: switched on step by step, left and resumed at will; switched off.

use askama::Template;
use kadomori_domain::{
    holdings::{Holdings, Keeps},
    security::two_step::GuideStep,
};

use crate::frame::{Frame, renders};

/// `GET /account/security/two-step`, with `?go=on` once the explanation was read.
///
/// Steps link to the pages on which things are added, with `?guide=two-step`, so that
/// these show where they stand and lead back. The last step posts `csrf` to
/// `/account/security/two-step/on`.
#[derive(Clone, Debug, Template)]
#[template(source = "", ext = "html")]
pub struct TwoStepPage {
    /// The surroundings.
    pub frame: Frame,
    /// Which step is next.
    pub step: GuideStep,
    /// Whether the explanation was read; else the page explains first.
    pub explained: bool,
    /// What the account holds by now.
    pub holdings: Holdings,
}

/// `GET /account/security/two-step/off`.
///
/// The form posts `csrf` to the same address.
#[derive(Clone, Debug, Template)]
#[template(source = "", ext = "html")]
pub struct TwoStepOffPage {
    /// The surroundings.
    pub frame: Frame,
    /// Why it can't be switched off, if it can't; the page then has no button.
    pub keeps: Option<Keeps>,
}

renders!(TwoStepPage, TwoStepOffPage);
