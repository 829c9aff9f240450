//! What was handed in: a mail, a text copied out of one, or something that is neither.

mod copied;

use std::borrow::Cow;

use crate::{
    line::lines,
    mail::{self, Mail},
    options::Limits,
};

/// Why there is nothing to judge. Each has a sentence for people (`wording`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Unreadable {
    /// There is nothing in it.
    #[error("it is empty")]
    Empty,
    /// Outlook's own form (`.msg`, OLE), which has no original headers to verify.
    #[error("it is an Outlook message (.msg); save it as .eml instead")]
    OutlookMessage,
    /// A picture, a PDF, an archive or a program.
    #[error("it is a picture, document, archive or program, not a mail")]
    NotAMail,
    /// Longer than is looked at.
    #[error("it is longer than what is looked at")]
    TooLarge,
}

/// Octets that are looked at to tell whether it begins with headers.
const HEAD: usize = 64 * 1024;
/// Headers that a program writes, and nobody copies out of a page.
const BY_PROGRAMS: &[&str] = &[
    "received",
    "return-path",
    "delivered-to",
    "message-id",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "dkim-signature",
    "authentication-results",
    "received-spf",
    "arc-seal",
    "arc-message-signature",
    "arc-authentication-results",
    "x-received",
    "x-mailer",
    "x-originating-ip",
    "list-unsubscribe",
    "envelope-to",
    "domainkey-signature",
];

/// Opens what was handed in.
pub fn open(input: &[u8], limits: &Limits) -> Result<Mail, Unreadable> {
    if input.len() > limits.octets {
        return Err(Unreadable::TooLarge);
    }
    let input = of_one_octet(input);
    let blank = |it: &u8| it.is_ascii_whitespace() || *it == 0;
    if without_mark(&input).iter().all(blank) {
        return Err(Unreadable::Empty);
    }
    let sample = input.get(..mail::SAMPLE).unwrap_or(&input);
    match mail::really(sample) {
        Some("ole") => return Err(Unreadable::OutlookMessage),
        Some("html" | "svg") | None => {}
        Some(_) => return Err(Unreadable::NotAMail),
    }
    if is_binary(sample) {
        return Err(Unreadable::NotAMail);
    }
    if has_head(&input) {
        return Ok(Mail::parse(&input, limits));
    }
    let text = mail::unlabelled(without_mark(&input));
    Ok(match copied::with_head(&text) {
        Some(mail) => Mail::parse(mail.as_bytes(), limits),
        None => Mail::of_text(&text, limits),
    })
}

fn without_mark(input: &[u8]) -> &[u8] {
    input.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(input)
}

/// Text of two octets a letter, as some programs save it, in UTF-8.
fn of_one_octet(input: &[u8]) -> Cow<'_, [u8]> {
    let encoding = match input {
        [0xFF, 0xFE, ..] => encoding_rs::UTF_16LE,
        [0xFE, 0xFF, ..] => encoding_rs::UTF_16BE,
        _ => return Cow::Borrowed(input),
    };
    Cow::Owned(
        encoding
            .decode_with_bom_removal(input)
            .0
            .into_owned()
            .into_bytes(),
    )
}

/// Whether it is full of octets that no text holds.
fn is_binary(sample: &[u8]) -> bool {
    let odd = |it: &&u8| matches!(**it, 0..=8 | 14..=26 | 28..=31);
    sample.iter().filter(odd).count() * 20 > sample.len()
}

/// Whether it begins with headers, and not only with lines that look like them in a copied text
/// (`From: …`, `Sent: …`).
fn has_head(input: &[u8]) -> bool {
    let start = without_mark(input).trim_ascii_start();
    if mail::is_mbox_line(start) {
        return true;
    }
    let start = start.get(..HEAD).unwrap_or(start);
    let mut names = Vec::new();
    let (mut sender, mut date, mut strange) = (false, false, 0_usize);
    for line in start.split(|it| *it == b'\n') {
        let line = line.trim_ascii_end();
        if line.is_empty() {
            break;
        }
        if matches!(line.first(), Some(b' ' | b'\t')) && !names.is_empty() {
            continue;
        }
        let Some((name, value)) = mail::field(line) else {
            strange += 1;
            // A text that begins with one word and a colon is a text.
            if names.is_empty() || strange > 3 {
                break;
            }
            continue;
        };
        sender |= name == "from" && value.contains(&b'@');
        date |= name == "date" && is_date(&value);
        names.push(name);
    }
    let has = |name: &str| names.iter().any(|it| it == name);
    let by_program = BY_PROGRAMS.iter().any(|name| has(name));
    // Copied out of a mail program, such lines have other names, or dates for people.
    let few = sender && has("subject") && !has("sent") && (date || !has("date"));
    by_program || few || (sender && date)
}

/// Whether a program wrote this date (RFC 5322 §3.3): `14 May 2026 13:10:10 +0900`.
fn is_date(value: &[u8]) -> bool {
    let Ok(text) = core::str::from_utf8(value) else {
        return false;
    };
    let zoned = text.split_whitespace().any(|it| {
        let digits = it.strip_prefix(['+', '-']);
        digits.is_some_and(|it| it.len() == 4 && it.bytes().all(|it| it.is_ascii_digit()))
            || matches!(it, "GMT" | "UT" | "UTC" | "Z")
    });
    zoned && text.matches(':').count() >= 1
}

/// The mails of an mbox (`From ` lines, RFC 4155; `>From ` is put right), or the one mail that
/// this is. Each octet is looked at once, and the mails are cut as they are asked for.
pub fn split(input: &[u8]) -> impl Iterator<Item = Cow<'_, [u8]>> {
    let mbox = without_mark(input).starts_with(b"From ");
    let mut rest = without_mark(input);
    let mut whole = (!mbox).then_some(input);
    core::iter::from_fn(move || {
        if let Some(whole) = whole.take() {
            return Some(Cow::Borrowed(whole));
        }
        if !mbox || rest.is_empty() {
            return None;
        }
        let (mail, left) = first(rest);
        rest = left;
        Some(mail)
    })
}

/// The first mail of an mbox, without its `From ` line, and the rest of the mbox.
fn first(mbox: &[u8]) -> (Cow<'_, [u8]>, &[u8]) {
    let begin = line_length(mbox);
    let mut at = begin;
    let mut escaped = false;
    let mut blank = false;
    while let Some(line) = mbox.get(at..).filter(|it| !it.is_empty()) {
        let length = line_length(line);
        if line.starts_with(b"From ") && blank && heads(line.get(length..).unwrap_or_default()) {
            break;
        }
        escaped |= is_escaped(line);
        blank = matches!(line.get(..length), Some(b"\n" | b"\r\n"));
        at += length;
    }
    let mail = mbox.get(begin..at).unwrap_or_default();
    let left = mbox.get(at..).unwrap_or_default();
    if escaped {
        return (Cow::Owned(put_right(mail)), left);
    }
    (Cow::Borrowed(mail), left)
}

/// How long the first line is, with its end.
fn line_length(text: &[u8]) -> usize {
    memchr::memchr(b'\n', text).map_or(text.len(), |at| at + 1)
}

/// Whether it begins with a header: a mail does, a sentence that begins with "From" goes on.
fn heads(text: &[u8]) -> bool {
    let line = text.get(..line_length(text).min(200)).unwrap_or_default();
    mail::is_mbox_line(line) || mail::field(line).is_some()
}

/// `>From `, with any number of signs.
fn is_escaped(line: &[u8]) -> bool {
    let signs = line.iter().take_while(|it| **it == b'>').count();
    signs > 0 && line.get(signs..).is_some_and(|it| it.starts_with(b"From "))
}

fn put_right(mail: &[u8]) -> Vec<u8> {
    let mut right = Vec::with_capacity(mail.len());
    for line in lines(mail) {
        let line = if is_escaped(line) {
            line.get(1..).unwrap_or_default()
        } else {
            line
        };
        right.extend_from_slice(line);
    }
    right
}

#[cfg(test)]
mod tests;
