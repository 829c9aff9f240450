//! The ledger: every message that is or was handed over. It knows its recipients by
//! keyed hashes only.

use core::fmt::Write as _;

use kadomori_domain::{
    attempt::nameless,
    delivery::{Bound, Channel, DeliveryState},
    id::{AccountId, FlowId, MessageId, TenantId},
    message::{Message, Payload},
    purpose::Purpose,
    reference::Reference,
    time::Time,
};

use crate::{
    Row, StoreError, Tx,
    own_mail::Kept,
    params,
    value::{ToValue as _, Value},
};

/// A line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The message.
    pub id: MessageId,
    /// The organisation.
    pub tenant: TenantId,
    /// The account it concerns.
    pub account: Option<AccountId>,
    /// The flow that asked for it; `None` for a notice.
    pub flow: Option<FlowId>,
    /// The keyed hash of the recipient's normal form.
    pub recipient: [u8; 32],
    /// What its code is for; `None` for a notice.
    pub purpose: Option<Purpose>,
    /// The signs in its subject.
    pub reference: Reference,
    /// When it was asked for.
    pub queued_at: Time,
    /// Where it is.
    pub state: DeliveryState,
    /// Since when.
    pub state_at: Time,
    /// How many times it was tried.
    pub attempts: u32,
    /// What was said of it last.
    pub answer: Option<String>,
    /// How it travels.
    pub channel: Channel,
    /// The domain or the country that it goes to.
    pub area: String,
    /// The provider that had it last.
    pub provider: Option<String>,
}

/// What came of tries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried<'a> {
    /// Where the message is now.
    pub state: DeliveryState,
    /// The provider that was asked; `None` when none was.
    pub provider: Option<&'a str>,
    /// What was said.
    pub answer: Option<&'a str>,
    /// How many providers were asked.
    pub tries: u32,
}

const COLUMNS: &str = "SELECT id, tenant, account, flow, recipient_hash, purpose, reference,
     queued_at, state, state_at, attempts, answer, channel, area, provider FROM ledger";

/// The line of this message.
pub async fn find(tx: &mut Tx, id: MessageId) -> Result<Option<Entry>, StoreError> {
    tx.query_opt(&format!("{COLUMNS} WHERE id = $1"), &params![id])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// The line of this message, locked: nobody else changes it until this transaction ends.
pub async fn find_for_update(tx: &mut Tx, id: MessageId) -> Result<Option<Entry>, StoreError> {
    let lock = tx.engine().for_update();
    tx.query_opt(&format!("{COLUMNS} WHERE id = $1{lock}"), &params![id])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// The lines of a flow, the oldest first.
pub async fn list(tx: &mut Tx, flow: FlowId) -> Result<Vec<Entry>, StoreError> {
    let rows = tx
        .query(
            &format!("{COLUMNS} WHERE flow = $1 ORDER BY id"),
            &params![flow],
        )
        .await?;
    rows.iter().map(read).collect()
}

/// What an operator looks for. What isn't named is any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    /// The organisation.
    pub tenant: TenantId,
    /// The account that it concerns.
    pub account: Option<AccountId>,
    /// The keyed hash of the recipient's normal form.
    pub recipient: Option<[u8; 32]>,
    /// The signs in its subject.
    pub reference: Option<Reference>,
    /// Asked for then or later.
    pub since: Option<Time>,
    /// Asked for then or earlier.
    pub until: Option<Time>,
    /// So many at the most.
    pub most: u32,
}

/// The lines that are looked for, the newest first.
pub async fn search(tx: &mut Tx, sought: &Sought) -> Result<Vec<Entry>, StoreError> {
    let since = sought.since.unwrap_or(Time::from_micros(0));
    let mut given = params![sought.tenant, since, sought.most].to_vec();
    let mut sql = format!("{COLUMNS} WHERE tenant = $1 AND queued_at >= $2");
    let mut only = |column: &str, value: Option<Value>| {
        if let Some(value) = value {
            given.push(value);
            let _ = write!(sql, " AND {column} ${}", given.len());
        }
    };
    only("account =", sought.account.map(|one| one.to_value()));
    only(
        "recipient_hash =",
        sought.recipient.map(|one| one.to_value()),
    );
    only("reference =", sought.reference.map(|one| one.to_value()));
    only("queued_at <=", sought.until.map(|one| one.to_value()));
    sql.push_str(" ORDER BY queued_at DESC, id DESC LIMIT $3");
    let rows = tx.query(&sql, &given).await?;
    rows.iter().map(read).collect()
}

/// Enters a message before it is handed over for the first time; `false` when it is there
/// already, which then changes nothing.
pub async fn insert(
    tx: &mut Tx,
    message: &Message,
    recipient: [u8; 32],
    now: Time,
) -> Result<bool, StoreError> {
    let purpose = match &message.payload {
        Payload::Code(mail) => Some(mail.purpose),
        Payload::Notice(_) | Payload::Verdict(_) => None,
    };
    let bound = Bound::of(&message.payload);
    let kept = Kept::of(message)?;
    let entered = tx
        .execute(
            "INSERT INTO ledger (id, tenant, account, flow, recipient_hash, purpose, reference,
             queued_at, state, state_at, attempts, answer, channel, area, about, browser,
             system, ends_at, marked)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, NULL, $11, $12, $13, $14, $15,
                 $16, $17)
             ON CONFLICT (id) DO NOTHING",
            &params![
                message.id,
                message.tenant,
                message.account,
                message.serves.map(|(flow, _)| flow),
                recipient,
                purpose,
                message.payload.reference(),
                message.created_at,
                DeliveryState::Queued.name(),
                now,
                bound.channel.name(),
                bound.area,
                kept.about,
                kept.browser,
                kept.system,
                kept.ends_at,
                kept.marked,
            ],
        )
        .await?;
    Ok(entered > 0)
}

/// Writes down what became of tries.
pub async fn update(
    tx: &mut Tx,
    id: MessageId,
    tried: &Tried<'_>,
    now: Time,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE ledger SET state = $2, state_at = $3, attempts = attempts + $6, answer = $4,
             provider = COALESCE($5, provider)
         WHERE id = $1",
        &params![
            id,
            tried.state.name(),
            now,
            tried.answer.map(nameless),
            tried.provider,
            tried.tries
        ],
    )
    .await?;
    Ok(())
}

/// Writes down what was reported, which is no try of ours.
pub async fn update_reported(
    tx: &mut Tx,
    id: MessageId,
    state: DeliveryState,
    answer: &str,
    now: Time,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE ledger SET state = $2, state_at = $3, answer = $4 WHERE id = $1",
        &params![id, state.name(), now, nameless(answer)],
    )
    .await?;
    Ok(())
}

fn read(row: &Row) -> Result<Entry, StoreError> {
    let state: String = row.get(8)?;
    let channel: String = row.get(12)?;
    Ok(Entry {
        id: row.get(0)?,
        tenant: row.get(1)?,
        account: row.get(2)?,
        flow: row.get(3)?,
        recipient: row.get(4)?,
        purpose: row.get(5)?,
        reference: row.get(6)?,
        queued_at: row.get(7)?,
        state: DeliveryState::named(&state)
            .ok_or_else(|| StoreError::unreadable("ledger.state", "no such state"))?,
        state_at: row.get(9)?,
        attempts: row.get(10)?,
        answer: row.get(11)?,
        channel: Channel::named(&channel)
            .ok_or_else(|| StoreError::unreadable("ledger.channel", "no such channel"))?,
        area: row.get(13)?,
        provider: row.get(14)?,
    })
}
