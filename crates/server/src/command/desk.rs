//! The operator's desk: the database that the settings name, opened beside a running
//! server or without one, for a command that answers with a text.

use std::{error::Error, sync::Arc};

use jiff::tz::TimeZone;
use tokio::runtime;

use super::{Outcome, say};
use crate::{
    app::App,
    clock::{SystemClock, SystemEntropy},
    config::{Config, LogConfig, LogLevel},
    open, telemetry,
};

/// What a command prints, or why it refuses.
pub(super) type Answer = Result<String, Box<dyn Error + Send + Sync>>;

/// What a command works with.
pub(super) struct Desk {
    /// The state that a server on the same settings has.
    pub(super) app: App,
    /// The zone that times are told in.
    pub(super) zone: TimeZone,
    /// Where the accounts are.
    pub(super) place: String,
    /// Where people sign in.
    pub(super) door: String,
}

/// What to do where there is no database yet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum NoDatabase {
    /// Make one: it is going to be the first thing in it.
    Make,
    /// Say so, rather than look into an empty one.
    Refuse,
}

/// Opens the database, prints what `act` answers, and closes it.
pub(super) fn answer(
    config: &Config,
    without: NoDatabase,
    act: impl AsyncFnOnce(&Desk) -> Answer,
) -> Outcome {
    if without == NoDatabase::Refuse {
        expect_database(config)?;
    }
    telemetry::install(&LogConfig {
        level: LogLevel::Warn,
        ..config.log
    })?;
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let text = runtime.block_on(async {
        let desk = Desk {
            app: open::open(config, Arc::new(SystemClock), Arc::new(SystemEntropy)).await?,
            zone: config.time_zone.clone(),
            place: place(config),
            door: format!("{}/sign-in", config.public_url),
        };
        let answer = act(&desk).await;
        desk.app.db.close().await;
        answer
    })?;
    say(&text)
}

/// Where the accounts are, in words.
pub(super) fn place(config: &Config) -> String {
    match &config.database.url {
        Some(_) => "PostgreSQL".to_owned(),
        None => format!("{} (SQLite)", open::sqlite_file(config).display()),
    }
}

/// A command that looks for something finds nothing in a folder where no server ever ran.
fn expect_database(config: &Config) -> Outcome {
    let file = open::sqlite_file(config);
    if config.database.url.is_some() || file.exists() {
        return Ok(());
    }
    Err(format!(
        "There is no database {}.\n\
         Run this in the folder where the server runs, or name its settings with --config FILE.",
        file.display()
    )
    .into())
}
