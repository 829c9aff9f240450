//! What is remembered between a ceremony's options and its answer.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kadomori_domain::{chance::Chance, factor::passkey::CredentialId, time::Time};
use serde::{Deserialize, Serialize};

use super::webauthn::Unfit;

/// How long a browser waits for the person: the standard's own default (§15.1).
pub(super) const TIMEOUT: Duration = Duration::from_mins(5);
/// How long an answer is taken. Longer than browsers wait, for slow networks; and autofill,
/// which waits as long as its page is open, begins anew in good time (`assets/passkey.js`).
const LIFETIME: Duration = Duration::from_mins(10);
/// The version of the state that [`Ceremony::to_bytes`] writes.
const VERSION: u8 = 1;

/// A ceremony under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ceremony {
    version: u8,
    pub(super) kind: Kind,
    challenge: Challenge,
    verification: Verification,
    expires_at: Time,
}

/// Which of the two it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    /// A passkey is made.
    Enrol {
        /// The account's others.
        excluded: Vec<CredentialId>,
    },
    /// A passkey is used.
    SignIn {
        /// Those that may answer; `None` for any that is found.
        allowed: Option<Vec<CredentialId>>,
    },
}

/// Whether the authenticator has to check its owner (*user verification*, §5.8.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Verification {
    /// If it can; whether it did is looked at.
    Preferred,
    /// An answer without it is refused.
    Required,
}

impl Verification {
    /// The standard's word.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Preferred => "preferred",
            Self::Required => "required",
        }
    }
}

/// 32 random bytes that an answer has to carry back (§13.4.3 asks for 16).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
struct Challenge(String);

impl Ceremony {
    /// One that begins now.
    pub(super) fn new(
        kind: Kind,
        verification: Verification,
        now: Time,
        chance: &mut Chance,
    ) -> Self {
        Self {
            version: VERSION,
            kind,
            challenge: Challenge(URL_SAFE_NO_PAD.encode(chance.bytes::<32>())),
            verification,
            expires_at: now.plus(LIFETIME),
        }
    }

    /// The challenge, as browsers are given it and give it back.
    pub(super) fn challenge(&self) -> &str {
        &self.challenge.0
    }

    /// Whether the authenticator has to check its owner.
    pub(super) const fn verification(&self) -> Verification {
        self.verification
    }

    /// From when on an answer is too late.
    pub(super) const fn expires_at(&self) -> Time {
        self.expires_at
    }

    /// As a row keeps it.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        // Strings, numbers and lists of them: there is nothing that JSON can't write.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// The one that a row kept, if its time has not run out.
    pub(super) fn recall(state: &[u8], now: Time) -> Result<Self, Unfit> {
        let kept: Self =
            serde_json::from_slice(state).map_err(|_| Unfit::Malformed("ceremony's state"))?;
        if kept.version != VERSION {
            return Err(Unfit::Malformed("version of the ceremony's state"));
        }
        if now < kept.expires_at {
            Ok(kept)
        } else {
            Err(Unfit::Expired)
        }
    }
}
