//! What the pages of a flow have in common: whose it is, what for, and how far it has come.

use core::time::Duration;

use kadomori_domain::{
    code::Unreadable,
    factor::{checked::NotRight, recovery_code::NotARecoveryCode},
    gate::Reason,
    id::FlowId,
    purpose::Purpose,
    time::Time,
};

use crate::{sample, when::Zone};

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
    /// What was typed at the door, or the address that a signed-in person is shown under.
    pub account: String,
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

/// What came of the last answer on the page of a way other than a mailed code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WayMessage {
    /// It isn't right.
    NotRight {
        /// Why, as far as this browser may know.
        why: NotRight,
        /// Tries that remain, where it cost one.
        left: Option<u32>,
    },
    /// Nothing was typed; this cost no try.
    Empty,
    /// It can't be read as an app's code; this cost no try.
    Unreadable(Unreadable),
    /// It can't be read as a recovery code; this cost no try.
    NotARecoveryCode(NotARecoveryCode),
    /// There is a wait after too many wrong answers.
    Waiting {
        /// Until when.
        until: Time,
    },
    /// An answer for another way came in: the person went over to this one meanwhile, in
    /// another window.
    OtherWay,
    /// The server has no room to look at it right now; this cost no try.
    Busy,
}

impl Asked {
    /// Of a stranger at the door.
    pub(crate) fn sample() -> Self {
        Self {
            flow: FlowId::from_bytes([1; 16]),
            purpose: Purpose::SignIn,
            stage: Stage::First,
            account: "mika@example.jp".to_owned(),
            because: vec![Reason::NewDevice],
            keep: false,
            trust: false,
            trust_days: 30,
            now: sample::NOON.plus(Duration::from_secs(5)),
            zone: sample::zone(),
        }
    }
}
