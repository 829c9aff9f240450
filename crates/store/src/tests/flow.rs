//! Flows, challenges and sessions come back as they were written.

use kadomori_domain::{
    challenge::Challenge,
    code::CodeLength,
    destination::Destination,
    flow::{Bound, Flow, State, Tries},
    gate::Reason,
    id::{ChallengeId, FlowId},
    key::KeyId,
    purpose::Purpose,
    reference::Reference,
    session::StepUp,
    step::ChallengeChange,
};

use super::*;
use crate::{challenge, flow, testing::ENGINES};

pub(super) fn a_flow(number: u8, visitor: u8) -> Flow {
    Flow {
        id: FlowId::from_bytes([number; 16]),
        tenant: TENANT,
        visitor: cookie(visitor),
        purpose: Purpose::SignIn,
        identifier: Identifier::parse("Mika@example.jp", Country::JAPAN).unwrap(),
        destination: Destination::Mail(address("Mika@example.jp")),
        bound: None,
        locale: Locale::Ja,
        zone: None,
        tries: Tries { used: 0, most: 5 },
        keep: Keep::Brief,
        proofs: Vec::new(),
        errand: None,
        state: State::Choosing {
            because: vec![Reason::NewDevice],
        },
        created_at: NOW,
        expires_at: NOW.plus(HOUR),
    }
}

pub(super) fn a_challenge(number: u8, flow: u8) -> Challenge {
    Challenge {
        id: ChallengeId::from_bytes([number; 16]),
        tenant: TENANT,
        flow: FlowId::from_bytes([flow; 16]),
        purpose: Purpose::SignIn,
        contact: "mika@example.jp".to_owned(),
        salt: [number; 32],
        key: KeyId(1),
        length: CodeLength::SIX,
        reference: Reference::parse("K7P").unwrap(),
        created_at: NOW,
        sent_at: NOW,
        expires_at: NOW.plus(HOUR),
        superseded_at: None,
        consumed_at: None,
    }
}

fn rich_flow() -> Flow {
    Flow {
        purpose: Purpose::ChangeSecurity,
        identifier: Identifier::parse("mika_t", Country::JAPAN).unwrap(),
        bound: Some(Bound {
            account: MIKA,
            session: Some(SessionId::from_bytes([5; 16])),
        }),
        zone: Some("Asia/Tokyo".to_owned()),
        errand: Some("/account/security/password".to_owned()),
        proofs: vec![proof(Shown::Passkey {
            verified: true,
            synced: false,
        })],
        ..a_flow(2, 2)
    }
}

#[tokio::test]
async fn a_flow_comes_back_as_it_was_written() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let bound_by_passkey = Flow {
            id: FlowId::from_bytes([3; 16]),
            bound: Some(Bound {
                account: MIKA,
                session: None,
            }),
            ..rich_flow()
        };
        for one in [a_flow(1, 1), rich_flow(), bound_by_passkey] {
            let found = run!(world, one.clone(), |tx, one| {
                flow::insert(tx, one).await?;
                flow::find(tx, TENANT, one.id).await
            });
            assert_eq!(found.unwrap(), Some(one));
        }
    }
}

#[tokio::test]
async fn what_was_proven_in_a_flow_goes_on_with_it() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let next = Flow {
            tries: Tries { used: 2, most: 5 },
            keep: Keep::Kept,
            proofs: vec![proof(Shown::Password), proof(Shown::Totp)],
            state: State::AwaitingWay {
                way: FactorKind::RecoveryCode,
                because: vec![Reason::TwoStep],
            },
            ..a_flow(1, 1)
        };
        let found = run!(world, next.clone(), |tx, next| {
            flow::insert(tx, &a_flow(1, 1)).await?;
            flow::update(tx, next).await?;
            flow::find_for_update(tx, TENANT, next.id, next.visitor).await
        });
        assert_eq!(found.unwrap(), Some(next));
    }
}

#[tokio::test]
async fn a_browser_finds_the_challenges_of_all_its_flows_and_no_others() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let found = run!(world, (), |tx, input| {
            for (number, visitor) in [(1, 1), (2, 1), (3, 2)] {
                flow::insert(tx, &a_flow(number, visitor)).await?;
            }
            for (number, flow) in [(4, 2), (1, 1), (2, 3), (3, 1)] {
                let new = ChallengeChange::Insert(a_challenge(number, flow));
                challenge::update(tx, &new).await?;
            }
            challenge::list_of_visitor(tx, TENANT, cookie(1)).await
        });
        let found = found.unwrap();
        assert_eq!(
            found,
            [a_challenge(1, 1), a_challenge(3, 1), a_challenge(4, 2)]
        );
    }
}

#[tokio::test]
async fn a_session_that_proves_more_is_known_by_its_new_secret_alone() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        world.sign_in(5, None, None).await;
        let next = |account| StepUp {
            session: SessionId::from_bytes([5; 16]),
            account,
            token: cookie(50),
            proofs: vec![proof(Shown::MailCode), proof(Shown::Totp)],
            assurance: Assurance::TwoSteps,
            ways: vec![FactorKind::MailCode, FactorKind::Totp],
        };
        for (account, stepped) in [(TAROU, false), (MIKA, true)] {
            let up = run!(world, next(account), |tx, next| {
                session::update_step_up(tx, next).await
            });
            assert_eq!(up.unwrap(), stepped);
        }
        let (old, new) = run!(world, (), |tx, input| {
            let old = session::find(tx, cookie(5)).await?;
            Ok((old, session::find(tx, cookie(50)).await?))
        })
        .unwrap();
        assert_eq!(old, None);
        let StepUp {
            token,
            proofs,
            assurance,
            ways,
            ..
        } = next(MIKA);
        let expected = Session {
            token,
            proofs,
            assurance,
            ways,
            ..a_session(5)
        };
        assert_eq!(new, Some(expected));
    }
}
