//! A mail that was forwarded within the text of another: its headers are lost but for the few
//! that a mail program copies. They are put back to where they were, before the whole of the
//! text, pictures and attachments, so that the checker sees a mail as it is shown.

use core::fmt::Write as _;

use kadomori_genuine::mail::{LinkKind, Mail};

/// Lines after its first that belong to what a program copied of the headers.
const LINES: usize = 12;
/// Octets of a copied header.
const LONGEST: usize = 500;

/// What programs call `From` and `Subject` where they copy them.
const FROM: [&str; 5] = ["from", "差出人", "送信者", "発信者", "送信元"];
const SUBJECT: [&str; 4] = ["subject", "件名", "表題", "題名"];
const REPLY_TO: [&str; 2] = ["reply-to", "返信先"];

/// The headers that a program copied.
#[derive(Debug, Default, PartialEq, Eq)]
struct Copied {
    from: String,
    subject: String,
    reply_to: Option<String>,
}

/// The copied mail, as the checker takes it.
pub(super) fn of(octets: &[u8], mail: &Mail) -> Vec<u8> {
    let texts = [mail.plain.as_deref(), Some(mail.visible.as_str())];
    match texts.into_iter().flatten().find_map(headers) {
        Some(copied) => with_headers(&copied, octets),
        None => as_text(mail),
    }
}

/// The headers that a text shows, if it shows who the mail is from and what it is about.
fn headers(text: &str) -> Option<Copied> {
    let mut lines = text.lines().map(bare);
    while let Some(line) = lines.next() {
        let Some(from) = value(line, &FROM).and_then(mailbox) else {
            continue;
        };
        let rest: Vec<&str> = lines.clone().take(LINES).collect();
        let end = rest.iter().position(|line| line.is_empty());
        let block = rest.get(..end.unwrap_or(rest.len())).unwrap_or(&rest);
        let find = |names: &[&str]| block.iter().find_map(|line| value(line, names));
        if let Some(subject) = find(&SUBJECT) {
            return Some(Copied {
                from,
                subject: subject.to_owned(),
                reply_to: find(&REPLY_TO).and_then(mailbox),
            });
        }
    }
    None
}

/// A line without the signs of quoting and emphasis around it.
fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '*' | '|'))
}

/// What stands behind one of these names.
fn value<'a>(line: &'a str, names: &[&str]) -> Option<&'a str> {
    let (name, value) = line.split_once([':', '：'])?;
    let name = bare(name).to_lowercase();
    let value = value
        .trim_start_matches(['*', ' ', '\t', '\u{3000}'])
        .trim_end();
    (names.contains(&name.as_str()) && !value.is_empty() && value.len() <= LONGEST).then_some(value)
}

/// A copied mailbox as a header has it; `None` where the program copied no address.
fn mailbox(text: &str) -> Option<String> {
    let is_bracket = |c: char| "<>[]()".contains(c);
    let mut words = text.split(|c: char| c.is_whitespace() || is_bracket(c));
    let word = words.find(|word| word.contains('@'))?;
    let address = word
        .trim_start_matches("mailto:")
        .trim_matches(['"', ';', ',']);
    let name = text.split(is_bracket).next().unwrap_or_default();
    let name: String = name
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '"' | '\\'))
        .collect();
    let name = name.trim();
    if name.is_empty() || name.contains(address) {
        Some(format!("<{address}>"))
    } else {
        Some(format!("\"{name}\" <{address}>"))
    }
}

/// The mail with these headers in place of its own; those that tell how its text is written
/// stay.
fn with_headers(copied: &Copied, octets: &[u8]) -> Vec<u8> {
    let Copied {
        from,
        subject,
        reply_to,
    } = copied;
    let mut mail = format!("From: {from}\r\nSubject: {subject}\r\n");
    if let Some(reply_to) = reply_to {
        let _ = write!(mail, "Reply-To: {reply_to}\r\n");
    }
    let mut mail = mail.into_bytes();
    let mut stays = false;
    let mut at = 0;
    for line in octets.split_inclusive(|byte| *byte == b'\n') {
        if line == b"\n" || line == b"\r\n" {
            break;
        }
        at += line.len();
        if !line.starts_with(b" ") && !line.starts_with(b"\t") {
            stays = tells_of_text(line);
        }
        if stays {
            mail.extend(line);
        }
    }
    mail.extend(octets.get(at..).unwrap_or_default());
    mail
}

fn tells_of_text(line: &[u8]) -> bool {
    const NAMES: [&str; 3] = ["mime-version", "content-type", "content-transfer-encoding"];
    let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
    let name = name.trim_ascii_end();
    NAMES
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known.as_bytes()))
}

/// The text alone, and where its links lead.
fn as_text(mail: &Mail) -> Vec<u8> {
    let mut text = mail.visible.clone();
    for link in mail.links.iter().filter(|link| link.kind == LinkKind::Web) {
        if !text.contains(&link.target) {
            text.push('\n');
            text.push_str(&link.target);
        }
    }
    // An empty line first: nothing in it is to be taken for a header.
    format!("\n{text}\n").into_bytes()
}
