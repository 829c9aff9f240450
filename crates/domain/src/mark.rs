//! The mark on our own mails: what shows, years later and behind any relay, that a mail was
//! ours, to whom it went, and whether it still says what it said.
//!
//! It stands beside DKIM (RFC 6376), which others verify and which a relay may put on or
//! break. The mark is for ourselves alone, and needs no setting. It binds three things apart
//! from each other, so that a mail whose text was changed on the way is told from one that
//! never was ours: to whom and when; the subject and the plain text; the HTML.

use core::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use subtle::ConstantTimeEq;

use crate::{
    id::{MessageId, TenantId},
    key::{KeyId, KeyRing, MarkKey},
    time::Time,
};

/// The header that carries it.
pub const HEADER: &str = "X-Kadomori-Mark";

/// The version that is written.
const VERSION: &str = "1";
/// Octets of a tag: 128 bits are beyond guessing.
const TAG: usize = 16;

/// What a mark is put on.
#[derive(Clone, Copy, Debug)]
pub struct Marked<'a> {
    /// The mail's name.
    pub id: MessageId,
    /// Its `Date`, to the second.
    pub at: Time,
    /// What the ledger keeps of its recipient.
    pub recipient: &'a [u8; 32],
    /// What its reader sees.
    pub content: Content<'a>,
}

/// What a mail's reader sees.
#[derive(Clone, Copy)]
pub struct Content<'a> {
    /// The sender's address.
    pub from: &'a str,
    /// The subject, decoded.
    pub subject: &'a str,
    /// The plain text, decoded.
    pub text: &'a str,
    /// The HTML, decoded.
    pub html: &'a str,
}

/// It may hold a code.
impl fmt::Debug for Content<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Content(…)")
    }
}

/// A mark, as a mail carries it. That it can be read says nothing about who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    key: KeyId,
    id: MessageId,
    /// Seconds since 1970-01-01 UTC.
    at: i64,
    recipient: [u8; TAG],
    text: [u8; TAG],
    html: [u8; TAG],
}

/// A mark that is held against the key that it names.
#[derive(Debug)]
pub struct Opened<'a> {
    mark: &'a Mark,
    key: MarkKey,
}

impl Mark {
    /// The mark of a mail, under the newest key.
    #[must_use]
    pub fn make(ring: &KeyRing, tenant: TenantId, marked: &Marked<'_>) -> Self {
        let (number, key) = ring.newest_mark_key(tenant);
        let blank = Self {
            key: number,
            id: marked.id,
            at: seconds(marked.at),
            recipient: [0; TAG],
            text: [0; TAG],
            html: [0; TAG],
        };
        let opened = Opened { mark: &blank, key };
        let Content {
            from,
            subject,
            text,
            html,
        } = marked.content;
        Self {
            recipient: opened.recipient_tag(marked.recipient),
            text: opened.text_tag(marked.recipient, from, subject, text),
            html: opened.html_tag(marked.recipient, html),
            ..blank.clone()
        }
    }

    /// The mark that a header's value spells, folded or not.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        // No mark of ours is longer, and what comes here was written by anyone.
        if value.len() > 512 {
            return None;
        }
        let mut parts = [None; 7];
        for part in value.split(';') {
            let (name, said) = part.trim().split_once('=')?;
            let at = ["v", "k", "i", "t", "r", "s", "h"]
                .iter()
                .position(|known| *known == name)?;
            let place = parts.get_mut(at)?;
            if place.replace(said.trim()).is_some() {
                return None;
            }
        }
        let [version, key, id, at, recipient, text, html] = parts;
        if version? != VERSION {
            return None;
        }
        Some(Self {
            key: KeyId(key?.parse().ok()?),
            id: id?.parse().ok()?,
            at: at?.parse().ok()?,
            recipient: tag(recipient?)?,
            text: tag(text?)?,
            html: tag(html?)?,
        })
    }

    /// The mail that it says it is on.
    #[must_use]
    pub const fn id(&self) -> MessageId {
        self.id
    }

    /// When that mail was written, as it says.
    #[must_use]
    pub const fn at(&self) -> Time {
        Time::from_micros(self.at.saturating_mul(1_000_000))
    }

    /// It beside its key; `None` when the ring lacks that, so that nothing can be known.
    #[must_use]
    pub fn open(&self, ring: &KeyRing, tenant: TenantId) -> Option<Opened<'_>> {
        let key = ring.mark_key(self.key, tenant)?;
        Some(Opened { mark: self, key })
    }
}

impl Opened<'_> {
    /// Whether we sent the mail that it names, then, to whom this is kept of.
    #[must_use]
    pub fn was_to(&self, recipient: &[u8; 32]) -> bool {
        let tag = self.recipient_tag(recipient);
        self.mark.recipient.ct_eq(&tag).into()
    }

    /// Whether sender, subject and text are what they were.
    #[must_use]
    pub fn said(&self, recipient: &[u8; 32], from: &str, subject: &str, text: &str) -> bool {
        let tag = self.text_tag(recipient, from, subject, text);
        self.mark.text.ct_eq(&tag).into()
    }

    /// Whether the HTML is what it was.
    #[must_use]
    pub fn showed(&self, recipient: &[u8; 32], html: &str) -> bool {
        let tag = self.html_tag(recipient, html);
        self.mark.html.ct_eq(&tag).into()
    }

    fn recipient_tag(&self, recipient: &[u8; 32]) -> [u8; TAG] {
        self.tag("recipient", recipient, &[])
    }

    fn text_tag(&self, recipient: &[u8; 32], from: &str, subject: &str, text: &str) -> [u8; TAG] {
        let from = from.to_ascii_lowercase();
        self.tag("text", recipient, &[&from, &bare(subject), &bare(text)])
    }

    fn html_tag(&self, recipient: &[u8; 32], html: &str) -> [u8; TAG] {
        self.tag("html", recipient, &[&bare(html)])
    }

    fn tag(&self, what: &str, recipient: &[u8; 32], texts: &[&str]) -> [u8; TAG] {
        let at = self.mark.at.to_be_bytes();
        let mut fields: Vec<&[u8]> = vec![what.as_bytes(), self.mark.id.as_bytes(), &at, recipient];
        fields.extend(texts.iter().map(|text| text.as_bytes()));
        let mac = self.key.mac(&fields);
        let mut tag = [0; TAG];
        for (to, from) in tag.iter_mut().zip(mac) {
            *to = from;
        }
        tag
    }
}

/// As a header's value, in lines that end before column 76.
impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [recipient, text, html] =
            [self.recipient, self.text, self.html].map(|tag| URL_SAFE_NO_PAD.encode(tag));
        let Self { key, id, at, .. } = self;
        write!(
            f,
            "v={VERSION}; k={key}; i={id};\r\n t={at}; r={recipient};\r\n s={text};\r\n h={html}"
        )
    }
}

/// What is left of a text that programs refold, re-encode and indent on the way: its letters.
/// No letter that can be seen is left out, so nothing can be said by what is.
fn bare(text: &str) -> String {
    let is_blank = |c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}';
    text.chars().filter(|c| !is_blank(*c)).collect()
}

fn seconds(at: Time) -> i64 {
    at.micros().div_euclid(1_000_000)
}

fn tag(text: &str) -> Option<[u8; TAG]> {
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::key::RootKey;

    const TENANT: TenantId = TenantId::DEFAULT;
    const MIKA: [u8; 32] = [1; 32];
    const REI: [u8; 32] = [2; 32];
    const CONTENT: Content<'static> = Content {
        from: "id@example.jp",
        subject: "Your Kadomori sign-in code (K7P)",
        text: "Your code is\n\n  482 913\n",
        html: "<p>Your code is</p>\n<b>482 913</b>\n",
    };

    fn ring(ids: &[u32]) -> KeyRing {
        let keys = ids.iter().map(|id| RootKey::new(KeyId(*id), [9; 32]));
        KeyRing::new(keys.collect()).expect("keys")
    }

    fn mark(ring: &KeyRing) -> Mark {
        let marked = Marked {
            id: MessageId::from_bytes([7; 16]),
            at: Time::from_micros(1_795_316_580_123_456),
            recipient: &MIKA,
            content: CONTENT,
        };
        Mark::make(ring, TENANT, &marked)
    }

    fn said(opened: &Opened<'_>, content: Content<'_>) -> bool {
        opened.said(&MIKA, content.from, content.subject, content.text)
    }

    #[test]
    fn a_mark_survives_its_header_in_any_fold() {
        let mark = mark(&ring(&[1]));
        let value = mark.to_string();
        assert_eq!(Mark::parse(&value), Some(mark.clone()));
        assert_eq!(
            Mark::parse(&value.replace("\r\n ", " ")),
            Some(mark.clone())
        );
        assert_eq!(
            Mark::parse(&value.replace("\r\n ", "\n\t  ")),
            Some(mark.clone())
        );
        assert_eq!(Mark::parse(&value.replace(' ', "")), Some(mark));
        for line in format!("{HEADER}: {value}").split("\r\n") {
            assert!(line.len() <= 76, "{line}");
        }
    }

    #[test]
    fn it_knows_whom_it_was_to_and_nobody_else() {
        let ring = ring(&[1]);
        let mark = mark(&ring);
        let opened = mark.open(&ring, TENANT).expect("the key");
        assert!(opened.was_to(&MIKA));
        assert!(!opened.was_to(&REI));
        assert!(said(&opened, CONTENT));
        assert!(opened.showed(&MIKA, CONTENT.html));
        assert!(!opened.said(&REI, CONTENT.from, CONTENT.subject, CONTENT.text));
    }

    #[test]
    fn refolding_and_indenting_change_nothing_and_a_word_changes_it() {
        let ring = ring(&[1]);
        let mark = mark(&ring);
        let opened = mark.open(&ring, TENANT).expect("the key");
        let refolded = Content {
            from: "ID@example.jp",
            text: "Your  code\r\nis 482\u{a0}913",
            ..CONTENT
        };
        assert!(said(&opened, refolded));
        for changed in [
            Content {
                from: "id@examp1e.jp",
                ..CONTENT
            },
            Content {
                subject: "Your Kadomori sign-in code (K7R)",
                ..CONTENT
            },
            Content {
                text: "Your code is\n\n  482 913\n Call us.",
                ..CONTENT
            },
            Content {
                subject: "",
                ..CONTENT
            },
        ] {
            assert!(!said(&opened, changed), "{}", changed.text);
            assert!(opened.was_to(&MIKA), "it began as ours all the same");
        }
        assert!(!opened.showed(&MIKA, "<p>Your code is</p><a href=x><b>482 913</b>"));
    }

    #[test]
    fn every_altered_sign_of_it_is_noticed() {
        let ring = ring(&[1]);
        let value = mark(&ring).to_string();
        for (at, sign) in value
            .char_indices()
            .filter(|(_, c)| c.is_ascii_alphanumeric())
        {
            let other = if sign == 'a' { 'b' } else { 'a' };
            let altered = format!("{}{other}{}", &value[..at], &value[at + 1..]);
            let Some(mark) = Mark::parse(&altered) else {
                continue;
            };
            let Some(opened) = mark.open(&ring, TENANT) else {
                continue;
            };
            let holds = opened.was_to(&MIKA)
                && said(&opened, CONTENT)
                && opened.showed(&MIKA, CONTENT.html);
            assert!(!holds, "{altered}");
        }
    }

    #[test]
    fn earlier_keys_still_open_and_foreign_ones_tell_nothing() {
        let (before, after) = (ring(&[1]), ring(&[1, 2]));
        let old = mark(&before);
        assert!(old.open(&after, TENANT).expect("the key").was_to(&MIKA));
        assert!(mark(&after).open(&before, TENANT).is_none());
        let other = TenantId::from_bytes([7; 16]);
        assert!(!old.open(&after, other).expect("a key").was_to(&MIKA));
    }

    #[test]
    fn what_is_no_mark_is_none() {
        let value = mark(&ring(&[1])).to_string();
        for bad in [
            String::new(),
            "v=1".to_owned(),
            value.replace("v=1", "v=2"),
            format!("{value}; k=1"),
            format!("{value}; x=1"),
            value.replace("h=", "h=A"),
        ] {
            assert_eq!(Mark::parse(&bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reading(text: String) {
            let _ = Mark::parse(&text);
        }
    }
}
