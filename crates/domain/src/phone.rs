//! Phone numbers, as people type them and as networks dial them (E.164).

use core::fmt;

use serde::{Deserialize, Serialize};

/// Digits of the longest number (E.164 §6.1).
const MOST_DIGITS: usize = 15;

/// A phone number in its international form, as in `+819012345678`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

/// Why a text is no phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAPhoneNumber {
    /// Nothing was typed.
    #[error("a phone number is needed")]
    Empty,
    /// A character that no phone number has.
    #[error("a phone number has digits, spaces, hyphens and brackets, and may begin with a plus")]
    Character,
    /// It is shorter or longer than numbers of its country are, or begins as none does.
    #[error("no phone number looks like this")]
    Form,
}

impl PhoneNumber {
    /// The number in its international form, as the database keeps it.
    pub fn from_e164(text: &str) -> Result<Self, NotAPhoneNumber> {
        let digits = text.strip_prefix('+').ok_or(NotAPhoneNumber::Form)?;
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotAPhoneNumber::Character);
        }
        let is_long_enough = (5..=MOST_DIGITS).contains(&digits.len());
        if !is_long_enough || digits.starts_with('0') {
            return Err(NotAPhoneNumber::Form);
        }
        Ok(Self(text.to_owned()))
    }

    /// The form under which it is the same for everyone: `+819012345678`.
    #[must_use]
    pub fn as_e164(&self) -> &str {
        &self.0
    }

    /// The number as it is shown where others may look on: its last digits, as in `…5678`.
    #[must_use]
    pub fn masked(&self) -> String {
        let from = self.0.len().saturating_sub(4);
        format!("…{}", self.0.get(from..).unwrap_or_default())
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhoneNumber({})", self.masked())
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = NotAPhoneNumber;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::from_e164(&text)
    }
}

impl From<PhoneNumber> for String {
    fn from(number: PhoneNumber) -> Self {
        number.0
    }
}
