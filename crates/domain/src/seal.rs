//! Sealing: what the database keeps and must not read.
//!
//! XChaCha20-Poly1305 (RFC 8439 with the 24-byte nonces of draft-irtf-cfrg-xchacha)
//! under keys derived from the newest root key, apart for each use and tenant. What
//! is only ever compared (codes by mail, recovery codes) is hashed, not sealed.

use core::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    chance::Chance,
    id::{AccountId, TenantId},
    key::{KeyId, KeyRing, mac},
};

/// The version that [`Sealed::to_bytes`] writes.
const VERSION: u8 = 1;
const NONCE: usize = 24;
/// Version, number of the root key, nonce.
const HEAD: usize = 1 + 4 + NONCE;
/// What Poly1305 adds to the ciphertext.
const TAG: usize = 16;

/// What is sealed. Each use has a key of its own, so that nothing sealed for one opens as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealUse {
    /// The hash of a password.
    PasswordHash,
    /// The seed of an authenticator app.
    TotpSeed,
    /// Something that is being set up and doesn't count yet.
    Enrolment,
    /// The phrase in an account's mails.
    Phrase,
}

impl SealUse {
    /// Its name, from which its key follows; never changed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::PasswordHash => "password_hash",
            Self::TotpSeed => "totp_seed",
            Self::Enrolment => "enrolment",
            Self::Phrase => "phrase",
        }
    }
}

/// The key of one use and tenant under one root key.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct SealKey {
    cipher: [u8; 32],
    nonce: [u8; 32],
}

impl SealKey {
    pub(crate) const fn new(cipher: [u8; 32], nonce: [u8; 32]) -> Self {
        Self { cipher, nonce }
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&self.cipher).into())
    }

    /// A nonce that repeats only with the whole text: a write that runs again draws the
    /// same chance, and may have found another text to seal.
    fn nonce(&self, context: &[u8], plain: &[u8], chance: &mut Chance) -> [u8; NONCE] {
        let drawn: [u8; 32] = chance.bytes();
        let mac = mac(&self.nonce, &[&drawn, context, plain]);
        let mut nonce = [0; NONCE];
        for (to, from) in nonce.iter_mut().zip(mac) {
            *to = from;
        }
        nonce
    }
}

/// Something sealed, as the database keeps it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sealed {
    key: KeyId,
    nonce: [u8; NONCE],
    ciphertext: Vec<u8>,
}

/// Bytes that are nothing sealed: another version, or too few.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not something sealed")]
pub struct NotSealed;

/// Why something sealed could not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOpened {
    /// The ring lacks the root key. Another server may have it.
    #[error("key {0} is not in the key file")]
    KeyMissing(KeyId),
    /// It was altered, or sealed for another use, tenant or context, or under another key
    /// of the same number.
    #[error("what was sealed is altered, or belongs elsewhere")]
    Altered,
}

impl Sealed {
    /// The number of the root key it was sealed under.
    #[must_use]
    pub const fn key(&self) -> KeyId {
        self.key
    }

    /// Whether the ring has a newer key, so that it is time to seal it anew.
    #[must_use]
    pub fn is_behind(&self, ring: &KeyRing) -> bool {
        self.key < ring.newest()
    }

    /// Version (1) ‖ key (4, big endian) ‖ nonce (24) ‖ ciphertext with its tag.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEAD + self.ciphertext.len());
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.key.0.to_be_bytes());
        bytes.extend_from_slice(&self.nonce);
        bytes.extend_from_slice(&self.ciphertext);
        bytes
    }

    /// What [`to_bytes`](Self::to_bytes) wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NotSealed> {
        let (&[version], rest) = bytes.split_first_chunk().ok_or(NotSealed)?;
        let (key, rest) = rest.split_first_chunk().ok_or(NotSealed)?;
        let (nonce, ciphertext) = rest.split_first_chunk().ok_or(NotSealed)?;
        if version != VERSION || ciphertext.len() < TAG {
            return Err(NotSealed);
        }
        Ok(Self {
            key: KeyId(u32::from_be_bytes(*key)),
            nonce: *nonce,
            ciphertext: ciphertext.to_vec(),
        })
    }
}

/// Logs see under which key, and nothing of what.
impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed(under key {})", self.key)
    }
}

impl TryFrom<String> for Sealed {
    type Error = NotSealed;

    fn try_from(text: String) -> Result<Self, NotSealed> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| NotSealed)?;
        Self::from_bytes(&bytes)
    }
}

impl From<Sealed> for String {
    fn from(sealed: Sealed) -> Self {
        URL_SAFE_NO_PAD.encode(sealed.to_bytes())
    }
}

/// The context of what belongs to one row of one account: moved to another row, or to
/// another account, it doesn't open.
#[must_use]
pub fn row_context(account: AccountId, row: &[u8; 16]) -> [u8; 32] {
    let mut context = [0; 32];
    for (to, from) in context.iter_mut().zip(account.as_bytes().iter().chain(row)) {
        *to = *from;
    }
    context
}

impl KeyRing {
    /// Seals `plain` under the newest key.
    ///
    /// It opens only with the same `context`: what it belongs to, such as
    /// [`row_context`], made of parts of fixed length so that no two run together.
    /// Nonces of 192 bits may be drawn at random without counting how many there were.
    #[must_use]
    pub fn seal(
        &self,
        use_: SealUse,
        tenant: TenantId,
        context: &[u8],
        plain: &[u8],
        chance: &mut Chance,
    ) -> Sealed {
        let (key, seal_key) = self.newest_seal_key(use_, tenant);
        let nonce = seal_key.nonce(context, plain, chance);
        let payload = Payload {
            msg: plain,
            aad: &associated(key, context),
        };
        let Ok(ciphertext) = seal_key.cipher().encrypt(&XNonce::from(nonce), payload) else {
            unreachable!("only a text of more than 256 GB is refused");
        };
        Sealed {
            key,
            nonce,
            ciphertext,
        }
    }

    /// Opens what was sealed for this use, tenant and context, under whichever key of the ring.
    pub fn open(
        &self,
        use_: SealUse,
        tenant: TenantId,
        context: &[u8],
        sealed: &Sealed,
    ) -> Result<Zeroizing<Vec<u8>>, NotOpened> {
        let seal_key = self
            .seal_key(sealed.key, use_, tenant)
            .ok_or(NotOpened::KeyMissing(sealed.key))?;
        let payload = Payload {
            msg: &sealed.ciphertext,
            aad: &associated(sealed.key, context),
        };
        seal_key
            .cipher()
            .decrypt(&XNonce::from(sealed.nonce), payload)
            .map(Zeroizing::new)
            .map_err(|_| NotOpened::Altered)
    }
}

/// What is authenticated beside the ciphertext: the head that stands before it, and the context.
fn associated(key: KeyId, context: &[u8]) -> Vec<u8> {
    let mut associated = vec![VERSION];
    associated.extend_from_slice(&key.0.to_be_bytes());
    associated.extend_from_slice(context);
    associated
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::key::RootKey;

    const TENANT: TenantId = TenantId::DEFAULT;

    fn ring(ids: &[u32]) -> KeyRing {
        let keys = ids.iter().map(|id| {
            let mut secret = [9; 32];
            secret[..4].copy_from_slice(&id.to_be_bytes());
            RootKey::new(KeyId(*id), secret)
        });
        KeyRing::new(keys.collect()).expect("keys")
    }

    fn sealed(ring: &KeyRing) -> Sealed {
        let mut chance = Chance::new([1; 32]);
        ring.seal(SealUse::TotpSeed, TENANT, b"row", b"seed", &mut chance)
    }

    #[test]
    fn what_was_sealed_opens_for_its_use_tenant_and_context_alone() {
        let ring = ring(&[1]);
        let sealed = sealed(&ring);
        let open = |use_, tenant, context: &[u8]| ring.open(use_, tenant, context, &sealed);
        let opened = open(SealUse::TotpSeed, TENANT, b"row").expect("what was sealed");
        assert_eq!(opened.as_slice(), b"seed");
        let other = TenantId::from_bytes([7; 16]);
        for refused in [
            open(SealUse::PasswordHash, TENANT, b"row"),
            open(SealUse::Enrolment, TENANT, b"row"),
            open(SealUse::TotpSeed, other, b"row"),
            open(SealUse::TotpSeed, TENANT, b"another row"),
            open(SealUse::TotpSeed, TENANT, b""),
        ] {
            assert_eq!(refused, Err(NotOpened::Altered));
        }
    }

    #[test]
    fn every_altered_bit_is_noticed() {
        let ring = ring(&[1]);
        let bytes = sealed(&ring).to_bytes();
        for bit in 0..bytes.len() * 8 {
            let mut altered = bytes.clone();
            altered[bit / 8] ^= 1 << (bit % 8);
            let opened = Sealed::from_bytes(&altered)
                .map(|sealed| ring.open(SealUse::TotpSeed, TENANT, b"row", &sealed));
            assert!(!matches!(opened, Ok(Ok(_))), "bit {bit}");
        }
    }

    #[test]
    fn after_a_rotation_the_old_opens_and_the_new_key_seals() {
        let (before, after) = (ring(&[1]), ring(&[1, 2]));
        let old = sealed(&before);
        assert!(!old.is_behind(&before));
        assert!(old.is_behind(&after));
        let open = |ring: &KeyRing, sealed| ring.open(SealUse::TotpSeed, TENANT, b"row", sealed);
        assert!(open(&after, &old).is_ok());

        let new = sealed(&after);
        assert_eq!(new.key(), KeyId(2));
        assert!(!new.is_behind(&after));
        assert_eq!(open(&before, &new), Err(NotOpened::KeyMissing(KeyId(2))));
        // A server that hasn't read the new key must not seal back what another has sealed anew.
        assert!(!new.is_behind(&before));
    }

    #[test]
    fn another_key_of_the_same_number_opens_nothing() {
        let stranger =
            KeyRing::new(vec![RootKey::new(KeyId(1), [8; 32])]).expect("a key of the same number");
        let opened = stranger.open(SealUse::TotpSeed, TENANT, b"row", &sealed(&ring(&[1])));
        assert_eq!(opened, Err(NotOpened::Altered));
    }

    #[test]
    fn the_same_text_is_never_sealed_alike_twice() {
        let ring = ring(&[1]);
        let mut chance = Chance::new([1; 32]);
        let mut seal = || ring.seal(SealUse::TotpSeed, TENANT, b"row", b"seed", &mut chance);
        assert_ne!(seal(), seal());
    }

    #[test]
    fn a_write_that_runs_again_with_another_text_has_another_nonce() {
        let ring = ring(&[1]);
        let seal = |context: &[u8], plain: &[u8]| {
            let mut chance = Chance::new([1; 32]);
            ring.seal(SealUse::Enrolment, TENANT, context, plain, &mut chance)
        };
        let first = seal(b"row", b"one text");
        assert_eq!(first, seal(b"row", b"one text"));
        assert_ne!(first.nonce, seal(b"row", b"other txt").nonce);
        assert_ne!(first.nonce, seal(b"raw", b"one text").nonce);
    }

    /// Fixed for ever: databases hold it. Computed with libsodium, and HKDF written out.
    #[test]
    fn what_an_earlier_release_sealed_still_opens() {
        let ring = KeyRing::new(vec![RootKey::new(KeyId(1), [5; 32])]).expect("a key");
        let sealed = Sealed::try_from(String::from(EARLIER)).expect("what was sealed");
        let opened = ring.open(SealUse::TotpSeed, TENANT, b"row", &sealed);
        assert_eq!(opened.expect("opens").as_slice(), b"seed");
    }

    const EARLIER: &str = "AQAAAAEAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhem-Pg6jxYrzllA4WsF6chXgIduqg";

    #[test]
    fn what_is_not_sealed_is_refused_and_nothing_prints_itself() {
        let bytes = sealed(&ring(&[1])).to_bytes();
        assert_eq!(Sealed::from_bytes(&[]), Err(NotSealed));
        assert_eq!(Sealed::from_bytes(&bytes[..HEAD + TAG - 1]), Err(NotSealed));
        let mut other_version = bytes.clone();
        other_version[0] = 2;
        assert_eq!(Sealed::from_bytes(&other_version), Err(NotSealed));
        let sealed = Sealed::from_bytes(&bytes).expect("what was sealed");
        assert_eq!(format!("{sealed:?}"), "Sealed(under key 1)");
    }

    #[test]
    fn the_context_of_a_row_names_account_and_row() {
        let account = AccountId::from_bytes([1; 16]);
        let context = row_context(account, &[2; 16]);
        assert_eq!(
            (context[..16].as_ref(), context[16..].as_ref()),
            ([1; 16].as_ref(), [2; 16].as_ref())
        );
    }

    proptest! {
        #[test]
        fn every_text_comes_back(plain: Vec<u8>, context: Vec<u8>, seed: [u8; 32]) {
            let ring = ring(&[3, 4]);
            let sealed = ring.seal(
                SealUse::Enrolment, TENANT, &context, &plain, &mut Chance::new(seed),
            );
            let json = serde_json::to_string(&sealed).expect("JSON");
            let back: Sealed = serde_json::from_str(&json).expect("what was sealed");
            let opened = ring.open(SealUse::Enrolment, TENANT, &context, &back);
            prop_assert_eq!(opened, Ok(Zeroizing::new(plain)));
        }

        #[test]
        fn no_bytes_break_the_reading(bytes: Vec<u8>) {
            if let Ok(sealed) = Sealed::from_bytes(&bytes) {
                prop_assert_eq!(sealed.to_bytes(), bytes);
            }
        }
    }
}
