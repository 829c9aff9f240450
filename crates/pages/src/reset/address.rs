//! The first page of a reset: whose password it is. The same for everyone.

use askama::Template;
use kadomori_domain::{identifier::NotAnIdentifier, time::Time};

use crate::{
    frame::{Frame, renders},
    when::Zone,
};

/// `GET /reset`, and `POST /reset` with what can be no address or user name.
///
/// The form posts `address` and `zone` with `csrf` to `/reset`.
#[derive(Clone, Debug, Template)]
#[template(source = "", ext = "html")]
pub struct ResetPage {
    /// The surroundings.
    pub frame: Frame,
    /// What stands in the field.
    pub address: String,
    /// Why it is neither an address nor a user name.
    pub error: Option<NotAnIdentifier>,
    /// Until when no mail can be sent. Only told on known devices.
    pub held: Option<Time>,
    /// The moment of the page.
    pub now: Time,
    /// The reader's zone.
    pub zone: Zone,
}

renders!(ResetPage);
