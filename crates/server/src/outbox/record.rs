//! What a worker puts on record of a message: figures, the log, and one transaction for the
//! ledger, the attempts, the history and the contact.

use std::sync::Arc;

use kadomori_domain::{
    attempt::{Attempt, Outcome, nameless},
    chance::Chance,
    delivery::{Bound, DeliveryState},
    event::{Event, Facts, GivenUp, Personal},
    id::EventId,
    message::Message,
    time::Time,
};
use kadomori_store::{
    StoreError, Tx, attempt, event,
    ledger::{self, Tried},
    outbox::{self, Worker},
};

use super::deliver::{Delivered, Fate};
use crate::{
    app::{App, Shared},
    channel::{Turn, Turned},
    delivery::{self, Came},
    metrics::MailOutcome,
};

/// What a worker has to say.
#[derive(Debug)]
pub(super) struct Record {
    /// Who says it.
    pub(super) worker: Worker,
    /// Of which message.
    pub(super) message: Message,
    /// What it came to.
    pub(super) delivered: Delivered,
}

/// Tells the figures and the log, and writes it down.
pub(super) async fn keep(app: &App, record: Record) -> Result<(), StoreError> {
    let Record {
        worker,
        message,
        mut delivered,
    } = record;
    let bound = Bound::of(&message.payload);
    let now = app.clock.now();
    if let Some(line) = end(&message, &delivered.fate, now) {
        delivered.tries.push(line);
    }
    app.metrics.mail(figure(&delivered.fate, &message));
    log(&message, &delivered);
    let mut refuses = false;
    for line in &delivered.tries {
        if line.outcome != Outcome::Expired {
            app.metrics.tried(&bound, &line.provider, line.outcome);
        }
        let came = Came {
            message: message.id,
            asked_at: message.created_at,
            outcome: line.outcome,
            is_nobody: delivered.is_nobody,
        };
        refuses |= delivery::note(app, &bound, came, line.at);
    }
    for turn in &delivered.turns {
        turned(app, &bound, turn);
    }
    let writing = Writing {
        app: Arc::clone(app),
        seed: app.entropy.seed().unwrap_or_default(),
        now,
        worker,
        message,
        bound,
        delivered,
        refuses,
    };
    app.db
        .write(writing, |tx, writing| Box::pin(write(tx, writing)))
        .await
}

/// The line for a message that is left, where no try says so.
fn end(message: &Message, fate: &Fate, now: Time) -> Option<Attempt> {
    match fate {
        Fate::Dropped if message.withheld.is_some() => None,
        Fate::Dropped | Fate::GivenUp(GivenUp::Expired) => Some(Attempt {
            message: message.id,
            tenant: message.tenant,
            at: now,
            provider: String::new(),
            outcome: Outcome::Expired,
            answer: None,
        }),
        Fate::Reported
        | Fate::HandedOver
        | Fate::Again { .. }
        | Fate::GivenUp(GivenUp::Refused) => None,
    }
}

fn figure(fate: &Fate, message: &Message) -> MailOutcome {
    match fate {
        Fate::HandedOver | Fate::Reported => MailOutcome::Sent,
        Fate::Again { .. } => MailOutcome::Deferred,
        Fate::GivenUp(GivenUp::Refused) => MailOutcome::Refused,
        Fate::Dropped if message.withheld.is_some() => MailOutcome::Withheld,
        Fate::Dropped | Fate::GivenUp(GivenUp::Expired) => MailOutcome::Expired,
    }
}

fn log(message: &Message, delivered: &Delivered) {
    let id = message.id;
    let said = delivered.tries.last().and_then(|one| one.answer.as_deref());
    let answer = said.map(nameless);
    match &delivered.fate {
        Fate::Dropped => {
            tracing::debug!(id = %id, "a message was dropped");
        }
        Fate::Reported => {
            tracing::debug!(id = %id, "a message had been handed over already, as a report told");
        }
        Fate::HandedOver => {
            tracing::debug!(id = %id, answer, "a message was handed over");
        }
        Fate::Again { .. } => {
            tracing::warn!(id = %id, answer, "a message will be tried again");
        }
        // A mistyped address is nothing that somebody has to mend here.
        Fate::GivenUp(why) if delivered.is_nobody => {
            tracing::info!(id = %id, ?why, answer, "a message was given up");
        }
        Fate::GivenUp(why) => {
            tracing::error!(id = %id, ?why, answer, "a message was given up");
        }
    }
}

fn turned(app: &Shared, bound: &Bound, turn: &Turn) {
    let (provider, channel) = (turn.provider.as_str(), bound.channel.name());
    match turn.turned {
        Turned::Down => {
            tracing::warn!(
                provider,
                channel,
                "a provider is in trouble; it is asked again after a while"
            );
        }
        Turned::Back => tracing::warn!(provider, channel, "a provider is back"),
    }
    app.metrics
        .provider(bound.channel, provider, turn.turned == Turned::Back);
}

struct Writing {
    app: App,
    seed: [u8; 32],
    now: Time,
    worker: Worker,
    message: Message,
    bound: Bound,
    delivered: Delivered,
    refuses: bool,
}

async fn write(tx: &mut Tx, writing: &Writing) -> Result<(), StoreError> {
    let mut chance = Chance::new(writing.seed);
    let Writing {
        now,
        worker,
        message,
        delivered,
        ..
    } = writing;
    for facts in of_all(writing) {
        event::insert(tx, &of_nobody(writing, facts, &mut chance)).await?;
    }
    // Otherwise the claim ran out, and another worker deals with the message.
    let is_ours = match &delivered.fate {
        Fate::Again { at } => outbox::update_next(tx, message.id, *worker, *at).await?,
        Fate::Dropped | Fate::Reported | Fate::HandedOver | Fate::GivenUp(_) => {
            outbox::delete(tx, message.id, *worker).await?
        }
    };
    // What was withheld has no line.
    let Some(line) = ledger::find_for_update(tx, message.id).await? else {
        return Ok(());
    };
    for one in &delivered.tries {
        attempt::insert(tx, one).await?;
    }
    if !is_ours || delivered.tries.is_empty() {
        return Ok(());
    }
    let tried = Tried {
        state: line.state.after_try(state(&delivered.fate)),
        ..tried(&delivered.tries)
    };
    ledger::update(tx, message.id, &tried, *now).await?;
    if delivered.is_nobody {
        let index = writing.app.keys.index_key(message.tenant);
        delivery::came_back(tx, &index, &line, &mut chance, *now).await?;
    }
    match &delivered.fate {
        Fate::GivenUp(why) => event::insert(tx, &given_up(writing, *why, &mut chance)).await,
        Fate::Dropped | Fate::Reported | Fate::HandedOver | Fate::Again { .. } => Ok(()),
    }
}

const fn state(fate: &Fate) -> DeliveryState {
    match fate {
        Fate::Again { .. } => DeliveryState::Queued,
        Fate::HandedOver | Fate::Reported => DeliveryState::HandedOver,
        Fate::Dropped | Fate::GivenUp(GivenUp::Expired) => DeliveryState::Expired,
        Fate::GivenUp(GivenUp::Refused) => DeliveryState::Refused,
    }
}

/// The tries as the ledger has them: how many, and what the last one came to.
fn tried(tries: &[Attempt]) -> Tried<'_> {
    let asked = tries.iter().filter(|one| one.outcome != Outcome::Expired);
    let last = tries.last();
    Tried {
        state: DeliveryState::Queued,
        provider: last
            .map(|one| one.provider.as_str())
            .filter(|provider| !provider.is_empty()),
        answer: last.and_then(|one| one.answer.as_deref()),
        tries: u32::try_from(asked.count()).unwrap_or(u32::MAX),
    }
}

/// What the message showed that concerns no account.
fn of_all(writing: &Writing) -> impl Iterator<Item = Facts> {
    let Bound { channel, area } = &writing.bound;
    let turns = writing.delivered.turns.iter().map(|turn| {
        let provider = turn.provider.clone();
        match turn.turned {
            Turned::Down => Facts::ProviderDown {
                channel: *channel,
                provider,
            },
            Turned::Back => Facts::ProviderBack {
                channel: *channel,
                provider,
            },
        }
    });
    turns.chain(writing.refuses.then(|| Facts::AreaRefuses {
        channel: *channel,
        area: area.clone(),
    }))
}

fn of_nobody(writing: &Writing, facts: Facts, chance: &mut Chance) -> Event {
    Event {
        id: EventId::new(writing.now, chance),
        tenant: writing.message.tenant,
        account: None,
        at: writing.now,
        facts,
        personal: Personal::default(),
    }
}

fn given_up(writing: &Writing, why: GivenUp, chance: &mut Chance) -> Event {
    let message = &writing.message;
    Event {
        id: EventId::new(writing.now, chance),
        tenant: message.tenant,
        account: message.account,
        at: writing.now,
        facts: Facts::MailGivenUp {
            reference: message.payload.reference(),
            why,
        },
        personal: Personal {
            contact: Some(message.payload.to().normal()),
            ..Personal::default()
        },
    }
}
