//! What is left of a text when letters that look alike are made one.
//!
//! UTS #39 says which letters of which scripts look like which. On top of it come the ways in
//! which names are disguised in Latin letters and digits alone: `rnicrosoft`, `g00gle`,
//! `app1e`. Two texts look alike when their skeletons are the same; a skeleton is never shown.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// How often a letter is looked up, at most: what it looks like may look like something else.
const ROUNDS: usize = 6;

/// The skeleton of a text: linear, and of a skeleton it is the skeleton itself.
#[must_use]
pub fn skeleton(text: &str) -> String {
    let mut left = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii() {
            push(&mut left, letter);
        } else if !is_invisible(letter) {
            plain(eastern(letter), &mut left, ROUNDS);
        }
    }
    left
}

/// Kanji and kana that differ by a dot or a length, of which UTS #39 says nothing.
const fn eastern(letter: char) -> char {
    match letter {
        '丼' => '井',
        '曰' => '日',
        '未' => '末',
        '土' => '士',
        '己' | '巳' => '已',
        '巿' => '市',
        '埸' => '場',
        '祟' => '崇',
        '杮' => '柿',
        other => other,
    }
}

/// Whether a reader sees nothing of it: of no width, turning the direction, or a filler.
#[must_use]
pub const fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}')
}

/// What a letter of no ASCII looks like: as it is written first, then as a small letter, for
/// capitals look like others than the small ones do.
fn plain(letter: char, left: &mut String, rounds: usize) {
    let mut octets = [0; 4];
    let folded: String = letter.encode_utf8(&mut octets).nfkd().collect();
    for part in unicode_security::skeleton(&folded) {
        if part.is_ascii() {
            push(left, part);
        } else if is_mark(part) || is_invisible(part) {
        } else if rounds == 0 {
            left.push(eastern(part));
        } else if part == letter {
            for small in part.to_lowercase() {
                if small.is_ascii() {
                    push(left, small);
                } else if small == part {
                    left.push(eastern(part));
                } else {
                    plain(small, left, rounds - 1);
                }
            }
        } else {
            plain(part, left, rounds - 1);
        }
    }
}

/// Marks over and under letters. Not those of kana: they make other letters.
fn is_mark(letter: char) -> bool {
    is_combining_mark(letter) && !matches!(letter, '\u{3099}' | '\u{309A}')
}

/// Adds an ASCII letter as what it looks like, and makes one of two where two look like one.
fn push(left: &mut String, letter: char) {
    let letter = match letter.to_ascii_lowercase() {
        '0' => 'o',
        '1' | 'i' => 'l',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '8' => 'b',
        other => other,
    };
    let joined = match (left.chars().next_back(), letter) {
        (Some('r'), 'n') => Some('m'),
        (Some('v'), 'v') => Some('w'),
        (Some('c'), 'l') => Some('d'),
        _ => None,
    };
    if joined.is_some() {
        left.pop();
    }
    left.push(joined.unwrap_or(letter));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_has_one_skeleton() {
        for (one, other) in [
            ("microsoft", "rnicrosoft"),
            ("MICROSOFT", "MlCROSOFT"),
            ("microsoft", "mіcrоsоft"),
            ("microsoft", "micro\u{200B}soft"),
            ("google", "g00gle"),
            ("paypal", "paypaI"),
            ("twitter", "tvvitter"),
            ("cloud", "c1oud"),
            ("wallet", "wállét"),
            ("metamask", "MetaМask"),
            ("bahk", "ВАНК"),
            ("amazon", "aܿmܿaܿzܿoܿn"),
            ("icloud", "𝗂𝖢𝗅𝗈𝗎𝖽"),
            ("apple", "Ａｐｐｌｅ"),
            ("アカウント", "アカウン卜"),
        ] {
            assert_eq!(skeleton(one), skeleton(other), "{one} and {other}");
        }
    }

    #[test]
    fn what_looks_different_has_another() {
        for (one, other) in [("google", "goggle"), ("ガス", "カス"), ("apple", "ample")] {
            assert_ne!(skeleton(one), skeleton(other), "{one} and {other}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_skeleton_is_its_own(text in "\\PC{0,40}|[a-z0-9ilrnvc ]{0,40}|\\p{any}{0,20}") {
            let once = skeleton(&text);
            proptest::prop_assert_eq!(skeleton(&once), once);
        }
    }
}
