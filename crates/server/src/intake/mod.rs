//! Mails that arrive: one intake with two doors, LMTP and a Maildir, both filled by a mail
//! server of the operator's.
//!
//! Each mail of ours leaves with an envelope sender of its own (`address`), so what arrives
//! there tells of that mail: `read` says what. What follows from a mail that came back is the
//! business of `delivery`. At an address of its own mails arrive that people forward to have
//! them checked (`forwarded`). Anything else is refused or left where it lies.

mod address;
mod forwarded;
mod lmtp;
mod maildir;
mod read;

use std::{io, path::PathBuf, sync::Arc};

use kadomori_domain::{delivery::Report, id::MessageId};
use kadomori_store::StoreError;
use tokio::sync::watch;

pub use self::address::ReturnAddress;
use self::{
    forwarded::Dealt,
    lmtp::Listener,
    maildir::Maildir,
    read::{Incoming, Other, Returned, ReversePath},
};
use crate::{
    app::App,
    config::{Config, Door},
    delivery::{self, Taken, Told},
};

/// Why mails can't come in, in words for the operator.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The place for LMTP can't be listened at.
    #[error(
        "Kadomori can't listen at {door}: {why}.\n\
         Stop what uses this place, or set `intake.lmtp` to another one."
    )]
    Door {
        /// Which.
        door: Door,
        /// What the system said.
        why: io::Error,
    },
    /// The Maildir can't be used.
    #[error(
        "Mails can't be taken from {}: {why}.\n\
         Let it belong to the user that runs Kadomori, or set `intake.maildir` to another one.",
        path.display()
    )]
    Maildir {
        /// Which.
        path: PathBuf,
        /// What the system said.
        why: io::Error,
    },
}

/// The doors that are open.
#[derive(Debug)]
pub struct Intake {
    host: String,
    largest: usize,
    lmtp: Option<Listener>,
    maildir: Option<Maildir>,
}

impl Intake {
    /// Opens the doors that the settings name; there may be none.
    pub async fn open(config: &Config) -> Result<Self, IntakeError> {
        let settings = &config.intake;
        let lmtp = match &settings.lmtp {
            Some(door) => {
                let opened = Listener::open(door).await;
                Some(opened.map_err(|why| IntakeError::Door {
                    door: door.clone(),
                    why,
                })?)
            }
            None => None,
        };
        let maildir = settings.maildir.as_ref().map(|path| {
            Maildir::open(path).map_err(|why| IntakeError::Maildir {
                path: path.clone(),
                why,
            })
        });
        Ok(Self {
            host: config.public_url.host(),
            largest: usize::from(settings.largest) * 1024 * 1024,
            lmtp,
            maildir: maildir.transpose()?,
        })
    }

    /// Takes what arrives until `stop` changes; then finishes what is under way.
    pub async fn run(self, app: App, stop: watch::Receiver<()>) {
        let desk = Desk {
            app,
            host: self.host,
            largest: self.largest,
        };
        let by_lmtp = async {
            if let Some(listener) = self.lmtp {
                lmtp::run(desk.clone(), listener, stop.clone()).await;
            }
        };
        let by_maildir = async {
            if let Some(maildir) = self.maildir {
                maildir::run(desk.clone(), maildir, stop.clone()).await;
            }
        };
        tokio::join!(by_lmtp, by_maildir);
    }
}

/// What is behind an address of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Recipient {
    /// What is told of this message.
    Returned(MessageId),
    /// Mails that people forward to have them checked.
    Check,
}

/// Where mails are dealt with, whichever door they came by.
#[derive(Clone)]
struct Desk {
    app: App,
    host: String,
    largest: usize,
}

impl Desk {
    /// What is behind this address; `None` for one that we never gave.
    fn behind(&self, address: &str) -> Option<Recipient> {
        let site = &self.app.site;
        let index = self.app.keys.index_key(site.tenant);
        let returns = site.returns.as_ref();
        if let Some(message) = returns.and_then(|returns| returns.open(address, &index)) {
            return Some(Recipient::Returned(message));
        }
        let check = site.check_address.as_deref()?;
        forwarded::is_at(address, check).then_some(Recipient::Check)
    }

    /// Answers a mail that was forwarded, where it is to be answered.
    async fn check(&self, mail: &[u8], from: &ReversePath) -> Result<Dealt, StoreError> {
        match from {
            ReversePath::Null => Ok(Dealt::Done),
            ReversePath::Someone(sender) => forwarded::take(&self.app, mail, sender).await,
        }
    }

    /// Writes down what was told of a message.
    async fn take(&self, message: MessageId, returned: &Returned) -> Result<(), StoreError> {
        let Some(report) = returned.report else {
            return Ok(());
        };
        let taken = delivery::take(
            &self.app,
            Told {
                message,
                report,
                provider: returned.server.clone(),
                answer: returned.answer.clone(),
            },
        )
        .await?;
        tell(message, report, returned, taken);
        Ok(())
    }
}

/// The log knows the code and the server; the words, in which anything may stand, are in the
/// database alone.
fn tell(message: MessageId, report: Report, returned: &Returned, taken: Taken) {
    let status = returned.status.map(|status| status.to_string());
    let server = returned.server.as_str();
    match taken {
        Taken::Changed(_) => {
            tracing::info!(mail = %message, ?report, status, server, "a mail server told of a mail");
        }
        Taken::Known | Taken::Unknown => {
            tracing::debug!(mail = %message, ?report, status, server, "a mail server told nothing new");
        }
    }
}

/// Reads a mail, on a thread that may take its time.
async fn understand(mail: Arc<Vec<u8>>, from: ReversePath) -> Incoming {
    let reading = tokio::task::spawn_blocking(move || read::read(&mail, &from));
    reading.await.unwrap_or_else(|error| {
        tracing::error!(%error, "reading a mail broke off");
        Incoming::Other(Other::Unreadable)
    })
}
