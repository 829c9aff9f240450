//! The real programs that tests talk to, private to this checkout and bound to loopback only.
//!
//! A part either ends with the command that started it, whatever ends that command, or goes on until
//! `cargo xtask parts stop`. None touches a server of the same kind that the machine runs by itself.

pub(crate) mod dns;
mod folder;
pub(crate) mod kannel;
mod port;
pub(crate) mod postfix;
pub(crate) mod postgres;
mod program;

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use crate::failure::{Failure, Outcome};
use crate::{install, place};
use dns::Dns;
use kannel::Kannel;
use postfix::Postfix;
use postgres::Postgres;

/// Debian's own Python, for the small servers that stand beside the real ones.
const PYTHON: &str = "/usr/bin/python3";

/// How long a part runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Life {
    /// As long as the command that started it, even if that is killed.
    ThisCommand,
    /// Until `cargo xtask parts stop`.
    UntilStopped,
}

/// What a part tells tests about itself: environment variables and their values.
pub(crate) type Env = Vec<(&'static str, String)>;

/// All the parts, running.
pub(crate) struct Parts {
    postgres: Postgres,
    postfix: Postfix,
    kannel: Kannel,
    dns: Dns,
}

impl Parts {
    /// Starts one after the other.
    pub(crate) fn start(life: Life) -> Outcome<Self> {
        Ok(Self {
            postgres: Postgres::start(life)?,
            postfix: Postfix::start(life)?,
            kannel: Kannel::start(life)?,
            dns: Dns::start(life)?,
        })
    }

    /// What all of them tell tests.
    pub(crate) fn env(&self) -> Env {
        [
            self.postgres.env(),
            self.postfix.env(),
            self.kannel.env(),
            self.dns.env(),
        ]
        .concat()
    }
}

/// Starts the parts for work by hand.
pub(crate) fn start() -> Outcome {
    if note().exists() {
        return Err(Failure::new(
            "the parts were started before; `cargo xtask parts stop` ends them",
        ));
    }
    install::run()?;
    start_all().inspect_err(|_| drop(stop()))
}

fn start_all() -> Outcome {
    let parts = Parts::start(Life::UntilStopped)?;
    let mut exports = String::new();
    for (name, value) in parts.env() {
        let _ = writeln!(exports, "export {name}='{value}'");
    }
    fs::write(note(), &exports).map_err(Failure::file(&note()))?;
    print!("{exports}");
    eprintln!(
        "they run; `eval \"$(cargo xtask parts env)\"` tells a shell, `cargo xtask parts stop` ends them"
    );
    Ok(())
}

/// Prints the addresses of the parts that were started by hand, for a shell to read.
pub(crate) fn env() -> Outcome {
    let exports = fs::read_to_string(note()).map_err(|_| {
        Failure::new("the parts aren't running; `cargo xtask parts start` starts them")
    })?;
    print!("{exports}");
    Ok(())
}

/// Stops the parts that were started by hand, and removes what they wrote.
pub(crate) fn stop() -> Outcome {
    postgres::stop_started()?;
    postfix::stop_started()?;
    kannel::stop_started()?;
    dns::stop_started()?;
    if note().exists() {
        fs::remove_file(note()).map_err(Failure::file(&note()))?;
    }
    Ok(())
}

/// Where the addresses of the parts started by hand are written down.
fn note() -> PathBuf {
    place::parts().join("env.sh")
}
