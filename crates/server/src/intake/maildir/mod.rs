//! A Maildir that a mail server fills: looked into once in a while, on as many servers as
//! share it. A mail is claimed by a rename, which only one can win.

mod envelope;
mod folder;

use core::time::Duration;
use std::sync::Arc;

use kadomori_domain::id::MessageId;
use tokio::{sync::watch, task::spawn_blocking};

pub(super) use self::folder::Maildir;
use self::{envelope::Envelope, folder::Claim};
use super::{
    Desk, Recipient,
    forwarded::Dealt,
    read::{Incoming, ReversePath},
};

/// How often it is looked into.
const LOOK: Duration = Duration::from_secs(1);
/// Mails claimed and dealt with at one look.
const AT_ONCE: usize = 50;

/// Takes what arrives until `stop` changes.
pub(super) async fn run(desk: Desk, maildir: Maildir, mut stop: watch::Receiver<()>) {
    let mut was_well = true;
    loop {
        let looked = look(&desk, &maildir).await;
        // Once is enough: it would be said every second.
        if let Err(error) = &looked
            && was_well
        {
            tracing::error!(%error, "mails in the Maildir can't be dealt with; it is tried again");
        }
        was_well = looked.is_ok();
        if stop.has_changed().unwrap_or(true) {
            return;
        }
        if looked.is_ok_and(|dealt| dealt >= AT_ONCE) {
            continue;
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            _ = stop.changed() => return,
        }
    }
}

/// Deals with what lies there; tells how many mails that were.
async fn look(desk: &Desk, maildir: &Maildir) -> std::io::Result<usize> {
    let now = desk.app.clock.now();
    let folder = maildir.clone();
    let names = on_a_thread(move || {
        folder.put_back_abandoned(now)?;
        folder.list(AT_ONCE)
    })
    .await?;
    let found = names.len();
    for name in names {
        let (folder, largest) = (maildir.clone(), desk.largest);
        let claimed = on_a_thread(move || folder.claim(&name, now, largest)).await?;
        if let Some(claim) = claimed {
            deal(desk, claim).await?;
        }
    }
    Ok(found)
}

/// What came back and is written down is deleted: it may hold a mail of ours. Anything else is
/// kept for the operator.
async fn deal(desk: &Desk, mut claim: Claim) -> std::io::Result<()> {
    let Some(mail) = claim.mail.take() else {
        tracing::warn!("a mail in the Maildir is too large; it lies in cur");
        return on_a_thread(move || claim.keep()).await;
    };
    let Envelope { from, recipients } = Envelope::of(&mail);
    let recipient = recipients.iter().find_map(|address| desk.behind(address));
    match recipient {
        Some(Recipient::Check) => check(desk, claim, &mail, &from).await,
        Some(Recipient::Returned(message)) => match super::understand(Arc::new(mail), from).await {
            Incoming::Returned(returned) => {
                if let Err(error) = desk.take(message, &returned).await {
                    on_a_thread(move || claim.put_back()).await?;
                    return Err(std::io::Error::other(error));
                }
                on_a_thread(move || claim.delete()).await
            }
            Incoming::Other(_) => keep(claim, Some(message)).await,
        },
        None => keep(claim, None).await,
    }
}

async fn keep(claim: Claim, message: Option<MessageId>) -> std::io::Result<()> {
    tracing::debug!(mail = ?message, "a mail that tells of none of ours lies in cur");
    on_a_thread(move || claim.keep()).await
}

/// Whether or not it is answered, a forwarded mail is deleted: it is somebody's own, and may
/// hold a live code. One that can't be looked at now is put back, and taken up again after a
/// while, so that it holds up no other.
async fn check(desk: &Desk, claim: Claim, mail: &[u8], from: &ReversePath) -> std::io::Result<()> {
    match desk.check(mail, from).await {
        Ok(Dealt::Done) => on_a_thread(move || claim.delete()).await,
        // Its claim runs out, and somebody takes it up.
        Ok(Dealt::Later) => Ok(()),
        Err(error) => {
            on_a_thread(move || claim.put_back()).await?;
            Err(std::io::Error::other(error))
        }
    }
}

async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> std::io::Result<T> {
    spawn_blocking(work).await.map_err(std::io::Error::other)?
}
