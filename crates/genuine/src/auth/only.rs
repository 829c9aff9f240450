//! A resolver that asks for names of known brands alone.
//!
//! A mail can name a domain of its sender's, once for each reader: asking for it would tell the
//! sender that this reader's mail was opened, and where. A brand's own name servers learn no
//! more than that somebody checks a mail of the brand.

use core::cell::RefCell;
use std::{collections::HashSet, net::IpAddr};

use super::{Lookup, Resolver, ResolverKind};
use crate::{brand::Brands, name};

/// A resolver over another one.
pub struct Only<'a> {
    inner: &'a dyn Resolver,
    brands: &'a Brands,
    named: RefCell<HashSet<String>>,
}

/// Names that brands' records may add, for one check.
const NAMED: usize = 200;

impl<'a> Only<'a> {
    /// Asks `inner` for names within the brands' domains, and for those that brands' own records
    /// name (SPF of a brand that sends through somebody else). One is made for each check.
    #[must_use]
    pub fn new(inner: &'a dyn Resolver, brands: &'a Brands) -> Self {
        Self {
            inner,
            brands,
            named: RefCell::default(),
        }
    }

    fn may_ask(&self, name: &str) -> bool {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        let domains = || self.brands.rows().iter().flat_map(|row| &row.domains);
        self.named.borrow().contains(&name)
            || domains().any(|domain| name::is_within(&name, domain))
    }

    fn remember<'t>(&self, names: impl Iterator<Item = &'t str>) {
        let mut known = self.named.borrow_mut();
        for name in names {
            if known.len() < NAMED {
                known.insert(name.trim_end_matches('.').to_ascii_lowercase());
            }
        }
    }
}

impl Resolver for Only<'_> {
    fn texts(&self, name: &str) -> Lookup<Vec<String>> {
        if !self.may_ask(name) {
            return Lookup::NotAsked;
        }
        let answer = self.inner.texts(name);
        if let Lookup::Found(texts) = &answer {
            self.remember(texts.iter().flat_map(|text| named_by(text)));
        }
        answer
    }

    fn addresses(&self, name: &str) -> Lookup<Vec<IpAddr>> {
        if !self.may_ask(name) {
            return Lookup::NotAsked;
        }
        self.inner.addresses(name)
    }

    fn mail_servers(&self, name: &str) -> Lookup<Vec<String>> {
        if !self.may_ask(name) {
            return Lookup::NotAsked;
        }
        let answer = self.inner.mail_servers(name);
        if let Lookup::Found(hosts) = &answer {
            self.remember(hosts.iter().map(String::as_str));
        }
        answer
    }

    /// Never asked: the names of a sender's address are kept by the sender's own servers.
    fn names(&self, _: IpAddr) -> Lookup<Vec<String>> {
        Lookup::NotAsked
    }

    fn kind(&self) -> ResolverKind {
        match self.inner.kind() {
            ResolverKind::Offline => ResolverKind::Offline,
            ResolverKind::Brands | ResolverKind::Everything => ResolverKind::Brands,
        }
    }
}

/// The names in a record of SPF (RFC 7208), but for those that the sender would help to make
/// (macros).
fn named_by(text: &str) -> impl Iterator<Item = &str> {
    let is_record = text
        .get(..6)
        .is_some_and(|head| head.eq_ignore_ascii_case("v=spf1"));
    let terms = if is_record { text } else { "" };
    terms.split_ascii_whitespace().filter_map(|term| {
        let term = term.trim_start_matches(['+', '-', '~', '?']);
        let (mechanism, target) = term.split_once([':', '='])?;
        let names = ["include", "redirect", "a", "mx"];
        let known = names
            .iter()
            .any(|name| mechanism.eq_ignore_ascii_case(name));
        let target = target.split_once('/').map_or(target, |(name, _)| name);
        (known && !target.contains('%') && !target.is_empty()).then_some(target)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_a_record_are_read_but_for_macros() {
        let record = "v=spf1 include:spf.example ~a:%{l}.evil.example +mx:mx.example/24 \
                      exists:x.example ip4:192.0.2.1 redirect=_spf.example";

        let names: Vec<&str> = named_by(record).collect();

        assert_eq!(names, ["spf.example", "mx.example", "_spf.example"]);
        assert_eq!(named_by("include:spf.example").count(), 0);
    }
}
