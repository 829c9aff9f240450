//! Flows: one person's journey through the pages, bound to one browser.

pub mod sending;
pub mod sign_in;
pub mod turn;

use serde::{Deserialize, Serialize};

use crate::{
    destination::Destination,
    factor::FactorKind,
    gate::Reason,
    id::{AccountId, ChallengeId, FlowId, SessionId, TenantId},
    identifier::Identifier,
    locale::Locale,
    proof::{Proof, Shown},
    purpose::Purpose,
    session::Keep,
    time::Time,
    token::TokenHash,
};

/// The version that states are written in.
pub const VERSION: u16 = 3;

/// A flow as the database keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Its name; it may stand in a URL.
    pub id: FlowId,
    /// The organisation.
    pub tenant: TenantId,
    /// The hash of the secret in the cookie of the browser that it is bound to.
    pub visitor: TokenHash,
    /// What it leads to.
    pub purpose: Purpose,
    /// What was typed at the door, or the address that a signed-in person is shown under.
    pub identifier: Identifier,
    /// Where its codes go.
    pub destination: Destination,
    /// Whose flow it is, once a session or a proof told that.
    pub bound: Option<Bound>,
    /// The language it is led in.
    pub locale: Locale,
    /// The browser's time zone (an IANA name), where it told.
    pub zone: Option<String>,
    /// Tries made and allowed.
    pub tries: Tries,
    /// Whether the person wants to be kept signed in.
    pub keep: Keep,
    /// What has been proven so far.
    pub proofs: Vec<Proof>,
    /// Where the person was going when the flow began, in the server's words.
    pub errand: Option<String>,
    /// Where it stands.
    pub state: State,
    /// When it began.
    pub created_at: Time,
    /// When it is forgotten.
    pub expires_at: Time,
}

/// The person that a flow belongs to, where it doesn't go by what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Whose it is.
    pub account: AccountId,
    /// In which stay it began; `None` where a proof told whose it is.
    pub session: Option<SessionId>,
}

/// Where a flow stands. Each variant holds what that moment has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "snake_case")]
pub enum State {
    /// A way is to be chosen.
    Choosing {
        /// Why something is to be proven.
        because: Vec<Reason>,
    },
    /// A code that was sent is asked for.
    AwaitingCode {
        /// How it was sent.
        #[serde(default = "by_mail")]
        way: FactorKind,
        /// The pending verification.
        challenge: ChallengeId,
        /// Why a code is needed.
        because: Vec<Reason>,
    },
    /// Something else is asked for: password, app code, passkey, recovery code.
    AwaitingWay {
        /// Which.
        way: FactorKind,
        /// Why it is needed.
        because: Vec<Reason>,
    },
    /// The address is proven, and no account has it.
    AddressProven {
        /// The verification that proved it.
        challenge: ChallengeId,
        /// Why a code was needed.
        because: Vec<Reason>,
    },
    /// All that the purpose asks for is proven; it can be carried out once.
    Proven {
        /// Whose account it is about.
        account: AccountId,
    },
    /// A session was opened.
    SignedIn {
        /// Whose.
        account: AccountId,
        /// Which.
        session: SessionId,
    },
    /// What it was for was carried out.
    Done,
    /// All tries were used.
    Spent,
    /// The person went on with another address, or another journey.
    Abandoned,
}

impl State {
    /// The names of the states, as `docs/flows/proving.mermaid` draws them.
    pub const NAMES: [&'static str; 9] = [
        "Choosing",
        "AwaitingCode",
        "AwaitingWay",
        "AddressProven",
        "Proven",
        "SignedIn",
        "Done",
        "Spent",
        "Abandoned",
    ];

    /// The name of this state.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Choosing { .. } => "Choosing",
            Self::AwaitingCode { .. } => "AwaitingCode",
            Self::AwaitingWay { .. } => "AwaitingWay",
            Self::AddressProven { .. } => "AddressProven",
            Self::Proven { .. } => "Proven",
            Self::SignedIn { .. } => "SignedIn",
            Self::Done => "Done",
            Self::Spent => "Spent",
            Self::Abandoned => "Abandoned",
        }
    }

    /// Why something is to be proven, where something is.
    #[must_use]
    pub fn because(&self) -> Option<&[Reason]> {
        match self {
            Self::Choosing { because }
            | Self::AwaitingCode { because, .. }
            | Self::AwaitingWay { because, .. } => Some(because),
            Self::AddressProven { .. }
            | Self::Proven { .. }
            | Self::SignedIn { .. }
            | Self::Done
            | Self::Spent
            | Self::Abandoned => None,
        }
    }

    /// The way that is being asked for: the only one whose answer counts.
    #[must_use]
    pub const fn way(&self) -> Option<FactorKind> {
        match self {
            Self::AwaitingCode { way, .. } | Self::AwaitingWay { way, .. } => Some(*way),
            Self::Choosing { .. }
            | Self::AddressProven { .. }
            | Self::Proven { .. }
            | Self::SignedIn { .. }
            | Self::Done
            | Self::Spent
            | Self::Abandoned => None,
        }
    }
}

/// The way of codes in states of the second version, which knew no other.
const fn by_mail() -> FactorKind {
    FactorKind::MailCode
}

impl Flow {
    /// What has been shown so far.
    #[must_use]
    pub fn shown(&self) -> Vec<Shown> {
        self.proofs.iter().map(Proof::shown).collect()
    }

    /// Whether something was proven already, so that the account is known.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.bound.is_some() || !self.proofs.is_empty()
    }
}

/// Tries at a code. They belong to the flow: a new code never gives any back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tries {
    /// Made, the present one among them.
    pub used: u32,
    /// Allowed.
    pub most: u32,
}

impl Tries {
    /// How many are left.
    #[must_use]
    pub const fn left(self) -> u32 {
        self.most.saturating_sub(self.used)
    }

    /// One given back, because no code was looked at.
    #[must_use]
    pub const fn give_back(self) -> Self {
        Self {
            used: self.used.saturating_sub(1),
            most: self.most,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_drawing_has_the_states_of_the_code() {
        let drawing = include_str!("../../../../docs/flows/proving.mermaid");
        let arrows = drawing.lines().filter_map(|line| line.split_once("-->"));
        let states = arrows.flat_map(|(from, to)| {
            let to = to.split(':').next().unwrap_or_default();
            [from.trim(), to.trim()]
        });
        let drawn: BTreeSet<_> = states.filter(|state| *state != "[*]").collect();
        assert_eq!(drawn, BTreeSet::from(State::NAMES));
    }
}
