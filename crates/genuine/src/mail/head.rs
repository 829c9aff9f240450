//! The header block (RFC 5322 §2.2), and the line ends of the whole.

use super::{Header, charset};
use crate::line::lines;

/// The mail as it was on its way: every line ends in CRLF; without a byte order mark, empty
/// lines or an mbox line before it.
pub(super) fn normalised(octets: &[u8]) -> Vec<u8> {
    let mut octets = octets.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(octets);
    loop {
        let before = octets;
        octets = without_empty_lines(octets);
        if is_mbox_line(octets) {
            let end = octets.iter().position(|it| *it == b'\n');
            octets = end.and_then(|at| octets.get(at + 1..)).unwrap_or_default();
        }
        if octets.len() == before.len() {
            break;
        }
    }
    let mut raw = Vec::with_capacity(octets.len() + octets.len() / 40 + 2);
    for line in lines(octets) {
        if let Some(line) = line.strip_suffix(b"\n") {
            raw.extend_from_slice(without_cr(line));
            raw.extend_from_slice(b"\r\n");
        } else {
            raw.extend_from_slice(line);
        }
    }
    raw
}

/// Without the empty lines it begins with.
fn without_empty_lines(octets: &[u8]) -> &[u8] {
    let empty = octets.iter().take_while(|it| matches!(it, b'\r' | b'\n'));
    octets.get(empty.count()..).unwrap_or_default()
}

/// Whether it begins with the line that mailboxes are cut by (RFC 4155), or with one that was
/// kept from being taken for it.
pub(crate) fn is_mbox_line(octets: &[u8]) -> bool {
    octets.starts_with(b"From ") || octets.starts_with(b">From ")
}

/// Without the CRs before its end: some programs write several.
fn without_cr(line: &[u8]) -> &[u8] {
    let end = line
        .iter()
        .rposition(|it| *it != b'\r')
        .map_or(0, |at| at + 1);
    line.get(..end).unwrap_or_default()
}

/// The header block and the body of something whose lines end in CRLF.
pub(super) fn cut(raw: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    for line in lines(raw) {
        let end = at + line.len();
        if line == b"\r\n" {
            return (
                raw.get(..at).unwrap_or_default(),
                raw.get(end..).unwrap_or_default(),
            );
        }
        at = end;
    }
    (raw, &[])
}

/// The headers of a block, at most so many, and whether that is all. Lines that are none are
/// passed over.
pub(super) fn headers(block: &[u8], most: usize) -> (Vec<Header>, bool) {
    let mut headers: Vec<Header> = Vec::new();
    let mut open: Option<(String, Vec<u8>)> = None;
    for line in lines(block) {
        let line = line.strip_suffix(b"\r\n").unwrap_or(line);
        if matches!(line.first(), Some(b' ' | b'\t')) {
            if let Some((_, value)) = &mut open {
                value.extend_from_slice(line);
            }
        } else {
            headers.extend(open.take().map(finished));
            open = field(line);
            if headers.len() >= most {
                return (headers, open.is_none());
            }
        }
    }
    headers.extend(open.take().map(finished));
    (headers, true)
}

fn finished((name, value): (String, Vec<u8>)) -> Header {
    let value = charset::unlabelled(&value).trim().to_owned();
    Header { name, value }
}

/// A field's name in lower case, and what follows the colon.
pub(crate) fn field(line: &[u8]) -> Option<(String, Vec<u8>)> {
    let at = line.iter().position(|it| *it == b':')?;
    let name = line.get(..at)?.trim_ascii_end();
    let good = !name.is_empty() && name.len() <= 200 && name.iter().all(u8::is_ascii_graphic);
    let value = line.get(at + 1..).unwrap_or_default();
    let name = core::str::from_utf8(name).ok().filter(|_| good)?;
    Some((name.to_ascii_lowercase(), value.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_become_those_of_the_way() {
        assert_eq!(normalised(b"a\nb\r\nc\r\r\n\nd"), b"a\r\nb\r\nc\r\n\r\nd");
    }

    #[test]
    fn what_was_put_before_the_mail_is_taken_away() {
        for before in [
            "",
            "\n\n",
            "\u{FEFF}",
            "From a@b Mon\n",
            ">From a@b Mon\r\n",
            "\r\nFrom x\n\n",
        ] {
            let octets = format!("{before}Subject: a\n\nFrom b\n");
            assert_eq!(
                normalised(octets.as_bytes()),
                b"Subject: a\r\n\r\nFrom b\r\n"
            );
        }
        assert_eq!(normalised(b"From "), b"");
    }

    #[test]
    fn headers_are_unfolded() {
        let (head, body) = cut(b"A: 1\r\n\t2\r\nnone\r\n B : =?x\r\n\r\nC: 3\r\n");
        assert_eq!(body, b"C: 3\r\n");
        let (headers, all) = headers(head, 10);
        assert!(all);
        let pairs: Vec<_> = headers
            .iter()
            .map(|it| (it.name.as_str(), it.value.as_str()))
            .collect();
        assert_eq!(pairs, [("a", "1\t2")]);
    }

    #[test]
    fn only_so_many_headers_are_kept() {
        let block = "A: 1\r\n".repeat(100);
        let (headers, all) = headers(block.as_bytes(), 10);
        assert_eq!((headers.len(), all), (10, false));
    }

    #[test]
    fn raw_octets_are_read_as_they_are_meant() {
        let sjis = encoding_rs::SHIFT_JIS
            .encode("Subject: サインインのコード\r\n")
            .0
            .into_owned();
        let (headers, _) = headers(&sjis, 10);
        assert_eq!(headers[0].value, "サインインのコード");
    }
}
