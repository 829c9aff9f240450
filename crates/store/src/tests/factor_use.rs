//! Ways are used by condition: once, whoever comes at the same moment.

use kadomori_domain::factor::checked::FactorUse;

use super::*;
use crate::{Db, app, passkey, password, recovery_code, testing::ENGINES};

/// How many of these uses, all at the same moment, were written.
async fn written(world: &World, uses: Vec<FactorUse>) -> usize {
    let mut tasks = tokio::task::JoinSet::new();
    for one in uses {
        let db = Db::clone(world);
        tasks.spawn(async move {
            run!(db, one, |tx, one| {
                security::apply_use(tx, TENANT, MIKA, one, NOW).await
            })
            .unwrap()
        });
    }
    tasks
        .join_all()
        .await
        .into_iter()
        .filter(|one| *one)
        .count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_uses_of_one_step_exactly_one_is_accepted() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        world.change(Change::AddApp(an_app(1))).await;
        let id = AppId::from_bytes([1; 16]);
        let step = |step| FactorUse::App { id, step };
        assert_eq!(written(&world, vec![step(7); 24]).await, 1, "{engine:?}");
        assert_eq!(written(&world, vec![step(6); 4]).await, 0, "earlier ones");
        assert_eq!(written(&world, vec![step(8); 4]).await, 1);
        let apps = run!(world, (), |tx, input| {
            app::list_for_update(tx, Some(MIKA)).await
        });
        let used = &apps.unwrap()[0];
        assert_eq!((used.last_step, used.used_at), (Some(8), Some(NOW)));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_uses_of_a_recovery_code_exactly_one_is_accepted() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let hashes = (0..10).map(|number| [number; 32]).collect();
        world
            .change(Change::ReplaceRecoveryCodes { hashes, at: NOW })
            .await;
        let code = |number| FactorUse::RecoveryCode { hash: [number; 32] };
        assert_eq!(written(&world, vec![code(3); 24]).await, 1, "{engine:?}");
        assert_eq!(world.holdings().await.recovery_codes, 9);
        assert_eq!(written(&world, vec![code(77)]).await, 0, "no such code");
        let others = (4..10).map(code).collect();
        assert_eq!(written(&world, others).await, 6);
        assert_eq!(world.holdings().await.recovery_codes, 3);
        let found = run!(world, (), |tx, input| {
            recovery_code::find_for_update(tx, Some(MIKA), [3; 32]).await
        });
        assert_eq!(found.unwrap().unwrap().used_at, Some(NOW));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_counter_of_a_passkey_never_falls() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let fixed = Passkey {
            backup: Backup::DeviceBound,
            ..a_passkey(2, true)
        };
        for one in [a_passkey(1, true), fixed] {
            world.change(Change::AddPasskey(Box::new(one))).await;
        }
        let shown = |number, counter| FactorUse::Passkey {
            id: PasskeyId::from_bytes([number; 16]),
            counter,
            synced: true,
            went_back: false,
        };
        let uses = [9, 12, 3, 11].map(|counter| shown(1, counter)).to_vec();
        assert_eq!(written(&world, uses).await, 4);
        assert_eq!(written(&world, vec![shown(2, 8)]).await, 1);
        assert_eq!(written(&world, vec![shown(3, 8)]).await, 0, "it is gone");
        let found = run!(world, (), |tx, input| passkey::list(tx, Some(MIKA)).await);
        let found = found.unwrap();
        assert_eq!((found[0].counter, found[0].used_at), (12, Some(NOW)));
        assert_eq!(found[0].backup, Backup::Synced);
        assert_eq!(found[1].backup, Backup::DeviceBound, "it can't be copied");
    }
}

#[tokio::test]
async fn a_hash_made_anew_takes_the_place_of_the_older_one() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let anew = || vec![FactorUse::Password { sealed: sealed(2) }];
        assert_eq!(written(&world, anew()).await, 0, "there is no password");
        let change = Change::SetPassword(a_password(1, PasswordHeld::Short));
        world.change(change).await;
        assert_eq!(written(&world, anew()).await, 1);
        let kept = run!(world, (), |tx, input| password::find(tx, Some(MIKA)).await);
        let kept = kept.unwrap().unwrap();
        assert_eq!((kept.sealed, kept.held), (sealed(2), PasswordHeld::Short));
    }
}
