//! A password: read with care, judged when it is new, and kept only as a hash.
//!
//! A [`Password`] is what was typed. [`judge()`] says whether it may become the
//! account's; [`Forms`] are what a list of common ones is asked about. [`PasswordHash`]
//! is what is stored (sealed once more, under a key outside the database), and
//! [`Verified`] is what a right one earns.
//!
//! Hashing takes tens of milliseconds and tens of mebibytes, so whoever serves people
//! does it on threads of its own, and never inside a transaction.

mod check;
mod form;
mod hash;
mod judge;
mod own_word;
mod pattern;
mod strength;

use core::fmt;

use unicode_normalization::UnicodeNormalization as _;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

pub use check::check;
pub use form::{Forms, likeness};
pub use hash::{
    HashMemory, NotAPasswordCost, NotAPasswordHash, PasswordCost, PasswordHash, Verified,
};
pub use judge::{Accepted, Known, Refusal, Rules, SecondStep, judge};
pub use own_word::OwnWords;
pub use strength::Strength;

/// The most code points of a password.
pub const LONGEST: usize = 256;

/// Octets that are read: composed, [`LONGEST`] code points are far fewer.
const LONGEST_INPUT: usize = 16 * 1024;

/// A password as a person typed it, in Unicode's composed form (NFC), and nothing else
/// changed: spaces are kept wherever they stand. It never prints itself by accident.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Password(String);

/// Why what was typed can be no password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAPassword {
    /// Nothing was typed.
    #[error("nothing was typed")]
    Empty,
    /// It has more than [`LONGEST`] code points.
    #[error("a password has at most {LONGEST} characters")]
    TooLong,
    /// It holds a control character, such as NUL or a line's end, that no keyboard types
    /// into a field for passwords.
    #[error("a password has no control characters")]
    Control,
}

impl Password {
    /// Reads what was typed: a new password, or a try at one. (A try that is no password
    /// is simply wrong.)
    ///
    /// NIST SP 800-63B-4 names NFC, so that one password is one whatever keyboard
    /// composed it. ASVS 5.0 V6.2.8 would have it exactly as received; that would lock out
    /// people who change from a Mac to a phone.
    pub fn parse(typed: &str) -> Result<Self, NotAPassword> {
        if typed.is_empty() {
            return Err(NotAPassword::Empty);
        }
        if typed.len() > LONGEST_INPUT {
            return Err(NotAPassword::TooLong);
        }
        // Composing may lengthen UTF-8 threefold; room for it means that no copy is left behind.
        let mut composed = Zeroizing::new(String::with_capacity(typed.len().saturating_mul(3)));
        composed.extend(typed.nfc());
        if composed.chars().count() > LONGEST {
            return Err(NotAPassword::TooLong);
        }
        if composed.chars().any(char::is_control) {
            return Err(NotAPassword::Control);
        }
        Ok(Self(core::mem::take(&mut *composed)))
    }

    /// How many code points it has: what a person counts, near enough, and what the rules count.
    #[must_use]
    pub fn code_points(&self) -> usize {
        self.0.chars().count()
    }

    /// How hard it would be to guess.
    #[must_use]
    pub fn strength(&self) -> Strength {
        strength::estimate(&self.0)
    }

    /// Its octets, for what hashes it.
    #[must_use]
    pub fn reveal(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spaces_stay_where_they_were_typed() {
        let typed = "  two words \u{3000}";
        let password = Password::parse(typed).expect("a password");
        assert_eq!(password.reveal(), typed.as_bytes());
    }

    #[test]
    fn composed_and_decomposed_are_one_password() {
        let mac = Password::parse("か\u{3099}くせい e\u{301}").expect("a password");
        let phone = Password::parse("がくせい é").expect("a password");
        assert_eq!(mac.reveal(), phone.reveal());
    }

    #[test]
    fn wide_and_narrow_are_two_passwords() {
        let wide = Password::parse("ｐａｓｓ").expect("a password");
        let narrow = Password::parse("pass").expect("a password");
        assert_ne!(wide.reveal(), narrow.reveal());
    }

    #[test]
    fn length_is_counted_in_code_points() {
        let longest = "漢".repeat(LONGEST);
        assert_eq!(
            Password::parse(&longest).expect("fits").code_points(),
            LONGEST
        );
        let longer = format!("{longest}字");
        assert_eq!(Password::parse(&longer).err(), Some(NotAPassword::TooLong));
    }

    #[test]
    fn a_flood_is_not_read() {
        let flood = "a".repeat(LONGEST_INPUT + 1);
        assert_eq!(Password::parse(&flood).err(), Some(NotAPassword::TooLong));
    }

    #[test]
    fn nothing_and_control_characters_are_no_password() {
        assert_eq!(Password::parse("").err(), Some(NotAPassword::Empty));
        for typed in ["pass\0word", "line\nline", "tab\tbed"] {
            assert_eq!(Password::parse(typed).err(), Some(NotAPassword::Control));
        }
    }

    #[test]
    fn a_password_never_prints_itself() {
        let password = Password::parse("kumo no ue").expect("a password");
        assert_eq!(format!("{password:?}"), "Password(…)");
    }

    proptest! {
        #[test]
        fn whatever_is_a_password_stays_the_same_when_read_again(typed in "\\PC{1,300}") {
            if let Ok(once) = Password::parse(&typed) {
                let text = core::str::from_utf8(once.reveal()).expect("text");
                let again = Password::parse(text).expect("still a password");
                prop_assert_eq!(once.reveal(), again.reveal());
            }
        }
    }
}
