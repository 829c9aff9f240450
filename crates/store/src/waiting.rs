//! What became of a flow's messages, for the one who waits for them: the ledger's lines, each
//! with its attempts and the time of its next try.

use kadomori_domain::{
    attempt::Attempt,
    id::{FlowId, MessageId},
    time::Time,
};

use crate::{
    StoreError, Tx, attempt,
    ledger::{self, Entry},
    params,
};

/// A message that is waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Awaited {
    /// Its line in the ledger.
    pub entry: Entry,
    /// Its tries and the reports on it, in their order.
    pub attempts: Vec<Attempt>,
    /// When it is tried again; `None` where it isn't, or is being tried now.
    pub next_at: Option<Time>,
}

/// The messages of a flow, the oldest first. What was withheld isn't among them, nor what no
/// worker has taken up yet.
pub async fn list(tx: &mut Tx, flow: FlowId) -> Result<Vec<Awaited>, StoreError> {
    let mut awaited = Vec::new();
    for entry in ledger::list(tx, flow).await? {
        awaited.push(Awaited {
            attempts: attempt::list(tx, entry.id).await?,
            next_at: find_next(tx, entry.id).await?,
            entry,
        });
    }
    Ok(awaited)
}

async fn find_next(tx: &mut Tx, message: MessageId) -> Result<Option<Time>, StoreError> {
    let sql = "SELECT next_at FROM outbox WHERE id = $1 AND claimed_by IS NULL";
    let row = tx.query_opt(sql, &params![message]).await?;
    row.map(|row| row.get(0)).transpose()
}
