//! How a password is kept: Argon2id (RFC 9106), written as a PHC string.

use core::fmt;

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{self, Output, ParamsString, Salt},
};
use subtle::ConstantTimeEq as _;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::Password;

/// Octets of a hash.
const OUTPUT: usize = 32;
/// The most memory that a stored hash may ask for, in KiB: 1 GiB.
const MOST_MEMORY: u32 = 1024 * 1024;
/// The most passes that a stored hash may ask for.
const MOST_PASSES: u32 = 64;

/// What one hash costs whoever computes it, and so whoever guesses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordCost {
    memory: u32,
    passes: u32,
    lanes: u32,
}

/// A cost outside the bounds of Argon2, or of what a server can bear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Argon2 takes 8 KiB or more for each lane, and here at most 1 GiB and 64 passes")]
pub struct NotAPasswordCost;

impl PasswordCost {
    /// 46 MiB, one pass, one lane: what OWASP ASVS 5.0, Appendix C asks for.
    pub const STANDARD: Self = Self {
        memory: 46 * 1024,
        passes: 1,
        lanes: 1,
    };

    /// A cost of `memory` KiB, gone over `passes` times in `lanes` lanes.
    pub fn new(memory: u32, passes: u32, lanes: u32) -> Result<Self, NotAPasswordCost> {
        let cost = Self {
            memory,
            passes,
            lanes,
        };
        let bearable = memory <= MOST_MEMORY && passes <= MOST_PASSES;
        if bearable && Params::new(memory, passes, lanes, Some(OUTPUT)).is_ok() {
            Ok(cost)
        } else {
            Err(NotAPasswordCost)
        }
    }

    /// The memory that one hash takes, in KiB.
    #[must_use]
    pub const fn memory(self) -> u32 {
        self.memory
    }

    fn of(params: &Params) -> Result<Self, NotAPasswordCost> {
        Self::new(params.m_cost(), params.t_cost(), params.p_cost())
    }

    fn params(self) -> Params {
        match Params::new(self.memory, self.passes, self.lanes, Some(OUTPUT)) {
            Ok(params) => params,
            Err(_) => unreachable!("a cost was tried when it was made"),
        }
    }

    /// Whether a hash of this cost asks less of a guesser than one of `other`.
    const fn is_below(self, other: Self) -> bool {
        self.memory < other.memory || self.passes < other.passes || self.lanes < other.lanes
    }
}

/// The room in which hashes are computed, one after the other. Making it anew for each
/// takes nearly as long again as the hash itself.
#[derive(Default)]
pub struct HashMemory(Vec<Block>);

impl HashMemory {
    /// No room yet; it grows at the first hash.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Gives the room back.
    pub fn release(&mut self) {
        self.0 = Vec::new();
    }

    fn of(&mut self, blocks: usize) -> &mut [Block] {
        if self.0.len() < blocks {
            self.0.resize(blocks, Block::new());
        }
        &mut self.0
    }
}

/// A password's hash, as a PHC string: `$argon2id$v=19$m=47104,t=1,p=1$…$…`.
///
/// It lies in the database sealed under a key outside it, and prints nothing of itself.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct PasswordHash(String);

/// A text that isn't the PHC string of an Argon2id hash, or asks for more than can be borne.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not the hash of a password")]
pub struct NotAPasswordHash;

/// A right password: that of one [`PasswordHash`] and no other. Only
/// [`PasswordHash::verify`] makes one.
#[derive(Clone)]
pub struct Verified {
    hash: PasswordHash,
    needs_rehash: bool,
}

impl PasswordHash {
    /// Hashes a password. `salt` is drawn for it, and for it alone.
    #[must_use]
    pub fn make(
        password: &Password,
        cost: PasswordCost,
        salt: &[u8; 16],
        memory: &mut HashMemory,
    ) -> Self {
        let output = compute(password, cost, salt, memory);
        Self::write(cost, salt, &output)
    }

    /// A hash that no password has, for accounts that have none or don't exist: comparing
    /// with it takes as long as comparing with a true one.
    #[must_use]
    pub fn decoy(cost: PasswordCost) -> Self {
        Self::write(cost, &[0; 16], &[0; OUTPUT])
    }

    /// Reads a PHC string.
    pub fn parse(phc: &str) -> Result<Self, NotAPasswordHash> {
        let hash = Self(phc.to_owned());
        hash.read().map(|_| hash)
    }

    /// The PHC string, for what seals it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether it was made at a lower cost than today's.
    #[must_use]
    pub fn is_behind(&self, today: PasswordCost) -> bool {
        self.read().is_ok_and(|parts| parts.cost.is_below(today))
    }

    /// Compares a password with it, in a time that tells nothing of where they differ.
    /// `today` is the cost at which it would be made now.
    #[must_use]
    pub fn verify(
        &self,
        password: &Password,
        today: PasswordCost,
        memory: &mut HashMemory,
    ) -> Option<Verified> {
        let Ok(parts) = self.read() else {
            unreachable!("a hash was read when it was made");
        };
        let output = compute(password, parts.cost, &parts.salt, memory);
        let same: bool = output.ct_eq(&parts.output).into();
        same.then(|| Verified {
            hash: self.clone(),
            needs_rehash: parts.cost.is_below(today),
        })
    }

    fn write(cost: PasswordCost, salt: &[u8; 16], output: &[u8; OUTPUT]) -> Self {
        let written = || {
            Some(phc::PasswordHash {
                algorithm: Algorithm::Argon2id.ident(),
                version: Some(Version::V0x13.into()),
                params: ParamsString::try_from(cost.params()).ok()?,
                salt: Some(Salt::new(salt).ok()?),
                hash: Some(Output::new(output).ok()?),
            })
        };
        match written() {
            Some(written) => Self(written.to_string()),
            None => unreachable!("three numbers, 16 and 32 octets are a PHC string"),
        }
    }

    fn read(&self) -> Result<Parts, NotAPasswordHash> {
        let parts = || {
            let phc = phc::PasswordHash::new(&self.0).ok()?;
            let is_ours = phc.algorithm == Algorithm::Argon2id.ident()
                && phc.version == Some(Version::V0x13.into());
            let params = Params::try_from(&phc.params).ok()?;
            let is_plain = params.keyid().is_empty() && params.data().is_empty();
            (is_ours && is_plain).then_some(())?;
            Some(Parts {
                cost: PasswordCost::of(&params).ok()?,
                salt: phc.salt.as_ref()?.to_vec(),
                output: phc.hash.as_ref()?.as_bytes().try_into().ok()?,
            })
        };
        parts().ok_or(NotAPasswordHash)
    }
}

impl Verified {
    /// Whether it is the password of this hash. What was verified before a transaction is
    /// asked again inside it, where another password may stand by then.
    #[must_use]
    pub fn is_of(&self, hash: &PasswordHash) -> bool {
        self.hash.0.as_bytes().ct_eq(hash.0.as_bytes()).into()
    }

    /// Whether it should be hashed anew, at today's cost.
    #[must_use]
    pub const fn needs_rehash(&self) -> bool {
        self.needs_rehash
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("needs_rehash", &self.needs_rehash)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for HashMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HashMemory({} KiB)", self.0.len())
    }
}

/// What a PHC string says.
struct Parts {
    cost: PasswordCost,
    salt: Vec<u8>,
    output: [u8; OUTPUT],
}

fn compute(
    password: &Password,
    cost: PasswordCost,
    salt: &[u8],
    memory: &mut HashMemory,
) -> Zeroizing<[u8; OUTPUT]> {
    let params = cost.params();
    let blocks = memory.of(params.block_count());
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut output = Zeroizing::new([0; OUTPUT]);
    let computed =
        argon2.hash_password_into_with_memory(password.reveal(), salt, &mut *output, blocks);
    if computed.is_err() {
        unreachable!("a password, a salt and a cost are within the bounds of Argon2");
    }
    output
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cheap enough for tests, and as good as any to compare with.
    const CHEAP: PasswordCost = PasswordCost {
        memory: 8,
        passes: 1,
        lanes: 1,
    };

    fn password(text: &str) -> Password {
        Password::parse(text).expect("a password")
    }

    fn make(text: &str, cost: PasswordCost) -> PasswordHash {
        PasswordHash::make(&password(text), cost, &[9; 16], &mut HashMemory::new())
    }

    fn is_right(hash: &PasswordHash, text: &str) -> bool {
        let memory = &mut HashMemory::new();
        hash.verify(&password(text), CHEAP, memory).is_some()
    }

    #[test]
    fn a_password_is_known_again_and_no_other_is() {
        let hash = make("blue kettle on a hill", CHEAP);
        assert!(is_right(&hash, "blue kettle on a hill"));
        assert!(!is_right(&hash, "blue kettle on a hill "));
        assert!(!is_right(&hash, "Blue kettle on a hill"));
    }

    #[test]
    fn all_256_characters_count() {
        let long = "漢".repeat(255);
        let hash = make(&format!("{long}字"), CHEAP);
        assert!(is_right(&hash, &format!("{long}字")));
        assert!(!is_right(&hash, &format!("{long}漢")));
    }

    #[test]
    fn it_is_written_as_everyone_writes_it() {
        let hash = make("password", PasswordCost::STANDARD);
        let start = "$argon2id$v=19$m=47104,t=1,p=1$CQkJCQkJCQkJCQkJCQkJCQ$";
        assert!(hash.reveal().starts_with(start), "{}", hash.reveal());
        assert!(PasswordHash::parse(hash.reveal()).is_ok());
    }

    /// Computed by the reference implementation, as its README shows it.
    #[test]
    fn the_reference_implementation_s_hash_is_understood() {
        let hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$\
                    CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        let hash = PasswordHash::parse(hash).expect("a hash");
        assert!(is_right(&hash, "password"));
        assert!(!is_right(&hash, "passwort"));
    }

    #[test]
    fn room_that_was_used_before_changes_nothing() {
        let memory = &mut HashMemory::new();
        let costly = PasswordCost::new(64, 2, 2).expect("a cost");
        for cost in [costly, CHEAP, costly] {
            let text = password("blue kettle");
            let hash = PasswordHash::make(&text, cost, &[1; 16], memory);
            let fresh = PasswordHash::make(&text, cost, &[1; 16], &mut HashMemory::new());
            assert_eq!(hash.reveal(), fresh.reveal());
        }
        memory.release();
        assert_eq!(format!("{memory:?}"), "HashMemory(0 KiB)");
    }

    #[test]
    fn a_hash_of_a_lower_cost_is_to_be_made_anew() {
        let today = PasswordCost::new(16, 1, 1).expect("a cost");
        let hash = make("blue kettle", CHEAP);
        assert!(hash.is_behind(today));
        let memory = &mut HashMemory::new();
        let verified = hash.verify(&password("blue kettle"), today, memory);
        assert!(verified.is_some_and(|verified| verified.needs_rehash()));
        assert!(!make("blue kettle", today).is_behind(today));
        assert!(!make("blue kettle", today).is_behind(CHEAP));
    }

    #[test]
    fn what_was_verified_belongs_to_one_hash() {
        let memory = &mut HashMemory::new();
        let hash = make("blue kettle", CHEAP);
        let verified = hash.verify(&password("blue kettle"), CHEAP, memory);
        let verified = verified.expect("right");
        assert!(verified.is_of(&hash));
        assert!(verified.is_of(&PasswordHash::parse(hash.reveal()).expect("a hash")));
        assert!(!verified.is_of(&make(
            "blue kettle",
            PasswordCost::new(9, 1, 1).expect("a cost")
        )));
    }

    #[test]
    fn no_password_is_that_of_a_decoy() {
        let decoy = PasswordHash::decoy(CHEAP);
        assert!(PasswordHash::parse(decoy.reveal()).is_ok());
        assert!(!is_right(&decoy, "blue kettle"));
    }

    #[test]
    fn what_is_no_hash_of_ours_is_refused() {
        let right = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$\
                     CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assert!(PasswordHash::parse(right).is_ok());
        for (from, to) in [
            ("argon2id", "argon2i"),
            ("v=19", "v=16"),
            ("v=19$", ""),
            ("m=65536", "m=4194304"),
            ("t=2", "t=4000000000"),
            ("t=2", "t=0"),
            ("p=1", "p=1,data=AAAA"),
            ("$c29tZXNhbHQ", ""),
            (
                "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "CTFhFdXPJO1aFaMaO6Mm5Q",
            ),
            (right, ""),
            (right, "password"),
        ] {
            let wrong = right.replace(from, to);
            assert_eq!(
                PasswordHash::parse(&wrong).err(),
                Some(NotAPasswordHash),
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_cost_has_bounds() {
        assert_eq!(PasswordCost::new(47_104, 1, 1), Ok(PasswordCost::STANDARD));
        for (memory, passes, lanes) in [
            (7, 1, 1),
            (8, 0, 1),
            (8, 1, 0),
            (8, 1, 2),
            (2 * 1024 * 1024, 1, 1),
            (8, 65, 1),
        ] {
            assert_eq!(
                PasswordCost::new(memory, passes, lanes),
                Err(NotAPasswordCost)
            );
        }
    }

    #[test]
    fn nothing_of_a_hash_is_printed() {
        let hash = make("blue kettle", CHEAP);
        let verified = hash.verify(&password("blue kettle"), CHEAP, &mut HashMemory::new());
        assert_eq!(format!("{hash:?}"), "PasswordHash(…)");
        assert_eq!(
            format!("{verified:?}"),
            "Some(Verified { needs_rehash: false, .. })"
        );
    }
}
