//! Whatever anyone changes, in whatever order, they still get in.

use kadomori_domain::{
    event::Facts,
    holdings::PasswordHeld,
    identifier::Identifier,
    security::{Deed, Owner, Receives, Refused, Removal, Switch, two_step::GuideStep},
    user_name::UserName,
};
use proptest::prelude::*;

use crate::world::{MINUTE, PASSWORD, SHORT, Try, World, address};

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
        |world: &mut World, deed: fn(Owner<'_>) -> Result<Deed, Refused>| Some(world.deed(0, deed));
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
        Want::SetUserName => {
            let name = UserName::parse("mika_t").expect("a name");
            Some(world.deed(0, |owner| owner.set_user_name(name)))
        }
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
