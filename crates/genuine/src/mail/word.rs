//! Encoded words in headers (RFC 2047), as mail programs read them: also within quotes, also
//! cut in the middle of a letter.

use super::{charset, transfer};

/// Octets of one encoded word; the RFC has 75.
const LONGEST: usize = 4_000;

/// An encoded word, cut.
struct Word<'a> {
    charset: &'a str,
    base64: bool,
    text: &'a str,
    /// What follows it.
    rest: &'a str,
}

/// The text with its encoded words decoded.
pub(super) fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut held = Held::default();
    let mut rest = text;
    while let Some(at) = rest.find("=?") {
        let (before, from) = rest.split_at(at);
        if let Some(word) = cut(from) {
            // Space between two of them isn't meant (§6.2).
            if held.is_empty() || !before.trim().is_empty() {
                held.flush(&mut decoded);
                decoded.push_str(before);
            }
            held.add(&word, &mut decoded);
            rest = word.rest;
        } else {
            held.flush(&mut decoded);
            decoded.push_str(before);
            decoded.push_str("=?");
            rest = from.get(2..).unwrap_or_default();
        }
    }
    held.flush(&mut decoded);
    decoded.push_str(rest);
    decoded
}

/// How long the encoded word is that the text begins with; `None` when it doesn't.
pub(super) fn length(text: &str) -> Option<usize> {
    cut(text).map(|word| text.len() - word.rest.len())
}

/// Octets of words of one charset: a letter may begin in one and end in the next.
#[derive(Default)]
struct Held {
    charset: String,
    octets: Vec<u8>,
    any: bool,
}

impl Held {
    const fn is_empty(&self) -> bool {
        !self.any
    }

    fn add(&mut self, word: &Word<'_>, into: &mut String) {
        // RFC 2231 §5: a language may follow the charset.
        let charset = word.charset.split('*').next().unwrap_or_default();
        if !self.charset.eq_ignore_ascii_case(charset) {
            self.flush(into);
            charset.clone_into(&mut self.charset);
        }
        let text = word.text.as_bytes();
        let (octets, _) = if word.base64 {
            transfer::base64(text, usize::MAX)
        } else {
            transfer::quoted_printable(text, usize::MAX, true)
        };
        self.octets.extend(octets);
        self.any = true;
    }

    fn flush(&mut self, into: &mut String) {
        if self.any {
            into.push_str(&charset::decode(&self.octets, Some(&self.charset)).0);
        }
        self.octets.clear();
        self.charset.clear();
        self.any = false;
    }
}

/// `=?charset?B?text?=`
fn cut(text: &str) -> Option<Word<'_>> {
    let whole = text.strip_prefix("=?")?;
    let (charset, whole) = until(whole, 60)?;
    let (encoding, whole) = until(whole, 1)?;
    let base64 = match encoding {
        "B" | "b" => true,
        "Q" | "q" => false,
        _ => return None,
    };
    let end = whole.as_bytes().iter().take(LONGEST);
    let mut end = end.enumerate().filter(|(_, byte)| **byte == b'?');
    // A question mark in the text isn't allowed, and occurs.
    let (at, _) = end.find(|(at, _)| whole.as_bytes().get(at + 1) == Some(&b'='))?;
    let (text, rest) = (whole.get(..at)?, whole.get(at + 2..)?);
    (!charset.is_empty()).then_some(Word {
        charset,
        base64,
        text,
        rest,
    })
}

fn until(text: &str, most: usize) -> Option<(&str, &str)> {
    let mut bytes = text.bytes().take(most + 1);
    let at = bytes.position(|byte| matches!(byte, b'?' | b' ' | b'\t'))?;
    let (before, rest) = (text.get(..at)?, text.get(at..)?);
    Some((before, rest.strip_prefix('?')?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_decoded_and_the_space_between_them_dropped() {
        for (text, expected) in [
            ("plain = text", "plain = text"),
            ("=?utf-8?Q?caf=C3=A9_au_lait?= now", "café au lait now"),
            ("a =?utf-8?B?44GC?=\t =?UTF-8?b?44GE?= b", "a あい b"),
            ("=?iso-2022-jp?B?GyRCMVEbKEI=?=", "英"),
            ("=?Shift_JIS?B?g1SDQ4OTg0ODkw==?=", "サインイン"),
            ("=?utf-8*ja?Q?=E3=81=82?=", "あ"),
            ("=?utf-8?X?abc?= =?", "=?utf-8?X?abc?= =?"),
            ("=??Q?abc?=", "=??Q?abc?="),
        ] {
            assert_eq!(decode(text), expected, "{text}");
        }
    }

    #[test]
    fn a_letter_may_begin_in_one_word_and_end_in_the_next() {
        assert_eq!(decode("=?utf-8?Q?=E3=81?= =?utf-8?Q?=82?="), "あ");
    }

    #[test]
    fn a_word_that_never_ends_is_text() {
        let text = format!("=?utf-8?Q?{}", "a".repeat(10_000));
        assert_eq!(decode(&text), text);
        for piece in ["=?a?Q?", "=?", "=?a?B?", "=?a?Q?x?= ", "?="] {
            let many = piece.repeat(20_000);
            assert!(decode(&many).len() <= many.len());
        }
    }
}
