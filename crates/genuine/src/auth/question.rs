//! Questions to the DNS: counted, asked once each, and answers of a bearable size.

use core::cell::{Cell, RefCell};
use std::{collections::HashMap, net::IpAddr};

use super::{Lookup, Resolver, ResolverKind};

/// A resolver over another one, for one check.
pub(super) struct Questions<'a> {
    inner: &'a dyn Resolver,
    left: Cell<usize>,
    texts: RefCell<HashMap<String, Lookup<Vec<String>>>>,
    addresses: RefCell<HashMap<String, Lookup<Vec<IpAddr>>>>,
    mail_servers: RefCell<HashMap<String, Lookup<Vec<String>>>>,
    names: RefCell<HashMap<IpAddr, Lookup<Vec<String>>>>,
}

/// Records of one answer that are looked at.
const RECORDS: usize = 64;
/// Octets of a text: more than the longest key or policy in use, by far.
const TEXT: usize = 16 * 1024;

impl<'a> Questions<'a> {
    /// At most `most` questions; all others count as not asked.
    pub(super) fn new(inner: &'a dyn Resolver, most: usize) -> Self {
        Self {
            inner,
            left: Cell::new(most),
            texts: RefCell::default(),
            addresses: RefCell::default(),
            mail_servers: RefCell::default(),
            names: RefCell::default(),
        }
    }

    fn may_ask(&self) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        left > 0
    }

    fn asked<K, T>(
        &self,
        known: &RefCell<HashMap<K, Lookup<Vec<T>>>>,
        key: K,
        ask: impl FnOnce(&K) -> Lookup<Vec<T>>,
    ) -> Lookup<Vec<T>>
    where
        K: core::hash::Hash + Eq,
        T: Clone,
    {
        if let Some(answer) = known.borrow().get(&key) {
            return answer.clone();
        }
        if !self.may_ask() {
            return Lookup::NotAsked;
        }
        let answer = match ask(&key) {
            Lookup::Found(found) if found.is_empty() => Lookup::Absent,
            Lookup::Found(mut found) => {
                found.truncate(RECORDS);
                Lookup::Found(found)
            }
            other @ (Lookup::Absent | Lookup::Temporary | Lookup::NotAsked) => other,
        };
        known.borrow_mut().insert(key, answer.clone());
        answer
    }
}

impl Resolver for Questions<'_> {
    fn texts(&self, name: &str) -> Lookup<Vec<String>> {
        let Some(name) = askable(name) else {
            return Lookup::Absent;
        };
        self.asked(&self.texts, name, |name| match self.inner.texts(name) {
            Lookup::Found(mut texts) => {
                texts.retain(|text| text.len() <= TEXT);
                Lookup::Found(texts)
            }
            other @ (Lookup::Absent | Lookup::Temporary | Lookup::NotAsked) => other,
        })
    }

    fn addresses(&self, name: &str) -> Lookup<Vec<IpAddr>> {
        let Some(name) = askable(name) else {
            return Lookup::Absent;
        };
        self.asked(&self.addresses, name, |name| self.inner.addresses(name))
    }

    fn mail_servers(&self, name: &str) -> Lookup<Vec<String>> {
        let Some(name) = askable(name) else {
            return Lookup::Absent;
        };
        self.asked(&self.mail_servers, name, |name| {
            self.inner.mail_servers(name)
        })
    }

    fn names(&self, address: IpAddr) -> Lookup<Vec<String>> {
        self.asked(&self.names, address, |address| self.inner.names(*address))
    }

    fn kind(&self) -> ResolverKind {
        self.inner.kind()
    }
}

/// The name as it is asked for, if there can be such a name (RFC 1035 §2.3.4).
pub(super) fn askable(name: &str) -> Option<String> {
    let name = name.strip_suffix('.').unwrap_or(name);
    let fits = |label: &str| {
        let octets = label.bytes();
        (1..=63).contains(&label.len())
            && octets
                .into_iter()
                .all(|octet| octet.is_ascii_graphic() && octet != b'\\')
    };
    (name.len() <= 253 && name.split('.').all(fits)).then(|| name.to_ascii_lowercase())
}
