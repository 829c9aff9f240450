//! The promises of `db.write` and `db.read`: those of both engines, then each one's own.

mod both;
mod on_postgres;
mod on_sqlite;

use std::sync::{Arc, Condvar, Mutex};

use super::Db;
use crate::dialect::Engine;
use crate::error::StoreError;
use crate::params;
use crate::testing::{TestDb, empty};

/// A database with one table that has a column of each kind.
async fn with_items(engine: Engine) -> TestDb {
    let db = empty(engine).await;
    db.write((), |tx, ()| {
        Box::pin(tx.batch("CREATE TABLE item (id BIGINT PRIMARY KEY, label TEXT, bytes BYTEA)"))
    })
    .await
    .unwrap();
    db
}

async fn insert(db: &Db, id: i64) -> Result<u64, StoreError> {
    db.write(id, |tx, id| {
        Box::pin(async move {
            tx.execute("INSERT INTO item (id) VALUES ($1)", &params![id])
                .await
        })
    })
    .await
}

async fn ids(db: &Db) -> Vec<i64> {
    db.read((), |tx, ()| {
        Box::pin(async move {
            let rows = tx.query("SELECT id FROM item ORDER BY id", &[]).await?;
            rows.iter().map(|row| row.get(0)).collect()
        })
    })
    .await
    .unwrap()
}

fn panic_on_purpose() -> Result<u64, StoreError> {
    panic!("this test panics on purpose")
}

/// Holds a thread until it is opened.
#[derive(Clone, Default)]
struct Gate(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    fn open(&self) {
        *self.0.0.lock().unwrap() = true;
        self.0.1.notify_all();
    }

    fn pass(&self) {
        let shut = self.0.0.lock().unwrap();
        drop(self.0.1.wait_while(shut, |open| !*open).unwrap());
    }
}

/// Lets every other task run until it has to wait.
async fn settle() {
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
}
