//! Accounts with several addresses, or none.

use super::*;
use crate::{account, contact, identifier, testing::ENGINES};

async fn listed(world: &World) -> Vec<(AccountId, String)> {
    let found = run!(world, (), |tx, input| account::list(tx, TENANT, None, 10)
        .await);
    let found = found.unwrap().into_iter();
    found.map(|one| (one.id, one.address.to_string())).collect()
}

#[tokio::test]
async fn an_account_with_several_addresses_is_listed_once_under_its_first() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        world.add_account(TAROU, "other@example.jp").await;
        for (number, typed) in [(2, "a@example.jp"), (3, "mika@work.example")] {
            world
                .change(Change::AddContact(a_contact(number, typed)))
                .await;
        }
        let expected = [(MIKA, "mika@example.jp"), (TAROU, "other@example.jp")];
        let expected = expected.map(|(id, address)| (id, address.to_owned()));
        assert_eq!(listed(&world).await, expected);
        let first = ContactId::from_bytes(*MIKA.as_bytes());
        world.change(Change::RemoveContact(first)).await;
        assert_eq!(listed(&world).await[0].1, "a@example.jp");
    }
}

#[tokio::test]
async fn an_account_without_any_address_is_still_there() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let only = ContactId::from_bytes(*MIKA.as_bytes());
        world.change(Change::RemoveContact(only)).await;
        assert_eq!(listed(&world).await.len(), 1);
        assert_eq!(world.holdings().await, Holdings::default());
    }
}

#[tokio::test]
async fn an_operator_finds_an_account_by_whatever_it_has() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        for one in [held("mika_t", false), held("mika@example.jp", false)] {
            world.change(Change::SetIdentifier(one)).await;
        }
        for (typed, found) in [("mika_t", true), ("MIKA@example.jp", true), ("mika", false)] {
            let asked = Identifier::parse(typed, Country::JAPAN).unwrap();
            let account = run!(world, asked, |tx, asked| {
                account::find_by_identifier(tx, TENANT, asked).await
            });
            let account = account.unwrap().map(|account| account.id);
            assert_eq!(account, found.then_some(MIKA), "{typed}");
        }
    }
}

#[tokio::test]
async fn addresses_and_identifiers_come_back_as_they_were_typed() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let mut work = a_contact(2, "Mika.T@work.example");
        work.notices = false;
        world.change(Change::AddContact(work.clone())).await;
        for typed in ["Mika.T@work.example", "mika_t"] {
            world.change(Change::SetIdentifier(held(typed, true))).await;
        }
        let (contacts, identifiers) = run!(world, (), |tx, input| {
            let contacts = contact::list(tx, MIKA).await?;
            Ok((contacts, identifier::list(tx, MIKA).await?))
        })
        .unwrap();
        assert_eq!(contacts.len(), 2);
        assert_eq!(contacts[1], work);
        let expected = ["Mika.T@work.example", "mika@example.jp", "mika_t"];
        let mut told: Vec<String> = identifiers
            .iter()
            .map(|one| one.identifier.to_string())
            .collect();
        told.sort_unstable();
        assert_eq!(told, expected);
    }
}

#[tokio::test]
async fn with_an_account_goes_all_that_hangs_on_it() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        planner::everything(&world).await;
        let gone = run!(world, (), |tx, input| account::delete(tx, TENANT, MIKA)
            .await);
        assert!(gone.unwrap());
        for table in [
            "contact",
            "identifier",
            "account_device",
            "session",
            "password",
            "app",
            "passkey",
            "recovery_code",
            "enrolment",
            "ceremony",
        ] {
            let left = run!(world, table, |tx, table| {
                let sql = format!("SELECT COUNT(*) FROM {table} WHERE account = $1");
                tx.query_one(&sql, &crate::params![MIKA])
                    .await?
                    .get::<i64>(0)
            });
            assert_eq!(left.unwrap(), 0, "{table}");
        }
    }
}
