//! Whether an address may send for a domain (SPF, RFC 7208).
//!
//! `mail-auth` reads records and expands their macros. Walking them is done here: its own walk
//! asks a network where the answers at hand say "there is none", and has no word for that.

use std::net::IpAddr;

use mail_auth::{
    common::parse::TxtRecordParser,
    spf::{Macro, Mechanism, Qualifier, Spf, Variables},
};

use super::{Lookup, PathState, Resolver};

/// Terms that ask (RFC 7208 §4.6.4).
const TERMS: usize = 10;
/// Questions that may come to nothing (RFC 7208 §4.6.4).
const VOIDS: usize = 2;

/// Evaluates the record of a domain.
pub(super) fn evaluate(
    (address, domain): (IpAddr, &str),
    sender: &str,
    greeting: &str,
    resolver: &dyn Resolver,
) -> PathState {
    let mut walk = Walk {
        resolver,
        address: address.to_canonical(),
        sender,
        greeting,
        terms: 0,
        voids: 0,
    };
    match walk.domain(domain) {
        Ok(None) | Err(Stop::Broken) => PathState::Unknown,
        Ok(Some(state)) => state,
        Err(Stop::Temporary) => PathState::Temporary,
        Err(Stop::NotAsked) => PathState::NotAsked,
    }
}

/// Why there is no result.
enum Stop {
    Broken,
    Temporary,
    NotAsked,
}

struct Walk<'a> {
    resolver: &'a dyn Resolver,
    address: IpAddr,
    sender: &'a str,
    greeting: &'a str,
    terms: usize,
    voids: usize,
}

impl Walk<'_> {
    /// `None` where the domain publishes nothing. As deep as there are terms, which are counted.
    fn domain(&mut self, domain: &str) -> Result<Option<PathState>, Stop> {
        let Some(record) = self.record(domain)? else {
            return Ok(None);
        };
        for directive in &record.directives {
            if self.matches(&directive.mechanism, domain)? {
                return Ok(Some(match directive.qualifier {
                    Qualifier::Pass => PathState::Pass,
                    Qualifier::Fail => PathState::Fail,
                    Qualifier::SoftFail => PathState::SoftFail,
                    Qualifier::Neutral => PathState::Neutral,
                }));
            }
        }
        let Some(redirect) = &record.redirect else {
            return Ok(Some(PathState::Neutral));
        };
        self.count()?;
        let target = self.expand(redirect, domain);
        self.domain(&target)?.map(Some).ok_or(Stop::Broken)
    }

    fn record(&mut self, domain: &str) -> Result<Option<Spf>, Stop> {
        let texts = match self.resolver.texts(domain) {
            Lookup::Found(texts) => texts,
            Lookup::Absent => return Ok(None),
            Lookup::Temporary => return Err(Stop::Temporary),
            Lookup::NotAsked => return Err(Stop::NotAsked),
        };
        let mut records = texts.iter().filter(|text| is_record(text));
        match (records.next(), records.next()) {
            (None, _) => Ok(None),
            (Some(record), None) => Spf::parse(record.as_bytes())
                .map(Some)
                .map_err(|_| Stop::Broken),
            (Some(_), Some(_)) => Err(Stop::Broken),
        }
    }

    fn count(&mut self) -> Result<(), Stop> {
        self.terms += 1;
        if self.terms > TERMS {
            return Err(Stop::Broken);
        }
        Ok(())
    }

    fn matches(&mut self, mechanism: &Mechanism, domain: &str) -> Result<bool, Stop> {
        match mechanism {
            Mechanism::All => Ok(true),
            Mechanism::Ip4 { addr, mask } => Ok(is_in(self.address, (*addr).into(), *mask, 0)),
            Mechanism::Ip6 { addr, mask } => {
                Ok(self.address.is_ipv6() && is_in(self.address, (*addr).into(), 0, *mask))
            }
            Mechanism::Include { macro_string } => {
                self.count()?;
                let target = self.expand(macro_string, domain);
                let found = self.domain(&target)?.ok_or(Stop::Broken)?;
                Ok(found == PathState::Pass)
            }
            Mechanism::A {
                macro_string,
                ip4_mask,
                ip6_mask,
            } => {
                self.count()?;
                let target = self.expand(macro_string, domain);
                self.has(&target, *ip4_mask, *ip6_mask)
            }
            Mechanism::Mx {
                macro_string,
                ip4_mask,
                ip6_mask,
            } => {
                self.count()?;
                let target = self.expand(macro_string, domain);
                self.is_mail_server(&target, *ip4_mask, *ip6_mask)
            }
            Mechanism::Ptr { macro_string } => {
                self.count()?;
                let target = self.expand(macro_string, domain);
                Ok(self.is_named(&target))
            }
            Mechanism::Exists { macro_string } => {
                self.count()?;
                let target = self.expand(macro_string, domain);
                let addresses = self.addresses(&target)?;
                Ok(addresses.iter().any(IpAddr::is_ipv4))
            }
        }
    }

    fn has(&mut self, name: &str, four: u32, six: u128) -> Result<bool, Stop> {
        let addresses = self.addresses(name)?;
        let mut addresses = addresses.into_iter();
        Ok(addresses.any(|listed| is_in(self.address, listed, four, six)))
    }

    fn is_mail_server(&mut self, name: &str, four: u32, six: u128) -> Result<bool, Stop> {
        let answer = self.resolver.mail_servers(name);
        let servers = self.answered(answer)?;
        if servers.len() > TERMS {
            return Err(Stop::Broken);
        }
        for server in servers {
            // Servers without an address are none of the record's mistakes.
            let voids = core::mem::take(&mut self.voids);
            let found = self.has(&server, four, six);
            self.voids = voids;
            if found? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Errors count as "no" here (RFC 7208 §5.5).
    fn is_named(&mut self, target: &str) -> bool {
        let Lookup::Found(names) = self.resolver.names(self.address) else {
            return false;
        };
        let names = names.iter().take(TERMS);
        let mut names = names.map(|name| name.trim_end_matches('.').to_ascii_lowercase());
        names.any(|name| {
            crate::name::is_within(&name, target)
                && matches!(self.resolver.addresses(&name), Lookup::Found(addresses)
                    if addresses.iter().any(|it| it.to_canonical() == self.address))
        })
    }

    fn addresses(&mut self, name: &str) -> Result<Vec<IpAddr>, Stop> {
        let answer = self.resolver.addresses(name);
        self.answered(answer)
    }

    fn answered<T>(&mut self, answer: Lookup<Vec<T>>) -> Result<Vec<T>, Stop> {
        match answer {
            Lookup::Found(found) => Ok(found),
            Lookup::Absent => {
                self.voids += 1;
                if self.voids > VOIDS {
                    return Err(Stop::Broken);
                }
                Ok(Vec::new())
            }
            Lookup::Temporary => Err(Stop::Temporary),
            Lookup::NotAsked => Err(Stop::NotAsked),
        }
    }

    /// A name with its macros expanded (RFC 7208 §7); as long as names can be, cut from the left.
    fn expand(&self, written: &Macro, domain: &str) -> String {
        let mut variables = Variables::default();
        variables.set_ip(&self.address);
        variables.set_sender(self.sender.as_bytes());
        variables.set_domain(domain.as_bytes());
        variables.set_helo_domain(self.greeting.as_bytes());
        // Names by address are easily made up; "unknown" is what the standard says for that.
        variables.set_validated_domain(&b"unknown"[..]);
        let expanded = written.eval(&variables, domain, false);
        let mut name = expanded.trim_end_matches('.');
        while name.len() > 253 {
            name = name.split_once('.').map_or("", |(_, rest)| rest);
        }
        name.to_ascii_lowercase()
    }
}

fn is_record(text: &str) -> bool {
    let head = text.get(..6).unwrap_or_default();
    let rest = text.get(6..).unwrap_or_default();
    head.eq_ignore_ascii_case("v=spf1") && (rest.is_empty() || rest.starts_with(' '))
}

/// Whether two addresses are of one kind, and the same under the kind's mask.
fn is_in(address: IpAddr, listed: IpAddr, four: u32, six: u128) -> bool {
    match (address, listed) {
        (IpAddr::V4(a), IpAddr::V4(b)) => a.to_bits() & four == b.to_bits() & four,
        (IpAddr::V6(a), IpAddr::V6(b)) => a.to_bits() & six == b.to_bits() & six,
        (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::FileResolver, *};

    fn ask(address: &str, records: &str) -> PathState {
        let resolver = FileResolver::parse(records).unwrap();
        let address = address.parse().unwrap();
        let sender = "a@example.jp";
        evaluate((address, "example.jp"), sender, "mx.example.jp", &resolver)
    }

    #[test]
    fn mechanisms_match_as_they_should() {
        let of = |record: &str, address: &str| {
            ask(
                address,
                &format!(
                    r#"{{"example.jp TXT": ["v=spf1 {record} -all", "other"],
                    "example.jp A": ["192.0.2.1"], "example.jp AAAA": ["2001:db8::1"],
                    "example.jp MX": ["10 mx.example.jp."], "mx.example.jp A": ["192.0.2.9"],
                    "in.example TXT": ["v=spf1 ip4:198.51.100.0/24 ~all"],
                    "192.0.2.77.l.example A": ["127.0.0.2"],
                    "5.2.0.192.in-addr.arpa PTR": ["h.example.jp."],
                    "h.example.jp A": ["192.0.2.5"]}}"#
                ),
            )
        };
        for (record, address) in [
            ("a", "192.0.2.1"),
            ("a", "2001:db8::1"),
            ("a/24", "192.0.2.200"),
            ("a//64", "2001:db8::ffff"),
            ("mx", "192.0.2.9"),
            ("ip4:192.0.2.0/24", "192.0.2.200"),
            ("ip4:192.0.2.7", "::ffff:192.0.2.7"),
            ("ip6:2001:db8::/32", "2001:db8:1::1"),
            ("include:in.example", "198.51.100.4"),
            ("exists:%{i}.l.example", "192.0.2.77"),
            ("ptr", "192.0.2.5"),
            ("A:EXAMPLE.JP", "192.0.2.1"),
        ] {
            assert_eq!(of(record, address), PathState::Pass, "{record} {address}");
        }
        for (record, address) in [
            ("a", "192.0.2.2"),
            ("include:in.example", "192.0.2.4"),
            ("exists:%{i}.l.example", "192.0.2.78"),
            ("ip6:::/0", "192.0.2.4"),
            ("ip4:0.0.0.0/0", "2001:db8::5"),
            ("ptr", "192.0.2.6"),
        ] {
            assert_eq!(of(record, address), PathState::Fail, "{record} {address}");
        }
    }

    #[test]
    fn every_result_is_told_apart() {
        let of = |record: &str| {
            ask(
                "192.0.2.1",
                &format!(r#"{{"example.jp TXT": ["{record}"], "t.example A": null}}"#),
            )
        };

        assert_eq!(of("v=spf1 +all"), PathState::Pass);
        assert_eq!(of("v=spf1 -all"), PathState::Fail);
        assert_eq!(of("v=spf1 ~all"), PathState::SoftFail);
        assert_eq!(of("v=spf1 ?all"), PathState::Neutral);
        assert_eq!(of("v=spf1"), PathState::Neutral);
        assert_eq!(of("v=spf10 +all"), PathState::Unknown);
        assert_eq!(of("v=spf1 ip4:nonsense"), PathState::Unknown);
        assert_eq!(of("v=spf1 include:gone.example +all"), PathState::Unknown);
        assert_eq!(of("v=spf1 a:t.example +all"), PathState::Temporary);
        assert_eq!(ask("192.0.2.1", "{}"), PathState::Unknown);
    }

    #[test]
    fn without_dns_it_is_not_asked() {
        let address = "192.0.2.1".parse().unwrap();
        let asked = evaluate((address, "example.jp"), "", "", &super::super::Offline);

        assert_eq!(asked, PathState::NotAsked);
    }

    #[test]
    fn two_records_are_a_mistake() {
        let records = r#"{"example.jp TXT": ["v=spf1 +all", "v=spf1 -all"]}"#;

        assert_eq!(ask("192.0.2.1", records), PathState::Unknown);
    }

    #[test]
    fn records_that_include_each_other_come_to_an_end() {
        let records = r#"{"example.jp TXT": ["v=spf1 include:b.example -all"],
            "b.example TXT": ["v=spf1 include:example.jp include:b.example -all"]}"#;

        assert_eq!(ask("192.0.2.1", records), PathState::Unknown);

        let records = r#"{"example.jp TXT": ["v=spf1 redirect=example.jp"]}"#;
        assert_eq!(ask("192.0.2.1", records), PathState::Unknown);
    }

    #[test]
    fn names_that_are_not_there_may_be_asked_for_twice() {
        let of = |record: &str| {
            ask(
                "192.0.2.1",
                &format!(r#"{{"example.jp TXT": ["{record}"]}}"#),
            )
        };

        assert_eq!(of("v=spf1 a:x.example a:y.example +all"), PathState::Pass);
        assert_eq!(
            of("v=spf1 a:x.example a:y.example a:z.example +all"),
            PathState::Unknown
        );
    }

    #[test]
    fn mail_servers_without_an_address_are_no_mistake() {
        let records = r#"{"example.jp TXT": ["v=spf1 mx -all"],
            "example.jp MX": ["1 a.example", "2 b.example", "3 c.example", "4 d.example"],
            "d.example A": ["192.0.2.1"]}"#;

        assert_eq!(ask("192.0.2.1", records), PathState::Pass);
        assert_eq!(ask("192.0.2.2", records), PathState::Fail);
    }

    #[test]
    fn another_record_takes_over() {
        let records = r#"{"example.jp TXT": ["v=spf1 redirect=%{d2}.other.example"],
            "example.jp.other.example TXT": ["v=spf1 ip4:192.0.2.1 -all"]}"#;

        assert_eq!(ask("192.0.2.1", records), PathState::Pass);
        assert_eq!(ask("192.0.2.2", records), PathState::Fail);
    }
}
