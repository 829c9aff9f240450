//! Stories and properties of changing what protects an account.

use kadomori_domain::{
    event::{Actor, Facts, SecurityChange},
    factor::FactorKind::{self, MailCode, Passkey, Password, RecoveryCode, Totp},
    flow::sign_in::Wanted,
    holdings::{Keeps, PasswordHeld},
    identifier::Identifier,
    operator::Operator,
    security::{
        Deed, MOST_APPS, MOST_CONTACTS, MOST_PASSKEYS, Receives, Refused, Removal, Stranded,
        Switch, two_step::GuideStep,
    },
    user_name::UserName,
};
use proptest::prelude::*;

use crate::world::{
    MINUTE, PASSWORD, SHORT, Try, World, accepted, address, client, identifier, reader, sealed,
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

impl World {
    fn set_password(&mut self, text: &str) -> Result<(), Refused> {
        let sealed = sealed(&self.keys.clone(), &mut self.chance());
        self.deed(0, |owner| owner.set_password(sealed, &accepted(text)))
    }

    fn add_app(&mut self) -> Result<(), Refused> {
        let (app, seed) = self.new_app();
        self.owned_mut().seeds.insert(app.id, seed);
        self.deed(0, |owner| owner.add_app(app))
    }

    fn add_passkey(&mut self, verified: bool) -> Result<(), Refused> {
        let passkey = self.new_passkey(verified);
        self.deed(0, |owner| owner.add_passkey(passkey))
    }

    fn replace_codes(&mut self) -> Result<(), Refused> {
        let hashes = self.print_codes();
        self.deed(0, |owner| owner.replace_recovery_codes(hashes))
    }

    fn help(&mut self, removal: Removal) -> Result<(), Refused> {
        let chance = self.chance();
        let mut operator = Operator::new(kadomori_domain::id::TenantId::DEFAULT, self.now, chance);
        let reader = reader();
        let owned = self.owned();
        let stranded = Stranded {
            account: owned.id,
            reader: &reader,
            has: owned.belongings(),
        };
        let deed = operator.remove_way(&stranded, removal)?;
        self.apply_deed(deed);
        Ok(())
    }

    /// What was told last, to whom.
    fn told(&self) -> Vec<(SecurityChange, String)> {
        let all = self.notices.iter();
        all.map(|one| (one.change, one.to.to_string())).collect()
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
    world.answer_in(id, Totp, Try::Right, crate::world::TRUSTING);
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
        assert_eq!(line.personal, kadomori_domain::event::Personal::default());
    }
    assert_eq!(world.help(Removal::Apps), Err(Refused::NotThere));
    assert_eq!(world.help(Removal::SecondWays), Ok(()));
    assert_eq!(world.holdings().recovery_codes, 0);
    assert!(world.sign_in(0));
}

/// A change that someone wants.
#[derive(Clone, Debug)]
enum Want {
    SetPassword(bool),
    RemovePassword,
    AddApp,
    RemoveApp(usize),
    AddPasskey(bool),
    RemovePasskey(usize),
    ReplaceCodes,
    RemoveCodes,
    UseCodes(usize),
    AddContact(u8),
    UpdateContact(usize, bool, bool),
    RemoveContact(usize),
    Identifier(usize, bool),
    SetUserName,
    RemoveUserName,
    TwoStep(bool),
    Help(Removal),
}

fn wants() -> impl Strategy<Value = Vec<Want>> {
    let at = 0..4_usize;
    let removal = proptest::sample::select(vec![
        Removal::Password,
        Removal::Apps,
        Removal::Passkeys,
        Removal::RecoveryCodes,
        Removal::SecondWays,
    ]);
    let want = prop_oneof![
        1 => any::<bool>().prop_map(Want::SetPassword),
        1 => Just(Want::RemovePassword),
        1 => Just(Want::AddApp),
        1 => at.clone().prop_map(Want::RemoveApp),
        1 => any::<bool>().prop_map(Want::AddPasskey),
        2 => at.clone().prop_map(Want::RemovePasskey),
        1 => Just(Want::ReplaceCodes),
        1 => Just(Want::RemoveCodes),
        1 => (1..11_usize).prop_map(Want::UseCodes),
        1 => any::<u8>().prop_map(Want::AddContact),
        2 => (at.clone(), any::<bool>(), any::<bool>())
            .prop_map(|(at, codes, notices)| Want::UpdateContact(at, codes, notices)),
        2 => at.clone().prop_map(Want::RemoveContact),
        3 => (at, any::<bool>()).prop_map(|(at, on)| Want::Identifier(at, on)),
        1 => Just(Want::SetUserName),
        1 => Just(Want::RemoveUserName),
        3 => proptest::bool::weighted(0.8).prop_map(Want::TwoStep),
        1 => removal.prop_map(Want::Help),
    ];
    proptest::collection::vec(want, 1..25)
}

/// Tries to change something; `None` where there is nothing to try it on.
fn want(world: &mut World, want: &Want) -> Option<Result<(), Refused>> {
    let owned = world.owned();
    let contact = |at: usize| owned.contacts[at % owned.contacts.len()].clone();
    let own =
        |world: &mut World,
         deed: fn(kadomori_domain::security::Owner<'_>) -> Result<Deed, Refused>| {
            Some(world.deed(0, deed))
        };
    match want {
        Want::SetPassword(long) => Some(world.set_password(if *long { PASSWORD } else { SHORT })),
        Want::RemovePassword => own(world, |owner| owner.remove_password()),
        Want::AddApp => Some(world.add_app()),
        Want::RemoveApp(at) => {
            let id = owned.apps.get(at % owned.apps.len().max(1))?.id;
            Some(world.deed(0, |owner| owner.remove_app(id)))
        }
        Want::AddPasskey(verified) => Some(world.add_passkey(*verified)),
        Want::RemovePasskey(at) => {
            let id = owned.passkeys.get(at % owned.passkeys.len().max(1))?.id;
            Some(world.deed(0, |owner| owner.remove_passkey(id)))
        }
        Want::ReplaceCodes => Some(world.replace_codes()),
        Want::RemoveCodes => own(world, |owner| owner.remove_recovery_codes()),
        Want::UseCodes(count) => {
            let left = owned.codes.len().saturating_sub(*count);
            world.owned_mut().codes.truncate(left);
            None
        }
        Want::AddContact(number) => {
            world.step_up(0);
            let id = world.begin_confirm(0, address(&format!("more{number}@example.jp")));
            world.answer(Try::Right);
            world.confirm(id, 0);
            None
        }
        Want::UpdateContact(at, codes, notices) => {
            let (id, codes, notices) = (contact(*at).id, *codes, *notices);
            let receives = Receives { codes, notices };
            Some(world.deed(0, |owner| owner.update_contact(id, receives)))
        }
        Want::RemoveContact(at) => {
            let id = contact(*at).id;
            Some(world.deed(0, |owner| owner.remove_contact(id)))
        }
        Want::Identifier(at, on) => {
            let named = Identifier::Mail(contact(*at).address);
            let switch = if *on { Switch::On } else { Switch::Off };
            Some(world.deed(0, |owner| owner.set_identifier(&named, switch)))
        }
        Want::SetUserName => Some(world.deed(0, |owner| owner.set_user_name(user_name()))),
        Want::RemoveUserName => own(world, |owner| owner.remove_user_name()),
        Want::TwoStep(true) => own(world, |owner| owner.switch_two_step_on()),
        Want::TwoStep(false) => own(world, |owner| owner.switch_two_step_off()),
        Want::Help(removal) => Some(world.help(*removal)),
    }
}

/// Whether someone who has all that the account holds, but for recovery codes, gets in on
/// a browser that nobody knows, and may change things there.
fn gets_in(world: &World) {
    let mut after = world.clone();
    after.rates.clear();
    after.budgets.clear();
    after.wait(MINUTE * 60);
    let browser = after.new_browser();
    let held = after.holdings();
    assert!(after.sign_in(browser), "nobody gets in: {held:?}");
    let session = after.sessions.last().expect("a session");
    let has_two_steps = session.assurance.has_two_steps();
    assert!(has_two_steps || !held.is_two_step(), "{held:?}");
    after.step_up(browser);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_sequence_of_deeds_locks_anyone_out_or_goes_untold(wants in wants()) {
        let mut world = World::holding(&[]);
        world.step_up(0);
        for one in &wants {
            let told: Vec<String> = world
                .owned()
                .contacts
                .iter()
                .filter(|one| one.notices)
                .map(|one| one.address.to_string())
                .collect();
            world.notices.clear();
            world.events.clear();
            let held = world.holdings();
            let outcome = want(&mut world, one);
            let is_changed = world
                .events
                .iter()
                .any(|line| matches!(line.facts, Facts::SecurityChanged { .. }));
            if is_changed {
                for address in told {
                    prop_assert!(world.notices.iter().any(|one| one.to.to_string() == address));
                }
            } else {
                prop_assert_eq!(world.notices.len(), 0);
            }
            if let Some(Err(why)) = outcome {
                // What is used while signing in is no change.
                let now = world.holdings();
                prop_assert_eq!(held.ways(), now.ways(), "{:?}", why);
                prop_assert!(why != Refused::NotReady(GuideStep::On));
            }
            let held = world.holdings();
            prop_assert!(!held.is_two_step() || held.bears_two_steps());
            prop_assert!(held.password != PasswordHeld::Short || held.is_two_step());
            prop_assert!(world.owned().contacts.iter().any(|one| one.notices));
            gets_in(&world);
        }
    }
}
