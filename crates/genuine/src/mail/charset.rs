//! Octets to text, where the charset may be missing, misspelt or a lie.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_8, WINDOWS_1252};

/// Octets that are looked at to tell one Japanese encoding from another.
const SAMPLE: usize = 16 * 1024;

/// The text, and whether it is of the letters that `label` names (none: it named nothing).
pub(super) fn decode<'a>(octets: &'a [u8], label: Option<&str>) -> (Cow<'a, str>, bool) {
    let octets = octets.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(octets);
    let Some(label) = label.map(str::trim).filter(|it| !it.is_empty()) else {
        return (guess(octets, WINDOWS_1252), true);
    };
    if is_ascii(label) {
        let honest = octets.is_ascii();
        return (guess(octets, WINDOWS_1252), honest);
    }
    let Some(encoding) = named(label) else {
        return (guess(octets, WINDOWS_1252), false);
    };
    // Nobody writes Latin letters that happen to be good UTF-8.
    let utf_8 = encoding.is_single_byte() && !octets.is_ascii();
    if let Some(text) = core::str::from_utf8(octets).ok().filter(|_| utf_8) {
        return (Cow::Borrowed(text), false);
    }
    if encoding == ISO_2022_JP {
        let (text, broken) = iso_2022_jp(octets);
        return if broken && !escapes(octets) {
            (guess(octets, encoding), false)
        } else {
            (text.into(), !broken)
        };
    }
    let (text, broken) = encoding.decode_without_bom_handling(octets);
    if broken {
        (guess(octets, encoding), false)
    } else {
        (text, true)
    }
}

/// The text of octets of which nothing is said, as those of a header.
pub(crate) fn unlabelled(octets: &[u8]) -> Cow<'_, str> {
    guess(octets, WINDOWS_1252)
}

/// What it most likely is; by `else_` where nothing fits, with signs for what can't be read.
fn guess<'a>(octets: &'a [u8], else_: &'static Encoding) -> Cow<'a, str> {
    if escapes(octets) {
        let (text, broken) = iso_2022_jp(octets);
        if !broken || octets.is_ascii() {
            return text.into();
        }
    }
    if let Ok(text) = core::str::from_utf8(octets) {
        return Cow::Borrowed(text);
    }
    let sample = octets.get(..SAMPLE).unwrap_or(octets);
    let best = [UTF_8, EUC_JP, SHIFT_JIS]
        .into_iter()
        .filter_map(|encoding| Some((likeness(encoding, sample)?, encoding)))
        .max_by_key(|(likeness, _)| *likeness);
    let encoding = best.map_or(else_, |(_, encoding)| encoding);
    encoding.decode_without_bom_handling(octets).0
}

/// ISO-2022-JP, and whether it is broken. Between two encoded words one change of letters follows
/// another, which the standard of the web takes for a fault: only the last of them counts.
fn iso_2022_jp(octets: &[u8]) -> (String, bool) {
    let mut plain = Vec::with_capacity(octets.len());
    let mut rest = octets;
    while let Some((byte, after)) = rest.split_first() {
        let change = matches!(rest, [0x1B, b'(' | b'$', _, 0x1B, ..]);
        if change {
            rest = rest.get(3..).unwrap_or_default();
        } else {
            plain.push(*byte);
            rest = after;
        }
    }
    let (text, broken) = ISO_2022_JP.decode_without_bom_handling(&plain);
    (text.into_owned(), broken)
}

/// Whether it changes to Japanese letters as ISO-2022-JP does.
fn escapes(octets: &[u8]) -> bool {
    let mut rest = octets;
    while let Some(at) = rest.iter().position(|it| *it == 0x1B) {
        rest = rest.get(at + 1..).unwrap_or_default();
        if matches!(rest, [b'$', b'B' | b'@', ..] | [b'(', b'J' | b'I', ..]) {
            return true;
        }
    }
    false
}

/// How much it looks like a Japanese text when it is read so; `None` when it can't be.
fn likeness(encoding: &'static Encoding, sample: &[u8]) -> Option<usize> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(sample.len() * 3 + 16);
    let (result, _) = decoder.decode_to_string_without_replacement(sample, &mut text, false);
    if result != DecoderResult::InputEmpty {
        return None;
    }
    if encoding == UTF_8 {
        return Some(usize::MAX);
    }
    // Read wrongly, it is full of rare letters and of half-width ones.
    let usual = text
        .chars()
        .filter(|it| matches!(it, '\u{3040}'..='\u{30FF}' | '\u{3000}'..='\u{3002}'));
    let odd = text
        .chars()
        .filter(|it| matches!(it, '\u{FF61}'..='\u{FF9F}' | '\u{80}'..='\u{9F}'));
    let japanese = usual.count();
    (japanese > 0).then(|| (japanese * 4).saturating_sub(odd.count()))
}

fn is_ascii(label: &str) -> bool {
    ["us-ascii", "ascii", "ansi_x3.4-1968", "646", "iso646-us"]
        .iter()
        .any(|it| label.eq_ignore_ascii_case(it))
}

/// The encoding of a label, of those that mail programs write and the web's list doesn't hold,
/// too.
fn named(label: &str) -> Option<&'static Encoding> {
    let label = label.trim_matches(['"', '\'', ' ']);
    Encoding::for_label(label.as_bytes()).or_else(|| {
        let label = label.to_ascii_lowercase();
        Some(match label.as_str() {
            "cp932" | "x-ms-cp932" | "windows-932" | "shift_jis-2004" | "shift_jisx0213" => {
                SHIFT_JIS
            }
            "cp50220" | "cp50221" | "cp50222" | "iso-2022-jp-1" | "iso-2022-jp-2"
            | "iso-2022-jp-3" | "iso-2022-jp-ms" | "iso-2022-jp-2004" => ISO_2022_JP,
            "cp51932" | "eucjp" | "eucjp-ms" | "eucjp-win" | "euc_jp" | "ujis" => EUC_JP,
            "utf8mb4" | "utf_8" | "utf-8-sig" | "cp65001" => UTF_8,
            "cp936" => encoding_rs::GBK,
            "cp949" => encoding_rs::EUC_KR,
            "cp950" => encoding_rs::BIG5,
            _ => return None,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "サインインのコードをお送りします。";

    fn octets(encoding: &'static Encoding) -> Vec<u8> {
        encoding.encode(TEXT).0.into_owned()
    }

    #[test]
    fn japanese_is_read_by_its_label() {
        for (label, encoding) in [
            ("ISO-2022-JP", ISO_2022_JP),
            ("cp50221", ISO_2022_JP),
            ("Shift_JIS", SHIFT_JIS),
            ("cp932", SHIFT_JIS),
            ("EUC-JP", EUC_JP),
            ("\"utf-8\"", UTF_8),
        ] {
            let octets = octets(encoding);
            assert_eq!(decode(&octets, Some(label)), (TEXT.into(), true), "{label}");
        }
    }

    #[test]
    fn japanese_is_read_without_a_label() {
        for encoding in [ISO_2022_JP, SHIFT_JIS, EUC_JP, UTF_8] {
            let octets = octets(encoding);
            assert_eq!(
                decode(&octets, None),
                (TEXT.into(), true),
                "{}",
                encoding.name()
            );
        }
    }

    #[test]
    fn a_lying_label_is_told_and_overcome() {
        for encoding in [ISO_2022_JP, SHIFT_JIS, EUC_JP, UTF_8] {
            for label in [
                "utf-8",
                "us-ascii",
                "iso-8859-1",
                "x-unknown",
                "iso-2022-jp",
            ] {
                if Encoding::for_label(label.as_bytes()) == Some(encoding) {
                    continue;
                }
                let octets = octets(encoding);
                let (text, honest) = decode(&octets, Some(label));
                // Latin letters can be anything: then the label is believed.
                if label != "iso-8859-1" && !(encoding == ISO_2022_JP) {
                    assert_eq!(text, TEXT, "{} as {label}", encoding.name());
                    assert!(!honest, "{} as {label}", encoding.name());
                }
            }
        }
    }

    #[test]
    fn changes_of_letters_may_follow_each_other() {
        let octets = b"\x1B$B\x24\x22\x1B(B\x1B$B\x24\x24\x1B(B!";
        assert_eq!(decode(octets, Some("iso-2022-jp")), ("あい!".into(), true));
    }

    #[test]
    fn what_nobody_can_read_is_read_all_the_same() {
        let (text, honest) = decode(b"ok \xFF\xFE\x81 ok", Some("utf-8"));
        assert!(text.starts_with("ok ") && text.ends_with(" ok"));
        assert!(!honest);
    }
}
