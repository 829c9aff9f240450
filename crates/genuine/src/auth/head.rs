//! The headers as they were signed: octet for octet, with their line ends and folds.

use crate::line::lines;

/// A mail's headers and body, uninterpreted.
#[derive(Clone, Debug, Default)]
pub(super) struct Head<'a> {
    /// Names as written, and what follows the colon, with the CRLF at its end.
    pub(super) fields: Vec<(&'a [u8], &'a [u8])>,
    /// What follows the empty line.
    pub(super) body: &'a [u8],
}

impl<'a> Head<'a> {
    /// Cuts a mail; headers beyond `most` are left out.
    pub(super) fn of(raw: &'a [u8], most: usize) -> Self {
        let mut fields = Vec::new();
        let mut at = 0;
        while let Some(rest) = raw.get(at..).filter(|rest| !rest.is_empty()) {
            let end = end_of_field(rest);
            let field = rest.get(..end).unwrap_or(rest);
            at += field.len();
            if field == b"\r\n" || field == b"\n" {
                break;
            }
            if let Some(colon) = field.iter().position(|octet| *octet == b':')
                && fields.len() < most
            {
                let (name, value) = field.split_at(colon);
                fields.push((name, value.get(1..).unwrap_or_default()));
            }
        }
        let body = raw.get(at..).unwrap_or_default();
        Self { fields, body }
    }

    /// The fields of this name, as far as a signature could cover them.
    pub(super) fn named(&self, name: &str) -> impl Iterator<Item = &'a [u8]> {
        let name = name.as_bytes().to_vec();
        let fields = self.fields.iter();
        fields
            .filter(move |(other, _)| other.eq_ignore_ascii_case(&name))
            .map(|(_, value)| *value)
    }

    /// How many fields a reader could take for this one, written oddly or not.
    pub(super) fn count(&self, name: &str) -> usize {
        let fields = self.fields.iter();
        fields
            .filter(|(other, _)| other.trim_ascii().eq_ignore_ascii_case(name.as_bytes()))
            .count()
    }
}

/// Where the first field of `rest` ends, with the lines that continue it.
fn end_of_field(rest: &[u8]) -> usize {
    let mut end = 0;
    for line in lines(rest) {
        let continues = matches!(line.first(), Some(b' ' | b'\t'));
        if end > 0 && !continues {
            break;
        }
        end += line.len();
        if end == line.len() && (line == b"\r\n" || line == b"\n") {
            break;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_lines_belong_to_the_field_above() {
        let head = Head::of(b"A: 1\r\n\t2\r\nB : 3\r\n\r\nA: 4\r\n", 10);

        assert_eq!(
            head.fields,
            [(&b"A"[..], &b" 1\r\n\t2\r\n"[..]), (b"B ", b" 3\r\n")]
        );
        assert_eq!(head.body, b"A: 4\r\n");
        assert_eq!(head.named("b").count(), 0);
        assert_eq!(head.count("b"), 1);
    }

    #[test]
    fn a_mail_of_headers_alone_has_no_body() {
        assert_eq!(Head::of(b"A: 1", 10).body, b"");
        assert_eq!(Head::of(b"", 10).fields.len(), 0);
        assert_eq!(Head::of(b"\r\nA: 1", 10).fields.len(), 0);
    }
}
