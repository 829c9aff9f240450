//! Octets out of their transfer encoding (RFC 2045 §6), however badly they were put into it.

/// How a part was made fit for the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// As it is (`7bit`, `8bit`, `binary`, and whatever nobody knows).
    Plain,
    /// `base64`
    Base64,
    /// `quoted-printable`
    QuotedPrintable,
}

impl Encoding {
    /// What `Content-Transfer-Encoding` names.
    pub(super) fn named(value: &str) -> Self {
        let word = value.split([';', ' ', '\t', '(']).find(|it| !it.is_empty());
        let word = word.unwrap_or_default().trim_matches(['"', '\'', ',']);
        if word.eq_ignore_ascii_case("base64") {
            Self::Base64
        } else if word.eq_ignore_ascii_case("quoted-printable") {
            Self::QuotedPrintable
        } else {
            Self::Plain
        }
    }

    /// At most about `most` octets, and whether that is all.
    pub(super) fn decode(self, body: &[u8], most: usize) -> (Vec<u8>, bool) {
        match self {
            Self::Plain => match body.get(..most) {
                Some(part) => (part.to_vec(), part.len() == body.len()),
                None => (body.to_vec(), true),
            },
            Self::Base64 => base64(body, most),
            Self::QuotedPrintable => quoted_printable(body, most, false),
        }
    }

    /// How many octets there are, decoded: near enough to say how large it is.
    pub(super) fn count(self, body: &[u8]) -> usize {
        match self {
            Self::Plain | Self::QuotedPrintable => body.len(),
            Self::Base64 => {
                let letters = body.iter().filter(|it| sextet(**it).is_some()).count();
                letters * 3 / 4
            }
        }
    }
}

/// Skips what isn't of the alphabet, as mail programs do; what follows a padding begins anew.
pub(crate) fn base64(text: &[u8], most: usize) -> (Vec<u8>, bool) {
    let mut octets = Vec::with_capacity(most.min(text.len() / 4 * 3 + 3));
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in text {
        if octets.len() >= most {
            return (octets, false);
        }
        if let Some(value) = sextet(*byte) {
            bits = (bits << 6) | u32::from(value);
            held += 6;
            if held >= 8 {
                held -= 8;
                octets.push(low(bits >> held));
                bits &= (1 << held) - 1;
            }
        } else if *byte == b'=' {
            (bits, held) = (0, 0);
        }
    }
    (octets, true)
}

const fn sextet(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        // The alphabet for URLs is decoded by some programs, too.
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the low eight bits are what is wanted"
)]
const fn low(bits: u32) -> u8 {
    bits as u8
}

/// What is no encoding stays as it is. In a header's word, `_` is a space.
pub(super) fn quoted_printable(text: &[u8], most: usize, word: bool) -> (Vec<u8>, bool) {
    let mut octets = Vec::with_capacity(most.min(text.len()));
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        if octets.len() >= most {
            return (octets, false);
        }
        rest = after;
        match byte {
            b'=' => {
                if let Some((value, after)) = hex_pair(rest) {
                    octets.push(value);
                    rest = after;
                } else if let Some(after) = soft_break(rest) {
                    rest = after;
                } else {
                    octets.push(b'=');
                }
            }
            b'_' if word => octets.push(b' '),
            _ => octets.push(*byte),
        }
    }
    (octets, true)
}

/// Two hexadecimal digits, and what follows.
pub(super) fn hex_pair(text: &[u8]) -> Option<(u8, &[u8])> {
    let (high, rest) = text.split_first()?;
    let (low, rest) = rest.split_first()?;
    Some((hex(*high)? << 4 | hex(*low)?, rest))
}

const fn hex(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// What follows a line end that isn't meant; a few spaces may stand before it.
fn soft_break(text: &[u8]) -> Option<&[u8]> {
    let spaces = text.iter().take(80);
    let spaces = spaces.take_while(|it| matches!(it, b' ' | b'\t')).count();
    let rest = text.get(spaces..)?;
    if rest.is_empty() {
        return Some(rest);
    }
    rest.strip_prefix(b"\r\n")
        .or_else(|| rest.strip_prefix(b"\n"))
}

/// `%41` as octets (RFC 3986 §2.1).
pub(super) fn percent(text: &str) -> Vec<u8> {
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match (byte, hex_pair(after)) {
            (b'%', Some((value, after))) => {
                octets.push(value);
                rest = after;
            }
            _ => octets.push(*byte),
        }
    }
    octets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rubbish_within_base64_is_passed_over() {
        let (octets, all) = Encoding::Base64.decode(b"aGVs\r\n!! bG8=\r\nIHlvdQ==\r\n", 100);
        assert_eq!(octets, b"hello you");
        assert!(all);
        assert_eq!(
            Encoding::Base64.decode(b"aGVsbG8=", 2),
            (b"he".to_vec(), false)
        );
    }

    #[test]
    fn what_is_not_quoted_printable_stays() {
        let text = b"caf=C3=A9 =zz 100= \r\n% =";
        let (octets, all) = Encoding::QuotedPrintable.decode(text, 100);
        assert_eq!(String::from_utf8(octets).unwrap(), "café =zz 100% ");
        assert!(all);
    }

    #[test]
    fn encodings_are_known_by_sloppy_names() {
        assert_eq!(Encoding::named(" \"Base64\"; x"), Encoding::Base64);
        assert_eq!(
            Encoding::named("QUOTED-PRINTABLE"),
            Encoding::QuotedPrintable
        );
        assert_eq!(Encoding::named("x-unknown"), Encoding::Plain);
    }

    #[test]
    fn percents_are_octets() {
        assert_eq!(percent("a%40b%2"), b"a@b%2");
    }
}
