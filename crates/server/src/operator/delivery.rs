//! Messages as an operator sees them: what became of each, by whatever is known of it.

use kadomori_domain::{
    account::Account, attempt::Attempt, id::MessageId, identifier::Identifier,
    reference::Reference, time::Time,
};
use kadomori_store::{
    StoreError, Tx, account, attempt,
    ledger::{self, Entry},
    reach::{self, Reached},
};

use super::{OperatorError, Whom, find};
use crate::app::{App, Shared};

/// What is known of the messages that are looked for. What isn't named is any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    /// Whose they are.
    pub account: Option<Whom>,
    /// The address or number that they went to. It is looked for by its keyed hash: the ledger
    /// has no other.
    pub recipient: Option<Identifier>,
    /// The signs in the subject.
    pub reference: Option<Reference>,
    /// Asked for then or later.
    pub since: Option<Time>,
    /// Asked for then or earlier.
    pub until: Option<Time>,
    /// So many at the most.
    pub most: u32,
}

/// A message and all that became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its line in the ledger.
    pub entry: Entry,
    /// The account that it concerns.
    pub account: Option<Account>,
    /// The account's contact that it went to, where it has it still; how messages there have
    /// fared.
    pub contact: Option<Reached>,
    /// Every try and report, the oldest first.
    pub attempts: Vec<Attempt>,
}

/// The messages that are looked for, the newest first; `None` when there is no such account.
pub async fn deliveries(app: &App, sought: &Sought) -> Result<Option<Vec<Entry>>, OperatorError> {
    let asked = (App::clone(app), sought.clone());
    let found = app.db.read(asked, |tx, (app, sought)| {
        Box::pin(async move {
            let account = match &sought.account {
                None => None,
                Some(whom) => match find(tx, app.site.tenant, whom).await? {
                    None => return Ok(None),
                    Some(account) => Some(account.id),
                },
            };
            let index = app.keys.index_key(app.site.tenant);
            let hash = |one: &Identifier| reach::recipient(&index, &one.normal());
            let sought = ledger::Sought {
                tenant: app.site.tenant,
                account,
                recipient: sought.recipient.as_ref().map(hash),
                reference: sought.reference,
                since: sought.since,
                until: sought.until,
                most: sought.most,
            };
            ledger::search(tx, &sought).await.map(Some)
        })
    });
    Ok(found.await?)
}

/// A message and all that became of it; `None` when there is no such message.
pub async fn delivery(app: &App, id: MessageId) -> Result<Option<Delivery>, OperatorError> {
    let asked = (App::clone(app), id);
    let found = app
        .db
        .read(asked, |tx, (app, id)| Box::pin(read(tx, app, *id)));
    Ok(found.await?)
}

async fn read(tx: &mut Tx, app: &Shared, id: MessageId) -> Result<Option<Delivery>, StoreError> {
    let found = ledger::find(tx, id).await?;
    let Some(entry) = found.filter(|entry| entry.tenant == app.site.tenant) else {
        return Ok(None);
    };
    let (account, contact) = match entry.account {
        None => (None, None),
        Some(id) => {
            let index = app.keys.index_key(entry.tenant);
            (
                account::find(tx, entry.tenant, id).await?,
                reach::find(tx, &index, id, entry.recipient).await?,
            )
        }
    };
    Ok(Some(Delivery {
        account,
        contact,
        attempts: attempt::list(tx, entry.id).await?,
        entry,
    }))
}
