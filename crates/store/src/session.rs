//! Sessions.

use kadomori_domain::{
    client::Agent,
    factor::FactorKind,
    id::{AccountId, SessionId, TenantId},
    session::{Session, StepUp},
    time::Time,
    token::TokenHash,
};

use crate::{
    Row, StoreError, Tx,
    column::{from_json, to_json},
    params, proof,
};

const COLUMNS: &str = "SELECT s.id, s.tenant, s.account, s.device, s.token_hash, s.created_at,
     s.seen_at, s.idle_for, s.ends_at, s.kept, s.assurance, s.ways, s.proofs";

/// A session with the browser it was opened in.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The session.
    pub session: Session,
    /// The browser.
    pub agent: Agent,
}

/// The session whose cookie carries this secret, alive or not.
pub async fn find(tx: &mut Tx, token: TokenHash) -> Result<Option<Session>, StoreError> {
    let sql = format!("{COLUMNS} FROM session s WHERE s.token_hash = $1");
    tx.query_opt(&sql, &params![token])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// The account's sessions, the newest first.
pub async fn list(tx: &mut Tx, account: AccountId) -> Result<Vec<Listed>, StoreError> {
    let sql = format!(
        "{COLUMNS}, d.agent FROM session s LEFT JOIN device d ON d.id = s.device
         WHERE s.account = $1 ORDER BY s.id DESC"
    );
    let rows = tx.query(&sql, &params![account]).await?;
    rows.iter()
        .map(|row| {
            let agent: Option<String> = row.get(13)?;
            let agent = agent.map_or(Ok(Agent::default()), |text| {
                from_json("device.agent", &text)
            })?;
            Ok(Listed {
                session: read(row)?,
                agent,
            })
        })
        .collect()
}

/// Opens a session. Of more than `most` the oldest end.
pub async fn insert(tx: &mut Tx, session: &Session, most: u32) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM session WHERE account = $1 AND id IN (
             SELECT id FROM session WHERE account = $1 ORDER BY id DESC LIMIT 1000 OFFSET $2)",
        &params![session.account, most.saturating_sub(1)],
    )
    .await?;
    tx.execute(
        "INSERT INTO session (id, tenant, account, device, token_hash, created_at, seen_at,
             idle_for, ends_at, kept, assurance, ways, proofs)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        &params![
            session.id,
            session.tenant,
            session.account,
            session.device,
            session.token,
            session.created_at,
            session.seen_at,
            session.idle_for,
            session.ends_at,
            session.keep,
            session.assurance,
            to_json(&session.ways)?,
            proof::to_text(&session.proofs)?,
        ],
    )
    .await?;
    Ok(())
}

/// Writes down that a session was used.
pub async fn update_seen(tx: &mut Tx, id: SessionId, now: Time) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE session SET seen_at = $2 WHERE id = $1 AND seen_at < $2",
        &params![id, now],
    )
    .await?;
    Ok(())
}

/// Gives a session that proves more than before its new secret; tells whether it was there.
pub async fn update_step_up(tx: &mut Tx, next: &StepUp) -> Result<bool, StoreError> {
    let changed = tx
        .execute(
            "UPDATE session SET token_hash = $3, proofs = $4, assurance = $5, ways = $6
             WHERE id = $1 AND account = $2",
            &params![
                next.session,
                next.account,
                next.token,
                proof::to_text(&next.proofs)?,
                next.assurance,
                to_json(&next.ways)?,
            ],
        )
        .await?;
    Ok(changed > 0)
}

/// Ends one session of the account; tells whether there was one.
pub async fn delete(tx: &mut Tx, account: AccountId, id: SessionId) -> Result<bool, StoreError> {
    let ended = tx
        .execute(
            "DELETE FROM session WHERE id = $1 AND account = $2",
            &params![id, account],
        )
        .await?;
    Ok(ended > 0)
}

/// Ends the session whose cookie carries this secret, because another takes its place.
pub async fn delete_by_token(tx: &mut Tx, token: TokenHash) -> Result<(), StoreError> {
    tx.execute("DELETE FROM session WHERE token_hash = $1", &params![token])
        .await?;
    Ok(())
}

/// Ends all sessions of the account; tells how many.
pub async fn delete_all(
    tx: &mut Tx,
    tenant: TenantId,
    account: AccountId,
) -> Result<u64, StoreError> {
    tx.execute(
        "DELETE FROM session WHERE account = $1 AND tenant = $2",
        &params![account, tenant],
    )
    .await
}

/// Ends all sessions of the account but this one; tells how many.
pub async fn delete_others(
    tx: &mut Tx,
    account: AccountId,
    but: SessionId,
) -> Result<u64, StoreError> {
    tx.execute(
        "DELETE FROM session WHERE account = $1 AND id <> $2",
        &params![account, but],
    )
    .await
}

fn read(row: &Row) -> Result<Session, StoreError> {
    let (ways, proofs): (String, String) = (row.get(11)?, row.get(12)?);
    let ways: Vec<FactorKind> = from_json("session.ways", &ways)?;
    Ok(Session {
        id: row.get(0)?,
        tenant: row.get(1)?,
        account: row.get(2)?,
        device: row.get(3)?,
        token: row.get(4)?,
        created_at: row.get(5)?,
        seen_at: row.get(6)?,
        idle_for: row.get(7)?,
        ends_at: row.get(8)?,
        keep: row.get(9)?,
        assurance: row.get(10)?,
        ways,
        proofs: proof::from_text("session.proofs", &proofs)?,
    })
}
