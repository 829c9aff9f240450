//! One claimed message: dropped, handed over, put back or given up.

use core::time::Duration;
use std::sync::Arc;

use kadomori_domain::{
    challenge::Challenge,
    chance::Chance,
    delivery::DeliveryState,
    event::{Event, Facts, GivenUp, Personal},
    id::{EventId, MessageId},
    message::Message,
    time::Time,
};
use kadomori_store::{
    StoreError, Tx, challenge, event, ledger,
    outbox::{self, Claimed, Worker},
};

use super::render::render;
use crate::{
    app::App,
    channel::{Channel as _, Repeat},
    metrics::MailOutcome,
};

/// How long to wait before the second try, the third, and so on.
const WAITS: [Duration; 5] = [
    Duration::from_secs(5),
    Duration::from_secs(15),
    Duration::from_secs(30),
    Duration::from_mins(1),
    Duration::from_mins(2),
];

/// What is to become of a message.
#[derive(Clone, Debug)]
enum Fate {
    /// It was never meant to leave, or nobody waits for it any more.
    Dropped,
    /// The mail server took it, with these words.
    HandedOver(String),
    /// It is tried again.
    Again { answer: String, at: Time },
    /// It isn't.
    GivenUp {
        why: GivenUp,
        answer: Option<String>,
    },
}

/// Deals with a claimed message, and writes down what became of it.
pub(super) async fn deliver(app: &App, worker: Worker, claimed: Claimed) {
    let id = claimed.message.id;
    let fate = match decide(app, &claimed).await {
        Ok(fate) => fate,
        Err(error) => {
            tracing::error!(%error, message = %id, "a mail couldn't be prepared; it stays claimed");
            return;
        }
    };
    app.metrics.mail(figure(&fate, &claimed.message));
    report(id, &fate);
    if let Err(error) = write_down(app, worker, claimed.message, fate).await {
        tracing::error!(%error, message = %id, "what became of a mail couldn't be written down");
    }
}

async fn decide(app: &App, claimed: &Claimed) -> Result<Fate, StoreError> {
    let Claimed { message, attempts } = claimed;
    if message.withheld.is_some() {
        return Ok(Fate::Dropped);
    }
    if app.clock.now() >= message.expires_at {
        return Ok(Fate::GivenUp {
            why: GivenUp::Expired,
            answer: None,
        });
    }
    let Some((_, challenge)) = message.serves else {
        return Ok(hand_over(app, message, None, *attempts).await);
    };
    let found = app
        .db
        .read(challenge, |tx, id| Box::pin(challenge::find(tx, *id)))
        .await?;
    // A code that was used, or that a newer one replaced, would only confuse.
    let Some(challenge) = found.filter(|challenge| challenge.is_live(app.clock.now())) else {
        return Ok(Fate::Dropped);
    };
    Ok(hand_over(app, message, Some(&challenge), *attempts).await)
}

async fn hand_over(
    app: &App,
    message: &Message,
    challenge: Option<&Challenge>,
    attempts: u32,
) -> Fate {
    let mail = match render(app, message, challenge) {
        Ok(mail) => mail,
        Err(error) => return again(app, message, attempts, error.to_string()),
    };
    match app.mail.hand_over(&mail).await {
        Ok(answer) => Fate::HandedOver(answer.text),
        Err(error) => match error.repeat() {
            Repeat::Later => again(app, message, attempts, error.to_string()),
            Repeat::Never => Fate::GivenUp {
                why: GivenUp::Refused,
                answer: Some(error.to_string()),
            },
        },
    }
}

fn again(app: &App, message: &Message, attempts: u32, answer: String) -> Fate {
    let tried = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX);
    let wait = WAITS
        .get(tried)
        .or(WAITS.last())
        .copied()
        .unwrap_or_default();
    let at = app.clock.now().plus(wait).min(message.expires_at);
    Fate::Again { answer, at }
}

fn figure(fate: &Fate, message: &Message) -> MailOutcome {
    match fate {
        Fate::HandedOver(_) => MailOutcome::Sent,
        Fate::Again { .. } => MailOutcome::Deferred,
        Fate::GivenUp {
            why: GivenUp::Refused,
            ..
        } => MailOutcome::Refused,
        Fate::Dropped if message.withheld.is_some() => MailOutcome::Withheld,
        Fate::Dropped
        | Fate::GivenUp {
            why: GivenUp::Expired,
            ..
        } => MailOutcome::Expired,
    }
}

fn report(id: MessageId, fate: &Fate) {
    match fate {
        Fate::Dropped => {
            tracing::debug!(message = %id, "a mail was dropped");
        }
        Fate::HandedOver(answer) => {
            tracing::debug!(message = %id, answer, "a mail was handed over");
        }
        Fate::Again { answer, .. } => {
            tracing::warn!(message = %id, answer, "a mail will be tried again");
        }
        Fate::GivenUp { why, answer } => {
            tracing::error!(message = %id, ?why, answer, "a mail was given up");
        }
    }
}

struct Outcome {
    seed: [u8; 32],
    now: Time,
    worker: Worker,
    message: Message,
    fate: Fate,
}

async fn write_down(
    app: &App,
    worker: Worker,
    message: Message,
    fate: Fate,
) -> Result<(), StoreError> {
    let seed = app.entropy.seed().unwrap_or_default();
    let outcome = Outcome {
        seed,
        now: app.clock.now(),
        worker,
        message,
        fate,
    };
    let app = Arc::clone(app);
    app.db
        .write(outcome, |tx, outcome| Box::pin(write(tx, outcome)))
        .await
}

async fn write(tx: &mut Tx, outcome: &Outcome) -> Result<(), StoreError> {
    let Outcome {
        now,
        worker,
        message,
        fate,
        ..
    } = outcome;
    let id = message.id;
    if let Fate::Again { answer, at } = fate {
        outbox::update_next(tx, id, *worker, *at).await?;
        return ledger::update(tx, id, &tried(DeliveryState::Queued, Some(answer)), *now).await;
    }
    if !outbox::delete(tx, id, *worker).await? {
        // The claim ran out, and another worker deals with the message.
        return Ok(());
    }
    match fate {
        Fate::Dropped if message.withheld.is_some() => Ok(()),
        Fate::Dropped => ledger::update(tx, id, &tried(DeliveryState::Expired, None), *now).await,
        Fate::HandedOver(answer) => {
            ledger::update(
                tx,
                id,
                &tried(DeliveryState::HandedOver, Some(answer)),
                *now,
            )
            .await
        }
        Fate::GivenUp { why, answer } => {
            let state = match why {
                GivenUp::Expired => DeliveryState::Expired,
                GivenUp::Refused => DeliveryState::Refused,
            };
            ledger::update(tx, id, &tried(state, answer.as_deref()), *now).await?;
            event::insert(tx, &line(outcome, *why)).await
        }
        Fate::Again { .. } => Ok(()),
    }
}

const fn tried(state: DeliveryState, answer: Option<&str>) -> ledger::Tried<'_> {
    ledger::Tried {
        state,
        provider: None,
        answer,
    }
}

fn line(outcome: &Outcome, why: GivenUp) -> Event {
    let message = &outcome.message;
    Event {
        id: EventId::new(outcome.now, &mut Chance::new(outcome.seed)),
        tenant: message.tenant,
        account: message.account,
        at: outcome.now,
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
