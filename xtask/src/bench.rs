//! `cargo xtask bench NAME`: hands over to the benchmark crate, built as the server is shipped.

use std::path::Path;

use crate::failure::Outcome;
use crate::part::Life;
use crate::part::postgres::{self, Postgres};
use crate::{place, process};

/// Builds the server as it is shipped, then runs the named benchmark with the other words, beside
/// a PostgreSQL where one is installed. What is printed is kept in `bench/results/`.
///
/// Judging mails (`genuine`) needs neither.
pub(crate) fn run(words: &[&str]) -> Outcome {
    let serves = words.first() != Some(&"genuine");
    if serves {
        process::run(process::cargo().args(["build", "--release"]))?;
    }
    let postgres = (serves && Path::new(postgres::SERVER).exists())
        .then(|| Postgres::start(Life::ThisCommand))
        .transpose()?;
    let mut command = process::cargo();
    command.args(["run", "--release", "--package", "kadomori-bench", "--"]);
    command.args(words).arg("--results");
    command.arg(place::workspace().join("bench/results"));
    process::run(command.envs(postgres.iter().flat_map(Postgres::env)))
}
