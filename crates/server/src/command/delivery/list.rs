//! `kadomori delivery list`.

use std::fmt::Write as _;

use clap::{Args, value_parser};
use kadomori_domain::{identifier::Identifier, purpose::Purpose, reference::Reference};
use kadomori_store::ledger::Entry;
use serde::Serialize;

use super::{when::When, words};
use crate::{
    command::{
        account::{
            json_line,
            moment::{self, Moments},
            unknown,
        },
        desk::{Answer, Desk},
    },
    operator::{self, Sought, Whom},
};

#[derive(Args)]
pub(in crate::command) struct List {
    /// Those of this account: its mail address, user name or id
    #[arg(long, value_name = "ADDRESS|NAME|ID")]
    account: Option<Whom>,
    /// Those to this mail address or phone number, whether or not anyone has an account with it
    #[arg(long, value_name = "ADDRESS|NUMBER")]
    to: Option<String>,
    /// Those with this reference in the subject and on the page, as K7P
    #[arg(long, value_name = "SIGNS", value_parser = reference)]
    reference: Option<Reference>,
    /// Asked for since: 30m, 2h or 3d ago, or "2026-11-22 12:03"
    #[arg(long, value_name = "TIME")]
    since: Option<When>,
    /// Asked for until: the same
    #[arg(long, value_name = "TIME")]
    until: Option<When>,
    /// How many to show
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = value_parser!(u32).range(1..))]
    most: u32,
    /// Print JSON, a message a line
    #[arg(long)]
    json: bool,
}

fn reference(text: &str) -> Result<Reference, String> {
    Reference::parse(text).map_err(|error| error.to_string())
}

impl List {
    pub(super) async fn answer(self, desk: &Desk) -> Answer {
        let sought = self.sought(desk)?;
        let found = operator::deliveries(&desk.app, &sought).await?;
        let mut found = match (found, &self.account) {
            (Some(found), _) => found,
            (None, Some(whom)) => return Err(unknown(whom, desk).into()),
            (None, None) => Vec::new(),
        };
        let most = usize::try_from(self.most).unwrap_or(usize::MAX);
        let more = found.len() > most;
        found.truncate(most);
        if self.json {
            let lines = found.iter().map(|entry| json_line(&EntryLine::from(entry)));
            return lines.collect();
        }
        Ok(text(&found, more, &Moments::in_zone(&desk.zone)))
    }

    fn sought(&self, desk: &Desk) -> Result<Sought, String> {
        let now = desk.app.clock.now();
        let home = desk.app.policy.texts.home;
        let recipient = match &self.to {
            None => None,
            Some(typed) => match Identifier::parse(typed, home) {
                Ok(Identifier::UserName(_)) | Err(_) => {
                    return Err(format!(
                        "{typed} is no mail address and no phone number.\n\
                         --account takes a user name."
                    ));
                }
                Ok(recipient @ (Identifier::Mail(_) | Identifier::Phone(_))) => Some(recipient),
            },
        };
        Ok(Sought {
            account: self.account.clone(),
            recipient,
            reference: self.reference,
            since: self.since.map(|when| when.time(now, &desk.zone)),
            until: self.until.map(|when| when.time(now, &desk.zone)),
            most: self.most.saturating_add(1),
        })
    }
}

/// Messages for a person to read: the id for `show`, when, the reference, where to, where it is.
pub(super) fn text(found: &[Entry], more: bool, moments: &Moments) -> String {
    if found.is_empty() {
        return "No such messages are remembered.\n\
                One to an address that can't sign in here never left, and isn't listed.\n"
            .to_owned();
    }
    let lines: Vec<_> = found
        .iter()
        .map(|entry| {
            let to = match entry.area.as_str() {
                "" => words::message(entry.channel).to_owned(),
                area => format!("{} to {area}", words::message(entry.channel)),
            };
            (entry, to)
        })
        .collect();
    let width = lines.iter().map(|(_, to)| to.chars().count()).max();
    let width = width.unwrap_or_default();
    let mut text = String::new();
    for (entry, to) in &lines {
        let _ = writeln!(
            text,
            "{}  {}  {}  {to:width$}  {}",
            entry.id,
            moments.tell(entry.queued_at),
            entry.reference,
            standing(entry),
        );
    }
    if more {
        let _ = writeln!(text, "\nThere are more: --most N shows N of them.");
    }
    let _ = writeln!(
        text,
        "\n{} `kadomori delivery show ID` shows every try.",
        moments.zone()
    );
    text
}

/// Where it is, and with whom.
pub(super) fn standing(entry: &Entry) -> String {
    let state = words::state(entry.state);
    match &entry.provider {
        Some(provider) => format!("{state} ({provider})"),
        None => state.to_owned(),
    }
}

/// A message for a program to read.
#[derive(Serialize)]
pub(super) struct EntryLine<'a> {
    id: String,
    asked_at: String,
    reference: String,
    account: Option<String>,
    channel: &'static str,
    area: &'a str,
    purpose: Option<&'static str>,
    state: &'static str,
    state_at: String,
    tries: u32,
    provider: Option<&'a str>,
    answer: Option<&'a str>,
}

impl<'a> From<&'a Entry> for EntryLine<'a> {
    fn from(entry: &'a Entry) -> Self {
        Self {
            id: entry.id.to_string(),
            asked_at: moment::machine(entry.queued_at),
            reference: entry.reference.to_string(),
            account: entry.account.map(|id| id.to_string()),
            channel: entry.channel.name(),
            area: &entry.area,
            purpose: entry.purpose.map(Purpose::name),
            state: entry.state.name(),
            state_at: moment::machine(entry.state_at),
            tries: entry.attempts,
            provider: entry.provider.as_deref(),
            answer: entry.answer.as_deref(),
        }
    }
}
