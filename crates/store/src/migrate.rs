//! The schema's steps, embedded in the program, and the one function that takes them.

#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::db::{Db, Tx};
use crate::dialect::Engine;
use crate::error::StoreError;
use crate::params;

/// A step: one text per engine, same number and name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Migration {
    /// From 1, without gaps.
    pub(crate) number: i64,
    /// The file's name after the number.
    pub(crate) name: &'static str,
    /// The text for SQLite.
    pub(crate) sqlite: &'static str,
    /// The text for PostgreSQL.
    pub(crate) postgres: &'static str,
}

/// Names the pair of files once.
macro_rules! migration {
    ($number:literal, $name:literal, $file:literal) => {
        Migration {
            number: $number,
            name: $name,
            sqlite: include_str!(concat!("../../../migrations/sqlite/", $file, ".sql")),
            postgres: include_str!(concat!("../../../migrations/postgres/", $file, ".sql")),
        }
    };
}

/// All steps, in order. A step that has been released never changes.
pub(crate) const MIGRATIONS: &[Migration] = &[
    migration!(1, "foundation", "0001-foundation"),
    migration!(2, "ways", "0002-ways"),
    migration!(3, "delivery", "0003-delivery"),
    migration!(4, "phrase", "0004-phrase"),
    migration!(5, "own-mails", "0005-own-mails"),
    migration!(6, "forwarded", "0006-forwarded"),
];

/// Any number will do, as long as nobody else in the same database uses it: "kadomori".
const LOCK: i64 = 0x6b61_646f_6d6f_7269;

/// Takes the steps that the database hasn't taken, all in one transaction.
pub(crate) async fn run(db: &Db, steps: &'static [Migration]) -> Result<(), StoreError> {
    db.write(steps, |tx, steps| {
        Box::pin(async move {
            lock(tx).await?;
            tx.batch(
                "CREATE TABLE IF NOT EXISTS migration \
                 (number BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL)",
            )
            .await?;
            let taken = taken(tx, steps).await?;
            for step in steps.iter().skip(taken) {
                take(tx, step).await?;
            }
            Ok(())
        })
    })
    .await
}

/// SQLite's writer is a lock already.
async fn lock(tx: &mut Tx) -> Result<(), StoreError> {
    match tx.engine() {
        Engine::Sqlite => Ok(()),
        Engine::Postgres => {
            let sql = "SELECT pg_advisory_xact_lock($1)";
            tx.execute(sql, &params![LOCK]).await.map(drop)
        }
    }
}

/// How many steps the database has taken, after checking that they are ours.
async fn taken(tx: &mut Tx, steps: &[Migration]) -> Result<usize, StoreError> {
    let rows = tx
        .query(
            "SELECT number, checksum FROM migration ORDER BY number",
            &[],
        )
        .await?;
    let known = steps.last().map_or(0, |step| step.number);
    let mut ours = steps.iter();
    for row in &rows {
        let found: i64 = row.get(0)?;
        let Some(step) = ours.next() else {
            return Err(StoreError::Newer { found, known });
        };
        if step.number != found || row.get::<String>(1)? != checksum(tx.engine(), step) {
            return Err(StoreError::Changed {
                number: found,
                name: step.name.to_owned(),
            });
        }
    }
    Ok(rows.len())
}

async fn take(tx: &mut Tx, step: &Migration) -> Result<(), StoreError> {
    tx.batch(text(tx.engine(), step)).await?;
    let sum = checksum(tx.engine(), step);
    tx.execute(
        "INSERT INTO migration (number, name, checksum) VALUES ($1, $2, $3)",
        &params![step.number, step.name, sum],
    )
    .await
    .map(drop)
}

fn text(engine: Engine, step: &Migration) -> &'static str {
    match engine {
        Engine::Sqlite => step.sqlite,
        Engine::Postgres => step.postgres,
    }
}

fn checksum(engine: Engine, step: &Migration) -> String {
    let digest = Sha256::digest(text(engine, step));
    digest.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a String doesn't fail.
        let _written = write!(hex, "{byte:02x}");
        hex
    })
}
