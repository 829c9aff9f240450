//! Stories of changing what protects an account.

use kadomori_domain::{
    event::{Actor, Facts, Personal, SecurityChange},
    factor::FactorKind::{self, MailCode, Passkey, Password, RecoveryCode, Totp},
    flow::sign_in::Wanted,
    holdings::{Keeps, PasswordHeld},
    identifier::Identifier,
    purpose::Purpose,
    security::{MOST_APPS, MOST_CONTACTS, MOST_PASSKEYS, Receives, Refused, Removal, Switch},
    user_name::UserName,
};

use crate::world::{
    PASSWORD, SHORT, TRUSTING, Try, World, address, client, identifier, reader, sealed,
};

const SILENT: Receives = Receives {
    codes: true,
    notices: false,
};

fn user_name() -> UserName {
    UserName::parse("mika_t").expect("a name")
}

/// Someone who has just signed in by all that the gate asks for.
fn owner_of(ways: &[FactorKind]) -> World {
    let mut world = World::holding(ways);
    world.step_up(0);
    world
}

#[test]
fn only_a_pass_to_change_security_makes_an_owner() {
    let mut world = owner_of(&[]);
    assert!(world.with_owner(0, |_| ()).is_some());
    for purpose in [
        Purpose::SignIn,
        Purpose::ResetPassword,
        Purpose::ConfirmContact,
    ] {
        assert!(!world.admits(0, purpose), "{purpose:?}");
    }
}

#[test]
fn every_address_that_receives_notices_is_told_and_the_history_too() {
    let mut world = owner_of(&[MailCode, MailCode]);
    let silent = world.owned().contacts[1].id;
    assert_eq!(
        world.deed(0, |owner| owner.update_contact(silent, SILENT)),
        Ok(())
    );
    world.notices.clear();
    world.events.clear();
    assert_eq!(world.add_app(), Ok(()));
    let added = SecurityChange::AppAdded;
    assert_eq!(
        world.told(),
        [
            (added, "mika@example.jp".to_owned()),
            (added, "mika2@example.jp".to_owned())
        ]
    );
    let references: Vec<_> = world.notices.iter().map(|one| one.reference).collect();
    assert_ne!(references[0], references[1]);
    assert_eq!(world.notices[0].label.as_deref(), Some("phone"));
    assert_eq!(world.notices[0].agent, Some(client().agent));
    assert_eq!(world.notices[0].locale, reader().locale);
    let line = world.events.last().expect("a line");
    let by = Actor::Person;
    assert_eq!(line.facts, Facts::SecurityChanged { change: added, by });
    assert_eq!(line.personal.label.as_deref(), Some("phone"));
}

#[test]
fn one_that_is_removed_or_silenced_is_told_of_it() {
    let mut world = owner_of(&[MailCode]);
    let second = world.owned().contacts[1].id;
    let _ = world.deed(0, |owner| owner.update_contact(second, SILENT));
    assert_eq!(
        world.told().len(),
        2,
        "also the one that is told for the last time"
    );
    world.notices.clear();
    assert_eq!(world.deed(0, |owner| owner.remove_contact(second)), Ok(()));
    let removed = SecurityChange::ContactRemoved;
    assert!(
        world
            .told()
            .contains(&(removed, "mika1@example.jp".to_owned()))
    );
    assert_eq!(world.notices[0].label.as_deref(), Some("m…@example.jp"));
    assert_eq!(world.owned().contacts.len(), 1);
}

#[test]
fn the_notices_of_another_phrase_bear_the_one_that_was_known() {
    let mut world = owner_of(&[]);
    let mut former = Vec::new();
    for told in [SecurityChange::PhraseChosen, SecurityChange::PhraseChanged] {
        former.push(world.owned().phrase.clone().map(|held| held.sealed));
        let mut chance = world.chance();
        let next = sealed(&world.keys, &mut chance);
        assert_eq!(
            world.deed(0, |owner| owner.set_phrase(next.clone())),
            Ok(())
        );
        assert_eq!(world.notices.last().map(|one| one.change), Some(told));
        let held = world.owned().phrase.clone().expect("a phrase");
        assert!(held.sealed == next && held.chosen_at == world.now);
    }
    former.push(world.owned().phrase.clone().map(|held| held.sealed));
    assert_eq!(world.deed(0, |owner| owner.remove_phrase()), Ok(()));
    assert!(world.owned().phrase.is_none());
    let borne = world.notices.iter().map(|one| one.former_phrase.clone());
    let borne: Vec<_> = borne.skip(world.notices.len() - 3).collect();
    assert!(borne == former && former[0].is_none() && former[2].is_some());
    assert_eq!(
        world.deed(0, |owner| owner.remove_phrase()),
        Err(Refused::NotThere)
    );
}

#[test]
fn what_is_so_already_is_told_to_nobody() {
    let mut world = owner_of(&[Totp]);
    world.notices.clear();
    let app = world.owned().apps[0].clone();
    let contact = world.owned().contacts[0].id;
    let both = Receives {
        codes: true,
        notices: true,
    };
    assert_eq!(
        world.deed(0, |owner| owner.rename_app(app.id, &app.label)),
        Ok(())
    );
    assert_eq!(
        world.deed(0, |owner| owner.update_contact(contact, both)),
        Ok(())
    );
    let on =
        |world: &mut World| world.deed(0, |owner| owner.set_identifier(&identifier(), Switch::On));
    assert_eq!(on(&mut world), Ok(()));
    assert_eq!(world.deed(0, |owner| owner.switch_two_step_off()), Ok(()));
    assert_eq!(world.told(), []);
}

#[test]
fn a_new_password_ends_the_other_sessions() {
    let mut world = owner_of(&[]);
    let elsewhere = world.new_browser();
    assert!(world.sign_in(elsewhere));
    assert_eq!(world.set_password(PASSWORD), Ok(()));
    assert_eq!(world.sessions.len(), 1);
    assert!(world.browsers[0].session.is_some());
    assert_eq!(world.set_password(PASSWORD), Ok(()));
    let told: Vec<_> = world.notices.iter().map(|one| one.change).collect();
    assert_eq!(
        told,
        [SecurityChange::PasswordSet, SecurityChange::PasswordChanged]
    );
}

#[test]
fn a_short_password_needs_two_steps_and_keeps_them() {
    let mut world = owner_of(&[Totp, Passkey]);
    let short = Err(Refused::Keeps(Keeps::ShortPassword));
    assert_eq!(world.set_password(SHORT), short);
    world.hold(RecoveryCode);
    assert_eq!(world.deed(0, |owner| owner.switch_two_step_on()), Ok(()));
    assert_eq!(world.set_password(SHORT), Ok(()));
    assert_eq!(world.deed(0, |owner| owner.switch_two_step_off()), short);
    assert_eq!(world.set_password(PASSWORD), Ok(()));
    assert_eq!(world.deed(0, |owner| owner.switch_two_step_off()), Ok(()));
}

#[test]
fn an_account_becomes_passwordless_where_a_strong_way_stays() {
    let mut world = owner_of(&[Password]);
    let removal = |world: &mut World| world.deed(0, |owner| owner.remove_password());
    assert_eq!(removal(&mut world), Err(Refused::NoOtherStrongWay));
    assert_eq!(world.add_passkey(true), Ok(()));
    assert_eq!(removal(&mut world), Ok(()));
    assert_eq!(removal(&mut world), Err(Refused::NotThere));
}

#[test]
fn one_address_is_always_told() {
    let mut world = owner_of(&[Password]);
    let only = world.owned().contacts[0].id;
    let last = Err(Refused::LastNotices);
    assert_eq!(
        world.deed(0, |owner| owner.update_contact(only, SILENT)),
        last
    );
    assert_eq!(world.deed(0, |owner| owner.remove_contact(only)), last);
}

#[test]
fn the_last_name_to_sign_in_with_stays_unless_a_passkey_needs_none() {
    let mut world = owner_of(&[]);
    let off =
        |world: &mut World| world.deed(0, |owner| owner.set_identifier(&identifier(), Switch::Off));
    let last = Err(Refused::Keeps(Keeps::LastWayIn));
    assert_eq!(off(&mut world), last);
    assert_eq!(
        world.deed(0, |owner| owner.set_user_name(user_name())),
        Ok(())
    );
    assert_eq!(off(&mut world), Ok(()));
    assert_eq!(world.deed(0, |owner| owner.remove_user_name()), last);
    assert_eq!(world.add_passkey(false), Ok(()));
    assert_eq!(world.deed(0, |owner| owner.remove_user_name()), last);
    assert_eq!(world.add_passkey(true), Ok(()));
    assert_eq!(world.deed(0, |owner| owner.remove_user_name()), Ok(()));
    let passkey = world.owned().passkeys[1].id;
    assert_eq!(world.deed(0, |owner| owner.remove_passkey(passkey)), last);
    let other = world.owned().passkeys[0].id;
    assert_eq!(world.deed(0, |owner| owner.remove_passkey(other)), Ok(()));
}

#[test]
fn an_address_goes_with_what_it_is_signed_in_with() {
    let mut world = owner_of(&[MailCode]);
    let second = world.owned().contacts[1].clone();
    let named = Identifier::Mail(second.address.clone());
    assert_eq!(
        world.deed(0, |owner| owner.set_identifier(&named, Switch::On)),
        Ok(())
    );
    assert_eq!(world.owned().identifiers.len(), 2);
    let first = world.owned().contacts[0].id;
    assert_eq!(world.deed(0, |owner| owner.remove_contact(first)), Ok(()));
    let left: Vec<_> = world
        .owned()
        .identifiers
        .iter()
        .map(|one| &one.identifier)
        .collect();
    assert_eq!(left, [&named]);
    let stranger = Identifier::Mail(address("ken@example.jp"));
    let taken = world.deed(0, |owner| owner.set_identifier(&stranger, Switch::On));
    assert_eq!(taken, Err(Refused::NotThere));
}

#[test]
fn there_are_only_so_many_of_each() {
    let mut world = owner_of(&[]);
    for _ in 0..MOST_APPS {
        assert_eq!(world.add_app(), Ok(()));
    }
    assert_eq!(world.add_app(), Err(Refused::TooMany { most: MOST_APPS }));
    for _ in 0..MOST_PASSKEYS {
        assert_eq!(world.add_passkey(true), Ok(()));
    }
    let most = MOST_PASSKEYS;
    assert_eq!(world.add_passkey(true), Err(Refused::TooMany { most }));
    while world.owned().contacts.len() < MOST_CONTACTS {
        world.hold(MailCode);
    }
    let belongings = world.owned().belongings();
    let most = MOST_CONTACTS;
    let more = belongings.may_add_contact(&address("more@example.jp"));
    assert_eq!(more, Err(Refused::TooMany { most }));
}

#[test]
fn a_passkey_is_added_once() {
    let mut world = owner_of(&[Passkey]);
    let again = world.owned().passkeys[0].clone();
    let outcome = world.deed(0, |owner| owner.add_passkey(again));
    assert_eq!(outcome, Err(Refused::AlreadyThere));
}

#[test]
fn two_step_verification_is_switched_on_when_nobody_can_be_locked_out() {
    let mut world = owner_of(&[]);
    let on = |world: &mut World| world.deed(0, |owner| owner.switch_two_step_on());
    let missing = |outcome| match outcome {
        Err(Refused::NotReady(step)) => step.name(),
        other => panic!("{other:?}"),
    };
    assert_eq!(missing(on(&mut world)), "FirstWay");
    assert_eq!(world.add_app(), Ok(()));
    assert_eq!(missing(on(&mut world)), "SecondWay");
    assert_eq!(world.set_password(PASSWORD), Ok(()));
    assert_eq!(missing(on(&mut world)), "RecoveryCodes");
    assert_eq!(world.replace_codes(), Ok(()));
    assert_eq!(on(&mut world), Ok(()));
    assert!(world.holdings().is_two_step());
    let app = world.owned().apps[0].id;
    let needs_it = Err(Refused::Keeps(Keeps::TwoStepNeedsIt));
    assert_eq!(world.deed(0, |owner| owner.remove_app(app)), needs_it);
}

#[test]
fn devices_are_trusted_no_more_when_it_is_switched_off() {
    let mut world = World::holding(&[Password, Totp, RecoveryCode]);
    world.hold_two_step();
    let id = world.begin_in(0, Wanted::Way(Password));
    world.answer(Try::Right);
    world.answer_in(id, Totp, Try::Right, TRUSTING);
    let trusted = |world: &World| {
        world.browsers[0]
            .known
            .and_then(|known| known.trusted_until)
    };
    assert!(trusted(&world).is_some());
    assert_eq!(world.deed(0, |owner| owner.switch_two_step_off()), Ok(()));
    assert_eq!(trusted(&world), None);
}

#[test]
fn an_operator_removes_what_was_lost_and_what_rests_on_it() {
    let mut world = World::holding(&[Totp, RecoveryCode]);
    world.hold_password(SHORT);
    world.hold_two_step();
    assert_eq!(world.help(Removal::Apps), Ok(()));
    let held = world.holdings();
    assert_eq!((held.apps, held.is_two_step()), (0, false));
    assert_eq!(held.password, PasswordHeld::None, "it doesn't stand alone");
    assert_eq!(held.recovery_codes, 10);
    let told: Vec<_> = world
        .notices
        .iter()
        .map(|one| (one.change, &one.agent))
        .collect();
    let changes = [
        SecurityChange::PasswordRemoved,
        SecurityChange::AppRemoved,
        SecurityChange::TwoStepOff,
    ];
    assert_eq!(told, changes.map(|change| (change, &None)));
    for line in &world.events {
        assert_eq!(line.personal, Personal::default());
    }
    assert_eq!(world.help(Removal::Apps), Err(Refused::NotThere));
    assert_eq!(world.help(Removal::SecondWays), Ok(()));
    assert_eq!(world.holdings().recovery_codes, 0);
    assert!(world.sign_in(0));
}
