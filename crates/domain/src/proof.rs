//! Proofs: what has been shown in one flow. Only a factor's own module makes one.

use crate::{factor::FactorKind, id::ChallengeId, time::Time};

/// One thing that was proven.
///
/// It has no public constructor and can't be deserialised: code outside
/// [`crate::factor`] can hold one, and never make one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    kind: FactorKind,
    challenge: ChallengeId,
    at: Time,
}

impl Proof {
    pub(crate) const fn new(kind: FactorKind, challenge: ChallengeId, at: Time) -> Self {
        Self {
            kind,
            challenge,
            at,
        }
    }

    /// The way in which it was proven.
    #[must_use]
    pub const fn kind(&self) -> FactorKind {
        self.kind
    }

    /// The verification that it ended.
    #[must_use]
    pub const fn challenge(&self) -> ChallengeId {
        self.challenge
    }

    /// When it was proven.
    #[must_use]
    pub const fn at(&self) -> Time {
        self.at
    }
}
