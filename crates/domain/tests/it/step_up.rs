//! Stories of those who are signed in and prove again that it's them.

use kadomori_domain::{
    assurance::Assurance,
    factor::FactorKind::{MailCode, Passkey, Password, RecoveryCode, Totp},
    flow::sign_in::{ConfirmOutcome, Outcome, Wanted},
    gate::Reason,
    security::{Refused, Switch},
};

use crate::world::{MINUTE, Try, World, address, identifier};

/// Someone who signed in with a mailed code a while ago.
fn signed_in(ways: &[kadomori_domain::factor::FactorKind]) -> World {
    let mut world = World::holding(ways);
    world.begin();
    assert!(matches!(world.answer(Try::Right), Outcome::SignedIn(_)));
    world.wait(MINUTE * 11);
    world
}

#[test]
fn changes_ask_for_fresh_proofs_at_the_account_s_highest_level() {
    let mut world = signed_in(&[Password, Totp]);
    assert!(world.with_owner(0, |_| ()).is_none());
    let before = world.sessions[0].token;
    let id = world.begin_step_up(0);
    assert_eq!(world.flow().state.because(), Some(&[Reason::Sensitive][..]));
    world.choose(id, Some(Password));
    assert!(matches!(world.answer(Try::Right), Outcome::MoreNeeded));
    assert!(
        world.with_owner(0, |_| ()).is_none(),
        "one step isn't the highest"
    );
    world.choose(id, Some(Totp));
    let outcome = world.answer(Try::Right);
    assert!(
        matches!(outcome, Outcome::SteppedUp { session: Some(_) }),
        "{outcome:?}"
    );
    assert_ne!(
        world.sessions[0].token, before,
        "the session has a new secret"
    );
    assert_eq!(world.sessions[0].assurance, Assurance::Two);
    assert!(world.with_owner(0, |_| ()).is_some());
    world.wait(MINUTE * 11);
    assert!(world.with_owner(0, |_| ()).is_none());
}

#[test]
fn a_mailed_code_is_offered_only_where_it_leads_to_the_highest_level() {
    let mut world = signed_in(&[Passkey]);
    let id = world.begin_step_up(0);
    let flow = world.flows[&id].clone();
    assert_eq!(world.demanded(&flow).ways, [Passkey]);
}

#[test]
fn a_recovery_code_stands_in_for_what_is_lost_beside_another_proof() {
    let mut world = signed_in(&[Passkey, RecoveryCode]);
    let id = world.begin_step_up(0);
    world.choose(id, Some(RecoveryCode));
    assert!(matches!(world.answer(Try::Right), Outcome::MoreNeeded));
    assert!(world.with_owner(0, |_| ()).is_none());
    world.choose(id, Some(MailCode));
    assert!(matches!(
        world.answer(Try::Right),
        Outcome::SteppedUp { .. }
    ));
    assert!(world.with_owner(0, |_| ()).is_some());
}

#[test]
fn a_sign_in_a_moment_ago_is_proof_enough_where_it_is_the_highest_there_is() {
    let mut world = World::holding(&[]);
    world.begin();
    world.answer(Try::Right);
    assert!(world.with_owner(0, |_| ()).is_some());
    let mut world = World::holding(&[Passkey]);
    world.begin_in(0, Wanted::Way(MailCode));
    world.answer(Try::Right);
    assert!(world.with_owner(0, |_| ()).is_none());
}

#[test]
fn fresh_proofs_of_the_session_count_in_the_step_up() {
    let mut world = World::holding(&[Password, Totp]);
    world.begin_in(0, Wanted::Way(Password));
    world.answer(Try::Right);
    world.begin_step_up(0);
    assert_eq!(world.flow().state.way(), Some(Totp));
    assert!(matches!(
        world.answer(Try::Right),
        Outcome::SteppedUp { .. }
    ));
}

#[test]
fn a_further_address_is_confirmed_by_a_code_sent_to_it() {
    let mut world = signed_in(&[]);
    world.step_up(0);
    let id = world.begin_confirm(0, address("work@example.jp"));
    assert_eq!(
        world.flow().proofs,
        [],
        "what the session proved isn't about it"
    );
    assert_eq!(world.confirm(id, 0), Some(ConfirmOutcome::NotProven));
    assert!(matches!(world.answer(Try::Right), Outcome::Proven));
    assert_eq!(world.confirm(id, 0), Some(ConfirmOutcome::Added));
    assert_eq!(world.owned().contacts.len(), 2);
    assert_eq!(world.confirm(id, 0), Some(ConfirmOutcome::AlreadyUsed));
    let told: Vec<_> = world.notices.iter().map(|one| one.to.to_string()).collect();
    assert_eq!(told, ["mika@example.jp"], "the older addresses are told");
}

#[test]
fn an_address_is_added_once() {
    let mut world = signed_in(&[]);
    world.step_up(0);
    let id = world.begin_confirm(0, address("Mika@example.jp"));
    world.answer(Try::Right);
    let outcome = world.confirm(id, 0);
    assert_eq!(
        outcome,
        Some(ConfirmOutcome::Refused(Refused::AlreadyThere))
    );
}

#[test]
fn a_confirmed_address_waits_for_fresh_proofs() {
    let mut world = signed_in(&[]);
    world.step_up(0);
    let id = world.begin_confirm(0, address("work@example.jp"));
    world.wait(MINUTE * 9);
    assert!(matches!(world.answer(Try::Right), Outcome::Proven));
    world.wait(MINUTE * 2);
    assert_eq!(world.confirm(id, 0), None);
    world.step_up(0);
    assert_eq!(world.confirm(id, 0), Some(ConfirmOutcome::Added));
}

#[test]
fn a_code_for_one_purpose_is_nothing_for_another() {
    let mut world = signed_in(&[Password]);
    world.begin_reset(0);
    let code = world.mailed();
    world.begin();
    assert!(matches!(world.submit(&code), Outcome::Wrong { .. }));
    assert!(
        world
            .deed(0, |owner| owner.set_identifier(&identifier(), Switch::Off))
            .is_err()
    );
}
