//! What a mail that arrives is: one of ours that comes back, or something else.
//!
//! It believes the envelope and what servers wrote; that it is *our* mail is told by the
//! signed name in the address it came to (`super::address`), never by anything in it.

pub(super) mod part;
mod report;
mod status;
#[cfg(test)]
mod tests;
mod words;

use core::fmt;

use kadomori_domain::delivery::{Permanence, Report};
use mail_parser::Message;

use self::{
    part::Part,
    status::says_unknown,
    words::{kept, server},
};
pub(crate) use status::Status;

/// Octets of a text for people that are searched for codes and words.
const TEXT: usize = 16 * 1024;

/// Who a mail is from, by its envelope.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum ReversePath {
    /// Nobody, `<>`: a notification, to which none may answer (RFC 5321 §4.5.5).
    Null,
    /// Someone: the address, which anybody can claim.
    Someone(String),
}

/// Without the address.
impl fmt::Debug for ReversePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "Null",
            Self::Someone(_) => "Someone(…)",
        })
    }
}

/// A mail that arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Incoming {
    /// It tells of a mail of ours.
    Returned(Returned),
    /// It is something else.
    Other(Other),
}

/// What a mail tells of one of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Returned {
    /// What became of it; `None` when it was passed on to where no reports come from.
    pub(crate) report: Option<Report>,
    /// The code, where there was one.
    pub(crate) status: Option<Status>,
    /// The server that says so, or the one that tells.
    pub(crate) server: String,
    /// In what words; nobody's address is in them.
    pub(crate) answer: String,
}

/// Why a mail tells of none of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Other {
    /// Someone sent it.
    FromSomeone,
    /// A program answered in someone's stead (RFC 3834).
    AutoReply,
    /// It reports on something else: that a mail was read, or taken for junk.
    AnotherReport,
    /// It can't be read.
    Unreadable,
}

/// Reads a mail.
pub(crate) fn read(mail: &[u8], from: &ReversePath) -> Incoming {
    match from {
        ReversePath::Null => {}
        ReversePath::Someone(_) => return Incoming::Other(Other::FromSomeone),
    }
    let whole = Part::of(mail);
    let Some(headers) = &whole.headers else {
        return Incoming::Other(Other::Unreadable);
    };
    if let Some(notice) = whole.search(&mut report::read) {
        return Incoming::Returned(Returned {
            report: notice.report,
            status: notice.status,
            server: notice.server.unwrap_or_else(|| sender(headers)),
            answer: notice.words,
        });
    }
    let kind = whole.attribute("report-type");
    if kind.is_some_and(|kind| !kind.eq_ignore_ascii_case("delivery-status")) {
        return Incoming::Other(Other::AnotherReport);
    }
    in_words(&whole, headers)
}

/// A notification for people alone, as qmail and old gateways write it.
fn in_words(whole: &Part<'_>, headers: &Message<'_>) -> Incoming {
    let text = whole
        .search(&mut |part| (!part.is_multipart()).then(|| part.content(TEXT)))
        .unwrap_or_default();
    let is_signed = headers.header("X-Failed-Recipients").is_some() || is_from_a_server(headers);
    if !is_signed && (is_automatic(headers) || Status::list(&text).next().is_none()) {
        return Incoming::Other(Other::AutoReply);
    }
    let subject = headers.subject().unwrap_or_default();
    let codes: Vec<Status> = Status::list(&text).filter(|it| it.class != 2).collect();
    let gone = codes.iter().find(|it| it.permanence() == Permanence::Hard);
    let telling = gone.or_else(|| codes.iter().find(|it| !it.is_vague()));
    let report = if is_only_late(subject) {
        Report::Delayed
    } else if gone.is_some() || (telling.is_none() && says_unknown(&text)) {
        Report::Failed(Permanence::Hard)
    } else {
        Report::Failed(Permanence::Soft)
    };
    let mut lines = text.lines();
    let line = match telling.map(ToString::to_string) {
        Some(code) => lines.find(|line| line.contains(&code)),
        None => lines.find(|line| says_unknown(line)),
    };
    Incoming::Returned(Returned {
        report: Some(report),
        status: telling.copied(),
        server: sender(headers),
        answer: kept(line.unwrap_or(subject)),
    })
}

/// Whether a subject says that the mail is still tried, as sendmail's and Exim's do.
fn is_only_late(subject: &str) -> bool {
    let subject = subject.to_ascii_lowercase();
    subject.starts_with("warning") || subject.contains("delayed")
}

/// Whether mail servers sign like this.
fn is_from_a_server(headers: &Message<'_>) -> bool {
    const NAMES: [&str; 4] = ["mailer-daemon", "postmaster", "mail-daemon", "mailerdaemon"];
    let address = from(headers).unwrap_or_default();
    let local = address.split('@').next().unwrap_or_default();
    NAMES.iter().any(|name| local.eq_ignore_ascii_case(name))
}

/// Whether it says that no person wrote it (RFC 3834 §5).
fn is_automatic(headers: &Message<'_>) -> bool {
    let field = headers.header("Auto-Submitted").and_then(|it| it.as_text());
    field.is_some_and(|value| !value.trim().to_ascii_lowercase().starts_with("no"))
}

/// The server that wrote it, as far as `From` tells.
fn sender(headers: &Message<'_>) -> String {
    let domain = from(headers).and_then(|address| address.rsplit_once('@'));
    domain
        .and_then(|(_, domain)| server(domain))
        .unwrap_or_else(|| "unknown".to_owned())
}

fn from<'a>(headers: &'a Message<'_>) -> Option<&'a str> {
    headers.from()?.first()?.address()
}
