//! What holds on both engines.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::*;
use crate::db::DbOptions;
use crate::testing::ENGINES;
use crate::value::{Kind, Value};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_64_parallel_conditional_updates_exactly_one_wins() {
    for engine in ENGINES {
        let db = with_items(engine).await;
        insert(&db, 1).await.unwrap();
        let mut tasks = tokio::task::JoinSet::new();
        for racer in 0..64_i64 {
            let db = Db::clone(&db);
            tasks.spawn(async move {
                db.write(racer, |tx, racer| {
                    Box::pin(async move {
                        let sql = "UPDATE item SET label = $1 WHERE id = 1 AND label IS NULL";
                        tx.execute(sql, &params![racer.to_string()]).await
                    })
                })
                .await
                .unwrap()
            });
        }
        assert_eq!(tasks.join_all().await.iter().sum::<u64>(), 1, "{engine:?}");
    }
}

#[tokio::test]
async fn a_failing_write_undoes_only_itself() {
    for engine in ENGINES {
        let db = with_items(engine).await;
        let failed = db.write((), |tx, ()| {
            Box::pin(async move {
                tx.execute("INSERT INTO item (id) VALUES (1)", &[]).await?;
                Err::<(), _>(StoreError::unreadable("flow.state", "made up"))
            })
        });
        assert!(matches!(failed.await, Err(StoreError::Unreadable { .. })));
        insert(&db, 2).await.unwrap();
        assert_eq!(ids(&db).await, [2], "{engine:?}");
    }
}

#[tokio::test]
async fn a_panicking_write_undoes_only_itself() {
    for engine in ENGINES {
        let db = with_items(engine).await;
        let panicked = db.write((), |tx, ()| {
            Box::pin(async move {
                tx.execute("INSERT INTO item (id) VALUES (1)", &[]).await?;
                panic_on_purpose()
            })
        });
        assert!(matches!(panicked.await, Err(StoreError::Panicked)));
        for id in 2..6 {
            insert(&db, id).await.unwrap();
        }
        assert_eq!(ids(&db).await, [2, 3, 4, 5], "{engine:?}");
    }
}

#[tokio::test]
async fn a_panicking_read_leaves_the_connection_usable() {
    for engine in ENGINES {
        let db = with_items(engine).await;
        let panicked = db.read((), |tx, ()| {
            Box::pin(async move {
                tx.query("SELECT 1", &[]).await?;
                panic_on_purpose()
            })
        });
        assert!(matches!(panicked.await, Err(StoreError::Panicked)));
        assert!(ids(&db).await.is_empty());
    }
}

#[tokio::test]
async fn a_write_ends_though_its_caller_goes_away() {
    for engine in ENGINES {
        let db = with_items(engine).await;
        let write = insert(&db, 1);
        let gone = tokio::time::timeout(Duration::ZERO, write).await;
        drop(gone);
        db.close().await;
        let again = Db::open(&db.options()).unwrap();
        assert_eq!(ids(&again).await, [1], "{engine:?}");
    }
}

#[tokio::test]
async fn who_is_answered_is_committed() {
    for engine in ENGINES {
        let db = with_items(engine).await;
        let other = Db::open(&db.options()).unwrap();
        for id in 0..20 {
            insert(&db, id).await.unwrap();
            assert!(ids(&other).await.contains(&id), "{engine:?}");
        }
    }
}

#[tokio::test]
async fn going_on_after_a_failed_statement_is_no_success() {
    for engine in ENGINES {
        let db = with_items(engine).await;
        insert(&db, 1).await.unwrap();
        let swallowed = db.write((), |tx, ()| {
            Box::pin(async move {
                tx.execute("INSERT INTO item (id) VALUES (2)", &[]).await?;
                let _twice = tx.execute("INSERT INTO item (id) VALUES (1)", &[]).await;
                Ok(())
            })
        });
        assert!(matches!(swallowed.await, Err(StoreError::Swallowed(_))));
        assert_eq!(ids(&db).await, [1], "{engine:?}");
    }
}

#[tokio::test]
async fn a_conflict_names_its_table_alike() {
    for engine in ENGINES {
        let db = with_items(engine).await;
        insert(&db, 1).await.unwrap();
        let Err(StoreError::Conflict { table, .. }) = insert(&db, 1).await else {
            panic!("{engine:?} took the same key twice");
        };
        assert_eq!(table, "item");
    }
}

#[tokio::test]
async fn a_nul_character_is_refused_alike() {
    for engine in ENGINES {
        let db = with_items(engine).await;
        let refused = db.write("a\0b", |tx, text| {
            Box::pin(async move {
                let sql = "INSERT INTO item (id, label) VALUES ($1, $2)";
                tx.execute(sql, &params![1, text]).await
            })
        });
        let error = refused.await.unwrap_err();
        assert!(matches!(error, StoreError::Unstorable { parameter: 2 }));
        assert!(ids(&db).await.is_empty());
    }
}

#[tokio::test]
async fn values_of_every_kind_come_back_as_they_went_in() {
    let bytes = [0_u8, 255, 0, 39];
    for engine in ENGINES {
        let db = with_items(engine).await;
        let row = db.write(bytes, |tx, bytes| {
            Box::pin(async move {
                let sql = "INSERT INTO item (id, label, bytes) VALUES ($1, $3, $2), \
                           ($4, $5, $6), ($7, $8, $9) RETURNING id, label, bytes";
                let nulls = params![2, None::<&str>, None::<[u8; 4]>];
                let any = [
                    Value::Int(3),
                    Value::Null(Kind::Any),
                    Value::Null(Kind::Any),
                ];
                let first = params![i64::MIN, bytes, "五月 'だ' $1"];
                tx.query(sql, &[first, nulls, any].concat()).await
            })
        });
        let rows = row.await.unwrap();
        assert_eq!(rows[0].get::<i64>(0).unwrap(), i64::MIN);
        assert_eq!(rows[0].get::<String>(1).unwrap(), "五月 'だ' $1");
        assert_eq!(rows[0].get::<[u8; 4]>(2).unwrap(), bytes);
        for nulls in &rows[1..] {
            assert_eq!(nulls.get::<Option<String>>(1).unwrap(), None);
            assert_eq!(nulls.get::<Option<[u8; 4]>>(2).unwrap(), None);
        }
    }
}

#[tokio::test]
async fn literals_counts_and_comparisons_are_numbers() {
    for engine in ENGINES {
        let db = with_items(engine).await;
        let row = db.read((), |tx, ()| {
            let sql = "SELECT 1, count(*), EXISTS (SELECT 1 FROM item), 'text' FROM item";
            Box::pin(tx.query_one(sql, &[]))
        });
        let row = row.await.unwrap();
        let numbers = (
            row.get(0).unwrap(),
            row.get(1).unwrap(),
            row.get(2).unwrap(),
        );
        assert_eq!(numbers, (1_i64, 0_i64, false), "{engine:?}");
        assert_eq!(row.get::<String>(3).unwrap(), "text");
    }
}

#[tokio::test]
async fn a_value_of_another_kind_is_refused_with_its_column() {
    for engine in ENGINES {
        let db = with_items(engine).await;
        let row = db.read((), |tx, ()| {
            Box::pin(tx.query_one("SELECT 300 AS tries", &[]))
        });
        let row = row.await.unwrap();
        let said = row.get::<String>(0).unwrap_err().to_string();
        assert!(
            said.contains("tries") && said.contains("a number"),
            "{said}"
        );
        assert!(row.get::<u8>(0).unwrap_err().to_string().contains("300"));
        assert!(row.get::<i64>(1).is_err());
    }
}

#[tokio::test]
async fn the_wrong_number_of_parameters_is_refused() {
    for engine in ENGINES {
        let db = with_items(engine).await;
        let refused = db.write((), |tx, ()| {
            Box::pin(async move {
                let sql = "INSERT INTO item (id, label) VALUES ($1, $2)";
                tx.execute(sql, &params![1]).await
            })
        });
        assert!(
            matches!(refused.await, Err(StoreError::Engine(_))),
            "{engine:?}"
        );
    }
}

#[tokio::test]
async fn a_closed_store_has_finished_what_it_took_and_takes_no_more() {
    for engine in ENGINES {
        let db = with_items(engine).await;
        let mut writes = tokio::task::JoinSet::new();
        for id in 0..32 {
            let db = Db::clone(&db);
            writes.spawn(async move { insert(&db, id).await });
        }
        settle().await;
        db.close().await;
        let taken = writes
            .join_all()
            .await
            .iter()
            .filter(|done| done.is_ok())
            .count();
        assert!(matches!(insert(&db, 99).await, Err(StoreError::Closed)));
        let read = db.read((), |tx, ()| Box::pin(tx.query("SELECT 1", &[])));
        assert!(matches!(read.await, Err(StoreError::Closed)));
        let again = Db::open(&db.options()).unwrap();
        assert_eq!(ids(&again).await.len(), taken, "{engine:?}");
    }
}

#[tokio::test]
async fn a_write_without_statements_is_fine() {
    for engine in ENGINES {
        let db = empty(engine).await;
        let runs = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&runs);
        let answer = db.write(7, move |_, number| {
            count.fetch_add(1, Ordering::Relaxed);
            Box::pin(async move { Ok(number + 1) })
        });
        assert_eq!(
            (answer.await.unwrap(), runs.load(Ordering::Relaxed)),
            (8, 1)
        );
    }
}

#[test]
fn settings_that_cannot_be_used_are_refused() {
    let missing = Db::open(&DbOptions::sqlite("/nowhere/at/all/kadomori.db"));
    assert!(matches!(missing, Err(StoreError::Options(_))));
    let other = Db::open(&DbOptions::postgres("mysql://localhost/k"));
    assert!(matches!(other, Err(StoreError::Options(_))));
}
