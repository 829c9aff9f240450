//! What SQLite's writer promises.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::task::JoinHandle;

use super::*;
use crate::db::{DbOptions, Tx};

/// Occupies the writer, so that what is given next makes up one batch with it.
fn occupy(db: &Db, gate: &Gate) -> JoinHandle<Result<(), StoreError>> {
    let (db, gate) = (db.clone(), gate.clone());
    tokio::spawn(async move {
        db.write(gate, |_, gate| {
            gate.pass();
            Box::pin(async { Ok(()) })
        })
        .await
    })
}

fn later<O: Send + 'static>(
    db: &Db,
    work: impl for<'t> Fn(&'t mut Tx, &'t ()) -> crate::db::Work<'t, O> + Send + Sync + 'static,
) -> JoinHandle<Result<O, StoreError>> {
    let db = db.clone();
    tokio::spawn(async move { db.write((), work).await })
}

fn insert_later(db: &Db, id: i64) -> JoinHandle<Result<u64, StoreError>> {
    let db = db.clone();
    tokio::spawn(async move { insert(&db, id).await })
}

fn file(db: &TestDb) -> PathBuf {
    match db.options() {
        DbOptions::Sqlite(options) => options.path,
        DbOptions::Postgres(_) => panic!("this isn't SQLite"),
    }
}

/// What somebody outside sees.
fn count_outside(file: &PathBuf) -> i64 {
    let outside = rusqlite::Connection::open(file).unwrap();
    outside
        .query_row("SELECT count(*) FROM item", [], |row| row.get(0))
        .unwrap()
}

#[tokio::test]
async fn waiting_writes_share_one_commit_and_nobody_is_answered_before_it() {
    let db = with_items(Engine::Sqlite).await;
    let (start, finish) = (Gate::default(), Gate::default());
    let first = occupy(&db, &start);
    settle().await;
    let inserted = insert_later(&db, 1);
    settle().await;
    let (hold, path) = (finish.clone(), file(&db));
    let last = later(&db, move |tx, ()| {
        hold.pass();
        let outside = count_outside(&path);
        Box::pin(async move {
            let inside = tx.query_one("SELECT count(*) FROM item", &[]).await?;
            Ok((inside.get::<i64>(0)?, outside))
        })
    });
    settle().await;
    start.open();
    settle().await;
    assert!(!inserted.is_finished() && !first.is_finished());
    finish.open();
    assert_eq!(last.await.unwrap().unwrap(), (1, 0));
    assert_eq!(inserted.await.unwrap().unwrap(), 1);
    assert_eq!(count_outside(&file(&db)), 1);
}

#[tokio::test]
async fn in_a_batch_a_failing_and_a_panicking_write_undo_only_themselves() {
    let db = with_items(Engine::Sqlite).await;
    let gate = Gate::default();
    occupy(&db, &gate);
    settle().await;
    let before = insert_later(&db, 1);
    settle().await;
    let failing = later(&db, |tx, ()| {
        Box::pin(async move {
            tx.execute("INSERT INTO item (id) VALUES (2)", &[]).await?;
            tx.execute("INSERT INTO item (id) VALUES (1)", &[]).await
        })
    });
    settle().await;
    let panicking = later(&db, |tx, ()| {
        Box::pin(async move {
            tx.execute("INSERT INTO item (id) VALUES (3)", &[]).await?;
            panic_on_purpose()
        })
    });
    settle().await;
    let after = insert_later(&db, 4);
    settle().await;
    gate.open();
    assert!(before.await.unwrap().is_ok());
    assert!(matches!(
        failing.await.unwrap(),
        Err(StoreError::Conflict { .. })
    ));
    assert!(matches!(
        panicking.await.unwrap(),
        Err(StoreError::Panicked)
    ));
    assert!(after.await.unwrap().is_ok());
    assert_eq!(ids(&db).await, [1, 4]);
}

#[tokio::test]
async fn more_waiting_writes_than_a_batch_holds_are_all_done() {
    let db = with_items(Engine::Sqlite).await;
    let gate = Gate::default();
    let _held = occupy(&db, &gate);
    let writes: Vec<_> = (0..300).map(|id| insert_later(&db, id)).collect();
    settle().await;
    gate.open();
    for write in writes {
        assert!(write.await.unwrap().is_ok());
    }
    assert_eq!(ids(&db).await.len(), 300);
}

/// A write that keeps a text of `size`, and counts how often it ran.
fn fill_later(
    db: &Db,
    id: i64,
    size: usize,
    runs: &Arc<AtomicUsize>,
) -> JoinHandle<Result<u64, StoreError>> {
    let runs = Arc::clone(runs);
    later(db, move |tx, ()| {
        runs.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            let sql = "INSERT INTO item (id, label) VALUES ($1, $2)";
            tx.execute(sql, &params![id, "x".repeat(size)]).await
        })
    })
}

#[tokio::test]
async fn when_the_disk_is_full_the_others_of_the_batch_run_again() {
    let db = with_items(Engine::Sqlite).await;
    db.write((), |tx, ()| {
        Box::pin(async move {
            // Room for a few pages more.
            let pages: i64 = tx.query_one("PRAGMA page_count", &[]).await?.get(0)?;
            let limit = format!("PRAGMA max_page_count = {}", pages + 6);
            tx.query(&limit, &[]).await
        })
    })
    .await
    .unwrap();
    let gate = Gate::default();
    occupy(&db, &gate);
    settle().await;
    let runs = Arc::new(AtomicUsize::new(0));
    let small = fill_later(&db, 1, 10, &runs);
    settle().await;
    let huge = fill_later(&db, 2, 100_000, &Arc::default());
    settle().await;
    let late = fill_later(&db, 3, 10, &runs);
    settle().await;
    gate.open();
    assert!(small.await.unwrap().is_ok());
    assert!(matches!(huge.await.unwrap(), Err(StoreError::Full(_))));
    assert!(late.await.unwrap().is_ok());
    assert_eq!(
        runs.load(Ordering::SeqCst),
        3,
        "the small one twice, the late one once"
    );
    assert_eq!(ids(&db).await, [1, 3]);
}

#[tokio::test]
async fn when_the_commit_fails_each_write_of_the_batch_has_its_own_fate() {
    let db = with_items(Engine::Sqlite).await;
    let sql = "CREATE TABLE part (item BIGINT REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED)";
    db.write((), move |tx, ()| Box::pin(tx.batch(sql)))
        .await
        .unwrap();
    let gate = Gate::default();
    occupy(&db, &gate);
    settle().await;
    let fine = insert_later(&db, 1);
    settle().await;
    let orphan = later(&db, |tx, ()| {
        Box::pin(tx.execute("INSERT INTO part (item) VALUES (404)", &[]))
    });
    settle().await;
    gate.open();
    assert!(fine.await.unwrap().is_ok());
    assert!(matches!(
        orphan.await.unwrap(),
        Err(StoreError::Constraint(_))
    ));
    assert_eq!(ids(&db).await, [1]);
}

#[tokio::test]
async fn awaiting_anything_but_the_database_is_an_error() {
    let db = with_items(Engine::Sqlite).await;
    let waiting = db.write((), |tx, ()| {
        Box::pin(async move {
            tx.execute("INSERT INTO item (id) VALUES (1)", &[]).await?;
            tokio::task::yield_now().await;
            Ok(())
        })
    });
    assert!(matches!(waiting.await, Err(StoreError::Awaited)));
    let reading = db.read((), |_, ()| {
        Box::pin(async move {
            tokio::task::yield_now().await;
            Ok(())
        })
    });
    assert!(matches!(reading.await, Err(StoreError::Awaited)));
    assert!(ids(&db).await.is_empty());
}

#[tokio::test]
async fn a_read_cannot_write() {
    let db = with_items(Engine::Sqlite).await;
    let refused = db.read((), |tx, ()| {
        Box::pin(tx.execute("INSERT INTO item (id) VALUES (1)", &[]))
    });
    assert!(matches!(refused.await, Err(StoreError::Engine(_))));
}

#[tokio::test]
async fn a_lock_held_by_another_program_is_waited_for() {
    let db = with_items(Engine::Sqlite).await;
    let outside = rusqlite::Connection::open(file(&db)).unwrap();
    outside.execute_batch("BEGIN IMMEDIATE").unwrap();
    let write = insert_later(&db, 1);
    settle().await;
    assert!(!write.is_finished());
    outside.execute_batch("COMMIT").unwrap();
    assert!(write.await.unwrap().is_ok());
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;

    let db = with_items(Engine::Sqlite).await;
    for suffix in ["", "-wal", "-shm"] {
        let mut name = file(&db).into_os_string();
        name.push(suffix);
        let mode = std::fs::metadata(&name).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", name.display());
    }
}

#[tokio::test]
async fn the_writer_syncs_every_commit_and_keeps_a_wal() {
    let db = with_items(Engine::Sqlite).await;
    let asked = db.write((), |tx, ()| {
        Box::pin(async move {
            let wal: String = tx.query_one("PRAGMA journal_mode", &[]).await?.get(0)?;
            let full: i64 = tx.query_one("PRAGMA synchronous", &[]).await?.get(0)?;
            let keys: bool = tx.query_one("PRAGMA foreign_keys", &[]).await?.get(0)?;
            Ok((wal, full, keys))
        })
    });
    assert_eq!(asked.await.unwrap(), ("wal".to_owned(), 2, true));
}
