//! The door: one field for a name to sign in with, the same for those with an account and those without.

use core::time::Duration;
use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{
    address::NotAnAddress, gate::Refusal, identifier::NotAnIdentifier, phone::NotAPhoneNumber,
    policy::Texts, time::Time, user_name::NotAUserName,
};

use crate::{
    frame::{Frame, RenderError},
    sample,
    when::Zone,
    wording,
};

/// `GET /sign-in`, and `POST /sign-in` with what can be no address, number or user name.
///
/// The form carries `csrf`, `address`, `zone` (an IANA name, filled in by the script;
/// empty without), and `way` where one was chosen: a
/// [`kadomori_domain::factor::FactorKind`]'s name, or `choose`. With no way the server
/// chooses: a code to what was typed on a browser without device cookie. A second form, which only
/// the script sends, posts a passkey's answer to `/passkey/sign-in`, after fetching
/// `/passkey/options`.
#[derive(Clone, Debug, Template)]
#[template(path = "sign_in/address.html")]
pub struct AddressPage {
    /// The surroundings.
    pub frame: Frame,
    /// What stands in the field.
    pub address: String,
    /// Why it is none of the names that accounts have.
    pub error: Option<NotAnIdentifier>,
    /// Whether text messages are sent here, so that a phone number is worth typing.
    pub texts: Texts,
    /// Whether the browser has a device cookie: the button then says "Continue", since
    /// the account it belongs to may be used to something else than a code.
    pub known: bool,
    /// What has just happened.
    pub notice: Option<Notice>,
}

/// What brought the person to the door.
#[derive(Clone, Debug)]
pub enum Notice {
    /// They signed out here.
    SignedOut,
    /// They signed out everywhere.
    SignedOutEverywhere,
    /// They want another address than the one they typed before.
    OtherAddress,
    /// They signed in with a passkey that no account here has (any more).
    UnknownPasskey {
        /// JSON that tells the browser which one (`signalUnknownCredential`).
        signal: Option<String>,
    },
    /// The passkey's answer was for another site, or came too late.
    PasskeyNotTaken,
    /// A limit keeps the next mail back. Only told on known devices.
    Held {
        /// Which.
        because: Refusal,
        /// Until when.
        until: Time,
        /// The moment of the page.
        now: Time,
        /// The reader's zone.
        zone: Zone,
    },
}

impl AddressPage {
    /// The page.
    pub fn render(&self) -> Result<String, RenderError> {
        Ok(Template::render(self)?)
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let trial = Frame {
            trial: true,
            ..sample::frame("/sign-in")
        };
        let known = Self {
            known: true,
            ..plain()
        };
        let texts = Self {
            texts: Texts::On,
            ..plain()
        };
        let texts_known = Self {
            known: true,
            ..texts.clone()
        };
        let mut samples = vec![
            ("plain", plain()),
            (
                "trial",
                Self {
                    frame: trial,
                    ..plain()
                },
            ),
            ("known", known),
            ("texts", texts),
            ("texts_known", texts_known),
        ];
        samples.extend(every_slip());
        samples.extend(every_notice());
        samples
    }

    /// What the browser is told of a passkey, for the script.
    fn signal(&self) -> Option<&str> {
        match self.notice.as_ref()? {
            Notice::UnknownPasskey { signal } => signal.as_deref(),
            Notice::SignedOut
            | Notice::SignedOutEverywhere
            | Notice::OtherAddress
            | Notice::PasskeyNotTaken
            | Notice::Held { .. } => None,
        }
    }

    fn lead(&self) -> Cow<'static, str> {
        self.frame.t(match (self.known, self.texts) {
            (true, Texts::On) => "address-lead-known-texts",
            (true, Texts::Off) => "address-lead-known",
            (false, Texts::On) => "address-lead-texts",
            (false, Texts::Off) => "address-lead",
        })
    }

    fn label(&self) -> Cow<'static, str> {
        self.frame.t(label(self.texts))
    }

    fn error(&self) -> Option<Cow<'static, str>> {
        Some(wording::not_an_identifier(self.frame.locale, self.error?))
    }

    fn notice(&self) -> Option<Cow<'static, str>> {
        let id = match self.notice.as_ref()? {
            Notice::SignedOut => "notice-signed-out",
            Notice::SignedOutEverywhere => "notice-signed-out-everywhere",
            Notice::OtherAddress => "notice-other-address",
            Notice::UnknownPasskey { .. } => "notice-unknown-passkey",
            Notice::PasskeyNotTaken => "notice-passkey-not-taken",
            Notice::Held {
                because,
                until,
                now,
                zone,
            } => {
                let id = held(*because, self.texts);
                let time = zone.until(*until, *now, self.frame.locale);
                return Some(self.frame.say(id, &[("time", time.into())]));
            }
        };
        Some(self.frame.t(id))
    }
}

/// The id of the sentence for what keeps the next code back. Where text messages are sent, it
/// isn't known here how that would have travelled.
pub(crate) const fn held(because: Refusal, texts: Texts) -> &'static str {
    match (because, texts) {
        (Refusal::TooManyWrongCodes, _) => "code-waiting-known",
        (Refusal::NoMoreTexts, _) => "code-no-more-texts",
        (Refusal::TooManySends | Refusal::NetworkBusy | Refusal::RegistrationClosed, Texts::On) => {
            "code-text-held"
        }
        (
            Refusal::TooManySends | Refusal::NetworkBusy | Refusal::RegistrationClosed,
            Texts::Off,
        ) => "code-held",
    }
}

/// The id of what the field for a name is called.
pub(crate) const fn label(texts: Texts) -> &'static str {
    match texts {
        Texts::On => "address-label-texts",
        Texts::Off => "address-label",
    }
}

fn plain() -> AddressPage {
    AddressPage {
        frame: sample::frame("/sign-in"),
        address: String::new(),
        error: None,
        texts: Texts::Off,
        known: false,
        notice: None,
    }
}

/// With what names no account.
fn every_slip() -> Vec<(&'static str, AddressPage)> {
    let wrong = |address: &str, error| AddressPage {
        address: address.to_owned(),
        error: Some(error),
        ..plain()
    };
    let no_address = |address, error| wrong(address, NotAnIdentifier::Address(error));
    let no_name = |name, error| wrong(name, NotAnIdentifier::UserName(error));
    vec![
        ("empty", no_address("", NotAnAddress::Empty)),
        (
            "incomplete",
            no_address("mika.example.jp", NotAnAddress::Incomplete),
        ),
        (
            "too_long",
            no_address("a-very-long-name@example.jp", NotAnAddress::TooLong),
        ),
        (
            "character",
            no_address("<mika@example.jp>", NotAnAddress::Character),
        ),
        ("domain", no_address("mika@example", NotAnAddress::Domain)),
        ("user_name", no_name("mi", NotAUserName::TooShort)),
        (
            "number",
            AddressPage {
                texts: Texts::On,
                ..wrong("090-1234", NotAnIdentifier::Phone(NotAPhoneNumber::Form))
            },
        ),
    ]
}

fn every_notice() -> Vec<(&'static str, AddressPage)> {
    let notice = |notice| AddressPage {
        notice: Some(notice),
        ..plain()
    };
    let kept = |because| {
        notice(Notice::Held {
            because,
            until: sample::NOON.plus(Duration::from_mins(12)),
            now: sample::NOON,
            zone: sample::zone(),
        })
    };
    let signal = r#"{"rpId":"example.jp","credentialId":"AQID"}"#;
    let unknown = Notice::UnknownPasskey {
        signal: Some(signal.to_owned()),
    };
    let other_address = AddressPage {
        address: "mika@example.jp".to_owned(),
        ..notice(Notice::OtherAddress)
    };
    vec![
        ("signed_out", notice(Notice::SignedOut)),
        ("signed_out_everywhere", notice(Notice::SignedOutEverywhere)),
        ("unknown_passkey", notice(unknown)),
        ("passkey_not_taken", notice(Notice::PasskeyNotTaken)),
        ("held", kept(Refusal::TooManySends)),
        ("held_waiting", kept(Refusal::TooManyWrongCodes)),
        ("held_texts", kept(Refusal::NoMoreTexts)),
        ("other_address", other_address),
    ]
}
