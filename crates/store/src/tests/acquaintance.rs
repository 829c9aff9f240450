//! Who an identifier and a device cookie belong to.

use kadomori_domain::{device::Standing, id::DeviceId};

use super::*;
use crate::testing::ENGINES;

#[tokio::test]
async fn an_account_is_found_with_all_that_a_decision_looks_at() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let until = NOW.plus(HOUR);
        world
            .sign_in(5, Some(FactorKind::Passkey), Some(until))
            .await;
        let met = world.find("Mika@example.jp", Some(cookie(5))).await;
        assert_eq!(met.account, Some(MIKA));
        assert_eq!(met.reader.map(|reader| reader.locale), Some(Locale::Ja));
        assert_eq!(met.holdings.mailboxes, 1);
        assert_eq!(met.mailbox, Some(address("mika@example.jp")));
        assert_eq!(met.device, Some(DeviceId::from_bytes([5; 16])));
        assert_eq!(met.standing, Standing::Familiar);
        assert_eq!(met.habit, Some(FactorKind::Passkey));
        assert!(met.trusted && !met.barred);
    }
}

#[tokio::test]
async fn nothing_is_found_for_an_identifier_that_nobody_has() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        world.sign_in(5, None, Some(NOW.plus(HOUR))).await;
        for typed in ["other@example.jp", "mika"] {
            let met = world.find(typed, Some(cookie(5))).await;
            let nothing = Acquaintance {
                account: None,
                barred: false,
                reader: None,
                holdings: Holdings::default(),
                mailbox: None,
                phone: None,
                device: Some(DeviceId::from_bytes([5; 16])),
                standing: Standing::New,
                trusted: false,
                habit: None,
            };
            assert_eq!(met, nothing, "{typed}");
        }
    }
}

#[tokio::test]
async fn an_identifier_that_is_switched_off_tells_only_that() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        world
            .sign_in(5, Some(FactorKind::MailCode), Some(NOW.plus(HOUR)))
            .await;
        let off = Change::SetIdentifier(held("mika@example.jp", false));
        world.change(off).await;
        let met = world.find("mika@example.jp", Some(cookie(5))).await;
        let unknown = world.find("other@example.jp", Some(cookie(5))).await;
        assert!(met.barred);
        assert_eq!(
            Acquaintance {
                barred: false,
                ..met
            },
            unknown
        );
    }
}

#[tokio::test]
async fn whatever_exists_one_and_the_same_statement_is_asked() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        world
            .change(Change::SetIdentifier(held("mika_off", false)))
            .await;
        let mut asked = Vec::new();
        for typed in ["mika@example.jp", "other@example.jp", "mika_off", "other"] {
            world.listen();
            world.find(typed, Some(cookie(9))).await;
            let heard = world.heard();
            assert_eq!(heard.len(), 1, "{typed}: {heard:?}");
            asked.extend(heard.into_iter().map(|statement| statement.sql));
        }
        asked.dedup();
        assert_eq!(asked.len(), 1);
    }
}

#[tokio::test]
async fn codes_go_where_they_were_asked_for_or_to_the_first_address_that_takes_them() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let mut work = a_contact(2, "mika@work.example");
        world.change(Change::AddContact(work.clone())).await;
        for typed in ["mika@work.example", "mika_t"] {
            let on = Change::SetIdentifier(held(typed, true));
            world.change(on).await;
        }
        let mailbox = async |typed| world.find(typed, None).await.mailbox;
        let (first, second) = (address("mika@example.jp"), address("mika@work.example"));
        assert_eq!(mailbox("mika@work.example").await, Some(second.clone()));
        assert_eq!(mailbox("mika_t").await, Some(first.clone()));
        work.codes = false;
        world.change(Change::UpdateContact(work)).await;
        assert_eq!(mailbox("mika@work.example").await, Some(first));
        let mut home = a_contact(1, "mika@example.jp");
        home.codes = false;
        world.change(Change::UpdateContact(home)).await;
        assert_eq!(mailbox("mika_t").await, None);
        assert_eq!(world.find("mika_t", None).await.account, Some(MIKA));
    }
}

#[tokio::test]
async fn trust_ends_in_time() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        world.sign_in(5, None, Some(NOW)).await;
        let met = world.find("mika@example.jp", Some(cookie(5))).await;
        assert_eq!(met.standing, Standing::Familiar);
        assert!(!met.trusted);
    }
}

#[tokio::test]
async fn a_later_sign_in_leaves_trust_and_habit_that_it_does_not_name() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        world
            .sign_in(5, Some(FactorKind::Totp), Some(NOW.plus(HOUR)))
            .await;
        let seen = DeviceSeen {
            device: DeviceHere::Known(DeviceId::from_bytes([5; 16])),
            agent: Agent::default(),
            at: NOW,
            way: None,
            trusted_until: None,
        };
        run!(world, seen, |tx, seen| device::insert(
            tx, TENANT, MIKA, seen
        )
        .await)
        .unwrap();
        let met = world.find("mika@example.jp", Some(cookie(5))).await;
        assert_eq!((met.trusted, met.habit), (true, Some(FactorKind::Totp)));
    }
}

#[tokio::test]
async fn the_account_of_a_signed_in_person_is_found_like_an_identifier() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        world.sign_in(5, Some(FactorKind::Totp), None).await;
        let by_address = world.find("mika@example.jp", Some(cookie(5))).await;
        let find = async |account| {
            let found = run!(world, account, |tx, account| {
                let cookie = Some(cookie(5));
                device::find_for_account(tx, TENANT, *account, cookie, NOW).await
            });
            found.unwrap()
        };
        assert_eq!(find(MIKA).await, by_address);
        let gone = find(TAROU).await;
        assert_eq!((gone.account, gone.mailbox), (None, None));
    }
}

#[tokio::test]
async fn devices_are_listed_and_trusted_no_more_one_by_one_or_all() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        for number in 5..8 {
            world.sign_in(number, None, Some(NOW.plus(HOUR))).await;
        }
        world.sign_in(8, None, Some(NOW)).await;
        let trusted = async || {
            let listed = run!(world, (), |tx, input| device::list(tx, MIKA).await).unwrap();
            assert_eq!(listed.len(), 4);
            let trusted = listed.into_iter().filter(|one| one.trusted_until.is_some());
            trusted.count()
        };
        let untrust = async |which: Option<u8>| {
            let which = which.map(|number| DeviceId::from_bytes([number; 16]));
            run!(world, which, |tx, which| device::untrust(
                tx, MIKA, *which, NOW
            )
            .await)
            .unwrap()
        };
        assert_eq!(untrust(Some(6)).await, 1);
        assert_eq!(trusted().await, 3);
        assert_eq!(untrust(None).await, 2, "what is over is no trust any more");
        assert_eq!(trusted().await, 0);
        assert_eq!(untrust(None).await, 0);
    }
}
