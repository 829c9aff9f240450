//! What was sent, as far as it takes to say of a mail that it is ours: columns of the ledger's
//! rows, written with each row and read here alone. They stay until the ledger's retention
//! ends.

use kadomori_domain::{
    client::Agent,
    delivery::{Bound, DeliveryState},
    id::{AccountId, FlowId, MessageId, TenantId},
    message::Message,
    own_mail::{About, asked_with, is_marked},
    purpose::Purpose,
    reference::Reference,
    time::Time,
};

use crate::{
    Row, StoreError, Tx,
    column::{from_json, to_json},
    params,
};

/// A message that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The message.
    pub id: MessageId,
    /// The account that it concerned; `None` where there was none, or is none any more.
    pub account: Option<AccountId>,
    /// The flow that asked for it; `None` where none did.
    pub flow: Option<FlowId>,
    /// The keyed hash of the recipient's normal form.
    pub recipient: [u8; 32],
    /// The signs in its subject.
    pub reference: Reference,
    /// When it was asked for.
    pub at: Time,
    /// Whether it left.
    pub state: DeliveryState,
    /// What it was about; `None` for a notice from before this was kept.
    pub about: Option<About>,
    /// The program that asked for it.
    pub agent: Option<Agent>,
    /// Until when its code works; `None` for what brings none.
    pub ends_at: Option<Time>,
    /// Whether it carries our mark.
    pub marked: bool,
}

const COLUMNS: &str = "SELECT id, account, flow, recipient_hash, reference, queued_at, state,
     about, purpose, browser, system, ends_at, marked FROM ledger";

/// The message with this name.
pub async fn find(
    tx: &mut Tx,
    tenant: TenantId,
    id: MessageId,
) -> Result<Option<Sent>, StoreError> {
    tx.query_opt(
        &format!("{COLUMNS} WHERE id = $1 AND tenant = $2"),
        &params![id, tenant],
    )
    .await?
    .as_ref()
    .map(read)
    .transpose()
}

/// The messages for an account with these signs in their subject, the newest first, `most` at
/// the most.
pub async fn list(
    tx: &mut Tx,
    account: AccountId,
    reference: Reference,
    most: u32,
) -> Result<Vec<Sent>, StoreError> {
    let sql = format!("{COLUMNS} WHERE account = $1 AND reference = $2 ORDER BY id DESC LIMIT $3");
    let rows = tx.query(&sql, &params![account, reference, most]).await?;
    rows.iter().map(read).collect()
}

/// What a row of the ledger has for this file.
pub(crate) struct Kept<'a> {
    pub(crate) about: String,
    pub(crate) browser: Option<&'a String>,
    pub(crate) system: Option<&'a String>,
    pub(crate) ends_at: Option<Time>,
    pub(crate) marked: bool,
}

impl<'a> Kept<'a> {
    /// What is kept of a message.
    pub(crate) fn of(message: &'a Message) -> Result<Self, StoreError> {
        let payload = &message.payload;
        let about = About::of(payload);
        let agent = asked_with(payload);
        Ok(Self {
            about: to_json(&about)?,
            browser: agent.and_then(|agent| agent.browser.as_ref()),
            system: agent.and_then(|agent| agent.system.as_ref()),
            ends_at: match about {
                About::Code { .. } => Some(message.expires_at),
                About::Notice { .. } | About::Verdict => None,
            },
            marked: is_marked(Bound::of(payload).channel),
        })
    }
}

fn read(row: &Row) -> Result<Sent, StoreError> {
    let state: String = row.get(6)?;
    let about: Option<String> = row.get(7)?;
    let purpose: Option<Purpose> = row.get(8)?;
    let about = match about {
        Some(about) => Some(from_json("ledger.about", &about)?),
        None => purpose.map(|purpose| About::Code { purpose }),
    };
    let agent = Agent {
        browser: row.get(9)?,
        system: row.get(10)?,
    };
    Ok(Sent {
        id: row.get(0)?,
        account: row.get(1)?,
        flow: row.get(2)?,
        recipient: row.get(3)?,
        reference: row.get(4)?,
        at: row.get(5)?,
        state: DeliveryState::named(&state)
            .ok_or_else(|| StoreError::unreadable("ledger.state", "no such state"))?,
        about,
        agent: Some(agent).filter(|agent| *agent != Agent::default()),
        ends_at: row.get(11)?,
        marked: row.get(12)?,
    })
}
