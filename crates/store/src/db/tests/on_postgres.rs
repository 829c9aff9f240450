//! What PostgreSQL's transactions promise.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Barrier;

use super::*;
use crate::db::{DbOptions, Tx};

/// Fails with this code in the first runs.
async fn lose(tx: &mut Tx, run: usize, runs: usize, code: &str) -> Result<(), StoreError> {
    if run >= runs {
        return Ok(());
    }
    let raise = format!("DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '{code}'; END $$");
    tx.batch(&raise).await
}

#[tokio::test]
async fn a_lost_race_runs_again_on_a_clean_state() {
    for code in ["40001", "40P01"] {
        let db = with_items(Engine::Postgres).await;
        let runs = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&runs);
        db.write((), move |tx, ()| {
            let run = counted.fetch_add(1, Ordering::SeqCst);
            Box::pin(async move {
                tx.execute("INSERT INTO item (id) VALUES (1)", &[]).await?;
                lose(tx, run, 3, code).await
            })
        })
        .await
        .unwrap();
        assert_eq!((runs.load(Ordering::SeqCst), ids(&db).await), (4, vec![1]));
    }
}

#[tokio::test]
async fn a_race_that_is_always_lost_ends_as_busy() {
    let db = with_items(Engine::Postgres).await;
    let lost = db.write((), |tx, ()| Box::pin(lose(tx, 0, 1, "40001")));
    assert!(matches!(lost.await, Err(StoreError::Busy(_))));
}

#[tokio::test]
async fn a_deadlock_ends_with_both_writes_done() {
    let db = with_items(Engine::Postgres).await;
    for id in [1, 2] {
        insert(&db, id).await.unwrap();
    }
    let both_hold_one = Arc::new(Barrier::new(2));
    let write = |order: [i64; 2]| {
        let (both_hold_one, first_run) = (Arc::clone(&both_hold_one), AtomicBool::new(true));
        db.write(order, move |tx, order| {
            let meet = first_run
                .swap(false, Ordering::SeqCst)
                .then(|| Arc::clone(&both_hold_one));
            Box::pin(async move {
                let sql = "UPDATE item SET label = coalesce(label, '') || 'x' WHERE id = $1";
                tx.execute(sql, &params![order[0]]).await?;
                if let Some(both_hold_one) = meet {
                    both_hold_one.wait().await;
                }
                tx.execute(sql, &params![order[1]]).await
            })
        })
    };
    let (one, other) = tokio::join!(write([1, 2]), write([2, 1]));
    assert_eq!((one.unwrap(), other.unwrap()), (1, 1));
    let labels = db.read((), |tx, ()| {
        Box::pin(tx.query_one("SELECT min(label), max(label) FROM item", &[]))
    });
    let labels = labels.await.unwrap();
    assert_eq!(labels.get::<String>(0).unwrap(), "xx");
    assert_eq!(labels.get::<String>(1).unwrap(), "xx");
}

#[tokio::test]
async fn a_connection_that_breaks_before_commit_is_replaced() {
    let db = with_items(Engine::Postgres).await;
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&runs);
    db.write((), move |tx, ()| {
        let run = counted.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            tx.execute("INSERT INTO item (id) VALUES (1)", &[]).await?;
            if run < 2 {
                tx.query("SELECT pg_terminate_backend(pg_backend_pid())", &[])
                    .await?;
            }
            Ok(())
        })
    })
    .await
    .unwrap();
    assert_eq!((runs.load(Ordering::SeqCst), ids(&db).await), (3, vec![1]));
}

/// A relay to the server that goes dead when it is about to pass on `word`.
async fn relay_until(word: &'static [u8], db: &TestDb) -> DbOptions {
    let DbOptions::Postgres(mut options) = db.options() else {
        panic!("this isn't PostgreSQL");
    };
    let (scheme, rest) = options.url.split_once("://").unwrap();
    let (authority, path) = rest.split_once('/').unwrap();
    let (user, server) = authority.rsplit_once('@').unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let here = listener.local_addr().unwrap();
    let server = server.to_owned();
    options.url = format!("{scheme}://{user}@{here}/{path}");
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            let far = TcpStream::connect(&server).await.unwrap();
            tokio::spawn(relay(near, far, word));
        }
    });
    DbOptions::Postgres(options)
}

async fn relay(near: TcpStream, far: TcpStream, word: &'static [u8]) {
    let (mut from_near, mut to_near) = near.into_split();
    let (mut from_far, mut to_far) = far.into_split();
    let answers = tokio::spawn(async move { tokio::io::copy(&mut from_far, &mut to_near).await });
    let mut buffer = [0; 4096];
    while let Ok(length @ 1..) = from_near.read(&mut buffer).await {
        let message = &buffer[..length];
        if message.windows(word.len()).any(|part| part == word) {
            break;
        }
        to_far.write_all(message).await.unwrap();
    }
    answers.abort();
}

#[tokio::test]
async fn a_commit_of_unknown_outcome_says_so_and_does_not_run_again() {
    let db = with_items(Engine::Postgres).await;
    let shaky = Db::open(&relay_until(b"COMMIT\0", &db).await).unwrap();
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&runs);
    let unknown = shaky.write((), move |tx, ()| {
        counted.fetch_add(1, Ordering::SeqCst);
        Box::pin(tx.execute("INSERT INTO item (id) VALUES (1)", &[]))
    });
    assert!(matches!(unknown.await, Err(StoreError::Unknown(_))));
    assert_eq!(runs.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_server_that_never_answers_is_unavailable() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("postgres://kadomori@{}/k", closed.local_addr().unwrap());
    drop(closed);
    let db = Db::open(&DbOptions::postgres(url)).unwrap();
    let read = db.read((), |tx, ()| Box::pin(tx.query("SELECT 1", &[])));
    assert!(matches!(read.await, Err(StoreError::Unavailable(_))));
}

#[tokio::test]
async fn no_statement_leaves_a_name_behind_for_a_pooler_to_trip_over() {
    let db = with_items(Engine::Postgres).await;
    insert(&db, 1).await.unwrap();
    let names = db.write((), |tx, ()| {
        Box::pin(async move {
            let sql = "SELECT id FROM item WHERE id = $1";
            tx.query(sql, &params![1]).await?;
            tx.query_one("SELECT count(*) FROM pg_prepared_statements", &[])
                .await
        })
    });
    assert_eq!(names.await.unwrap().get::<i64>(0).unwrap(), 0);
}

#[tokio::test]
async fn a_transaction_is_read_committed_whatever_the_server_prefers() {
    let db = with_items(Engine::Postgres).await;
    let level = db.write((), |tx, ()| {
        Box::pin(tx.query_one("SHOW transaction_isolation", &[]))
    });
    assert_eq!(
        level.await.unwrap().get::<String>(0).unwrap(),
        "read committed"
    );
}
