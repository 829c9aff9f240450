//! Flows: one person's journey through the pages, bound to one browser.

pub mod sending;
pub mod sign_in;
pub mod turn;

use serde::{Deserialize, Serialize};

use crate::{
    address::MailAddress,
    gate::Reason,
    id::{AccountId, ChallengeId, FlowId, SessionId, TenantId},
    locale::Locale,
    time::Time,
    token::TokenHash,
};

/// The version that states are written in.
pub const VERSION: u16 = 1;

/// A flow as the database keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Its name; it may stand in a URL.
    pub id: FlowId,
    /// The organisation.
    pub tenant: TenantId,
    /// The hash of the secret in the cookie of the browser that it is bound to.
    pub visitor: TokenHash,
    /// The address that was typed.
    pub address: MailAddress,
    /// The language it is led in.
    pub locale: Locale,
    /// The browser's time zone (an IANA name), where it told.
    pub zone: Option<String>,
    /// Tries made and allowed.
    pub tries: Tries,
    /// Where it stands.
    pub state: SignIn,
    /// When it began.
    pub created_at: Time,
    /// When it is forgotten.
    pub expires_at: Time,
}

/// Where a sign-in stands. Each variant holds what that moment has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "snake_case")]
pub enum SignIn {
    /// A code is asked for.
    AwaitingCode {
        /// The pending verification.
        challenge: ChallengeId,
        /// Why a code is needed.
        because: Vec<Reason>,
    },
    /// The address is proven, and no account has it.
    AddressProven {
        /// The verification that proved it.
        challenge: ChallengeId,
        /// Why a code was needed.
        because: Vec<Reason>,
    },
    /// A session was opened.
    SignedIn {
        /// Whose.
        account: AccountId,
        /// Which.
        session: SessionId,
    },
    /// All tries were used.
    Spent,
    /// The person went on with another address.
    Abandoned,
}

impl SignIn {
    /// The names of the states, as `docs/flows/sign_in.mermaid` draws them.
    pub const NAMES: [&'static str; 5] = [
        "AwaitingCode",
        "AddressProven",
        "SignedIn",
        "Spent",
        "Abandoned",
    ];

    /// The name of this state.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::AwaitingCode { .. } => "AwaitingCode",
            Self::AddressProven { .. } => "AddressProven",
            Self::SignedIn { .. } => "SignedIn",
            Self::Spent => "Spent",
            Self::Abandoned => "Abandoned",
        }
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
        let drawing = include_str!("../../../../docs/flows/sign_in.mermaid");
        let arrows = drawing.lines().filter_map(|line| line.split_once("-->"));
        let states = arrows.flat_map(|(from, to)| {
            let to = to.split(':').next().unwrap_or_default();
            [from.trim(), to.trim()]
        });
        let drawn: BTreeSet<_> = states.filter(|state| *state != "[*]").collect();
        assert_eq!(drawn, BTreeSet::from(SignIn::NAMES));
    }
}
