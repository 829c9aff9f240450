//! The ways to prove that it's you: one file each.

pub mod checked;
pub mod mail_code;
pub mod passkey;
pub mod password;
pub mod recovery_code;
pub mod sms_code;
pub mod totp;

use serde::{Deserialize, Serialize};

/// A way to prove that it's you.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorKind {
    /// A code sent to a mail address.
    MailCode,
    /// A code sent to a phone as a text message.
    SmsCode,
    /// A password.
    Password,
    /// A code of an authenticator app (TOTP, RFC 6238).
    Totp,
    /// A passkey (`WebAuthn`).
    Passkey,
    /// A recovery code, kept for the day when another way is lost.
    RecoveryCode,
}

impl FactorKind {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::MailCode,
        Self::SmsCode,
        Self::Password,
        Self::Totp,
        Self::Passkey,
        Self::RecoveryCode,
    ];

    /// All of them, the strongest convenient one first.
    pub const BY_CONVENIENCE: [Self; 6] = [
        Self::Passkey,
        Self::Totp,
        Self::Password,
        Self::MailCode,
        Self::SmsCode,
        Self::RecoveryCode,
    ];

    /// Its name in the database and the logs; never changed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MailCode => "mail_code",
            Self::SmsCode => "sms_code",
            Self::Password => "password",
            Self::Totp => "totp",
            Self::Passkey => "passkey",
            Self::RecoveryCode => "recovery_code",
        }
    }

    /// The way with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
