//! How messages to an account's contacts have fared: columns of the contacts' rows, written
//! here alone.

use kadomori_domain::{
    delivery::Channel,
    id::{AccountId, ContactId, FlowId},
    key::IndexKey,
    reach::Reach,
};

use crate::{Row, StoreError, Tx, params};

/// The kind of thing that a recipient's hash is of.
const RECIPIENT: &str = "recipient";

/// A contact, and how messages to it have fared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The contact.
    pub id: ContactId,
    /// How messages reach it.
    pub channel: Channel,
    /// As it is shown.
    pub address: String,
    /// Its normal form.
    pub normal: String,
    /// How they have fared.
    pub reach: Reach,
}

/// What the ledger keeps of a recipient, by its normal form: mails by the address, text
/// messages by the number in E.164.
#[must_use]
pub fn recipient(index: &IndexKey, normal: &str) -> [u8; 32] {
    index.hash(RECIPIENT, normal.as_bytes())
}

/// The account's contact with this hash; `None` when it has none.
pub async fn find(
    tx: &mut Tx,
    index: &IndexKey,
    account: AccountId,
    hash: [u8; 32],
) -> Result<Option<Reached>, StoreError> {
    find_with(tx, index, (account, hash), "").await
}

/// The same, locked.
pub async fn find_for_update(
    tx: &mut Tx,
    index: &IndexKey,
    account: AccountId,
    hash: [u8; 32],
) -> Result<Option<Reached>, StoreError> {
    let lock = tx.engine().for_update();
    find_with(tx, index, (account, hash), lock).await
}

async fn find_with(
    tx: &mut Tx,
    index: &IndexKey,
    (account, hash): (AccountId, [u8; 32]),
    lock: &str,
) -> Result<Option<Reached>, StoreError> {
    let sql = format!(
        "SELECT id, kind, address, bounces, bounced_at, broken_at, normal FROM contact
         WHERE account = $1 ORDER BY id{lock}"
    );
    for row in tx.query(&sql, &params![account]).await? {
        let normal: String = row.get(6)?;
        if recipient(index, &normal) == hash {
            return read(&row).map(Some);
        }
    }
    Ok(None)
}

/// The account's contacts that count as broken, the oldest first.
pub async fn list_broken(tx: &mut Tx, account: AccountId) -> Result<Vec<Reached>, StoreError> {
    let rows = tx
        .query(
            "SELECT id, kind, address, bounces, bounced_at, broken_at, normal FROM contact
             WHERE account = $1 AND broken_at IS NOT NULL ORDER BY id",
            &params![account],
        )
        .await?;
    rows.iter().map(read).collect()
}

/// Writes down how messages to a contact have fared.
pub async fn update(tx: &mut Tx, id: ContactId, reach: Reach) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE contact SET bounces = $2, bounced_at = $3, broken_at = $4 WHERE id = $1",
        &params![id, reach.bounces, reach.bounced_at, reach.broken_at],
    )
    .await?;
    Ok(())
}

/// Forgets what came back from the contact with this normal form, as in its row: the code that
/// was sent there for `flow` has just come back in its person's hand.
pub(crate) async fn mend(tx: &mut Tx, flow: FlowId, normal: &str) -> Result<(), StoreError> {
    let fresh = Reach::default();
    tx.execute(
        "UPDATE contact SET bounces = $3, bounced_at = $4, broken_at = $5
         WHERE account IN (SELECT account FROM ledger WHERE flow = $1) AND normal = $2
             AND (bounces > 0 OR broken_at IS NOT NULL)",
        &params![
            flow,
            normal,
            fresh.bounces,
            fresh.bounced_at,
            fresh.broken_at
        ],
    )
    .await?;
    Ok(())
}

fn read(row: &Row) -> Result<Reached, StoreError> {
    let kind: String = row.get(1)?;
    Ok(Reached {
        id: row.get(0)?,
        channel: match kind.as_str() {
            "mail" => Channel::Mail,
            "phone" => Channel::Text,
            _ => return Err(StoreError::unreadable("contact.kind", "no such kind")),
        },
        address: row.get(2)?,
        normal: row.get(6)?,
        reach: Reach {
            bounces: row.get(3)?,
            bounced_at: row.get(4)?,
            broken_at: row.get(5)?,
        },
    })
}
