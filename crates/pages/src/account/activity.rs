//! *My activity*: the lines of a person's history, by day.

use core::time::Duration;
use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{
    assurance::Assurance,
    client::Agent,
    device::Standing,
    event::{Actor, CodeRefusal, Facts, GivenUp, OverallLimit, Sending, SignOutScope, Withheld},
    factor::FactorKind,
    gate::Reason,
    purpose::Purpose,
    time::Time,
};

use super::sentence::{self, Shape};
use crate::{
    frame::{Frame, RenderError},
    sample,
    when::Zone,
    wording,
};

/// `GET /account`, further back with `?before=` and a cursor.
#[derive(Clone, Debug, Template)]
#[template(path = "account/activity.html")]
pub struct ActivityPage {
    /// The surroundings.
    pub frame: Frame,
    /// The account's address.
    pub address: String,
    /// The reader's zone.
    pub zone: Zone,
    /// The moment of the page.
    pub now: Time,
    /// The lines, the newest first.
    pub items: Vec<ActivityItem>,
    /// Where older lines begin, when there are some.
    pub older: Option<String>,
}

/// A line.
#[derive(Clone, Debug)]
pub struct ActivityItem {
    /// When.
    pub at: Time,
    /// What happened.
    pub facts: Facts,
    /// The browser, where one had a part in it.
    pub agent: Option<Agent>,
    /// Whether it was the browser that the page is read on.
    pub here: bool,
}

/// The lines of a day.
struct Day {
    name: String,
    lines: Vec<Line>,
}

/// A line in words.
struct Line {
    shape: Shape,
    clock: String,
    machine: String,
    what: Cow<'static, str>,
    why: Vec<Cow<'static, str>>,
    agent: Option<Cow<'static, str>>,
    is_here: bool,
    reference: Option<String>,
}

impl ActivityPage {
    /// The page.
    pub fn render(&self) -> Result<String, RenderError> {
        Ok(Template::render(self)?)
    }

    fn days(&self) -> Vec<Day> {
        let mut days: Vec<Day> = Vec::new();
        for item in &self.items {
            let name = self.zone.day(item.at, self.now, self.frame.locale);
            match days.last_mut() {
                Some(day) if day.name == name => day.lines.push(self.line(item)),
                _ => days.push(Day {
                    name,
                    lines: vec![self.line(item)],
                }),
            }
        }
        days
    }

    fn line(&self, item: &ActivityItem) -> Line {
        let locale = self.frame.locale;
        Line {
            shape: sentence::shape(&item.facts),
            clock: self.zone.clock(item.at, locale),
            machine: Zone::machine(item.at),
            what: sentence::what(locale, &item.facts),
            why: sentence::why(locale, &item.facts),
            agent: item
                .agent
                .as_ref()
                .map(|agent| wording::agent(locale, Some(agent))),
            is_here: item.here,
            reference: sentence::reference(&item.facts).map(|reference| reference.to_string()),
        }
    }

    fn mail(&self, reference: &str) -> Cow<'static, str> {
        self.frame
            .say("activity-mail", &[("reference", reference.into())])
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |items: Vec<ActivityItem>, older: Option<&str>| Self {
            frame: Frame {
                signed_in_as: Some("mika@example.jp".to_owned()),
                ..sample::frame("/account")
            },
            address: "mika@example.jp".to_owned(),
            zone: sample::zone(),
            now: sample::NOON.plus(Duration::from_secs(240)),
            items,
            older: older.map(str::to_owned),
        };
        let every = every_kind_of_facts()
            .into_iter()
            .zip(0..)
            .map(|(facts, hours)| ActivityItem {
                at: sample::NOON.minus(Duration::from_secs(hours * 5_400)),
                facts,
                agent: (hours % 3 != 2).then(|| sample::agent("Firefox", "Linux")),
                here: false,
            });
        let assumed = Self {
            zone: Zone::utc(),
            ..page(first_day(), None)
        };
        vec![
            ("first_day", page(first_day(), None)),
            ("every_kind", page(every.collect(), Some("019e1f0a"))),
            ("zone_assumed", assumed),
            ("empty", page(Vec::new(), None)),
        ]
    }
}

/// What a newcomer's page shows.
fn first_day() -> Vec<ActivityItem> {
    let reference = sample::reference();
    let because = || vec![Reason::NewDevice];
    let item = |seconds, facts| ActivityItem {
        at: sample::NOON.plus(Duration::from_secs(seconds)),
        facts,
        agent: Some(sample::agent("Chrome", "Windows")),
        here: true,
    };
    let signed_in = Facts::SignedIn {
        reference,
        ways: vec![FactorKind::MailCode],
        assurance: Assurance::Single,
        because: because(),
        standing: Standing::New,
    };
    let requested = Facts::CodeRequested {
        purpose: Purpose::SignIn,
        reference,
        because: because(),
        sending: Sending::First,
        withheld: None,
    };
    vec![
        item(42, signed_in),
        item(42, Facts::AccountCreated { by: Actor::Person }),
        item(
            30,
            Facts::CodeRefused {
                reference,
                why: CodeRefusal::Wrong,
            },
        ),
        item(0, requested),
    ]
}

fn every_kind_of_facts() -> Vec<Facts> {
    let reference = sample::sample_reference("T4M");
    let requested = |sending, withheld, because: &[Reason]| Facts::CodeRequested {
        purpose: Purpose::SignIn,
        reference,
        because: because.to_vec(),
        sending,
        withheld,
    };
    let signed_in = |standing, because: &[Reason]| Facts::SignedIn {
        reference,
        ways: vec![FactorKind::MailCode],
        assurance: Assurance::Single,
        because: because.to_vec(),
        standing,
    };
    let refused = |why| Facts::CodeRefused { reference, why };
    let signed_out = |scope, by| Facts::SignedOut { scope, by };
    vec![
        signed_in(Standing::Familiar, &[Reason::WayIn]),
        signed_in(Standing::New, &[Reason::NewDevice, Reason::Unusual]),
        requested(Sending::First, None, &[Reason::NewDevice]),
        requested(Sending::Same, None, &[Reason::WayIn]),
        requested(Sending::Renewed, None, &[Reason::ProofTooOld]),
        requested(Sending::First, Some(Withheld::TooManySends), &[]),
        requested(Sending::First, Some(Withheld::TooManyWrongCodes), &[]),
        requested(Sending::First, Some(Withheld::NoAccount), &[]),
        Facts::CodeRequested {
            purpose: Purpose::CreateAccount,
            reference,
            because: vec![Reason::WayIn],
            sending: Sending::First,
            withheld: None,
        },
        refused(CodeRefusal::Wrong),
        refused(CodeRefusal::Superseded),
        refused(CodeRefusal::Expired),
        refused(CodeRefusal::LastTry),
        refused(CodeRefusal::Waiting),
        signed_out(SignOutScope::Here, Actor::Person),
        signed_out(SignOutScope::Other, Actor::Person),
        signed_out(SignOutScope::Everywhere, Actor::Person),
        signed_out(SignOutScope::Here, Actor::Operator),
        signed_out(SignOutScope::Other, Actor::Operator),
        signed_out(SignOutScope::Everywhere, Actor::Operator),
        Facts::MailGivenUp {
            reference,
            why: GivenUp::Expired,
        },
        Facts::MailGivenUp {
            reference,
            why: GivenUp::Refused,
        },
        Facts::AccountCreated { by: Actor::Person },
        Facts::AccountCreated {
            by: Actor::Operator,
        },
        Facts::Unlocked,
        Facts::LimitPassed {
            limit: OverallLimit::Sends,
        },
        Facts::AccountDeleted,
    ]
}
