//! Countries, by the two letters of ISO 3166-1.

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

/// A country or territory that has telephone numbers of its own, as in `JP`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub struct Country(&'static str);

/// A text that names no country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a country is written in the two letters of ISO 3166-1, as in JP")]
pub struct NotACountry;

impl Country {
    /// Japan.
    pub const JAPAN: Self = Self("JP");

    /// Reads two letters, large or small.
    pub fn parse(text: &str) -> Result<Self, NotACountry> {
        let is_alpha_2 = text.len() == 2 && text.bytes().all(|sign| sign.is_ascii_alphabetic());
        if !is_alpha_2 {
            return Err(NotACountry);
        }
        phonelib::country_by_code(&text.to_ascii_uppercase())
            .map(Self::of)
            .ok_or(NotACountry)
    }

    /// The two letters, large.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    pub(super) const fn of(known: &'static phonelib::Country) -> Self {
        Self(known.code)
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl TryFrom<String> for Country {
    type Error = NotACountry;

    fn try_from(text: String) -> Result<Self, NotACountry> {
        Self::parse(&text)
    }
}

/// By hand: derived, it would only read what lives as long as the table does.
impl<'de> Deserialize<'de> for Country {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.0.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_letters_of_a_country_are_read_in_either_case() {
        assert_eq!(Country::parse("JP"), Ok(Country::JAPAN));
        assert_eq!(Country::parse("jp"), Ok(Country::JAPAN));
        assert_eq!(Country::parse("gb").map(Country::as_str), Ok("GB"));
        for wrong in ["", "J", "JPN", "ZZ", "81", "001", "日本"] {
            assert_eq!(Country::parse(wrong), Err(NotACountry), "{wrong:?}");
        }
    }

    #[test]
    fn a_country_is_kept_as_its_letters() {
        let json = serde_json::to_string(&Country::JAPAN).expect("JSON");
        assert_eq!(json, "\"JP\"");
        assert_eq!(
            serde_json::from_str::<Country>(&json).ok(),
            Some(Country::JAPAN)
        );
        assert!(serde_json::from_str::<Country>("\"ZZ\"").is_err());
    }
}
