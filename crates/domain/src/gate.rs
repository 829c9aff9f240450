//! The gate: the one decision, for every protected act, always explained.
//!
//! It knows no clock, no chance and no database; what it needs is given to it.
//! The *because* is data. It is put into words where it is read.

use serde::{Deserialize, Serialize};

use crate::{
    assurance::Assurance,
    device::Standing,
    factor::FactorKind,
    policy::{Policy, Registration},
    proof::Proof,
    purpose::Purpose,
    risk::Level,
    time::Time,
};

/// What the gate is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The protected act.
    pub purpose: Purpose,
    /// What has been proven in this flow.
    pub proofs: &'a [Proof],
    /// What the account knows of the browser.
    pub standing: Standing,
    /// How unusual the request looks.
    pub level: Level,
    /// What the organisation has decided.
    pub policy: &'a Policy,
    /// A limit that stands in the way.
    pub hold: Option<Hold>,
    /// The moment of asking.
    pub now: Time,
}

/// What the gate answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Go through.
    Pass(Pass),
    /// Prove one of these first.
    Demand {
        /// The ways that would do.
        ways: Vec<FactorKind>,
        /// Why.
        because: Vec<Reason>,
    },
    /// Not now.
    Refuse {
        /// Why.
        because: Refusal,
        /// From when on it is worth trying again; `None` when time changes nothing.
        until: Option<Time>,
    },
}

/// Why a proof is demanded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The account has never been seen on this browser.
    NewDevice,
    /// A code is this account's way to sign in.
    WayIn,
    /// The sign-in looks unusual.
    Unusual,
    /// What was proven was proven too long ago.
    ProofTooOld,
}

impl Reason {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::NewDevice,
        Self::WayIn,
        Self::Unusual,
        Self::ProofTooOld,
    ];
}

/// Why there is no way through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Too many wrong codes in a row.
    TooManyWrongCodes,
    /// Too many messages to this contact or for this account.
    TooManySends,
    /// Too many unfinished sign-ins from this network.
    NetworkBusy,
    /// People can't make accounts here by themselves.
    RegistrationClosed,
}

/// A limit that stands in the way for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Which one.
    pub because: Refusal,
    /// Until when.
    pub until: Time,
}

/// The right to go through, once decided. Only [`decide`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pass {
    assurance: Assurance,
    ways: Vec<FactorKind>,
}

impl Pass {
    /// How sure it is.
    #[must_use]
    pub const fn assurance(&self) -> Assurance {
        self.assurance
    }

    /// How it was proven.
    #[must_use]
    pub fn ways(&self) -> &[FactorKind] {
        &self.ways
    }
}

/// Decides.
#[must_use]
pub fn decide(question: &Question<'_>) -> Verdict {
    if let Some(Hold { because, until }) = question.hold {
        return Verdict::Refuse {
            because,
            until: Some(until),
        };
    }
    match question.purpose {
        Purpose::SignIn => {}
        Purpose::CreateAccount if question.policy.registration == Registration::Open => {}
        Purpose::CreateAccount => {
            return Verdict::Refuse {
                because: Refusal::RegistrationClosed,
                until: None,
            };
        }
    }
    let Some(proof) = question.proofs.iter().max_by_key(|proof| proof.at()) else {
        return demand(first_reasons(question));
    };
    if question.now.since(proof.at()) > question.policy.code.flow_lifetime {
        return demand(vec![Reason::ProofTooOld]);
    }
    Verdict::Pass(pass(question.proofs))
}

fn first_reasons(question: &Question<'_>) -> Vec<Reason> {
    let mut because = vec![match question.standing {
        Standing::New => Reason::NewDevice,
        Standing::Familiar => Reason::WayIn,
    }];
    if question.level > Level::Ordinary {
        because.push(Reason::Unusual);
    }
    because
}

fn demand(because: Vec<Reason>) -> Verdict {
    Verdict::Demand {
        ways: vec![FactorKind::MailCode],
        because,
    }
}

fn pass(proofs: &[Proof]) -> Pass {
    let mut ways: Vec<_> = proofs.iter().map(Proof::kind).collect();
    ways.sort_unstable();
    ways.dedup();
    Pass {
        assurance: Assurance::Single,
        ways,
    }
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::*;
    use crate::id::ChallengeId;

    fn proof(at: Time) -> Proof {
        Proof::new(FactorKind::MailCode, ChallengeId::from_bytes([1; 16]), at)
    }

    fn question<'a>(policy: &'a Policy, proofs: &'a [Proof]) -> Question<'a> {
        Question {
            purpose: Purpose::SignIn,
            proofs,
            standing: Standing::New,
            level: Level::Ordinary,
            policy,
            hold: None,
            now: Time::from_micros(0),
        }
    }

    #[test]
    fn nothing_proven_demands_a_code_and_says_why() {
        let policy = Policy::default();
        let asked = question(&policy, &[]);
        let reasons = |question: Question<'_>| match decide(&question) {
            Verdict::Demand { because, .. } => because,
            other => panic!("{other:?}"),
        };
        assert_eq!(reasons(asked), [Reason::NewDevice]);
        assert_eq!(
            reasons(Question {
                standing: Standing::Familiar,
                ..asked
            }),
            [Reason::WayIn]
        );
        let unusual = Question {
            level: Level::Unusual,
            ..asked
        };
        assert_eq!(reasons(unusual), [Reason::NewDevice, Reason::Unusual]);
    }

    #[test]
    fn a_proven_address_passes_at_the_level_of_a_single_proof() {
        let policy = Policy::default();
        let verdict = decide(&question(&policy, &[proof(Time::from_micros(0))]));
        assert!(matches!(verdict, Verdict::Pass(pass) if pass.assurance() == Assurance::Single));
    }

    #[test]
    fn a_proof_does_not_keep_for_ever() {
        let policy = Policy::default();
        let proofs = [proof(Time::from_micros(0))];
        let now = Time::from_micros(0).plus(Duration::from_secs(3_601));
        let verdict = decide(&Question {
            now,
            ..question(&policy, &proofs)
        });
        let Verdict::Demand { because, .. } = verdict else {
            panic!("{verdict:?}")
        };
        assert_eq!(because, [Reason::ProofTooOld]);
    }

    #[test]
    fn a_limit_refuses_whatever_was_proven() {
        let policy = Policy::default();
        let proofs = [proof(Time::from_micros(0))];
        let hold = Hold {
            because: Refusal::TooManyWrongCodes,
            until: Time::from_micros(9),
        };
        let verdict = decide(&Question {
            hold: Some(hold),
            ..question(&policy, &proofs)
        });
        assert_eq!(
            verdict,
            Verdict::Refuse {
                because: hold.because,
                until: Some(hold.until)
            }
        );
    }

    #[test]
    fn a_closed_door_makes_no_account() {
        let policy = Policy {
            registration: Registration::Closed,
            ..Policy::default()
        };
        let proofs = [proof(Time::from_micros(0))];
        let purpose = Purpose::CreateAccount;
        let verdict = decide(&Question {
            purpose,
            ..question(&policy, &proofs)
        });
        assert_eq!(
            verdict,
            Verdict::Refuse {
                because: Refusal::RegistrationClosed,
                until: None
            }
        );
    }
}
