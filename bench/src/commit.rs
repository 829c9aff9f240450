//! What the disk gives: commits that are flushed before they count (`fsync`), by SQLite with
//! the settings that the server uses, alone and several rows behind one.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use serde::Serialize;

use crate::outcome::Outcome;

/// How a size of group went.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Commits {
    /// Rows behind one commit.
    pub(crate) rows: u32,
    /// Commits a second.
    pub(crate) per_second: f64,
}

/// Commits alone, by eights and by sixty-fours, for this long each.
pub(crate) fn measure(folder: &Path, length: Duration) -> Outcome<Vec<Commits>> {
    fs::create_dir_all(folder)?;
    [1, 8, 64]
        .into_iter()
        .map(|rows| {
            Ok(Commits {
                rows,
                per_second: commits(folder, rows, length)?,
            })
        })
        .collect()
}

fn commits(folder: &Path, rows: u32, length: Duration) -> Outcome<f64> {
    let connection = Connection::open(folder.join(format!("commits-{rows}.db")))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch("CREATE TABLE line (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")?;
    let text = "x".repeat(200);
    let mut insert = connection.prepare("INSERT INTO line (text) VALUES (?1)")?;
    let began = Instant::now();
    let mut count = 0.0;
    while began.elapsed() < length {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for _ in 0..rows {
            insert.execute([&text])?;
        }
        connection.execute_batch("COMMIT")?;
        count += 1.0;
    }
    Ok(count / began.elapsed().as_secs_f64())
}
