//! Texts as they are compared.

use regex::Regex;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use crate::name::is_invisible;

/// A pattern over texts of any script: word boundaries and word letters are those of ASCII, for
/// the others would make every search slow where a text isn't ASCII.
pub(crate) fn pattern(written: &str) -> Result<Regex, regex::Error> {
    let ascii = written
        .replace(r"\b", r"(?-u:\b)")
        .replace(r"\w", r"(?-u:\w)");
    Regex::new(&ascii)
}

/// The first `most` octets of a text, or a few less: never half a letter.
pub(super) fn head(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let end = (0..=most).rev().find(|at| text.is_char_boundary(*at));
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}

/// The last `most` octets of a text, or a few less.
pub(super) fn tail(text: &str, most: usize) -> &str {
    let from = text.len().saturating_sub(most);
    let from = (from..text.len()).find(|at| text.is_char_boundary(*at));
    text.get(from.unwrap_or(text.len())..).unwrap_or_default()
}

/// NFKC, nothing invisible, no stray marks, and white space as one space or one line end.
pub(super) fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    if text.is_ascii() {
        squeeze(text.chars(), &mut clean);
    } else {
        let letters = text.chars().filter(|it| !is_invisible(*it));
        squeeze(letters.nfkc(), &mut clean);
    }
    clean
}

fn squeeze(letters: impl Iterator<Item = char>, clean: &mut String) {
    let mut gap = None;
    for letter in letters {
        if letter.is_whitespace() || letter.is_control() {
            let line = matches!(letter, '\n' | '\r') || gap == Some('\n');
            gap = Some(if line { '\n' } else { ' ' });
            continue;
        }
        // Latin letters have theirs within; what is left is there to hide the word.
        if is_combining_mark(letter) && clean.ends_with(|it: char| it.is_ascii()) {
            continue;
        }
        if let Some(gap) = gap.take().filter(|_| !clean.is_empty()) {
            clean.push(gap);
        }
        clean.push(letter);
    }
}

/// A text whose single letters were set apart (`M i c r o s o f t`), put together again;
/// `None` where there is nothing of the kind.
pub(super) fn joined(text: &str) -> Option<String> {
    joined_at(text, is_gap)
}

/// The same of letters that have nothing but a space between them, as the cells of a table do.
pub(super) fn of_cells(text: &str) -> Option<String> {
    joined_at(text, |it| it == ' ')
}

fn joined_at(text: &str, is_gap: fn(char) -> bool) -> Option<String> {
    if !has_single(text, is_gap) {
        return None;
    }
    let letters: Vec<char> = text.chars().collect();
    let at = |place: usize| letters.get(place).copied();
    let word = |place| at(place).is_some_and(char::is_alphanumeric);
    let mut joined = String::with_capacity(text.len());
    let mut found = false;
    let mut place = 0;
    while let Some(letter) = at(place) {
        joined.push(letter);
        let starts = word(place) && (place == 0 || !word(place - 1));
        let mut end = place;
        while starts && word(end) && at(end + 1).is_some_and(is_gap) && word(end + 2) {
            end += 2;
        }
        // The last one must stand alone, too, or it begins the next word.
        if end > place && word(end + 1) {
            end -= 2;
        }
        if end >= place + 6 {
            let rest = (place + 2..=end).step_by(2).filter_map(at);
            joined.extend(rest);
            found = true;
            place = end;
        }
        place += 1;
    }
    found.then_some(joined)
}

/// Whether a letter stands alone between two gaps: most texts have none to put together.
fn has_single(text: &str, is_gap: fn(char) -> bool) -> bool {
    let (mut opened, mut single) = (false, false);
    text.chars().any(|letter| {
        let gap = is_gap(letter);
        let found = single && gap;
        single = opened && !gap && letter.is_alphanumeric();
        opened = gap;
        found
    })
}

const fn is_gap(letter: char) -> bool {
    matches!(letter, ' ' | '.' | '-' | '_' | '*' | '·' | '・' | '~' | ',')
}

/// A text as it is shown where its direction is overridden (UAX #9); `None` where it isn't.
pub(super) fn turned(text: &str) -> Option<String> {
    let (before, rest) = text.split_once('\u{202E}')?;
    let (inner, after) = (rest.split_once(['\u{202C}', '\n'])).unwrap_or((rest, ""));
    let inner: String = inner.chars().rev().collect();
    Some(format!("{before}{inner}{after}"))
}

/// The letters and digits of a text alone, and where among them words began.
pub(super) fn solid(text: &str) -> (String, Vec<usize>) {
    let mut solid = String::with_capacity(text.len());
    let mut begins = Vec::new();
    let mut apart = true;
    for letter in text.chars() {
        if letter.is_alphanumeric() {
            if apart {
                begins.push(solid.len());
            }
            solid.push(letter);
        }
        apart = !letter.is_alphanumeric();
    }
    begins.push(solid.len());
    (solid, begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_set_apart_are_put_together() {
        let joined = |it| joined(it).unwrap_or_default();
        assert_eq!(joined("M i c r o s o f t account"), "Microsoft account");
        assert_eq!(joined("your A.m.a.z.o.n order"), "your Amazon order");
        assert_eq!(joined("ア マ ゾ ン"), "アマゾン");
        assert_eq!(joined("a b c of it"), "");
        assert_eq!(joined("plain words"), "");
    }

    #[test]
    fn a_turned_text_is_read_as_it_is_shown() {
        assert_eq!(
            turned("\u{202E}tfosorciM\u{202C} account").unwrap(),
            "Microsoft account"
        );
        assert_eq!(turned("plain"), None);
    }

    #[test]
    fn white_space_and_what_is_unseen_go() {
        assert_eq!(clean("  a\u{200B}b \r\n c\u{3000}d "), "ab\nc d");
        assert_eq!(head("あいう", 4), "あ");
        assert_eq!(tail("あいう", 4), "う");
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_cleaned(text in "\\p{any}{0,80}", most in 0_usize..100) {
            let once = clean(&text);
            proptest::prop_assert!(head(&text, most).len() <= most);
            proptest::prop_assert!(tail(&text, most).len() <= most);
            let _ = (joined(&once), turned(&text), solid(&text));
        }
    }
}
