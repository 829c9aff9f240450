//! What to publish in the DNS so that others can check our mails.

use core::fmt::Write as _;

use super::key::Key;

/// The longest string inside a TXT record (RFC 1035 §3.3.14).
const TXT_STRING: usize = 255;

/// What a record holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordKind {
    /// A text (TXT).
    Text,
    /// The server that takes a domain's mail (MX).
    MailServer,
    /// The address of a name (A or AAAA, as it is).
    Address,
    /// The name of an address (PTR).
    Pointer,
}

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DnsRecord {
    /// Its full name, without the final dot.
    pub name: String,
    /// What it holds.
    pub kind: RecordKind,
    /// Its text, unsplit; or the name or address, without a final dot.
    pub value: String,
    /// What it is for, in a sentence or two for the operator.
    pub remark: &'static str,
}

impl DnsRecord {
    /// The record as a line of a zone file, its text in strings of at most 255
    /// characters.
    #[must_use]
    pub fn zone_line(&self) -> String {
        let Self { name, value, .. } = self;
        match self.kind {
            RecordKind::Text => self.text_line(),
            RecordKind::MailServer => format!("{name}. IN MX 10 {value}."),
            RecordKind::Address if value.contains(':') => format!("{name}. IN AAAA {value}"),
            RecordKind::Address => format!("{name}. IN A {value}"),
            RecordKind::Pointer => format!("{name}. IN PTR {value}."),
        }
    }

    fn text_line(&self) -> String {
        let mut strings = Vec::new();
        let mut rest = self.value.as_str();
        while !rest.is_empty() {
            let (string, tail) = rest.split_at(rest.floor_char_boundary(TXT_STRING));
            strings.push(format!("\"{string}\""));
            rest = tail;
        }
        format!("{}. IN TXT ( {} )", self.name, strings.join(" "))
    }
}

/// The record under which verifiers find a public key (RFC 6376 §3.6.1).
pub(super) fn key(name: String, key: &Key) -> DnsRecord {
    DnsRecord {
        name,
        kind: RecordKind::Text,
        value: format!("v=DKIM1; k={}; p={}", key.algorithm().word(), key.public()),
        remark: "A key that checks our signatures. Publish it as it is.",
    }
}

/// What makes the signatures count: who may send (RFC 7208), and what to do
/// with the rest (RFC 7489).
pub(super) fn advice(domain: &str) -> [DnsRecord; 2] {
    [
        DnsRecord {
            name: domain.to_owned(),
            kind: RecordKind::Text,
            value: "v=spf1 mx -all".to_owned(),
            remark: "Advice, unless the domain has such a record: who sends its mail. Put in place of \
                     `mx` what the operator of your mail server names.",
        },
        DnsRecord {
            name: format!("_dmarc.{domain}"),
            kind: RecordKind::Text,
            value: format!("v=DMARC1; p=reject; rua=mailto:postmaster@{domain}"),
            remark: "Advice, unless the domain has such a record: mail that carries the domain's name \
                     without its signature is refused. If other systems send in its name too, start \
                     with p=none and read the reports.",
        },
    ]
}

/// The records as a zone file with remarks.
pub(super) fn zone(domain: &str, records: &[DnsRecord]) -> String {
    let mut text = format!("; Records for mail from {domain}\n");
    for record in records {
        let _ = write!(text, "\n; {}\n{}\n", record.remark, record.zone_line());
    }
    text
}
