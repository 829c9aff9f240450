//! What became of messages, and what that says of the contacts they went to.

use kadomori_domain::{
    attempt::{Attempt, Outcome},
    delivery::{Channel, DeliveryState, Permanence},
    id::{FlowId, MessageId},
    key::{IndexKey, KeyId, KeyRing, RootKey},
    reach::Reach,
    reference::Reference,
};

use super::{message::a_code, *};
use crate::{
    StoreError, Tx, account, attempt, ledger,
    ledger::{Sought, Tried},
    params,
    purge::{self, Retention},
    reach,
    testing::ENGINES,
};

fn index() -> IndexKey {
    let ring = KeyRing::new(vec![RootKey::new(KeyId(1), [7; 32])]).unwrap();
    ring.index_key(TENANT)
}

fn a_try(message: MessageId, outcome: Outcome) -> Attempt {
    Attempt {
        message,
        tenant: TENANT,
        at: NOW,
        provider: "first".to_owned(),
        outcome,
        answer: Some("250 2.0.0 Ok".to_owned()),
    }
}

fn taken() -> Tried<'static> {
    Tried {
        state: DeliveryState::HandedOver,
        provider: Some("first"),
        answer: Some("250 2.0.0 Ok"),
        tries: 1,
    }
}

/// Everything.
fn any() -> Sought {
    Sought {
        tenant: TENANT,
        account: None,
        recipient: None,
        reference: None,
        since: None,
        until: None,
        most: 10,
    }
}

fn every_search() -> [Sought; 5] {
    [
        any(),
        Sought {
            account: Some(MIKA),
            ..any()
        },
        Sought {
            recipient: Some([7; 32]),
            until: Some(NOW),
            ..any()
        },
        Sought {
            reference: Some(Reference::parse("K7P").unwrap()),
            since: Some(NOW),
            ..any()
        },
        Sought {
            account: Some(MIKA),
            recipient: Some([7; 32]),
            reference: Some(Reference::parse("K7P").unwrap()),
            since: Some(NOW),
            until: Some(NOW),
            ..any()
        },
    ]
}

#[tokio::test]
async fn a_message_is_found_by_whatever_is_known_of_it() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        run!(world, (), |tx, input| {
            ledger::insert(tx, &a_code(), [7; 32], NOW).await?;
            for sought in every_search() {
                assert_eq!(ledger::search(tx, &sought).await?.len(), 1, "{sought:?}");
            }
            for sought in [
                Sought {
                    account: Some(TAROU),
                    ..any()
                },
                Sought {
                    recipient: Some([8; 32]),
                    ..any()
                },
                Sought {
                    reference: Some(Reference::parse("A3A").unwrap()),
                    ..any()
                },
                Sought {
                    since: Some(NOW.plus(HOUR)),
                    ..any()
                },
                Sought {
                    until: Some(NOW.minus(HOUR)),
                    ..any()
                },
            ] {
                assert_eq!(ledger::search(tx, &sought).await?, [], "{sought:?}");
            }
            Ok(())
        })
        .unwrap();
    }
}

/// For the planner.
pub(super) async fn every_statement(tx: &mut Tx) -> Result<(), StoreError> {
    let message = a_code();
    ledger::find_for_update(tx, message.id).await?;
    ledger::update(tx, message.id, &taken(), NOW).await?;
    ledger::update_reported(tx, message.id, DeliveryState::Delivered, "", NOW).await?;
    attempt::insert(tx, &a_try(message.id, Outcome::HandedOver)).await?;
    attempt::list(tx, message.id).await?;
    for sought in every_search() {
        ledger::search(tx, &sought).await?;
    }
    let hash = reach::recipient(&index(), "mika@example.jp");
    reach::find(tx, &index(), MIKA, hash).await?;
    if let Some(contact) = reach::find_for_update(tx, &index(), MIKA, hash).await? {
        reach::update(tx, contact.id, Reach::default()).await?;
    }
    reach::mend(tx, FlowId::from_bytes([1; 16]), "mika@example.jp").await
}

#[tokio::test]
async fn the_ledger_knows_the_way_of_a_message_and_its_attempts_each_step() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let (entry, lines) = run!(world, (), |tx, input| {
            let message = a_code();
            assert!(ledger::insert(tx, &message, [7; 32], NOW).await?);
            assert!(!ledger::insert(tx, &message, [7; 32], NOW).await?);
            ledger::update(tx, message.id, &taken(), NOW).await?;
            for outcome in Outcome::ALL {
                attempt::insert(tx, &a_try(message.id, outcome)).await?;
            }
            let entry = ledger::find_for_update(tx, message.id).await?;
            Ok((entry, attempt::list(tx, message.id).await?))
        })
        .unwrap();
        let entry = entry.unwrap();
        assert_eq!(
            (entry.channel, entry.area.as_str()),
            (Channel::Mail, "example.jp")
        );
        assert_eq!(entry.provider.as_deref(), Some("first"));
        assert_eq!(entry.attempts, 1);
        let outcomes: Vec<_> = lines.iter().map(|line| line.outcome).collect();
        assert_eq!(outcomes, Outcome::ALL);
    }
}

#[tokio::test]
async fn a_provider_that_reports_without_end_fills_nothing() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let kept = run!(world, (), |tx, input| {
            let id = a_code().id;
            for _ in 0..250 {
                attempt::insert(tx, &a_try(id, Outcome::Bounced(Permanence::Soft))).await?;
            }
            Ok(attempt::list(tx, id).await?.len())
        });
        assert_eq!(kept.unwrap(), 200);
    }
}

#[tokio::test]
async fn a_contact_is_found_by_the_hash_that_the_ledger_has() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        run!(world, (), |tx, input| {
            let hash = reach::recipient(&index(), "mika@example.jp");
            let found = reach::find_for_update(tx, &index(), MIKA, hash).await?;
            let contact = found.expect("Mika's address");
            assert_eq!(contact.address, "mika@example.jp");
            assert_eq!(contact.reach, Reach::default());
            let broken = Reach::default().after_bounce(NOW).after_bounce(NOW);
            reach::update(tx, contact.id, broken).await?;
            let found = reach::find_for_update(tx, &index(), MIKA, hash).await?;
            assert_eq!(found.expect("the same").reach, broken);
            ledger::insert(tx, &a_code(), [7; 32], NOW).await?;
            let (flow, other) = (FlowId::from_bytes([1; 16]), FlowId::from_bytes([2; 16]));
            reach::mend(tx, flow, "someone.else@example.jp").await?;
            reach::mend(tx, other, "mika@example.jp").await?;
            let found = reach::find_for_update(tx, &index(), MIKA, hash).await?;
            assert_eq!(found.expect("the same").reach, broken);
            reach::mend(tx, flow, "mika@example.jp").await?;
            let found = reach::find_for_update(tx, &index(), MIKA, hash).await?;
            assert_eq!(found.expect("the same").reach, Reach::default());
            let other = reach::recipient(&index(), "tarou@example.jp");
            let found = reach::find_for_update(tx, &index(), MIKA, other).await?;
            assert_eq!(found, None);
            Ok(())
        })
        .unwrap();
    }
}

#[tokio::test]
async fn what_was_said_of_messages_is_forgotten_with_the_ledger() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let left = run!(world, (), |tx, input| {
            let message = a_code();
            ledger::insert(tx, &message, [7; 32], NOW).await?;
            attempt::insert(tx, &a_try(message.id, Outcome::HandedOver)).await?;
            let retention = Retention {
                events: HOUR,
                ledger: HOUR,
                devices: HOUR,
            };
            purge::delete(tx, &retention, NOW.plus(HOUR * 2), 100).await?;
            attempt::list(tx, message.id).await
        });
        assert_eq!(left.unwrap(), []);
    }
}

#[tokio::test]
async fn with_an_account_goes_what_mail_servers_said_of_its_address() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let (line, answer) = run!(world, (), |tx, input| {
            let message = a_code();
            ledger::insert(tx, &message, [7; 32], NOW).await?;
            ledger::update(tx, message.id, &taken(), NOW).await?;
            attempt::insert(tx, &a_try(message.id, Outcome::HandedOver)).await?;
            account::delete(tx, TENANT, MIKA).await?;
            let answers = tx
                .query("SELECT answer FROM attempt", &params![])
                .await?
                .len();
            assert_eq!(answers, 1);
            let entry = ledger::find(tx, message.id).await?;
            Ok((
                attempt::list(tx, message.id).await?.remove(0),
                entry.expect("its line").answer,
            ))
        })
        .unwrap();
        assert_eq!((line.answer, answer), (None, None));
    }
}
