//! The single-use code: derived, never stored, read kindly.

use core::{fmt, num::NonZeroU64};

use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use unicode_normalization::UnicodeNormalization;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    id::{ChallengeId, FlowId, TenantId},
    key::{CodeKey, KeyId},
    purpose::Purpose,
    text::{is_hyphen, is_invisible},
};

/// Octets of input that are read; a pasted mail is far shorter.
const LONGEST_INPUT: usize = 16 * 1024;

/// How many digits a code has: 6 to 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct CodeLength(u8);

/// A number of digits outside the bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a code has 6 to 10 digits")]
pub struct NotALength;

impl CodeLength {
    /// Six digits: the least that NIST SP 800-63B-4 §3.1.3.2 allows.
    pub const SIX: Self = Self(6);

    /// How many digits.
    #[must_use]
    pub const fn digits(self) -> usize {
        self.0 as usize
    }

    const fn codes(self) -> NonZeroU64 {
        match NonZeroU64::new(10_u64.pow(self.0 as u32)) {
            Some(codes) => codes,
            None => NonZeroU64::MIN,
        }
    }
}

impl TryFrom<u8> for CodeLength {
    type Error = NotALength;

    fn try_from(digits: u8) -> Result<Self, NotALength> {
        if (6..=10).contains(&digits) {
            Ok(Self(digits))
        } else {
            Err(NotALength)
        }
    }
}

impl From<CodeLength> for u8 {
    fn from(length: CodeLength) -> Self {
        length.0
    }
}

/// A code: as many ASCII digits as its length says. It never prints itself by accident.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Code(String);

/// What a code is bound to. A difference in any part gives another code.
#[derive(Clone, Copy, Debug)]
pub struct CodeBinding<'a> {
    /// The organisation.
    pub tenant: TenantId,
    /// The journey, and with it the browser.
    pub flow: FlowId,
    /// The pending verification.
    pub challenge: ChallengeId,
    /// The verification's own randomness.
    pub salt: &'a [u8; 32],
    /// What the code is for.
    pub purpose: Purpose,
    /// The contact that receives it, in its normal form.
    pub contact: &'a str,
    /// The root key it follows from.
    pub key: KeyId,
    /// How many digits.
    pub length: CodeLength,
}

/// Why what was typed is not yet a code; none of these costs a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Nothing was typed.
    #[error("nothing was typed")]
    Empty,
    /// There are no digits in it, or too few or too many in each group.
    #[error("there is no code of this length in it")]
    NoCode,
    /// More than one group of digits could be the code.
    #[error("more than one number in it could be the code")]
    Ambiguous,
}

impl Code {
    /// The code of a pending verification: HMAC-SHA-256 over all that it is bound to,
    /// reduced to digits without bias (a draw past the last whole multiple is not used).
    #[must_use]
    pub fn derive(key: &CodeKey, binding: &CodeBinding<'_>) -> Self {
        let mut counter: u32 = 0;
        loop {
            let mac = Zeroizing::new(key.mac(&[
                b"code/v1",
                binding.tenant.as_bytes(),
                binding.flow.as_bytes(),
                binding.challenge.as_bytes(),
                binding.salt,
                binding.purpose.name().as_bytes(),
                binding.contact.as_bytes(),
                &binding.key.0.to_be_bytes(),
                &[u8::from(binding.length)],
                &counter.to_be_bytes(),
            ]));
            if let Some(code) = mac
                .as_chunks()
                .0
                .iter()
                .find_map(|eight| reduce(*eight, binding.length))
            {
                return code;
            }
            counter = counter.wrapping_add(1);
        }
    }

    /// The code in what a person typed or pasted.
    ///
    /// Digits of any width count. A text of nothing but digits, spaces and hyphens
    /// is the code when the digits are as many as they should be. In any other text
    /// exactly one group of digits, split at most once, must have that length; a
    /// group that hangs together with further numbers (a time, a date, a telephone
    /// number) is no candidate.
    pub fn parse(typed: &str, length: CodeLength) -> Result<Self, Unreadable> {
        if typed.len() > LONGEST_INPUT {
            return Err(Unreadable::NoCode);
        }
        let text: Zeroizing<String> =
            Zeroizing::new(typed.nfkc().filter(|c| !is_invisible(*c)).collect());
        let text = text.trim();
        if text.is_empty() {
            return Err(Unreadable::Empty);
        }
        if text
            .chars()
            .all(|c| c.is_ascii_digit() || c.is_whitespace() || is_hyphen(c))
        {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            let code = Self(digits);
            return if code.0.len() == length.digits() {
                Ok(code)
            } else {
                Err(Unreadable::NoCode)
            };
        }
        only_candidate(text, length)
    }

    /// Whether both are the same code; takes the same time wherever they differ.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }

    /// The digits, for the message that brings them.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The digits in two halves, as people read them: `482 913`.
    #[must_use]
    pub fn grouped(&self) -> String {
        let (left, right) = self.0.split_at(self.0.len().div_ceil(2));
        format!("{left} {right}")
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

fn reduce(eight: [u8; 8], length: CodeLength) -> Option<Code> {
    let drawn = u64::from_be_bytes(eight);
    let codes = length.codes();
    let fair = u64::MAX - u64::MAX % codes;
    let width = length.digits();
    (drawn < fair).then(|| Code(format!("{:0width$}", drawn % codes)))
}

/// The one group in a text that can be the code.
fn only_candidate(text: &str, length: CodeLength) -> Result<Code, Unreadable> {
    let mut found: Option<Code> = None;
    for chain in chains(text) {
        let Some(code) = chain.candidate(length) else {
            continue;
        };
        if found.as_ref().is_some_and(|other| !other.matches(&code)) {
            return Err(Unreadable::Ambiguous);
        }
        found = Some(code);
    }
    found.ok_or(Unreadable::NoCode)
}

/// Runs of digits that hang together: `482 913`, `12:03`, `2026-11-22`.
#[derive(Default)]
struct Chain {
    digits: String,
    runs: usize,
    is_number: bool,
}

impl Drop for Chain {
    fn drop(&mut self) {
        self.digits.zeroize();
    }
}

impl Chain {
    fn begun() -> Self {
        let mut chain = Self::default();
        chain.runs = 1;
        chain
    }

    fn candidate(&self, length: CodeLength) -> Option<Code> {
        let fits = self.digits.len() == length.digits() && self.runs <= 2 && !self.is_number;
        fits.then(|| Code(self.digits.clone()))
    }
}

fn chains(text: &str) -> Vec<Chain> {
    let mut chains: Vec<Chain> = Vec::new();
    let mut gap: Vec<char> = Vec::new();
    let mut in_run = false;
    for c in text.chars() {
        if !c.is_ascii_digit() {
            in_run = false;
            gap.push(c);
            continue;
        }
        if !in_run {
            match (chains.last_mut(), link(&gap)) {
                (Some(chain), Link::Split) => chain.runs += 1,
                (Some(chain), Link::Number) => {
                    chain.runs += 1;
                    chain.is_number = true;
                }
                _ => chains.push(Chain::begun()),
            }
        }
        in_run = true;
        gap.clear();
        if let Some(chain) = chains.last_mut() {
            chain.digits.push(c);
        }
    }
    chains
}

/// How what stands between two runs of digits ties them together.
enum Link {
    /// A space or a hyphen, as people group a code.
    Split,
    /// A sign that makes one number, time, date or address of them.
    Number,
    /// Nothing: words, a line's end, several spaces.
    None,
}

fn link(gap: &[char]) -> Link {
    match gap {
        [' ' | '\t' | '\u{3000}'] => Link::Split,
        [c] if is_hyphen(*c) => Link::Split,
        [':' | '/' | '.' | ',' | '+' | '_' | '年' | '月' | '日' | '時' | '分'] => Link::Number,
        _ => Link::None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        chance::Chance,
        key::{KeyRing, RootKey},
        time::Time,
    };

    fn read(typed: &str) -> Result<String, Unreadable> {
        Code::parse(typed, CodeLength::SIX).map(|code| code.reveal().to_owned())
    }

    #[test]
    fn what_people_type_is_what_they_see() {
        for typed in [
            "482913",
            " 482 913 ",
            "482-913",
            "482–913",
            "４８２９１３",
            "４８２　９１３",
            "4 8 2 9 1 3",
            "482\u{200b}913",
            "４８２ー９１３",
            "482\n913",
        ] {
            assert_eq!(read(typed).as_deref(), Ok("482913"), "{typed:?}");
        }
    }

    #[test]
    fn a_pasted_sentence_with_one_code_in_it_is_read() {
        for typed in [
            "Your code is 482 913",
            "コード:482913",
            "確認コード 482913（12:13まで）",
            "Your code is\n  482 913\nIt works until 12:13 (Japan time), once.\n\nAsked for at 12:03",
            "Your code is   482 913 It works until 12:13 (Japan time), once.",
            "Sun, 22 Nov 2026 22:43:26 +0900  482913",
            "2026年11月22日 12時03分に求められた 482913 です",
            "code 482913, again: 482 913",
            "call 090-1234-5678 or type 482913",
        ] {
            assert_eq!(read(typed).as_deref(), Ok("482913"), "{typed:?}");
        }
    }

    #[test]
    fn what_could_be_two_codes_is_ambiguous() {
        for typed in [
            "482913 or 913482",
            "first 482 913\nthen 111222",
            "a 482913 b 482914",
        ] {
            assert_eq!(read(typed), Err(Unreadable::Ambiguous), "{typed:?}");
        }
    }

    #[test]
    fn what_holds_no_code_of_the_length_is_not_guessed_at() {
        for typed in [
            "48291",
            "4829133",
            "hello",
            "12:03:44",
            "2026-11-22",
            "٤٨٢٩١٣",
            "4,829,13",
            "K7P",
        ] {
            assert_eq!(read(typed), Err(Unreadable::NoCode), "{typed:?}");
        }
        assert_eq!(read(" \u{3000} "), Err(Unreadable::Empty));
        assert_eq!(read(&"1".repeat(100_000)), Err(Unreadable::NoCode));
    }

    fn derive(seed: u8, change: impl FnOnce(&mut CodeBinding<'_>)) -> String {
        let ring = KeyRing::new(vec![RootKey::new(KeyId(1), [5; 32])]).expect("a key");
        let key = ring.code_key(KeyId(1), TenantId::DEFAULT).expect("the key");
        let mut stream = Chance::new([seed; 32]);
        let now = Time::from_micros(0);
        let salt = stream.bytes();
        let mut binding = CodeBinding {
            tenant: TenantId::DEFAULT,
            flow: FlowId::new(now, &mut stream),
            challenge: ChallengeId::new(now, &mut stream),
            salt: &salt,
            purpose: Purpose::SignIn,
            contact: "mika@example.jp",
            key: KeyId(1),
            length: CodeLength::SIX,
        };
        change(&mut binding);
        Code::derive(&key, &binding).reveal().to_owned()
    }

    #[test]
    fn a_code_follows_from_all_that_it_is_bound_to() {
        let code = derive(1, |_| ());
        assert_eq!(code, derive(1, |_| ()));
        assert_eq!(code.len(), 6);
        assert_ne!(
            code,
            derive(1, |binding| binding.contact = "nika@example.jp")
        );
        assert_ne!(
            code,
            derive(1, |binding| binding.purpose = Purpose::CreateAccount)
        );
        assert_ne!(
            code,
            derive(1, |binding| binding.flow = FlowId::from_bytes([0; 16]))
        );
        assert_ne!(
            code,
            derive(1, |binding| binding.challenge =
                ChallengeId::from_bytes([0; 16]))
        );
        assert_ne!(
            code,
            derive(1, |binding| binding.tenant = TenantId::from_bytes([0; 16]))
        );
        assert_ne!(code, derive(1, |binding| binding.salt = &[0; 32]));
        assert_eq!(derive(1, |binding| binding.length = CodeLength(8)).len(), 8);
    }

    #[test]
    fn digits_are_uniform_and_leading_zeros_are_kept() {
        let mut first = [0_u32; 10];
        for seed in 0..=255_u8 {
            for contact in ["a", "b", "c", "d", "e", "f", "g", "h"] {
                let code = derive(seed, |binding| binding.contact = contact);
                let digit = usize::from(code.as_bytes()[0] - b'0');
                first[digit] += 1;
            }
        }
        // 2,048 codes: each first digit about 205 times; five standard deviations are 68.
        assert!(
            first.iter().all(|count| (137..=273).contains(count)),
            "{first:?}"
        );
    }

    #[test]
    fn a_draw_past_the_last_whole_multiple_is_not_used() {
        assert!(reduce([0xff; 8], CodeLength::SIX).is_none());
        assert_eq!(
            reduce([0; 8], CodeLength::SIX)
                .map(|code| code.0.clone())
                .as_deref(),
            Some("000000")
        );
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reading(typed in ".{0,200}") {
            if let Ok(code) = Code::parse(&typed, CodeLength::SIX) {
                prop_assert_eq!(code.reveal().len(), 6);
                prop_assert!(code.reveal().bytes().all(|b| b.is_ascii_digit()));
            }
        }

        #[test]
        fn every_code_is_read_back_as_it_is_shown(number in 0_u32..1_000_000) {
            let shown = format!("{number:06}");
            let grouped = Code(shown.clone()).grouped();
            prop_assert_eq!(read(&grouped), Ok(shown.clone()));
            prop_assert_eq!(read(&format!("Your code is {grouped}.")), Ok(shown));
        }
    }
}
