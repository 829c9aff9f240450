//! The DNS from a file: for checks without a network that can be repeated, and for tests.

use std::{collections::HashMap, net::IpAddr};

use super::{Lookup, Resolver};

/// Answers from a text in JSON: `"name TYPE"` to a list of records. `TXT`: the text in one
/// piece; `MX`: `"10 host."`; `A`, `AAAA`: the address; `PTR`, `CNAME`: the name. A name that
/// isn't in it does not exist; `null` instead of a list says that nobody answers.
#[derive(Clone, Debug, Default)]
pub struct FileResolver {
    records: HashMap<(String, Kind), Option<Vec<String>>>,
}

/// Why a text isn't such a file, in words for the one who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// It is no JSON of that shape.
    #[error("not an object of lists of texts: {0}")]
    Shape(String),
    /// A key is no `"name TYPE"`.
    #[error("not a name and a type of record: {0:?}")]
    Key(String),
    /// A name and type stand there twice.
    #[error("there twice: {0:?}")]
    Twice(String),
    /// A record isn't of its type.
    #[error("not a record of {0:?}: {1:?}")]
    Record(String, String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Text,
    MailServer,
    Four,
    Six,
    Name,
    Alias,
}

/// Aliases (CNAME) that are followed.
const ALIASES: usize = 8;

impl FileResolver {
    /// Reads such a text. Types that nobody asks for here (`NS`, `SOA`) are left out.
    pub fn parse(text: &str) -> Result<Self, FileError> {
        let read: HashMap<String, Option<Vec<String>>> =
            serde_json::from_str(text).map_err(|error| FileError::Shape(error.to_string()))?;
        let mut records = HashMap::new();
        for (key, values) in read {
            let Some((name, kind)) = key_of(&key)? else {
                continue;
            };
            let read = values.map(|values| {
                let values = values.into_iter();
                values
                    .map(|value| {
                        record_of(kind, &value).ok_or(FileError::Record(key.clone(), value))
                    })
                    .collect::<Result<Vec<_>, _>>()
            });
            let read = read.transpose()?;
            if records.insert((name, kind), read).is_some() {
                return Err(FileError::Twice(key));
            }
        }
        Ok(Self { records })
    }

    fn find(&self, name: &str, kind: Kind) -> Lookup<Vec<String>> {
        let mut name = name.trim_end_matches('.').to_ascii_lowercase();
        for _ in 0..ALIASES {
            match self.records.get(&(name.clone(), kind)) {
                Some(Some(found)) if !found.is_empty() => return Lookup::Found(found.clone()),
                Some(None) => return Lookup::Temporary,
                Some(Some(_)) | None => {}
            }
            match self.records.get(&(name, Kind::Alias)) {
                Some(Some(target)) if !target.is_empty() => {
                    name = target.first().cloned().unwrap_or_default();
                }
                Some(None) => return Lookup::Temporary,
                Some(Some(_)) | None => return Lookup::Absent,
            }
        }
        Lookup::Temporary
    }
}

impl Resolver for FileResolver {
    fn texts(&self, name: &str) -> Lookup<Vec<String>> {
        self.find(name, Kind::Text)
    }

    fn addresses(&self, name: &str) -> Lookup<Vec<IpAddr>> {
        let read = |found: Vec<String>| -> Vec<IpAddr> {
            found.iter().filter_map(|it| it.parse().ok()).collect()
        };
        match (self.find(name, Kind::Four), self.find(name, Kind::Six)) {
            (Lookup::Found(mut four), Lookup::Found(six)) => {
                four.extend(six);
                Lookup::Found(read(four))
            }
            (Lookup::Found(found), _) | (_, Lookup::Found(found)) => Lookup::Found(read(found)),
            (Lookup::Absent, Lookup::Absent) => Lookup::Absent,
            (_, _) => Lookup::Temporary,
        }
    }

    fn mail_servers(&self, name: &str) -> Lookup<Vec<String>> {
        match self.find(name, Kind::MailServer) {
            Lookup::Found(mut found) => {
                let preference = |it: &String| {
                    let first = it.split(' ').next();
                    first.and_then(|it| it.parse::<u16>().ok())
                };
                found.sort_by_key(preference);
                let hosts = found.iter().filter_map(|it| it.split_once(' '));
                Lookup::Found(hosts.map(|(_, host)| host.to_owned()).collect())
            }
            other @ (Lookup::Absent | Lookup::Temporary | Lookup::NotAsked) => other,
        }
    }

    fn names(&self, address: IpAddr) -> Lookup<Vec<String>> {
        self.find(&reverse(address), Kind::Name)
    }
}

/// The name that stands for an address (RFC 1035 §3.5, RFC 3596 §2.5).
fn reverse(address: IpAddr) -> String {
    match address {
        IpAddr::V4(four) => {
            let [a, b, c, d] = four.octets();
            format!("{d}.{c}.{b}.{a}.in-addr.arpa")
        }
        IpAddr::V6(six) => {
            let hex = format!("{:032x}", six.to_bits());
            let digits: Vec<String> = hex.chars().rev().map(|digit| digit.to_string()).collect();
            format!("{}.ip6.arpa", digits.join("."))
        }
    }
}

fn key_of(key: &str) -> Result<Option<(String, Kind)>, FileError> {
    let wrong = || FileError::Key(key.to_owned());
    let (name, kind) = key.split_once(' ').ok_or_else(wrong)?;
    let name = super::question::askable(name).ok_or_else(wrong)?;
    let kind = match kind {
        "TXT" => Kind::Text,
        "MX" => Kind::MailServer,
        "A" => Kind::Four,
        "AAAA" => Kind::Six,
        "PTR" => Kind::Name,
        "CNAME" => Kind::Alias,
        "NS" | "SOA" | "CAA" | "SRV" | "DS" | "DNSKEY" | "TLSA" | "HTTPS" => return Ok(None),
        _ => return Err(wrong()),
    };
    Ok(Some((name, kind)))
}

fn record_of(kind: Kind, value: &str) -> Option<String> {
    let host = |value: &str| {
        let host = value.trim_end_matches('.').to_ascii_lowercase();
        (!host.contains(' ')).then_some(host)
    };
    match kind {
        Kind::Text => Some(value.to_owned()),
        Kind::MailServer => {
            let (preference, name) = value.split_once(' ')?;
            let preference: u16 = preference.parse().ok()?;
            Some(format!("{preference} {}", host(name)?))
        }
        Kind::Four => value
            .parse::<core::net::Ipv4Addr>()
            .ok()
            .map(|it| it.to_string()),
        Kind::Six => value
            .parse::<core::net::Ipv6Addr>()
            .ok()
            .map(|it| it.to_string()),
        Kind::Name | Kind::Alias => host(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_however_they_are_written() {
        let file = FileResolver::parse(r#"{"A.Example TXT": ["x"]}"#).unwrap();

        assert_eq!(
            file.texts("a.EXAMPLE."),
            Lookup::Found(vec!["x".to_owned()])
        );
        assert_eq!(file.texts("b.example"), Lookup::Absent);
        assert_eq!(file.mail_servers("a.example"), Lookup::Absent);
    }

    #[test]
    fn the_preferred_mail_server_stands_first() {
        let file = FileResolver::parse(r#"{"a MX": ["100 c.", "9 b.", "10 D."]}"#).unwrap();

        let hosts = ["b", "d", "c"].map(str::to_owned).to_vec();
        assert_eq!(file.mail_servers("a"), Lookup::Found(hosts));
    }

    #[test]
    fn addresses_of_both_kinds_are_found_and_their_names() {
        let file = FileResolver::parse(
            r#"{"a A": ["192.0.2.1"], "a AAAA": ["2001:db8::1"], "c CNAME": ["a."],
            "1.2.0.192.in-addr.arpa PTR": ["a."],
            "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR": ["a"]}"#,
        )
        .unwrap();

        let both: Vec<IpAddr> = vec!["192.0.2.1".parse().unwrap(), "2001:db8::1".parse().unwrap()];
        assert_eq!(file.addresses("a"), Lookup::Found(both.clone()));
        assert_eq!(file.addresses("c"), Lookup::Found(both.clone()));
        for address in both {
            assert_eq!(file.names(address), Lookup::Found(vec!["a".to_owned()]));
        }
    }

    #[test]
    fn null_says_that_nobody_answers() {
        let file = FileResolver::parse(r#"{"a TXT": null, "a A": null}"#).unwrap();

        assert_eq!(file.texts("a"), Lookup::Temporary);
        assert_eq!(file.addresses("a"), Lookup::Temporary);
    }

    #[test]
    fn aliases_that_name_each_other_come_to_an_end() {
        let file = FileResolver::parse(r#"{"a CNAME": ["b"], "b CNAME": ["a"]}"#).unwrap();

        assert_eq!(file.texts("a"), Lookup::Temporary);
    }

    #[test]
    fn what_is_no_such_file_is_refused_in_words() {
        for (text, told) in [
            ("[]", "not an object"),
            (r#"{"a TXT": "x"}"#, "not an object"),
            (r#"{"a": ["x"]}"#, "not a name and a type"),
            (r#"{"a TEXT": ["x"]}"#, "not a name and a type"),
            (r#"{"a..b TXT": ["x"]}"#, "not a name and a type"),
            (r#"{"a A": ["::1"]}"#, "not a record"),
            (r#"{"a AAAA": ["1.2.3.4"]}"#, "not a record"),
            (r#"{"a MX": ["b."]}"#, "not a record"),
            (r#"{"a TXT": ["x"], "A TXT": ["y"]}"#, "there twice"),
        ] {
            let error = FileResolver::parse(text).unwrap_err().to_string();
            assert!(error.contains(told), "{text}: {error}");
        }
    }
}
