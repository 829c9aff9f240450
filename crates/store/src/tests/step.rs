//! A step is written as a whole.

use kadomori_domain::{
    factor::checked::FactorUse,
    id::FlowId,
    session::StepUp,
    step::{Effects, FlowChange, Step},
};

use super::{flow::a_flow, *};
use crate::{
    StoreError, app, flow,
    step::{self, Applied},
    testing::ENGINES,
};

fn begun(number: u8, effects: Effects) -> Step<()> {
    Step {
        flow: FlowChange::Begun(a_flow(number, 1)),
        outcome: (),
        effects,
    }
}

async fn apply(world: &World, step: Step<()>) -> Result<Applied, StoreError> {
    run!(world, step, |tx, step| {
        step::apply(tx, TENANT, step, NOW).await
    })
}

async fn is_written(world: &World, number: u8) -> bool {
    let id = FlowId::from_bytes([number; 16]);
    let found = run!(world, id, |tx, id| flow::find(tx, TENANT, *id).await);
    found.unwrap().is_some()
}

fn step_up() -> StepUp {
    StepUp {
        session: SessionId::from_bytes([5; 16]),
        account: MIKA,
        token: cookie(50),
        proofs: vec![proof(Shown::Totp)],
        assurance: Assurance::Held,
        ways: vec![FactorKind::Totp],
    }
}

#[tokio::test]
async fn a_use_a_step_up_and_a_change_are_written_together() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        world.sign_in(5, None, None).await;
        world.change(Change::AddApp(an_app(1))).await;
        let id = AppId::from_bytes([1; 16]);
        let effects = Effects {
            step_up: Some(step_up()),
            used: vec![(MIKA, FactorUse::App { id, step: 3 })],
            changes: vec![(MIKA, Change::SetTwoStep(Some(NOW)))],
            ..Effects::default()
        };
        assert_eq!(
            apply(&world, begun(1, effects)).await.unwrap(),
            Applied::Whole
        );
        assert!(is_written(&world, 1).await);
        assert!(world.holdings().await.is_two_step());
        let (found, apps) = run!(world, (), |tx, input| {
            let found = session::find(tx, cookie(50)).await?;
            Ok((found, app::list(tx, MIKA).await?))
        })
        .unwrap();
        assert_eq!(found.unwrap().assurance, Assurance::Held);
        assert_eq!(apps[0].last_step, Some(3));
    }
}

#[tokio::test]
async fn nothing_is_written_of_a_step_whose_way_was_used_already() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        world.change(Change::AddApp(an_app(1))).await;
        let id = AppId::from_bytes([1; 16]);
        let effects = || Effects {
            used: vec![(MIKA, FactorUse::App { id, step: 3 })],
            ..Effects::default()
        };
        assert_eq!(
            apply(&world, begun(1, effects())).await.unwrap(),
            Applied::Whole
        );
        let again = apply(&world, begun(2, effects())).await;
        assert!(matches!(again, Err(StoreError::Missing)), "{again:?}");
        assert!(!is_written(&world, 2).await);
    }
}

#[tokio::test]
async fn nothing_is_written_of_a_step_whose_session_has_ended() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let effects = Effects {
            step_up: Some(step_up()),
            ..Effects::default()
        };
        let refused = apply(&world, begun(1, effects)).await;
        assert!(matches!(refused, Err(StoreError::Missing)), "{refused:?}");
        assert!(!is_written(&world, 1).await);
    }
}

#[tokio::test]
async fn a_step_that_meets_what_is_taken_is_decided_again() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        world.add_account(TAROU, "other@example.jp").await;
        let effects = Effects {
            changes: vec![
                (MIKA, Change::AddApp(an_app(1))),
                (MIKA, Change::SetIdentifier(held("other@example.jp", true))),
            ],
            ..Effects::default()
        };
        let applied = apply(&world, begun(1, effects)).await.unwrap();
        assert_eq!(applied, Applied::AddressTaken);
        assert!(!is_written(&world, 1).await);
        assert_eq!(world.holdings().await.apps, 0);
    }
}
