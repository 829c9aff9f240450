//! Our own signatures (DKIM, RFC 6376), verified with our own keys: no DNS is asked, and the
//! keys of earlier selectors count for as long as they lie in the data folder.

use std::{net::IpAddr, path::Path};

use kadomori_genuine::{
    Limits, Lookup, Options, Resolver,
    auth::{self, Signature, SignatureState},
    brand::Brands,
    source,
};

use crate::dkim::{self, DnsRecord};

/// The public halves of our keys, as a DNS that knows nothing else.
#[derive(Debug, Default)]
pub struct OwnKeys(Vec<DnsRecord>);

impl OwnKeys {
    /// The keys in the data folder.
    #[must_use]
    pub fn open(data_dir: &Path) -> Self {
        Self(dkim::kept(data_dir))
    }

    /// Whether a signature of ours holds over the whole of this mail and over whom it is to.
    pub(super) fn hold(&self, mail: &[u8], brands: &Brands, at: i64) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let options = Options {
            limits: Limits::default(),
            brands,
            // Nobody's word counts here but our own.
            trusted: &[],
            at,
            reader: None,
        };
        let Ok(mail) = source::open(mail, &options.limits) else {
            return false;
        };
        let known = auth::authenticate(&mail, &options, self);
        known.signatures.iter().any(is_ours)
    }
}

fn is_ours(signature: &Signature) -> bool {
    let Signature {
        state,
        aligned,
        length,
        covers,
        covers_to,
        ..
    } = signature;
    *state == SignatureState::Holds && *aligned && !length && *covers && *covers_to
}

impl Resolver for OwnKeys {
    fn texts(&self, name: &str) -> Lookup<Vec<String>> {
        let mut found = self
            .0
            .iter()
            .filter(|it| it.name.eq_ignore_ascii_case(name));
        match found.next() {
            Some(record) => Lookup::Found(vec![record.value.clone()]),
            None => Lookup::NotAsked,
        }
    }

    fn addresses(&self, _: &str) -> Lookup<Vec<IpAddr>> {
        Lookup::NotAsked
    }

    fn mail_servers(&self, _: &str) -> Lookup<Vec<String>> {
        Lookup::NotAsked
    }

    fn names(&self, _: IpAddr) -> Lookup<Vec<String>> {
        Lookup::NotAsked
    }
}
