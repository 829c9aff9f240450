//! Words that are the account's own, which whoever tries its password tries first.

use core::fmt;

use zeroize::{Zeroize as _, Zeroizing};

use super::{Forms, likeness};

/// Octets of the shortest word that counts: three letters, or one kanji.
const SHORTEST: usize = 3;

/// The account's own words: addresses, user name, the name of the site.
pub struct OwnWords(Vec<String>);

impl OwnWords {
    /// The words in these texts: each whole, and each of the pieces between its signs.
    /// `mika.tanaka@example.jp` gives the address, `mika.tanaka`, `mika`, `tanaka`,
    /// `example.jp` and `example`.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut words = Self(Vec::new());
        for text in texts {
            words.add(text);
            for side in text.split('@') {
                words.add(side);
                for piece in side.split(|c: char| !c.is_alphanumeric()) {
                    words.add(piece);
                }
            }
        }
        words
    }

    fn add(&mut self, text: &str) {
        let mut word = likeness(text);
        if word.len() >= SHORTEST && !self.0.contains(&word) {
            self.0.push(core::mem::take(&mut *word));
        }
    }

    /// Whether one of the forms is made of own words and nothing else.
    pub(super) fn make(&self, forms: &Forms) -> bool {
        forms.iter().any(|form| self.spell(form))
    }

    /// Whether a text is made of own words and nothing else, signs at its ends aside.
    pub(crate) fn make_text(&self, text: &str) -> bool {
        self.make(&Forms::of(text))
    }

    fn spell(&self, form: &str) -> bool {
        let mut ends = Zeroizing::new(vec![0_usize]);
        let mut looked_at = 0;
        // Each end is looked at once, however many ways lead to it.
        while let Some(start) = ends.get(looked_at).copied() {
            looked_at += 1;
            let rest = form.get(start..).unwrap_or_default();
            for word in self.0.iter().filter(|word| rest.starts_with(*word)) {
                let end = start + word.len();
                if end == form.len() {
                    return true;
                }
                if !ends.contains(&end) {
                    ends.push(end);
                }
            }
        }
        false
    }
}

impl Drop for OwnWords {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for OwnWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OwnWords({} …)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::factor::password::Password;

    fn is_own(password: &str) -> bool {
        let words = OwnWords::of(["mika.tanaka@example.jp", "mikamika7", "門守"]);
        let password = Password::parse(password).expect("a password");
        words.make(&password.forms())
    }

    #[test]
    fn own_words_are_found_whole_and_in_disguise() {
        for password in [
            "mika.tanaka@example.jp",
            "MIKA.TANAKA",
            "Tanaka1984",
            "m1katanaka",
            "tanakamika!",
            "tanaka-mika-example",
            "mikamika7",
            "門守2026",
            "Example123456789",
        ] {
            assert!(is_own(password), "{password}");
        }
    }

    #[test]
    fn a_longer_text_may_hold_an_own_word() {
        for password in ["tanaka likes clouds", "example of a phrase", "jp"] {
            assert!(!is_own(password), "{password}");
        }
    }

    #[test]
    fn many_ways_to_spell_cost_no_more_than_one() {
        let words = OwnWords::of(["aaa", "aaaa", "aaaaa", "aaaaaa"]);
        let password = format!("{}b", "a".repeat(255));
        let password = Password::parse(&password).expect("a password");
        assert!(!words.make(&password.forms()));
    }
}
