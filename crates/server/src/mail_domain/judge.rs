//! What receivers will mind of what a sending domain has published. Pure.

use std::net::IpAddr;

use super::{Answer, Published, Reach, Reverse, Sender, reverse};
use crate::dkim::{DnsRecord, RecordKind};

/// From which address mails reach others can't be seen from here.
const COUNTS: &str = "It only counts if your mails leave from this address.";

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Mails will be refused or put away as junk for it.
    Wrong,
    /// It would be better otherwise.
    Advice,
    /// It couldn't be seen.
    Unknown,
}

impl Grade {
    /// Its word for the operator.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Wrong => "Wrong",
            Self::Advice => "Advice",
            Self::Unknown => "Not seen",
        }
    }
}

/// One thing that is to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters.
    pub grade: Grade,
    /// What it is and what to do, for the operator.
    pub said: String,
    /// The record to publish, where one mends it.
    pub record: Option<DnsRecord>,
}

impl Finding {
    fn new(grade: Grade, said: impl Into<String>) -> Self {
        Self {
            grade,
            said: said.into(),
            record: None,
        }
    }

    fn mended_by(self, record: DnsRecord) -> Self {
        Self {
            record: Some(record),
            ..self
        }
    }
}

/// All that is to be said, the worst first; nothing where all is right.
#[must_use]
pub fn judge(sender: &Sender, published: &Published) -> Vec<Finding> {
    let mut findings: Vec<Finding> = [
        alignment(sender),
        senders(sender, published),
        keys(sender, published),
        policy(sender, published),
        servers(sender, published),
        reverse_names(sender, published),
    ]
    .into_iter()
    .flatten()
    .collect();
    findings.sort_by_key(|finding| finding.grade);
    findings
}

/// Whether the names of envelope and signature are those of `From` (RFC 9989 §4.4), in the
/// strict form, which every receiver takes.
fn alignment(sender: &Sender) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Sender {
        domain,
        envelope,
        signer,
        ..
    } = sender;
    if !is_within(signer, domain) {
        findings.push(Finding::new(
            Grade::Wrong,
            format!(
                "mails are from {domain} and signed by {signer}, so that the signature proves \
                 nothing to receivers. Set `dkim.domain` to {domain}."
            ),
        ));
    }
    if !is_within(envelope, domain) {
        findings.push(Finding::new(
            Grade::Advice,
            format!(
                "mails are from {domain} and come back to {envelope}, so that only the \
                 signature speaks for them. An `intake.address` at {domain} lets both."
            ),
        ));
    }
    findings
}

/// Whether one of two names is the other, or lies below it.
fn is_within(one: &str, other: &str) -> bool {
    let below = |name: &str, parent: &str| {
        name.strip_suffix(parent)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    below(one, other) || below(other, one)
}

/// Who may send (SPF, RFC 7208).
fn senders(sender: &Sender, published: &Published) -> Vec<Finding> {
    let domain = &sender.envelope;
    let advised = || DnsRecord {
        name: domain.clone(),
        kind: RecordKind::Text,
        value: format!("v=spf1 a:{} -all", sender.server),
        remark: "Who sends the domain's mail.",
    };
    let records: Vec<&str> = match &published.envelope {
        Answer::Silence(why) => return vec![unseen(domain, why)],
        Answer::Nothing => Vec::new(),
        Answer::Found(texts) => texts
            .iter()
            .map(|text| text.trim())
            .filter(|text| *text == "v=spf1" || text.starts_with("v=spf1 "))
            .collect(),
    };
    match records.as_slice() {
        [] => vec![
            Finding::new(
                Grade::Wrong,
                format!(
                    "{domain} doesn't say which servers send its mail (SPF). Publish a record; \
                     put in place of the server's name what its operator tells you."
                ),
            )
            .mended_by(advised()),
        ],
        [record] => one_record(sender, record, published),
        several => vec![Finding::new(
            Grade::Wrong,
            format!(
                "{domain} has {} SPF records, and receivers then count none (RFC 7208 §4.5). \
                 Make one of them.",
                several.len()
            ),
        )],
    }
}

fn one_record(sender: &Sender, record: &str, published: &Published) -> Vec<Finding> {
    let domain = &sender.envelope;
    let has = |term: &str| record.split_ascii_whitespace().any(|one| one == term);
    let leads_on = record.contains("redirect=");
    let mut findings = Vec::new();
    if has("+all") || has("all") {
        findings.push(Finding::new(
            Grade::Wrong,
            format!("the SPF record of {domain} lets everybody send: end it with -all."),
        ));
    } else if !(has("-all") || has("~all") || leads_on) {
        findings.push(Finding::new(
            Grade::Advice,
            format!(
                "the SPF record of {domain} doesn't say what of other senders: end it with -all."
            ),
        ));
    }
    match &published.reach {
        Reach::Named | Reach::Unknown => {}
        Reach::NotNamed(address) => findings.push(Finding::new(
            Grade::Wrong,
            format!(
                "the SPF record of {domain} doesn't name {} ({address}). If its mails leave from \
                 another address, that one has to be in it.",
                sender.server
            ),
        )),
        Reach::Broken => findings.push(Finding::new(
            Grade::Wrong,
            format!(
                "the SPF record of {domain} can't be followed to its end: it has a mistake, or \
                 asks for more than ten others (RFC 7208 §4.6.4)."
            ),
        )),
    }
    findings
}

/// Whether our keys can be found (DKIM, RFC 6376).
fn keys(sender: &Sender, published: &Published) -> Vec<Finding> {
    if sender.keys.is_empty() {
        return vec![Finding::new(
            Grade::Advice,
            format!(
                "Kadomori doesn't sign the mails of {}: the mail server has to (DKIM).",
                sender.domain
            ),
        )];
    }
    let pairs = sender.keys.iter().zip(&published.keys);
    pairs
        .filter_map(|(key, answer)| match answer {
            Answer::Silence(why) => Some(unseen(&key.name, why)),
            Answer::Nothing => {
                let said = format!("{} isn't published, so that no signature counts.", key.name);
                Some(Finding::new(Grade::Wrong, said).mended_by(key.clone()))
            }
            Answer::Found(texts) => {
                let is_ours = |text: &String| key_in(text) == key_in(&key.value);
                (!texts.iter().any(is_ours)).then(|| {
                    let said = format!("{} has another key than Kadomori signs with.", key.name);
                    Finding::new(Grade::Wrong, said).mended_by(key.clone())
                })
            }
        })
        .collect()
}

/// The key itself (RFC 6376 §3.6.1, `p=`); white space in it means nothing.
fn key_in(text: &str) -> Option<String> {
    let mut tags = text.split(';').map(str::trim);
    let key = tags.find_map(|tag| tag.strip_prefix("p="))?;
    Some(key.split_ascii_whitespace().collect())
}

/// What is to happen with mails that carry neither (DMARC, RFC 9989).
fn policy(sender: &Sender, published: &Published) -> Vec<Finding> {
    let domain = &sender.domain;
    let (name, answer) = &published.policy;
    match answer {
        Answer::Silence(why) => vec![unseen(name, why)],
        Answer::Nothing => vec![
            Finding::new(
                Grade::Wrong,
                format!(
                    "{domain} has no DMARC record, which large receivers ask for. Publish one; \
                     if other systems send in its name, begin with p=none and read the reports."
                ),
            )
            .mended_by(DnsRecord {
                name: format!("_dmarc.{domain}"),
                kind: RecordKind::Text,
                value: format!("v=DMARC1; p=reject; rua=mailto:postmaster@{domain}"),
                remark: "What to do with mail that only claims to be from the domain.",
            }),
        ],
        Answer::Found(records) => match records.as_slice() {
            [record] if asks_nothing(record, name, domain) => vec![Finding::new(
                Grade::Advice,
                format!(
                    "{name} lets forged mails through (p=none). Once the reports show only your \
                     own servers, make it p=quarantine or p=reject."
                ),
            )],
            [_] => Vec::new(),
            several => vec![Finding::new(
                Grade::Wrong,
                format!(
                    "{name} has {} DMARC records, and receivers then count none. Make one of them.",
                    several.len()
                ),
            )],
        },
    }
}

/// Whether the policy that counts for `domain` is `none`: `sp` where it stands above, else `p`.
fn asks_nothing(record: &str, name: &str, domain: &str) -> bool {
    let tag = |wanted: &str| {
        let mut tags = record.split(';').map(str::trim);
        tags.find_map(|tag| {
            let (key, value) = tag.split_once('=')?;
            (key.trim() == wanted).then(|| value.trim().to_ascii_lowercase())
        })
    };
    let is_own = name.strip_prefix("_dmarc.") == Some(domain);
    let for_below = tag("sp").filter(|_| !is_own);
    for_below.or_else(|| tag("p")).as_deref() == Some("none")
}

/// Whether somebody answers.
fn servers(sender: &Sender, published: &Published) -> Vec<Finding> {
    let domain = &sender.domain;
    let takes_none = match &published.servers {
        Answer::Silence(why) => return vec![unseen(domain, why)],
        Answer::Nothing => true,
        Answer::Found(servers) => servers.iter().all(|server| server == "."),
    };
    let said = || {
        format!(
            "{domain} takes no mail (MX). Some receivers refuse senders that nobody can answer. Name \
             the server that takes it, here for example the one that sends."
        )
    };
    let record = || DnsRecord {
        name: domain.clone(),
        kind: RecordKind::MailServer,
        value: sender.server.clone(),
        remark: "Who takes the domain's mail.",
    };
    let finding = || {
        let finding = Finding::new(Grade::Advice, said());
        match sender.server.parse::<IpAddr>() {
            // An MX names a server, never an address (RFC 2181 §10.3).
            Ok(_) => finding,
            Err(_) => finding.mended_by(record()),
        }
    };
    Vec::from_iter(takes_none.then(finding))
}

/// Whether the addresses of the server have names that lead back to them (RFC 1912 §2.1).
/// It matters where mails leave from, which can't be seen from here.
fn reverse_names(sender: &Sender, published: &Published) -> Vec<Finding> {
    let server = &sender.server;
    let of = if server.parse::<IpAddr>().is_ok() {
        String::new()
    } else {
        format!(", the address of {server},")
    };
    let found = published.reverse.iter();
    found
        .filter_map(|(address, found)| match found {
            Reverse::Confirmed => None,
            Reverse::Unknown(why) => Some(unseen(&reverse(*address), why)),
            Reverse::Missing => {
                let said = format!(
                    "{address}{of} has no name (PTR), and large receivers refuse mails from such \
                     an address. {COUNTS} Whoever gave you the address publishes its name."
                );
                let finding = Finding::new(Grade::Advice, said);
                Some(if of.is_empty() {
                    finding
                } else {
                    finding.mended_by(DnsRecord {
                        name: reverse(*address),
                        kind: RecordKind::Pointer,
                        value: server.clone(),
                        remark: "The name of the address.",
                    })
                })
            }
            Reverse::Unconfirmed(name) => {
                let said = format!(
                    "{address}{of} is called {name} (PTR), and that name doesn't lead back to it, \
                     so that receivers don't believe it. {COUNTS} Let the name lead to the \
                     address, or have the address called by a name of your own that does."
                );
                Some(Finding::new(Grade::Advice, said).mended_by(DnsRecord {
                    name: name.clone(),
                    kind: RecordKind::Address,
                    value: address.to_string(),
                    remark: "The address of the name.",
                }))
            }
        })
        .collect()
}

fn unseen(name: &str, why: &str) -> Finding {
    Finding::new(
        Grade::Unknown,
        format!("{name} couldn't be asked about: {why}."),
    )
}
