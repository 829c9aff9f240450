//! Passkeys (W3C Web Authentication Level 3): what an account keeps of them, and what an
//! assertion says once the server has verified it.
//!
//! The ceremonies themselves (challenge, origin, signature) are the server's,
//! `server/factor/passkey/`.

use core::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

use crate::{
    factor::checked::{FactorUse, Right},
    id::{AccountId, PasskeyId},
    key::IndexKey,
    label::Label,
    proof::{Proof, Shown},
    time::Time,
};

/// A passkey as the database keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// Its name in the database.
    pub id: PasskeyId,
    /// What its authenticator knows it by.
    pub credential: CredentialId,
    /// Its public key: a `COSE_Key` (RFC 9052 §7), as the authenticator wrote it.
    pub public_key: Vec<u8>,
    /// What the person calls it.
    pub label: Label,
    /// The highest signature counter seen (§6.1.1); 0 from authenticators without one.
    pub counter: u32,
    /// Whether it is, or may be, copied between devices.
    pub backup: Backup,
    /// Whether its device has ever checked its owner (the UV flag, §6.1).
    pub verified: bool,
    /// How its authenticator can be reached.
    pub transports: Transports,
    /// The model of its authenticator.
    pub aaguid: Aaguid,
    /// When it was added.
    pub created_at: Time,
    /// When it was last used.
    pub used_at: Option<Time>,
}

/// A passkey that has just been made: verified by the server, not yet anyone's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPasskey {
    /// What its authenticator knows it by.
    pub credential: CredentialId,
    /// Its public key: a `COSE_Key` (RFC 9052 §7).
    pub public_key: Vec<u8>,
    /// Its signature counter.
    pub counter: u32,
    /// Whether it is, or may be, copied between devices.
    pub backup: Backup,
    /// Whether its device checked its owner.
    pub verified: bool,
    /// How its authenticator can be reached.
    pub transports: Transports,
    /// The model of its authenticator.
    pub aaguid: Aaguid,
    /// Whether it can be found without an address (`credProps.rk`, §10.1.3), as far as
    /// the browser tells.
    pub discoverable: Option<bool>,
}

impl NewPasskey {
    /// The passkey that an account keeps.
    #[must_use]
    pub fn keep(self, id: PasskeyId, label: Label, now: Time) -> Passkey {
        Passkey {
            id,
            credential: self.credential,
            public_key: self.public_key,
            label,
            counter: self.counter,
            backup: self.backup,
            verified: self.verified,
            transports: self.transports,
            aaguid: self.aaguid,
            created_at: now,
            used_at: None,
        }
    }
}

/// What a verified assertion says: this passkey answered, now, to us.
///
/// Only the server makes one, after every check of §7.2; it can't be deserialised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asserted {
    passkey: PasskeyId,
    verified: bool,
    backup: Backup,
    counter: u32,
    signal: CounterSignal,
}

impl Asserted {
    /// What `passkey` said of itself in an assertion whose signature and bindings have
    /// all been verified. For the server's ceremony alone.
    #[must_use]
    pub fn new(passkey: &Passkey, verified: bool, backup: Backup, counter: u32) -> Self {
        Self {
            passkey: passkey.id,
            verified,
            backup,
            // The higher one is kept, so that a copy that lags behind goes on showing.
            counter: counter.max(passkey.counter),
            signal: counter_signal(passkey.counter, counter),
        }
    }

    /// Which passkey.
    #[must_use]
    pub const fn passkey(&self) -> PasskeyId {
        self.passkey
    }

    /// Whether its device checked its owner: finger, face, PIN (the UV flag).
    #[must_use]
    pub const fn is_verified(&self) -> bool {
        self.verified
    }

    /// Whether it is, or may be, copied between devices.
    #[must_use]
    pub const fn backup(&self) -> Backup {
        self.backup
    }

    /// The counter to keep.
    #[must_use]
    pub const fn counter(&self) -> u32 {
        self.counter
    }

    /// What the counter says.
    #[must_use]
    pub const fn signal(&self) -> CounterSignal {
        self.signal
    }
}

/// The proof that a verified assertion is, and what its use leaves behind.
///
/// The ceremony that it answers must have been consumed by condition before, so that it
/// counts once.
#[must_use]
pub fn right(asserted: &Asserted, now: Time) -> Right {
    let synced = asserted.backup.is_synced();
    let shown = Shown::Passkey {
        verified: asserted.verified,
        synced,
    };
    let used = FactorUse::Passkey {
        id: asserted.passkey,
        counter: asserted.counter,
        synced,
        went_back: asserted.signal == CounterSignal::WentBack,
    };
    Right::new(Proof::new(shown, now), Some(used))
}

/// What the signature counter says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CounterSignal {
    /// It grew, or the authenticator keeps none.
    Fine,
    /// It did not grow: the private key may exist twice. A sign to weigh, no refusal:
    /// authenticators are also reset and restored (§7.2, step 22).
    WentBack,
}

/// What a counter of `new` says after one of `old` (§6.1.1; §7.2, step 22).
#[must_use]
pub const fn counter_signal(old: u32, new: u32) -> CounterSignal {
    if new > old || (new == 0 && old == 0) {
        CounterSignal::Fine
    } else {
        CounterSignal::WentBack
    }
}

/// Where the private key can be (the BE and BS flags, §6.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Backup {
    /// On one device, for ever.
    DeviceBound,
    /// On one device so far; it may be copied to others.
    Eligible,
    /// Copied to other devices or to a provider.
    Synced,
}

impl Backup {
    /// What the two flags say; `None` for a pair that no authenticator may send
    /// (copied, and never to be copied).
    #[must_use]
    pub const fn of(eligible: bool, backed_up: bool) -> Option<Self> {
        match (eligible, backed_up) {
            (false, false) => Some(Self::DeviceBound),
            (true, false) => Some(Self::Eligible),
            (true, true) => Some(Self::Synced),
            (false, true) => None,
        }
    }

    /// The BE flag, which never changes in a passkey's life.
    #[must_use]
    pub const fn is_eligible(self) -> bool {
        match self {
            Self::DeviceBound => false,
            Self::Eligible | Self::Synced => true,
        }
    }

    /// The BS flag.
    #[must_use]
    pub const fn is_synced(self) -> bool {
        match self {
            Self::DeviceBound | Self::Eligible => false,
            Self::Synced => true,
        }
    }

    /// Its name in the database; never changed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DeviceBound => "device_bound",
            Self::Eligible => "eligible",
            Self::Synced => "synced",
        }
    }

    /// The state with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::DeviceBound, Self::Eligible, Self::Synced]
            .into_iter()
            .find(|state| state.name() == name)
    }
}

/// What an authenticator knows a passkey by: 1 to 1023 bytes (§4, *credential ID*).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CredentialId(Vec<u8>);

/// Bytes that are no credential id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a credential id has 1 to 1023 bytes")]
pub struct NotACredentialId;

impl CredentialId {
    /// The id that is these bytes.
    pub fn from_bytes(bytes: impl Into<Vec<u8>>) -> Result<Self, NotACredentialId> {
        let bytes = bytes.into();
        if (1..=1023).contains(&bytes.len()) {
            Ok(Self(bytes))
        } else {
            Err(NotACredentialId)
        }
    }

    /// Its bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// As browsers write it: base64url (RFC 4648 §5) without padding.
impl fmt::Display for CredentialId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(&self.0))
    }
}

impl fmt::Debug for CredentialId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CredentialId({self})")
    }
}

impl TryFrom<String> for CredentialId {
    type Error = NotACredentialId;

    fn try_from(text: String) -> Result<Self, NotACredentialId> {
        let bytes = URL_SAFE_NO_PAD.decode(text);
        Self::from_bytes(bytes.map_err(|_| NotACredentialId)?)
    }
}

impl From<CredentialId> for String {
    fn from(id: CredentialId) -> Self {
        id.to_string()
    }
}

/// The name by which authenticators know an account (the *user handle*, §5.4.3): it tells
/// nothing about the account, and can't be computed without the key.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserHandle([u8; 32]);

impl UserHandle {
    /// The handle of `account`; it never changes.
    #[must_use]
    pub fn of(account: AccountId, key: &IndexKey) -> Self {
        Self(key.hash("passkey-user", account.as_bytes()))
    }

    /// Its bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for UserHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl fmt::Debug for UserHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UserHandle({self})")
    }
}

/// The model of an authenticator (§6.5.1). Nobody vouches for it: it helps to name a
/// passkey, and decides nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Aaguid(pub [u8; 16]);

impl Aaguid {
    /// Whether the authenticator keeps its model to itself.
    #[must_use]
    pub fn is_unknown(self) -> bool {
        self == Self::default()
    }
}

/// As lists of models write it: `ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4`.
impl fmt::Display for Aaguid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        uuid::Uuid::from_bytes(self.0).hyphenated().fmt(f)
    }
}

/// How an authenticator can be reached (`usb`, `nfc`, `ble`, `hybrid`, `internal`, …), in
/// the standard's words (§5.8.4). A hint that is given back to browsers as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
pub struct Transports(Vec<String>);

impl Transports {
    /// More than the standard knows, and not so many that a row grows.
    const MOST: usize = 8;
    const LONGEST: usize = 32;

    /// The words among `words` that can be transports; words that are not known yet are kept.
    #[must_use]
    pub fn from_words(words: impl IntoIterator<Item = String>) -> Self {
        let is_word = |word: &String| {
            (1..=Self::LONGEST).contains(&word.len())
                && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
        };
        let mut kept: Vec<_> = words.into_iter().filter(is_word).take(Self::MOST).collect();
        kept.sort_unstable();
        kept.dedup();
        Self(kept)
    }

    /// The words, in alphabetical order.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.0
    }

    /// Whether the authenticator is part of the device itself, and of no other.
    #[must_use]
    pub fn is_built_in(&self) -> bool {
        self.0.iter().all(|word| word == "internal") && !self.0.is_empty()
    }
}

impl From<Vec<String>> for Transports {
    fn from(words: Vec<String>) -> Self {
        Self::from_words(words)
    }
}

impl From<Transports> for Vec<String> {
    fn from(transports: Transports) -> Self {
        transports.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        chance::Chance,
        id::TenantId,
        key::{KeyId, KeyRing, RootKey},
    };

    fn passkey(counter: u32) -> Passkey {
        let new = NewPasskey {
            credential: CredentialId::from_bytes([1; 16]).unwrap(),
            public_key: vec![0xa5],
            counter,
            backup: Backup::Eligible,
            verified: true,
            transports: Transports::default(),
            aaguid: Aaguid::default(),
            discoverable: Some(true),
        };
        let now = Time::from_micros(1);
        let id = PasskeyId::new(now, &mut Chance::new([1; 32]));
        new.keep(id, Label::parse("鍵").unwrap(), now)
    }

    #[test]
    fn a_counter_that_does_not_grow_is_a_sign_unless_there_is_none() {
        for (old, new, signal) in [
            (0, 0, CounterSignal::Fine),
            (0, 1, CounterSignal::Fine),
            (7, 8, CounterSignal::Fine),
            (7, 7, CounterSignal::WentBack),
            (7, 6, CounterSignal::WentBack),
            (7, 0, CounterSignal::WentBack),
        ] {
            assert_eq!(counter_signal(old, new), signal, "{old} → {new}");
        }
    }

    #[test]
    fn the_counter_that_is_kept_never_falls() {
        let lagging = Asserted::new(&passkey(7), true, Backup::Eligible, 3);
        assert_eq!(lagging.counter(), 7);
        assert_eq!(lagging.signal(), CounterSignal::WentBack);
        assert_eq!(
            Asserted::new(&passkey(7), true, Backup::Synced, 9).counter(),
            9
        );
    }

    #[test]
    fn a_proof_says_whether_the_owner_was_checked_and_a_clone_is_a_sign_only() {
        let now = Time::from_micros(5);
        let asserted = Asserted::new(&passkey(7), false, Backup::Synced, 7);
        let right = right(&asserted, now);
        assert_eq!(
            right.proof.shown(),
            Shown::Passkey {
                verified: false,
                synced: true
            }
        );
        assert_eq!(right.proof.at(), now);
        let Some(FactorUse::Passkey { went_back, .. }) = right.used else {
            panic!("it leaves its counter behind");
        };
        assert!(went_back);
    }

    #[test]
    fn a_passkey_is_not_copied_that_can_not_be() {
        assert_eq!(Backup::of(false, true), None);
        for state in [Backup::DeviceBound, Backup::Eligible, Backup::Synced] {
            assert_eq!(
                Backup::of(state.is_eligible(), state.is_synced()),
                Some(state)
            );
            assert_eq!(Backup::named(state.name()), Some(state));
        }
    }

    #[test]
    fn a_credential_id_has_the_length_that_the_standard_allows() {
        assert!(CredentialId::from_bytes([]).is_err());
        assert!(CredentialId::from_bytes([0; 1024]).is_err());
        let id = CredentialId::from_bytes([0xfb; 3]).unwrap();
        assert_eq!(id.to_string(), "-_v7");
        assert_eq!(CredentialId::try_from("-_v7".to_owned()), Ok(id));
    }

    #[test]
    fn a_user_handle_shows_nothing_of_the_account() {
        let keys = KeyRing::new(vec![RootKey::new(KeyId(1), [1; 32])]).unwrap();
        let account = AccountId::new(Time::from_micros(9), &mut Chance::new([2; 32]));
        let handle = UserHandle::of(account, &keys.index_key(TenantId::DEFAULT));
        let same = UserHandle::of(account, &keys.index_key(TenantId::DEFAULT));
        assert_eq!(handle, same);
        let elsewhere = TenantId::from_bytes([9; 16]);
        assert_ne!(handle, UserHandle::of(account, &keys.index_key(elsewhere)));
        let shown = account.as_bytes().as_slice();
        assert!(!handle.as_bytes().windows(16).any(|part| part == shown));
    }

    #[test]
    fn transports_are_kept_as_far_as_they_are_words() {
        let words = ["usb", "nfc", "usb", "<b>", "", "smart-card"].map(str::to_owned);
        assert_eq!(
            Transports::from_words(words).words(),
            ["nfc", "smart-card", "usb"]
        );
        let many = (0..100).map(|n| "a".repeat(n % 30 + 1));
        assert!(Transports::from_words(many).words().len() <= 8);
        assert!(Transports::from_words(["internal".to_owned()]).is_built_in());
    }
}
