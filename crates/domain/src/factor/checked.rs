//! What came of looking at an answer. Only a factor's own module says that one is right.

use crate::{
    id::{AppId, PasskeyId},
    proof::Proof,
    seal::Sealed,
};

/// What came of looking at an answer.
#[derive(Debug)]
pub enum Checked {
    /// It is right.
    Right(Right),
    /// It isn't, or can't be accepted.
    Wrong(NotRight),
}

/// A right answer: the proof that it is, and what using it leaves behind.
#[derive(Debug)]
pub struct Right {
    pub(crate) proof: Proof,
    pub(crate) used: Option<FactorUse>,
}

impl Right {
    pub(crate) const fn new(proof: Proof, used: Option<FactorUse>) -> Self {
        Self { proof, used }
    }
}

/// Why an answer can't be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotRight {
    /// It doesn't match; nothing more is told.
    Mismatch,
    /// It was right once, and was used already.
    Used,
    /// It is an app's code for a moment to come: the clock of its device is fast.
    ClockFast {
        /// By about so many minutes.
        minutes: u32,
    },
    /// It is an app's code of a moment past: the clock of its device is slow.
    ClockSlow {
        /// By about so many minutes.
        minutes: u32,
    },
    /// The passkey isn't one of this account's, or was removed.
    UnknownPasskey,
    /// The passkey answered for another site.
    OtherSite,
    /// The ceremony with the passkey took too long, or was used already.
    CeremonyOver,
    /// This server lacks the key that the answer is looked at with; another may have it.
    KeyMissing,
}

impl NotRight {
    /// Whether it was a guess, and so counts.
    #[must_use]
    pub const fn counts(self) -> bool {
        match self {
            Self::Mismatch | Self::Used | Self::ClockFast { .. } | Self::ClockSlow { .. } => true,
            Self::UnknownPasskey | Self::OtherSite | Self::CeremonyOver | Self::KeyMissing => false,
        }
    }
}

/// What the use of a way leaves behind; written by condition, so that it happens once.
#[derive(Clone, Debug)]
pub enum FactorUse {
    /// A code that was sent to a mail address was typed: whoever has the address among
    /// theirs has confirmed it, also where an operator had vouched for it until then. The
    /// code itself is used up by its challenge.
    Mailbox {
        /// The address, in its normal form.
        normal: String,
    },
    /// A step of an app was accepted; neither it nor an earlier one is again.
    App {
        /// Which app.
        id: AppId,
        /// Which step (RFC 6238 §4.2: seconds since 1970 over 30).
        step: i64,
    },
    /// A recovery code was used.
    RecoveryCode {
        /// What the database keeps of it.
        hash: [u8; 32],
    },
    /// A passkey was used.
    Passkey {
        /// Which.
        id: PasskeyId,
        /// Its signature counter (`WebAuthn` L3 §6.1.1).
        counter: u32,
        /// Whether it is copied between devices now.
        synced: bool,
        /// Whether the counter went back: a sign that it may have been cloned.
        went_back: bool,
    },
    /// The password's hash was made anew: its cost or its key had become old.
    Password {
        /// The new one.
        sealed: Sealed,
    },
}
