//! A mail as bytes: RFC 5322 headers, and its two texts as
//! `multipart/alternative` (RFC 2045–2047).
//!
//! The same mail gives the same bytes, on every node and at every repeat: the
//! date is the mail's, the boundary comes from its message id. Not for reading
//! mails, and not for signing them (`dkim` does).

use core::fmt::Write as _;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use kadomori_domain::mark;

use super::OutgoingMail;
use super::address::{AddrSpec, AddressError, escaped, is_atom};

/// The longest line we write (RFC 2045 §6.7, RFC 2047 §2).
const LINE: usize = 76;
/// How much text one encoded word takes: 39 bytes become 52 of base64, which
/// with `=?UTF-8?B??=` and the longest header name stay within a line.
const WORD: usize = 39;
/// How many bytes fill one line of base64.
const BASE64_LINE: usize = 57;

/// Why a mail can't be written down.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// The sender's address can't stand in a mail.
    #[error("the sender's address can't be used, {0}")]
    From(AddressError),
    /// The recipient's address can't stand in a mail.
    #[error("the recipient's address can't be used, {0}")]
    To(AddressError),
    /// The message id isn't `name@domain` of plain characters.
    #[error("its message id isn't of the form name@domain")]
    MessageId,
    /// The date lies beyond what a calendar knows.
    #[error("its date lies beyond the calendar")]
    Date,
    /// The language isn't a language tag.
    #[error("its language isn't a language tag")]
    Language,
}

/// Writes a mail down, ready to be signed and sent.
pub fn build(mail: &OutgoingMail) -> Result<Vec<u8>, MailError> {
    let boundary = boundary(&mail.message_id);
    let mut out = String::with_capacity(2048 + 2 * (mail.text.len() + mail.html.len()));
    headers(&mut out, mail, &boundary)?;
    part(&mut out, &boundary, "text/plain", &mail.text);
    part(&mut out, &boundary, "text/html", &mail.html);
    line(&mut out, &format!("--{boundary}--"));
    Ok(out.into_bytes())
}

fn headers(out: &mut String, mail: &OutgoingMail, boundary: &str) -> Result<(), MailError> {
    let from = AddrSpec::parse(&mail.from.address).map_err(MailError::From)?;
    let to = AddrSpec::parse(&mail.to).map_err(MailError::To)?;
    line(out, &from_header(&mail.from.name, &from));
    line(out, &format!("To: <{}>", to.as_str()));
    line(out, &format!("Subject: {}", free_text(&mail.subject)));
    line(out, &format!("Date: {}", date(mail.date)?));
    line(
        out,
        &format!("Message-ID: <{}>", message_id(&mail.message_id)?),
    );
    match mail.answers.as_deref().filter(|id| is_plain_id(id)) {
        None => line(out, "Auto-Submitted: auto-generated"),
        Some(answered) => {
            line(out, "Auto-Submitted: auto-replied");
            line(out, &format!("In-Reply-To: <{answered}>"));
            line(out, &format!("References: <{answered}>"));
        }
    }
    if let Some(mark) = &mail.mark {
        line(out, &format!("{}: {mark}", mark::HEADER));
    }
    line(
        out,
        &format!("Content-Language: {}", language(&mail.language)?),
    );
    line(out, "MIME-Version: 1.0");
    line(out, "Content-Type: multipart/alternative;");
    line(out, &format!(" boundary=\"{boundary}\""));
    line(out, "");
    Ok(())
}

fn part(out: &mut String, boundary: &str, content_type: &str, text: &str) {
    let text = with_mail_line_ends(text);
    line(out, &format!("--{boundary}"));
    line(out, &format!("Content-Type: {content_type}; charset=utf-8"));
    if escapes_are_rare(&text) {
        line(out, "Content-Transfer-Encoding: quoted-printable");
        line(out, "");
        quoted_printable(out, &text);
    } else {
        line(out, "Content-Transfer-Encoding: base64");
        line(out, "");
        for chunk in text.as_bytes().chunks(BASE64_LINE) {
            line(out, &BASE64.encode(chunk));
        }
    }
    // The line end before a boundary belongs to the boundary (RFC 2046 §5.1.1).
    line(out, "");
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push_str("\r\n");
}

/// A boundary that can't occur in either part: neither base64 nor
/// quoted-printable ever writes `=_` (RFC 2045 §6.7, note).
fn boundary(message_id: &str) -> String {
    let hash = digest(&SHA256, message_id.as_bytes());
    let hex = |mut text: String, byte: &u8| {
        let _ = write!(text, "{byte:02x}");
        text
    };
    let hash = hash.as_ref().iter().take(16).fold(String::new(), hex);
    format!("=_{hash}")
}

fn from_header(name: &str, address: &AddrSpec) -> String {
    let name = without_controls(name);
    let address = address.as_str();
    if name.is_empty() {
        return format!("From: <{address}>");
    }
    let plain = format!("From: \"{}\" <{address}>", escaped(&name));
    if is_plain(&name) && plain.len() <= LINE {
        plain
    } else {
        format!("From: {}\r\n <{address}>", encoded_words(&name))
    }
}

/// The value of an unstructured header, after a name no longer than `Subject`.
fn free_text(text: &str) -> String {
    let text = without_controls(text);
    if is_plain(&text) && "Subject: ".len() + text.len() <= LINE {
        text
    } else {
        encoded_words(&text)
    }
}

/// Text from a config or a template becomes one line, whatever it held: a line
/// break in a header would start another header.
fn without_controls(text: &str) -> String {
    let one_line = text.replace(char::is_control, " ");
    one_line.trim().to_owned()
}

/// Whether a header may show `text` as it is. What looks like an encoded word
/// may not: it would be read as one.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~')) && !text.contains("=?")
}

/// RFC 2047 §2: words of at most 75 characters, no character cut in two.
fn encoded_words(text: &str) -> String {
    let mut words = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (word, tail) = rest.split_at(rest.floor_char_boundary(WORD));
        words.push(format!("=?UTF-8?B?{}?=", BASE64.encode(word)));
        rest = tail;
    }
    words.join("\r\n ")
}

fn date(micros: i64) -> Result<String, MailError> {
    let moment = jiff::Timestamp::from_microsecond(micros).map_err(|_| MailError::Date)?;
    Ok(moment.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string())
}

fn message_id(id: &str) -> Result<&str, MailError> {
    let (left, right) = id.split_once('@').ok_or(MailError::MessageId)?;
    let is_dot_atom = |side: &str| side.split('.').all(is_atom);
    if is_dot_atom(left) && is_dot_atom(right) && id.len() <= 255 {
        Ok(id)
    } else {
        Err(MailError::MessageId)
    }
}

/// Whether somebody else's `Message-ID` can be repeated: it ends neither its header nor itself.
fn is_plain_id(id: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>');
    id.len() <= 255 && id.contains('@') && id.bytes().all(is_plain)
}

fn language(tag: &str) -> Result<&str, MailError> {
    let is_subtag = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    if tag.split('-').all(is_subtag) {
        Ok(tag)
    } else {
        Err(MailError::Language)
    }
}

/// Every line end as CRLF, the last line ended too.
fn with_mail_line_ends(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut text = text.replace('\n', "\r\n");
    if !text.is_empty() && !text.ends_with("\r\n") {
        text.push_str("\r\n");
    }
    text
}

/// Whether quoted-printable comes out shorter than base64, and so stays
/// readable in the source of the mail.
fn escapes_are_rare(text: &str) -> bool {
    let escaped = text.bytes().filter(|byte| must_escape(*byte)).count();
    2 * escaped <= text.len() / 3
}

fn must_escape(byte: u8) -> bool {
    !matches!(byte, b' '..=b'<' | b'>'..=b'~' | b'\t' | b'\r' | b'\n')
}

/// RFC 2045 §6.7, over text whose line ends are CRLF.
fn quoted_printable(out: &mut String, text: &str) {
    for text in text.split_terminator("\r\n") {
        quoted_printable_line(out, text.as_bytes());
        out.push_str("\r\n");
    }
}

fn quoted_printable_line(out: &mut String, text: &[u8]) {
    let mut column = 0;
    for (at, &byte) in text.iter().enumerate() {
        let is_last = at + 1 == text.len();
        let ends_in_space = is_last && matches!(byte, b' ' | b'\t');
        // Some servers turn "From " at the start of a line into ">From ".
        let starts_like_mbox = at == 0 && text.starts_with(b"From ");
        let escape = must_escape(byte) || ends_in_space || starts_like_mbox;
        let width = if escape { 3 } else { 1 };
        let room = if is_last { LINE } else { LINE - 1 };
        if column + width > room {
            out.push_str("=\r\n");
            column = 0;
        }
        if escape {
            let _ = write!(out, "={byte:02X}");
        } else {
            out.push(char::from(byte));
        }
        column += width;
    }
}

#[cfg(test)]
mod tests {
    use mail_parser::{MessageParser, MimeHeaders as _};

    use super::super::samples::{english, japanese};
    use super::*;

    fn source(mail: &OutgoingMail) -> String {
        String::from_utf8(build(mail).unwrap()).unwrap()
    }

    /// The lines of a mail's source, after a look at their form.
    fn lines(source: &str) -> Vec<&str> {
        assert!(source.ends_with("\r\n"));
        assert!(source.is_ascii());
        assert!(!source.contains('\0'));
        let lines: Vec<_> = source.split_terminator("\r\n").collect();
        for line in &lines {
            assert!(!line.contains(['\r', '\n']), "{line:?}");
            assert!(line.len() <= LINE, "{line:?}");
        }
        lines
    }

    fn header_names(source: &str) -> Vec<&str> {
        let (headers, _) = source.split_once("\r\n\r\n").unwrap();
        let starts = headers.split("\r\n").filter(|line| !line.starts_with(' '));
        starts.map(|line| line.split_once(':').unwrap().0).collect()
    }

    #[test]
    fn an_english_mail_looks_like_this() {
        insta::assert_snapshot!(lines(&source(&english())).join("\n"));
    }

    #[test]
    fn a_japanese_mail_looks_like_this() {
        insta::assert_snapshot!(lines(&source(&japanese())).join("\n"));
    }

    #[test]
    fn another_parser_reads_back_what_was_written() {
        for mail in [english(), japanese()] {
            let source = source(&mail);
            let read = MessageParser::new().parse(source.as_bytes()).unwrap();
            assert_eq!(read.subject().unwrap(), mail.subject);
            let from = read.from().unwrap().first().unwrap();
            assert_eq!(from.name().unwrap(), mail.from.name);
            assert_eq!(from.address().unwrap(), mail.from.address);
            assert_eq!(
                read.to().unwrap().first().unwrap().address().unwrap(),
                mail.to
            );
            assert_eq!(read.message_id().unwrap(), mail.message_id);
            assert_eq!(read.date().unwrap().to_timestamp(), mail.date / 1_000_000);
            assert_eq!(read.body_text(0).unwrap().replace("\r\n", "\n"), mail.text);
            assert_eq!(read.body_html(0).unwrap().replace("\r\n", "\n"), mail.html);
            let kind = read.content_type().unwrap();
            assert_eq!(
                (kind.ctype(), kind.subtype()),
                ("multipart", Some("alternative"))
            );
            assert_eq!(read.text_body_count() + read.html_body_count(), 2);
            assert_eq!(read.attachment_count(), 0);
        }
    }

    #[test]
    fn the_same_mail_gives_the_same_bytes() {
        assert_eq!(build(&japanese()), build(&japanese()));
        let other = OutgoingMail {
            message_id: "other@example.jp".to_owned(),
            ..japanese()
        };
        assert_ne!(build(&japanese()), build(&other));
    }

    #[test]
    fn no_header_invites_unsubscribing_or_tracking() {
        let source = source(&english());
        assert_eq!(
            header_names(&source),
            [
                "From",
                "To",
                "Subject",
                "Date",
                "Message-ID",
                "Auto-Submitted",
                "Content-Language",
                "MIME-Version",
                "Content-Type"
            ]
        );
    }

    #[test]
    fn an_answer_says_that_no_person_wrote_it_and_to_what() {
        let answer = |answers: &str| OutgoingMail {
            answers: Some(answers.to_owned()),
            ..english()
        };
        let written = source(&answer("a.b+c@mail.example.jp"));
        assert!(written.contains("\r\nAuto-Submitted: auto-replied\r\n"));
        assert!(written.contains("\r\nIn-Reply-To: <a.b+c@mail.example.jp>\r\n"));
        assert!(written.contains("\r\nReferences: <a.b+c@mail.example.jp>\r\n"));
        for poison in ["a@b>\r\nBcc: <c@d", "a@b c", "a@b>", "ab", ""] {
            assert_eq!(source(&answer(poison)), source(&english()), "{poison:?}");
        }
    }

    #[test]
    fn a_line_break_in_a_text_starts_no_header() {
        let expected = header_names(&source(&english())).join(",");
        for poison in [
            "\r\nBcc: b@example.jp",
            "\nBcc: b",
            "\rBcc: b",
            "\0\u{85}\r\n\r\nHi",
        ] {
            let mail = OutgoingMail {
                subject: format!("Code{poison}"),
                from: super::super::Sender {
                    name: format!("Kadomori{poison}"),
                    ..english().from
                },
                ..english()
            };
            let source = source(&mail);
            lines(&source);
            assert_eq!(header_names(&source).join(","), expected);
        }
    }

    #[test]
    fn a_line_break_in_an_address_an_id_or_a_language_is_refused() {
        let poison = "\r\nBcc: b@example.jp";
        let mut mail = english();
        mail.to.push_str(poison);
        assert_eq!(build(&mail), Err(MailError::To(AddressError::Characters)));
        let mut mail = english();
        mail.from.address.push_str(poison);
        assert_eq!(build(&mail), Err(MailError::From(AddressError::Characters)));
        let mut mail = english();
        mail.message_id.push_str(poison);
        assert_eq!(build(&mail), Err(MailError::MessageId));
        let mut mail = english();
        mail.language.push_str(poison);
        assert_eq!(build(&mail), Err(MailError::Language));
    }

    #[test]
    fn an_address_as_carriers_gave_them_stands_quoted_in_the_header() {
        let mail = OutgoingMail {
            to: "ab..c@docomo.ne.jp".to_owned(),
            ..english()
        };
        assert!(source(&mail).contains("\r\nTo: <\"ab..c\"@docomo.ne.jp>\r\n"));
    }

    #[test]
    fn a_long_or_odd_name_becomes_encoded_words_that_read_back() {
        for name in [
            "門".repeat(60),
            "A \"quoted\" name, with \\ and more".to_owned(),
            "=?utf-8?Q?looks_encoded?=".to_owned(),
            "A rather long name that can't share its line with an address".to_owned(),
            "🦉👩‍👩‍👧".repeat(8),
        ] {
            let mut mail = english();
            mail.from.name.clone_from(&name);
            mail.subject.clone_from(&name);
            let source = source(&mail);
            lines(&source);
            let read = MessageParser::new().parse(source.as_bytes()).unwrap();
            assert_eq!(read.from().unwrap().first().unwrap().name().unwrap(), name);
            assert_eq!(read.subject().unwrap(), name);
        }
    }

    #[test]
    fn bodies_of_every_kind_read_back() {
        for text in [
            "ends in a space \nand a tab\t\nFrom here\n.\n..\n= =3D\n".to_owned(),
            "x".repeat(75) + "\n" + &"y".repeat(76) + "\n" + &"z".repeat(77) + "\n",
            "a".repeat(74) + "é\n" + &"b".repeat(75) + "é and some more of it\n",
            "mixed\r\n\nline\rends".to_owned(),
            "確".repeat(300),
            "\0 and \u{7f}, and then enough plain text to stay quoted-printable".to_owned(),
        ] {
            let mail = OutgoingMail {
                text: text.clone(),
                ..english()
            };
            let source = source(&mail);
            lines(&source);
            let read = MessageParser::new().parse(source.as_bytes()).unwrap();
            let read = read.body_text(0).unwrap().into_owned();
            assert_eq!(with_mail_line_ends(&read), with_mail_line_ends(&text));
        }
    }

    #[test]
    fn a_date_beyond_the_calendar_is_refused() {
        let mail = OutgoingMail {
            date: i64::MAX,
            ..english()
        };
        assert_eq!(build(&mail), Err(MailError::Date));
    }
}
