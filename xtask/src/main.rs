//! The project's own chores: `cargo xtask test|lint|fmt|e2e|parts|bench`.
//!
//! One place for what a person, a continuous build and a newcomer have to run alike. It starts
//! other programs and reports on them; it holds no rule of the product, and uses no crate, so
//! that the first chore on a new machine begins within seconds.

#![expect(
    clippy::disallowed_methods,
    reason = "the bans are for the product; a chore asks the environment where cargo and the target folder are"
)]

mod bench;
mod e2e;
mod failure;
mod fuzz;
mod install;
mod lint;
mod part;
mod place;
mod process;
mod report;
mod test;
mod venv;

use std::process::ExitCode;

use failure::{Failure, Outcome};

const USAGE: &str = "\
cargo xtask CHORE

  test              everything: installs what is missing, starts the real parts, lints,
                    tests, builds the release binary, walks through it in a browser
  lint              formatting, clippy, cargo-deny where it is installed
  fmt               formats every crate
  e2e [PYTEST …]    only the browser journeys; what follows is handed to pytest
  parts start       starts a PostgreSQL, a Postfix, a Kannel and an nsd for work by hand
  parts env         prints their addresses as shell exports
  parts stop        stops them and removes what they wrote
  bench NAME […]    runs a benchmark, e.g. `bench journey`
  fuzz NAME [SECONDS] [FOLDER …]
                    chance against what reads strangers' octets: `mail` or `table`
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Outcome {
    match words {
        ["test"] => test::run(),
        ["lint"] => lint::run(),
        ["fmt"] => process::run(process::cargo().args(["fmt", "--all"])),
        ["e2e", rest @ ..] => e2e::run(rest),
        ["parts", "start"] => part::start(),
        ["parts", "env"] => part::env(),
        ["parts", "stop"] => part::stop(),
        ["bench", rest @ ..] if !rest.is_empty() => bench::run(rest),
        ["fuzz", rest @ ..] => fuzz::run(rest),
        [] | ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(())
        }
        other => Err(Failure::new(format!(
            "no such chore: {}\n\n{USAGE}",
            other.join(" ")
        ))),
    }
}
