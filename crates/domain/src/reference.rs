//! The reference: three signs that tell which mail belongs to which page.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::chance::Chance;

/// Letters that are not taken for a digit or for each other.
const LETTERS: &[u8] = b"ACDEFHJKLMNPRTWXY";
/// Digits that are not taken for a letter.
const DIGITS: &[u8] = b"34679";

/// A letter, a digit and a letter, such as `K7P`.
///
/// It stands on the page, in the mail's subject and in the history. It is no
/// secret and proves nothing.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference([u8; 3]);

/// A text that is no reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a reference is a letter, a digit and a letter")]
pub struct NotAReference;

impl Reference {
    /// A reference that is none of `taken`.
    #[must_use]
    pub fn draw(chance: &mut Chance, taken: &[Self]) -> Self {
        loop {
            let [left, digit, right] =
                [LETTERS, DIGITS, LETTERS].map(|signs| chance.pick(signs).unwrap_or(b'K'));
            let drawn = Self([left, digit, right]);
            // A flow has a handful of codes, and there are 1,445 references.
            if !taken.contains(&drawn) || taken.len() > 1_000 {
                return drawn;
            }
        }
    }

    /// The reference that `text` spells, in either case.
    pub fn parse(text: &str) -> Result<Self, NotAReference> {
        match text.trim().to_ascii_uppercase().as_bytes() {
            &[left, digit, right]
                if LETTERS.contains(&left)
                    && DIGITS.contains(&digit)
                    && LETTERS.contains(&right) =>
            {
                Ok(Self([left, digit, right]))
            }
            _ => Err(NotAReference),
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [left, digit, right] = self.0.map(char::from);
        write!(f, "{left}{digit}{right}")
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reference({self})")
    }
}

impl TryFrom<String> for Reference {
    type Error = NotAReference;

    fn try_from(text: String) -> Result<Self, NotAReference> {
        Self::parse(&text)
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawn_reference_is_read_back_and_not_one_that_is_taken() {
        let mut chance = Chance::new([4; 32]);
        let first = Reference::draw(&mut chance, &[]);
        let second = Reference::draw(&mut chance, &[first]);
        assert_ne!(first, second);
        assert_eq!(
            Reference::parse(&first.to_string().to_lowercase()),
            Ok(first)
        );
        assert_eq!(Reference::parse("O0O"), Err(NotAReference));
        assert_eq!(Reference::parse("K7"), Err(NotAReference));
    }
}
