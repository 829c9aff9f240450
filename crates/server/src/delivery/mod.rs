//! What is told of a message after it was handed over: reports of gateways, mails that come
//! back. Whoever reads them calls [`take`], which ties a report to its message, writes it
//! down, and draws the conclusions for the contact.

use std::sync::Arc;

use kadomori_domain::{
    attempt::{Attempt, Outcome},
    chance::Chance,
    delivery::{DeliveryState, Permanence, Report},
    event::{Event, Facts, Personal},
    id::{EventId, MessageId},
    key::IndexKey,
    reach::Reach,
    time::Time,
};
use kadomori_store::{
    StoreError, Tx, attempt, event,
    ledger::{self, Entry},
    reach,
};

use crate::app::App;

/// What was told of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Which message; its tag was opened, so that it is one of ours.
    pub message: MessageId,
    /// What.
    pub report: Report,
    /// Who told it: a provider's name, or the name of the server that sent the mail back.
    pub provider: String,
    /// In what words.
    pub answer: String,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The message is nowhere: it was forgotten by now, or never sent.
    Unknown,
    /// It tells nothing new.
    Known,
    /// The message is in another state now.
    Changed(DeliveryState),
}

/// Takes a report: the ledger, the message's attempts, and the contact in one transaction.
/// The same report twice does no harm.
pub async fn take(app: &App, told: Told) -> Result<Taken, StoreError> {
    let seed = app.entropy.seed().unwrap_or_default();
    let input = (Arc::clone(app), told, seed);
    let taken = app
        .db
        .write(input, |tx, (app, told, seed)| {
            let now = app.clock.now();
            Box::pin(async move {
                let Some(entry) = ledger::find_for_update(tx, told.message).await? else {
                    return Ok(Taken::Unknown);
                };
                let index = app.keys.index_key(entry.tenant);
                write(tx, &index, &entry, (told, *seed), now).await
            })
        })
        .await?;
    if let Taken::Changed(state) = taken {
        app.metrics.reported(state);
    }
    Ok(taken)
}

async fn write(
    tx: &mut Tx,
    index: &IndexKey,
    entry: &Entry,
    (told, seed): (&Told, [u8; 32]),
    now: Time,
) -> Result<Taken, StoreError> {
    let line = Attempt {
        message: entry.id,
        tenant: entry.tenant,
        at: now,
        provider: told.provider.clone(),
        outcome: Outcome::of(told.report),
        answer: Some(told.answer.clone()),
    };
    let Some(state) = entry.state.after(told.report) else {
        // The same words again add nothing, others may explain something.
        if is_news(tx, &line).await? {
            attempt::insert(tx, &line).await?;
        }
        return Ok(Taken::Known);
    };
    ledger::update_reported(tx, entry.id, state, &told.answer, now).await?;
    attempt::insert(tx, &line).await?;
    match told.report {
        Report::Delayed | Report::Failed(Permanence::Soft) => {}
        Report::Delivered => arrived(tx, index, entry).await?,
        Report::Failed(Permanence::Hard) => came_back(tx, index, entry, seed, now).await?,
    }
    Ok(Taken::Changed(state))
}

async fn is_news(tx: &mut Tx, line: &Attempt) -> Result<bool, StoreError> {
    let known = attempt::list(tx, line.message).await?;
    Ok(!known.iter().any(|earlier| {
        (earlier.outcome, &earlier.provider, &earlier.answer)
            == (line.outcome, &line.provider, &line.answer)
    }))
}

/// A message came back for good: what that says of its contact.
pub(crate) async fn came_back(
    tx: &mut Tx,
    index: &IndexKey,
    entry: &Entry,
    seed: [u8; 32],
    now: Time,
) -> Result<(), StoreError> {
    let Some(account) = entry.account else {
        return Ok(());
    };
    let found = reach::find_for_update(tx, index, account, entry.recipient).await?;
    let Some(contact) = found else { return Ok(()) };
    let next = contact.reach.after_bounce(now);
    reach::update(tx, contact.id, next).await?;
    if !contact.reach.broke(next) {
        return Ok(());
    }
    tracing::warn!(account = %account, message = %entry.id, "messages to a contact come back; it counts as broken");
    let line = Event {
        id: EventId::new(now, &mut Chance::new(seed)),
        tenant: entry.tenant,
        account: Some(account),
        at: now,
        facts: Facts::ContactBroken {
            channel: contact.channel,
        },
        personal: Personal {
            label: Some(contact.address),
            ..Personal::default()
        },
    };
    event::insert(tx, &line).await
}

async fn arrived(tx: &mut Tx, index: &IndexKey, entry: &Entry) -> Result<(), StoreError> {
    let Some(account) = entry.account else {
        return Ok(());
    };
    match reach::find_for_update(tx, index, account, entry.recipient).await? {
        Some(contact) if contact.reach != Reach::default() => {
            reach::update(tx, contact.id, Reach::default()).await
        }
        Some(_) | None => Ok(()),
    }
}
