//! A further mail address is added; its code follows on the code page.

use core::time::Duration;
use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{address::NotAnAddress, time::Time};

use crate::{
    frame::{Frame, renders},
    sample,
    task::Task,
    when::Zone,
    wording,
};

/// `GET /account/security/address/new`, and every answer that is refused.
///
/// The form posts `address` with `csrf` to the same address.
#[derive(Clone, Debug, Template)]
#[template(path = "account/address_new.html")]
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

impl Task for AddressNewPage {
    fn surroundings(&self) -> &Frame {
        &self.frame
    }

    fn heading_id(&self) -> &'static str {
        "address-new-title"
    }

    fn problem(&self) -> Option<Cow<'static, str>> {
        let id = match self.error? {
            AddressError::NotOne(why) => wording::not_an_address(why),
            AddressError::AlreadyAdded => "address-new-already",
            AddressError::Taken => "address-new-taken",
            AddressError::Full => "address-new-full",
            AddressError::Held { until } => {
                let time = self.zone.until(until, self.now, self.frame.locale);
                return Some(self.frame.say("address-new-held", &[("time", time.into())]));
            }
        };
        Some(self.frame.t(id))
    }
}

impl AddressNewPage {
    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: sample::account_frame("/account/security/address/new"),
            typed: String::new(),
            error: None,
            now: sample::NOON,
            zone: sample::zone(),
        };
        let wrong = |error| Self {
            typed: "mika@post.example.jp".to_owned(),
            error: Some(error),
            ..plain.clone()
        };
        let held = AddressError::Held {
            until: sample::NOON.plus(Duration::from_mins(12)),
        };
        vec![
            ("plain", plain.clone()),
            ("empty", wrong(AddressError::NotOne(NotAnAddress::Empty))),
            ("already_added", wrong(AddressError::AlreadyAdded)),
            ("taken", wrong(AddressError::Taken)),
            ("full", wrong(AddressError::Full)),
            ("held", wrong(held)),
        ]
    }
}
