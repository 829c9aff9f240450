//! The command line: what an operator types, and which file answers it.
//!
//! One file per command. A command returns an [`Outcome`]; this file alone prints
//! what went wrong and chooses the exit code: 0 done, 1 refused, 2 not understood; those of
//! `mail check` are verdicts.

mod account;
mod config;
mod delivery;
mod desk;
mod dkim;
mod doctor;
mod key;
mod mail;
mod serve;

use std::error::Error;
use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{Config, Sources};

/// How a command ends. The error is what the operator reads.
pub(crate) type Outcome = Result<(), Box<dyn Error + Send + Sync>>;

/// Kadomori signs people in: by a code in their mail, with nothing to remember.
#[derive(Parser)]
#[command(name = "kadomori", version, disable_help_subcommand = true)]
struct Arguments {
    /// The settings file [default: kadomori.toml, where there is one]
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,

    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Answer browsers, and send mails; this is what happens without a command
    Serve,
    /// Look at the settings, or write them down
    Config {
        #[command(subcommand)]
        command: config::Command,
    },
    /// Look after the signature on the mails
    Dkim {
        #[command(subcommand)]
        command: dkim::Command,
    },
    /// Look at what lies around Kadomori and has to be right
    Doctor {
        #[command(subcommand)]
        command: doctor::Command,
    },
    /// Judge mails that people got: is this mail genuine?
    Mail {
        #[command(subcommand)]
        command: mail::Command,
    },
    /// Look after accounts, also beside a running server
    Account {
        #[command(subcommand)]
        command: account::Command,
    },
    /// Find out why a code doesn't come: what became of each message
    Delivery {
        #[command(subcommand)]
        command: delivery::Command,
    },
    /// Look after the keys that codes are made from
    Key {
        #[command(subcommand)]
        command: key::Command,
    },
}

/// Does what the command line says.
#[must_use]
pub fn run() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    let arguments = match Arguments::try_parse_from(&words) {
        Ok(arguments) => arguments,
        Err(answer) => return explain(&answer, &words),
    };
    match arguments.run() {
        Ok(code) => code,
        Err(refusal) => {
            eprintln!("{}", refusal.to_string().trim_end());
            ExitCode::FAILURE
        }
    }
}

impl Arguments {
    fn run(self) -> Result<ExitCode, Box<dyn Error + Send + Sync>> {
        let sources = || Sources::from_process(self.config.as_deref());
        let done: Outcome = match self.command.unwrap_or(Command::Serve) {
            Command::Serve => serve::run(&Config::load(&sources())?),
            Command::Config { command } => command.run(sources),
            Command::Dkim { command } => command.run(&Config::load(&sources())?),
            Command::Doctor { command } => command.run(&Config::load(&sources())?),
            Command::Mail { command } => return command.run(sources),
            Command::Account { command } => command.run(&Config::load(&sources())?),
            Command::Delivery { command } => command.run(&Config::load(&sources())?),
            Command::Key { command } => command.run(&Config::load(&sources())?),
        };
        done.map(|()| ExitCode::SUCCESS)
    }
}

/// Prints what was asked for. A reader that has seen enough, such as `head`, is no error.
fn say(text: &str) -> Outcome {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        said => Ok(said?),
    }
}

/// Prints help, the version, or what wasn't understood; clap knows which is an error.
fn explain(answer: &clap::Error, words: &[OsString]) -> ExitCode {
    let code = match u8::try_from(answer.exit_code()).unwrap_or(2) {
        0 => 0,
        _ if mail::is_check(words) => mail::USAGE,
        code => code,
    };
    match answer.print() {
        Ok(()) => ExitCode::from(code),
        Err(_) => ExitCode::FAILURE,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    fn understood(words: &[&str]) -> Result<Arguments, i32> {
        let words = std::iter::once("kadomori").chain(words.iter().copied());
        Arguments::try_parse_from(words).map_err(|answer| answer.exit_code())
    }

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn without_a_command_it_serves() {
        assert!(understood(&[]).unwrap().command.is_none());
        assert!(matches!(
            understood(&["serve"]).unwrap().command,
            Some(Command::Serve)
        ));
    }

    #[test]
    fn the_settings_file_may_be_named_before_or_after_the_command() {
        for words in [
            ["--config", "a.toml", "serve"],
            ["serve", "--config", "a.toml"],
        ] {
            assert_eq!(
                understood(&words).unwrap().config,
                Some(PathBuf::from("a.toml"))
            );
        }
    }

    #[test]
    fn what_is_not_understood_ends_with_two_and_help_with_zero() {
        assert_eq!(understood(&["sevre"]).err(), Some(2));
        assert_eq!(understood(&["config", "chekc"]).err(), Some(2));
        assert_eq!(understood(&["--help"]).err(), Some(0));
        assert_eq!(understood(&["--version"]).err(), Some(0));
    }

    #[test]
    fn the_help_fits_on_a_screen() {
        insta::assert_snapshot!(Arguments::command().render_help());
    }
}
