//! A fake of our own mails that somebody reports: its traits go into the history as an event,
//! and the mail itself nowhere.
//!
//! Between the page that shows a verdict and the button that reports, the server keeps nothing.
//! What will be written travels in the form, under our key, so that nothing else can be handed
//! in its place; the event's id is in it, too, so that pressing twice counts once.

use core::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use kadomori_domain::{
    chance::Chance,
    event::{Event, Facts, Personal},
    id::EventId,
    time::Time,
    wave::{Seen, Wave},
};
use kadomori_genuine::{Limits, source};
use kadomori_store::{StoreError, Tx, event};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

use super::letter::Letter;
use crate::app::{App, Shared};

/// How long a verdict's page may wait before its button is pressed.
const WAITS: Duration = Duration::from_hours(2);
/// The longest form of the traits that is read.
const LONGEST: usize = 8 * 1024;

/// The traits of a mail, as its verdict's page carries them. Not secret, and nobody's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Traits(String);

/// What became of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reported {
    /// It is written down; or was already, when the button was pressed before.
    Kept,
    /// The page was too old, or isn't ours.
    NotTaken,
}

#[derive(Serialize, Deserialize)]
struct Written {
    id: EventId,
    at: i64,
    wave: Wave,
}

impl Traits {
    /// As it stands in the form.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The traits of this mail, ready to be reported.
pub(crate) fn traits(app: &Shared, mail: &[u8], chance: &mut Chance) -> Option<Traits> {
    let now = app.clock.now();
    let written = Written {
        id: EventId::new(now, chance),
        at: now.micros(),
        wave: wave(mail),
    };
    let json = serde_json::to_vec(&written).ok()?;
    let tag = tag(app, &json);
    let [json, tag] = [json, tag.to_vec()].map(|part| URL_SAFE_NO_PAD.encode(part));
    Some(Traits(format!("{json}.{tag}")))
}

/// Writes down what a form brought.
pub(crate) async fn keep(app: &App, traits: &str) -> Result<Reported, StoreError> {
    let now = app.clock.now();
    let Some(written) = open(app, traits, now) else {
        return Ok(Reported::NotTaken);
    };
    let line = Event {
        id: written.id,
        tenant: app.site.tenant,
        account: None,
        at: now,
        facts: Facts::FakeReported { wave: written.wave },
        personal: Personal::default(),
    };
    let kept = app.db.write(line, |tx, line| Box::pin(insert(tx, line)));
    kept.await?;
    Ok(Reported::Kept)
}

async fn insert(tx: &mut Tx, line: &Event) -> Result<(), StoreError> {
    if event::exists(tx, line.id).await? {
        return Ok(());
    }
    event::insert(tx, line).await
}

fn open(app: &Shared, traits: &str, now: Time) -> Option<Written> {
    if traits.len() > LONGEST {
        return None;
    }
    let (json, given) = traits.split_once('.')?;
    let json = URL_SAFE_NO_PAD.decode(json).ok()?;
    let given = URL_SAFE_NO_PAD.decode(given).ok()?;
    if !bool::from(tag(app, &json).as_slice().ct_eq(&given)) {
        return None;
    }
    let written: Written = serde_json::from_slice(&json).ok()?;
    let is_fresh = now < Time::from_micros(written.at).plus(WAITS);
    is_fresh.then_some(written)
}

fn tag(app: &Shared, json: &[u8]) -> [u8; 32] {
    app.keys
        .index_key(app.site.tenant)
        .hash("fake-traits", json)
}

/// What the mail has in common with others of its wave.
fn wave(mail: &[u8]) -> Wave {
    let opened = source::open(mail, &Limits::default()).ok();
    let hosts: Vec<&str> = opened
        .iter()
        .flat_map(|mail| &mail.links)
        .map(|link| link.host.as_str())
        .filter(|host| !host.is_empty())
        .collect();
    match Letter::read(mail) {
        Letter::Mail(mail) => {
            let readers: Vec<&str> = mail.readers.iter().map(String::as_str).collect();
            Wave::of(&Seen {
                sender: mail.from.rsplit_once('@').map(|(_, domain)| domain),
                hosts: &hosts,
                subject: &mail.subject,
                readers: &readers,
            })
        }
        // A text's first line may be anything, a greeting or a secret.
        Letter::Copy(_) => Wave::of(&Seen {
            sender: None,
            hosts: &hosts,
            subject: "",
            readers: &[],
        }),
    }
}
