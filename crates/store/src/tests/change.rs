//! What protects an account: changed, counted, and refused where it is another's.

use kadomori_domain::{
    event::{Actor, Event, Facts, Personal, SecurityChange},
    id::EventId,
    policy::Texts,
    security::Deed,
};

use super::*;
use crate::{StoreError, app, event, passkey, password, recovery_code, testing::ENGINES};

#[tokio::test]
async fn what_is_held_is_counted_anew_after_each_change() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let mut expected = world.holdings().await;
        assert_eq!((expected.mailboxes, expected.passkeys), (1, 0));
        let mut quiet = a_contact(3, "b@example.jp");
        quiet.codes = false;
        let hashes = (0..10).map(|number| [number; 32]).collect();
        let changes = [
            Change::AddContact(a_contact(2, "a@example.jp")),
            Change::AddContact(quiet),
            Change::SetPassword(a_password(1, PasswordHeld::Short)),
            Change::AddApp(an_app(1)),
            Change::AddApp(an_app(2)),
            Change::AddPasskey(Box::new(a_passkey(1, true))),
            Change::AddPasskey(Box::new(a_passkey(2, false))),
            Change::ReplaceRecoveryCodes { hashes, at: NOW },
            Change::SetTwoStep(Some(NOW)),
        ];
        for change in changes {
            world.change(change).await;
        }
        expected = Holdings {
            mailboxes: 2,
            phones: 0,
            password: PasswordHeld::Short,
            apps: 2,
            passkeys: 2,
            verified_passkeys: 1,
            recovery_codes: 10,
            two_step_since: Some(NOW),
        };
        assert_eq!(world.holdings().await, expected);
        let met = world.find("mika@example.jp", None).await;
        assert_eq!(met.holdings, expected, "they stand beside the account");
        let changes = [
            Change::SetPassword(a_password(2, PasswordHeld::Long)),
            Change::RemoveApp(AppId::from_bytes([1; 16])),
            Change::RemovePasskey(PasskeyId::from_bytes([1; 16])),
            Change::RemoveContact(ContactId::from_bytes([2; 16])),
            Change::ReplaceRecoveryCodes {
                hashes: Vec::new(),
                at: NOW,
            },
            Change::SetTwoStep(None),
        ];
        for change in changes {
            world.change(change).await;
        }
        expected = Holdings {
            mailboxes: 1,
            password: PasswordHeld::Long,
            apps: 1,
            passkeys: 1,
            ..Holdings::default()
        };
        assert_eq!(world.holdings().await, expected);
        world.change(Change::RemovePassword).await;
        assert_eq!(world.holdings().await.password, PasswordHeld::None);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn changes_at_the_same_moment_are_all_counted() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let mut tasks = tokio::task::JoinSet::new();
        for number in 0..12 {
            let db = crate::Db::clone(&world);
            tasks.spawn(async move {
                let change = if number % 2 == 0 {
                    Change::AddApp(an_app(number))
                } else {
                    Change::AddPasskey(Box::new(a_passkey(number, true)))
                };
                run!(db, change, |tx, change| {
                    security::apply(tx, TENANT, MIKA, change, NOW).await
                })
                .unwrap()
            });
        }
        tasks.join_all().await;
        let holdings = world.holdings().await;
        assert_eq!((holdings.apps, holdings.passkeys), (6, 6), "{engine:?}");
    }
}

#[tokio::test]
async fn what_belongs_to_another_account_is_taken() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        world.add_account(TAROU, "other@example.jp").await;
        let theirs = Change::AddPasskey(Box::new(a_passkey(1, true)));
        let theirs = run!(world, theirs, |tx, change| {
            security::apply(tx, TENANT, TAROU, change, NOW).await
        });
        assert_eq!(theirs.unwrap(), Changed::Done);
        let mut same_key = a_passkey(2, true);
        same_key.credential = a_passkey(1, true).credential;
        for change in [
            Change::AddPasskey(Box::new(same_key)),
            Change::SetIdentifier(held("Other@example.jp", true)),
            Change::AddContact(a_contact(2, "MIKA@example.jp")),
        ] {
            assert_eq!(world.try_to(change).await, Changed::AlreadyTaken);
        }
        assert_eq!(world.holdings().await.passkeys, 0);
        let met = world.find("other@example.jp", None).await;
        assert_eq!(met.account, Some(TAROU));
    }
}

#[tokio::test]
async fn what_another_account_has_is_not_there_to_be_changed() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        world.add_account(TAROU, "other@example.jp").await;
        let theirs = [
            Change::AddApp(an_app(1)),
            Change::AddPasskey(Box::new(a_passkey(1, true))),
            Change::SetPassword(a_password(1, PasswordHeld::Long)),
        ];
        for change in theirs {
            let done = run!(world, change, |tx, change| {
                security::apply(tx, TENANT, TAROU, change, NOW).await
            });
            assert_eq!(done.unwrap(), Changed::Done);
        }
        let (app, passkey) = (AppId::from_bytes([1; 16]), PasskeyId::from_bytes([1; 16]));
        for change in [
            Change::RenameApp(app, label("x")),
            Change::RemoveApp(app),
            Change::RenamePasskey(passkey, label("x")),
            Change::RemovePasskey(passkey),
            Change::RemovePassword,
            Change::UpdateContact(a_contact(9, "other@example.jp")),
            Change::RemoveContact(ContactId::from_bytes([9; 16])),
            Change::RemoveIdentifier(held("other@example.jp", true).identifier),
        ] {
            assert_eq!(world.try_to(change).await, Changed::NotThere);
        }
    }
}

#[tokio::test]
async fn sessions_end_all_or_but_one() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        for number in 5..8 {
            world.sign_in(number, None, None).await;
        }
        let left = async || {
            let listed = run!(world, (), |tx, input| session::list(tx, MIKA).await);
            let listed = listed.unwrap().into_iter();
            listed.map(|one| one.session.id).collect::<Vec<_>>()
        };
        let here = SessionId::from_bytes([6; 16]);
        world.change(Change::EndSessions { but: Some(here) }).await;
        assert_eq!(left().await, [here]);
        world.change(Change::EndSessions { but: None }).await;
        assert!(left().await.is_empty());
    }
}

#[tokio::test]
async fn names_and_rows_come_back_as_they_were_given() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let (app, passkey) = (an_app(1), a_passkey(1, true));
        let (new_app, new_key) = (label("My phone"), label("Key ring"));
        for change in [
            Change::AddApp(app.clone()),
            Change::AddPasskey(Box::new(passkey.clone())),
            Change::SetPassword(a_password(3, PasswordHeld::Long)),
            Change::RenameApp(app.id, new_app.clone()),
            Change::RenamePasskey(passkey.id, new_key.clone()),
        ] {
            world.change(change).await;
        }
        let asked = passkey.credential.clone();
        run!(world, asked, |tx, asked| {
            let apps = app::list(tx, MIKA).await?;
            assert_eq!(apps[0].seed, sealed(1));
            assert_eq!(apps[0].last_step, None);
            let found = passkey::find_for_update(tx, TENANT, asked).await?;
            let (owner, found) = found.unwrap();
            assert_eq!(owner, MIKA);
            assert_eq!(passkey::list(tx, Some(MIKA)).await?.first(), Some(&found));
            let same = passkey::find(tx, MIKA, found.id).await?;
            assert_eq!(same, Some(found));
            assert!(passkey::list(tx, None).await?.is_empty());
            let kept = password::find(tx, Some(MIKA)).await?.unwrap();
            assert_eq!((kept.sealed, kept.held), (sealed(3), PasswordHeld::Long));
            assert!(password::find_for_update(tx, None).await?.is_none());
            Ok(())
        })
        .unwrap();
        let owned = run!(world, (), |tx, input| {
            security::find_for_update(tx, TENANT, MIKA).await
        });
        let owned = owned.unwrap().unwrap();
        assert_eq!(owned.apps[0].label, new_app);
        assert_eq!(
            owned.belongings(Texts::On).passkeys,
            [Passkey {
                label: new_key,
                ..passkey
            }]
        );
    }
}

#[tokio::test]
async fn new_recovery_codes_take_the_place_of_all_older_ones() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        for first in [1, 20] {
            let hashes = (first..first + 10).map(|number| [number; 32]).collect();
            let change = Change::ReplaceRecoveryCodes { hashes, at: NOW };
            world.change(change).await;
        }
        run!(world, (), |tx, input| {
            let old = recovery_code::find_for_update(tx, Some(MIKA), [1; 32]).await?;
            assert_eq!(old, None);
            let new = recovery_code::find_for_update(tx, Some(MIKA), [20; 32]).await?;
            assert_eq!(new.unwrap().used_at, None);
            let nobodys = recovery_code::find_for_update(tx, None, [20; 32]).await?;
            assert_eq!(nobodys, None);
            assert_eq!(recovery_code::count(tx, MIKA).await?, 10);
            Ok(())
        })
        .unwrap();
    }
}

fn line() -> Event {
    let change = SecurityChange::UserNameChanged;
    Event {
        id: EventId::from_bytes([1; 16]),
        tenant: TENANT,
        account: Some(MIKA),
        at: NOW,
        facts: Facts::SecurityChanged {
            change,
            by: Actor::Person,
        },
        personal: Personal::default(),
    }
}

#[tokio::test]
async fn a_deed_that_meets_what_is_taken_leaves_everything_as_it_was() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        world.add_account(TAROU, "other@example.jp").await;
        let other = Change::SetIdentifier(held("tarou", true));
        let other = run!(world, other, |tx, change| {
            security::apply(tx, TENANT, TAROU, change, NOW).await
        });
        assert_eq!(other.unwrap(), Changed::Done);
        world
            .change(Change::SetIdentifier(held("mika_t", true)))
            .await;
        let wanted = |name| Deed {
            changes: vec![
                (
                    MIKA,
                    Change::RemoveIdentifier(held("mika_t", true).identifier),
                ),
                (MIKA, Change::SetIdentifier(held(name, true))),
            ],
            events: vec![line()],
            messages: Vec::new(),
        };
        let write = async |deed| {
            let written = run!(world, deed, |tx, deed| {
                let changed = security::write(tx, TENANT, deed, NOW).await?;
                Ok((changed, event::list(tx, MIKA, None, 10).await?.len()))
            });
            written.unwrap()
        };
        assert_eq!(write(wanted("tarou")).await, (Changed::AlreadyTaken, 0));
        assert_eq!(world.find("mika_t", None).await.account, Some(MIKA));
        assert_eq!(write(wanted("mika2")).await, (Changed::Done, 1));
        assert_eq!(world.find("mika_t", None).await.account, None);
        assert_eq!(world.find("mika2", None).await.account, Some(MIKA));
    }
}

#[tokio::test]
async fn an_account_that_is_gone_is_an_error() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let failed = run!(world, (), |tx, input| {
            security::apply(tx, TENANT, TAROU, &Change::RemovePassword, NOW).await
        });
        assert!(matches!(failed, Err(StoreError::Missing)));
    }
}
