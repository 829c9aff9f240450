//! Flows. The statement that counts a try is also what loads and locks its flow.

use kadomori_domain::{
    flow::{Bound, Flow, State, Tries, VERSION},
    id::{AccountId, FlowId, TenantId},
    time::Time,
    token::TokenHash,
};

use crate::{
    Row, StoreError, Tx,
    column::{from_json, identifier, identifier_text, known_version, to_json},
    params, proof,
};

const COLUMNS: &str = "id, tenant, visitor_hash, purpose, identifier_kind, identifier, address,
     account, session, locale, zone, tries, tries_most, kept, proofs, errand, version, state,
     created_at, expires_at";

/// The flow with this name, whoever asks.
pub async fn find(tx: &mut Tx, tenant: TenantId, id: FlowId) -> Result<Option<Flow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM flow WHERE id = $1 AND tenant = $2");
    tx.query_opt(&sql, &params![id, tenant])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// Counts a try, and so loads and locks the flow, before anything is looked at.
///
/// `None` when the flow isn't there or over, belongs to another browser, or has no tries left.
pub async fn count_try(
    tx: &mut Tx,
    tenant: TenantId,
    id: FlowId,
    visitor: TokenHash,
    now: Time,
) -> Result<Option<Flow>, StoreError> {
    let sql = format!(
        "UPDATE flow SET tries = tries + 1
         WHERE id = $1 AND tenant = $2 AND visitor_hash = $3 AND tries < tries_most
             AND expires_at > $4
         RETURNING {COLUMNS}"
    );
    tx.query_opt(&sql, &params![id, tenant, visitor, now])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// Loads and locks the flow of this browser without counting a try.
pub async fn find_for_update(
    tx: &mut Tx,
    tenant: TenantId,
    id: FlowId,
    visitor: TokenHash,
) -> Result<Option<Flow>, StoreError> {
    let lock = tx.engine().for_update();
    let sql = format!(
        "SELECT {COLUMNS} FROM flow WHERE id = $1 AND tenant = $2 AND visitor_hash = $3{lock}"
    );
    tx.query_opt(&sql, &params![id, tenant, visitor])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// The oldest version of states that flows of the last hour may stand in.
const OLDEST: u16 = 2;

/// Writes down a flow that begins.
pub async fn insert(tx: &mut Tx, flow: &Flow) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO flow ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
             $13, $14, $15, $16, $17, $18, $19, $20)"
    );
    tx.execute(
        &sql,
        &params![
            flow.id,
            flow.tenant,
            flow.visitor,
            flow.purpose,
            flow.identifier.kind(),
            identifier_text(&flow.identifier),
            flow.destination,
            flow.bound.map(|bound| bound.account),
            flow.bound.and_then(|bound| bound.session),
            flow.locale,
            flow.zone,
            flow.tries.used,
            flow.tries.most,
            flow.keep,
            proof::to_text(&flow.proofs)?,
            flow.errand,
            VERSION,
            to_json(&flow.state)?,
            flow.created_at,
            flow.expires_at,
        ],
    )
    .await?;
    Ok(())
}

/// Writes down how a flow, locked by this transaction, goes on.
pub async fn update(tx: &mut Tx, flow: &Flow) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE flow SET tries = $2, kept = $3, proofs = $4, version = $5, state = $6,
             account = $7, address = $8
         WHERE id = $1",
        &params![
            flow.id,
            flow.tries.used,
            flow.keep,
            proof::to_text(&flow.proofs)?,
            VERSION,
            to_json(&flow.state)?,
            flow.bound.map(|bound| bound.account),
            flow.destination,
        ],
    )
    .await?;
    Ok(())
}

fn read(row: &Row) -> Result<Flow, StoreError> {
    known_version("flow", row.get(16)?, (OLDEST, VERSION))?;
    let (kind, typed): (String, String) = (row.get(4)?, row.get(5)?);
    let (proofs, state): (String, String) = (row.get(14)?, row.get(17)?);
    let state: State = from_json("flow.state", &state)?;
    let account: Option<AccountId> = row.get(7)?;
    let session = row.get(8)?;
    Ok(Flow {
        id: row.get(0)?,
        tenant: row.get(1)?,
        visitor: row.get(2)?,
        purpose: row.get(3)?,
        identifier: identifier(&kind, &typed)?,
        destination: row.get(6)?,
        bound: account.map(|account| Bound { account, session }),
        locale: row.get(9)?,
        zone: row.get(10)?,
        tries: Tries {
            used: row.get(11)?,
            most: row.get(12)?,
        },
        keep: row.get(13)?,
        proofs: proof::from_text("flow.proofs", &proofs)?,
        errand: row.get(15)?,
        state,
        created_at: row.get(18)?,
        expires_at: row.get(19)?,
    })
}
