//! A mail cut into its parts (RFC 2046), as far as a report needs.
//!
//! The library reads the headers; the cutting is ours, and goes only so deep: the mail that
//! came back lies in the report as a part, is none of our business here, and may be made to
//! nest without end.

use core::ops::ControlFlow;

use mail_parser::{
    Message, MessageParser, MimeHeaders as _,
    decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode},
};

/// Octets of a header that are looked at.
const HEAD: usize = 64 * 1024;
/// How deep parts in parts are looked for: a report, in what a gateway wrapped around it.
const DEPTH: u8 = 3;
/// Parts of one whole that are looked at.
const PARTS: usize = 50;

/// A mail, or a part of one.
pub(in crate::intake) struct Part<'a> {
    /// Its headers, those it has of the first 64 KiB; `None` when there are none that can be read.
    pub(in crate::intake) headers: Option<Message<'a>>,
    body: &'a [u8],
}

impl<'a> Part<'a> {
    /// The headers and the rest.
    pub(in crate::intake) fn of(bytes: &'a [u8]) -> Self {
        let (head, body) = cut(bytes);
        Self {
            headers: MessageParser::default().parse_headers(head),
            body,
        }
    }

    /// Whether its type is this.
    pub(in crate::intake) fn is(&self, kind: &str, subtype: &str) -> bool {
        let headers = self.headers.as_ref();
        headers.is_some_and(|headers| headers.is_content_type(kind, subtype))
    }

    /// Whether it is of several parts.
    pub(in crate::intake) fn is_multipart(&self) -> bool {
        let content_type = self.headers.as_ref().and_then(|it| it.content_type());
        content_type.is_some_and(|it| it.ctype().eq_ignore_ascii_case("multipart"))
    }

    /// What its type says besides, as `report-type`.
    pub(in crate::intake) fn attribute(&self, name: &str) -> Option<&str> {
        self.headers.as_ref()?.content_type()?.attribute(name)
    }

    /// At most so many octets of what it holds, out of its encoding.
    pub(in crate::intake) fn content(&self, most: usize) -> String {
        let bytes = self.body.get(..most).unwrap_or(self.body);
        let decoded = self.decoded(bytes);
        let bytes = decoded.as_deref().unwrap_or(bytes);
        String::from_utf8_lossy(bytes).into_owned()
    }

    /// The name of the file that it is, where it says so.
    pub(in crate::intake) fn file_name(&self) -> Option<&str> {
        self.headers.as_ref()?.attachment_name()
    }

    /// What it holds, out of its encoding, without the line end that belongs to a boundary.
    pub(in crate::intake) fn octets(&self) -> Vec<u8> {
        let body = self.body.strip_suffix(b"\n").unwrap_or(self.body);
        let body = body.strip_suffix(b"\r").unwrap_or(body);
        self.decoded(body).unwrap_or_else(|| body.to_vec())
    }

    /// Out of its encoding; `None` where it has none.
    fn decoded(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let headers = self.headers.as_ref()?;
        match headers.content_transfer_encoding()? {
            name if name.eq_ignore_ascii_case("base64") => base64_decode(bytes),
            name if name.eq_ignore_ascii_case("quoted-printable") => quoted_printable_decode(bytes),
            _ => None,
        }
    }

    /// Goes through it and all parts in it, until `visit` has what it looks for.
    pub(in crate::intake) fn search<T>(
        &self,
        visit: &mut impl FnMut(&Part<'_>) -> Option<T>,
    ) -> Option<T> {
        match self.walk(DEPTH, &mut |part| match visit(part) {
            Some(found) => ControlFlow::Break(found),
            None => ControlFlow::Continue(()),
        }) {
            ControlFlow::Break(found) => Some(found),
            ControlFlow::Continue(()) => None,
        }
    }

    fn walk<T>(
        &self,
        depth: u8,
        visit: &mut impl FnMut(&Part<'_>) -> ControlFlow<T>,
    ) -> ControlFlow<T> {
        visit(self)?;
        let Some(deeper) = depth.checked_sub(1) else {
            return ControlFlow::Continue(());
        };
        for part in self.parts() {
            Part::of(part).walk(deeper, visit)?;
        }
        ControlFlow::Continue(())
    }

    /// The parts between its boundaries; none when it isn't of several parts.
    fn parts(&self) -> Vec<&'a [u8]> {
        match self.attribute("boundary") {
            Some(boundary) if self.is_multipart() && !boundary.is_empty() => {
                between(self.body, boundary.as_bytes())
            }
            Some(_) | None => Vec::new(),
        }
    }
}

/// What lies between lines of two hyphens and `boundary` (RFC 2046 §5.1.1).
fn between<'a>(body: &'a [u8], boundary: &[u8]) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    let mut begun: Option<usize> = None;
    let mut at = 0;
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let after = line
            .strip_prefix(b"--")
            .and_then(|rest| rest.strip_prefix(boundary));
        if let Some(after) = after {
            parts.extend(begun.and_then(|from| body.get(from..at)));
            begun = Some(at + line.len());
            if after.starts_with(b"--") || parts.len() >= PARTS {
                return parts;
            }
        }
        at += line.len();
    }
    // One that was cut off is still a part.
    parts.extend(begun.and_then(|from| body.get(from..)));
    parts
}

/// The header, with the empty line after it, and the rest.
fn cut(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        at += line.len();
        if line == b"\n" || line == b"\r\n" || at >= HEAD {
            break;
        }
    }
    // A line may be as long as the mail.
    let head = bytes.get(..at.min(HEAD)).unwrap_or(bytes);
    (head, bytes.get(at..).unwrap_or_default())
}
