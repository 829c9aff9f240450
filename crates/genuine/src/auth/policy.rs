//! What a domain wants done with mails that aren't proved to be its own, and how far its
//! organisation reaches (DMARC, RFC 9989).

use super::{Lookup, Policy, Resolver, tag::Tags};
use crate::name;

/// Questions of one walk (RFC 9989 §4.10).
const STEPS: usize = 8;

/// The domain of `From`, and whom it may be proved by.
#[derive(Clone, Debug, Default)]
pub(super) struct Author {
    /// The domain, in lower case.
    pub(super) domain: String,
    /// Its organisation.
    organisation: String,
    /// Whether the organisation was found by walking the DNS, and not in the list.
    pub(super) walked: bool,
    /// What it wants.
    pub(super) policy: Policy,
    strict_signatures: bool,
    strict_path: bool,
}

impl Author {
    /// Finds out about a domain.
    pub(super) fn of(domain: &str, resolver: &dyn Resolver) -> Self {
        if domain.is_empty() {
            return Self::default();
        }
        let listed = Self {
            domain: domain.to_owned(),
            organisation: name::organisation(domain).to_owned(),
            ..Self::default()
        };
        let walk = Walk::from(domain, resolver);
        let Some(organisation) = walk.organisation(domain) else {
            // Without any record the walk knows no organisation; the list does.
            let policy = if walk.whole {
                Policy::Missing
            } else {
                Policy::Unknown
            };
            return Self { policy, ..listed };
        };
        let own = walk.found.iter().find(|(name, _)| name == domain);
        let inherited = || walk.found.iter().find(|(name, _)| *name == organisation);
        let Some((at, record)) = own.or_else(inherited).or_else(|| walk.found.last()) else {
            return listed;
        };
        Self {
            policy: record.policy(at == domain, || is_there(domain, resolver)),
            organisation,
            walked: true,
            strict_signatures: record.strict_signatures,
            strict_path: record.strict_path,
            ..listed
        }
    }

    /// Whether a signature of this domain speaks for the domain of `From` (RFC 9989 §4.4.1).
    pub(super) fn is_signed_by(&self, domain: &str, resolver: &dyn Resolver) -> bool {
        self.is_aligned(domain, self.strict_signatures, resolver)
    }

    /// Whether a signature that doesn't hold would speak for it, as far as can be told without a
    /// question: forgers could use all of them up with signatures that hold nowhere.
    pub(super) fn would_be_signed_by(&self, domain: &str) -> bool {
        let within = if self.walked {
            name::is_within(domain, &self.organisation)
        } else {
            name::organisation(domain) == self.organisation
        };
        !self.domain.is_empty()
            && !domain.is_empty()
            && (domain == self.domain || (within && !self.strict_signatures))
    }

    /// Whether an envelope of this domain does (RFC 9989 §4.4.2).
    pub(super) fn is_sent_by(&self, domain: &str, resolver: &dyn Resolver) -> bool {
        self.is_aligned(domain, self.strict_path, resolver)
    }

    /// Whether a receiver that wrote down this domain meant the domain of `From`, or one that
    /// shares its organisation. Asks nothing.
    pub(super) fn is_akin(&self, domain: &str) -> bool {
        !self.domain.is_empty()
            && (domain == self.domain
                || name::organisation(domain) == name::organisation(&self.domain))
    }

    fn is_aligned(&self, domain: &str, strict: bool, resolver: &dyn Resolver) -> bool {
        if self.domain.is_empty() || domain.is_empty() {
            return false;
        }
        if domain == self.domain {
            return true;
        }
        if strict {
            return false;
        }
        if !self.walked {
            return name::organisation(domain) == self.organisation;
        }
        name::is_within(domain, &self.organisation)
            && Walk::from(domain, resolver).organisation(domain).as_ref()
                == Some(&self.organisation)
    }
}

/// Whether a name exists, as far as mail goes (RFC 9989 §3.2.13). In doubt it does.
fn is_there(domain: &str, resolver: &dyn Resolver) -> bool {
    resolver.addresses(domain) != Lookup::Absent
        || resolver.mail_servers(domain) != Lookup::Absent
        || resolver.texts(domain) != Lookup::Absent
}

/// The records from a domain up to the root.
#[derive(Debug, Default)]
struct Walk {
    /// The longest name first.
    found: Vec<(String, Record)>,
    /// Whether every name on the way was answered for.
    whole: bool,
}

impl Walk {
    fn from(domain: &str, resolver: &dyn Resolver) -> Self {
        let labels: Vec<&str> = domain.split('.').collect();
        let mut walk = Self {
            whole: true,
            ..Self::default()
        };
        let mut left = labels.len();
        for _ in 0..STEPS {
            let Some(rest) = labels.get(labels.len() - left..) else {
                break;
            };
            let name = rest.join(".");
            match resolver.texts(&format!("_dmarc.{name}")) {
                Lookup::Found(texts) => {
                    if let Some(record) = Record::only(&texts) {
                        let ends = record.suffix.is_some();
                        walk.found.push((name, record));
                        if ends {
                            break;
                        }
                    }
                }
                Lookup::Absent => {}
                Lookup::Temporary | Lookup::NotAsked => walk.whole = false,
            }
            left = if left >= STEPS { STEPS - 1 } else { left - 1 };
            if left == 0 {
                break;
            }
        }
        walk
    }

    /// The organisation (RFC 9989 §4.10.2); `None` without any record.
    fn organisation(&self, start: &str) -> Option<String> {
        for (name, record) in &self.found {
            match record.suffix {
                Some(false) => return Some(name.clone()),
                Some(true) if name != start => return Some(one_below(name, start)),
                Some(true) | None => {}
            }
        }
        self.found.last().map(|(name, _)| name.clone())
    }
}

/// The name one label longer than `name` on the way down to `start`.
fn one_below(name: &str, start: &str) -> String {
    let labels: Vec<&str> = start.split('.').collect();
    let wanted = name.split('.').count() + 1;
    let rest = labels.get(labels.len().saturating_sub(wanted)..);
    rest.unwrap_or_default().join(".")
}

/// A record (RFC 9989 §4.7).
#[derive(Clone, Debug, PartialEq, Eq)]
struct Record {
    own: Policy,
    below: Policy,
    absent: Policy,
    testing: bool,
    /// `psd=`: whether it is of a public suffix.
    suffix: Option<bool>,
    strict_signatures: bool,
    strict_path: bool,
}

impl Record {
    /// The record of a name; several of them are none (RFC 9989 §4.10).
    fn only(texts: &[String]) -> Option<Self> {
        let mut records = texts.iter().filter_map(|text| Self::parse(text));
        records.next().filter(|_| records.next().is_none())
    }

    fn parse(text: &str) -> Option<Self> {
        let tags = Tags::parse(text)?;
        if tags.first() != Some("v") || tags.get("v") != Some("DMARC1") {
            return None;
        }
        let says = |name: &str, wanted: &str| {
            let value = tags.get(name).unwrap_or_default();
            value.eq_ignore_ascii_case(wanted)
        };
        let policy = |name| {
            let known = [
                ("none", Policy::None),
                ("quarantine", Policy::Quarantine),
                ("reject", Policy::Reject),
            ];
            let mut known = known.into_iter();
            known.find(|(word, _)| says(name, word)).map(|it| it.1)
        };
        // Without a readable `p=` it counts as `none` where reports are wanted, else as nothing.
        let own = policy("p").or_else(|| tags.get("rua").map(|_| Policy::None))?;
        let below = policy("sp").unwrap_or(own);
        Some(Self {
            own,
            below,
            absent: policy("np").unwrap_or(below),
            testing: says("t", "y"),
            suffix: (says("psd", "y") || says("psd", "n")).then(|| says("psd", "y")),
            strict_signatures: says("adkim", "s"),
            strict_path: says("aspf", "s"),
        })
    }

    fn policy(&self, own: bool, is_there: impl FnOnce() -> bool) -> Policy {
        let stated = if own {
            self.own
        } else if self.absent != self.below && !is_there() {
            self.absent
        } else {
            self.below
        };
        match stated {
            Policy::Reject if self.testing => Policy::Quarantine,
            Policy::Quarantine if self.testing => Policy::None,
            Policy::Reject
            | Policy::Quarantine
            | Policy::None
            | Policy::Missing
            | Policy::Unknown => stated,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::FileResolver, *};

    fn author(domain: &str, records: &[(&str, &str)]) -> (Author, FileResolver) {
        let lines: Vec<String> = records
            .iter()
            .map(|(name, text)| format!("\"_dmarc.{name} TXT\": [\"{text}\"]"))
            .collect();
        let resolver = FileResolver::parse(&format!("{{{}}}", lines.join(","))).unwrap();
        (Author::of(domain, &resolver), resolver)
    }

    #[test]
    fn a_domain_without_a_record_has_that_of_its_organisation() {
        let (author, _) = author(
            "mail.a.example.jp",
            &[("example.jp", "v=DMARC1; p=reject; sp=quarantine")],
        );

        assert_eq!(author.policy, Policy::Quarantine);
        assert!(author.walked);
        assert_eq!(author.organisation, "example.jp");
    }

    #[test]
    fn the_own_record_stands_above_the_organisations() {
        let records = [
            ("a.example.jp", "v=DMARC1; p=none"),
            ("example.jp", "v=DMARC1; p=reject"),
        ];
        let (author, resolver) = author("a.example.jp", &records);

        assert_eq!(author.policy, Policy::None);
        assert!(author.is_signed_by("b.example.jp", &resolver));
        assert!(author.is_signed_by("example.jp", &resolver));
        assert!(!author.is_signed_by("other.jp", &resolver));
        assert!(!author.is_signed_by("badexample.jp", &resolver));
    }

    #[test]
    fn a_record_that_says_so_is_the_organisation() {
        let records = [
            ("a.example.jp", "v=DMARC1; p=reject; psd=n"),
            ("example.jp", "v=DMARC1; p=reject"),
        ];
        let (author, resolver) = author("x.a.example.jp", &records);

        assert_eq!(author.organisation, "a.example.jp");
        assert!(!author.is_signed_by("example.jp", &resolver));
        assert!(!author.is_signed_by("b.example.jp", &resolver));
        assert!(author.is_signed_by("y.a.example.jp", &resolver));
    }

    #[test]
    fn below_a_public_suffix_organisations_are_told_apart() {
        let (author, resolver) = author(
            "mail.shop.bank",
            &[("bank", "v=DMARC1; p=reject; np=none; psd=y")],
        );

        assert_eq!(author.organisation, "shop.bank");
        assert!(author.is_signed_by("shop.bank", &resolver));
        assert!(!author.is_signed_by("other.bank", &resolver));
        assert!(!author.is_signed_by("bank", &resolver));
    }

    #[test]
    fn strict_alignment_is_the_same_name() {
        let (author, resolver) = author(
            "example.jp",
            &[("example.jp", "v=DMARC1; p=reject; adkim=s; aspf=r")],
        );

        assert!(author.is_signed_by("example.jp", &resolver));
        assert!(!author.is_signed_by("a.example.jp", &resolver));
        assert!(author.is_sent_by("a.example.jp", &resolver));
    }

    #[test]
    fn a_name_that_is_not_there_has_a_policy_of_its_own() {
        let record = [("example.jp", "v=DMARC1; p=none; sp=none; np=reject")];

        assert_eq!(author("gone.example.jp", &record).0.policy, Policy::Reject);
        assert_eq!(author("example.jp", &record).0.policy, Policy::None);
    }

    #[test]
    fn testing_takes_one_step_off() {
        let of = |record: &str| author("example.jp", &[("example.jp", record)]).0.policy;

        assert_eq!(of("v=DMARC1; p=reject; t=y"), Policy::Quarantine);
        assert_eq!(of("v=DMARC1; p=quarantine; t=y"), Policy::None);
        assert_eq!(of("v=DMARC1; p=reject; t=n"), Policy::Reject);
    }

    #[test]
    fn what_cannot_be_read_is_no_policy() {
        let of = |record: &str| author("example.jp", &[("example.jp", record)]).0.policy;

        assert_eq!(of("v=DMARC1; p=often"), Policy::Missing);
        assert_eq!(
            of("v=DMARC1; p=often; rua=mailto:a@b.example"),
            Policy::None
        );
        assert_eq!(of("p=reject; v=DMARC1"), Policy::Missing);
        assert_eq!(of("v=DMARC1; p=reject; p=none"), Policy::Missing);
    }

    #[test]
    fn two_records_are_none() {
        let text = "{\"_dmarc.example.jp TXT\": [\"v=DMARC1; p=none\", \"v=DMARC1; p=reject\"]}";
        let resolver = FileResolver::parse(text).unwrap();

        assert_eq!(Author::of("example.jp", &resolver).policy, Policy::Missing);
    }

    #[test]
    fn long_names_take_eight_questions() {
        let (author, _) = author(
            "a.b.c.d.e.f.g.h.i.example.jp",
            &[("f.g.h.i.example.jp", "v=DMARC1; p=reject")],
        );

        assert_eq!(author.policy, Policy::Reject);
    }

    #[test]
    fn without_dns_the_list_tells_organisations() {
        let author = Author::of("mail.example.co.jp", &super::super::Offline);

        assert_eq!(author.policy, Policy::Unknown);
        assert!(!author.walked);
        assert!(author.is_signed_by("example.co.jp", &super::super::Offline));
        assert!(!author.is_signed_by("other.co.jp", &super::super::Offline));
        assert!(!author.is_signed_by("co.jp", &super::super::Offline));
    }
}
