//! Flows. The statement that counts a try is also what loads and locks its flow.

use kadomori_domain::{
    flow::{Flow, SignIn, Tries, VERSION},
    id::{FlowId, TenantId},
    time::Time,
    token::TokenHash,
};

use crate::{
    Row, StoreError, Tx,
    column::{from_json, known_version, to_json},
    params,
};

const COLUMNS: &str = "id, tenant, visitor_hash, address, locale, zone, tries, tries_most,
     version, state, created_at, expires_at";

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

/// Writes down a flow that begins.
pub async fn insert(tx: &mut Tx, flow: &Flow) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO flow (id, tenant, visitor_hash, address, locale, zone, tries, tries_most,
             version, state, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        &params![
            flow.id,
            flow.tenant,
            flow.visitor,
            flow.address,
            flow.locale,
            flow.zone,
            flow.tries.used,
            flow.tries.most,
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
        "UPDATE flow SET tries = $2, version = $3, state = $4 WHERE id = $1",
        &params![flow.id, flow.tries.used, VERSION, to_json(&flow.state)?],
    )
    .await?;
    Ok(())
}

fn read(row: &Row) -> Result<Flow, StoreError> {
    known_version("flow", row.get(8)?, VERSION)?;
    let state: String = row.get(9)?;
    let state: SignIn = from_json("flow.state", &state)?;
    Ok(Flow {
        id: row.get(0)?,
        tenant: row.get(1)?,
        visitor: row.get(2)?,
        address: row.get(3)?,
        locale: row.get(4)?,
        zone: row.get(5)?,
        tries: Tries {
            used: row.get(6)?,
            most: row.get(7)?,
        },
        state,
        created_at: row.get(10)?,
        expires_at: row.get(11)?,
    })
}
