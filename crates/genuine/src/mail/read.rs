//! Puts a mail together from its pieces.

use std::collections::HashSet;

use mail_parser::DateTime;

use super::{
    Form, Header, Mail, Oddity,
    address::{From, List, Mailbox},
    attachment, head, html,
    link::Link,
    part::{self, Parts, Text, TextKind},
    scan, word,
};
use crate::options::Limits;

/// Headers of which there may be one (RFC 5322 §3.6, RFC 2045).
const SINGLE: &[&str] = &[
    "from",
    "sender",
    "reply-to",
    "to",
    "cc",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
];
/// Headers that people see.
const SEEN: &[&str] = &["from", "sender", "reply-to", "to", "cc", "subject", "date"];
/// Headers that tell of the way.
const WAY: &[&str] = &[
    "received",
    "x-received",
    "return-path",
    "delivered-to",
    "dkim-signature",
    "domainkey-signature",
    "authentication-results",
    "received-spf",
    "arc-seal",
    "arc-message-signature",
    "arc-authentication-results",
    "x-google-dkim-signature",
];

/// A mail in pieces, within limits.
pub(super) struct Pieces {
    /// The mail as it was signed.
    pub(super) raw: Vec<u8>,
    /// Its headers, the topmost first.
    pub(super) headers: Vec<Header>,
    /// Its parts.
    pub(super) parts: Parts,
    /// Whether the mail or its head is longer than is looked at.
    pub(super) over: bool,
}

impl Pieces {
    /// Those of a mail.
    pub(super) fn of(octets: &[u8], limits: &Limits) -> Self {
        let over = octets.len() > limits.octets;
        let octets = octets.get(..limits.octets).unwrap_or(octets);
        let raw = head::normalised(octets);
        let (block, body) = head::cut(&raw);
        let looked_at = block.get(..limits.head).unwrap_or(block);
        let (headers, all) = head::headers(looked_at, limits.headers);
        Self {
            parts: part::cut(&headers, body, limits),
            headers,
            over: over || !all || looked_at.len() < block.len(),
            raw,
        }
    }
}

/// Cuts a mail.
pub(super) fn mail(octets: &[u8], limits: &Limits) -> Mail {
    let pieces = Pieces::of(octets, limits);
    let mut mail = Mail::default();
    if pieces.over {
        mail.odd(Oddity::OverLimits);
    }
    mail.read_head(pieces.headers);
    mail.read_body(pieces.parts, limits);
    mail.raw = pieces.raw;
    mail
}

/// A text that was copied out of a mail.
pub(super) fn text(text: &str, limits: &Limits) -> Mail {
    let mut end = text.len().min(limits.text);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let over = end < text.len();
    let text = text.get(..end).unwrap_or_default();
    let page = attachment::really(text.trim_start().as_bytes()) == Some("html");
    let kind = if page {
        TextKind::Html
    } else {
        TextKind::Plain
    };
    let texts = vec![Text {
        kind,
        content: text.to_owned(),
        choice: None,
    }];
    let mut mail = Mail {
        form: Form::Text,
        ..Mail::default()
    };
    mail.read_body(
        Parts {
            texts,
            over,
            ..Parts::default()
        },
        limits,
    );
    mail
}

impl Mail {
    fn odd(&mut self, oddity: Oddity) {
        if !self.oddities.contains(&oddity) {
            self.oddities.push(oddity);
        }
    }

    fn read_head(&mut self, headers: Vec<Header>) {
        let all = |name| values(&headers, name);
        let way = headers.iter().any(|it| WAY.contains(&it.name.as_str()));
        self.form = if way { Form::Whole } else { Form::FewHeaders };
        self.from = From::of(all("from"));
        let subject = all("subject").next().map(word::decode).unwrap_or_default();
        subject.trim().clone_into(&mut self.subject);
        self.reply_to = mailboxes(all("reply-to"));
        self.return_path = mailboxes(all("return-path").take(1)).into_iter().next();
        self.to = mailboxes(all("to").chain(all("cc")));
        self.date = all("date").next().and_then(date);
        for name in SINGLE {
            if all(name).nth(1).is_some() {
                self.odd(Oddity::Doubled((*name).to_owned()));
            }
        }
        for name in SEEN {
            for value in all(name) {
                let (controls, hides) = tricks(name, value);
                if controls {
                    self.odd(Oddity::Controls((*name).to_owned()));
                }
                if hides {
                    self.odd(Oddity::EncodedTrick((*name).to_owned()));
                }
            }
        }
        self.headers = headers;
    }

    fn read_body(&mut self, parts: Parts, limits: &Limits) {
        let mut links = Links {
            kept: Vec::new(),
            seen: HashSet::new(),
            most: limits.links,
            over: false,
        };
        let mut over = parts.over;
        let mut shown: Vec<(bool, Option<usize>, String)> = Vec::new();
        for Text {
            kind,
            content: text,
            choice,
        } in parts.texts
        {
            match kind {
                TextKind::Html => {
                    let page = html::read(&text, limits.links);
                    over |= page.over;
                    page.links.into_iter().for_each(|link| links.add(link));
                    scan::links(&page.loose, |link| links.add_bare(link));
                    shown.push((true, choice, page.html.text.clone()));
                    match &mut self.html {
                        Some(html) => html.and(page.html),
                        None => self.html = Some(page.html),
                    }
                }
                TextKind::Plain => {
                    let text = plain(&text);
                    scan::links(&text, |link| links.add_bare(link));
                    shown.push((false, choice, text.clone()));
                    let before = self.plain.get_or_insert_default();
                    join(before, &text);
                }
                TextKind::Calendar => scan::links(&text, |link| links.add_bare(link)),
            }
        }
        self.visible = visible(shown);
        over |= links.over;
        self.links = links.kept;
        self.attachments = parts.attachments;
        self.enclosed = parts.enclosed;
        for (odd, oddity) in [
            (over, Oddity::OverLimits),
            (parts.cut_off, Oddity::CutOff),
            (parts.broken_charset, Oddity::BrokenCharset),
        ] {
            if odd {
                self.odd(oddity);
            }
        }
    }
}

/// The values of the headers of this name.
fn values<'a>(headers: &'a [Header], name: &'a str) -> impl Iterator<Item = &'a str> {
    let found = headers.iter().filter(move |it| it.name == name);
    found.map(|it| it.value.as_str())
}

fn mailboxes<'a>(values: impl Iterator<Item = &'a str>) -> Vec<Mailbox> {
    values
        .flat_map(|it| List::of(it).mailboxes)
        .take(1_000)
        .collect()
}

/// What a reader sees: of a choice, the HTML where there is one.
fn visible(shown: Vec<(bool, Option<usize>, String)>) -> String {
    let pages: HashSet<usize> = shown
        .iter()
        .filter(|(page, ..)| *page)
        .filter_map(|(_, choice, _)| *choice)
        .collect();
    let mut text = String::new();
    for (page, choice, part) in shown {
        if page || !choice.is_some_and(|it| pages.contains(&it)) {
            join(&mut text, &part);
        }
    }
    text
}

fn join(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(more);
}

/// Plain text with the line ends of texts.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Links, each once.
struct Links {
    kept: Vec<Link>,
    seen: HashSet<Link>,
    most: usize,
    over: bool,
}

impl Links {
    fn add(&mut self, link: Link) {
        if self.kept.len() >= self.most {
            self.over |= !self.seen.contains(&link);
        } else if self.seen.insert(link.clone()) {
            self.kept.push(link);
        }
    }

    /// The same, telling whether there is room for more.
    fn add_bare(&mut self, link: Link) -> bool {
        self.add(link);
        !self.over
    }
}

/// `Date`, in seconds since 1970-01-01 UTC.
fn date(value: &str) -> Option<i64> {
    let value: String = value.chars().take(100).collect();
    let date = DateTime::parse_rfc822(&value).filter(DateTime::is_valid)?;
    Some(date.to_timestamp())
}

/// Whether it holds control or turning characters, and whether its encoded words hide something.
fn tricks(name: &str, value: &str) -> (bool, bool) {
    let decoded = word::decode(value);
    let controls = decoded.chars().any(|it| {
        (it.is_control() && !matches!(it, '\t' | '\r' | '\n'))
            || matches!(it, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    });
    if decoded == value {
        return (controls, false);
    }
    let lines = decoded.contains(['\r', '\n', '\0']);
    let nested =
        decoded.contains("=?") && decoded.contains("?=") && word::decode(&decoded) != decoded;
    let addresses = !matches!(name, "subject" | "date");
    let bracket = |text: &str| text.contains('<') && text.contains('@');
    let address = addresses
        && (decoded.matches('<').count() > value.matches('<').count() && bracket(&decoded)
            || decoded.contains('@') && !value.contains('@'));
    (controls, lines || nested || address)
}
