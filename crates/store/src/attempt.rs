//! Attempts: every try at handing a message over, and every report about it, in their order.

use kadomori_domain::{
    attempt::{Attempt, Outcome, nameless},
    id::MessageId,
};

use crate::{Row, StoreError, Tx, params};

/// More lines than this has no message: a provider that reports without end fills nothing.
const MOST: i64 = 200;

/// The lines of a message, the oldest first.
pub async fn list(tx: &mut Tx, message: MessageId) -> Result<Vec<Attempt>, StoreError> {
    let rows = tx
        .query(
            "SELECT message, tenant, at, provider, outcome, answer FROM attempt
             WHERE message = $1 ORDER BY number",
            &params![message],
        )
        .await?;
    rows.iter().map(read).collect()
}

/// Adds a line, unless the message has too many already. The message's row in the ledger is
/// locked, so that the number is free.
pub async fn insert(tx: &mut Tx, new: &Attempt) -> Result<(), StoreError> {
    let last = tx
        .query_one(
            "SELECT COALESCE(MAX(number), 0) FROM attempt WHERE message = $1",
            &params![new.message],
        )
        .await?;
    let last: i64 = last.get(0)?;
    if last >= MOST {
        return Ok(());
    }
    tx.execute(
        "INSERT INTO attempt (message, number, tenant, at, provider, outcome, answer)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &params![
            new.message,
            last + 1,
            new.tenant,
            new.at,
            new.provider,
            new.outcome.name(),
            new.answer.as_deref().map(nameless),
        ],
    )
    .await?;
    Ok(())
}

fn read(row: &Row) -> Result<Attempt, StoreError> {
    let outcome: String = row.get(4)?;
    Ok(Attempt {
        message: row.get(0)?,
        tenant: row.get(1)?,
        at: row.get(2)?,
        provider: row.get(3)?,
        outcome: Outcome::named(&outcome)
            .ok_or_else(|| StoreError::unreadable("attempt.outcome", "no such outcome"))?,
        answer: row.get(5)?,
    })
}
