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
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(typed: &str) -> Result<String, NotAPhoneNumber> {
        PhoneNumber::parse(typed, Country::JAPAN).map(String::from)
    }

    fn at(home: &str, typed: &str) -> Result<String, NotAPhoneNumber> {
        let home = Country::parse(home).expect("a country");
        PhoneNumber::parse(typed, home).map(String::from)
    }

    fn number(e164: &str) -> PhoneNumber {
        PhoneNumber::from_e164(e164).expect("a number")
    }

    #[test]
    fn whatever_way_a_number_is_typed_in_japan_it_is_the_same() {
        for typed in [
            "090-1234-5678",
            "09012345678",
            " 090 1234 5678 ",
            "０９０ー１２３４ー５６７８",
            "０９０－１２３４－５６７８",
            "０９０―１２３４―５６７８",
            "０９０‐１２３４‐５６７８",
            "０９０−１２３４−５６７８",
            "090─1234─5678",
            "090ｰ1234ｰ5678",
            "０９０　１２３４　５６７８",
            "090・1234・5678",
            "090･1234･5678",
            "090.1234.5678",
            "090(1234)5678",
            "（090）1234−5678",
            "\u{202a}090-1234-5678\u{202c}",
            "090\u{200b}1234\u{ad}5678",
            "+819012345678",
            "+81 90 1234 5678",
            "＋８１−９０−１２３４−５６７８",
            "+81 (0)90-1234-5678",
            "+81(0) 90 1234 5678",
            "0081 90 1234 5678",
            "010 81 90 1234 5678",
            "tel:+81-90-1234-5678",
            "TEL：090-1234-5678",
            "Tel. 090-1234-5678",
            "81 90 1234 5678",
        ] {
            assert_eq!(read(typed).as_deref(), Ok("+819012345678"), "{typed:?}");
        }
    }

    #[test]
    fn all_numbers_that_phones_in_japan_have_receive_texts() {
        for typed in [
            "060-1234-5678",
            "070-1234-5678",
            "080-1234-5678",
            "090-1234-5678",
        ] {
            let number = PhoneNumber::parse(typed, Country::JAPAN).expect("a number");
            assert_eq!(number.receives_texts(), Ok(()), "{typed}");
            assert_eq!(number.country(), Some(Country::JAPAN));
            assert_eq!(number.national(), typed);
        }
    }

    #[test]
    fn a_number_of_another_country_is_dialled_as_from_home() {
        for (home, typed, e164) in [
            ("JP", "+1 202-555-0173", "+12025550173"),
            ("JP", "001 202 555 0173", "+12025550173"),
            ("JP", "010 1 202 555 0173", "+12025550173"),
            ("JP", "010 65 8123 4567", "+6581234567"),
            ("JP", "0065 8123 4567", "+6581234567"),
            ("JP", "+44 (0)7911 123456", "+447911123456"),
            ("US", "(202) 555-0173", "+12025550173"),
            ("US", "011 81 90 1234 5678", "+819012345678"),
            ("GB", "07911 123456", "+447911123456"),
            ("GB", "0081 90 1234 5678", "+819012345678"),
            ("IT", "06 1234 5678", "+390612345678"),
            ("IT", "347 123 4567", "+393471234567"),
            ("CI", "07 12 34 56 78", "+2250712345678"),
            ("KR", "010-1234-5678", "+821012345678"),
        ] {
            assert_eq!(at(home, typed).as_deref(), Ok(e164), "{typed:?} at {home}");
        }
    }

    #[test]
    fn what_is_no_number_says_why() {
        use NotAPhoneNumber::{Character, Empty, Form};
        for (typed, why) in [
            ("", Empty),
            (" \u{3000}\u{200b}", Empty),
            ("-", Form),
            ("+", Form),
            ("tel:", Form),
            ("110", Form),
            ("090-1234-567", Form),
            ("090-1234-56789", Form),
            ("0090-1234-5678", Form),
            ("1234-5678", Form),
            ("+99 90 1234 5678", Form),
            ("090-1234-567a", Character),
            ("mika@example.jp", Character),
            ("090+12345678", Character),
            ("++819012345678", Character),
            ("090-1234-5678;ext=1", Character),
            ("٠٩٠١٢٣٤٥٦٧٨", Character),
            ("090-1234-5678, 080-1234-5678", Character),
        ] {
            assert_eq!(read(typed), Err(why), "{typed:?}");
        }
    }

    #[test]
    fn what_is_longer_than_anything_typed_is_not_read() {
        let spaces = " ".repeat(LONGEST_INPUT);
        assert_eq!(
            read(&format!("{}090 1234 5678", &spaces[13..])).as_deref(),
            Ok("+819012345678")
        );
        assert_eq!(
            read(&format!("{}090 1234 5678", &spaces[12..])),
            Err(NotAPhoneNumber::Form)
        );
    }

    #[test]
    fn what_costs_or_carries_no_text_gets_none() {
        use NoTexts::{FixedLine, Premium, Unreachable};
        for (e164, why) in [
            // Japan: 03, 0990, 0570, 0600, 050, 020 (pagers and machines), 0120, 0800
            ("+81312345678", FixedLine),
            ("+81990123456", Premium),
            ("+81570123456", Premium),
            ("+81600123456", Premium),
            ("+815012345678", Unreachable),
            ("+812012345678", Unreachable),
            ("+81120123456", Unreachable),
            ("+818001234567", Unreachable),
            // elsewhere
            ("+442079460958", FixedLine),
            ("+449012345678", Premium),
            ("+447012345678", Premium),
            ("+19002345678", Premium),
            ("+18002345678", Unreachable),
            // of no country: freephone, satellites, premium rate, machines
            ("+80012345678", Unreachable),
            ("+870773111632", Unreachable),
            ("+881612345678", Unreachable),
            ("+88213123456", Unreachable),
            ("+883510012345", Unreachable),
            ("+979123456789", Premium),
            // no country at all
            ("+99999999999", Unreachable),
        ] {
            assert_eq!(number(e164).receives_texts(), Err(why), "{e164}");
        }
    }

    #[test]
    fn a_number_reads_well_and_keeps_to_itself() {
        let ours = number("+819012345678");
        assert_eq!(ours.to_string(), "+81 90-1234-5678");
        assert_eq!(ours.national(), "090-1234-5678");
        assert_eq!(ours.masked(), "…5678");
        assert_eq!(format!("{ours:?}"), "PhoneNumber(…5678)");
        let far = number("+12025550173");
        assert_eq!(far.to_string(), "+1 202 555 0173");
        assert_eq!(far.country().map(Country::as_str), Some("US"));
        // groups that the tables don't know aren't guessed at
        assert_eq!(number("+81312345678").to_string(), "+81312345678");
        assert_eq!(number("+99999999999").to_string(), "+99999999999");
        assert_eq!(number("+99999999999").national(), "+99999999999");
        assert_eq!(number("+80012345678").country(), None);
    }

    #[test]
    fn a_number_is_kept_in_its_international_form() {
        let json = serde_json::to_string(&number("+819012345678")).expect("JSON");
        assert_eq!(json, "\"+819012345678\"");
        for wrong in [
            "819012345678",
            "+0901234567",
            "+81 90",
            "+1234",
            "+1234567890123456",
        ] {
            assert!(PhoneNumber::from_e164(wrong).is_err(), "{wrong}");
        }
    }

    /// Digits as they come, and as they come with what people put between them.
    fn typed() -> impl Strategy<Value = String> {
        prop_oneof![
            "[+0-9０-９ー・() -]{0,24}",
            "(\\+|00|010|0)[0-9 -]{4,16}",
            "\\PC{0,40}",
            any::<String>(),
        ]
    }

    fn home() -> impl Strategy<Value = Country> {
        proptest::sample::select(vec![
            "JP", "US", "GB", "IT", "RU", "KR", "CI", "HU", "MX", "AG",
        ])
        .prop_map(|code| Country::parse(code).expect("a country"))
    }

    proptest! {
        #[test]
        fn no_text_is_too_much_and_every_number_is_read_back(typed in typed(), home in home()) {
            if let Ok(number) = PhoneNumber::parse(&typed, home) {
                let shown = number.to_string();
                prop_assert_eq!(PhoneNumber::parse(&shown, home), Ok(number.clone()), "{}", shown);
                prop_assert_eq!(PhoneNumber::parse(number.as_e164(), home), Ok(number.clone()));
                if let Some(country) = number.country() {
                    let national = number.national();
                    prop_assert_eq!(PhoneNumber::parse(&national, country), Ok(number.clone()), "{}", national);
                }
                let json = serde_json::to_string(&number).expect("JSON");
                prop_assert_eq!(serde_json::from_str::<PhoneNumber>(&json).ok(), Some(number));
            }
        }

        #[test]
        fn every_row_can_be_shown(digits in "[1-9][0-9]{4,14}") {
            let number = number(&format!("+{digits}"));
            let shown: String = number.to_string().chars().filter(char::is_ascii_digit).collect();
            prop_assert!(shown == digits);
            prop_assert!(number.masked().ends_with(&digits[digits.len() - 4..]));
            prop_assert!(!number.national().is_empty());
            if number.receives_texts().is_ok() {
                prop_assert!(number.country().is_some());
            }
        }
    }
}
