//! The `relaxed` canonical forms (RFC 6376 §3.4.2, §3.4.4): a mail as it still
//! is after servers have refolded its headers and trimmed its lines.

/// A mail, taken apart.
pub(super) struct Message<'m> {
    /// The headers from top to bottom, each with its continuation lines.
    headers: Vec<&'m [u8]>,
    body: &'m [u8],
}

impl<'m> Message<'m> {
    /// `None` if there is no blank line after headers.
    pub(super) fn parse(mail: &'m [u8]) -> Option<Self> {
        let mut headers = Vec::new();
        let mut rest = mail;
        loop {
            if let Some(body) = rest.strip_prefix(b"\r\n") {
                return (!headers.is_empty()).then_some(Self { headers, body });
            }
            let (header, tail) = rest.split_at_checked(header_end(rest)?)?;
            headers.push(header);
            rest = tail;
        }
    }

    /// The headers of these names in canonical form. A name taken again means
    /// the next one further up, or none (RFC 6376 §5.4.2).
    pub(super) fn relaxed_headers(&self, names: &[&str]) -> String {
        let mut left = self.headers.clone();
        let mut canonical = String::new();
        for name in names {
            let is_it = |header: &&[u8]| name_of(header).eq_ignore_ascii_case(name.as_bytes());
            if let Some(at) = left.iter().rposition(is_it) {
                canonical.push_str(&relaxed_header(left.remove(at)));
                canonical.push_str("\r\n");
            }
        }
        canonical
    }

    /// The body in canonical form.
    pub(super) fn relaxed_body(&self) -> Vec<u8> {
        let mut canonical = Vec::with_capacity(self.body.len());
        let mut empty_lines = 0;
        for line in lines(self.body) {
            let line = relaxed_line(line);
            if line.is_empty() {
                empty_lines += 1;
                continue;
            }
            canonical.extend(b"\r\n".repeat(empty_lines));
            empty_lines = 0;
            canonical.extend_from_slice(&line);
            canonical.extend_from_slice(b"\r\n");
        }
        canonical
    }
}

/// One header in canonical form, without the line end.
pub(super) fn relaxed_header(header: &[u8]) -> String {
    let name = name_of(header).to_ascii_lowercase();
    let value = header.get(name.len() + 1..).unwrap_or_default();
    let unfolded: Vec<u8> = value
        .iter()
        .copied()
        .filter(|b| !matches!(b, b'\r' | b'\n'))
        .collect();
    let value = relaxed_line(&unfolded);
    format!(
        "{}:{}",
        String::from_utf8_lossy(&name),
        String::from_utf8_lossy(&value).trim_start()
    )
}

fn name_of(header: &[u8]) -> &[u8] {
    let name = header.split(|byte| *byte == b':').next();
    name.unwrap_or_default()
}

/// Where the header ends that `mail` starts with: at the first line end that
/// no blank follows.
fn header_end(mail: &[u8]) -> Option<usize> {
    let ends_here = |at: &usize| {
        let rest = mail.get(*at..).unwrap_or_default();
        rest.starts_with(b"\r\n") && !matches!(rest.get(2), Some(b' ' | b'\t'))
    };
    (0..mail.len()).find(ends_here).map(|at| at + 2)
}

/// The lines of a body without their CRLF; what follows the last one counts
/// as a line too, even when it is empty.
fn lines(body: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(body);
    std::iter::from_fn(move || {
        let text = rest?;
        if let Some(at) = text.windows(2).position(|pair| pair == b"\r\n") {
            rest = text.get(at + 2..);
            text.get(..at)
        } else {
            rest = None;
            Some(text)
        }
    })
}

/// Every run of blanks as one space, none at the end.
fn relaxed_line(line: &[u8]) -> Vec<u8> {
    let mut canonical = Vec::with_capacity(line.len());
    for &byte in line {
        let byte = if byte == b'\t' { b' ' } else { byte };
        if byte != b' ' || canonical.last() != Some(&b' ') {
            canonical.push(byte);
        }
    }
    if canonical.last() == Some(&b' ') {
        canonical.pop();
    }
    canonical
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> String {
        let mail = format!("A: b\r\n\r\n{text}");
        let message = Message::parse(mail.as_bytes()).unwrap();
        String::from_utf8(message.relaxed_body()).unwrap()
    }

    #[test]
    fn the_example_of_the_rfc_comes_out_as_printed() {
        // RFC 6376 §3.4.5
        let mail = b"A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n C \r\nD \t E\r\n\r\n\r\n";
        let message = Message::parse(mail).unwrap();
        assert_eq!(message.relaxed_headers(&["a", "b "]), "a:X\r\nb :Y Z\r\n");
        assert_eq!(message.relaxed_body(), b" C\r\nD E\r\n");
    }

    #[test]
    fn a_body_of_nothing_is_nothing() {
        assert_eq!(body(""), "");
        assert_eq!(body("\r\n\r\n \r\n"), "");
    }

    #[test]
    fn a_last_line_without_an_end_gets_one() {
        assert_eq!(body("a"), "a\r\n");
        assert_eq!(body("a\r\n\r\nb"), "a\r\n\r\nb\r\n");
    }

    #[test]
    fn the_lowest_header_of_a_name_is_taken_first() {
        let message = Message::parse(b"To: 1\r\nX: x\r\nTO: 2\r\n\r\n").unwrap();
        assert_eq!(
            message.relaxed_headers(&["to", "to", "to"]),
            "to:2\r\nto:1\r\n"
        );
    }

    #[test]
    fn what_is_no_mail_is_not_taken_apart() {
        for text in ["", "\r\n", "A: b", "A: b\r\n", "A: b\n\nbody"] {
            assert!(Message::parse(text.as_bytes()).is_none(), "{text:?}");
        }
    }
}
