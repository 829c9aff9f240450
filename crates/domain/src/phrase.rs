//! The phrase: a few words that a person chose, which stand in every mail to them.
//!
//! It shows at a glance that a mail comes from someone who has seen an earlier one. So a
//! mail without it is most likely a fake, and a mail with it may still be one: whoever has
//! read one of the person's mails knows it. Nothing is ever decided by it.

mod suggest;

use core::fmt;

use subtle::ConstantTimeEq as _;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    chance::Chance,
    factor::password::OwnWords,
    id::{AccountId, TenantId},
    key::KeyRing,
    seal::{NotOpened, SealUse, Sealed, row_context},
    text::is_invisible,
};

/// Octets of input that are looked at.
const LONGEST_INPUT: usize = 1024;
/// Accents and the like on one letter: two are written in living languages.
const MOST_MARKS: usize = 2;
/// An account has one phrase, and no row of another kind stands beside it.
const ROW: &[u8; 16] = &[0; 16];

/// A phrase on one line: NFC, at least [`SHORTEST`](Self::SHORTEST) characters that are no
/// space, at most [`LONGEST`](Self::LONGEST) columns wide (a full-width one takes two), so
/// that it fits on a line of a mail beside what it is called.
///
/// No mail program makes a link of it, and no reader of a pasted mail takes it for a code.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Phrase(String);

/// Why a text is no phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAPhrase {
    /// It has fewer than [`Phrase::SHORTEST`] characters.
    #[error("a phrase has at least 4 characters")]
    TooShort,
    /// It is wider than [`Phrase::LONGEST`] columns.
    #[error("a phrase takes at most 40 columns")]
    TooLong,
    /// A mail program could take it, or a part of it, for a link or an address.
    #[error("a phrase is no link and no address")]
    Link,
    /// It has more than [`Phrase::MOST_DIGITS`] digits, and so looks like a code.
    #[error("a phrase has at most 3 digits")]
    Digits,
    /// It has a sign that can't be seen, or that would disturb the line it stands in.
    #[error("a phrase can't contain this character")]
    BadSign,
    /// It is made of the person's own names and addresses, which whoever fakes a mail to
    /// them knows.
    #[error("a phrase is more than one's own name")]
    OwnName,
}

impl Phrase {
    /// Characters of the shortest one, spaces not counted.
    pub const SHORTEST: usize = 4;
    /// Columns of the widest one.
    pub const LONGEST: usize = 40;
    /// Digits at the most, in the whole of it: half a code.
    pub const MOST_DIGITS: usize = 3;

    /// Reads what was typed: space around it is dropped, space within it made one.
    pub fn parse(typed: &str) -> Result<Self, NotAPhrase> {
        if typed.len() > LONGEST_INPUT {
            return Err(NotAPhrase::TooLong);
        }
        let phrase = Self::tidy(typed);
        let text = phrase.reveal();
        if text.chars().any(is_bad) || is_heaped(text) {
            return Err(NotAPhrase::BadSign);
        }
        if text.chars().filter(|c| *c != ' ').count() < Self::SHORTEST {
            return Err(NotAPhrase::TooShort);
        }
        if text.chars().map(columns).sum::<usize>() > Self::LONGEST {
            return Err(NotAPhrase::TooLong);
        }
        let folded: Zeroizing<Vec<char>> = Zeroizing::new(text.nfkc().collect());
        if is_link(&folded) {
            return Err(NotAPhrase::Link);
        }
        if folded.iter().filter(|c| c.is_numeric()).count() > Self::MOST_DIGITS {
            return Err(NotAPhrase::Digits);
        }
        Ok(phrase)
    }

    /// The phrase, where it is more than these words: the names and addresses of the person
    /// who chose it, and the name of the site.
    pub fn beside(self, own: &OwnWords) -> Result<Self, NotAPhrase> {
        let words = |c: char| if c.is_alphanumeric() { c } else { ' ' };
        let bare: Zeroizing<String> = Zeroizing::new(self.0.chars().map(words).collect());
        if own.make_text(&bare) {
            return Err(NotAPhrase::OwnName);
        }
        Ok(self)
    }

    /// One line in NFC. What chooses the look of a character before it goes: not all that
    /// show mails know it, and none needs it.
    fn tidy(typed: &str) -> Self {
        let mut text = String::with_capacity(typed.len());
        for word in typed.split_whitespace() {
            if !text.is_empty() {
                text.push(' ');
            }
            text.extend(word.nfc().filter(|c| !is_selector(*c)));
        }
        Self(text)
    }

    /// The words, for the mail that bears them and the page of their person.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether both are the same.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }

    /// Seals it for its account, as the database keeps it.
    #[must_use]
    pub fn seal(
        &self,
        keys: &KeyRing,
        tenant: TenantId,
        account: AccountId,
        chance: &mut Chance,
    ) -> Sealed {
        let context = row_context(account, ROW);
        let plain = self.0.as_bytes();
        keys.seal(SealUse::Phrase, tenant, &context, plain, chance)
    }

    /// Opens what [`seal`](Self::seal) sealed. It isn't judged anew: rules may have become
    /// stricter since, and what its person knows stays.
    pub fn open(
        keys: &KeyRing,
        tenant: TenantId,
        account: AccountId,
        sealed: &Sealed,
    ) -> Result<Self, NotOpened> {
        let context = row_context(account, ROW);
        let plain = keys.open(SealUse::Phrase, tenant, &context, sealed)?;
        let text = core::str::from_utf8(&plain).map_err(|_| NotOpened::Altered)?;
        Ok(Self(text.to_owned()))
    }
}

/// Logs see nothing of it.
impl fmt::Debug for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phrase(…)")
    }
}

/// Variation selectors, with which input methods choose emoji and forms of kanji.
const fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// What nobody sees, what turns the words around it, and what is no character.
fn is_bad(c: char) -> bool {
    c.is_control()
        || is_invisible(c)
        || matches!(
            c,
            '\u{115f}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}'
        )
        || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fff9}'..='\u{fffd}' | '\u{e0000}'..)
}

/// Whether marks are heaped on a letter, so that they cover the lines around it, or stand
/// on none.
fn is_heaped(text: &str) -> bool {
    let mut marks = MOST_MARKS;
    text.chars().any(|c| {
        marks = match (is_combining_mark(c), c) {
            (true, _) => marks + 1,
            (false, ' ') => MOST_MARKS,
            (false, _) => 0,
        };
        marks > MOST_MARKS
    })
}

/// How wide a character is in a plain text mail, about.
const fn columns(c: char) -> usize {
    if c < '\u{1100}' { 1 } else { 2 }
}

/// Whether a mail program could make a link of it. `text` is folded to compatibility forms,
/// for some of them do so as well.
fn is_link(text: &[char]) -> bool {
    let has_sign = text.iter().any(|c| matches!(c, '@' | ':' | '/' | '\\'));
    let is_dot = |c: char| matches!(c, '.' | '。');
    let has_host = text.windows(3).any(|three| match three {
        [before, dot, after] => is_dot(*dot) && before.is_alphanumeric() && after.is_alphanumeric(),
        _ => false,
    });
    has_sign || has_host
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        code::{Code, CodeLength},
        key::{KeyId, RootKey},
    };

    fn kept(typed: &str) -> Result<String, NotAPhrase> {
        Phrase::parse(typed).map(|phrase| phrase.reveal().to_owned())
    }

    #[test]
    fn words_are_kept_as_they_were_typed_but_for_space() {
        for (typed, phrase) in [
            ("  blue heron  at\u{3000}dawn\n", "blue heron at dawn"),
            ("夜明けの青鷺", "夜明けの青鷺"),
            ("cafe\u{301} noir", "café noir"),
            ("葛\u{e0100}の花と月", "葛の花と月"),
            ("🌙 und 🐟🍵", "🌙 und 🐟🍵"),
            ("route 66, westward", "route 66, westward"),
            ("Is it a heron? Yes. It is.", "Is it a heron? Yes. It is."),
            ("霧…青鷺", "霧…青鷺"),
            ("夜明け。", "夜明け。"),
            ("שלום עולם", "שלום עולם"),
        ] {
            assert_eq!(kept(typed).as_deref(), Ok(phrase), "{typed:?}");
        }
    }

    #[test]
    fn each_mistake_has_its_own_name() {
        use NotAPhrase::{BadSign, Digits, Link, TooLong, TooShort};
        for (typed, why) in [
            ("", TooShort),
            (" \u{3000} ", TooShort),
            ("a b c", TooShort),
            ("青い鷺", TooShort),
            (&"a".repeat(41), TooLong),
            (&"鷺".repeat(21), TooLong),
            (&"a".repeat(100_000), TooLong),
            ("mika@example.jp", Link),
            ("mika＠example", Link),
            ("see example.com", Link),
            ("see example．com", Link),
            ("see example。com", Link),
            ("www.heron", Link),
            ("https://heron", Link),
            ("https：／／heron", Link),
            ("tel:heron", Link),
            ("heron\\dawn", Link),
            ("heron 1234", Digits),
            ("1 heron 2 owls 34", Digits),
            ("鷺が１２３４羽", Digits),
            ("heron ①②③④", Digits),
            ("heron ١٢٣٤", Digits),
            ("blue\u{200b}heron", BadSign),
            ("blue\u{202e}heron", BadSign),
            ("blue\u{0}heron", BadSign),
            ("blue\u{e0041}heron", BadSign),
            ("blue\u{e000}heron", BadSign),
            ("\u{3164}\u{3164}\u{3164}\u{3164}", BadSign),
            ("heron\u{301}\u{302}\u{303}\u{304}", BadSign),
            ("heron \u{301}dawn", BadSign),
        ] {
            assert_eq!(kept(typed), Err(why), "{typed:?}");
        }
    }

    #[test]
    fn one_s_own_names_alone_are_none() {
        let own = OwnWords::of(["mika.tanaka@example.jp", "mika_t", "Kadomori"]);
        for (typed, is_own) in [
            ("Mika Tanaka", true),
            ("tanaka, mika", true),
            ("Tanaka 26!", true),
            ("Kadomori", true),
            ("example mika", true),
            ("mika's heron", false),
            ("blue heron at dawn", false),
        ] {
            let phrase = Phrase::parse(typed).expect("a phrase").beside(&own);
            assert_eq!(phrase.err().is_some(), is_own, "{typed}");
        }
    }

    #[test]
    fn it_never_prints_itself_and_two_are_told_apart() {
        let phrase = |typed| Phrase::parse(typed).expect("a phrase");
        assert_eq!(format!("{:?}", phrase("blue heron")), "Phrase(…)");
        assert!(phrase("blue  heron").is_same_as(&phrase("blue heron")));
        assert!(!phrase("blue heron").is_same_as(&phrase("Blue heron")));
    }

    #[test]
    fn what_was_sealed_opens_for_its_account_alone() {
        let ring = KeyRing::new(vec![RootKey::new(KeyId(1), [5; 32])]).expect("a key");
        let mika = AccountId::from_bytes([1; 16]);
        let phrase = Phrase::parse("夜明けの青鷺").expect("a phrase");
        let mut chance = Chance::new([1; 32]);
        let sealed = phrase.seal(&ring, TenantId::DEFAULT, mika, &mut chance);
        let open = |account| Phrase::open(&ring, TenantId::DEFAULT, account, &sealed);
        assert!(open(mika).expect("it opens").is_same_as(&phrase));
        let tarou = AccountId::from_bytes([2; 16]);
        assert_eq!(open(tarou).err(), Some(NotOpened::Altered));
    }

    proptest! {
        #[test]
        fn a_phrase_is_its_own_form(typed in "\\PC{0,60}|[a-z0-9 .:,]{0,50}|[ぁ-ん一-龥　]{0,25}") {
            if let Ok(form) = kept(&typed) {
                prop_assert_eq!(kept(&form), Ok(form.clone()));
                prop_assert!(!form.contains(['\n', '\r', '@', '/']));
            }
        }

        /// Wherever it stands in a mail, the code beside it is the only one.
        #[test]
        fn no_phrase_is_taken_for_a_code(typed in "\\PC{4,40}|[a-z0-9 \u{2d}]{4,40}") {
            if let Ok(form) = kept(&typed) {
                prop_assert!(Code::parse(&form, CodeLength::SIX).is_err(), "{form:?}");
                let mail = format!("Your code is\n  482 913\n\nYour phrase: {form}\n\nOnce.\n");
                let read = Code::parse(&mail, CodeLength::SIX);
                let read = read.map(|code| code.reveal().to_owned());
                prop_assert_eq!(read.as_deref(), Ok("482913"));
            }
        }
    }
}
