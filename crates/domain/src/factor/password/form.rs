//! What a password is like: the forms in which it is compared with lists and words.
//!
//! Whole texts are compared and never parts of them (NIST SP 800-63B-4 §3.1.1.2), so
//! that a long phrase may well hold a common word. Case, spaces, digits in the place of
//! letters and what people put before and after a word don't make another text of it.

use core::fmt;

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use super::{LONGEST, Password, pattern};

/// Digits and signs that are taken off an end, where a run or a sequence counts for little:
/// a year with some marks, a short date, all digits in their order.
const SHORT: usize = 6;
/// The most that is taken off.
const LONG: usize = 24;

/// Every text that a password is no better than: itself and what is left of it without
/// digits and signs at its ends, each by its [`likeness`]. A list of common passwords is
/// asked about all of them.
pub struct Forms(Vec<Zeroizing<String>>);

impl Forms {
    /// The forms, each once.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|form| form.as_str())
    }

    pub(super) fn of(text: &str) -> Self {
        let chars = Zeroizing::new(lower(text).chars().collect::<Vec<_>>());
        let block = pattern::block(&chars);
        let mut forms = Self(Vec::new());
        forms.add_cut(&chars);
        if block.len() < chars.len() {
            forms.add_cut(block);
        }
        forms
    }

    /// Adds a text, and what is left of it when its ends are cut.
    fn add_cut(&mut self, chars: &[char]) {
        for tail in cuts(chars.iter().rev()) {
            let (front, _) = chars.split_at(chars.len() - tail);
            self.add(front);
            // Only the whole of what stands before a word: every part of it, with every
            // part of what stands behind, would be hundreds.
            if let Some(head) = cuts(front.iter()).last().filter(|head| *head > 0) {
                let (_, core) = front.split_at(head);
                self.add(core);
            }
        }
    }

    fn add(&mut self, chars: &[char]) {
        let folded = fold(chars.iter().copied(), chars.len());
        if !folded.is_empty() && !self.0.contains(&folded) {
            self.0.push(folded);
        }
    }
}

impl fmt::Debug for Forms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Forms({} …)", self.0.len())
    }
}

impl Password {
    /// Every text that it is no better than.
    #[must_use]
    pub fn forms(&self) -> Forms {
        Forms::of(&self.0)
    }
}

/// What two texts share that are alike but for their case, their width, spaces and
/// hyphens, and digits or signs in the place of letters: `P@ssw0rd` and `pass word`.
///
/// It serves comparison alone and is never what is hashed. The shipped list holds
/// likenesses; a change here makes another list.
#[must_use]
pub fn likeness(text: &str) -> Zeroizing<String> {
    let lower = lower(text);
    fold(lower.chars(), lower.len())
}

pub(super) fn lower(text: &str) -> Zeroizing<String> {
    // Room for what compatibility forms unfold to, but for the rarest of them.
    let mut lower = Zeroizing::new(String::with_capacity(text.len().saturating_mul(4)));
    let unfolded = text.nfkc().flat_map(char::to_lowercase);
    lower.extend(unfolded.take(LONGEST));
    lower
}

fn fold(chars: impl Iterator<Item = char>, count: usize) -> Zeroizing<String> {
    let mut folded = Zeroizing::new(String::with_capacity(count.saturating_mul(4)));
    folded.extend(chars.filter_map(|c| match c {
        '0' => Some('o'),
        '1' | 'i' | '!' | '|' => Some('l'),
        '3' => Some('e'),
        '4' | '@' => Some('a'),
        '5' | '$' => Some('s'),
        '7' => Some('t'),
        '-' | '_' | '.' | '・' | '\'' => None,
        c if c.is_whitespace() => None,
        c => Some(c),
    }));
    folded
}

/// How many characters may be cut from an end that is read from outside in: none, one, and
/// so on through its digits and signs, so long as these add little.
fn cuts<'a>(from_outside: impl Iterator<Item = &'a char>) -> impl Iterator<Item = usize> {
    let end: Vec<char> = from_outside
        .copied()
        .take_while(|c| !c.is_alphabetic())
        .take(LONG)
        .collect();
    (0..=end.len()).filter(move |count| {
        let cut = end.get(..*count).unwrap_or_default();
        pattern::weight(cut) <= SHORT
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(text: &str) -> Vec<String> {
        Forms::of(text).iter().map(str::to_owned).collect()
    }

    fn is_like(text: &str, word: &str) -> bool {
        forms(text).contains(&*likeness(word))
    }

    #[test]
    fn disguises_fall_off() {
        for text in [
            "PASSWORD",
            "P@$$w0rd",
            "pa55word",
            "pass word",
            "p-a-s-s-w-o-r-d",
            "ｐａｓｓｗｏｒｄ",
            "password1",
            "Password2026!",
            "password123456789",
            "Password2026!!!!",
            "passwordpassword",
            "Password1Password1",
            "123password",
            "!!Passw0rd!!",
            "<password>",
        ] {
            assert!(is_like(text, "password"), "{text}: {:?}", forms(text));
        }
    }

    #[test]
    fn a_digit_that_stands_for_a_letter_is_not_lost_at_the_end() {
        assert!(is_like("h3ll0", "hello"));
        assert!(is_like("h3ll02024", "hello"));
        assert!(is_like("letme1n!", "letmein"));
    }

    #[test]
    fn parts_are_not_compared() {
        for text in [
            "my password is long",
            "passwordsunshine",
            "password8261937504",
        ] {
            assert!(!is_like(text, "password"), "{text}");
        }
    }

    #[test]
    fn nothing_but_digits_is_compared_as_it_is() {
        assert!(is_like("19840312", "19840312"));
        assert!(!is_like("19840312", "19840313"));
    }

    #[test]
    fn the_longest_password_has_a_few_forms() {
        for text in ["1".repeat(256), "1a".repeat(128), "!1".repeat(128)] {
            assert!(forms(&text).len() <= 60, "{}", forms(&text).len());
        }
    }

    #[test]
    fn forms_never_print_themselves() {
        let password = Password::parse("sunshine").expect("a password");
        assert_eq!(format!("{:?}", password.forms()), "Forms(1 …)");
    }
}
