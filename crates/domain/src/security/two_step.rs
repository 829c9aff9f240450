//! Switching two-step verification on, step by step. Where a person stands follows from
//! what they hold, so that they can leave at any step and come back to it.
//!
//! `docs/flows/two_step.mermaid` draws the steps.

use crate::{factor::FactorKind, holdings::Holdings};

/// The step that comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GuideStep {
    /// There is nothing yet that a second step could be taken with.
    FirstWay {
        /// What would do.
        ways: Vec<FactorKind>,
    },
    /// If one thing were lost, two steps couldn't be taken any more.
    SecondWay {
        /// What would do.
        ways: Vec<FactorKind>,
    },
    /// There are no recovery codes, or few are left.
    RecoveryCodes,
    /// All is there: it can be switched on.
    SwitchOn,
    /// It is on.
    On,
}

impl GuideStep {
    /// The names of the steps, as `docs/flows/two_step.mermaid` draws them.
    pub const NAMES: [&'static str; 5] =
        ["FirstWay", "SecondWay", "RecoveryCodes", "SwitchOn", "On"];

    /// The name of this step.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::FirstWay { .. } => "FirstWay",
            Self::SecondWay { .. } => "SecondWay",
            Self::RecoveryCodes => "RecoveryCodes",
            Self::SwitchOn => "SwitchOn",
            Self::On => "On",
        }
    }
}

/// The step that comes next for someone who holds this.
#[must_use]
pub fn next_step(holdings: &Holdings) -> GuideStep {
    if holdings.is_two_step() {
        return GuideStep::On;
    }
    if holdings.apps + holdings.passkeys == 0 {
        let ways = vec![FactorKind::Passkey, FactorKind::Totp];
        return GuideStep::FirstWay { ways };
    }
    if !holdings.has_second_way() {
        return GuideStep::SecondWay {
            ways: second_ways(holdings),
        };
    }
    if holdings.recovery_codes <= Holdings::FEW_RECOVERY_CODES {
        return GuideStep::RecoveryCodes;
    }
    GuideStep::SwitchOn
}

/// The ways of which one more is enough; any, where no single one is.
fn second_ways(holdings: &Holdings) -> Vec<FactorKind> {
    let all = FactorKind::BY_CONVENIENCE.into_iter();
    let open: Vec<_> = all
        .filter(|kind| *kind != FactorKind::RecoveryCode)
        .filter(|kind| *kind != FactorKind::Password || !holdings.has(*kind))
        .collect();
    let suffices = |kind: &FactorKind| holdings.with(*kind).has_second_way();
    let enough: Vec<_> = open.iter().copied().filter(suffices).collect();
    if enough.is_empty() { open } else { enough }
}
