//! Whether a try at the password is right: the proof, where it is.

use super::{PasswordHash, Verified};
use crate::{
    factor::checked::{Checked, FactorUse, NotRight, Right},
    proof::{Proof, Shown},
    seal::Sealed,
    time::Time,
};

/// What came of a try.
///
/// Hashing happens before the transaction, so it is asked inside it whether the password
/// that was right then is still the account's: `stored` is its hash now. `renewed` is the
/// same password's hash at today's cost and under today's key, where the stored one was
/// behind.
#[must_use]
pub fn check(
    verified: Option<&Verified>,
    stored: Option<&PasswordHash>,
    renewed: Option<Sealed>,
    now: Time,
) -> Checked {
    let is_right = verified
        .zip(stored)
        .is_some_and(|(verified, stored)| verified.is_of(stored));
    if is_right {
        let used = renewed.map(|sealed| FactorUse::Password { sealed });
        Checked::Right(Right::new(Proof::new(Shown::Password, now), used))
    } else {
        Checked::Wrong(NotRight::Mismatch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::factor::password::{HashMemory, Password, PasswordCost};

    fn hash(salt: u8) -> PasswordHash {
        let cost = PasswordCost::new(8, 1, 1).expect("a cost");
        PasswordHash::make(&password(), cost, &[salt; 16], &mut HashMemory::new())
    }

    fn password() -> Password {
        Password::parse("blue kettle on a hill").expect("a password")
    }

    #[test]
    fn a_right_password_is_a_proof_while_it_is_the_account_s() {
        let stored = hash(1);
        let verified = stored.verify(&password(), PasswordCost::STANDARD, &mut HashMemory::new());
        let now = Time::from_micros(1_000_000);
        let Checked::Right(right) = check(verified.as_ref(), Some(&stored), None, now) else {
            panic!("it is right");
        };
        assert_eq!(right.proof.shown(), Shown::Password);
        assert_eq!(right.proof.at(), now);

        // Another one was chosen while this one was being hashed, or it was removed.
        for later in [Some(&hash(2)), None] {
            let checked = check(verified.as_ref(), later, None, now);
            assert!(matches!(checked, Checked::Wrong(NotRight::Mismatch)));
        }
        let checked = check(None, Some(&stored), None, now);
        assert!(matches!(checked, Checked::Wrong(NotRight::Mismatch)));
    }
}
