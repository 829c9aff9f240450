//! Proofs: what has been shown in one flow or session. Only a factor's own module makes one.

use serde::{Deserialize, Serialize};

use crate::{factor::FactorKind, time::Time};

/// One thing that was proven.
///
/// Its constructor is for [`crate::factor`] alone, and it can't be deserialised: code
/// outside can hold one, and never make one. What the database keeps of it comes back
/// through [`Proof::recall`], which only the store calls (a test reads the sources).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    shown: Shown,
    at: Time,
}

/// What was shown, as far as it bears on how sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum Shown {
    /// A code that was sent to a mail address.
    MailCode,
    /// A code that was sent to a phone.
    SmsCode,
    /// The password.
    Password,
    /// A code of an authenticator app.
    Totp,
    /// A passkey.
    Passkey {
        /// Whether the device checked that it is its owner: finger, face, PIN
        /// (the UV flag of `WebAuthn` L3 §6.1).
        verified: bool,
        /// Whether its private key is copied between devices (the BS flag of §6.1.3).
        synced: bool,
    },
    /// A recovery code.
    RecoveryCode,
}

impl Shown {
    /// The way in which it was shown.
    #[must_use]
    pub const fn kind(self) -> FactorKind {
        match self {
            Self::MailCode => FactorKind::MailCode,
            Self::SmsCode => FactorKind::SmsCode,
            Self::Password => FactorKind::Password,
            Self::Totp => FactorKind::Totp,
            Self::Passkey { .. } => FactorKind::Passkey,
            Self::RecoveryCode => FactorKind::RecoveryCode,
        }
    }
}

impl Proof {
    pub(crate) const fn new(shown: Shown, at: Time) -> Self {
        Self { shown, at }
    }

    /// A proof as the database kept it. For the store alone.
    #[must_use]
    pub const fn recall(shown: Shown, at: Time) -> Self {
        Self { shown, at }
    }

    /// What was shown.
    #[must_use]
    pub const fn shown(&self) -> Shown {
        self.shown
    }

    /// The way in which it was proven.
    #[must_use]
    pub const fn kind(&self) -> FactorKind {
        self.shown.kind()
    }

    /// When it was proven.
    #[must_use]
    pub const fn at(&self) -> Time {
        self.at
    }
}
