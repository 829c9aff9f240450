//! Identifiers: what an account is signed in with.

use core::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use crate::{
    address::{MailAddress, NotAnAddress},
    phone::{Country, NotAPhoneNumber, PhoneNumber},
    text::is_invisible,
    user_name::{NotAUserName, UserName},
};

/// What an account is signed in with; unique per tenant, kind and normal form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Identifier {
    /// A mail address.
    Mail(MailAddress),
    /// A phone number.
    Phone(PhoneNumber),
    /// A user name.
    UserName(UserName),
}

/// A text that names no account, whatever accounts there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnIdentifier {
    /// It looks like a mail address and isn't one.
    #[error(transparent)]
    Address(#[from] NotAnAddress),
    /// It looks like a phone number and isn't one.
    #[error(transparent)]
    Phone(#[from] NotAPhoneNumber),
    /// It looks like a user name and isn't one.
    #[error(transparent)]
    UserName(#[from] NotAUserName),
}

impl Identifier {
    /// Reads what was typed: with an `@`, of any width, it is a mail address; of digits and
    /// what stands between them, a phone number, in the country `home` where it names none;
    /// else a user name.
    ///
    /// Nothing, and a text with a dot (which no user name has), get an address's sentence:
    /// most who leave out the `@` meant one.
    pub fn parse(typed: &str, home: Country) -> Result<Self, NotAnIdentifier> {
        if looks_like_a_number(typed) {
            return Ok(Self::Phone(PhoneNumber::parse(typed, home)?));
        }
        let is_address = typed.trim().is_empty() || typed.nfkc().any(|sign| "@.".contains(sign));
        Ok(if is_address {
            Self::Mail(MailAddress::parse(typed)?)
        } else {
            Self::UserName(UserName::parse(typed)?)
        })
    }

    /// The name of its kind in the database; never changed.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Mail(_) => "mail",
            Self::Phone(_) => "phone",
            Self::UserName(_) => "user_name",
        }
    }

    /// The form by which it is found: one for all ways of writing it.
    #[must_use]
    pub fn normal(&self) -> String {
        match self {
            Self::Mail(address) => address.normal(),
            Self::Phone(number) => number.as_e164().to_owned(),
            Self::UserName(name) => name.as_str().to_owned(),
        }
    }

    /// Whether both name the same, however each is written.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.kind() == other.kind() && self.normal() == other.normal()
    }

    /// The address, if it is one.
    #[must_use]
    pub const fn address(&self) -> Option<&MailAddress> {
        match self {
            Self::Mail(address) => Some(address),
            Self::Phone(_) | Self::UserName(_) => None,
        }
    }

    /// As it may be shown where others can look on.
    #[must_use]
    pub fn masked(&self) -> String {
        match self {
            Self::Mail(address) => address.masked(),
            Self::Phone(number) => number.masked(),
            Self::UserName(name) => name.as_str().to_owned(),
        }
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mail(address) => address.fmt(f),
            Self::Phone(number) => number.fmt(f),
            Self::UserName(name) => name.fmt(f),
        }
    }
}

/// Whether a text has digits and nothing but what stands between the digits of a number. No
/// user name looks so.
fn looks_like_a_number(typed: &str) -> bool {
    let mut folded = typed.nfkc().filter(|sign| !is_invisible(*sign));
    let mut has_digit = false;
    let is_all = folded.all(|sign| {
        has_digit |= sign.is_ascii_digit();
        !sign.is_alphabetic() && sign != '@' && sign != '_' || sign == 'ー'
    });
    is_all && has_digit
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(typed: &str) -> Result<(&'static str, String), NotAnIdentifier> {
        Identifier::parse(typed, Country::JAPAN)
            .map(|identifier| (identifier.kind(), identifier.normal()))
    }

    #[test]
    fn an_at_sign_of_any_width_tells_an_address_from_a_user_name() {
        for (typed, kind, normal) in [
            ("Mika@example.jp", "mail", "mika@example.jp"),
            ("ｍｉｋａ＠ｅｘａｍｐｌｅ．ｊｐ", "mail", "mika@example.jp"),
            ("mika﹫example.jp", "mail", "mika@example.jp"),
            ("Mika_T", "user_name", "mika_t"),
            ("ｍｉｋａ", "user_name", "mika"),
            ("090-1234-5678", "phone", "+819012345678"),
            ("０９０ー１２３４ー５６７８", "phone", "+819012345678"),
        ] {
            assert_eq!(read(typed), Ok((kind, normal.to_owned())), "{typed:?}");
        }
    }

    #[test]
    fn what_is_neither_is_told_by_what_it_looks_like() {
        use NotAnIdentifier::{Address, Phone, UserName};
        for (typed, why) in [
            ("　", Address(NotAnAddress::Empty)),
            ("mika.example.jp", Address(NotAnAddress::Incomplete)),
            ("mika@example", Address(NotAnAddress::Domain)),
            ("mi", UserName(NotAUserName::TooShort)),
            ("mika t", UserName(NotAUserName::BadSign)),
            ("12", Phone(NotAPhoneNumber::Form)),
        ] {
            assert_eq!(read(typed), Err(why), "{typed:?}");
        }
    }

    proptest! {
        #[test]
        fn every_identifier_is_read_back_from_its_form_and_its_row(typed in "[a-zA-Z0-9_.@ -]{0,20}") {
            if let Ok(identifier) = Identifier::parse(&typed, Country::JAPAN) {
                let form = (identifier.kind(), identifier.normal());
                prop_assert_eq!(read(&identifier.normal()), Ok(form.clone()));
                prop_assert_eq!(read(&identifier.to_string()), Ok(form));
                let json = serde_json::to_string(&identifier).expect("JSON");
                prop_assert_eq!(serde_json::from_str::<Identifier>(&json).ok(), Some(identifier));
            }
        }
    }
}
