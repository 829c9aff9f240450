//! The authenticator's own word in a ceremony (§6.1): for which site, what it saw of its
//! owner, how often it was used, and the passkey it made.

use aws_lc_rs::digest;
use coset::cbor::{self, Value};
use kadomori_domain::factor::passkey::{Aaguid, Backup, CredentialId};

use super::{
    ceremony::{Ceremony, Verification},
    webauthn::{RelyingParty, Unfit},
};

/// The owner touched it, or showed that someone is there.
const USER_PRESENT: u8 = 1 << 0;
/// It checked its owner.
const USER_VERIFIED: u8 = 1 << 2;
/// The private key may be copied.
const BACKUP_ELIGIBLE: u8 = 1 << 3;
/// The private key is copied.
const BACKED_UP: u8 = 1 << 4;
/// A passkey that was made follows.
const ATTESTED: u8 = 1 << 6;
/// Extensions follow.
const EXTENDED: u8 = 1 << 7;

/// What it says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct AuthenticatorData {
    site: [u8; 32],
    flags: u8,
    /// How often it was used (§6.1.1).
    pub(super) counter: u32,
    /// Where the private key can be.
    pub(super) backup: Backup,
    /// The passkey that it made.
    pub(super) made: Option<Made>,
}

/// A passkey that was made (*attested credential data*, §6.5.1).
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Made {
    pub(super) aaguid: Aaguid,
    pub(super) credential: CredentialId,
    /// A `COSE_Key`, byte for byte.
    pub(super) public_key: Vec<u8>,
}

impl AuthenticatorData {
    /// Reads it; `None` if it isn't exactly what §6.1 describes, to the last byte.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let (site, rest) = bytes.split_first_chunk::<32>()?;
        let (&flags, rest) = rest.split_first()?;
        let (counter, mut rest) = rest.split_first_chunk::<4>()?;
        let has = |flag| flags & flag != 0;
        let made = if has(ATTESTED) {
            Some(Made::take(&mut rest)?)
        } else {
            None
        };
        if has(EXTENDED) && !take_item(&mut rest)?.is_map() {
            return None;
        }
        if !rest.is_empty() {
            return None;
        }
        Some(Self {
            site: *site,
            flags,
            counter: u32::from_be_bytes(*counter),
            backup: Backup::of(has(BACKUP_ELIGIBLE), has(BACKED_UP))?,
            made,
        })
    }

    /// Whether it checked its owner.
    pub(super) const fn is_verified(&self) -> bool {
        self.flags & USER_VERIFIED != 0
    }

    /// Checks that it speaks to this site, and saw of its owner what was asked for
    /// (steps 14 to 16 of §7.1, 15 to 17 of §7.2).
    pub(super) fn check(&self, site: &RelyingParty, ceremony: &Ceremony) -> Result<(), Unfit> {
        let ours = digest::digest(&digest::SHA256, site.id.as_bytes());
        if self.site != ours.as_ref() {
            return Err(Unfit::WrongOrigin);
        }
        if self.flags & USER_PRESENT == 0 {
            return Err(Unfit::NotPresent);
        }
        match ceremony.verification() {
            Verification::Required if !self.is_verified() => Err(Unfit::NotVerified),
            Verification::Required | Verification::Preferred => Ok(()),
        }
    }
}

impl Made {
    fn take(rest: &mut &[u8]) -> Option<Self> {
        let (aaguid, after) = rest.split_first_chunk::<16>()?;
        let (length, after) = after.split_first_chunk::<2>()?;
        let (credential, after) = after.split_at_checked(u16::from_be_bytes(*length).into())?;
        let mut left = after;
        take_item(&mut left)?;
        let (public_key, _) = after.split_at_checked(after.len() - left.len())?;
        *rest = left;
        Some(Self {
            aaguid: Aaguid(*aaguid),
            credential: CredentialId::from_bytes(credential).ok()?,
            public_key: public_key.to_owned(),
        })
    }
}

/// Levels of lists within lists: what authenticators send has four.
const DEEPEST: usize = 16;

/// Takes one CBOR item (RFC 8949) off the front.
fn take_item(rest: &mut &[u8]) -> Option<Value> {
    cbor::de::from_reader_with_recursion_limit(rest, DEEPEST).ok()
}

/// The authenticator data in an attestation object (§6.5.4): a map with `fmt`, `attStmt`
/// and `authData`.
///
/// The attestation itself is not looked at. None is asked for, so that none is concluded
/// from: it could at most say that the model of the authenticator is the one it claims.
pub(super) fn in_attestation(object: &[u8]) -> Option<Vec<u8>> {
    let mut rest = object;
    let map = take_item(&mut rest)?.into_map().ok()?;
    if !rest.is_empty() {
        return None;
    }
    let mut found = None;
    for (key, value) in map {
        if key.as_text() == Some("authData") && found.replace(value.into_bytes().ok()?).is_some() {
            return None;
        }
    }
    found
}
