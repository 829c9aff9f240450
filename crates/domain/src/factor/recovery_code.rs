//! Recovery codes: ten codes on paper, each used once, for the day when another way is lost.
//!
//! Each has 125 random bits, so that a keyed hash is all that the database needs to keep
//! (ASVS 5.0 V6.5.2 asks for a slow one below 112 bits). A set is shown once, counts when
//! its keeper has typed a part of it back, and is replaced as a whole.

use core::fmt;

use serde::{Deserialize, Serialize};
use subtle::{Choice, ConstantTimeEq};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    chance::Chance,
    factor::checked::{Checked, FactorUse, NotRight, Right},
    id::AccountId,
    key::IndexKey,
    proof::{Proof, Shown},
    text::{is_hyphen, is_invisible},
    time::Time,
};

/// Crockford's base 32: no I, L, O (taken for 1, 1, 0) and no U (taken for V).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Signs of a code.
const SIGNS: usize = 25;
/// Signs of a group.
const GROUP: usize = 5;
/// Octets of input that are read.
const LONGEST_INPUT: usize = 1024;
/// The version that [`RecoverySet::to_bytes`] writes.
const VERSION: u8 = 1;

/// One recovery code: 25 signs of Crockford's base 32. It never prints itself.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct RecoveryCode([u8; SIGNS]);

/// Why what was typed is no recovery code, nor a group of one; costs no try.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotARecoveryCode {
    /// It has fewer signs.
    #[error("a recovery code has 25 letters and digits; here are fewer")]
    TooShort,
    /// It has more signs.
    #[error("a recovery code has 25 letters and digits; here are more")]
    TooLong,
    /// It has a sign that is in no recovery code.
    #[error("there is no {0:?} in a recovery code")]
    BadSign(char),
}

impl RecoveryCode {
    /// A new code.
    #[must_use]
    fn draw(chance: &mut Chance) -> Self {
        let mut signs: [u8; SIGNS] = chance.bytes();
        for sign in &mut signs {
            *sign = sign_of(*sign);
        }
        Self(signs)
    }

    /// The code that a person typed: in either case and any width, with or without hyphens
    /// and spaces, and with O for 0, I or L for 1 and U for V.
    pub fn parse(typed: &str) -> Result<Self, NotARecoveryCode> {
        let signs = read(typed)?;
        match <[u8; SIGNS]>::try_from(signs.as_slice()) {
            Ok(signs) => Ok(Self(signs)),
            Err(_) if signs.len() < SIGNS => Err(NotARecoveryCode::TooShort),
            Err(_) => Err(NotARecoveryCode::TooLong),
        }
    }

    /// The code as it is shown, in five groups of five: `4T7KQ-…`.
    #[must_use]
    pub fn grouped(&self) -> Zeroizing<String> {
        let mut grouped = Zeroizing::new(String::with_capacity(SIGNS + SIGNS / GROUP));
        for (place, sign) in self.0.iter().enumerate() {
            if place > 0 && place % GROUP == 0 {
                grouped.push('-');
            }
            grouped.push(char::from(*sign));
        }
        grouped
    }

    /// What the database keeps of it: a keyed hash that differs for every account.
    #[must_use]
    pub fn hash(&self, index: &IndexKey, account: AccountId) -> [u8; 32] {
        // The account's id has a fixed length, so nothing runs together.
        let mut bound = Zeroizing::new([0; 16 + SIGNS]);
        for (to, from) in bound
            .iter_mut()
            .zip(account.as_bytes().iter().chain(&self.0))
        {
            *to = *from;
        }
        index.hash("recovery_code", bound.as_slice())
    }

    fn is(&self, other: &Self) -> Choice {
        self.0.ct_eq(&other.0)
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

/// Looks at a code in the light of the hashes of an account's codes that are left.
#[must_use]
pub fn check(typed: &RecoveryCode, account: AccountId, left: &Left<'_>, now: Time) -> Checked {
    let hash = typed.hash(left.index, account);
    let mut found = Choice::from(0);
    for kept in left.hashes {
        found |= kept.ct_eq(&hash);
    }
    if bool::from(found) {
        Checked::Right(Right::new(
            Proof::new(Shown::RecoveryCode, now),
            Some(FactorUse::RecoveryCode { hash }),
        ))
    } else {
        Checked::Wrong(NotRight::Mismatch)
    }
}

/// What is left of an account's set.
#[derive(Clone, Copy, Debug)]
pub struct Left<'a> {
    /// The key that the hashes were made with.
    pub index: &'a IndexKey,
    /// The hashes of the codes that weren't used yet.
    pub hashes: &'a [[u8; 32]],
}

/// A set of ten codes, from when it is drawn until its keeper has confirmed it. Until then
/// it is kept sealed.
#[derive(Clone, Debug)]
pub struct RecoverySet([RecoveryCode; RecoverySet::CODES]);

/// Bytes that are no set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a set of recovery codes")]
pub struct NotASet;

/// The place of a code in its set, from 1 to 10, as it is printed beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Position(u8);

/// A number that is no place in a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a set of recovery codes has the places 1 to 10")]
pub struct NotAPosition;

impl RecoverySet {
    /// Codes in a set.
    pub const CODES: usize = 10;

    /// A new set.
    #[must_use]
    pub fn draw(chance: &mut Chance) -> Self {
        Self(core::array::from_fn(|_| RecoveryCode::draw(chance)))
    }

    /// The codes, in the order in which they are shown.
    #[must_use]
    pub const fn codes(&self) -> &[RecoveryCode; Self::CODES] {
        &self.0
    }

    /// What the database keeps of the codes.
    #[must_use]
    pub fn hashes(&self, index: &IndexKey, account: AccountId) -> [[u8; 32]; Self::CODES] {
        self.0.each_ref().map(|code| code.hash(index, account))
    }

    /// The place of the code whose first group is asked for, to see that the set was kept.
    #[must_use]
    pub fn probe(chance: &mut Chance) -> Position {
        let places: [u8; Self::CODES] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        Position(chance.pick(&places).unwrap_or(1))
    }

    /// Whether what was typed is the first group of the code at this place, or all of it.
    pub fn confirms(&self, position: Position, typed: &str) -> Result<bool, NotARecoveryCode> {
        let signs = read(typed)?;
        let asked = self.0.iter().zip(1_u8..);
        let Some((code, _)) = asked.into_iter().find(|(_, place)| *place == position.0) else {
            return Ok(false);
        };
        match signs.len() {
            0..GROUP => Err(NotARecoveryCode::TooShort),
            GROUP => Ok(code
                .0
                .first_chunk::<GROUP>()
                .is_some_and(|group| group.ct_eq(signs.as_slice()).into())),
            _ => Ok(RecoveryCode::parse(typed)?.is(code).into()),
        }
    }

    /// The set as bytes, for sealing: version (1) ‖ the codes' signs (250).
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(1 + Self::CODES * SIGNS));
        bytes.push(VERSION);
        for code in &self.0 {
            bytes.extend_from_slice(&code.0);
        }
        bytes
    }

    /// What [`to_bytes`](Self::to_bytes) wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NotASet> {
        let (&[VERSION], signs) = bytes.split_first_chunk().ok_or(NotASet)? else {
            return Err(NotASet);
        };
        let (codes, []) = signs.as_chunks::<SIGNS>() else {
            return Err(NotASet);
        };
        if !signs.iter().all(|sign| ALPHABET.contains(sign)) {
            return Err(NotASet);
        }
        let codes: &[_; Self::CODES] = codes.try_into().map_err(|_| NotASet)?;
        Ok(Self(codes.map(RecoveryCode)))
    }
}

impl Position {
    /// The number that is printed beside the code.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Position {
    type Error = NotAPosition;

    fn try_from(number: u8) -> Result<Self, NotAPosition> {
        if (1..=10).contains(&number) {
            Ok(Self(number))
        } else {
            Err(NotAPosition)
        }
    }
}

impl From<Position> for u8 {
    fn from(position: Position) -> Self {
        position.0
    }
}

/// The sign for the lower five bits of a drawn byte: each of the 32 equally likely.
fn sign_of(byte: u8) -> u8 {
    ALPHABET
        .get(usize::from(byte & 31))
        .copied()
        .unwrap_or(b'0')
}

/// The signs in what was typed, each as it stands in the alphabet.
fn read(typed: &str) -> Result<Zeroizing<Vec<u8>>, NotARecoveryCode> {
    if typed.len() > LONGEST_INPUT {
        return Err(NotARecoveryCode::TooLong);
    }
    let mut signs = Zeroizing::new(Vec::with_capacity(LONGEST_INPUT));
    for c in typed.nfkc() {
        if is_invisible(c) || is_hyphen(c) || c.is_whitespace() {
            continue;
        }
        let meant = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            'U' => 'V',
            other => other,
        };
        match u8::try_from(meant) {
            Ok(sign) if ALPHABET.contains(&sign) => signs.push(sign),
            _ => return Err(NotARecoveryCode::BadSign(c)),
        }
    }
    Ok(signs)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::{
        id::TenantId,
        key::{KeyId, KeyRing, RootKey},
    };

    fn set(seed: u8) -> RecoverySet {
        RecoverySet::draw(&mut Chance::new([seed; 32]))
    }

    fn index() -> IndexKey {
        KeyRing::new(vec![RootKey::new(KeyId(1), [5; 32])])
            .expect("a key")
            .index_key(TenantId::DEFAULT)
    }

    fn typed(text: &str) -> Result<String, NotARecoveryCode> {
        RecoveryCode::parse(text).map(|code| code.grouped().to_string())
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let shown = "01VAB-CDEFG-HJKMN-PQRST-VWXYZ";
        for text in [
            shown,
            "01vabcdefghjkmnpqrstvwxyz",
            " OIUAB CDEFG  HJKMN\tPQRST\nVWXYZ ",
            "oLuab-cdefg-hjkmn-pqrst-vwxyz",
            "０１ＶＡＢ－ＣＤＥＦＧ－ＨＪＫＭＮ－ＰＱＲＳＴ－ＶＷＸＹＺ",
            "01VABーCDEFGーHJKMN–PQRST—VWXYZ\u{200b}",
        ] {
            assert_eq!(typed(text).as_deref(), Ok(shown), "{text:?}");
        }
    }

    #[test]
    fn each_mistake_has_its_own_name() {
        use NotARecoveryCode::{BadSign, TooLong, TooShort};
        for (text, why) in [
            ("", TooShort),
            ("482913", TooShort),
            ("01VAB-CDEFG-HJKMN-PQRST-VWXY", TooShort),
            ("01VAB-CDEFG-HJKMN-PQRST-VWXYZ0", TooLong),
            (&"A".repeat(100_000), TooLong),
            ("01VAB-CDEFG-HJKMN-PQRST-VWXY!", BadSign('!')),
            ("コードは", BadSign('コ')),
            // U+0130: its lower case is two signs, and neither is one of ours.
            ("İ", BadSign('İ')),
        ] {
            assert_eq!(typed(text), Err(why), "{text:?}");
        }
    }

    #[test]
    fn a_set_has_ten_different_codes_of_every_sign_alike() {
        let mut count = [0_u32; 256];
        let mut shown = BTreeSet::new();
        for seed in 0..40 {
            for code in set(seed).codes() {
                shown.insert(code.grouped().to_string());
                code.0
                    .iter()
                    .for_each(|sign| count[usize::from(*sign)] += 1);
            }
        }
        assert_eq!(shown.len(), 400);
        // 10,000 signs: each about 312 times; five standard deviations are 87.
        for sign in ALPHABET {
            assert!((225..=400).contains(&count[usize::from(*sign)]), "{sign}");
        }
        assert_eq!(count.iter().sum::<u32>(), 10_000);
    }

    #[test]
    fn what_is_kept_of_a_code_differs_by_code_and_account() {
        let (one, other) = (
            AccountId::from_bytes([1; 16]),
            AccountId::from_bytes([2; 16]),
        );
        let set = set(1);
        let [code, next, ..] = set.codes();
        let hash = code.hash(&index(), one);
        assert_eq!(hash, set.hashes(&index(), one)[0]);
        assert_ne!(hash, code.hash(&index(), other));
        assert_ne!(hash, next.hash(&index(), one));
    }

    #[test]
    fn a_code_that_is_left_proves_and_is_used_by_it() {
        let account = AccountId::from_bytes([1; 16]);
        let index = index();
        let set = set(1);
        let hashes = set.hashes(&index, account);
        let left = |hashes| Left {
            index: &index,
            hashes,
        };
        let now = Time::from_micros(5);
        let third = &set.codes()[2];
        let Checked::Right(right) = check(third, account, &left(&hashes), now) else {
            panic!("it is left");
        };
        assert_eq!(right.proof.shown(), Shown::RecoveryCode);
        assert!(matches!(
            right.used,
            Some(FactorUse::RecoveryCode { hash }) if hash == hashes[2]
        ));
        let wrong = |account, hashes| {
            matches!(
                check(third, account, &left(hashes), now),
                Checked::Wrong(NotRight::Mismatch)
            )
        };
        assert!(wrong(account, &hashes[3..]));
        assert!(wrong(account, &[]));
        assert!(wrong(AccountId::from_bytes([2; 16]), &hashes));
    }

    #[test]
    fn the_first_group_of_the_code_that_was_asked_for_confirms_the_set() {
        use NotARecoveryCode::{BadSign, TooLong, TooShort};
        let set = set(1);
        let third = Position::try_from(3).expect("a place");
        let shown = set.codes()[2].grouped().to_lowercase();
        assert_eq!(set.confirms(third, &shown[..5]), Ok(true));
        assert_eq!(set.confirms(third, &shown), Ok(true));
        let fourth = set.codes()[3].grouped();
        assert_eq!(set.confirms(third, &fourth[..5]), Ok(false));
        assert_eq!(set.confirms(third, &fourth), Ok(false));
        assert_eq!(set.confirms(third, &shown[6..11]), Ok(false));
        assert_eq!(set.confirms(third, &shown[..4]), Err(TooShort));
        assert_eq!(set.confirms(third, &shown[..8]), Err(TooShort));
        assert_eq!(set.confirms(third, &format!("{}0", *fourth)), Err(TooLong));
        assert_eq!(set.confirms(third, "3."), Err(BadSign('.')));
    }

    #[test]
    fn every_place_is_asked_for() {
        let mut chance = Chance::new([1; 32]);
        let asked: BTreeSet<u8> = (0..300)
            .map(|_| RecoverySet::probe(&mut chance).number())
            .collect();
        assert_eq!(asked, (1..=10).collect());
        assert_eq!(Position::try_from(0), Err(NotAPosition));
        assert_eq!(Position::try_from(11), Err(NotAPosition));
    }

    #[test]
    fn a_set_survives_sealing_and_never_prints_itself() {
        let set = set(1);
        let bytes = set.to_bytes();
        let account = AccountId::from_bytes([1; 16]);
        let back = RecoverySet::from_bytes(&bytes).expect("a set");
        assert_eq!(
            back.hashes(&index(), account),
            set.hashes(&index(), account)
        );
        let mut other_version = bytes.to_vec();
        other_version[0] = 2;
        let mut other_sign = bytes.to_vec();
        other_sign[7] = b'O';
        for no_set in [&[], &bytes[..226], &bytes[1..], &other_version, &other_sign] {
            assert_eq!(RecoverySet::from_bytes(no_set).err(), Some(NotASet));
        }
        assert!(!format!("{set:?}").contains(&set.codes()[0].grouped()[..5]));
    }

    proptest! {
        #[test]
        fn every_code_is_read_back_as_it_is_shown(seed: [u8; 32]) {
            let code = RecoveryCode::draw(&mut Chance::new(seed));
            let shown = code.grouped();
            for text in [shown.to_lowercase(), shown.replace('-', " "), shown.replace('1', "l")] {
                prop_assert!(bool::from(RecoveryCode::parse(&text).expect("a code").is(&code)));
            }
        }

        #[test]
        fn no_text_breaks_the_reading(text in ".{0,100}") {
            if let Ok(code) = RecoveryCode::parse(&text) {
                prop_assert_eq!(typed(&code.grouped()), Ok(code.grouped().to_string()));
            }
        }
    }
}
