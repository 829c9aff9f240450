//! Labels: the names that people give to what is theirs ("my key ring", 「会社の鍵」).

use core::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::text::is_invisible;

/// Characters in a label at most.
pub const LONGEST: usize = 64;

/// A name that a person gave to a passkey, an authenticator app or a contact: 1 to 64
/// characters on one line, in NFC, without space around them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Label(String);

/// Why a text is no label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotALabel {
    /// Nothing that could be seen was typed.
    #[error("a name is needed")]
    Empty,
    /// It has more than [`LONGEST`] characters.
    #[error("a name has at most 64 characters")]
    TooLong,
    /// A line break, another control character, or a mark that turns the text around it.
    #[error("a name can't contain this character")]
    Character,
}

impl Label {
    /// The label that a person typed; space around it is dropped.
    pub fn parse(typed: &str) -> Result<Self, NotALabel> {
        let typed = typed.trim();
        if typed.chars().nth(LONGEST * 4).is_some() {
            return Err(NotALabel::TooLong);
        }
        let text: String = typed.nfc().collect();
        if text.chars().any(breaks_a_line) {
            return Err(NotALabel::Character);
        }
        if text.chars().all(|c| is_invisible(c) || c.is_whitespace()) {
            return Err(NotALabel::Empty);
        }
        if text.chars().count() > LONGEST {
            return Err(NotALabel::TooLong);
        }
        Ok(Self(text))
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What would end the line that a label stands in, or turn the words after it around.
/// Joiners stay: emoji and several scripts need them.
fn breaks_a_line(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{61c}'
        )
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Label {
    type Error = NotALabel;

    fn try_from(text: String) -> Result<Self, NotALabel> {
        Self::parse(&text)
    }
}

impl From<Label> for String {
    fn from(label: Label) -> Self {
        label.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_as_it_was_typed_without_space_around_it() {
        for (typed, kept) in [
            ("  My key ring ", "My key ring"),
            ("\u{3000}会社の鍵\u{3000}", "会社の鍵"),
            ("Telefon\u{308}", "Telefon\u{308}"),
            ("cafe\u{301}", "café"),
            ("👩\u{200d}💻 laptop", "👩\u{200d}💻 laptop"),
        ] {
            assert_eq!(Label::parse(typed).unwrap().as_str(), kept);
        }
    }

    #[test]
    fn a_name_can_be_seen_and_fits_on_a_line() {
        assert_eq!(Label::parse(" \t "), Err(NotALabel::Empty));
        assert_eq!(Label::parse("\u{200b}\u{2060}"), Err(NotALabel::Empty));
        assert_eq!(Label::parse("a\nb"), Err(NotALabel::Character));
        assert_eq!(Label::parse("a\u{202e}b"), Err(NotALabel::Character));
        assert_eq!(Label::parse("a\u{0}"), Err(NotALabel::Character));
        assert_eq!(Label::parse(&"鍵".repeat(65)), Err(NotALabel::TooLong));
        assert!(Label::parse(&"鍵".repeat(64)).is_ok());
        assert_eq!(Label::parse(&"a".repeat(1 << 20)), Err(NotALabel::TooLong));
    }

    #[test]
    fn a_label_survives_the_database_and_nothing_else_becomes_one() {
        let label = Label::parse("鍵").unwrap();
        let kept = serde_json::to_string(&label).unwrap();
        assert_eq!(serde_json::from_str::<Label>(&kept).unwrap(), label);
        assert!(serde_json::from_str::<Label>("\"\"").is_err());
    }
}
