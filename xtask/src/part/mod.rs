//! The real programs that tests talk to, private to this checkout and bound to loopback only.
//!
//! A part either ends with the command that started it, whatever ends that command, or goes on until
//! `cargo xtask parts stop`. Neither touches a PostgreSQL or a Postfix that the machine runs by itself.

mod folder;
mod port;
pub(crate) mod postfix;
pub(crate) mod postgres;

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use crate::failure::{Failure, Outcome};
use crate::{install, place};
use postfix::Postfix;
use postgres::Postgres;

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

/// Starts both parts for work by hand.
pub(crate) fn start() -> Outcome {
    if note().exists() {
        return Err(Failure::new(
            "the parts were started before; `cargo xtask parts stop` ends them",
        ));
    }
    install::run()?;
    start_both().inspect_err(|_| drop(stop()))
}

fn start_both() -> Outcome {
    let postgres = Postgres::start(Life::UntilStopped)?;
    let postfix = Postfix::start(Life::UntilStopped)?;
    let mut exports = String::new();
    for (name, value) in postgres.env().into_iter().chain(postfix.env()) {
        let _ = writeln!(exports, "export {name}='{value}'");
    }
    fs::write(note(), &exports).map_err(Failure::file(&note()))?;
    print!("{exports}");
    eprintln!(
        "both run; `eval \"$(cargo xtask parts env)\"` tells a shell, `cargo xtask parts stop` ends them"
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
    if note().exists() {
        fs::remove_file(note()).map_err(Failure::file(&note()))?;
    }
    Ok(())
}

/// Where the addresses of the parts started by hand are written down.
fn note() -> PathBuf {
    place::parts().join("env.sh")
}
