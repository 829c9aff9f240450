//! `kadomori delivery show`.

use std::fmt::Write as _;

use clap::Args;
use kadomori_domain::{attempt::Attempt, id::MessageId};
use serde::Serialize;

use super::{list::EntryLine, words};
use crate::{
    command::{
        account::{
            json_line,
            moment::{self, Moments},
            sentence,
        },
        desk::{Answer, Desk},
    },
    operator::{self, Delivery},
};

#[derive(Args)]
pub(in crate::command) struct Show {
    /// The message's id, as `kadomori delivery list` tells it
    #[arg(value_name = "ID")]
    message: MessageId,
    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

impl Show {
    pub(super) async fn answer(self, desk: &Desk) -> Answer {
        let found = operator::delivery(&desk.app, self.message).await?;
        let delivery = found.ok_or_else(|| {
            format!(
                "No message {} is remembered in {}.\n\
                 `kadomori delivery list` shows those that are.",
                self.message, desk.place
            )
        })?;
        if self.json {
            return json_line(&DeliveryLine::from(&delivery));
        }
        Ok(text(&delivery, &Moments::in_zone(&desk.zone)))
    }
}

/// A message for a person to read.
pub(super) fn text(delivery: &Delivery, moments: &Moments) -> String {
    let entry = &delivery.entry;
    let what = match entry.purpose {
        Some(purpose) => format!("a code {}", sentence::purpose(purpose)),
        None => "a notice of a change".to_owned(),
    };
    let account = match (&delivery.account, entry.account) {
        (Some(account), _) => format!("{} ({})", account.address, account.id),
        (None, Some(id)) => id.to_string(),
        (None, None) => "none".to_owned(),
    };
    let to = match (&delivery.contact, entry.area.as_str()) {
        (Some(contact), _) => contact.address.clone(),
        (None, "") => "not known any more".to_owned(),
        (None, area) => format!("a recipient at {area}, kept as a hash alone"),
    };
    let channel = words::message(entry.channel);
    let mut rows = vec![
        ("Asked for", moments.tell(entry.queued_at)),
        ("Reference", entry.reference.to_string()),
        ("Says", what),
        ("Account", account),
        ("To", format!("{to}, by {channel}")),
        (
            "Is",
            format!(
                "{}, since {}",
                words::state(entry.state),
                moments.tell(entry.state_at)
            ),
        ),
    ];
    let broken = delivery.contact.as_ref().and_then(|to| to.reach.broken_at);
    if let Some(since) = broken {
        let since = moments.tell(since);
        rows.push(("Broken", format!("messages there come back, since {since}")));
    }
    let mut text = format!("{}\n\n", entry.id);
    for (name, value) in rows {
        let _ = writeln!(text, "  {name:<9}  {value}");
    }
    let meaning = words::meaning(entry.state, entry.channel);
    let _ = writeln!(text, "\n{meaning}\n");
    for attempt in &delivery.attempts {
        let _ = writeln!(text, "{}", line(attempt, moments));
    }
    if delivery.attempts.is_empty() {
        text.push_str("It wasn't tried yet.\n");
    }
    let _ = writeln!(text, "\n{}", moments.zone());
    text
}

/// A try or a report: when, who, what, and in what words.
fn line(attempt: &Attempt, moments: &Moments) -> String {
    let at = moments.tell(attempt.at);
    let what = words::outcome(attempt.outcome);
    let mut line = match attempt.provider.as_str() {
        "" => format!("{at}  {what}"),
        provider => format!("{at}  {provider} {what}"),
    };
    if let Some(answer) = &attempt.answer {
        let _ = write!(line, "\n    {answer}");
    }
    line
}

/// A message for a program to read.
#[derive(Serialize)]
pub(super) struct DeliveryLine<'a> {
    #[serde(flatten)]
    entry: EntryLine<'a>,
    contact: Option<&'a str>,
    broken_at: Option<String>,
    attempts: Vec<AttemptLine<'a>>,
}

#[derive(Serialize)]
struct AttemptLine<'a> {
    at: String,
    provider: &'a str,
    outcome: &'static str,
    answer: Option<&'a str>,
}

impl<'a> From<&'a Delivery> for DeliveryLine<'a> {
    fn from(delivery: &'a Delivery) -> Self {
        let contact = delivery.contact.as_ref();
        let attempts = delivery.attempts.iter().map(|one| AttemptLine {
            at: moment::machine(one.at),
            provider: &one.provider,
            outcome: one.outcome.name(),
            answer: one.answer.as_deref(),
        });
        Self {
            entry: EntryLine::from(&delivery.entry),
            contact: contact.map(|contact| contact.address.as_str()),
            broken_at: contact
                .and_then(|contact| contact.reach.broken_at)
                .map(moment::machine),
            attempts: attempts.collect(),
        }
    }
}
