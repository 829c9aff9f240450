//! A mail cut into its parts (RFC 2046).
//!
//! The cutting is ours, and goes only so deep: a stranger can make parts nest without end, and
//! a library that goes down all of them takes the stack with it.

use super::{
    Header,
    attachment::{self, Attachment, Enclosed},
    charset, flowed, head, parameter,
    transfer::Encoding,
};
use crate::{line::lines, options::Limits};

/// How many enclosed mails are kept.
const ENCLOSED: usize = 20;

/// What the parts are, in the order of the mail.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each may be so beside the others"
)]
pub(super) struct Parts {
    /// The texts that are shown.
    pub(super) texts: Vec<Text>,
    /// What is attached.
    pub(super) attachments: Vec<Attachment>,
    /// The mails among it.
    pub(super) enclosed: Vec<Enclosed>,
    /// Whether there is more than is looked at.
    pub(super) over: bool,
    /// Whether one of several parts has no end.
    pub(super) cut_off: bool,
    /// Whether a text isn't of the letters it says it is.
    pub(super) broken_charset: bool,
    /// Whether it is written so that programs may show something else: a boundary had to be
    /// guessed, or a part takes what is shown from elsewhere (RFC 2557).
    pub(super) doubtful: bool,
}

/// A text.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) kind: TextKind,
    pub(super) content: String,
    /// The number of the choice that it is part of (`multipart/alternative`).
    pub(super) choice: Option<usize>,
}

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextKind {
    /// Plain.
    Plain,
    /// HTML.
    Html,
    /// What a calendar reads, and shows: only its links are looked at.
    Calendar,
}

/// Cuts the body of a mail that has these headers.
pub(super) fn cut(headers: &[Header], body: &[u8], limits: &Limits) -> Parts {
    let mut cutter = Cutter {
        limits,
        parts: Parts::default(),
        count: 0,
        text: limits.text,
        enclosed: limits.enclosed,
        choices: 0,
    };
    let fields = Fields::of(headers);
    cutter.part(&fields, body, Place::default());
    cutter.parts
}

/// What a part says of itself.
#[derive(Default)]
struct Fields {
    content_type: Option<String>,
    disposition: String,
    encoding: String,
    id: bool,
    elsewhere: bool,
}

impl Fields {
    fn of(headers: &[Header]) -> Self {
        let find = |name: &str| {
            let header = headers.iter().find(|header| header.name == name);
            header.map(|header| header.value.clone())
        };
        Self {
            content_type: find("content-type").filter(|it| !it.is_empty()),
            disposition: find("content-disposition").unwrap_or_default(),
            encoding: find("content-transfer-encoding").unwrap_or_default(),
            id: find("content-id").is_some(),
            elsewhere: find("content-location").is_some() || find("content-base").is_some(),
        }
    }

    fn parameter(&self, name: &str) -> Option<String> {
        parameter::find(self.content_type.as_deref()?, name)
    }

    fn name(&self) -> String {
        let name = parameter::find_name(&self.disposition, "filename");
        let name = name.or_else(|| parameter::find_name(self.content_type.as_deref()?, "name"));
        name.unwrap_or_default().chars().take(500).collect()
    }
}

/// Where a part lies.
#[derive(Clone, Copy, Default)]
struct Place {
    depth: usize,
    choice: Option<usize>,
    /// In a `multipart/related`.
    related: bool,
    /// In a `multipart/digest`, where mails are what nothing is said of.
    digest: bool,
}

struct Cutter<'l> {
    limits: &'l Limits,
    parts: Parts,
    count: usize,
    /// Octets of text that may still be read.
    text: usize,
    /// Octets of enclosed mails that may still be kept.
    enclosed: usize,
    choices: usize,
}

impl Cutter<'_> {
    fn part(&mut self, fields: &Fields, body: &[u8], place: Place) {
        self.count += 1;
        if self.count > self.limits.parts || place.depth > self.limits.depth {
            self.parts.over = true;
            return;
        }
        self.parts.doubtful |= fields.elsewhere;
        let kind = match &fields.content_type {
            Some(value) => parameter::kind(value),
            None if place.digest => "message/rfc822".to_owned(),
            None => String::new(),
        };
        // A program that kept few headers lost the one that names the boundary.
        let lost = fields.content_type.is_none() && place.depth == 0 && body.starts_with(b"--");
        let several = kind.starts_with("multipart/") || kind == "multipart";
        if several || (lost && guess(body).is_some()) {
            self.several(&kind, fields, body, place);
        } else {
            self.single(kind, fields, body, place);
        }
    }

    fn several(&mut self, kind: &str, fields: &Fields, body: &[u8], place: Place) {
        let most = self.limits.parts.saturating_sub(self.count) + 1;
        let named = fields.parameter("boundary").unwrap_or_default();
        // Spaces at its end don't count (RFC 2046 §5.1.1).
        let mut pieces = between(body, named.trim_end().as_bytes(), most);
        if let Some(guessed) = pieces.found.is_empty().then(|| guess(body)).flatten() {
            pieces = between(body, guessed, most);
            self.parts.doubtful = true;
        }
        self.parts.cut_off |= !pieces.closed && !pieces.over;
        self.parts.over |= pieces.over;
        if pieces.found.is_empty() {
            self.single(
                String::new(),
                &Fields {
                    content_type: None,
                    ..Fields::default()
                },
                body,
                place,
            );
            return;
        }
        let choice = place.choice.or_else(|| {
            (kind == "multipart/alternative").then(|| {
                self.choices += 1;
                self.choices
            })
        });
        let inner = Place {
            depth: place.depth + 1,
            choice,
            related: place.related || kind == "multipart/related",
            digest: kind == "multipart/digest",
        };
        for piece in pieces.found {
            if self.count >= self.limits.parts {
                self.parts.over = true;
                break;
            }
            let (block, body) = head::cut(piece);
            let block = block.get(..self.limits.head).unwrap_or(block);
            let (headers, all) = head::headers(block, self.limits.headers);
            self.parts.over |= !all;
            self.part(&Fields::of(&headers), body, inner);
        }
    }

    fn single(&mut self, kind: String, fields: &Fields, body: &[u8], place: Place) {
        let disposition = parameter::kind(&fields.disposition);
        let name = fields.name();
        let named = !name.is_empty();
        let attached = disposition == "attachment"
            || (named && !self.parts.texts.is_empty() && disposition != "inline");
        let text = match kind.as_str() {
            "text/html" | "html" | "text/xhtml" | "application/xhtml+xml" => Some(TextKind::Html),
            "" | "text/plain" | "text" | "plain" | "text/enriched" | "text/markdown"
            | "text/x-markdown" => Some(TextKind::Plain),
            "text/calendar" => Some(TextKind::Calendar),
            // Programs that know these show them instead of the HTML; the rest don't look.
            "text/x-amp-html" | "text/watch-html" if place.choice.is_some() => return,
            _ => None,
        };
        match text {
            Some(kind @ (TextKind::Plain | TextKind::Html)) if !attached => {
                self.read(kind, fields, body, place);
                return;
            }
            Some(TextKind::Calendar) => self.read(TextKind::Calendar, fields, body, place),
            Some(TextKind::Plain | TextKind::Html) | None => {}
        }
        let encoding = Encoding::named(&fields.encoding);
        let (sample, _) = encoding.decode(body, attachment::SAMPLE);
        let mail = matches!(
            kind.as_str(),
            "message/rfc822" | "message/global" | "message/partial"
        );
        let whole = mail && kind != "message/partial";
        if whole || name.to_ascii_lowercase().ends_with(".eml") {
            self.enclose(&name, encoding, body);
        }
        let shown =
            disposition == "inline" || (disposition.is_empty() && (fields.id || place.related));
        self.parts.attachments.push(Attachment {
            name,
            really: attachment::really(&sample),
            octets: encoding.count(body),
            inline: shown || (kind == "text/calendar" && disposition.is_empty()),
            mail,
            kind,
        });
    }

    /// Keeps a mail that can be had whole: one that is cut off doesn't fit its signatures.
    fn enclose(&mut self, name: &str, encoding: Encoding, body: &[u8]) {
        let (octets, all) = encoding.decode(body, self.enclosed);
        if !all || self.parts.enclosed.len() >= ENCLOSED {
            self.parts.over = true;
            return;
        }
        self.enclosed = self.enclosed.saturating_sub(octets.len());
        self.parts.enclosed.push(Enclosed {
            name: name.to_owned(),
            octets,
        });
    }

    fn read(&mut self, kind: TextKind, fields: &Fields, body: &[u8], place: Place) {
        let encoding = Encoding::named(&fields.encoding);
        let (octets, all) = encoding.decode(body, self.text);
        self.parts.over |= !all;
        self.text = self.text.saturating_sub(octets.len());
        let label = fields.parameter("charset");
        let (text, honest) = charset::decode(&octets, label.as_deref());
        // Cut within a letter, it can't be honest.
        self.parts.broken_charset |= !honest && all;
        let unnamed = fields.content_type.is_none();
        let page = unnamed && attachment::really(text.as_bytes()) == Some("html");
        let kind = if page { TextKind::Html } else { kind };
        let format = fields.parameter("format");
        let flows =
            kind == TextKind::Plain && format.is_some_and(|it| it.eq_ignore_ascii_case("flowed"));
        let content = if flows {
            let joined = fields.parameter("delsp");
            flowed::unfold(
                &text,
                joined.is_some_and(|it| it.eq_ignore_ascii_case("yes")),
            )
        } else {
            text.into_owned()
        };
        self.parts.texts.push(Text {
            kind,
            content,
            choice: place.choice,
        });
    }
}

/// What lies between boundaries.
struct Pieces<'a> {
    found: Vec<&'a [u8]>,
    /// Whether the last one has its end.
    closed: bool,
    /// Whether there are more.
    over: bool,
}

/// What lies between lines of two hyphens and `boundary` (RFC 2046 §5.1.1).
fn between<'a>(body: &'a [u8], boundary: &[u8], most: usize) -> Pieces<'a> {
    let mut pieces = Pieces {
        found: Vec::new(),
        closed: false,
        over: false,
    };
    if boundary.is_empty() {
        return pieces;
    }
    let mut begun: Option<usize> = None;
    let mut at = 0;
    for line in lines(body) {
        let after = line
            .strip_prefix(b"--")
            .and_then(|rest| rest.strip_prefix(boundary));
        let after = after.map(<[u8]>::trim_ascii);
        if let Some(after) = after.filter(|it| it.is_empty() || *it == b"--") {
            pieces
                .found
                .extend(begun.and_then(|from| piece(body, from, at)));
            begun = Some(at + line.len());
            if after == b"--" {
                pieces.closed = true;
                return pieces;
            }
            if pieces.found.len() >= most {
                pieces.over = true;
                return pieces;
            }
        }
        at += line.len();
    }
    // One that was cut off is still a part.
    pieces.found.extend(begun.and_then(|from| body.get(from..)));
    pieces
}

/// Without the line end before the boundary, which belongs to it.
fn piece(body: &[u8], from: usize, to: usize) -> Option<&[u8]> {
    let piece = body.get(from..to)?;
    Some(piece.strip_suffix(b"\r\n").unwrap_or(piece))
}

/// The boundary of a body that doesn't hold the one it should: what follows the hyphens of the
/// first line that headers follow.
fn guess(body: &[u8]) -> Option<&[u8]> {
    let mut lines = lines(body).peekable();
    while let Some(line) = lines.next() {
        let name = line.strip_prefix(b"--").map(<[u8]>::trim_ascii);
        let next = lines.peek().and_then(|it| head::field(it));
        let headed = next.is_some_and(|(name, _)| name.starts_with("content-"));
        if let Some(name) = name.filter(|it| headed && !it.is_empty() && it.len() <= 200) {
            return Some(name);
        }
    }
    None
}
