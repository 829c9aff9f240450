//! A rough guess at how hard a password is to guess, to show while one types.
//!
//! It decides nothing: [`super::judge()`] does. It knows no dictionary, so it takes
//! letters that follow each other for words, and gives them what words are worth.

use super::{form, pattern};

/// How hard a password is to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// A guesser gets there.
    Weak,
    /// It holds for as long as guesses are counted.
    Fair,
    /// It holds even where nobody counts.
    Strong,
}

/// From so many bits on, in tenths: some four thousand million guesses.
const FAIR: u32 = 320;
/// From so many bits on, in tenths: more than can be hashed in a lifetime.
const STRONG: u32 = 600;

pub(super) fn estimate(text: &str) -> Strength {
    let chars: zeroize::Zeroizing<Vec<char>> = zeroize::Zeroizing::new(text.chars().collect());
    let lower = form::lower(text);
    let lower: zeroize::Zeroizing<Vec<char>> = zeroize::Zeroizing::new(lower.chars().collect());
    // Where compatibility forms unfold, the two differ; the shorter one counts.
    let unrepeated = pattern::block(&lower).len();
    let chars = chars.get(..unrepeated).unwrap_or(&chars);
    match tenths_of_bits(chars) {
        STRONG.. => Strength::Strong,
        FAIR.. => Strength::Fair,
        _ => Strength::Weak,
    }
}

fn tenths_of_bits(chars: &[char]) -> u32 {
    let mut before = None;
    let mut bits = 0;
    for piece in pattern::pieces(chars) {
        let (kind, worth) = match piece {
            pattern::Piece::Single(c) | pattern::Piece::Run(c) => {
                let kind = Kind::of(c);
                (Some(kind), kind.worth(before == Some(kind)))
            }
            pattern::Piece::Sequence => (None, 50),
        };
        before = kind;
        bits += worth;
    }
    bits
}

/// What a character is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Lower,
    Upper,
    Digit,
    Space,
    Sign,
    Kana,
    Ideograph,
    Other,
}

impl Kind {
    fn of(c: char) -> Self {
        match c {
            'a'..='z' => Self::Lower,
            'A'..='Z' => Self::Upper,
            '0'..='9' => Self::Digit,
            '\u{3041}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}' => Self::Kana,
            '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => {
                Self::Ideograph
            }
            c if c.is_whitespace() => Self::Space,
            c if c.is_alphanumeric() => Self::Other,
            _ => Self::Sign,
        }
    }

    /// Tenths of a bit that it adds, after one of its own kind or another.
    const fn worth(self, follows_its_kind: bool) -> u32 {
        match self {
            Self::Lower | Self::Upper | Self::Digit | Self::Other if follows_its_kind => 25,
            Self::Lower | Self::Upper | Self::Digit | Self::Other => 45,
            Self::Sign => 40,
            Self::Space => 15,
            Self::Kana => 30,
            Self::Ideograph => 60,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_guessers_try_first_is_weak() {
        for text in [
            "a",
            "sunshine",
            "Tanaka1984",
            "12345678901234567890",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "qwertyuiopasdfghjkl",
            "mikamikamikamika",
            "あいうえおかきくけこ",
        ] {
            assert_eq!(estimate(text), Strength::Weak, "{text}");
        }
    }

    #[test]
    fn what_holds_behind_a_counter_is_fair() {
        for text in ["t7Q!v9Lx", "kitchen8chair", "kadomori no tobira"] {
            assert_eq!(estimate(text), Strength::Fair, "{text}");
        }
    }

    #[test]
    fn phrases_and_what_managers_make_are_strong() {
        for text in [
            "correct horse battery staple",
            "t7Q!v9Lx2Rk#4mZp",
            "雲の上に咲く花を見にいく朝の道",
            "kumo no ue ni saku hana wo miru",
        ] {
            assert_eq!(estimate(text), Strength::Strong, "{text}");
        }
    }

    #[test]
    fn typing_on_never_makes_it_weaker_by_much() {
        let text = "kumo no ue ni saku hana";
        let steps: Vec<Strength> = (1..=text.len())
            .map(|length| estimate(text.get(..length).expect("ASCII")))
            .collect();
        assert!(steps.is_sorted(), "{steps:?}");
    }
}
