//! One claimed message: dropped, handed over, put back or given up.

use core::time::Duration;

use kadomori_domain::{
    attempt::{Attempt, Outcome},
    challenge::Challenge,
    delivery::{Bound, Channel, DeliveryState, Permanence},
    event::GivenUp,
    message::Message,
    time::Time,
};
use kadomori_store::{
    StoreError, Tx, challenge, ledger,
    outbox::{Claimed, Worker},
    phrase::Addressee,
};

use super::{
    phrase::{self, Phrases},
    record::{self, Record},
    render::{Beside, Rendered, render},
};
use crate::{
    app::App,
    channel::{Answer, Blame, Passage, Refused, Repeat, SendError, Try, Turn},
};

/// How long to wait before the second try, the third, and so on. The first of them add up to
/// more than five minutes, for which many receivers put off a mail from a sender that they
/// don't know, well within the ten minutes of a code; the others are for notices, which keep
/// for days.
const WAITS: [Duration; 13] = [
    Duration::from_secs(5),
    Duration::from_secs(15),
    Duration::from_secs(30),
    Duration::from_mins(1),
    Duration::from_mins(2),
    Duration::from_mins(2),
    Duration::from_mins(2),
    Duration::from_mins(2),
    Duration::from_mins(5),
    Duration::from_mins(10),
    Duration::from_mins(20),
    Duration::from_mins(30),
    Duration::from_hours(1),
];

/// The name under which the message's attempts have what went wrong before any provider was
/// asked.
const HERE: &str = "kadomori";

/// What is said of a text message where none can leave any more.
const NO_PROVIDER: &str = "no provider of text messages is set on this server";

/// What is to become of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It was never meant to leave, or nobody waits for it any more.
    Dropped,
    /// A report has told of it: a worker that died had handed it over.
    Reported,
    /// A provider took it.
    HandedOver,
    /// It is tried again.
    Again { at: Time },
    /// It isn't.
    GivenUp(GivenUp),
}

/// What a claimed message came to.
#[derive(Debug)]
pub(super) struct Delivered {
    /// What is to become of it.
    pub(super) fate: Fate,
    /// The tries, in their order.
    pub(super) tries: Vec<Attempt>,
    /// What they showed of the providers.
    pub(super) turns: Vec<Turn>,
    /// Whether there is no such mailbox or number.
    pub(super) is_nobody: bool,
}

impl From<Fate> for Delivered {
    fn from(fate: Fate) -> Self {
        Self {
            fate,
            tries: Vec::new(),
            turns: Vec::new(),
            is_nobody: false,
        }
    }
}

/// Deals with a claimed message, and writes down what became of it.
pub(super) async fn deliver(app: &App, worker: Worker, claimed: Claimed) {
    let id = claimed.message.id;
    let delivered = match decide(app, &claimed).await {
        Ok(delivered) => delivered,
        Err(error) => {
            tracing::error!(%error, id = %id, "a message couldn't be prepared; it stays claimed");
            return;
        }
    };
    let record = Record {
        worker,
        message: claimed.message,
        delivered,
    };
    if let Err(error) = record::keep(app, record).await {
        tracing::error!(%error, id = %id, "what became of a message couldn't be written down");
    }
}

async fn decide(app: &App, claimed: &Claimed) -> Result<Delivered, StoreError> {
    let Claimed { message, attempts } = claimed;
    if message.withheld.is_some() {
        return Ok(Fate::Dropped.into());
    }
    if *attempts > 1 && is_reported(app, message).await? {
        return Ok(Fate::Reported.into());
    }
    if app.clock.now() >= message.expires_at {
        return Ok(Fate::GivenUp(GivenUp::Expired).into());
    }
    let found = app.db.read(message.clone(), |tx, message| {
        Box::pin(look_up(tx, message))
    });
    let (challenge, addressee) = found.await?;
    let challenge = challenge.filter(|challenge| challenge.is_live(app.clock.now()));
    // A code that was used, or that a newer one replaced, would only confuse.
    if message.serves.is_some() && challenge.is_none() {
        return Ok(Fate::Dropped.into());
    }
    let beside = Beside {
        challenge,
        phrases: Phrases::open(app, message, addressee.as_ref()),
    };
    Ok(hand_over(app, message, &beside, *attempts).await)
}

/// The challenge whose code a message brings, and whether it goes where a phrase may stand.
async fn look_up(
    tx: &mut Tx,
    message: &Message,
) -> Result<(Option<Challenge>, Option<Addressee>), StoreError> {
    let challenge = match message.serves {
        Some((_, challenge)) => challenge::find(tx, challenge).await?,
        None => None,
    };
    Ok((challenge, phrase::find(tx, message).await?))
}

/// Whether something was reported of the message, which therefore was handed over, although
/// no worker lived to say so.
async fn is_reported(app: &App, message: &Message) -> Result<bool, StoreError> {
    let line = app
        .db
        .read(message.id, |tx, id| Box::pin(ledger::find(tx, *id)))
        .await?;
    Ok(line.is_some_and(|line| line.state != DeliveryState::Queued))
}

async fn hand_over(app: &App, message: &Message, beside: &Beside, attempts: u32) -> Delivered {
    let passage = match render(app, message, beside) {
        Ok(Rendered::Mail(mail)) => app.mail.hand_over(&*app.clock, &mail).await,
        Ok(Rendered::Text(text)) => match &app.text {
            Some(route) => route.hand_over(&*app.clock, &text).await,
            None => return stuck_here(app, message, attempts, NO_PROVIDER),
        },
        Err(error) => return stuck_here(app, message, attempts, &error.to_string()),
    };
    let Passage { tries, turns, next } = passage;
    let (fate, is_nobody) = match tries.last().map(|one| &one.result) {
        Some(Ok(_)) => (Fate::HandedOver, false),
        Some(Err(error)) => match error.repeat() {
            Repeat::Later => (again(app, message, attempts), false),
            Repeat::Never => (
                Fate::GivenUp(GivenUp::Refused),
                is_nobody(Bound::of(&message.payload).channel, error),
            ),
        },
        // Its turn comes with the first provider that is back.
        None => {
            let at = next.min(message.expires_at);
            (Fate::Again { at }, false)
        }
    };
    let tries = tries.into_iter().map(|one| tried(message, one)).collect();
    Delivered {
        fate,
        tries,
        turns,
        is_nobody,
    }
}

/// Something is amiss before any provider was asked; another server may be able to.
fn stuck_here(app: &App, message: &Message, attempts: u32, why: &str) -> Delivered {
    let mut delivered = Delivered::from(again(app, message, attempts));
    let now = app.clock.now();
    let line = attempt(message, (HERE, now), Outcome::Trouble, why.to_owned());
    delivered.tries.push(line);
    delivered
}

fn again(app: &App, message: &Message, attempts: u32) -> Fate {
    let tried = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX);
    let wait = WAITS
        .get(tried)
        .or(WAITS.last())
        .copied()
        .unwrap_or_default();
    let at = app.clock.now().plus(wait).min(message.expires_at);
    Fate::Again { at }
}

/// Whether a refusal says that the next message would come back as well. A mail server's
/// status tells; a gateway that refuses the number means the number.
fn is_nobody(channel: Channel, error: &SendError) -> bool {
    let SendError::Permanent {
        refused: Refused::Recipient,
        answer,
    } = error
    else {
        return false;
    };
    match channel {
        Channel::Mail => Permanence::of_answer(answer) == Permanence::Hard,
        Channel::Text => true,
    }
}

/// A try as the message's attempts have it.
fn tried(message: &Message, one: Try) -> Attempt {
    let at = (one.provider.as_str(), one.at);
    match one.result {
        Ok(Answer { text }) => attempt(message, at, Outcome::HandedOver, text),
        Err(error) => {
            let outcome = match (error.repeat(), error.blame()) {
                (_, Blame::Provider) => Outcome::Trouble,
                (Repeat::Later, Blame::Message) => Outcome::PutOff,
                (Repeat::Never, Blame::Message) => Outcome::Refused,
            };
            attempt(message, at, outcome, error.to_string())
        }
    }
}

fn attempt(
    message: &Message,
    (provider, at): (&str, Time),
    outcome: Outcome,
    answer: String,
) -> Attempt {
    Attempt {
        message: message.id,
        tenant: message.tenant,
        at,
        provider: provider.to_owned(),
        outcome,
        answer: Some(answer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greylisting_is_waited_out_within_the_life_of_a_code() {
        let mut at = Duration::ZERO;
        let tries: Vec<_> = WAITS
            .iter()
            .map(|wait| {
                at += *wait;
                at
            })
            .collect();
        let within = |from, to| {
            let (from, to) = (Duration::from_mins(from), Duration::from_mins(to));
            tries.iter().filter(|at| **at > from && **at < to).count()
        };
        assert!(within(5, 10) >= 3, "{tries:?}");
        assert!(within(0, 1) >= 3, "most trouble is short: {tries:?}");
    }
}
