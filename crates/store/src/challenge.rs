//! Challenges. A code is consumed by condition: once, whatever arrives at the same instant.

use kadomori_domain::{
    challenge::Challenge,
    id::{ChallengeId, FlowId, TenantId},
    step::ChallengeChange,
    token::TokenHash,
};

use crate::{Row, StoreError, Tx, params, reach};

const COLUMNS: &str = "SELECT c.id, c.tenant, c.flow, c.purpose, c.contact, c.salt, c.key_id,
     c.length, c.reference, c.created_at, c.sent_at, c.expires_at, c.superseded_at, c.consumed_at
     FROM challenge c";

/// The challenges of all flows of a browser, the oldest first.
pub async fn list_of_visitor(
    tx: &mut Tx,
    tenant: TenantId,
    visitor: TokenHash,
) -> Result<Vec<Challenge>, StoreError> {
    let sql = format!(
        "{COLUMNS} JOIN flow f ON f.id = c.flow
         WHERE f.tenant = $1 AND f.visitor_hash = $2 ORDER BY c.id"
    );
    tx.query(&sql, &params![tenant, visitor])
        .await?
        .iter()
        .map(read)
        .collect()
}

/// The flow's challenges, the oldest first.
pub async fn list(tx: &mut Tx, flow: FlowId) -> Result<Vec<Challenge>, StoreError> {
    let sql = format!("{COLUMNS} WHERE c.flow = $1 ORDER BY c.id");
    tx.query(&sql, &params![flow])
        .await?
        .iter()
        .map(read)
        .collect()
}

/// The challenge with this name.
pub async fn find(tx: &mut Tx, id: ChallengeId) -> Result<Option<Challenge>, StoreError> {
    let sql = format!("{COLUMNS} WHERE c.id = $1");
    tx.query_opt(&sql, &params![id])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// Writes down what becomes of a challenge.
pub async fn update(tx: &mut Tx, change: &ChallengeChange) -> Result<(), StoreError> {
    let changed = match change {
        ChallengeChange::Insert(new) => return insert(tx, new).await,
        ChallengeChange::SentAgain(next) => {
            tx.execute(
                "UPDATE challenge SET sent_at = $2
                 WHERE id = $1 AND superseded_at IS NULL AND consumed_at IS NULL",
                &params![next.id, next.sent_at],
            )
            .await?
        }
        ChallengeChange::Supersede(next) => {
            tx.execute(
                "UPDATE challenge SET superseded_at = $2
                 WHERE id = $1 AND superseded_at IS NULL AND consumed_at IS NULL",
                &params![next.id, next.superseded_at],
            )
            .await?
        }
        ChallengeChange::Consume(next) => {
            reach::mend(tx, next.flow, &next.contact).await?;
            tx.execute(
                "UPDATE challenge SET consumed_at = $2
                 WHERE id = $1 AND superseded_at IS NULL AND consumed_at IS NULL
                     AND expires_at > $2",
                &params![next.id, next.consumed_at],
            )
            .await?
        }
    };
    // The flow's row is locked, so nobody can have come between; were it otherwise,
    // the whole step is undone.
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::Missing)
    }
}

async fn insert(tx: &mut Tx, new: &Challenge) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO challenge (id, tenant, flow, purpose, contact, salt, key_id, length,
             reference, created_at, sent_at, expires_at, superseded_at, consumed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL, NULL)",
        &params![
            new.id,
            new.tenant,
            new.flow,
            new.purpose,
            new.contact,
            new.salt,
            new.key,
            new.length,
            new.reference,
            new.created_at,
            new.sent_at,
            new.expires_at,
        ],
    )
    .await?;
    Ok(())
}

fn read(row: &Row) -> Result<Challenge, StoreError> {
    Ok(Challenge {
        id: row.get(0)?,
        tenant: row.get(1)?,
        flow: row.get(2)?,
        purpose: row.get(3)?,
        contact: row.get(4)?,
        salt: row.get(5)?,
        key: row.get(6)?,
        length: row.get(7)?,
        reference: row.get(8)?,
        created_at: row.get(9)?,
        sent_at: row.get(10)?,
        expires_at: row.get(11)?,
        superseded_at: row.get(12)?,
        consumed_at: row.get(13)?,
    })
}
