//! Stories of the ways: alone, together, and going over from one to another.

use kadomori_domain::{
    assurance::Assurance,
    factor::{
        FactorKind,
        FactorKind::{MailCode, Passkey, Password, RecoveryCode, Totp},
        checked::NotRight,
    },
    flow::sign_in::{ChooseOutcome, Outcome, Wanted},
    gate::Reason,
    id::AccountId,
    identifier::Identifier,
    risk::Level,
    security::HeldIdentifier,
    user_name::UserName,
};

use crate::world::{BRIEF, Known, MINUTE, TRUSTING, Try, World, address};

fn at(way: FactorKind) -> Wanted {
    Wanted::Way(way)
}

#[test]
fn each_way_alone_opens_the_door_where_two_step_verification_is_off() {
    for (way, level) in [
        (MailCode, Assurance::Single),
        (Password, Assurance::Single),
        (Totp, Assurance::Held),
        (Passkey, Assurance::Resistant),
        (RecoveryCode, Assurance::Held),
    ] {
        let mut world = World::holding(&[Password, Totp, Passkey, RecoveryCode]);
        world.begin_in(0, at(way));
        let outcome = world.answer(Try::Right);
        assert!(
            matches!(outcome, Outcome::SignedIn(_)),
            "{way:?}: {outcome:?}"
        );
        assert_eq!(world.sessions[0].assurance, level, "{way:?}");
        assert_eq!(world.sessions[0].ways, [way]);
    }
}

#[test]
fn a_second_step_is_asked_for_after_any_first_one_but_a_passkey_that_checks_its_owner() {
    for first in [MailCode, Password, Totp, RecoveryCode] {
        let mut world = World::holding(&[Password, Totp, Passkey, RecoveryCode]);
        world.hold_two_step();
        let id = world.begin_in(0, at(first));
        assert!(
            matches!(world.answer(Try::Right), Outcome::MoreNeeded),
            "{first:?}"
        );
        assert_eq!(world.opened, 0);
        assert_eq!(world.flow().state.because(), Some(&[Reason::TwoStep][..]));
        world.choose(id, Some(Passkey));
        assert!(
            matches!(world.answer(Try::Unchecked), Outcome::SignedIn(_)),
            "{first:?}"
        );
    }
    let mut world = World::holding(&[Passkey]);
    world.hold_two_step();
    world.begin_in(0, at(Passkey));
    assert!(matches!(world.answer(Try::Right), Outcome::SignedIn(_)));
}

#[test]
fn the_first_way_can_not_be_its_own_second_step() {
    let mut world = World::holding(&[Password, Totp, Totp]);
    world.hold_two_step();
    let id = world.begin_in(0, at(Totp));
    assert!(matches!(world.answer(Try::Right), Outcome::MoreNeeded));
    assert_eq!(world.choose(id, Some(Totp)), ChooseOutcome::NotOffered);
    world.choose(id, Some(Password));
    assert!(matches!(world.answer(Try::Right), Outcome::SignedIn(_)));
    assert_eq!(world.sessions[0].assurance, Assurance::Two);
}

#[test]
fn only_the_way_that_is_asked_for_counts() {
    let mut world = World::holding(&[Password, Totp]);
    let id = world.begin();
    let outcome = world.answer_in(id, Password, Try::Right, BRIEF);
    assert!(matches!(outcome, Outcome::OtherWay), "{outcome:?}");
    world.choose(id, Some(Totp));
    let code = world.mailed();
    assert!(matches!(world.submit(&code), Outcome::OtherWay));
    assert_eq!(
        world.flow().tries.used,
        0,
        "what isn't looked at costs no try"
    );
    assert!(matches!(world.answer(Try::Right), Outcome::SignedIn(_)));
}

#[test]
fn going_over_to_another_way_and_back_ends_the_code_and_gives_no_tries() {
    let mut world = World::holding(&[Password]);
    let id = world.begin();
    let older = world.mailed();
    world.answer(Try::Wrong(1));
    world.choose(id, Some(Password));
    world.answer(Try::Wrong(1));
    assert_eq!(world.choose(id, None), ChooseOutcome::Chosen(None));
    world.choose(id, Some(MailCode));
    assert_eq!(world.flow().tries.used, 2);
    assert!(matches!(world.submit(&older), Outcome::Superseded));
    for _ in 0..2 {
        world.answer(Try::Wrong(1));
    }
    assert!(matches!(world.answer(Try::Wrong(1)), Outcome::TooManyTries));
    assert_eq!(
        world.choose(id, Some(Password)),
        ChooseOutcome::TooManyTries
    );
}

#[test]
fn choosing_the_way_that_is_asked_for_already_sends_no_other_code() {
    let mut world = World::holding(&[]);
    let id = world.begin();
    assert_eq!(
        world.choose(id, Some(MailCode)),
        ChooseOutcome::Chosen(Some(MailCode))
    );
    assert_eq!((world.sent.len(), world.withheld), (1, 0));
}

#[test]
fn a_first_step_that_is_taken_again_gives_no_tries() {
    let mut world = World::holding(&[]);
    world.hold_passkey(false);
    world.hold_passkey(true);
    world.hold_two_step();
    let id = world.begin_in(0, at(Passkey));
    assert!(matches!(world.answer(Try::Unchecked), Outcome::MoreNeeded));
    world.choose(id, Some(MailCode));
    world.answer(Try::Wrong(1));
    assert!(matches!(
        world.choose(id, Some(Passkey)),
        ChooseOutcome::Chosen(_)
    ));
    assert!(matches!(world.answer(Try::Unchecked), Outcome::MoreNeeded));
    assert_eq!(world.flow().tries.used, 2);
}

#[test]
fn an_app_s_code_and_a_recovery_code_count_once() {
    let mut world = World::holding(&[Totp, RecoveryCode]);
    world.begin_in(0, at(Totp));
    assert!(matches!(world.answer(Try::Right), Outcome::SignedIn(_)));
    world.begin_in(0, at(Totp));
    let again = world.answer(Try::Again);
    assert!(
        matches!(
            again,
            Outcome::NotRight {
                why: NotRight::Used,
                left: Some(4)
            }
        ),
        "{again:?}"
    );
    world.begin_in(0, at(RecoveryCode));
    assert!(matches!(world.answer(Try::Right), Outcome::SignedIn(_)));
    assert_eq!(world.holdings().recovery_codes, 9);
    world.begin_in(0, at(RecoveryCode));
    assert!(matches!(world.answer(Try::Again), Outcome::NotRight { .. }));
}

#[test]
fn a_stranger_is_not_told_that_a_code_was_right_once() {
    let mut world = World::holding(&[Totp]);
    world.begin_in(0, at(Totp));
    world.answer(Try::Right);
    let stranger = world.new_browser();
    world.begin_in(stranger, at(Totp));
    let outcome = world.answer(Try::Again);
    assert!(
        matches!(
            outcome,
            Outcome::NotRight {
                why: NotRight::Mismatch,
                ..
            }
        ),
        "{outcome:?}"
    );
}

#[test]
fn each_way_waits_for_itself_after_ten_wrong_answers() {
    let mut world = World::holding(&[Password, Totp]);
    for _ in 0..2 {
        world.begin_in(0, at(Password));
        for _ in 0..5 {
            world.answer(Try::Wrong(1));
        }
    }
    let id = world.begin_in(0, at(Password));
    assert!(matches!(world.answer(Try::Right), Outcome::Waiting { .. }));
    assert_eq!(world.flow().tries.used, 0);
    world.choose(id, Some(Totp));
    assert!(matches!(world.answer(Try::Right), Outcome::SignedIn(_)));
}

#[test]
fn a_browser_that_nobody_knows_sees_the_same_whatever_the_account_holds() {
    let mut worlds = [
        World::new(kadomori_domain::policy::Registration::Open, false),
        World::holding(&[]),
        World::holding(&[Password, Totp, Passkey, RecoveryCode]),
        World::holding(&[Password, Totp, Passkey, RecoveryCode]),
    ];
    worlds[3].hold_two_step();
    for wanted in [
        Wanted::Best,
        Wanted::List,
        at(Password),
        at(Totp),
        at(Passkey),
        at(RecoveryCode),
    ] {
        let seen: Vec<_> = worlds
            .iter_mut()
            .map(|world| {
                let browser = world.new_browser();
                world.begin_in(browser, wanted);
                world.seen()
            })
            .collect();
        assert!(
            seen.iter().all(|one| *one == seen[0]),
            "{wanted:?}: {seen:?}"
        );
    }
}

#[test]
fn a_browser_that_the_account_knows_is_offered_what_worked_or_the_best() {
    let mut world = World::holding(&[Password, Totp]);
    world.browsers[0].known = Some(Known::default());
    world.begin();
    assert_eq!(world.flow().state.way(), Some(Totp));
    world.browsers[0].known = Some(Known {
        way: Some(Password),
        ..Known::default()
    });
    world.begin();
    assert_eq!(world.flow().state.way(), Some(Password));
    world.owned_mut().password = None;
    world.begin();
    assert_eq!(
        world.flow().state.way(),
        Some(Totp),
        "what is gone isn't offered"
    );
}

#[test]
fn a_trusted_device_skips_the_second_step_and_proves_nothing_by_it() {
    let mut world = World::holding(&[Password, Totp]);
    world.hold_two_step();
    let id = world.begin_in(0, at(Password));
    world.answer_in(id, Password, Try::Right, BRIEF);
    world.choose(id, Some(Totp));
    world.answer_in(id, Totp, Try::Right, TRUSTING);
    assert_eq!(world.sessions[0].assurance, Assurance::Two);
    world.wait(MINUTE * 60 * 24);
    world.begin_in(0, at(Password));
    assert!(matches!(world.answer(Try::Right), Outcome::SignedIn(_)));
    assert_eq!(world.sessions[0].assurance, Assurance::Device);
    assert!(
        world.with_owner(0, |_| ()).is_none(),
        "changes ask for proofs"
    );
    world.level = Level::Unusual;
    world.begin_in(0, at(Password));
    assert!(matches!(world.answer(Try::Right), Outcome::MoreNeeded));
    world.level = Level::Ordinary;
    world.wait(MINUTE * 60 * 24 * 30);
    world.begin_in(0, at(Password));
    assert!(
        matches!(world.answer(Try::Right), Outcome::MoreNeeded),
        "it ends"
    );
}

#[test]
fn one_step_makes_no_device_trusted() {
    let mut world = World::holding(&[Password, Totp]);
    let id = world.begin_in(0, at(Password));
    world.answer_in(id, Password, Try::Right, TRUSTING);
    let known = world.browsers[0].known.expect("it was signed in on");
    assert_eq!(known.trusted_until, None);
}

#[test]
fn a_passkey_opens_the_door_with_nothing_typed() {
    let mut world = World::holding(&[Passkey]);
    let outcome = world.begin_with_passkey(0, true, BRIEF);
    assert!(matches!(outcome, Outcome::SignedIn(_)), "{outcome:?}");
    assert_eq!(world.sessions[0].assurance, Assurance::Resistant);
}

#[test]
fn a_passkey_whose_device_checked_nobody_is_one_step() {
    let mut world = World::holding(&[Passkey, Password]);
    world.hold_two_step();
    let outcome = world.begin_with_passkey(0, false, BRIEF);
    assert!(matches!(outcome, Outcome::MoreNeeded), "{outcome:?}");
    assert_eq!(
        world.flow().state.way(),
        Some(Passkey),
        "it may still check its owner"
    );
    let id = world.flow().id;
    world.choose(id, Some(Password));
    assert!(matches!(world.answer(Try::Right), Outcome::SignedIn(_)));
    assert_eq!(world.sessions[0].assurance, Assurance::Two);
}

#[test]
fn what_was_typed_may_come_to_name_another_account_and_proofs_do_not_follow() {
    let name = Identifier::UserName(UserName::parse("mika").expect("a name"));
    let mut world = World::holding(&[Password, Totp]);
    let held = HeldIdentifier {
        identifier: name.clone(),
        signs_in: true,
        created_at: world.now,
    };
    world.owned_mut().identifiers.push(held.clone());
    world.hold_two_step();
    let by_mail = world.begin_as(0, name.clone());
    let code = world.mailed();
    let by_password = world.begin_as(0, name);
    world.choose(by_password, Some(Password));
    world.answer_in(by_password, Password, Try::Right, BRIEF);
    // The name is given up, and someone else takes it.
    let mut elsewhere = World::holding(&[Password, Totp]);
    elsewhere.hold_two_step();
    let mut other = elsewhere.owned().clone();
    other.id = AccountId::from_bytes([9; 16]);
    other.contacts[0].address = address("ken@example.jp");
    other.identifiers = vec![held];
    world.owned = Some(other);
    world.current = Some((by_mail, 0));
    assert!(matches!(world.submit(&code), Outcome::Wrong { .. }));
    assert_eq!(world.flows[&by_password].state.way(), Some(Totp));
    let outcome = world.answer_in(by_password, Totp, Try::Right, BRIEF);
    assert!(matches!(outcome, Outcome::Expired), "{outcome:?}");
    assert_eq!(world.opened, 0);
}
