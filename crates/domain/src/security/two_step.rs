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
        // A phone number counts where there is one, and is nothing to recommend.
        .filter(|kind| *kind != FactorKind::SmsCode)
        .filter(|kind| *kind != FactorKind::Password || !holdings.has(*kind))
        .collect();
    let suffices = |kind: &FactorKind| holdings.with(*kind).has_second_way();
    let enough: Vec<_> = open.iter().copied().filter(suffices).collect();
    if enough.is_empty() { open } else { enough }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::{
        holdings::{Keeps, tests::any_holdings},
        time::Time,
    };

    #[test]
    fn the_drawing_has_the_steps_of_the_code() {
        let drawing = include_str!("../../../../docs/flows/two_step.mermaid");
        let arrows = drawing.lines().filter_map(|line| line.split_once("-->"));
        let steps = arrows.flat_map(|(from, to)| {
            let to = to.split(':').next().unwrap_or_default();
            [from.trim(), to.trim()]
        });
        let drawn: BTreeSet<_> = steps.filter(|step| *step != "[*]").collect();
        assert_eq!(drawn, BTreeSet::from(GuideStep::NAMES));
    }

    #[test]
    fn the_guide_leads_from_a_mailbox_to_two_steps() {
        use FactorKind::{Passkey, Password, RecoveryCode, Totp};
        let mail = Holdings::default().with(FactorKind::MailCode);
        let ways = vec![Passkey, Totp];
        assert_eq!(next_step(&mail), GuideStep::FirstWay { ways });
        let app = mail.with(Totp);
        let ways = vec![Passkey, Totp, Password];
        assert_eq!(next_step(&app), GuideStep::SecondWay { ways });
        let two = app.with(Password);
        assert_eq!(next_step(&two), GuideStep::RecoveryCodes);
        let all = two.with(RecoveryCode);
        assert_eq!(next_step(&all), GuideStep::SwitchOn);
        let few = Holdings {
            recovery_codes: 3,
            ..all
        };
        assert_eq!(next_step(&few), GuideStep::RecoveryCodes);
        let on = Holdings {
            two_step_since: Some(Time::from_micros(1)),
            ..few
        };
        assert_eq!(next_step(&on), GuideStep::On);
    }

    proptest! {
        #[test]
        fn whoever_follows_the_guide_arrives(start in any_holdings(), choices in proptest::collection::vec(0..4_usize, 8)) {
            let mut held = start;
            for choice in choices {
                let way = match next_step(&held) {
                    GuideStep::FirstWay { ways } | GuideStep::SecondWay { ways } => {
                        prop_assert!(!ways.is_empty());
                        ways[choice % ways.len()]
                    }
                    GuideStep::RecoveryCodes => FactorKind::RecoveryCode,
                    GuideStep::SwitchOn | GuideStep::On => break,
                };
                held = held.with(way);
            }
            prop_assert_eq!(next_step(&held), GuideStep::SwitchOn, "{:?}", held);
        }

        #[test]
        fn what_is_ready_survives_any_one_loss(held in any_holdings()) {
            if next_step(&held) == GuideStep::SwitchOn {
                let on = Holdings { two_step_since: Some(Time::from_micros(1)), ..held };
                prop_assert!(on.bears_two_steps());
                for lost in [FactorKind::Password, FactorKind::Totp, FactorKind::Passkey] {
                    let rest = on.without(lost);
                    prop_assert!(!on.has(lost) || rest.highest().has_two_steps(), "{lost:?}");
                }
                // Whatever may be taken away then leaves two steps to take.
                for kind in FactorKind::ALL {
                    let kept = on.keeps(kind);
                    prop_assert!(kept.is_some() || on.without(kind).bears_two_steps());
                    prop_assert!(kept != Some(Keeps::LastWayIn));
                }
            }
        }
    }
}
