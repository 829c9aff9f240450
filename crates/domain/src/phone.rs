//! Phone numbers, as people type them and as networks dial them (E.164).
//!
//! Which numbers there are, in which country, and of what kind, is known from tables
//! (`docs/decisions/0016-phone-numbers.md`). Here is what people's keyboards make of a number,
//! and which of them a text message is sent to.

mod country;

use core::fmt;

use phonelib::{PhoneFormat, PhoneNumberType};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

pub use self::country::{Country, NotACountry};
use crate::text::{is_hyphen, is_invisible};

/// Digits of the longest number (E.164 §6.1).
const MOST_DIGITS: usize = 15;

/// Characters of input that are read.
const LONGEST_INPUT: usize = 500;

/// Where phones and fixed lines share ranges, so that the tables can't tell them apart. What costs
/// extra there is known as such.
const SHARED_RANGES: [&str; 12] = [
    "BJ", "BQ", "CL", "DK", "FM", "IN", "MU", "MX", "PM", "TN", "UZ", "WF",
];

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

/// Why no text message is sent to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoTexts {
    /// Premium rate, shared cost, personal and company numbers: whoever reaches them pays
    /// what their keeper asks.
    #[error("reaching this kind of number costs extra")]
    Premium,
    /// A line in a house.
    #[error("a fixed line receives no text messages")]
    FixedLine,
    /// Freephone, pagers, machines, satellites, calls over the internet, and what no table knows.
    #[error("text messages don't reach this kind of number")]
    Unreachable,
}

impl PhoneNumber {
    /// The number that a person typed or pasted, who lives at `home`: as it is dialled there
    /// (`090-1234-5678`), or from abroad (`+81 90 1234 5678`, `0081 …`, from Japan `010 81 …`).
    ///
    /// Digits of any width count. Spaces, brackets, full stops, middle dots and hyphens of all
    /// kinds don't, nor does the zero of `+81 (0)90 …`.
    pub fn parse(typed: &str, home: Country) -> Result<Self, NotAPhoneNumber> {
        if typed.chars().nth(LONGEST_INPUT).is_some() {
            return Err(NotAPhoneNumber::Form);
        }
        let text: String = typed.nfkc().filter(|sign| !is_invisible(*sign)).collect();
        let text = text.trim();
        if text.is_empty() {
            return Err(NotAPhoneNumber::Empty);
        }
        let dialled = dialled(without_tel(text))?;
        let number = read_from(&dialled, home).ok_or(NotAPhoneNumber::Form)?;
        if may_be_assigned(&number) {
            Self::from_e164(number.e164())
        } else {
            Err(NotAPhoneNumber::Form)
        }
    }

    /// The number in its international form, as the database keeps it.
    ///
    /// The tables aren't asked: a number that was right when it was kept can always be read.
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

    /// The country whose number it is; satellites and freephone of the whole world have none.
    #[must_use]
    pub fn country(&self) -> Option<Country> {
        let country = self.known()?.country();
        Country::parse(country.code).ok()
    }

    /// Whether a text message may be sent there: to phones that people carry, and to no number
    /// that costs extra.
    pub fn receives_texts(&self) -> Result<(), NoTexts> {
        let Some(number) = self.known().filter(may_be_assigned) else {
            return Err(NoTexts::Unreachable);
        };
        match number.phone_type() {
            // Satellite phones have numbers of no country, and a minute's price for a text.
            PhoneNumberType::Mobile | PhoneNumberType::FixedLineOrMobile => {
                self.country().map(|_| ()).ok_or(NoTexts::Unreachable)
            }
            PhoneNumberType::FixedLine => Err(NoTexts::FixedLine),
            PhoneNumberType::PremiumRate
            | PhoneNumberType::SharedCost
            | PhoneNumberType::PersonalNumber
            | PhoneNumberType::Uan => Err(NoTexts::Premium),
            PhoneNumberType::Unknown if SHARED_RANGES.contains(&number.country().code) => Ok(()),
            // The library's enum may grow; what it doesn't know yet gets no text.
            _ => Err(NoTexts::Unreachable),
        }
    }

    /// The number as it is dialled in its own country: `090-1234-5678`.
    #[must_use]
    pub fn national(&self) -> String {
        self.written(PhoneFormat::National)
            .unwrap_or_else(|| self.to_string())
    }

    /// The number as it is shown where others may look on: its last digits, as in `…5678`.
    #[must_use]
    pub fn masked(&self) -> String {
        let from = self.0.len().saturating_sub(4);
        format!("…{}", self.0.get(from..).unwrap_or_default())
    }

    /// The number as the tables know it; they read some that can't be as others that can.
    fn known(&self) -> Option<phonelib::PhoneNumber> {
        phonelib::PhoneNumber::parse(&self.0).filter(|known| known.e164() == self.0)
    }

    /// With spaces as its country has them; hyphens in Japan, where only the groups of
    /// ten digits are sure.
    fn written(&self, format: PhoneFormat) -> Option<String> {
        let number = self.known()?;
        let text = number.format(format);
        if self.country() != Some(Country::JAPAN) {
            return Some(text);
        }
        if number.national_number().len() != 10 {
            return None;
        }
        Some(match text.strip_prefix("+81 ") {
            Some(national) => format!("+81 {}", national.replace(' ', "-")),
            None => text.replace(' ', "-"),
        })
    }
}

/// What stands after `tel:` (RFC 3966) or `TEL`.
fn without_tel(text: &str) -> &str {
    match text.split_at_checked(3) {
        Some((word, rest)) if word.eq_ignore_ascii_case("tel") => {
            rest.trim_start_matches([':', '.'])
        }
        _ => text,
    }
}

/// The keys that were meant: digits, and perhaps one plus before them.
fn dialled(text: &str) -> Result<String, NotAPhoneNumber> {
    let mut keys = String::new();
    for sign in text.chars() {
        let is_key = sign.is_ascii_digit() || (sign == '+' && keys.is_empty());
        if is_key {
            keys.push(sign);
        } else if !is_between(sign) {
            return Err(NotAPhoneNumber::Character);
        }
    }
    Ok(keys)
}

/// Whether `sign` only groups digits (what is left of it after NFKC).
fn is_between(sign: char) -> bool {
    is_hyphen(sign)
        || sign.is_whitespace()
        || matches!(
            sign,
            '(' | ')' | '[' | ']' | '〔' | '〕' | '.' | '/' | '·' | '‧' | '•' | '・' | '─' | '━'
        )
}

/// The number that is reached by these keys. A way out of the country counts first: the tables
/// also know freephone numbers with two zeros, to which nobody's phone belongs.
fn read_from(keys: &str, home: Country) -> Option<phonelib::PhoneNumber> {
    let from_japan = (home == Country::JAPAN).then_some("010");
    let abroad = ["00"]
        .into_iter()
        .chain(from_japan)
        .find_map(|way_out| keys.strip_prefix(way_out))
        .and_then(|rest| phonelib::PhoneNumber::parse(&format!("+{rest}")));
    abroad.or_else(|| phonelib::PhoneNumber::parse_with_country(keys, home.as_str()))
}

/// What the tables are too coarse for: they give a number's kind by how it begins, at any length
/// that its country has. A phone's number in Japan has ten digits after the zero
/// (Telecommunications Numbering Plan: 060, 070, 080, 090), and only companies' numbers, which
/// can't be reached from abroad, have a second zero. A zero that no table knows is one that is
/// dialled before a number, and what follows it is too long or too short.
fn may_be_assigned(number: &phonelib::PhoneNumber) -> bool {
    let national = number.national_number();
    let kind = number.phone_type();
    if number.country().code == Country::JAPAN.as_str() {
        let fits = kind != PhoneNumberType::Mobile || national.len() == 10;
        return fits && !national.starts_with('0');
    }
    kind != PhoneNumberType::Unknown || !national.starts_with('0')
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhoneNumber({})", self.masked())
    }
}

/// As it reads well and is typed back: `+81 90-1234-5678`.
impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.written(PhoneFormat::International) {
            Some(text) => f.write_str(&text),
            None => f.write_str(&self.0),
        }
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

#[cfg(test)]
mod tests;
