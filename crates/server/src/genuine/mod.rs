//! The one place where mails that people got are judged: the page, the programs' door and
//! the forwarding address come here, and what judges is `kadomori_genuine`.
//!
//! A check runs on a thread of its own, a few at a time. It asks the DNS only for names of
//! brands in the table: any other question could tell a sender that the mail was opened
//! (`docs/decisions/0029-what-a-check-may-ask.md`). Nothing of a mail is kept or logged.

mod limit;
mod names;
pub(crate) mod sender;
mod told;

use core::{net::SocketAddr, time::Duration};
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use kadomori_domain::locale::Locale;
use kadomori_genuine::{
    Language, Limits, Offline, Options, Report, Resolver, Unreadable,
    auth::Only,
    brand::{Brands, TableError},
};
use tokio::{runtime::Handle, sync::Semaphore};
use zeroize::Zeroizing;

pub(crate) use self::{
    limit::count,
    names::Asked,
    told::{Told, Untold, unreadable_id},
};
use crate::{
    app::App,
    config::{Config, GenuineDns},
    mail_domain::Names,
};

/// The largest mail that is looked at, in octets.
pub(crate) const LARGEST: usize = 10 * 1024 * 1024;

/// How many mails are judged at once. Most of the time of a check is waiting for names.
const AT_ONCE: usize = 8;

/// How long a mail waits for its turn.
const TURN: Duration = Duration::from_secs(5);

/// What judges mails.
pub struct Genuine {
    /// Made ready with the first question, which takes a while; an operator's own at once,
    /// since it may be one that can't be used.
    brands: OnceLock<Brands>,
    trusted: Vec<String>,
    dns: GenuineDns,
    name_server: Option<SocketAddr>,
    /// Opened with the first question; `None` where no name server can be asked.
    names: OnceLock<Option<Names>>,
    places: Arc<Semaphore>,
}

/// Why the operator's table of brands can't be used, in words for them.
#[derive(Debug, thiserror::Error)]
pub enum BrandsError {
    /// The file can't be read.
    #[error("The table of brands {} can't be read: {why}.", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        why: io::Error,
    },
    /// What it says can't be used.
    #[error("The table of brands {} can't be used: {why}", path.display())]
    Table {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        why: TableError,
    },
    /// The table that is shipped can't be used.
    #[error("The table of brands that is shipped can't be used: {0}")]
    Shipped(TableError),
}

/// Why there is no report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotChecked {
    /// There is nothing to judge; the sentence for people is its own.
    Unreadable(Unreadable),
    /// Too many mails wait to be judged.
    Busy,
    /// The check broke; the cause is in the log.
    Broken,
}

/// The table that is shipped, with the operator's rows over it.
pub(crate) fn brands(own: Option<&Path>) -> Result<Brands, BrandsError> {
    let Some(path) = own else {
        return Brands::with(None).map_err(BrandsError::Shipped);
    };
    let text = fs::read_to_string(path).map_err(|why| BrandsError::File {
        path: path.to_owned(),
        why,
    })?;
    Brands::with(Some(&text)).map_err(|why| BrandsError::Table {
        path: path.to_owned(),
        why,
    })
}

/// The language of a report for someone who reads this one.
pub(crate) const fn language(locale: Locale) -> Language {
    match locale {
        Locale::En => Language::English,
        Locale::Ja => Language::Japanese,
    }
}

/// Judges one mail, as a file holds it, or a text that was copied out of one. `reader` is the
/// address of who got it, where that is known. The octets are wiped afterwards.
pub(crate) async fn check(
    app: &App,
    mail: Vec<u8>,
    reader: Option<&str>,
) -> Result<Report, NotChecked> {
    let mail = Zeroizing::new(mail);
    let turn = Arc::clone(&app.genuine.places).acquire_owned();
    let Ok(Ok(turn)) = tokio::time::timeout(TURN, turn).await else {
        return Err(NotChecked::Busy);
    };
    let (app, reader) = (Arc::clone(app), reader.map(str::to_owned));
    let (runtime, now) = (Handle::current(), app.clock.now());
    let judged = tokio::task::spawn_blocking(move || {
        let judged = app
            .genuine
            .judge(&mail, reader.as_deref(), now.micros() / 1_000_000, runtime);
        drop((mail, turn));
        judged
    });
    match judged.await {
        Ok(judged) => judged.map_err(NotChecked::Unreadable),
        Err(error) => {
            // A panic's words could hold some of the mail.
            tracing::error!(panicked = error.is_panic(), "a mail couldn't be judged");
            Err(NotChecked::Broken)
        }
    }
}

impl Genuine {
    /// What judges by these settings.
    pub fn open(config: &Config) -> Result<Self, BrandsError> {
        let settings = &config.genuine;
        Ok(Self {
            brands: match settings.brands.as_deref() {
                Some(own) => brands(Some(own))?.into(),
                None => OnceLock::new(),
            },
            trusted: settings.trusted.clone(),
            dns: settings.dns,
            name_server: config.mail.name_server,
            names: OnceLock::new(),
            places: Arc::new(Semaphore::new(AT_ONCE)),
        })
    }

    /// The brands that are known. The first to ask waits until the table is ready.
    #[expect(
        clippy::expect_used,
        reason = "the table that is shipped is a part of the program, and tests read it"
    )]
    pub(crate) fn brands(&self) -> &Brands {
        let shipped = || brands(None).expect("the table that is shipped can be used");
        self.brands.get_or_init(shipped)
    }

    /// Makes the table ready, so that nobody waits for it.
    pub(crate) fn make_ready(&self) {
        self.brands();
    }

    /// Judges on this thread, which must be one that may wait.
    fn judge(
        &self,
        mail: &[u8],
        reader: Option<&str>,
        at: i64,
        runtime: Handle,
    ) -> Result<Report, Unreadable> {
        let brands = self.brands();
        let options = Options {
            limits: Limits::default(),
            brands,
            trusted: &self.trusted,
            at,
            reader,
        };
        let check = |resolver: &dyn Resolver| kadomori_genuine::check(mail, &options, resolver);
        match self.names() {
            Some(names) => check(&Only::new(&Asked::new(names, runtime), brands)),
            None => check(&Offline),
        }
    }

    fn names(&self) -> Option<&Names> {
        match self.dns {
            GenuineDns::Off => None,
            GenuineDns::Brands => {
                let opened = self.names.get_or_init(|| {
                    let opened = Names::open(self.name_server);
                    opened
                        .inspect_err(|error| {
                            tracing::warn!(%error, "mails are judged without the DNS");
                        })
                        .ok()
                });
                opened.as_ref()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_cannot_be_used_is_named() {
        let missing = brands(Some(Path::new("/nowhere/brands.toml"))).unwrap_err();
        assert!(missing.to_string().contains("/nowhere/brands.toml"));
        assert!(brands(None).is_ok());
    }
}
