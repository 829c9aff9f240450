//! `kadomori account find`: how an account stands.

use std::fmt::Write as _;

use clap::Args;
use kadomori_domain::{
    account::Account, address::MailAddress, client::Agent, gate::Refusal, id::AccountId,
    locale::Locale, throttle::Lane, wait::Wait,
};
use serde::Serialize;

use super::{
    json_line,
    moment::{self, Moments},
    sentence, unknown,
};
use crate::{
    command::desk::{Answer, Desk},
    operator::{self, Overview, Whom},
};

#[derive(Args)]
pub(in crate::command) struct Find {
    /// The account's mail address or id
    #[arg(value_name = "ADDRESS|ID")]
    whom: Whom,
    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

impl Find {
    pub(super) async fn answer(self, desk: &Desk) -> Answer {
        let found = operator::overview(&desk.app, &self.whom).await?;
        let overview = found.ok_or_else(|| unknown(&self.whom, desk))?;
        if self.json {
            return json_line(&OverviewLine::from(&overview));
        }
        Ok(text(&overview, &Moments::in_zone(&desk.zone)))
    }
}

/// An overview for a person to read.
pub(super) fn text(overview: &Overview, moments: &Moments) -> String {
    let account = &overview.account;
    let language = match account.locale {
        Locale::En => "English",
        Locale::Ja => "Japanese",
    };
    let zone = account.zone.as_deref().unwrap_or("not known");
    let last_sign_in = overview.last_sign_in.as_ref().map(|last| {
        let at = moments.tell(last.at);
        match sentence::agent(&last.agent) {
            Some(agent) => format!("{at}, {agent}"),
            None => at,
        }
    });
    let mut rows = vec![
        ("Id", account.id.to_string()),
        ("Made", moments.tell(account.created_at)),
        ("Language", language.to_owned()),
        ("Time zone", zone.to_owned()),
        ("Signed in", browsers(overview.sessions)),
        (
            "Last sign-in",
            last_sign_in.unwrap_or_else(|| "none is remembered".to_owned()),
        ),
    ];
    rows.extend(
        overview
            .waits
            .iter()
            .map(|wait| ("Waits", waits(wait, moments))),
    );
    if overview.waits.is_empty() {
        rows.push(("Waits", "none".to_owned()));
    }
    let mut text = format!("{}\n\n", account.address);
    for (name, value) in rows {
        let _ = writeln!(text, "  {name:<12}  {value}");
    }
    let _ = writeln!(text, "\n{}", moments.zone());
    text
}

/// A wait: where, until when, and why.
pub(super) fn waits(wait: &Wait, moments: &Moments) -> String {
    format!(
        "in {} until {}, after too many {}",
        match wait.lane {
            Lane::Familiar => "known browsers",
            Lane::Stranger => "new browsers",
        },
        moments.tell(wait.until),
        match wait.because {
            Refusal::TooManyWrongCodes => "wrong codes",
            Refusal::TooManySends => "mails",
            Refusal::NetworkBusy => "unfinished sign-ins",
            Refusal::RegistrationClosed => "requests for an account",
        },
    )
}

fn browsers(sessions: usize) -> String {
    match sessions {
        0 => "nowhere".to_owned(),
        1 => "in 1 browser".to_owned(),
        more => format!("in {more} browsers"),
    }
}

/// An account for a program to read.
#[derive(Serialize)]
pub(super) struct AccountLine<'a> {
    id: AccountId,
    address: &'a MailAddress,
    locale: Locale,
    zone: Option<&'a str>,
    created_at: String,
}

impl<'a> From<&'a Account> for AccountLine<'a> {
    fn from(account: &'a Account) -> Self {
        Self {
            id: account.id,
            address: &account.address,
            locale: account.locale,
            zone: account.zone.as_deref(),
            created_at: moment::machine(account.created_at),
        }
    }
}

/// An overview for a program to read.
#[derive(Serialize)]
pub(super) struct OverviewLine<'a> {
    #[serde(flatten)]
    account: AccountLine<'a>,
    sessions: usize,
    last_sign_in: Option<SignInLine<'a>>,
    waits: Vec<WaitLine>,
}

#[derive(Serialize)]
struct SignInLine<'a> {
    at: String,
    agent: &'a Agent,
}

#[derive(Serialize)]
struct WaitLine {
    lane: &'static str,
    because: Refusal,
    until: String,
}

impl<'a> From<&'a Overview> for OverviewLine<'a> {
    fn from(overview: &'a Overview) -> Self {
        let last = overview.last_sign_in.as_ref();
        let waits = overview.waits.iter().map(|wait| WaitLine {
            lane: wait.lane.name(),
            because: wait.because,
            until: moment::machine(wait.until),
        });
        Self {
            account: AccountLine::from(&overview.account),
            sessions: overview.sessions,
            last_sign_in: last.map(|last| SignInLine {
                at: moment::machine(last.at),
                agent: &last.agent,
            }),
            waits: waits.collect(),
        }
    }
}
