//! The first page of a reset: whose password it is. The same for everyone.

use core::time::Duration;
use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{
    address::NotAnAddress, identifier::NotAnIdentifier, policy::Texts, time::Time,
    user_name::NotAUserName,
};

use crate::{
    frame::{Frame, renders},
    sample,
    sign_in::label,
    when::Zone,
    wording,
};

/// `GET /reset`, and `POST /reset` with what can be no address, number or user name.
///
/// The form posts `address` and `zone` with `csrf` to `/reset`.
#[derive(Clone, Debug, Template)]
#[template(path = "reset/address.html")]
pub struct ResetPage {
    /// The surroundings.
    pub frame: Frame,
    /// What stands in the field.
    pub address: String,
    /// Why it is none of the names that accounts have.
    pub error: Option<NotAnIdentifier>,
    /// Whether text messages are sent here.
    pub texts: Texts,
    /// Until when no mail can be sent. Only told on known devices.
    pub held: Option<Time>,
    /// The moment of the page.
    pub now: Time,
    /// The reader's zone.
    pub zone: Zone,
}

renders!(ResetPage);

impl ResetPage {
    fn error(&self) -> Option<Cow<'static, str>> {
        Some(wording::not_an_identifier(self.frame.locale, self.error?))
    }

    fn label(&self) -> Cow<'static, str> {
        self.frame.t(label(self.texts))
    }

    fn lead(&self) -> Cow<'static, str> {
        self.frame.t(match self.texts {
            Texts::On => "reset-lead-texts",
            Texts::Off => "reset-lead",
        })
    }

    fn held(&self) -> Option<Cow<'static, str>> {
        let time = self.zone.until(self.held?, self.now, self.frame.locale);
        Some(self.frame.say("code-held", &[("time", time.into())]))
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: sample::frame("/reset"),
            address: String::new(),
            error: None,
            texts: Texts::Off,
            held: None,
            now: sample::NOON,
            zone: sample::zone(),
        };
        let wrong = |address: &str, error| Self {
            address: address.to_owned(),
            error: Some(error),
            ..plain.clone()
        };
        let incomplete = NotAnIdentifier::Address(NotAnAddress::Domain);
        let no_name = NotAnIdentifier::UserName(NotAUserName::BadSign);
        let held = Self {
            address: "mika@example.jp".to_owned(),
            held: Some(sample::NOON.plus(Duration::from_mins(12))),
            ..plain.clone()
        };
        vec![
            ("no_address", wrong("mika@example", incomplete)),
            ("no_user_name", wrong("mika t", no_name)),
            ("held", held),
            (
                "texts",
                Self {
                    texts: Texts::On,
                    ..plain.clone()
                },
            ),
            ("plain", plain),
        ]
    }
}
