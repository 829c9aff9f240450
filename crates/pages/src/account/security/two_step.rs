//! Two-step verification: switched on step by step, left and resumed at will; switched off.

use askama::Template;
use kadomori_domain::holdings::{Holdings, Keeps};

use crate::frame::{Frame, renders};

/// `GET /account/security/two-step`; `?step=pick` after the explanation.
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
    pub stage: TwoStepStage,
    /// What the account holds by now.
    pub holdings: Holdings,
}

/// A step of switching two-step verification on, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TwoStepStage {
    /// What it is.
    Explain,
    /// Which second step: an app or a passkey. Adding it proves it.
    Pick,
    /// A second way, for the day when the first is lost.
    SecondWay,
    /// Recovery codes.
    RecoveryCodes,
    /// All is there: switch it on.
    SwitchOn,
    /// It is on.
    Done,
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
