//! What a person began and has not ended: enrolments and ceremonies.

use kadomori_domain::id::{CeremonyId, EnrolmentId, FlowId};

use super::*;
use crate::{
    Db,
    ceremony::{self, Ceremony, CeremonyKind},
    enrolment::{self, Enrolment, EnrolmentKind},
    purge::{self, Retention},
    testing::ENGINES,
};

pub(super) fn an_enrolment(number: u8, kind: EnrolmentKind) -> Enrolment {
    Enrolment {
        id: EnrolmentId::from_bytes([number; 16]),
        tenant: TENANT,
        account: MIKA,
        session: SessionId::from_bytes([5; 16]),
        kind,
        payload: sealed(number),
        created_at: NOW,
        expires_at: NOW.plus(HOUR),
    }
}

pub(super) fn a_ceremony(number: u8) -> Ceremony {
    Ceremony {
        id: CeremonyId::from_bytes([number; 16]),
        tenant: TENANT,
        visitor: cookie(1),
        flow: Some(FlowId::from_bytes([1; 16])),
        account: Some(MIKA),
        kind: CeremonyKind::Get,
        state: vec![0, 1, 255],
        created_at: NOW,
        expires_at: NOW.plus(HOUR),
    }
}

async fn found(world: &World, kind: EnrolmentKind, now: Time) -> Option<EnrolmentId> {
    let asked = (kind, now);
    let found = run!(world, asked, |tx, asked| {
        let session = SessionId::from_bytes([5; 16]);
        enrolment::find(tx, session, asked.0, asked.1).await
    });
    found.unwrap().map(|one| one.id)
}

#[tokio::test]
async fn a_session_adds_one_thing_of_a_kind_at_a_time() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        world.sign_in(5, None, None).await;
        let (app, codes) = (EnrolmentKind::App, EnrolmentKind::RecoveryCodes);
        for new in [
            an_enrolment(1, app),
            an_enrolment(2, codes),
            an_enrolment(3, app),
        ] {
            run!(world, new, |tx, new| enrolment::insert(tx, new).await).unwrap();
        }
        let id = |number| EnrolmentId::from_bytes([number; 16]);
        assert_eq!(found(&world, app, NOW).await, Some(id(3)));
        assert_eq!(found(&world, codes, NOW).await, Some(id(2)));
        assert_eq!(found(&world, app, NOW.plus(HOUR)).await, None, "it expired");
        for (which, ended) in [(1, false), (3, true), (3, false)] {
            let gone = run!(world, id(which), |tx, id| {
                enrolment::delete(tx, SessionId::from_bytes([5; 16]), *id).await
            });
            assert_eq!(gone.unwrap(), ended, "{which}");
        }
        assert_eq!(found(&world, app, NOW).await, None);
        world.change(Change::EndSessions { but: None }).await;
        assert_eq!(
            found(&world, codes, NOW).await,
            None,
            "it ends with its session"
        );
    }
}

#[tokio::test]
async fn nothing_of_an_enrolment_is_told_in_logs() {
    let shown = format!("{:?}", an_enrolment(1, EnrolmentKind::App));
    assert!(!shown.contains("payload"), "{shown}");
}

async fn take(db: Db, id: u8, visitor: u8, now: Time) -> Option<Ceremony> {
    let asked = (CeremonyId::from_bytes([id; 16]), visitor, now);
    run!(db, asked, |tx, asked| {
        let (id, visitor, now) = *asked;
        ceremony::take(tx, TENANT, id, cookie(visitor), now).await
    })
    .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_ceremony_is_answered_once_by_the_browser_that_was_asked_and_in_time() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let anyones = Ceremony {
            flow: None,
            account: None,
            kind: CeremonyKind::Create,
            ..a_ceremony(2)
        };
        for new in [a_ceremony(1), anyones.clone()] {
            run!(world, new, |tx, new| ceremony::insert(tx, new).await).unwrap();
        }
        let db = || Db::clone(&world);
        assert_eq!(take(db(), 1, 2, NOW).await, None, "another browser's");
        assert_eq!(take(db(), 1, 1, NOW.plus(HOUR)).await, None, "too late");
        let takers: tokio::task::JoinSet<_> = (0..24).map(|_| take(db(), 1, 1, NOW)).collect();
        let taken: Vec<_> = takers.join_all().await.into_iter().flatten().collect();
        assert_eq!(taken, [a_ceremony(1)], "{engine:?}");
        assert_eq!(take(db(), 2, 1, NOW).await, Some(anyones));
    }
}

#[tokio::test]
async fn what_was_never_ended_is_forgotten() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        world.sign_in(5, None, None).await;
        run!(world, (), |tx, input| {
            enrolment::insert(tx, &an_enrolment(1, EnrolmentKind::App)).await?;
            ceremony::insert(tx, &a_ceremony(1)).await
        })
        .unwrap();
        let forget = async |now| {
            let gone = run!(world, now, |tx, now| {
                let retention = Retention {
                    events: HOUR,
                    ledger: HOUR,
                    devices: HOUR * 1_000,
                };
                purge::delete(tx, &retention, *now, 100).await
            });
            gone.unwrap().rows
        };
        assert_eq!(forget(NOW.plus(HOUR)).await, 0);
        assert_eq!(forget(NOW.plus(HOUR * 2)).await, 2);
    }
}
