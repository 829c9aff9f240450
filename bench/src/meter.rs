//! What a stretch of time cost: CPU seconds by whom, and mails that arrived meanwhile.

use std::ops::Sub;
use std::sync::Arc;
use std::time::Instant;

use serde::Serialize;

use crate::machine::{all, processes, tree};
use crate::mailbox::Mailbox;

/// Whose CPU time is of interest.
#[derive(Clone, Debug)]
pub(crate) struct Meter {
    /// The server under load, with its children.
    pub(crate) server: u32,
    /// PostgreSQL's first process, where there is one on this machine, with its children.
    pub(crate) database: Option<u32>,
    /// Where mails arrive, if they do.
    pub(crate) mailbox: Option<Arc<Mailbox>>,
}

/// How far everything had come at some moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    /// The moment.
    pub(crate) at: Instant,
    server: f64,
    database: f64,
    ourselves: f64,
    all: f64,
    mails: u64,
}

/// What happened between two readings.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Spent {
    /// How long it was.
    pub(crate) seconds: f64,
    /// CPU seconds of the server and its children.
    pub(crate) server: f64,
    /// CPU seconds of PostgreSQL.
    pub(crate) database: f64,
    /// CPU seconds of this program: the load and the mail server.
    pub(crate) ourselves: f64,
    /// CPU seconds of everything else on the machine, its host's theft included.
    pub(crate) others: f64,
    /// Mails that arrived.
    pub(crate) mails: u64,
}

impl Meter {
    /// Reads all of it.
    pub(crate) fn read(&self) -> Reading {
        let processes = processes();
        let ourselves = processes.get(&std::process::id());
        Reading {
            at: Instant::now(),
            server: tree(&processes, self.server),
            database: self.database.map_or(0.0, |pid| tree(&processes, pid)),
            ourselves: ourselves.map_or(0.0, |process| process.seconds),
            all: all(),
            mails: self.mailbox.as_ref().map_or(0, |mailbox| mailbox.arrived()),
        }
    }
}

impl Sub for Reading {
    type Output = Spent;

    fn sub(self, earlier: Self) -> Spent {
        let server = self.server - earlier.server;
        let database = self.database - earlier.database;
        let ourselves = self.ourselves - earlier.ourselves;
        let others = self.all - earlier.all - server - database - ourselves;
        Spent {
            seconds: (self.at - earlier.at).as_secs_f64(),
            server,
            database,
            ourselves,
            others: others.max(0.0),
            mails: self.mails.saturating_sub(earlier.mails),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_costs_time() {
        let meter = Meter {
            server: std::process::id(),
            database: None,
            mailbox: None,
        };
        let before = meter.read();
        while before.at.elapsed().as_millis() < 50 {}
        let spent = meter.read() - before;
        assert!(spent.server > 0.0 && spent.seconds >= 0.05, "{spent:?}");
    }
}
