//! *My activity*: the lines of a person's history, by day.

mod samples;

use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{client::Agent, delivery::Channel, event::Facts, time::Time};

use super::sentence::{self, Shape};
use crate::{
    frame::{Frame, RenderError},
    rich::Rich,
    text::Value,
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
    /// Contacts that nothing reaches any more, told of until they are mended or gone.
    pub broken: Vec<BrokenItem>,
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
    /// What the person calls the thing that it was about.
    pub label: Option<String>,
    /// The browser, where one had a part in it.
    pub agent: Option<Agent>,
    /// Whether it was the browser that the page is read on.
    pub here: bool,
}

/// A contact that messages come back from.
#[derive(Clone, Debug)]
pub struct BrokenItem {
    /// How messages went there.
    pub channel: Channel,
    /// The address or the number, in full.
    pub address: String,
    /// Since when.
    pub since: Time,
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
    label: Option<String>,
    agent: Option<Cow<'static, str>>,
    is_here: bool,
    reference: Option<String>,
}

impl ActivityPage {
    /// The page.
    pub fn render(&self) -> Result<String, RenderError> {
        Ok(Template::render(self)?)
    }

    fn broken(&self) -> Vec<Rich> {
        let words = |item: &BrokenItem| {
            let id = match item.channel {
                Channel::Mail => "broken-mail",
                Channel::Text => "broken-text",
            };
            let time = self.zone.moment(item.since, self.now, self.frame.locale);
            let address = Value::Strong(&item.address);
            self.frame
                .rich(id, &[("address", address), ("time", time.into())])
        };
        self.broken.iter().map(words).collect()
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
            what: sentence::what(locale, &item.facts, |day| {
                self.zone.day(day, self.now, locale)
            }),
            why: sentence::why(locale, &item.facts),
            label: item.label.clone(),
            agent: item
                .agent
                .as_ref()
                .map(|agent| wording::agent(locale, Some(agent))),
            is_here: item.here,
            reference: item
                .facts
                .reference()
                .map(|reference| reference.to_string()),
        }
    }

    fn label(&self, label: &str) -> Cow<'static, str> {
        self.frame.say("activity-label", &[("label", label.into())])
    }

    fn mail(&self, reference: &str) -> Cow<'static, str> {
        self.frame
            .say("activity-message", &[("reference", reference.into())])
    }
}
