//! The phrase of an account: one, sealed, and for confirmed addresses of its own alone.

use kadomori_domain::{factor::checked::FactorUse, seal::Sealed};

use super::*;
use crate::{StoreError, Tx, account, phrase, testing::ENGINES};

const OWN: &str = "mika@example.jp";

/// What may stand in a mail to an address: nothing, or the phrase if there is one.
async fn for_mail(world: &World, account: AccountId, to: &str) -> Option<Option<Sealed>> {
    let found = run!(world, (account, address(to)), |tx, asked| {
        phrase::find_for_mail(tx, asked.0, &asked.1).await
    });
    found.unwrap().map(|one| one.phrase)
}

async fn forget_the_proof(tx: &mut Tx, address: &str) -> Result<u64, StoreError> {
    tx.execute(
        "UPDATE contact SET confirmed_at = NULL WHERE address = $1",
        &crate::params![address],
    )
    .await
}

#[tokio::test]
async fn an_account_has_one_phrase_which_is_set_changed_and_removed() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        world.add_account(TAROU, "tarou@example.jp").await;
        let held = async || {
            let found = run!(world, (), |tx, input| phrase::find(tx, MIKA).await);
            found.unwrap()
        };
        assert!(held().await.is_none());
        assert_eq!(world.try_to(Change::RemovePhrase).await, Changed::NotThere);
        for number in [1, 2] {
            world.change(Change::SetPhrase(a_phrase(number))).await;
            let now = held().await.unwrap();
            assert!(now.sealed == sealed(number) && now.chosen_at == NOW);
        }
        let theirs = run!(world, (), |tx, input| phrase::find(tx, TAROU).await);
        assert!(theirs.unwrap().is_none());
        world.change(Change::RemovePhrase).await;
        assert!(held().await.is_none());
    }
}

#[tokio::test]
async fn it_is_for_confirmed_addresses_of_the_account_alone() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        world.add_account(TAROU, "tarou@example.jp").await;
        assert_eq!(for_mail(&world, MIKA, OWN).await, Some(None), "none yet");
        world.change(Change::SetPhrase(a_phrase(1))).await;
        let there = Some(Some(sealed(1)));
        assert_eq!(for_mail(&world, MIKA, OWN).await, there);
        for (whose, to) in [
            (MIKA, "tarou@example.jp"),
            (TAROU, OWN),
            (MIKA, "other@example.jp"),
        ] {
            assert_eq!(for_mail(&world, whose, to).await, None, "{to}");
        }

        let mut second = a_contact(2, "mika@post.example.jp");
        second.confirmed_at = None;
        world.change(Change::AddContact(second)).await;
        assert_eq!(for_mail(&world, MIKA, "mika@post.example.jp").await, None);
        world
            .change(Change::RemoveContact(ContactId::from_bytes([2; 16])))
            .await;
        assert_eq!(for_mail(&world, MIKA, "mika@post.example.jp").await, None);
    }
}

#[tokio::test]
async fn a_code_that_came_there_confirms_an_address_that_nobody_had_proven() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        world.change(Change::SetPhrase(a_phrase(1))).await;
        let forgotten = run!(world, (), |tx, input| forget_the_proof(tx, OWN).await);
        assert_eq!(forgotten.unwrap(), 1);
        assert_eq!(for_mail(&world, MIKA, OWN).await, None);
        let read = |normal: &str| FactorUse::Mailbox {
            normal: normal.to_owned(),
        };
        for (normal, then) in [("other@example.jp", None), (OWN, Some(Some(sealed(1))))] {
            let done = run!(world, read(normal), |tx, one| {
                security::apply_use(tx, TENANT, MIKA, one, NOW).await
            });
            assert!(done.unwrap(), "nothing is used up by it");
            assert_eq!(for_mail(&world, MIKA, OWN).await, then, "{normal}");
        }
    }
}

#[tokio::test]
async fn it_goes_with_its_account() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        world.change(Change::SetPhrase(a_phrase(1))).await;
        let gone = run!(world, (), |tx, input| {
            account::delete(tx, TENANT, MIKA).await?;
            phrase::find(tx, MIKA).await
        });
        assert!(gone.unwrap().is_none(), "{engine:?}");
    }
}
