//! Forgetting: what has expired goes, a bounded number of rows at a time.

use core::time::Duration;

use kadomori_domain::time::Time;

use crate::{StoreError, Tx, params};

/// How long things are kept after their end.
#[derive(Clone, Copy, Debug)]
pub struct Retention {
    /// Lines of the history.
    pub events: Duration,
    /// Lines of the ledger, and what was said of their messages.
    pub ledger: Duration,
    /// Devices on which nobody signed in any more.
    pub devices: Duration,
}

/// What was forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Purged {
    /// Rows.
    pub rows: u64,
    /// Whether more of some table are due.
    pub more: bool,
}

/// Days for which budgets are kept: the longest that any budget counts, and one more.
const BUDGET_DAYS: i64 = 366;
/// After this without a change, no rate row holds anything back any more.
const RATES: Duration = Duration::from_hours(24 * 30);

/// Tables with their keys, and the column whose rows go that are before this.
fn due(retention: &Retention, now: Time) -> [(&'static str, &'static str, &'static str, i64); 11] {
    [
        (
            "challenge",
            "id",
            "expires_at",
            now.minus(Duration::from_hours(24)).micros(),
        ),
        (
            "flow",
            "id",
            "expires_at",
            now.minus(Duration::from_hours(24)).micros(),
        ),
        ("enrolment", "id", "expires_at", now.micros()),
        ("ceremony", "id", "expires_at", now.micros()),
        ("session", "id", "ends_at", now.micros()),
        (
            "device",
            "id",
            "seen_at",
            now.minus(retention.devices).micros(),
        ),
        ("event", "id", "at", now.minus(retention.events).micros()),
        (
            "ledger",
            "id",
            "queued_at",
            now.minus(retention.ledger).micros(),
        ),
        (
            "attempt",
            "message, number",
            "at",
            now.minus(retention.ledger).micros(),
        ),
        (
            "throttle",
            "tenant, kind, key_hash, lane",
            "at",
            now.minus(RATES).micros(),
        ),
        (
            "budget",
            "tenant, kind, key_hash, lane, day",
            "day",
            now.day() - BUDGET_DAYS,
        ),
    ]
}

/// Deletes up to `most` rows of each table that are due at `now`.
pub async fn delete(
    tx: &mut Tx,
    retention: &Retention,
    now: Time,
    most: u32,
) -> Result<Purged, StoreError> {
    let mut purged = Purged::default();
    for (table, key, column, before) in due(retention, now) {
        let rows = tx
            .execute(
                &format!(
                    "DELETE FROM {table} WHERE ({key}) IN
                         (SELECT {key} FROM {table} WHERE {column} < $1 LIMIT $2)"
                ),
                &params![before, most],
            )
            .await?;
        purged.rows += rows;
        purged.more |= rows >= u64::from(most);
    }
    Ok(purged)
}
