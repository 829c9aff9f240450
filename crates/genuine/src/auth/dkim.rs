//! Signatures (DKIM, RFC 6376 and 8463), verified.
//!
//! `mail-auth` reads signatures and keys, canonicalises headers and does the mathematics. What
//! it can't be told is done here: the time of the check, `l=` over the canonicalised body, and
//! asking for keys without a network of its own (see `docs/decisions/0024`).

use core::cell::Cell;

use mail_auth::{
    AuthenticatedMessage, DnsError, Error,
    common::{
        crypto::{Algorithm, HashAlgorithm},
        headers::{Writable, Writer},
        parse::TxtRecordParser,
        verify::DomainKey,
    },
    dkim::{self, Canonicalization, DkimError},
};

use super::{Lookup, Resolver, Signature, SignatureState, head::Head, tag::Tags};
use crate::line::lines;

/// Names in `h=` that are looked at; nobody signs as many.
const NAMES: usize = 200;
/// How far a signature's time may lie ahead of ours, in seconds: clocks differ.
const AHEAD: i64 = 24 * 60 * 60;
/// RSA keys below this are broken in days (RFC 8301 §3.2).
const SHORTEST_KEY: usize = 1024;

/// Verifies the first `most` signatures of a mail. Whether they are aligned is left open.
pub(super) fn verify(
    head: &Head<'_>,
    at: i64,
    most: usize,
    resolver: &dyn Resolver,
) -> Vec<Signature> {
    let mut bodies = Bodies::of(head.body);
    let written = head
        .fields
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case(b"dkim-signature"));
    written
        .take(most)
        .map(|(name, value)| {
            let Some(read) = Read::of(value) else {
                return unreadable(value);
            };
            let covered = |wanted: &str| read.covers(head, wanted);
            let text = bodies.hash(&read);
            Signature {
                domain: read.signature.d.clone(),
                selector: read.signature.s.clone(),
                state: state(&read, head, (name, value), (&text, at), resolver),
                aligned: false,
                partial: read.length.is_some_and(|length| length < text.canonical),
                length: read.length.is_some(),
                covers: head.count("from") == 1
                    && ["from", "subject", "date"].into_iter().all(covered)
                    && FORM.iter().all(|it| head.count(it) <= 1),
                covers_to: head.count("to") > 0 && covered("to"),
            }
        })
        .collect()
}

fn unreadable(value: &[u8]) -> Signature {
    let text = String::from_utf8_lossy(value);
    let tags = Tags::parse(&text).unwrap_or_default();
    let word = |name| {
        let value = tags.get(name).unwrap_or_default();
        value.chars().take(255).collect::<String>().to_lowercase()
    };
    Signature {
        domain: word("d"),
        selector: word("s"),
        state: SignatureState::Unreadable,
        aligned: false,
        partial: false,
        length: tags.get("l").is_some(),
        covers: false,
        covers_to: false,
    }
}

/// What says how a mail is to be read: of two, programs choose as they like (RFC 6376 §8.15).
const FORM: [&str; 3] = ["content-type", "content-transfer-encoding", "mime-version"];

/// A signature as it is written.
struct Read {
    signature: dkim::Signature,
    length: Option<u64>,
    made: Option<u64>,
    until: Option<u64>,
}

impl Read {
    /// Reads one, strictly: what two verifiers could read differently proves nothing.
    fn of(value: &[u8]) -> Option<Self> {
        let text = core::str::from_utf8(value).ok()?;
        let tags = Tags::parse(text)?;
        let signature = dkim::Signature::parse(value).ok()?;
        let queries = tags.words("q");
        let by_dns = queries.is_empty() || queries.contains(&"dns/txt");
        let whole = tags.get("v") == Some("1") && by_dns && signature.h.len() <= NAMES;
        let number = |name| match tags.number(name) {
            Some(Some(number)) => Some(Some(number)),
            Some(None) => None,
            None => Some(None),
        };
        let from = |name: &String| name.eq_ignore_ascii_case("from");
        (whole && signature.h.iter().any(from) && is_within_identity(&signature)).then_some(())?;
        Some(Self {
            length: number("l")?,
            made: number("t")?,
            until: number("x")?,
            signature,
        })
    }

    /// Whether every field of this name is signed. Signatures take fields from the bottom up,
    /// so a second one, above, is signed only where `h=` names it twice (RFC 6376 §5.4.2).
    fn covers(&self, head: &Head<'_>, wanted: &str) -> bool {
        let names = self.signature.h.iter();
        let listed = names
            .filter(|name| name.eq_ignore_ascii_case(wanted))
            .count();
        let there = head.count(wanted);
        there <= listed && there == head.named(wanted).count()
    }
}

/// Whether `i=` lies within `d=` (RFC 6376 §3.5).
fn is_within_identity(signature: &dkim::Signature) -> bool {
    let Some((_, domain)) = signature.i.rsplit_once('@') else {
        return signature.i.is_empty();
    };
    crate::name::is_within(domain, &signature.d)
}

fn state(
    read: &Read,
    head: &Head<'_>,
    field: (&[u8], &[u8]),
    (text, at): (&BodyHash, i64),
    resolver: &dyn Resolver,
) -> SignatureState {
    let signature = &read.signature;
    let body_holds = text.hash == signature.bh;
    let key = match key(signature, resolver) {
        Ok(key) => key,
        // That the text was changed is known without the key.
        Err(_) if !body_holds => return SignatureState::BodyChanged,
        Err(state) => return state,
    };
    if key.p.public_key_bits() < SHORTEST_KEY {
        return SignatureState::Weak;
    }
    let message = AuthenticatedMessage {
        headers: head.fields.clone(),
        ..AuthenticatedMessage::default()
    };
    let (name, value) = field;
    let value = without_signature(value);
    let mut signed = message.signed_headers(&signature.h, name, &value);
    let verified = key
        .p
        .verify(&mut signed, &signature.b, signature.ch, signature.a);
    let run_out = read.until.is_some_and(|until| {
        read.made.is_some_and(|made| until <= made) || i64::try_from(until).is_ok_and(|it| it < at)
    });
    let ahead = read
        .made
        .is_some_and(|made| i64::try_from(made).is_ok_and(|made| made > at.saturating_add(AHEAD)));
    // What is looked at first tells the most: a signature over other headers is none of the
    // domain's, one over another text was at least made by it.
    if verified.is_err() {
        SignatureState::HeadChanged
    } else if !body_holds {
        SignatureState::BodyChanged
    } else if signature.a == Algorithm::RsaSha1 {
        SignatureState::Weak
    } else if run_out || ahead {
        SignatureState::Expired
    } else {
        SignatureState::Holds
    }
}

/// Asks for the key of a signature.
fn key(signature: &dkim::Signature, resolver: &dyn Resolver) -> Result<DomainKey, SignatureState> {
    let name = format!("{}._domainkey.{}", signature.s, signature.d);
    let texts = match resolver.texts(&name) {
        Lookup::Found(texts) => texts,
        Lookup::Absent => return Err(SignatureState::KeyGone),
        Lookup::Temporary => return Err(SignatureState::Temporary),
        Lookup::NotAsked => return Err(SignatureState::NotAsked),
    };
    let mut trouble = SignatureState::KeyGone;
    for text in &texts {
        if !is_for(text, signature) {
            continue;
        }
        match DomainKey::parse(text.as_bytes()) {
            Ok(key) => return Ok(key),
            Err(Error::Dkim(DkimError::RevokedPublicKey)) => trouble = SignatureState::KeyRevoked,
            Err(Error::Dns(DnsError::InvalidRecordType) | _) => {}
        }
    }
    Err(trouble)
}

/// Whether a key says that it is for mail, for this hash and for this identity (RFC 6376 §3.6.1).
fn is_for(text: &str, signature: &dkim::Signature) -> bool {
    let Some(tags) = Tags::parse(text) else {
        return false;
    };
    let services = tags.words("s");
    let hashes = tags.words("h");
    let hash = HashAlgorithm::from(signature.a).name();
    let exact = tags.words("t").contains(&"s");
    let identity = signature.i.rsplit_once('@').map(|(_, domain)| domain);
    (services.is_empty() || services.iter().any(|it| *it == "*" || *it == "email"))
        && (hashes.is_empty() || hashes.iter().any(|it| it.eq_ignore_ascii_case(hash)))
        && (!exact || identity.is_none_or(|domain| domain == signature.d))
}

/// The signature's own field as it was signed: without the value of `b=` and the last line end
/// (RFC 6376 §3.7).
fn without_signature(value: &[u8]) -> Vec<u8> {
    let end = value.strip_suffix(b"\n").unwrap_or(value);
    let value = end.strip_suffix(b"\r").unwrap_or(end);
    let mut kept = Vec::with_capacity(value.len());
    for (number, tag) in value.split(|octet| *octet == b';').enumerate() {
        if number > 0 {
            kept.push(b';');
        }
        let equals = tag.iter().position(|octet| *octet == b'=');
        match equals.map(|equals| tag.split_at(equals)) {
            Some((name, _)) if name.trim_ascii() == b"b" => {
                kept.extend_from_slice(name);
                kept.push(b'=');
            }
            Some(_) | None => kept.extend_from_slice(tag),
        }
    }
    kept
}

/// The hash of a body, and how many octets it has when canonicalised.
#[derive(Clone)]
struct BodyHash {
    hash: Vec<u8>,
    canonical: u64,
}

type BodyKey = (Canonicalization, HashAlgorithm, Option<u64>);

/// A body and its hashes so far: signatures mostly share one.
struct Bodies<'a> {
    body: &'a [u8],
    known: Vec<(BodyKey, BodyHash)>,
}

impl<'a> Bodies<'a> {
    fn of(body: &'a [u8]) -> Self {
        Self {
            body,
            known: Vec::new(),
        }
    }

    fn hash(&mut self, read: &Read) -> BodyHash {
        let hash = HashAlgorithm::from(read.signature.a);
        let key = (read.signature.cb, hash, read.length);
        if let Some((_, known)) = self.known.iter().find(|(other, _)| *other == key) {
            return known.clone();
        }
        let canonical = Cell::new(0);
        let hashed = hash.hash(Body {
            octets: self.body,
            way: read.signature.cb,
            left: read.length.unwrap_or(u64::MAX),
            canonical: &canonical,
        });
        let hashed = BodyHash {
            hash: hashed.as_ref().to_vec(),
            canonical: canonical.get(),
        };
        self.known.push((key, hashed.clone()));
        hashed
    }
}

/// A body on its way into a hash (RFC 6376 §3.4.3, §3.4.4).
struct Body<'a> {
    octets: &'a [u8],
    way: Canonicalization,
    /// `l=`: octets after canonicalisation.
    left: u64,
    /// Counts all octets, also those beyond.
    canonical: &'a Cell<u64>,
}

impl Body<'_> {
    fn put(&mut self, octets: &[u8], into: &mut impl Writer) {
        let taken = usize::try_from(self.left).unwrap_or(usize::MAX);
        let taken = octets.get(..taken).unwrap_or(octets);
        if !taken.is_empty() {
            into.write(taken);
        }
        let length = |octets: &[u8]| u64::try_from(octets.len()).unwrap_or(u64::MAX);
        self.left = self.left.saturating_sub(length(taken));
        let all = self.canonical.get().saturating_add(length(octets));
        self.canonical.set(all);
    }
}

impl Writable for Body<'_> {
    fn write(mut self, into: &mut impl Writer) {
        let mut empty_lines = 0_usize;
        let mut line = Vec::new();
        for written in lines(self.octets) {
            let end = written.strip_suffix(b"\n").unwrap_or(written);
            let end = end.strip_suffix(b"\r").unwrap_or(end);
            line.clear();
            match self.way {
                Canonicalization::Simple => line.extend_from_slice(end),
                Canonicalization::Relaxed => relax(end, &mut line),
            }
            if line.is_empty() {
                empty_lines += 1;
                continue;
            }
            for _ in 0..empty_lines {
                self.put(b"\r\n", into);
            }
            empty_lines = 0;
            line.extend_from_slice(b"\r\n");
            self.put(&line, into);
        }
        if self.canonical.get() == 0 && self.way == Canonicalization::Simple {
            self.put(b"\r\n", into);
        }
    }
}

/// A line with every run of spaces and tabs as one space, and none at its end.
fn relax(line: &[u8], into: &mut Vec<u8>) {
    let mut space = false;
    for octet in line {
        if matches!(octet, b' ' | b'\t') {
            space = true;
            continue;
        }
        if space {
            into.push(b' ');
            space = false;
        }
        into.push(*octet);
    }
}
