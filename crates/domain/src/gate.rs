//! The gate: the one decision, for every protected act, always explained.
//!
//! It knows no clock, no chance and no database; what it needs is given to it.
//! The *because* is data. It is put into words where it is read.

use serde::{Deserialize, Serialize};

use crate::{
    assurance::Assurance,
    device::Standing,
    factor::FactorKind,
    holdings::Holdings,
    policy::{Policy, Registration},
    proof::{Proof, Shown},
    purpose::Purpose,
    risk::Level,
    time::Time,
};

/// What the gate is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The protected act.
    pub purpose: Purpose,
    /// What has been proven in this flow or session.
    pub proofs: &'a [Proof],
    /// What the account holds; nothing for an unknown one.
    pub holdings: &'a Holdings,
    /// Whether the person said that the browser is to be trusted, and that still holds.
    pub trusted: bool,
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
        /// The ways that lead there, the strongest convenient one first; where nothing was
        /// proven yet, the same ones for everyone, else the list would tell who has an account.
        ways: Vec<FactorKind>,
        /// The level to reach.
        needed: Assurance,
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
    /// The account has two-step verification switched on.
    TwoStep,
    /// What protects the account is to be changed.
    Sensitive,
    /// A new password is to be chosen without the old one.
    Reset,
    /// A further address is to be confirmed.
    NewContact,
}

impl Reason {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::NewDevice,
        Self::WayIn,
        Self::Unusual,
        Self::ProofTooOld,
        Self::TwoStep,
        Self::Sensitive,
        Self::Reset,
        Self::NewContact,
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
    /// No more text messages are paid for today.
    NoMoreTexts,
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
    purpose: Purpose,
    assurance: Assurance,
    ways: Vec<FactorKind>,
}

impl Pass {
    /// What it lets through to, and nothing else.
    #[must_use]
    pub const fn purpose(&self) -> Purpose {
        self.purpose
    }

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
    if question.purpose == Purpose::CreateAccount
        && question.policy.registration == Registration::Closed
    {
        return Verdict::Refuse {
            because: Refusal::RegistrationClosed,
            until: None,
        };
    }
    let fresh = question.fresh();
    let shown: Vec<Shown> = fresh.iter().map(Proof::shown).collect();
    if question.is_enough(&shown) {
        return Verdict::Pass(question.pass(&shown));
    }
    Verdict::Demand {
        ways: question.ways(&shown),
        needed: question.needed(),
        because: question.reasons(&shown),
    }
}

impl Question<'_> {
    /// The proofs that are young enough for the purpose.
    pub(crate) fn fresh(&self) -> Vec<Proof> {
        let most = match self.purpose {
            Purpose::SignIn
            | Purpose::CreateAccount
            | Purpose::ResetPassword
            | Purpose::ConfirmContact
            | Purpose::ConfirmPhone => self.policy.code.flow_lifetime,
            Purpose::ChangeSecurity => self.policy.fresh,
        };
        let is_young = |proof: &&Proof| self.now.since(proof.at()) <= most;
        self.proofs.iter().filter(is_young).copied().collect()
    }

    fn is_enough(&self, shown: &[Shown]) -> bool {
        let mailed = shown.contains(&Shown::MailCode);
        let texted = shown.contains(&Shown::SmsCode);
        let Some(level) = Assurance::of(shown) else {
            return false;
        };
        match self.purpose {
            Purpose::SignIn => self.skips_second_step() || level >= self.needed(),
            Purpose::CreateAccount | Purpose::ConfirmContact => mailed,
            Purpose::ConfirmPhone => texted,
            Purpose::ResetPassword => (mailed || texted) && level >= self.needed(),
            Purpose::ChangeSecurity => level >= self.needed() || recovers(shown),
        }
    }

    /// A trusted device is left in peace, for ordinary sign-ins only.
    fn skips_second_step(&self) -> bool {
        self.trusted && self.level == Level::Ordinary
    }

    /// The level that the purpose asks for.
    fn needed(&self) -> Assurance {
        match self.purpose {
            Purpose::SignIn | Purpose::ResetPassword if self.holdings.is_two_step() => {
                Assurance::TwoSteps
            }
            Purpose::SignIn
            | Purpose::ResetPassword
            | Purpose::CreateAccount
            | Purpose::ConfirmContact
            | Purpose::ConfirmPhone => Assurance::Single,
            Purpose::ChangeSecurity => self.held().highest(),
        }
    }

    /// The ways that lead to where it is enough.
    fn ways(&self, shown: &[Shown]) -> Vec<FactorKind> {
        match self.purpose {
            Purpose::CreateAccount | Purpose::ConfirmContact => vec![FactorKind::MailCode],
            Purpose::ConfirmPhone => vec![FactorKind::SmsCode],
            // Nothing is proven: the list is everyone's.
            Purpose::ResetPassword if shown.is_empty() => {
                self.offered(&[FactorKind::MailCode, FactorKind::SmsCode])
            }
            Purpose::SignIn if shown.is_empty() => self.offered(&FactorKind::BY_CONVENIENCE),
            Purpose::SignIn | Purpose::ResetPassword | Purpose::ChangeSecurity => {
                self.held().ways_to(shown, |all| self.is_enough(all))
            }
        }
    }

    /// Those of `ways` that there are here.
    fn offered(&self, ways: &[FactorKind]) -> Vec<FactorKind> {
        let ways = ways.iter().copied();
        ways.filter(|way| self.policy.offers(*way)).collect()
    }

    /// What the account holds and can be asked for here.
    fn held(&self) -> Holdings {
        self.holdings.reached_by(self.policy.texts.texts)
    }

    fn reasons(&self, shown: &[Shown]) -> Vec<Reason> {
        let too_old = shown.is_empty() && !self.proofs.is_empty();
        let mut because = Vec::new();
        if too_old {
            because.push(Reason::ProofTooOld);
        }
        match self.purpose {
            Purpose::SignIn | Purpose::CreateAccount if too_old => {}
            Purpose::SignIn | Purpose::CreateAccount if shown.is_empty() => {
                because.push(match self.standing {
                    Standing::New => Reason::NewDevice,
                    Standing::Familiar => Reason::WayIn,
                });
            }
            Purpose::SignIn | Purpose::CreateAccount => because.push(Reason::TwoStep),
            Purpose::ResetPassword => because.push(if shown.is_empty() {
                Reason::Reset
            } else {
                Reason::TwoStep
            }),
            Purpose::ChangeSecurity => because.push(Reason::Sensitive),
            Purpose::ConfirmContact | Purpose::ConfirmPhone => because.push(Reason::NewContact),
        }
        if self.level > Level::Ordinary && !too_old {
            because.push(Reason::Unusual);
        }
        because
    }

    fn pass(&self, shown: &[Shown]) -> Pass {
        let mut ways: Vec<_> = shown.iter().map(|one| one.kind()).collect();
        ways.sort_unstable();
        ways.dedup();
        let level = Assurance::of(shown).unwrap_or(Assurance::Single);
        // A device that the person trusts stands in for a step, and proves nothing
        // (NIST SP 800-63B-4 §5.1; standards D2).
        let skipped = self.purpose == Purpose::SignIn && level < self.needed();
        Pass {
            purpose: self.purpose,
            assurance: if skipped { Assurance::Device } else { level },
            ways,
        }
    }
}

/// Whether a recovery code stands in, beside another way, for one that is lost.
fn recovers(shown: &[Shown]) -> bool {
    shown.contains(&Shown::RecoveryCode) && shown.iter().any(|one| *one != Shown::RecoveryCode)
}

#[cfg(test)]
mod tests;
