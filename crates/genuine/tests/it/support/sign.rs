//! Signs mails (DKIM, RFC 6376) with the test keys of `corpus/keys`: as honest servers do, and
//! as nobody should. Canonicalises by itself, so that it doesn't share the checker's mistakes.

use core::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use mail_auth::common::crypto::{Ed25519Key, SigningKey as _};
use serde::Deserialize;
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

use super::rsa::{self, RsaKey};

/// A test key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Key {
    /// RSA of 2048 bits.
    #[default]
    Rsa2048,
    /// RSA of 1024 bits, as some large senders still have.
    Rsa1024,
    /// RSA of 768 bits: too short for anything.
    Rsa768,
    /// Ed25519 (RFC 8463).
    Ed25519,
}

/// How something is canonicalised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    #[default]
    Relaxed,
    Simple,
}

/// How a mail is signed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signing {
    /// `d=`.
    pub domain: String,
    /// `s=`.
    pub selector: String,
    /// Which key.
    #[serde(default)]
    pub key: Key,
    /// The first half of `c=`.
    #[serde(default)]
    pub head: Way,
    /// The second half of `c=`.
    #[serde(default)]
    pub body: Way,
    /// `h=`; what servers usually cover, where it is empty.
    #[serde(default)]
    pub covers: Vec<String>,
    /// `l=`.
    #[serde(default)]
    pub length: Option<usize>,
    /// `t=`, in seconds since 1970.
    #[serde(default)]
    pub made: Option<i64>,
    /// `x=`.
    #[serde(default)]
    pub until: Option<i64>,
    /// `i=`.
    #[serde(default)]
    pub identity: Option<String>,
    /// Whether it is `rsa-sha1`.
    #[serde(default)]
    pub sha1: bool,
    /// Further tags (`"q=dns/txt"`).
    #[serde(default)]
    pub tags: Vec<String>,
    /// What the key's record says instead of `v=DKIM1; k=…`.
    #[serde(default)]
    pub record: Option<String>,
    /// Whether the key is not published.
    #[serde(default)]
    pub unpublished: bool,
}

const USUAL: [&str; 7] = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "MIME-Version",
    "Content-Type",
];

impl Signing {
    /// Signs as most servers do, if with a shorter key: the hand-made RSA is slow.
    pub fn by(domain: &str) -> Self {
        Self {
            key: Key::Rsa1024,
            domain: domain.to_owned(),
            selector: "s1".to_owned(),
            ..Self::default()
        }
    }

    /// Where the key's record stands, and the record: an entry of a `dns.json`.
    pub fn entry(&self) -> (String, String) {
        let name = format!("{}._domainkey.{} TXT", self.selector, self.domain);
        let kind = if self.key == Key::Ed25519 {
            "ed25519"
        } else {
            "rsa"
        };
        let head = self.record.clone();
        let head = head.unwrap_or_else(|| format!("v=DKIM1; k={kind}"));
        (name, format!("{head}; p={}", published(self.key)))
    }

    /// The mail, with CRLF, and its signature on top.
    pub fn sign(&self, mail: &[u8]) -> Vec<u8> {
        let mail = with_crlf(mail);
        let split = find(&mail, b"\r\n\r\n").map_or(mail.len(), |at| at + 2);
        let (head, rest) = mail.split_at(split);
        let body = rest.get(2..).unwrap_or_default();
        let field = self.unsigned(body);
        let mut signed = Vec::new();
        self.covered(head, &mut signed);
        let own = canonical_field(field.as_bytes(), self.head);
        signed.extend_from_slice(own.strip_suffix(b"\r\n").unwrap());
        let signature = STANDARD.encode(self.signature(&signed));
        [
            field.trim_end().as_bytes(),
            signature.as_bytes(),
            b"\r\n",
            &mail,
        ]
        .concat()
    }

    /// The signature's field, with nothing after `b=`.
    fn unsigned(&self, body: &[u8]) -> String {
        let body = canonical_body(body, self.body);
        let body = body.get(..self.length.unwrap_or(body.len()));
        let hash = self.hash(body.expect("a length within the body"));
        let name = |way| match way {
            Way::Relaxed => "relaxed",
            Way::Simple => "simple",
        };
        let algorithm = match (self.key, self.sha1) {
            (Key::Ed25519, _) => "ed25519-sha256",
            (Key::Rsa2048 | Key::Rsa1024 | Key::Rsa768, true) => "rsa-sha1",
            (Key::Rsa2048 | Key::Rsa1024 | Key::Rsa768, false) => "rsa-sha256",
        };
        let mut field = format!(
            "DKIM-Signature: v=1; a={algorithm}; c={}/{}; d={}; s={};\r\n\t",
            name(self.head),
            name(self.body),
            self.domain,
            self.selector
        );
        let numbers = [("t", self.made), ("x", self.until)];
        for (tag, number) in numbers {
            if let Some(number) = number {
                write!(field, "{tag}={number}; ").unwrap();
            }
        }
        if let Some(length) = self.length {
            write!(field, "l={length}; ").unwrap();
        }
        if let Some(identity) = &self.identity {
            write!(field, "i={identity}; ").unwrap();
        }
        for tag in &self.tags {
            write!(field, "{tag}; ").unwrap();
        }
        let hash = STANDARD.encode(hash);
        write!(
            field,
            "h={};\r\n\tbh={hash};\r\n\tb=\r\n",
            self.names().join(":")
        )
        .unwrap();
        field
    }

    fn names(&self) -> Vec<&str> {
        if self.covers.is_empty() {
            USUAL.to_vec()
        } else {
            self.covers.iter().map(String::as_str).collect()
        }
    }

    /// The fields that `h=` names, each name from the bottom up.
    fn covered(&self, head: &[u8], into: &mut Vec<u8>) {
        let mut fields = fields(head);
        for name in self.names() {
            let is = |field: &&[u8]| {
                let colon = field.iter().position(|octet| *octet == b':').unwrap_or(0);
                field[..colon]
                    .trim_ascii()
                    .eq_ignore_ascii_case(name.as_bytes())
            };
            if let Some(at) = fields.iter().rposition(is) {
                into.extend_from_slice(&canonical_field(fields.remove(at), self.head));
            }
        }
    }

    fn hash(&self, octets: &[u8]) -> Vec<u8> {
        if self.sha1 {
            Sha1::digest(octets).to_vec()
        } else {
            Sha256::digest(octets).to_vec()
        }
    }

    fn signature(&self, octets: &[u8]) -> Vec<u8> {
        const SHA1: &[u8] = &[
            0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 5, 0, 4, 20,
        ];
        const SHA256: &[u8] = &[
            0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
            0x01, 5, 0, 4, 32,
        ];
        let algorithm = if self.sha1 { SHA1 } else { SHA256 };
        match rsa_key(self.key) {
            Some(key) => key.sign(algorithm, &self.hash(octets)),
            None => ed25519().sign(octets).unwrap(),
        }
    }
}

/// A `dns.json` of these entries.
pub fn dns(entries: impl IntoIterator<Item = (String, String)>) -> String {
    let mut records = serde_json::Map::new();
    for (name, text) in entries {
        records.insert(name, serde_json::json!([text]));
    }
    serde_json::to_string_pretty(&records).unwrap() + "\n"
}

fn rsa_key(key: Key) -> Option<RsaKey> {
    let pem = match key {
        Key::Rsa2048 => include_str!("../../../corpus/keys/rsa2048.pem"),
        Key::Rsa1024 => include_str!("../../../corpus/keys/rsa1024.pem"),
        Key::Rsa768 => include_str!("../../../corpus/keys/rsa768.pem"),
        Key::Ed25519 => return None,
    };
    Some(RsaKey::parse(pem))
}

fn ed25519() -> Ed25519Key {
    let pem = include_str!("../../../corpus/keys/ed25519.pem");
    Ed25519Key::from_pkcs8_maybe_unchecked_der(&rsa::decode(pem)).unwrap()
}

/// `p=`.
pub fn published(key: Key) -> String {
    match rsa_key(key) {
        Some(key) => key.published(),
        None => STANDARD.encode(ed25519().public_key()),
    }
}

/// Every line end as CRLF.
pub fn with_crlf(mail: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(mail.len());
    for octet in mail {
        if *octet == b'\n' && out.last() != Some(&b'\r') {
            out.push(b'\r');
        }
        out.push(*octet);
    }
    out
}

fn find(octets: &[u8], wanted: &[u8]) -> Option<usize> {
    octets.windows(wanted.len()).position(|it| it == wanted)
}

fn fields(head: &[u8]) -> Vec<&[u8]> {
    let mut fields: Vec<&[u8]> = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < head.len() {
        let line = find(&head[at..], b"\r\n").map_or(head.len(), |end| at + end + 2);
        if !matches!(head.get(line), Some(b' ' | b'\t')) {
            fields.push(&head[start..line]);
            start = line;
        }
        at = line;
    }
    fields
}

/// RFC 6376 §3.4.1, §3.4.2.
fn canonical_field(field: &[u8], way: Way) -> Vec<u8> {
    if way == Way::Simple {
        return field.to_vec();
    }
    let colon = field.iter().position(|octet| *octet == b':').unwrap();
    let mut out = field[..colon].trim_ascii().to_ascii_lowercase();
    out.push(b':');
    let words = field[colon + 1..].split(u8::is_ascii_whitespace);
    let words: Vec<&[u8]> = words.filter(|word| !word.is_empty()).collect();
    out.extend_from_slice(&words.join(&b' '));
    out.extend_from_slice(b"\r\n");
    out
}

/// RFC 6376 §3.4.3, §3.4.4.
fn canonical_body(body: &[u8], way: Way) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> = body
        .split(|octet| *octet == b'\n')
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line).to_vec())
        .collect();
    if way == Way::Relaxed {
        for line in &mut lines {
            let mut reduced: Vec<u8> = Vec::new();
            for octet in line.iter() {
                let space = matches!(octet, b' ' | b'\t');
                if !space {
                    reduced.push(*octet);
                } else if reduced.last() != Some(&b' ') {
                    reduced.push(b' ');
                }
            }
            if reduced.last() == Some(&b' ') {
                reduced.pop();
            }
            *line = reduced;
        }
    }
    while lines.last().is_some_and(Vec::is_empty) {
        lines.pop();
    }
    if lines.is_empty() && way == Way::Simple {
        return b"\r\n".to_vec();
    }
    let mut out = Vec::new();
    for line in lines {
        out.extend_from_slice(&line);
        out.extend_from_slice(b"\r\n");
    }
    out
}
