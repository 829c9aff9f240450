//! What is told of a message after it was handed over: reports of gateways, mails that come
//! back. Whoever reads them calls [`take`], which ties a report to its message, writes it
//! down, and draws the conclusions for the contact.

mod area;

use std::sync::{Arc, PoisonError};

use kadomori_domain::{
    attempt::{Attempt, Outcome, nameless},
    chance::Chance,
    delivery::{Bound, DeliveryState, Permanence, Report},
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

pub use self::area::Areas;
pub(crate) use self::area::Came;
use crate::app::{App, Shared};

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
    let taking = Taking {
        app: Arc::clone(app),
        told,
        seed: app.entropy.seed().unwrap_or_default(),
        now: app.clock.now(),
    };
    let (taken, entry) = app
        .db
        .write(taking, |tx, taking| {
            Box::pin(async move {
                let Some(entry) = ledger::find_for_update(tx, taking.told.message).await? else {
                    return Ok((Taken::Unknown, None));
                };
                let taken = write(tx, taking, &entry).await?;
                Ok((taken, Some((entry, Outcome::of(taking.told.report)))))
            })
        })
        .await?;
    if let (Taken::Changed(state), Some((entry, outcome))) = (taken, entry) {
        app.metrics.reported(state);
        heard(app, &entry, outcome).await?;
    }
    Ok(taken)
}

/// Notes of the area what a report told, and says where that is many.
async fn heard(app: &App, entry: &Entry, outcome: Outcome) -> Result<(), StoreError> {
    let bound = Bound {
        channel: entry.channel,
        area: entry.area.clone(),
    };
    let came = Came {
        message: entry.id,
        asked_at: entry.queued_at,
        outcome,
        is_nobody: false,
    };
    let now = app.clock.now();
    if !note(app, &bound, came, now) {
        return Ok(());
    }
    let seed = app.entropy.seed().unwrap_or_default();
    let line = Event {
        id: EventId::new(now, &mut Chance::new(seed)),
        tenant: entry.tenant,
        account: None,
        at: now,
        facts: Facts::AreaRefuses {
            channel: bound.channel,
            area: bound.area,
        },
        personal: Personal::default(),
    };
    app.db
        .write(line, |tx, line| Box::pin(event::insert(tx, line)))
        .await
}

/// Notes what came of a message; `true` when its area began to turn messages away, which the
/// log then says.
pub(crate) fn note(app: &Shared, bound: &Bound, came: Came, now: Time) -> bool {
    let mut areas = app.areas.lock().unwrap_or_else(PoisonError::into_inner);
    let refuses = areas.note(bound, came, now);
    if refuses {
        let (area, channel) = (bound.area.as_str(), bound.channel.name());
        tracing::warn!(
            area,
            channel,
            "a domain or country began to turn messages away"
        );
        app.metrics.area_refuses();
    }
    refuses
}

struct Taking {
    app: App,
    told: Told,
    seed: [u8; 32],
    now: Time,
}

async fn write(tx: &mut Tx, taking: &Taking, entry: &Entry) -> Result<Taken, StoreError> {
    let Taking { told, now, .. } = taking;
    let now = *now;
    let index = taking.app.keys.index_key(entry.tenant);
    let index = &index;
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
        Report::Failed(Permanence::Hard) => {
            let mut chance = Chance::new(taking.seed);
            came_back(tx, index, entry, &mut chance, now).await?;
        }
    }
    Ok(Taken::Changed(state))
}

async fn is_news(tx: &mut Tx, line: &Attempt) -> Result<bool, StoreError> {
    let known = attempt::list(tx, line.message).await?;
    let answer = line.answer.as_deref().map(nameless);
    Ok(!known.iter().any(|earlier| {
        (earlier.outcome, &earlier.provider, &earlier.answer)
            == (line.outcome, &line.provider, &answer)
    }))
}

/// A message came back for good: what that says of its contact.
pub(crate) async fn came_back(
    tx: &mut Tx,
    index: &IndexKey,
    entry: &Entry,
    chance: &mut Chance,
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
    tracing::warn!(account = %account, id = %entry.id, "messages to a contact come back; it counts as broken");
    let line = Event {
        id: EventId::new(now, chance),
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
