//! Stories of a new password without the old one.

use kadomori_domain::{
    event::SecurityChange,
    factor::FactorKind::{Password, RecoveryCode, Totp},
    flow::{
        State,
        sign_in::{ChooseOutcome, Outcome, ResetOutcome, Wanted},
    },
    id::AccountId,
    policy::Registration,
    throttle::Limit,
};

use crate::world::{PASSWORD, SHORT, Try, World};

#[test]
fn a_mailed_code_resets_the_password_and_ends_all_else() {
    let mut world = World::holding(&[Password]);
    assert!(world.sign_in(0));
    let thief = world.new_browser();
    assert!(world.sign_in(thief));
    let id = world.begin_reset(0);
    assert!(matches!(world.answer(Try::Right), Outcome::Proven));
    assert_eq!(world.reset(id, PASSWORD), ResetOutcome::Reset);
    assert_eq!(
        world.sessions.len(),
        0,
        "nobody is signed in, by the reset neither"
    );
    let told: Vec<_> = world.notices.iter().map(|notice| notice.change).collect();
    assert_eq!(told, [SecurityChange::PasswordReset]);
    assert_eq!(world.reset(id, PASSWORD), ResetOutcome::AlreadyUsed);
}

#[test]
fn two_steps_are_asked_for_where_they_are_switched_on() {
    let mut world = World::holding(&[Password, Totp, RecoveryCode]);
    world.hold_two_step();
    let id = world.begin_reset(0);
    assert!(matches!(world.answer(Try::Right), Outcome::MoreNeeded));
    assert_eq!(world.reset(id, PASSWORD), ResetOutcome::NotProven);
    world.choose(id, Some(RecoveryCode));
    assert!(matches!(world.answer(Try::Right), Outcome::Proven));
    assert_eq!(world.reset(id, SHORT), ResetOutcome::Reset);
}

#[test]
fn the_forgotten_password_is_no_step_of_its_own_reset_but_with_a_mail() {
    let mut world = World::holding(&[Password, Totp]);
    let id = world.begin_reset(0);
    assert_eq!(world.flow().state.name(), "AwaitingCode");
    let offered = world.choose(id, Some(Totp));
    assert_eq!(offered, ChooseOutcome::NotOffered);
}

#[test]
fn an_account_without_password_gets_none_by_mail() {
    let mut world = World::holding(&[Totp]);
    let id = world.begin_reset(0);
    assert!(matches!(world.answer(Try::Right), Outcome::Proven));
    assert_eq!(world.reset(id, PASSWORD), ResetOutcome::NoPassword);
    assert!(world.owned().password.is_none());
    assert_eq!(world.flow().state, State::Done);
    assert!(world.notices.is_empty());
}

#[test]
fn two_step_verification_that_is_switched_on_meanwhile_is_asked_for() {
    let mut world = World::holding(&[Password, Totp]);
    let id = world.begin_reset(0);
    world.answer(Try::Right);
    world.hold_two_step();
    assert_eq!(world.reset(id, PASSWORD), ResetOutcome::MoreNeeded);
    world.choose(id, Some(Totp));
    assert!(matches!(world.answer(Try::Right), Outcome::Proven));
    assert_eq!(world.reset(id, PASSWORD), ResetOutcome::Reset);
}

#[test]
fn a_password_for_two_steps_does_not_stand_alone() {
    let mut world = World::holding(&[Password]);
    let id = world.begin_reset(0);
    world.answer(Try::Right);
    assert_eq!(world.reset(id, SHORT), ResetOutcome::TooShort);
    assert_eq!(world.reset(id, PASSWORD), ResetOutcome::Reset);
}

#[test]
fn a_sign_in_resets_no_password() {
    let mut world = World::holding(&[Password]);
    let id = world.begin();
    world.answer(Try::Right);
    assert_eq!(world.reset(id, PASSWORD), ResetOutcome::NotProven);
}

#[test]
fn an_unknown_address_looks_the_same_and_leads_nowhere() {
    let mut worlds = [
        World::new(Registration::Open, false),
        World::holding(&[]),
        World::holding(&[Password]),
    ];
    let seen: Vec<_> = worlds
        .iter_mut()
        .map(|world| {
            world.begin_reset(0);
            world.seen()
        })
        .collect();
    assert!(seen.iter().all(|one| *one == seen[0]), "{seen:?}");
    let nobody = &mut worlds[0];
    assert_eq!((nobody.sent.len(), nobody.withheld), (0, 1));
    assert!(matches!(nobody.answer(Try::Right), Outcome::Wrong { .. }));
}

#[test]
fn waits_after_wrong_passwords_end_with_the_reset() {
    let mut world = World::holding(&[Password]);
    for _ in 0..2 {
        world.begin_in(0, Wanted::Way(Password));
        for _ in 0..5 {
            world.answer(Try::Wrong(1));
        }
    }
    let level = |world: &World| {
        let mut rows = world.rates.iter();
        rows.find(|(key, _)| key.limit == Limit::WrongPasswords)
            .map_or(0, |(_, row)| row.level)
    };
    assert_eq!(level(&world), 10);
    let id = world.begin_reset(0);
    world.answer(Try::Right);
    world.reset(id, PASSWORD);
    assert_eq!(level(&world), 0);
}

#[test]
fn a_proven_reset_is_of_the_account_that_it_was_proven_for() {
    let mut world = World::holding(&[Password]);
    let id = world.begin_reset(0);
    world.answer(Try::Right);
    let mut other = world.owned().clone();
    other.id = AccountId::from_bytes([9; 16]);
    world.owned = Some(other);
    assert_eq!(world.reset(id, PASSWORD), ResetOutcome::NotProven);
}
