//! Signing our own mails: DKIM (RFC 6376) with an RSA and an Ed25519 key
//! (RFC 8463), and the DNS records that let others check the signatures.
//!
//! Not for checking other people's mails. Why these lines are ours and not a
//! library's: `docs/decisions/0007-dkim-signing.md`.

mod canonical;
mod key;
mod record;

use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use self::canonical::Message;
use self::key::{Algorithm, Key};
pub use self::record::{DnsRecord, RecordKind};

/// What is signed, in the order of `h=`. Each name stands there once more than
/// the header does in the mail, so that none can be added on the way (RFC 6376
/// §8.15); the last ones aren't in our mails at all and must stay out.
const SIGNED: [&str; 20] = [
    "from",
    "from",
    "to",
    "to",
    "subject",
    "subject",
    "date",
    "date",
    "message-id",
    "message-id",
    "auto-submitted",
    "auto-submitted",
    "mime-version",
    "mime-version",
    "content-type",
    "content-type",
    "content-language",
    "content-transfer-encoding",
    "reply-to",
    "cc",
];
/// How many of them stand on one line.
const NAMES_A_LINE: usize = 4;
/// How many characters of a signature stand on one line.
const SIGNATURE_LINE: usize = 72;

/// Why mails can't be signed, in a sentence for the operator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DkimError {
    /// The domain or the selector can't be part of a DNS name.
    #[error("{name:?} can't be part of a DNS name (international names are written as xn--…)")]
    Name {
        /// What was configured.
        name: String,
    },
    /// A key file can't be read or made.
    #[error("the key file {} can't be used: {why}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// What should be signed has no headers with a blank line after them.
    #[error("there is no mail to sign")]
    NotAMail,
    /// The cryptography library refused.
    #[error("the key can't sign")]
    Crypto,
}

/// The keys of one sending domain.
#[derive(Debug)]
pub struct DkimSigner {
    domain: String,
    selector: String,
    keys: [Key; 2],
}

impl DkimSigner {
    /// The keys for `domain`, from `<data_dir>/dkim/<domain>/`. What is missing
    /// is made, by one process only even if several start at once.
    pub fn open(data_dir: &Path, domain: &str, selector: &str) -> Result<Self, DkimError> {
        let domain = dns_name(domain)?;
        let selector = dns_name(selector)?;
        let folder = data_dir.join("dkim").join(&domain);
        let open = |algorithm: Algorithm| {
            key::open(
                algorithm,
                &folder.join(format!("{selector}-{}.key", algorithm.word())),
            )
        };
        // The signature that everybody can check stands above the other.
        let keys = [open(Algorithm::Rsa)?, open(Algorithm::Ed25519)?];
        Ok(Self {
            domain,
            selector,
            keys,
        })
    }

    /// The mail with its signatures before it. `date` (microseconds since
    /// 1970-01-01 UTC) is the mail's own, so that a repeat has the same bytes.
    pub fn sign(&self, mail: &[u8], date: i64) -> Result<Vec<u8>, DkimError> {
        let message = Message::parse(mail).ok_or(DkimError::NotAMail)?;
        let body_hash = BASE64.encode(digest(&SHA256, &message.relaxed_body()));
        let headers = message.relaxed_headers(&SIGNED);
        let mut signed = Vec::with_capacity(mail.len() + 2048);
        for key in &self.keys {
            let header = self.signature(key, date, &body_hash, &headers)?;
            signed.extend_from_slice(header.as_bytes());
        }
        signed.extend_from_slice(mail);
        Ok(signed)
    }

    /// What to publish in the DNS, and what is advisable beside it.
    #[must_use]
    pub fn records(&self) -> Vec<DnsRecord> {
        let mut records = self.keys();
        records.extend(record::advice(&self.domain));
        records
    }

    /// The keys to publish.
    #[must_use]
    pub fn keys(&self) -> Vec<DnsRecord> {
        let keys = self.keys.iter().map(|key| {
            let name = format!("{}._domainkey.{}", self.selector_of(key), self.domain);
            record::key(name, key)
        });
        keys.collect()
    }

    /// The records as a zone file with remarks: what `kadomori dkim records` prints.
    #[must_use]
    pub fn zone(&self) -> String {
        record::zone(&self.domain, &self.records())
    }

    fn selector_of(&self, key: &Key) -> String {
        format!("{}-{}", self.selector, key.algorithm().word())
    }

    /// One `DKIM-Signature` header (RFC 6376 §3.5, §3.7).
    fn signature(
        &self,
        key: &Key,
        date: i64,
        body_hash: &str,
        headers: &str,
    ) -> Result<String, DkimError> {
        let names: Vec<_> = SIGNED
            .chunks(NAMES_A_LINE)
            .map(|names| names.join(":"))
            .collect();
        let unsigned = format!(
            "DKIM-Signature: v=1; a={algorithm}; c=relaxed/relaxed;\r\n \
             d={domain};\r\n s={selector}; t={seconds};\r\n h={names};\r\n bh={body_hash};\r\n b=",
            algorithm = key.algorithm().tag(),
            domain = self.domain,
            selector = self.selector_of(key),
            seconds = date.div_euclid(1_000_000),
            names = names.join(":\r\n "),
        );
        let own = canonical::relaxed_header(unsigned.as_bytes());
        let signature = key.sign(format!("{headers}{own}").as_bytes())?;
        let lines = folded(&BASE64.encode(signature));
        Ok(format!("{unsigned}{lines}\r\n"))
    }
}

/// The public halves of all keys in the data folder, of whichever domain and selector. Those
/// that can't be used are passed over.
#[must_use]
pub fn kept(data_dir: &Path) -> Vec<DnsRecord> {
    let domains = files(&data_dir.join("dkim"));
    let keys = domains.iter().flat_map(|domain| files(domain));
    keys.filter_map(|path| kept_key(&path)).collect()
}

fn kept_key(path: &Path) -> Option<DnsRecord> {
    let selector = path.file_name()?.to_str()?.strip_suffix(".key")?;
    let domain = path.parent()?.file_name()?.to_str()?;
    let of_its_kind = |it: &Algorithm| selector.ends_with(&format!("-{}", it.word()));
    let algorithm = [Algorithm::Rsa, Algorithm::Ed25519]
        .into_iter()
        .find(of_its_kind)?;
    let key = key::open(algorithm, path).inspect_err(|error| {
        tracing::warn!(%error, "mails that were signed with a key can't be recognised by it");
    });
    let name = format!("{selector}._domainkey.{domain}");
    Some(record::key(name, &key.ok()?))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    entries.flatten().map(|entry| entry.path()).collect()
}

fn folded(base64: &str) -> String {
    let mut lines = String::new();
    let mut rest = base64;
    while let Some((line, tail)) = rest.split_at_checked(SIGNATURE_LINE) {
        lines.push_str(line);
        lines.push_str("\r\n ");
        rest = tail;
    }
    lines + rest
}

/// A name of letters, digits, hyphens and dots, in lower case. It becomes part
/// of a path too, so `..` and `/` must not pass.
fn dns_name(name: &str) -> Result<String, DkimError> {
    let of_label = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let is_label = |label: &str| (1..=63).contains(&label.len()) && label.bytes().all(of_label);
    if name.len() <= 200 && name.split('.').all(is_label) {
        Ok(name.to_ascii_lowercase())
    } else {
        Err(DkimError::Name {
            name: name.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests;
