//! Keys: everything secret follows from root keys that lie outside the database.
//!
//! A root key is 32 random bytes with a number. What a purpose needs is derived
//! from it by HKDF-SHA-256 (RFC 5869), apart for each use and tenant, so that no
//! key serves twice.

use core::fmt;

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{
    id::TenantId,
    seal::{SealKey, SealUse},
    token::{Token, TokenHash},
};

/// The number of a root key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyId(pub u32);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One root key.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct RootKey {
    #[zeroize(skip)]
    id: KeyId,
    secret: [u8; 32],
}

impl RootKey {
    /// The root key numbered `id`.
    #[must_use]
    pub const fn new(id: KeyId, secret: [u8; 32]) -> Self {
        Self { id, secret }
    }

    /// Its number.
    #[must_use]
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// Its secret, for the file that keeps it.
    #[must_use]
    pub const fn reveal(&self) -> &[u8; 32] {
        &self.secret
    }

    /// A value that tells whether a database belongs to this key, and nothing else about it.
    #[must_use]
    pub fn check_value(&self) -> [u8; 32] {
        self.derive("check", None)
    }

    fn seal_key(&self, use_: SealUse, tenant: TenantId) -> SealKey {
        let derive = |part| self.derive(&format!("seal/{}{part}", use_.name()), Some(tenant));
        SealKey::new(derive(""), derive("/nonce"))
    }

    fn derive(&self, purpose: &str, tenant: Option<TenantId>) -> [u8; 32] {
        let mut derived = [0; 32];
        let tenant: &[u8] = tenant.as_ref().map_or(&[], |tenant| tenant.as_bytes());
        let info: [&[u8]; 4] = [b"kadomori/v1/", purpose.as_bytes(), b"/", tenant];
        // 32 bytes are far below the 255 blocks at which HKDF refuses.
        if Hkdf::<Sha256>::new(None, &self.secret)
            .expand_multi_info(&info, &mut derived)
            .is_err()
        {
            unreachable!("32 bytes are within HKDF's bound");
        }
        derived
    }
}

impl fmt::Debug for RootKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RootKey({})", self.id)
    }
}

/// The root keys of an installation.
///
/// The *newest* key makes new codes and seals; the *first* one keys the hashes by which
/// rows are found again, which therefore never changes.
#[derive(Clone, Debug)]
pub struct KeyRing {
    first: RootKey,
    later: Vec<RootKey>,
}

/// Root keys that make no ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyRingError {
    /// There is none.
    #[error("there is no key")]
    Empty,
    /// Two keys bear one number.
    #[error("two keys bear the number {0}")]
    Doubled(KeyId),
}

impl KeyRing {
    /// The ring of these keys, which are put in the order of their numbers.
    pub fn new(mut keys: Vec<RootKey>) -> Result<Self, KeyRingError> {
        keys.sort_by_key(RootKey::id);
        for (one, next) in keys.iter().zip(keys.iter().skip(1)) {
            if one.id == next.id {
                return Err(KeyRingError::Doubled(one.id));
            }
        }
        let mut keys = keys.into_iter();
        let first = keys.next().ok_or(KeyRingError::Empty)?;
        Ok(Self {
            first,
            later: keys.collect(),
        })
    }

    /// All keys, in the order of their numbers.
    pub fn keys(&self) -> impl Iterator<Item = &RootKey> {
        core::iter::once(&self.first).chain(&self.later)
    }

    /// The number of the key that makes new codes.
    #[must_use]
    pub fn newest(&self) -> KeyId {
        self.later.last().unwrap_or(&self.first).id
    }

    /// The key from which the codes of root key `id` are derived; `None` when the ring lacks it.
    #[must_use]
    pub fn code_key(&self, id: KeyId, tenant: TenantId) -> Option<CodeKey> {
        let root = self.keys().find(|key| key.id == id)?;
        Some(CodeKey(root.derive("code", Some(tenant))))
    }

    /// The key that opens what root key `id` sealed; `None` when the ring lacks it.
    pub(crate) fn seal_key(&self, id: KeyId, use_: SealUse, tenant: TenantId) -> Option<SealKey> {
        let root = self.keys().find(|key| key.id == id)?;
        Some(root.seal_key(use_, tenant))
    }

    /// The key that seals from now on, and the number of its root key.
    pub(crate) fn newest_seal_key(&self, use_: SealUse, tenant: TenantId) -> (KeyId, SealKey) {
        let root = self.later.last().unwrap_or(&self.first);
        (root.id, root.seal_key(use_, tenant))
    }

    /// The key from which the marks of root key `id` are made; `None` when the ring lacks it.
    pub(crate) fn mark_key(&self, id: KeyId, tenant: TenantId) -> Option<MarkKey> {
        let root = self.keys().find(|key| key.id == id)?;
        Some(MarkKey(root.derive("mark", Some(tenant))))
    }

    /// The key that marks mails from now on, and the number of its root key.
    pub(crate) fn newest_mark_key(&self, tenant: TenantId) -> (KeyId, MarkKey) {
        let root = self.later.last().unwrap_or(&self.first);
        (root.id, MarkKey(root.derive("mark", Some(tenant))))
    }

    /// The key under which rows are found by a hash.
    #[must_use]
    pub fn index_key(&self, tenant: TenantId) -> IndexKey {
        IndexKey(self.first.derive("index", Some(tenant)))
    }

    /// The key under which forms are bound to their browser.
    #[must_use]
    pub fn form_key(&self, tenant: TenantId) -> FormKey {
        FormKey(self.first.derive("form", Some(tenant)))
    }
}

/// The key from which codes are derived.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct CodeKey([u8; 32]);

impl CodeKey {
    pub(crate) fn mac(&self, fields: &[&[u8]]) -> [u8; 32] {
        mac(&self.0, fields)
    }
}

/// The key under which our own mails are marked.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct MarkKey([u8; 32]);

impl MarkKey {
    pub(crate) fn mac(&self, fields: &[&[u8]]) -> [u8; 32] {
        mac(&self.0, fields)
    }
}

impl fmt::Debug for MarkKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MarkKey(…)")
    }
}

/// The key under which personal values become the keys of rows.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct IndexKey([u8; 32]);

impl IndexKey {
    /// The hash of `value` as a `kind` of thing; another kind gives another hash.
    #[must_use]
    pub fn hash(&self, kind: &str, value: &[u8]) -> [u8; 32] {
        mac(&self.0, &[kind.as_bytes(), value])
    }

    /// What the database keeps of a device's secret: without the key not even equality
    /// with a cookie that was found elsewhere can be seen.
    #[must_use]
    pub fn device_hash(&self, secret: &Token) -> TokenHash {
        TokenHash::from_bytes(self.hash("device", secret.bytes()))
    }
}

impl fmt::Debug for IndexKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IndexKey(…)")
    }
}

/// The key under which a form is bound to the browser that was shown it.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct FormKey([u8; 32]);

impl FormKey {
    /// The value that a form carries for the browser that holds `secret`.
    #[must_use]
    pub fn seal(&self, secret: &Token) -> Token {
        Token::from_bytes(mac(&self.0, &[b"form", secret.bytes()]))
    }

    /// Whether `sealed` was made for the browser that holds `secret`.
    #[must_use]
    pub fn opens(&self, sealed: &Token, secret: &Token) -> bool {
        sealed.bytes().ct_eq(self.seal(secret).bytes()).into()
    }
}

/// HMAC-SHA-256 (RFC 2104) over fields, each led by its length, so that no two lists collide.
pub(crate) fn mac(key: &[u8; 32], fields: &[&[u8]]) -> [u8; 32] {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        unreachable!("HMAC takes keys of any length");
    };
    for field in fields {
        mac.update(&u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
        mac.update(field);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring() -> KeyRing {
        KeyRing::new(vec![
            RootKey::new(KeyId(2), [2; 32]),
            RootKey::new(KeyId(1), [1; 32]),
        ])
        .expect("two keys")
    }

    #[test]
    fn the_newest_key_makes_codes_and_the_first_one_indexes() {
        let ring = ring();
        assert_eq!(ring.newest(), KeyId(2));
        let alone = KeyRing::new(vec![RootKey::new(KeyId(1), [1; 32])]).expect("one key");
        let tenant = TenantId::DEFAULT;
        assert_eq!(
            ring.index_key(tenant).hash("mail", b"x"),
            alone.index_key(tenant).hash("mail", b"x")
        );
    }

    #[test]
    fn keys_differ_by_use_tenant_and_root() {
        let ring = ring();
        let tenant = TenantId::DEFAULT;
        let other = TenantId::from_bytes([7; 16]);
        let hash = |key: IndexKey| key.hash("mail", b"x");
        assert_ne!(hash(ring.index_key(tenant)), hash(ring.index_key(other)));
        let code = |id, tenant| ring.code_key(id, tenant).map(|key| key.mac(&[b"x"]));
        assert_ne!(code(KeyId(1), tenant), code(KeyId(2), tenant));
        assert_eq!(code(KeyId(3), tenant), None);
    }

    #[test]
    fn fields_cannot_run_into_each_other() {
        assert_ne!(mac(&[0; 32], &[b"ab", b"c"]), mac(&[0; 32], &[b"a", b"bc"]));
    }

    #[test]
    fn a_ring_without_keys_or_with_one_twice_is_refused() {
        assert_eq!(KeyRing::new(vec![]).err(), Some(KeyRingError::Empty));
        let twice = vec![
            RootKey::new(KeyId(1), [1; 32]),
            RootKey::new(KeyId(1), [2; 32]),
        ];
        assert_eq!(
            KeyRing::new(twice).err(),
            Some(KeyRingError::Doubled(KeyId(1)))
        );
    }
}
