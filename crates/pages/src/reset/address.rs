//! The first page of a reset: whose password it is. The same for everyone.

use core::time::Duration;
use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{
    address::NotAnAddress,
    gate::{Hold, Refusal},
    identifier::NotAnIdentifier,
    policy::Texts,
    time::Time,
    user_name::NotAUserName,
};

use crate::{
    frame::{Frame, renders},
    sample,
    sign_in::{held, label},
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
    /// What keeps the code back. Only told on known devices.
    pub held: Option<Hold>,
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
        let Hold { because, until } = self.held?;
        let time = self.zone.until(until, self.now, self.frame.locale);
        let id = held(because, self.texts);
        Some(self.frame.say(id, &[("time", time.into())]))
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
            held: Some(Hold {
                because: Refusal::TooManySends,
                until: sample::NOON.plus(Duration::from_mins(12)),
            }),
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
