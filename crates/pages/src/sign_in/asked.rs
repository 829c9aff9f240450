//! What the pages of a flow have in common: whose it is, what for, and how far it has come.

mod message;
mod way_page;

use core::time::Duration;
use std::borrow::Cow;

use kadomori_domain::{
    gate::Reason, id::FlowId, identifier::Identifier, purpose::Purpose, time::Time,
};

use crate::{frame::Frame, sample, when::Zone, wording};

pub use message::WayMessage;
pub(crate) use message::{not_a_recovery_code, not_right, unreadable};
pub(crate) use way_page::{Turn, WayPage, every_turn, way_page};

/// What is asked of the person, on whichever way.
///
/// Beside its own form, each page of a way has one that posts `way` (a
/// [`kadomori_domain::factor::FactorKind`]'s name, or `choose`) to
/// `/sign-in/{flow}/way`: "Another way".
#[derive(Clone, Debug)]
pub struct Asked {
    /// The journey.
    pub flow: FlowId,
    /// What it leads to.
    pub purpose: Purpose,
    /// Whether something was proven in it already.
    pub stage: Stage,
    /// What was typed at the door, or what a signed-in person is shown under.
    pub account: String,
    /// What that is.
    pub typed: Typed,
    /// Why something is to be proven.
    pub because: Vec<Reason>,
    /// Whether "keep me signed in" is ticked; offered at the first step to sign in.
    pub keep: bool,
    /// Whether "trust this device" is ticked; offered at the second step to sign in.
    pub trust: bool,
    /// For how many days a device is trusted.
    pub trust_days: u32,
    /// The moment of the page.
    pub now: Time,
    /// The reader's zone.
    pub zone: Zone,
}

/// How far a flow has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nothing was proven in it.
    First,
    /// Something was, and something more is to be.
    Further,
}

/// What was typed at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// A mail address.
    Address,
    /// A phone number.
    Number,
    /// A user name.
    UserName,
}

impl From<&Identifier> for Typed {
    fn from(typed: &Identifier) -> Self {
        match typed {
            Identifier::Mail(_) => Self::Address,
            Identifier::Phone(_) => Self::Number,
            Identifier::UserName(_) => Self::UserName,
        }
    }
}

impl Asked {
    /// What the page is a step of, above its heading; nothing at the first step to sign in.
    pub(crate) fn step(&self, frame: &Frame) -> Option<Cow<'static, str>> {
        let id = match (self.purpose, self.stage) {
            (Purpose::SignIn | Purpose::CreateAccount, Stage::First) => return None,
            (Purpose::SignIn | Purpose::CreateAccount, Stage::Further) => "way-step-second",
            (Purpose::ResetPassword, Stage::First) => "way-step-reset",
            (Purpose::ResetPassword, Stage::Further) => "way-step-reset-second",
            (Purpose::ChangeSecurity, _) => "way-step-security",
            (Purpose::ConfirmContact, _) => "way-step-confirm",
            (Purpose::ConfirmPhone, _) => "way-step-confirm-phone",
        };
        Some(frame.t(id))
    }

    /// What is missing, where something was shown already.
    pub(crate) fn missing(&self, frame: &Frame) -> Option<Cow<'static, str>> {
        let id = match (self.stage, self.purpose) {
            (Stage::First, _) => return None,
            (Stage::Further, Purpose::ChangeSecurity) => "way-further-security",
            (
                Stage::Further,
                Purpose::SignIn
                | Purpose::CreateAccount
                | Purpose::ResetPassword
                | Purpose::ConfirmContact
                | Purpose::ConfirmPhone,
            ) => "way-further",
        };
        Some(frame.t(id))
    }

    pub(crate) fn becauses(&self, frame: &Frame) -> Vec<Cow<'static, str>> {
        let reasons = self.because.iter();
        reasons.map(|reason| self.because(frame, *reason)).collect()
    }

    fn because(&self, frame: &Frame, reason: Reason) -> Cow<'static, str> {
        let is_number = self.purpose == Purpose::ConfirmPhone;
        if reason == Reason::NewContact && is_number {
            return frame.t("because-new-phone");
        }
        wording::because(frame.locale, reason)
    }

    const fn signs_in(&self) -> bool {
        matches!(self.purpose, Purpose::SignIn | Purpose::CreateAccount)
    }

    pub(crate) fn offers_keep(&self) -> bool {
        self.signs_in() && self.stage == Stage::First
    }

    pub(crate) fn offers_trust(&self) -> bool {
        self.signs_in() && self.stage == Stage::Further
    }

    pub(crate) fn trust_label(&self, frame: &Frame) -> Cow<'static, str> {
        frame.say("way-trust", &[("days", self.trust_days.into())])
    }

    /// Whether a forgotten password can be told from here.
    pub(crate) fn offers_reset(&self) -> bool {
        self.signs_in() && self.stage == Stage::First
    }

    /// What the main button says.
    pub(crate) fn submit(&self, frame: &Frame) -> Cow<'static, str> {
        frame.t(match self.purpose {
            Purpose::SignIn | Purpose::CreateAccount => "code-submit",
            Purpose::ResetPassword | Purpose::ChangeSecurity => "way-submit-on",
            Purpose::ConfirmContact | Purpose::ConfirmPhone => "way-submit-confirm",
        })
    }

    /// Whether a code isn't the only way.
    pub(crate) fn has_other_ways(&self) -> bool {
        match self.purpose {
            Purpose::SignIn | Purpose::CreateAccount | Purpose::ChangeSecurity => true,
            Purpose::ResetPassword => self.stage == Stage::Further,
            Purpose::ConfirmContact | Purpose::ConfirmPhone => false,
        }
    }

    /// What was typed, as a sentence points at it: `this address`.
    pub(crate) fn typed(&self, frame: &Frame) -> Cow<'static, str> {
        frame.t(match self.typed {
            Typed::Address => "typed-address",
            Typed::Number => "typed-number",
            Typed::UserName => "typed-name",
        })
    }

    /// The way back to the door, in words.
    pub(crate) fn leave(&self, frame: &Frame) -> Cow<'static, str> {
        frame.t(match self.typed {
            Typed::Address | Typed::UserName => "code-other-address",
            Typed::Number => "code-other-number",
        })
    }

    /// Where one begins again with another address, if that makes sense.
    pub(crate) const fn leaves_to(&self) -> Leave {
        match self.purpose {
            Purpose::SignIn | Purpose::CreateAccount => Leave::Door,
            Purpose::ResetPassword => Leave::Reset,
            Purpose::ChangeSecurity | Purpose::ConfirmContact | Purpose::ConfirmPhone => {
                Leave::Security
            }
        }
    }

    /// Of a stranger at the door.
    pub(crate) fn sample() -> Self {
        Self {
            flow: FlowId::from_bytes([1; 16]),
            purpose: Purpose::SignIn,
            stage: Stage::First,
            account: "mika@example.jp".to_owned(),
            typed: Typed::Address,
            because: vec![Reason::NewDevice],
            keep: false,
            trust: false,
            trust_days: 30,
            now: sample::NOON.plus(Duration::from_secs(5)),
            zone: sample::zone(),
        }
    }
}

/// Where one goes who won't go on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leave {
    /// To the door, to type another address.
    Door,
    /// To the first page of a reset.
    Reset,
    /// To the overview of the account's security.
    Security,
}
