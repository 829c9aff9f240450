//! A mail that somebody holds up to us, as far as it takes to know whether it is ours. It is
//! read within bounds: our own mails are small.

use kadomori_domain::{address::MailAddress, mark, reference::Reference, time::Time};
use kadomori_genuine::{Limits, mail::Contents};
use mail_parser::{Message, MessageParser};

/// Octets of the headers that are looked at.
const HEAD: usize = 64 * 1024;
/// A mail of ours is smaller, whatever relays add. Of a larger one only the headers are read,
/// and it counts as changed.
const LARGEST: usize = 256 * 1024;
/// Octets of a copied text that are looked at.
const COPY: usize = 64 * 1024;
/// The most marks, recipients and references that are looked at.
const MOST: usize = 4;

/// What was handed in.
pub(super) enum Letter {
    /// A mail, or what a program kept of its headers.
    Mail(Box<Mail>),
    /// A text.
    Copy(Copy),
}

/// A mail.
#[derive(Default)]
pub(super) struct Mail {
    /// The values of our own header.
    pub(super) marks: Vec<String>,
    /// The name that its sender shows.
    pub(super) from_name: String,
    /// The sender's address.
    pub(super) from: String,
    /// Whom it says it is to.
    pub(super) to: Vec<MailAddress>,
    /// Names and addresses of whom it says it is to, as they stand there.
    pub(super) readers: Vec<String>,
    /// Its subject, decoded.
    pub(super) subject: String,
    /// Its date, to the second.
    pub(super) date: Option<Time>,
    /// Its name, without the brackets.
    pub(super) message_id: Option<String>,
    /// Whether it has headers of the way it took; programs that keep few drop these.
    pub(super) has_way: bool,
    /// Whether a header of which there is one stands there several times, or another reader
    /// of answers is named.
    pub(super) is_odd: bool,
    /// Its plain texts.
    pub(super) texts: Vec<String>,
    /// Its HTML.
    pub(super) htmls: Vec<String>,
    /// Whether there is anything else in it, or more than is looked at.
    pub(super) has_more: bool,
}

/// A text that was copied out of a mail.
pub(super) struct Copy {
    pub(super) text: String,
}

impl Letter {
    /// Reads it.
    pub(super) fn read(octets: &[u8]) -> Self {
        let octets = without_envelope(octets);
        match Mail::read(octets) {
            Some(mail) => Self::Mail(Box::new(mail)),
            None => Self::Copy(Copy {
                text: String::from_utf8_lossy(octets.get(..COPY).unwrap_or(octets)).into_owned(),
            }),
        }
    }

    /// The signs that stand in its subject or text.
    pub(super) fn references(&self) -> Vec<Reference> {
        match self {
            Self::Mail(mail) => references(&mail.subject),
            Self::Copy(copy) => references(&copy.text),
        }
    }

    /// Its text, as far as it is looked at.
    pub(super) fn leads_anywhere(&self) -> bool {
        let leads = |text: &str| {
            let text = text.to_ascii_lowercase();
            ["http:", "https:", "www.", "hxxp", "href"]
                .iter()
                .any(|sign| text.contains(sign))
        };
        match self {
            Self::Mail(mail) => mail.texts.iter().chain(&mail.htmls).any(|text| leads(text)),
            Self::Copy(copy) => leads(&copy.text),
        }
    }
}

impl Mail {
    /// `None` for what has no headers.
    fn read(octets: &[u8]) -> Option<Self> {
        if !begins_with_header(octets) {
            return None;
        }
        let head = octets.get(..HEAD).unwrap_or(octets);
        let headers = MessageParser::default().parse_headers(head)?;
        let mut mail = Self::of_headers(&headers)?;
        let limits = Limits {
            octets: LARGEST,
            ..Limits::default()
        };
        let contents = Contents::of(octets, &limits);
        mail.texts = contents.plain;
        mail.htmls = contents.html;
        mail.has_more = contents.more;
        Some(mail)
    }

    fn of_headers(headers: &Message<'_>) -> Option<Self> {
        let mut mail = Self::default();
        let mut seen: Vec<String> = Vec::new();
        for (name, value) in headers.headers_raw() {
            let name = name.to_ascii_lowercase();
            match name.as_str() {
                name if name.eq_ignore_ascii_case(mark::HEADER) && mail.marks.len() < MOST => {
                    mail.marks.push(value.to_owned());
                }
                "received"
                | "delivered-to"
                | "return-path"
                | "authentication-results"
                | "arc-seal"
                | "dkim-signature" => mail.has_way = true,
                "from" | "to" | "subject" | "date" | "message-id" => {
                    mail.is_odd |= seen.contains(&name);
                    seen.push(name);
                }
                "reply-to" | "sender" | "cc" | "resent-from" => mail.is_odd = true,
                _ => {}
            }
        }
        let has_way = mail.has_way;
        if !has_way && mail.marks.is_empty() && !seen.iter().any(|name| name == "from") {
            return None;
        }
        let from = headers.from().and_then(|from| from.first());
        mail.from_name = from
            .and_then(|it| it.name())
            .map_or_else(String::new, str::to_owned);
        mail.from = from
            .and_then(|it| it.address())
            .map_or_else(String::new, str::to_owned);
        mail.is_odd |= headers.from().is_some_and(|from| from.iter().count() > 1);
        for addressee in headers.to().into_iter().flat_map(|to| to.iter()).take(MOST) {
            let address = addressee.address().unwrap_or_default();
            mail.to.extend(read_address(address));
            mail.readers.push(address.to_owned());
            mail.readers.extend(addressee.name().map(str::to_owned));
        }
        mail.subject = headers.subject().map_or_else(String::new, str::to_owned);
        let micros = |date: &mail_parser::DateTime| date.to_timestamp().saturating_mul(1_000_000);
        mail.date = headers.date().map(micros).map(Time::from_micros);
        mail.message_id = headers.message_id().map(str::to_owned);
        Some(mail)
    }
}

/// An address as headers have it, quoted or not.
fn read_address(address: &str) -> Option<MailAddress> {
    let (local, domain) = address.rsplit_once('@')?;
    let bare = local.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    MailAddress::parse(&format!("{}@{domain}", bare.unwrap_or(local))).ok()
}

/// Without what programs put before a mail: a mark of its letters, blank lines, and the line of
/// an mbox (RFC 4155).
fn without_envelope(octets: &[u8]) -> &[u8] {
    let octets = octets.strip_prefix(b"\xef\xbb\xbf").unwrap_or(octets);
    let octets = octets.trim_ascii_start();
    if !octets.starts_with(b"From ") {
        return octets;
    }
    let end = octets.iter().position(|byte| *byte == b'\n');
    end.and_then(|end| octets.get(end + 1..)).unwrap_or(octets)
}

/// Whether the first line is a header (RFC 5322 §2.2).
fn begins_with_header(octets: &[u8]) -> bool {
    let name = octets
        .split(|byte| *byte == b':')
        .next()
        .unwrap_or_default();
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    name.len() < octets.len() && (1..=60).contains(&name.len()) && name.iter().all(is_name)
}

/// Letters and digits of a reference that stand by themselves.
fn references(text: &str) -> Vec<Reference> {
    let mut found: Vec<Reference> = Vec::new();
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        // They are always written in capitals: "a3c" in a text is something else.
        let is_capital = !word.contains(|c: char| c.is_ascii_lowercase());
        let Some(reference) = is_capital.then(|| Reference::parse(word).ok()).flatten() else {
            continue;
        };
        if found.len() < MOST && !found.contains(&reference) {
            found.push(reference);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(text: &str) -> Box<Mail> {
        match Letter::read(text.as_bytes()) {
            Letter::Mail(mail) => mail,
            Letter::Copy(_) => panic!("a mail"),
        }
    }

    fn words(references: &[Reference]) -> Vec<String> {
        references.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_readers_see_and_our_own_header_are_read() {
        let mail = mail(
            "From nobody Sun Nov 22\nReceived: by mx\nFrom: \"Kado\" <id@example.jp>\n\
             To: <\"ab..c\"@docomo.ne.jp>\nSubject: =?utf-8?B?44Kz44O844OJ?= (K7P)\n\
             X-KADOMORI-mark: v=1;\n k=1\nMessage-ID: <a@example.jp>\n\nHello\n",
        );
        assert_eq!(mail.marks.len(), 1);
        assert_eq!(
            (mail.from_name.as_str(), mail.from.as_str()),
            ("Kado", "id@example.jp")
        );
        assert_eq!(mail.to[0].normal(), "ab..c@docomo.ne.jp");
        assert_eq!(mail.subject, "コード (K7P)");
        assert_eq!(mail.message_id.as_deref(), Some("a@example.jp"));
        assert!(mail.has_way && !mail.is_odd && !mail.has_more);
        assert_eq!(mail.texts, ["Hello\r\n"]);
    }

    #[test]
    fn what_another_program_may_read_otherwise_is_odd() {
        for more in [
            "From: b@example.org",
            "Subject: other",
            "Reply-To: b@example.org",
            "To: c@example.org",
        ] {
            let text = format!("From: a@example.jp\nTo: m@example.jp\nSubject: s\n{more}\n\nx");
            assert!(mail(&text).is_odd, "{more}");
        }
        assert!(mail("From: a@example.jp, b@example.jp\n\nx").is_odd);
    }

    #[test]
    fn a_text_without_headers_is_a_copy() {
        for text in [
            "Your code (K7P) is 482 913",
            "12:03 Hi",
            "コード: 482913",
            "",
            ": x",
        ] {
            assert!(
                matches!(Letter::read(text.as_bytes()), Letter::Copy(_)),
                "{text}"
            );
        }
        let copy = Letter::read("件名: コード（K7P）\nAB3C R4T r4t".as_bytes());
        assert_eq!(words(&copy.references()), ["K7P", "R4T"]);
    }

    #[test]
    fn what_is_attached_is_more_than_we_send() {
        let boundary = "From: a@example.jp\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n\
                        Hi\n--b\nContent-Type: image/png\n\nx\n--b--\n";
        assert!(mail(boundary).has_more);
        let large = format!("From: a@example.jp\n\n{}", "x".repeat(LARGEST));
        assert!(mail(&large).has_more);
    }
}
