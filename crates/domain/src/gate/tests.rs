use core::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::holdings::tests::any_holdings;
use crate::policy::{TextPolicy, Texts};

const NOTHING: &Holdings = &Holdings {
    mailboxes: 0,
    phones: 0,
    password: crate::holdings::PasswordHeld::None,
    apps: 0,
    passkeys: 0,
    verified_passkeys: 0,
    recovery_codes: 0,
    two_step_since: None,
};

fn proof(at: Time) -> Proof {
    Proof::new(Shown::MailCode, at)
}

fn question<'a>(policy: &'a Policy, proofs: &'a [Proof]) -> Question<'a> {
    Question {
        purpose: Purpose::SignIn,
        proofs,
        holdings: NOTHING,
        trusted: false,
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

const KEY: Shown = Shown::Passkey {
    verified: false,
    synced: true,
};
const CHECKED_KEY: Shown = Shown::Passkey {
    verified: true,
    synced: true,
};
const START: Time = Time::from_micros(1_790_000_000_000_000);

fn all_holdings() -> Holdings {
    Holdings {
        mailboxes: 1,
        phones: 0,
        password: crate::holdings::PasswordHeld::Long,
        apps: 1,
        passkeys: 1,
        verified_passkeys: 0,
        recovery_codes: 10,
        two_step_since: Some(START),
    }
}

/// What comes of these proofs, each a moment old, for an account with two steps.
fn verdict(purpose: Purpose, shown: &[Shown]) -> Verdict {
    let proofs: Vec<Proof> = shown.iter().map(|one| Proof::new(*one, START)).collect();
    decide(&Question {
        purpose,
        proofs: &proofs,
        holdings: &all_holdings(),
        now: START,
        ..question(&Policy::default(), &[])
    })
}

#[test]
fn a_pass_says_what_it_is_for_and_how_sure_it_is() {
    let Verdict::Pass(pass) = verdict(Purpose::SignIn, &[Shown::Totp, Shown::Password]) else {
        panic!("two steps")
    };
    assert_eq!(pass.purpose(), Purpose::SignIn);
    assert_eq!(pass.assurance(), Assurance::Two);
    assert_eq!(pass.ways(), [FactorKind::Password, FactorKind::Totp]);
}

#[test]
fn one_step_demands_the_ways_that_make_it_two() {
    use FactorKind::{MailCode, Passkey, Password, RecoveryCode, Totp};
    let ways = |shown: &[Shown]| match verdict(Purpose::SignIn, shown) {
        Verdict::Demand { ways, because, .. } => {
            assert_eq!(because, [Reason::TwoStep]);
            ways
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(
        ways(&[Shown::MailCode]),
        [Passkey, Totp, Password, RecoveryCode]
    );
    assert_eq!(ways(&[KEY]), [Totp, Password, MailCode, RecoveryCode]);
}

#[test]
fn each_purpose_says_why_it_demands() {
    for (purpose, reason) in [
        (Purpose::ResetPassword, Reason::Reset),
        (Purpose::ChangeSecurity, Reason::Sensitive),
        (Purpose::ConfirmContact, Reason::NewContact),
    ] {
        let Verdict::Demand { because, .. } = verdict(purpose, &[]) else {
            panic!("nothing is proven")
        };
        assert_eq!(because, [reason]);
    }
}

#[test]
fn a_mail_confirms_an_address_and_nothing_else_does() {
    let pass =
        |shown: &[Shown]| matches!(verdict(Purpose::ConfirmContact, shown), Verdict::Pass(_));
    assert!(pass(&[Shown::MailCode]));
    assert!(!pass(&[CHECKED_KEY, Shown::Password, Shown::Totp]));
}

#[test]
fn a_reset_needs_the_mail_and_the_second_step() {
    let pass = |shown: &[Shown]| matches!(verdict(Purpose::ResetPassword, shown), Verdict::Pass(_));
    assert!(!pass(&[Shown::MailCode]));
    assert!(!pass(&[Shown::Password, Shown::Totp]));
    assert!(pass(&[Shown::MailCode, Shown::Totp]));
    assert!(pass(&[Shown::MailCode, Shown::RecoveryCode]));
}

#[test]
fn a_recovery_code_stands_in_for_the_highest_level_but_not_alone() {
    let pass =
        |shown: &[Shown]| matches!(verdict(Purpose::ChangeSecurity, shown), Verdict::Pass(_));
    assert!(!pass(&[Shown::RecoveryCode]));
    assert!(pass(&[Shown::RecoveryCode, Shown::MailCode]));
    assert!(!pass(&[Shown::Totp, Shown::MailCode]));
    assert!(pass(&[Shown::Totp, Shown::Password]));
}

fn any_shown() -> impl Strategy<Value = Shown> {
    prop_oneof![
        Just(Shown::MailCode),
        Just(Shown::SmsCode),
        Just(Shown::Password),
        Just(Shown::Totp),
        Just(Shown::RecoveryCode),
        (any::<bool>(), any::<bool>())
            .prop_map(|(verified, synced)| Shown::Passkey { verified, synced }),
    ]
}

/// Anything that can be asked, the policy apart, but for text messages.
#[derive(Clone, Debug)]
struct Asked {
    purpose: Purpose,
    proofs: Vec<Proof>,
    holdings: Holdings,
    trusted: bool,
    standing: Standing,
    level: Level,
    texts: Texts,
}

fn any_question() -> impl Strategy<Value = Asked> {
    let proof = (any_shown(), 0..5_000_u64);
    let proofs = proptest::collection::vec(proof, 0..4).prop_map(|proofs| {
        let at = |seconds| START.plus(Duration::from_secs(5_000 - seconds));
        let proofs = proofs.into_iter();
        proofs
            .map(|(shown, seconds)| Proof::new(shown, at(seconds)))
            .collect()
    });
    let purpose = proptest::sample::select(Purpose::ALL.to_vec());
    let switches = proptest::array::uniform5(any::<bool>());
    (purpose, proofs, any_holdings(), switches).prop_map(
        |(purpose, proofs, holdings, [two_step, trusted, familiar, unusual, texts])| Asked {
            purpose,
            proofs,
            holdings: Holdings {
                two_step_since: two_step.then_some(START),
                ..holdings
            },
            trusted,
            standing: if familiar {
                Standing::Familiar
            } else {
                Standing::New
            },
            level: if unusual {
                Level::Unusual
            } else {
                Level::Ordinary
            },
            texts: if texts { Texts::On } else { Texts::Off },
        },
    )
}

const NOW: Time = Time::from_micros(START.micros() + 5_000_000_000);

impl Asked {
    fn decide(&self, proofs: &[Proof]) -> Verdict {
        decide(&Question {
            purpose: self.purpose,
            proofs,
            holdings: &self.holdings,
            trusted: self.trusted,
            standing: self.standing,
            level: self.level,
            policy: &Policy {
                texts: TextPolicy {
                    texts: self.texts,
                    ..TextPolicy::default()
                },
                ..Policy::default()
            },
            hold: None,
            now: NOW,
        })
    }

    /// What it holds and can be asked for.
    fn held(&self) -> Holdings {
        self.holdings.reached_by(self.texts)
    }

    /// What was shown in the last minutes.
    fn shown_within(&self, minutes: u64) -> Vec<Shown> {
        let span = Duration::from_mins(minutes);
        let young = self.proofs.iter().filter(|one| NOW.since(one.at()) <= span);
        young.map(Proof::shown).collect()
    }
}

proptest! {
    #[test]
    fn a_pass_to_change_security_rests_on_young_proofs_at_the_highest_level(
        asked in any_question(),
    ) {
        let asked = Asked { purpose: Purpose::ChangeSecurity, ..asked };
        if let Verdict::Pass(pass) = asked.decide(&asked.proofs) {
            prop_assert_eq!(pass.purpose(), Purpose::ChangeSecurity);
            let young = asked.shown_within(10);
            let level = Assurance::of(&young);
            let recovers = young.contains(&Shown::RecoveryCode)
                && young.iter().any(|one| one.kind() != FactorKind::RecoveryCode);
            prop_assert!(level >= Some(asked.held().highest()) || recovers, "{young:?}");
            prop_assert_eq!(Some(pass.assurance()), level);
        }
    }

    #[test]
    fn a_pass_to_sign_in_is_never_below_the_policy(asked in any_question()) {
        let asked = Asked { purpose: Purpose::SignIn, ..asked };
        if let Verdict::Pass(pass) = asked.decide(&asked.proofs) {
            let level = Assurance::of(&asked.shown_within(60)).expect("something was shown");
            let has_two_steps = !asked.holdings.is_two_step() || level.has_two_steps();
            if has_two_steps {
                prop_assert_eq!(pass.assurance(), level);
            } else {
                prop_assert!(asked.trusted && asked.level == Level::Ordinary);
                prop_assert_eq!(pass.assurance(), Assurance::Device);
            }
        }
    }

    #[test]
    fn before_the_first_proof_the_demand_is_everyone_s(
        asked in any_question(),
        other in any_holdings(),
    ) {
        for purpose in [Purpose::SignIn, Purpose::ResetPassword, Purpose::CreateAccount] {
            let asked = Asked { purpose, ..asked.clone() };
            let seen = |asked: &Asked| match asked.decide(&[]) {
                Verdict::Demand { ways, because, .. } => (ways, because),
                other => panic!("{other:?}"),
            };
            let someone = Asked { holdings: other, ..asked.clone() };
            let nobody = Asked { holdings: *NOTHING, ..asked.clone() };
            prop_assert_eq!(seen(&asked), seen(&someone));
            prop_assert_eq!(seen(&asked), seen(&nobody));
        }
    }

    #[test]
    fn whoever_follows_the_demand_gets_through(
        asked in any_question(),
        choices in proptest::collection::vec(0..6_usize, 6),
    ) {
        let two_step = asked.holdings.is_two_step() && !asked.held().bears_two_steps();
        prop_assume!(asked.holdings.mailboxes > 0 && !two_step);
        let mut proofs = asked.proofs.clone();
        for choice in choices {
            match asked.decide(&proofs) {
                Verdict::Demand { ways, .. } => {
                    let held: Vec<_> = ways
                        .into_iter()
                        .filter(|way| {
                            // A number that is to be confirmed isn't held yet.
                            asked.held().has(*way) || asked.purpose == Purpose::ConfirmPhone
                        })
                        .collect();
                    prop_assert!(!held.is_empty(), "a dead end: {proofs:?}");
                    let way = held[choice % held.len()];
                    proofs.retain(|one| one.kind() != way);
                    proofs.push(Proof::new(asked.holdings.best(way), NOW));
                }
                Verdict::Pass(pass) => {
                    prop_assert_eq!(pass.purpose(), asked.purpose);
                    return Ok(());
                }
                Verdict::Refuse { .. } => return Ok(()),
            }
        }
        prop_assert!(matches!(asked.decide(&proofs), Verdict::Pass(_)), "{proofs:?}");
    }
}
