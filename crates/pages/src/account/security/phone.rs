//! A phone number is added; its code follows on the code page.

use core::time::Duration;
use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{
    phone::{NoTexts, NotAPhoneNumber},
    policy::{NoTextsTo, Texts},
    time::Time,
};

use crate::{
    frame::{Frame, renders},
    sample,
    task::Task,
    when::Zone,
    wording,
};

/// `GET /account/security/phone/new`, and every answer that is refused.
///
/// The form posts `phone` with `csrf` to the same address. Where no text messages are sent,
/// there is none. What a number is worth is said before one is added
/// (NIST SP 800-63B-4 §3.2.9: restricted authenticators).
#[derive(Clone, Debug, Template)]
#[template(path = "account/phone_new.html")]
pub struct PhoneNewPage {
    /// The surroundings.
    pub frame: Frame,
    /// Whether text messages are sent here.
    pub texts: Texts,
    /// What stands in the field.
    pub typed: String,
    /// Why it won't do.
    pub error: Option<PhoneError>,
    /// The moment of the page.
    pub now: Time,
    /// The reader's zone.
    pub zone: Zone,
}

/// Why a number can't be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneError {
    /// It is none.
    NotOne(NotAPhoneNumber),
    /// No text message goes there.
    NoTexts(NoTextsTo),
    /// The account has it already.
    AlreadyAdded,
    /// It is another account's. Told only after the number was proven.
    Taken,
    /// There are as many as there can be.
    Full,
    /// No text message can be sent there now.
    Held {
        /// Until when.
        until: Time,
    },
    /// No text message can be sent to anyone now.
    NoMoreTexts {
        /// Until when.
        until: Time,
    },
}

renders!(PhoneNewPage);

impl Task for PhoneNewPage {
    fn surroundings(&self) -> &Frame {
        &self.frame
    }

    fn heading_id(&self) -> &'static str {
        "phone-new-title"
    }

    fn problem(&self) -> Option<Cow<'static, str>> {
        let until = |id, until| {
            let time = self.zone.until(until, self.now, self.frame.locale);
            Some(self.frame.say(id, &[("time", time.into())]))
        };
        let id = match self.error? {
            PhoneError::NotOne(why) => wording::not_a_phone_number(why),
            PhoneError::NoTexts(why) => wording::no_texts_to(why),
            PhoneError::AlreadyAdded => "phone-new-already",
            PhoneError::Taken => "phone-new-taken",
            PhoneError::Full => "phone-new-full",
            PhoneError::Held { until: time } => return until("phone-new-held", time),
            PhoneError::NoMoreTexts { until: time } => return until("phone-new-no-more", time),
        };
        Some(self.frame.t(id))
    }
}

impl PhoneNewPage {
    fn is_off(&self) -> bool {
        self.texts == Texts::Off
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: sample::account_frame("/account/security/phone/new"),
            texts: Texts::On,
            typed: String::new(),
            error: None,
            now: sample::NOON,
            zone: sample::zone(),
        };
        let wrong = |error| Self {
            typed: "090-1234-5678".to_owned(),
            error: Some(error),
            ..plain.clone()
        };
        let none = |why| wrong(PhoneError::NotOne(why));
        let no_texts = |why| wrong(PhoneError::NoTexts(why));
        let number = |why| no_texts(NoTextsTo::Number(why));
        let until = sample::NOON.plus(Duration::from_mins(12));
        let off = Self {
            texts: Texts::Off,
            ..plain.clone()
        };
        vec![
            ("plain", plain.clone()),
            ("off", off),
            ("empty", none(NotAPhoneNumber::Empty)),
            ("character", none(NotAPhoneNumber::Character)),
            ("form", none(NotAPhoneNumber::Form)),
            ("elsewhere", no_texts(NoTextsTo::Elsewhere)),
            ("premium", number(NoTexts::Premium)),
            ("fixed_line", number(NoTexts::FixedLine)),
            ("unreachable", number(NoTexts::Unreachable)),
            ("already_added", wrong(PhoneError::AlreadyAdded)),
            ("taken", wrong(PhoneError::Taken)),
            ("full", wrong(PhoneError::Full)),
            ("held", wrong(PhoneError::Held { until })),
            ("no_more_texts", wrong(PhoneError::NoMoreTexts { until })),
        ]
    }
}
