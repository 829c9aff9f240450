//! A further mail address is added; its code follows on the code page.

use askama::Template;
use kadomori_domain::{address::NotAnAddress, time::Time};

use crate::{
    frame::{Frame, renders},
    when::Zone,
};

/// `GET /account/security/address/new`, and every answer that is refused.
///
/// The form posts `address` with `csrf` to the same address.
#[derive(Clone, Debug, Template)]
#[template(source = "", ext = "html")]
pub struct AddressNewPage {
    /// The surroundings.
    pub frame: Frame,
    /// What stands in the field.
    pub typed: String,
    /// Why it won't do.
    pub error: Option<AddressError>,
    /// The moment of the page.
    pub now: Time,
    /// The reader's zone.
    pub zone: Zone,
}

/// Why an address can't be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressError {
    /// It is none.
    NotOne(NotAnAddress),
    /// The account has it already.
    AlreadyAdded,
    /// It is another account's. Told only after the address was proven.
    Taken,
    /// There are as many as there can be.
    Full,
    /// No mail can be sent there now.
    Held {
        /// Until when.
        until: Time,
    },
}

renders!(AddressNewPage);
