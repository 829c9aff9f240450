//! The outbox: messages that are to be sent, in the transaction that asked for them.
//!
//! A worker claims rows for a while; one that dies loses its claim, and another
//! sends the same message under the same name.

use core::time::Duration;

use kadomori_domain::{
    delivery::Bound,
    event::Withheld,
    id::{ChallengeId, FlowId, MessageId},
    message::{CodeMessage, Message, Payload, VERSION},
    time::Time,
};

use crate::{
    Row, StoreError, Tx,
    column::{from_json, to_json},
    params,
    value::{ToValue as _, Value},
};

/// The name that a worker claims rows under.
pub type Worker = [u8; 16];

/// A claimed message.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// The message.
    pub message: Message,
    /// How many times it was claimed, this time among them.
    pub attempts: u32,
}

/// How the queue stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Messages that wait.
    pub length: i64,
    /// When the oldest of them was asked for.
    pub oldest: Option<Time>,
}

/// Puts a message into the outbox.
pub async fn insert(tx: &mut Tx, message: &Message) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO outbox (id, tenant, account, flow, challenge, version, payload, withheld,
             created_at, expires_at, next_at, attempts, claimed_by, area)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $9, 0, NULL, $11)",
        &params![
            message.id,
            message.tenant,
            message.account,
            message.serves.map(|(flow, _)| flow),
            message.serves.map(|(_, challenge)| challenge),
            VERSION,
            to_json(&message.payload)?,
            message.withheld.map(Withheld::name),
            message.created_at,
            message.expires_at,
            Bound::of(&message.payload).lane(),
        ],
    )
    .await?;
    Ok(())
}

/// Whether any message is due whose lane isn't among `busy`.
pub async fn is_due(tx: &mut Tx, now: Time, busy: &[String]) -> Result<bool, StoreError> {
    let mut given = params![now].to_vec();
    let but = not_on(busy, &mut given);
    let sql = format!("SELECT 1 FROM outbox WHERE next_at <= $1{but} LIMIT 1");
    Ok(tx.query_opt(&sql, &given).await?.is_some())
}

/// The condition that leaves out these lanes, whose names join the parameters.
fn not_on(busy: &[String], given: &mut Vec<Value>) -> String {
    let names: Vec<_> = busy
        .iter()
        .map(|lane| {
            given.push(lane.to_value());
            format!("${}", given.len())
        })
        .collect();
    if names.is_empty() {
        return String::new();
    }
    format!(" AND area NOT IN ({})", names.join(", "))
}

/// Claims up to `most` messages that are due, for as long as `lease`; none of those whose lane
/// is among `busy`.
pub async fn claim(
    tx: &mut Tx,
    worker: Worker,
    now: Time,
    lease: Duration,
    most: u32,
    busy: &[String],
) -> Result<Vec<Claimed>, StoreError> {
    let skip = tx.engine().skip_locked();
    let mut given = params![worker, now, now.plus(lease), most].to_vec();
    let but = not_on(busy, &mut given);
    let sql = format!(
        "UPDATE outbox SET claimed_by = $1, next_at = $3, attempts = attempts + 1
         WHERE id IN (SELECT id FROM outbox WHERE next_at <= $2{but}
             ORDER BY next_at, id LIMIT $4{skip})
         RETURNING id, tenant, account, flow, challenge, version, payload, withheld,
             created_at, expires_at, attempts"
    );
    let rows = tx.query(&sql, &given).await?;
    let mut claimed = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    claimed.sort_by_key(|one| one.message.id);
    Ok(claimed)
}

/// Puts a message back as it was before it was claimed: there is no room on its lane.
pub async fn put_back(
    tx: &mut Tx,
    id: MessageId,
    worker: Worker,
    now: Time,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE outbox SET next_at = $3, claimed_by = NULL, attempts = attempts - 1
         WHERE id = $1 AND claimed_by = $2",
        &params![id, worker, now],
    )
    .await?;
    Ok(())
}

/// Takes a message out: it was handed over, dropped or given up. Only the worker that
/// holds the claim may; `false` when another holds it by now.
pub async fn delete(tx: &mut Tx, id: MessageId, worker: Worker) -> Result<bool, StoreError> {
    let gone = tx
        .execute(
            "DELETE FROM outbox WHERE id = $1 AND claimed_by = $2",
            &params![id, worker],
        )
        .await?;
    Ok(gone > 0)
}

/// Puts a claimed message back, to be tried again at `next`; `false` when another worker holds
/// the claim by now.
pub async fn update_next(
    tx: &mut Tx,
    id: MessageId,
    worker: Worker,
    next: Time,
) -> Result<bool, StoreError> {
    let put_back = tx
        .execute(
            "UPDATE outbox SET next_at = $3, claimed_by = NULL WHERE id = $1 AND claimed_by = $2",
            &params![id, worker, next],
        )
        .await?;
    Ok(put_back > 0)
}

/// Puts all that `worker` has claimed back as it was, because it stops.
pub async fn release(tx: &mut Tx, worker: Worker, now: Time) -> Result<u64, StoreError> {
    tx.execute(
        "UPDATE outbox SET next_at = $2, claimed_by = NULL, attempts = attempts - 1
         WHERE claimed_by = $1",
        &params![worker, now],
    )
    .await
}

/// How many messages wait, and since when the oldest. Withheld ones don't count.
pub async fn backlog(tx: &mut Tx) -> Result<Backlog, StoreError> {
    let row = tx
        .query_one(
            "SELECT COUNT(*), MIN(created_at) FROM outbox WHERE withheld IS NULL",
            &params![],
        )
        .await?;
    Ok(Backlog {
        length: row.get(0)?,
        oldest: row.get(1)?,
    })
}

fn read(row: &Row) -> Result<Claimed, StoreError> {
    let payload: String = row.get(6)?;
    let payload = read_payload(row.get(5)?, &payload)?;
    let withheld: Option<String> = row.get(7)?;
    let withheld = withheld
        .map(|name| {
            Withheld::named(&name)
                .ok_or_else(|| StoreError::unreadable("outbox.withheld", "no such reason"))
        })
        .transpose()?;
    let flow: Option<FlowId> = row.get(3)?;
    let challenge: Option<ChallengeId> = row.get(4)?;
    let message = Message {
        id: row.get(0)?,
        tenant: row.get(1)?,
        account: row.get(2)?,
        serves: flow.zip(challenge),
        payload,
        withheld,
        created_at: row.get(8)?,
        expires_at: row.get(9)?,
    };
    Ok(Claimed {
        message,
        attempts: row.get(10)?,
    })
}

/// What a message says, in the versions that may still wait: the first knew codes alone, the
/// second mails alone, the third no answers to forwarded mails.
fn read_payload(version: u16, text: &str) -> Result<Payload, StoreError> {
    let column = "outbox.payload";
    match version {
        1 => from_json::<CodeMessage>(column, text).map(Payload::Code),
        2 | 3 | VERSION => from_json(column, text),
        other => {
            let said = format!("version {other} is newer than the known {VERSION}");
            Err(StoreError::unreadable("outbox", said))
        }
    }
}
