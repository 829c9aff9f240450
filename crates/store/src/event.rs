//! Events.

use kadomori_domain::{
    event::{Event, Facts, Personal, VERSION},
    id::{AccountId, EventId, TenantId},
};

use crate::{
    Row, StoreError, Tx,
    column::{from_json, known_version, to_json},
    params,
};

/// The account's lines before `before`, the newest first, `most` at the most.
pub async fn list(
    tx: &mut Tx,
    account: AccountId,
    before: Option<EventId>,
    most: u32,
) -> Result<Vec<Event>, StoreError> {
    let before = before.unwrap_or_else(|| EventId::from_bytes([0xff; 16]));
    let rows = tx
        .query(
            "SELECT id, tenant, account, at, version, facts, personal FROM event
             WHERE account = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
            &params![account, before, most],
        )
        .await?;
    rows.iter().map(read).collect()
}

/// Whether the line is there already.
pub async fn exists(tx: &mut Tx, id: EventId) -> Result<bool, StoreError> {
    let found = tx
        .query_opt("SELECT id FROM event WHERE id = $1", &params![id])
        .await?;
    Ok(found.is_some())
}

/// Adds lines.
pub async fn insert(tx: &mut Tx, event: &Event) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO event (id, tenant, account, at, kind, version, facts, personal)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &params![
            event.id,
            event.tenant,
            event.account,
            event.at,
            event.facts.kind(),
            VERSION,
            to_json(&event.facts)?,
            to_json(&event.personal)?,
        ],
    )
    .await?;
    Ok(())
}

fn read(row: &Row) -> Result<Event, StoreError> {
    known_version("event", row.get(4)?, (VERSION, VERSION))?;
    let facts: String = row.get(5)?;
    let personal: String = row.get(6)?;
    let facts: Facts = from_json("event.facts", &facts)?;
    let personal: Personal = from_json("event.personal", &personal)?;
    let tenant: TenantId = row.get(1)?;
    Ok(Event {
        id: row.get(0)?,
        tenant,
        account: row.get(2)?,
        at: row.get(3)?,
        facts,
        personal,
    })
}
