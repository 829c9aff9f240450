//! The texts of a mail as they were written: for those who compare them, not for the rules.

use super::{part, read::Pieces};
use crate::options::Limits;

/// What a mail holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// Its plain texts, out of their encoding.
    pub plain: Vec<String>,
    /// Its HTML, out of its encoding: the source, not what is seen of it.
    pub html: Vec<String>,
    /// Whether there is anything else in it, more than is looked at, or something that another
    /// program may show otherwise.
    pub more: bool,
}

impl Contents {
    /// Those of a mail, within `limits`.
    #[must_use]
    pub fn of(octets: &[u8], limits: &Limits) -> Self {
        let Pieces { parts, over, .. } = Pieces::of(octets, limits);
        let mut contents = Self {
            more: over
                || parts.over
                || parts.cut_off
                || parts.doubtful
                || !parts.attachments.is_empty(),
            ..Self::default()
        };
        for text in parts.texts {
            match text.kind {
                part::TextKind::Plain => contents.plain.push(text.content),
                part::TextKind::Html => contents.html.push(text.content),
                part::TextKind::Calendar => contents.more = true,
            }
        }
        contents
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: quoted-printable\r\n\r\n=E3=82=B3=E3=83=BC=E3=83=89\r\n\
         --b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>hello\r\n--b--\r\n";

    fn of(mail: &str) -> Contents {
        Contents::of(mail.as_bytes(), &Limits::default())
    }

    #[test]
    fn texts_are_told_as_they_were_written() {
        let contents = of(TWO);
        assert_eq!(contents.plain, ["コード"]);
        assert_eq!(contents.html, ["<p>hello"]);
        assert!(!contents.more);
    }

    #[test]
    fn whatever_else_there_is_is_told() {
        let changes = [
            ("boundary=b", "boundary=c"),
            ("--b--\r\n", ""),
            (
                "text/html; charset=utf-8",
                "text/html\r\nContent-Location: https://example.org/",
            ),
            ("text/html; charset=utf-8", "application/pdf"),
            ("text/html; charset=utf-8", "text/calendar"),
            ("text/html; charset=utf-8", "message/rfc822"),
        ];
        for (from, to) in changes {
            assert!(TWO.contains(from));
            assert!(of(&TWO.replacen(from, to, 1)).more, "{to}");
        }
    }

    #[test]
    fn mails_in_mails_without_end_are_not_followed() {
        let nested = "Content-Type: message/rfc822\r\n\r\n".repeat(100_000);
        assert!(of(&nested).more);
        let several = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n".repeat(100_000);
        assert!(of(&several).more);
    }
}
