//! From the ledger's lines and attempts to what a person reads: facts, without what would only
//! confuse. A pure function.

use kadomori_domain::{
    attempt::{Attempt, Outcome},
    delivery::{Channel, DeliveryState},
    time::Time,
};
use kadomori_pages::sign_in::{DeliveryFact, DeliveryStep, Taker};
use kadomori_store::waiting::Awaited;

use super::{PATIENCE, reason};

/// A page shows no more than the newest of them.
const MOST: usize = 8;

/// What happened to the messages that bring the same code, the oldest first.
pub(super) fn of_all(messages: &[&Awaited], now: Time) -> Vec<DeliveryStep> {
    let mut steps: Vec<_> = messages
        .iter()
        .enumerate()
        .flat_map(|(place, message)| of_one(message, place > 0, now))
        .collect();
    steps.sort_by_key(|step| step.at);
    let surplus = steps.len().saturating_sub(MOST);
    steps.split_off(surplus)
}

/// A message that no worker has tried to hand over.
pub(super) fn untried(asked_at: Time, now: Time) -> DeliveryStep {
    let is_due = now.since(asked_at) >= PATIENCE;
    DeliveryStep {
        at: asked_at,
        what: if is_due {
            DeliveryFact::Unsent
        } else {
            DeliveryFact::Sending
        },
    }
}

fn of_one(message: &Awaited, is_repeat: bool, now: Time) -> Vec<DeliveryStep> {
    let attempts = message.attempts.as_slice();
    let mut steps = Vec::from_iter(begin(message, is_repeat, now));
    for (place, attempt) in attempts.iter().enumerate() {
        let before = attempts.get(..place).unwrap_or_default();
        let after = attempts.get(place + 1..).unwrap_or_default();
        if is_worth_telling(attempt, before, after) {
            let is_last = after.is_empty() && message.entry.state == DeliveryState::Queued;
            let again_at = message.next_at.filter(|_| is_last);
            steps.extend(told(message, attempt, again_at));
        }
    }
    steps
}

/// That it went out, or that it is about to.
fn begin(message: &Awaited, is_repeat: bool, now: Time) -> Option<DeliveryStep> {
    let left = message.attempts.iter().find(|attempt| has_left(attempt));
    let sent = if is_repeat {
        DeliveryFact::SentAgain
    } else {
        DeliveryFact::Sent
    };
    if let Some(attempt) = left {
        return Some(DeliveryStep {
            at: attempt.at,
            what: sent,
        });
    }
    let is_untried = message.attempts.is_empty();
    is_untried.then(|| untried(message.entry.queued_at, now))
}

/// Whether an attempt shows that the message has been out of the house.
const fn has_left(attempt: &Attempt) -> bool {
    match attempt.outcome {
        Outcome::HandedOver
        | Outcome::PutOff
        | Outcome::Refused
        | Outcome::Delayed
        | Outcome::Delivered
        | Outcome::Bounced(_) => true,
        Outcome::Trouble | Outcome::Expired => false,
    }
}

/// Whether it says something that a later line doesn't say better.
fn is_worth_telling(attempt: &Attempt, before: &[Attempt], after: &[Attempt]) -> bool {
    let repeats = |outcome| after.iter().any(|later| later.outcome == outcome);
    match attempt.outcome {
        // A report may overtake its worker; then the way there is old news.
        Outcome::HandedOver => !before.iter().any(|earlier| is_report(earlier.outcome)),
        Outcome::PutOff => !repeats(Outcome::PutOff),
        // What another provider, or a later try, got over.
        Outcome::Trouble => after.is_empty(),
        Outcome::Delayed => !repeats(Outcome::Delayed),
        Outcome::Refused | Outcome::Expired | Outcome::Delivered | Outcome::Bounced(_) => true,
    }
}

const fn is_report(outcome: Outcome) -> bool {
    match outcome {
        Outcome::Delayed | Outcome::Delivered | Outcome::Bounced(_) => true,
        Outcome::HandedOver
        | Outcome::PutOff
        | Outcome::Trouble
        | Outcome::Refused
        | Outcome::Expired => false,
    }
}

fn told(message: &Awaited, attempt: &Attempt, again_at: Option<Time>) -> Option<DeliveryStep> {
    let channel = message.entry.channel;
    let answer = attempt.answer.as_deref().unwrap_or_default();
    let what = match attempt.outcome {
        Outcome::HandedOver => DeliveryFact::Taken(taker(message, &attempt.provider)),
        Outcome::PutOff => DeliveryFact::PutOff {
            why: reason::wait(answer),
            again_at,
        },
        Outcome::Trouble => DeliveryFact::Stuck,
        Outcome::Refused => DeliveryFact::CameBack(reason::refused(channel, answer)),
        Outcome::Bounced(permanence) => {
            DeliveryFact::CameBack(reason::came_back(permanence, answer))
        }
        Outcome::Delayed => DeliveryFact::Late,
        Outcome::Delivered => DeliveryFact::Arrived,
        // A message that nobody waits for any more is nobody's news.
        Outcome::Expired if message.entry.state != DeliveryState::Expired => return None,
        Outcome::Expired => DeliveryFact::TooLate,
    };
    Some(DeliveryStep {
        at: attempt.at,
        what,
    })
}

/// Who took it, as far as a name tells a person something.
fn taker(message: &Awaited, provider: &str) -> Taker {
    let Some(host) = public_host(provider) else {
        return Taker::Unnamed;
    };
    let area = &message.entry.area;
    let is_theirs = message.entry.channel == Channel::Mail
        && (host == *area || host.ends_with(&format!(".{area}")));
    if is_theirs {
        Taker::Theirs { host }
    } else {
        Taker::Carrier { host }
    }
}

/// A name that the world's DNS may know; an address, or a name inside somebody's network,
/// explains nothing to those outside.
fn public_host(provider: &str) -> Option<String> {
    const INSIDE: [&str; 8] = [
        "local",
        "localhost",
        "localdomain",
        "internal",
        "invalid",
        "test",
        "lan",
        "arpa",
    ];
    let host = provider.trim_end_matches('.').to_ascii_lowercase();
    let (_, top) = host.rsplit_once('.')?;
    let is_name = host
        .bytes()
        .all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, b'.' | b'-'));
    let is_public = top.bytes().any(|sign| sign.is_ascii_alphabetic()) && !INSIDE.contains(&top);
    (is_name && is_public && host.len() <= 253).then_some(host)
}

#[cfg(test)]
mod tests;
