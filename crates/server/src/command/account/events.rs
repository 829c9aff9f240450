//! `kadomori account events`: what happened to an account.

use std::fmt::Write as _;

use clap::{Args, value_parser};
use kadomori_domain::{
    event::{Event, Facts, Personal},
    id::{AccountId, EventId},
};
use serde::Serialize;

use super::{
    json_line,
    moment::{self, Moments},
    sentence, unknown,
};
use crate::{
    command::desk::{Answer, Desk},
    operator::{self, Whom},
};

#[derive(Args)]
pub(in crate::command) struct Events {
    /// The account's mail address, phone number (+81 …), user name or id
    #[arg(value_name = "ADDRESS|NUMBER|NAME|ID")]
    whom: Whom,
    /// How many to show
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = value_parser!(u32).range(1..))]
    most: u32,
    /// Print JSON, an event a line, with all facts
    #[arg(long)]
    json: bool,
}

impl Events {
    pub(super) async fn answer(self, desk: &Desk) -> Answer {
        let asked = self.most.saturating_add(1);
        let found = operator::events(&desk.app, &self.whom, asked).await?;
        let (account, mut events) = found.ok_or_else(|| unknown(&self.whom, desk))?;
        let most = usize::try_from(self.most).unwrap_or(usize::MAX);
        let more = events.len() > most;
        events.truncate(most);
        if self.json {
            return events
                .iter()
                .map(|event| json_line(&EventLine::from(event)))
                .collect();
        }
        let moments = Moments::in_zone(&desk.zone);
        let mut text = format!("{}\n\n", account.address);
        for event in &events {
            let _ = writeln!(text, "{}", line(event, &moments));
        }
        if more {
            let _ = writeln!(text, "\nThere are more: --most N shows N of them.");
        }
        let _ = writeln!(text, "\n{}", moments.zone());
        Ok(text)
    }
}

/// An event for a person to read: when, the reference of the mail, what, and on what.
pub(super) fn line(event: &Event, moments: &Moments) -> String {
    let reference = event
        .facts
        .reference()
        .map(|reference| reference.to_string());
    let mut line = format!(
        "{}  {:<3}  {}",
        moments.tell(event.at),
        reference.unwrap_or_default(),
        sentence::what(&event.facts)
    );
    let Personal {
        agent, ip, label, ..
    } = &event.personal;
    if let Some(label) = label {
        let _ = write!(line, ": {label}");
    }
    let agent = agent.as_ref().and_then(sentence::agent);
    let from: Vec<String> = agent
        .into_iter()
        .chain(ip.map(|ip| ip.to_string()))
        .collect();
    if !from.is_empty() {
        let _ = write!(line, " · {}", from.join(", "));
    }
    line
}

/// An event for a program to read.
#[derive(Serialize)]
pub(super) struct EventLine<'a> {
    id: EventId,
    account: Option<AccountId>,
    at: String,
    #[serde(flatten)]
    facts: &'a Facts,
    personal: &'a Personal,
}

impl<'a> From<&'a Event> for EventLine<'a> {
    fn from(event: &'a Event) -> Self {
        Self {
            id: event.id,
            account: event.account,
            at: moment::machine(event.at),
            facts: &event.facts,
            personal: &event.personal,
        }
    }
}
