//! User names: what a person may sign in with instead of an address.

use core::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use crate::text::{is_hyphen, is_invisible};

/// A user name in its one form: 3 to 32 of `a`–`z`, `0`–`9`, `_`, `-`, at least one of them
/// a letter; it begins and ends with a letter or digit.
///
/// It is never taken for another identifier: it has no `@` and no dot, as an address has
/// (also one whose `@` was forgotten), and a letter, as a phone number hasn't. Only ASCII,
/// so that no two names look alike to the eye and differ to us.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UserName(String);

/// A text that is no user name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAUserName {
    /// It is shorter than [`UserName::SHORTEST`].
    #[error("a user name has at least 3 letters")]
    TooShort,
    /// It is longer than [`UserName::LONGEST`].
    #[error("a user name has at most 32 letters")]
    TooLong,
    /// It has a sign that user names don't have, or begins or ends with `_` or `-`.
    #[error("a user name has letters, digits, _ and - alone, and no _ or - at its ends")]
    BadSign,
    /// It has no letter: digits alone, or as a phone number is written.
    #[error("a user name has at least one letter")]
    OnlyDigits,
}

impl UserName {
    /// Signs of the shortest one.
    pub const SHORTEST: usize = 3;
    /// Signs of the longest one.
    pub const LONGEST: usize = 32;

    /// Reads what was typed: full-width letters, capitals and other hyphens are taken for
    /// the plain ones; surrounding space and invisible marks are forgiven.
    pub fn parse(typed: &str) -> Result<Self, NotAUserName> {
        if typed.len() > Self::LONGEST * 16 {
            return Err(NotAUserName::TooLong);
        }
        let folded: String = typed
            .nfkc()
            .filter(|sign| !is_invisible(*sign))
            .map(|sign| if is_hyphen(sign) { '-' } else { sign })
            .collect();
        let name = folded.trim().to_ascii_lowercase();
        if !name.chars().all(may_stand_in_name) || !has_firm_ends(&name) {
            return Err(NotAUserName::BadSign);
        }
        // From here on it is ASCII, and octets are signs.
        if name.len() > Self::LONGEST {
            return Err(NotAUserName::TooLong);
        }
        if name.len() < Self::SHORTEST {
            return Err(NotAUserName::TooShort);
        }
        if !name.bytes().any(|sign| sign.is_ascii_lowercase()) {
            return Err(NotAUserName::OnlyDigits);
        }
        Ok(Self(name))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

const fn may_stand_in_name(sign: char) -> bool {
    matches!(sign, 'a'..='z' | '0'..='9' | '_' | '-')
}

fn has_firm_ends(name: &str) -> bool {
    !name.starts_with(['_', '-']) && !name.ends_with(['_', '-'])
}

impl fmt::Display for UserName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Logs see its first letter.
impl fmt::Debug for UserName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first: String = self.0.chars().take(1).collect();
        write!(f, "UserName({first}…)")
    }
}

impl TryFrom<String> for UserName {
    type Error = NotAUserName;

    fn try_from(text: String) -> Result<Self, NotAUserName> {
        Self::parse(&text)
    }
}

impl From<UserName> for String {
    fn from(name: UserName) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(typed: &str) -> Result<String, NotAUserName> {
        UserName::parse(typed).map(String::from)
    }

    #[test]
    fn what_is_typed_becomes_one_form() {
        for (typed, form) in [
            ("Mika_T", "mika_t"),
            ("　ｍｉｋａ０１ ", "mika01"),
            ("ｍｉｋａーｔ", "mika-t"),
            ("mika\u{200b}t", "mikat"),
            ("3mi", "3mi"),
            (&"a".repeat(32), &"a".repeat(32)),
        ] {
            assert_eq!(name(typed).as_deref(), Ok(form), "{typed:?}");
        }
    }

    #[test]
    fn each_mistake_has_its_own_name() {
        use NotAUserName::{BadSign, OnlyDigits, TooLong, TooShort};
        for (typed, why) in [
            ("", TooShort),
            ("mi", TooShort),
            (&"a".repeat(33), TooLong),
            (&"a".repeat(10_000), TooLong),
            ("mika@home", BadSign),
            ("mika＠home", BadSign),
            ("mi ka", BadSign),
            ("-mika", BadSign),
            ("mika_", BadSign),
            ("みか", BadSign),
            ("mіka", BadSign),
            // Without dots, an address whose `@` was forgotten is never taken for a name.
            ("mika.example.jp", BadSign),
            ("09012345678", OnlyDigits),
            ("０９０-1234-5678", OnlyDigits),
        ] {
            assert_eq!(name(typed), Err(why), "{typed:?}");
        }
    }

    #[test]
    fn logs_see_one_letter() {
        let name = UserName::parse("mika").expect("a name");
        assert_eq!(format!("{name:?}"), "UserName(m…)");
    }

    proptest! {
        #[test]
        fn a_name_is_its_own_form(typed in "\\PC{0,40}|[a-zA-Z0-9_ー-]{0,40}") {
            if let Ok(form) = name(&typed) {
                prop_assert_eq!(name(&form), Ok(form.clone()));
                prop_assert_eq!(name(&form.to_uppercase()), Ok(form));
            }
        }
    }
}
