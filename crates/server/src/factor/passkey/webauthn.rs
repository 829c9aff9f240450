//! The site as passkeys know it, and the two ceremonies with them.
//!
//! ```text
//! begin_enrol   → options for navigator.credentials.create(), state
//! finish_enrol  (state, the browser's answer) → NewPasskey, or why not
//! begin_sign_in → options for navigator.credentials.get(), state
//! Assertion::parse (the browser's answer) → which passkey to look up
//! finish_sign_in (state, assertion, the passkey that was found) → Asserted, or why not
//! ```
//!
//! The caller keeps the state in a row, bound to the browser and the purpose, and takes the
//! row away before it finishes: a challenge serves once (§13.4.3).

use std::fmt;

use kadomori_domain::{
    chance::Chance,
    factor::{
        checked::NotRight,
        passkey::{Asserted, NewPasskey, Passkey, UserHandle},
    },
    time::Time,
};
use serde_json::{Value, json};

pub(crate) use super::{ceremony::Verification, response::Assertion};
use super::{
    ceremony::{Ceremony, Kind},
    enrol, options, sign_in,
};

/// The site: the *Relying Party* of the standard.
#[derive(Clone, Debug)]
pub(crate) struct RelyingParty {
    /// Where its pages are, as browsers write it: `https://id.example.jp`, with a port that
    /// isn't the scheme's own. Nothing but this very origin is answered (§13.4.9).
    pub(super) origin: String,
    /// What its passkeys are bound to: the host of the origin, without a port (§4, *RP ID*).
    pub(super) id: String,
    /// What people call it.
    pub(super) name: String,
}

/// Who is about to get a passkey.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Enrolling<'a> {
    /// What authenticators know the account by.
    pub(crate) handle: UserHandle,
    /// What the person recognises the account by among passkeys: the address.
    pub(crate) account: &'a str,
    /// The passkeys that the account has: no authenticator makes a second one.
    pub(crate) existing: &'a [Passkey],
    /// Whether the passkey has to be found without an address.
    pub(crate) discoverable: Discoverable,
}

/// Whether a new passkey has to be found without an address (*resident key*, §5.4.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Discoverable {
    /// If the authenticator can; an old security key then serves as a second step.
    Preferred,
    /// It must be, or none is made.
    Required,
}

/// A ceremony that has begun.
#[derive(Debug)]
pub(crate) struct Begun {
    /// What the browser is asked for, in the form that its `parse…OptionsFromJSON` reads.
    pub(crate) options: Value,
    /// What to keep until the answer comes.
    pub(crate) state: Vec<u8>,
    /// From when on an answer is too late.
    pub(crate) expires_at: Time,
}

impl Begun {
    /// What the page's script fetches: the options, and the name of the row that keeps the
    /// state.
    pub(crate) fn for_browser(&self, ceremony: impl fmt::Display) -> Value {
        json!({ "publicKey": self.options, "ceremony": ceremony.to_string() })
    }
}

/// A passkey that the store found by an assertion's credential id.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known<'a> {
    /// The passkey.
    pub(crate) passkey: &'a Passkey,
    /// The handle of the account that it belongs to.
    pub(crate) handle: UserHandle,
}

/// Why an answer does not fit the ceremony that it claims to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unfit {
    /// It, or the state, is not what the standard describes; says which part.
    #[error("the {0} can't be read")]
    Malformed(&'static str),
    /// It was made for another site, or inside a page of another site.
    #[error("it was made for another site")]
    WrongOrigin,
    /// It answers another challenge, or is an answer of the other ceremony.
    #[error("it answers another challenge")]
    OtherCeremony,
    /// It came too late.
    #[error("it came too late")]
    Expired,
    /// The authenticator did not even see a touch (the UP flag).
    #[error("nobody touched the authenticator")]
    NotPresent,
    /// The authenticator did not check its owner (the UV flag), and had to.
    #[error("the authenticator did not check its owner")]
    NotVerified,
}

/// Why a passkey was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum EnrolRefusal {
    /// It doesn't fit the ceremony.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// The account has it already.
    #[error("the account has this passkey already")]
    AlreadyThere,
    /// Its key is of a kind that was not asked for, or no point of its curve.
    #[error("its key is of a kind that was not asked for")]
    NotOffered,
}

/// Why an assertion proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AssertRefusal {
    /// It doesn't fit the ceremony.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// No account has this passkey, another one has, or it wasn't among those asked for.
    #[error("the passkey is not known here")]
    UnknownKey,
    /// The signature isn't the passkey's.
    #[error("the signature is not the passkey's")]
    WrongSignature,
    /// It says of itself that it may be copied, or may not, and said the opposite when it
    /// was added (§6.1.3: this never changes).
    #[error("the passkey's backup eligibility has changed")]
    Changed,
}

impl AssertRefusal {
    /// What it comes to for the person's flow.
    pub(crate) const fn not_right(self) -> NotRight {
        match self {
            Self::UnknownKey => NotRight::UnknownPasskey,
            Self::Unfit(Unfit::WrongOrigin) => NotRight::OtherSite,
            Self::Unfit(Unfit::OtherCeremony | Unfit::Expired) => NotRight::CeremonyOver,
            Self::Unfit(Unfit::Malformed(_) | Unfit::NotPresent | Unfit::NotVerified)
            | Self::WrongSignature
            | Self::Changed => NotRight::Mismatch,
        }
    }
}

impl RelyingParty {
    /// The site at `origin`, whose passkeys are bound to `id` and which people call `name`.
    pub(crate) fn new(
        origin: impl Into<String>,
        id: impl Into<String>,
        name: impl Into<String>,
    ) -> Self {
        Self {
            origin: origin.into(),
            id: id.into(),
            name: name.into(),
        }
    }

    /// Asks for a new passkey. That the authenticator checks its owner is asked for, not
    /// demanded: a passkey without it counts for less.
    pub(crate) fn begin_enrol(&self, who: &Enrolling<'_>, now: Time, chance: &mut Chance) -> Begun {
        let excluded = who.existing.iter().map(|one| one.credential.clone());
        let kind = Kind::Enrol {
            excluded: excluded.collect(),
        };
        let ceremony = Ceremony::new(kind, Verification::Preferred, now, chance);
        begun(&ceremony, options::for_enrol(self, who, &ceremony))
    }

    /// Takes the passkey that `response`, a `RegistrationResponseJSON` (§5.1), brings.
    pub(crate) fn finish_enrol(
        &self,
        state: &[u8],
        response: &str,
        now: Time,
    ) -> Result<NewPasskey, EnrolRefusal> {
        enrol::finish(self, state, response, now)
    }

    /// Asks for a passkey: one of `allow`, or any that the person finds (with autofill, or
    /// without an address) when it is `None`.
    ///
    /// A list tells which passkeys an account has (§14.6.2): it is for after a first proof.
    pub(crate) fn begin_sign_in(
        &self,
        allow: Option<&[Passkey]>,
        verification: Verification,
        now: Time,
        chance: &mut Chance,
    ) -> Begun {
        let ids = |list: &[Passkey]| list.iter().map(|one| one.credential.clone()).collect();
        let kind = Kind::SignIn {
            allowed: allow.map(ids),
        };
        let ceremony = Ceremony::new(kind, verification, now, chance);
        begun(&ceremony, options::for_sign_in(self, allow, &ceremony))
    }

    /// Verifies `assertion`, for which the store found `known`.
    pub(crate) fn finish_sign_in(
        &self,
        state: &[u8],
        assertion: &Assertion,
        known: Option<Known<'_>>,
        now: Time,
    ) -> Result<Asserted, AssertRefusal> {
        sign_in::finish(self, state, assertion, known, now)
    }

    /// What tells a browser which passkeys of an account are left, so that it hides the
    /// others (`signalAllAcceptedCredentials`, §5.1.10.2). For the person's own pages.
    pub(crate) fn signal_all(&self, handle: UserHandle, left: &[Passkey]) -> Value {
        let ids: Vec<_> = left.iter().map(|one| one.credential.to_string()).collect();
        json!({
            "rpId": self.id,
            "userId": handle.to_string(),
            "allAcceptedCredentialIds": ids,
        })
    }

    /// What tells a browser that a passkey it has just shown is unknown here
    /// (`signalUnknownCredential`, §5.1.10.1).
    pub(crate) fn signal_unknown(&self, assertion: &Assertion) -> Value {
        json!({
            "rpId": self.id,
            "credentialId": assertion.credential().to_string(),
        })
    }
}

fn begun(ceremony: &Ceremony, options: Value) -> Begun {
    Begun {
        options,
        state: ceremony.to_bytes(),
        expires_at: ceremony.expires_at(),
    }
}
