//! May this become the account's password? Length, and nothing that a guesser tries first.
//!
//! No rule about kinds of characters, and no expiry (NIST SP 800-63B-4 §3.1.1.2).

use super::{OwnWords, Password, Strength, form, pattern};
use crate::{holdings::PasswordHeld, policy::PasswordPolicy};

/// What a new password is judged by.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// The organisation's decisions.
    pub policy: &'a PasswordPolicy,
    /// Whether something else is asked for beside it.
    pub second_step: SecondStep,
    /// The account's own words.
    pub own_words: &'a OwnWords,
    /// What the lists say of its [`super::Forms`].
    pub known: Known,
}

/// Whether a second step is asked for at every sign-in with the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondStep {
    /// Always.
    On,
    /// The password stands alone.
    Off,
}

/// What lists of passwords say of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// No list has it.
    No,
    /// The shipped list has one of its forms.
    Common,
    /// It was found in a breach elsewhere.
    Breached,
}

/// Why a password may not become the account's; said to the person, with what would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It has fewer characters than are asked for.
    #[error("a password here has at least {least} characters")]
    TooShort {
        /// How many are asked for.
        least: usize,
    },
    /// It is a repetition or a sequence, however long.
    #[error("it repeats itself, or follows a sequence")]
    Repetitive,
    /// It is made of the account's own words.
    #[error("it is made of the account's own words")]
    OwnWord,
    /// It is one of those that very many people use, or like one.
    #[error("it is one of the most used passwords")]
    Common,
    /// It was found in a breach elsewhere.
    #[error("it is known from a breach elsewhere")]
    Breached,
}

/// A password that may become the account's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
    held: PasswordHeld,
    strength: Strength,
}

impl Accepted {
    /// How it is held: one that wouldn't do without a second step has to be lengthened
    /// before that is switched off.
    #[must_use]
    pub const fn held(&self) -> PasswordHeld {
        self.held
    }

    /// How hard it would be to guess.
    #[must_use]
    pub const fn strength(&self) -> Strength {
        self.strength
    }
}

/// Whether `password` may become the account's; the first reason against it, if not.
pub fn judge(password: &Password, rules: &Rules<'_>) -> Result<Accepted, Refusal> {
    let lower = form::lower(&password.0);
    let chars = zeroize::Zeroizing::new(lower.chars().collect::<Vec<_>>());
    let alone = rules.policy.least(SecondStep::Off);
    let suits = |least: usize| {
        if password.code_points() < least {
            Err(Refusal::TooShort { least })
        } else if pattern::is_repetitive(&chars, least) {
            Err(Refusal::Repetitive)
        } else {
            Ok(())
        }
    };
    suits(rules.policy.least(rules.second_step))?;
    if rules.own_words.make(&password.forms()) {
        return Err(Refusal::OwnWord);
    }
    match rules.known {
        Known::No => Ok(Accepted {
            held: match suits(alone) {
                Ok(()) => PasswordHeld::Long,
                Err(_) => PasswordHeld::Short,
            },
            strength: password.strength(),
        }),
        Known::Common => Err(Refusal::Common),
        Known::Breached => Err(Refusal::Breached),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn judged(text: &str, second_step: SecondStep, known: Known) -> Result<Accepted, Refusal> {
        let rules = Rules {
            policy: &PasswordPolicy::default(),
            second_step,
            own_words: &OwnWords::of(["mika.tanaka@example.jp", "Kadomori"]),
            known,
        };
        judge(&Password::parse(text).expect("a password"), &rules)
    }

    #[test]
    fn alone_it_needs_fifteen_characters_and_beside_a_second_step_eight() {
        use SecondStep::{Off, On};
        let refused = |least| Some(Refusal::TooShort { least });
        assert_eq!(judged("blue kettle 9x", Off, Known::No).err(), refused(15));
        assert!(judged("blue kettle 9xy", Off, Known::No).is_ok());
        assert_eq!(judged("kettle9", On, Known::No).err(), refused(8));
        assert!(judged("kettle9x", On, Known::No).is_ok());
    }

    #[test]
    fn it_says_whether_it_would_do_alone() {
        let short = judged("kettle9x", SecondStep::On, Known::No).expect("long enough");
        assert_eq!(short.held(), PasswordHeld::Short);
        let long = judged("blue kettle 9xy", SecondStep::On, Known::No).expect("long enough");
        assert_eq!(long.held(), PasswordHeld::Long);
        // Twice the same eight letters are eight letters.
        let twice = judged("kettle9xkettle9x", SecondStep::On, Known::No).expect("long enough");
        assert_eq!(twice.held(), PasswordHeld::Short);
    }

    #[test]
    fn each_refusal_says_its_cause() {
        for (text, known, refusal) in [
            ("aaaaaaaaaaaaaaaaaaaa", Known::No, Refusal::Repetitive),
            ("mika.tanaka@example.jp", Known::No, Refusal::OwnWord),
            ("kadomori example 26", Known::No, Refusal::OwnWord),
            ("blue kettle on a hill", Known::Common, Refusal::Common),
            ("blue kettle on a hill", Known::Breached, Refusal::Breached),
        ] {
            let judged = judged(text, SecondStep::Off, known);
            assert_eq!(judged.err(), Some(refusal), "{text}");
        }
    }

    #[test]
    fn no_kind_of_character_is_asked_for() {
        for text in [
            "kumo no ue ni saku",
            "雲の上に咲く花を見にいく朝の道",
            "920184736551028374",
        ] {
            assert!(judged(text, SecondStep::Off, Known::No).is_ok(), "{text}");
        }
    }

    #[test]
    fn the_longest_password_is_judged() {
        let text: String = ('!'..='~').chain('ぁ'..).take(256).collect();
        let _ = judged(&text, SecondStep::Off, Known::No);
    }

    proptest! {
        #[test]
        fn whatever_does_alone_does_beside_a_second_step(text in "\\PC{1,64}") {
            if judged(&text, SecondStep::Off, Known::No).is_ok() {
                let beside = judged(&text, SecondStep::On, Known::No);
                prop_assert_eq!(beside.map(|accepted| accepted.held()), Ok(PasswordHeld::Long));
            }
        }

        #[test]
        fn a_listed_password_is_never_accepted(text in "\\PC{1,64}") {
            prop_assert!(judged(&text, SecondStep::On, Known::Common).is_err());
        }
    }
}
