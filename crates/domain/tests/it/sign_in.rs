//! Stories of the mailed code, at the one door.

use kadomori_domain::{
    flow::{
        State,
        sign_in::{CreateOutcome, Outcome, ResendOutcome},
    },
    key::{KeyId, KeyRing, RootKey},
    policy::Registration,
};

use crate::world::{Known, MINUTE, World};

#[test]
fn the_mailed_code_opens_a_session_once() {
    let mut world = World::new(Registration::Open, true);
    world.begin();
    let code = world.mailed();
    assert!(matches!(world.submit(&code), Outcome::SignedIn(_)));
    assert!(matches!(world.submit(&code), Outcome::AlreadyUsed));
    assert_eq!(world.opened, 1);
}

#[test]
fn no_account_is_made_before_the_person_asks_for_it() {
    let mut world = World::new(Registration::Open, false);
    world.begin();
    assert!(matches!(world.create(), CreateOutcome::NotProven));
    let code = world.mailed();
    assert!(matches!(world.submit(&code), Outcome::AddressProven));
    assert_eq!((world.account(), world.opened), (None, 0));
    assert!(matches!(world.create(), CreateOutcome::SignedIn(_)));
    assert!(world.account().is_some());
    assert!(matches!(world.create(), CreateOutcome::AlreadyUsed));
    assert_eq!(world.opened, 1);
}

#[test]
fn a_closed_door_makes_a_flow_and_sends_nothing() {
    let mut world = World::new(Registration::Closed, false);
    world.begin();
    assert_eq!((world.sent.len(), world.withheld), (0, 1));
    let kept = world
        .challenges
        .first()
        .and_then(|one| one.code(&world.keys))
        .expect("a code");
    assert!(matches!(world.submit(&kept), Outcome::Wrong { left: 4 }));
}

#[test]
fn the_fifth_wrong_code_is_the_last() {
    let mut world = World::new(Registration::Open, true);
    world.begin();
    for left in (1..=4).rev() {
        let wrong = world.wrong_code(0);
        assert!(matches!(world.submit(&wrong), Outcome::Wrong { left: n } if n == left));
    }
    let wrong = world.wrong_code(0);
    assert!(matches!(world.submit(&wrong), Outcome::TooManyTries));
    let right = world.mailed();
    assert!(matches!(world.submit(&right), Outcome::TooManyTries));
    assert_eq!(world.opened, 0);
}

#[test]
fn a_code_sent_again_is_the_same_code_until_half_its_life_is_over() {
    let mut world = World::new(Registration::Open, true);
    world.begin();
    assert!(matches!(world.resend(), ResendOutcome::TooSoon { .. }));
    world.wait(MINUTE);
    assert_eq!(world.resend(), ResendOutcome::SentSame);
    let [first, second] = [0, 1].map(|at: usize| world.sent[at].reveal().to_owned());
    assert_eq!(first, second);
    world.wait(MINUTE * 5);
    assert_eq!(world.resend(), ResendOutcome::SentNew);
    let older = world.sent[0].clone();
    assert!(matches!(world.submit(&older), Outcome::Superseded));
    assert_eq!(
        world.flow().tries.used,
        0,
        "a code of an earlier mail costs no try"
    );
    let newest = world.mailed();
    assert!(matches!(world.submit(&newest), Outcome::SignedIn(_)));
}

#[test]
fn a_code_ends_after_ten_minutes_and_says_so() {
    let mut world = World::new(Registration::Open, true);
    world.begin();
    world.wait(MINUTE * 10);
    let code = world.mailed();
    assert!(matches!(world.submit(&code), Outcome::Expired));
    assert_eq!(world.resend(), ResendOutcome::SentNew);
    let code = world.mailed();
    assert!(matches!(world.submit(&code), Outcome::SignedIn(_)));
}

#[test]
fn ten_wrong_codes_make_strangers_wait_and_not_the_known_device() {
    let mut world = World::new(Registration::Open, true);
    for _ in 0..2 {
        world.begin();
        for _ in 0..5 {
            let wrong = world.wrong_code(0);
            world.submit(&wrong);
        }
    }
    world.begin();
    assert_eq!(
        world.withheld, 1,
        "a code that would not be accepted is not sent"
    );
    let code = world.mailed();
    assert!(matches!(world.submit(&code), Outcome::Waiting { .. }));
    world.browsers[0].known = Some(Known::default());
    world.begin();
    let code = world.mailed();
    assert!(matches!(world.submit(&code), Outcome::SignedIn(_)));
}

#[test]
fn strangers_use_up_their_own_sends_and_not_the_owners() {
    let mut world = World::new(Registration::Open, true);
    for _ in 0..6 {
        world.begin();
    }
    assert_eq!((world.sent.len(), world.withheld), (5, 1));
    world.browsers[0].known = Some(Known::default());
    world.begin();
    assert_eq!(world.sent.len(), 6);
}

#[test]
fn a_server_without_the_codes_key_looks_at_nothing_and_costs_no_try() {
    let mut world = World::new(Registration::Open, true);
    world.begin();
    let code = world.mailed();
    let whole = world.keys.clone();
    world.keys = KeyRing::new(vec![RootKey::new(KeyId(2), [4; 32])]).expect("a key");
    assert!(matches!(world.submit(&code), Outcome::KeyMissing));
    assert_eq!(world.flow().tries.used, 0);
    world.keys = whole;
    assert!(matches!(world.submit(&code), Outcome::SignedIn(_)));
}

#[test]
fn an_abandoned_flow_takes_no_code() {
    let mut world = World::new(Registration::Open, true);
    let id = world.begin();
    world.abandon(id);
    assert_eq!(world.flow().state, State::Abandoned);
    let code = world.mailed();
    assert!(matches!(world.submit(&code), Outcome::Abandoned));
}
