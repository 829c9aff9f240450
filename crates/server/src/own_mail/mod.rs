//! Our own mails are known, not judged: each bears a mark (`kadomori_domain::mark`), is
//! entered in the ledger, and is told from fakes, copies and replays by both together
//! (`docs/decisions/0026-own-mails-are-known.md`).
//!
//! A stranger is told only what they could read in the mail that they hold, and only where its
//! mark or signature holds for the very recipient that it names. Whoever is signed in is told
//! what was sent to them. The work is the same for all: one look into the ledger, whatever was
//! handed in.

mod judge;
mod letter;
mod report;
mod signature;
mod told;

use std::sync::Arc;

use kadomori_domain::{
    address::MailAddress,
    chance::Chance,
    id::{AccountId, MessageId, TenantId},
    key::IndexKey,
    mark::{Content, Mark, Marked},
    message::Message,
    own_mail::{CodeState, Ours, OwnMail},
    phone::PhoneNumber,
    reference::Reference,
    time::Time,
};
use kadomori_store::{
    StoreError, Tx, challenge, contact,
    own_mail::{self, Sent},
    reach::{self, Reached},
};

pub(crate) use self::report::{Reported, keep, traits};
pub use self::signature::OwnKeys;
pub(crate) use self::told::Told as ToldOwn;
use self::{
    judge::{House, Scene, Told, name_of},
    letter::Letter,
};
use crate::app::{App, Shared};

/// The most messages with the same signs that are looked at.
const MOST: u32 = 5;

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Viewer {
    /// Anybody.
    Stranger,
    /// Who is signed in to this account, or has proved to be its owner.
    Known(AccountId),
}

/// What the ledger is asked.
struct Asked {
    tenant: TenantId,
    named: MessageId,
    viewer: Viewer,
    references: Vec<Reference>,
    index: IndexKey,
    now: Time,
}

/// What it has.
struct Found {
    named: Option<Sent>,
    reader: Option<Vec<MailAddress>>,
    alike: Vec<Told>,
}

/// The value of the header that marks a mail as ours.
pub(crate) fn mark(app: &Shared, message: &Message, content: Content<'_>) -> String {
    let index = app.keys.index_key(message.tenant);
    let recipient = reach::recipient(&index, &message.payload.to().normal());
    let marked = Marked {
        id: message.id,
        at: message.created_at,
        recipient: &recipient,
        content,
    };
    Mark::make(&app.keys, message.tenant, &marked).to_string()
}

/// What is known of a mail, or of a text that was copied out of one. Nothing of it is kept.
pub(crate) async fn look(app: &App, mail: &[u8], viewer: &Viewer) -> Result<OwnMail, StoreError> {
    let letter = Letter::read(mail);
    let now = app.clock.now();
    let signed = signature_holds(app, mail, now).await;
    let seed = app.entropy.seed().unwrap_or_default();
    let asked = Asked {
        tenant: app.site.tenant,
        // Where none is named, one that doesn't exist is looked for.
        named: name_of(&letter, &app.site.mail_domain)
            .unwrap_or_else(|| MessageId::new(now, &mut Chance::new(seed))),
        viewer: viewer.clone(),
        references: letter.references(),
        index: app.keys.index_key(app.site.tenant),
        now,
    };
    let found = app.db.read(asked, |tx, asked| Box::pin(find(tx, asked)));
    let found = found.await?;
    let scene = Scene {
        tenant: app.site.tenant,
        keys: &app.keys,
        house: house(app),
        now,
        days: days(app),
        signed,
        letter: &letter,
        named: found.named.as_ref(),
        reader: found.reader.as_deref(),
        alike: &found.alike,
    };
    Ok(scene.judge())
}

/// What was sent to an account with these signs in its subject, the newest first. Only for its
/// signed-in owner: there are too few such signs to prove anything to anybody else.
pub(crate) async fn marked_with(
    app: &App,
    account: AccountId,
    reference: Reference,
) -> Result<Vec<Ours>, StoreError> {
    let now = app.clock.now();
    let asked = Asked {
        tenant: app.site.tenant,
        named: MessageId::new(
            now,
            &mut Chance::new(app.entropy.seed().unwrap_or_default()),
        ),
        viewer: Viewer::Known(account),
        references: vec![reference],
        index: app.keys.index_key(app.site.tenant),
        now,
    };
    let found = app.db.read(asked, |tx, asked| Box::pin(find(tx, asked)));
    let found = found.await?;
    Ok(found.alike.iter().map(Scene::told).collect())
}

/// Under which of its own addresses an account got a mail, as far as that shows; its first one
/// where it doesn't.
pub(crate) async fn reader(
    app: &App,
    mail: &[u8],
    viewer: &Viewer,
) -> Result<Option<String>, StoreError> {
    let Viewer::Known(account) = viewer else {
        return Ok(None);
    };
    let contacts = app
        .db
        .read(*account, |tx, account| {
            Box::pin(contact::list(tx, *account))
        })
        .await?;
    let named = match Letter::read(mail) {
        Letter::Mail(mail) => mail.to,
        Letter::Copy(_) => Vec::new(),
    };
    let is_named = |own: &&MailAddress| named.iter().any(|it| it.normal() == own.normal());
    let own: Vec<_> = contacts.into_iter().map(|it| it.address).collect();
    let reader = own.iter().find(is_named).or(own.first());
    Ok(reader.map(ToString::to_string))
}

/// For how many days what was sent is remembered.
pub(crate) fn days(app: &Shared) -> u32 {
    let days = app.site.remembers.as_secs() / (24 * 3_600);
    u32::try_from(days).unwrap_or(u32::MAX)
}

fn house(app: &Shared) -> House<'_> {
    House {
        name: &app.site.name,
        from: &app.site.mail_from,
        domain: &app.site.mail_domain,
    }
}

async fn signature_holds(app: &App, mail: &[u8], now: Time) -> bool {
    let (app, mail) = (Arc::clone(app), mail.to_vec());
    let held = tokio::task::spawn_blocking(move || {
        let at = now.micros() / 1_000_000;
        app.own_keys.hold(&mail, app.genuine.brands(), at)
    });
    held.await.unwrap_or_else(|error| {
        tracing::error!(
            panicked = error.is_panic(),
            "a signature couldn't be verified"
        );
        false
    })
}

async fn find(tx: &mut Tx, asked: &Asked) -> Result<Found, StoreError> {
    let named = own_mail::find(tx, asked.tenant, asked.named).await?;
    let Viewer::Known(account) = asked.viewer else {
        return Ok(Found {
            named,
            reader: None,
            alike: Vec::new(),
        });
    };
    let contacts = contact::list(tx, account).await?;
    let mut alike = Vec::new();
    for reference in &asked.references {
        for sent in own_mail::list(tx, account, *reference, MOST).await? {
            let code = code(tx, &sent, asked.now).await?;
            let to = reach::find(tx, &asked.index, account, sent.recipient).await?;
            let to = to.map(masked).unwrap_or_default();
            alike.push(Told { sent, code, to });
        }
    }
    Ok(Found {
        named,
        reader: Some(contacts.into_iter().map(|it| it.address).collect()),
        alike,
    })
}

/// A contact as it is shown where others may look on.
fn masked(contact: Reached) -> String {
    match PhoneNumber::from_e164(&contact.normal) {
        Ok(number) => number.masked(),
        Err(_) => MailAddress::parse(&contact.address).map_or(contact.address, |it| it.masked()),
    }
}

/// What became of a code: by its challenge for as long as that is kept, then by its time.
async fn code(tx: &mut Tx, sent: &Sent, now: Time) -> Result<CodeState, StoreError> {
    let by_time = CodeState::by_time(sent.ends_at, now);
    let (CodeState::Works { .. }, Some(flow)) = (by_time, sent.flow) else {
        return Ok(by_time);
    };
    let challenges = challenge::list(tx, flow).await?;
    let mut of_it = challenges
        .iter()
        .filter(|it| it.reference == sent.reference);
    let is_live = of_it.any(|challenge| challenge.is_live(now));
    Ok(if is_live { by_time } else { CodeState::Over })
}
