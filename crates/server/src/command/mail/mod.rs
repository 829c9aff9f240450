//! `kadomori mail`: mails that people got, judged at the terminal. It is a tool, which needs
//! no settings, no database and no data folder.

mod brands;
mod check;

use std::{error::Error, ffi::OsString, process::ExitCode};

use clap::Subcommand;

use crate::config::Sources;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Judge mails: is this mail genuine? Needs no settings, and asks nobody anything
    #[command(after_help = check::CODES)]
    Check(check::Check),
    /// Show the brands that are known, and check a table of your own
    Brands(brands::Show),
}

impl Command {
    pub(super) fn run(
        self,
        sources: impl FnOnce() -> Sources,
    ) -> Result<ExitCode, Box<dyn Error + Send + Sync>> {
        match self {
            Self::Check(check) => Ok(check.run()),
            Self::Brands(show) => show.run(sources).map(|()| ExitCode::SUCCESS),
        }
    }
}

/// What a command line that isn't understood ends with, beside the verdicts' 0 to 3 (the
/// `EX_USAGE` of `sysexits.h`).
pub(super) const USAGE: u8 = 64;

/// Whether these words ask for `kadomori mail check`, whose exit codes are verdicts.
pub(super) fn is_check(words: &[OsString]) -> bool {
    let mut rest = words.iter().skip(1).map(|word| word.to_str());
    let mut commands = Vec::new();
    while let Some(word) = rest.next() {
        match word.unwrap_or_default() {
            "--config" => drop(rest.next()),
            word if word.starts_with('-') => {}
            word => commands.push(word),
        }
        if commands.len() == 2 {
            break;
        }
    }
    commands == ["mail", "check"]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_is_known_wherever_the_settings_file_is_named() {
        let is_check = |words: &[&str]| {
            let words = std::iter::once(&"kadomori").chain(words);
            is_check(&words.map(OsString::from).collect::<Vec<_>>())
        };
        assert!(is_check(&["mail", "check", "a.eml"]));
        assert!(is_check(&["--config", "a.toml", "mail", "check"]));
        assert!(is_check(&["mail", "--config=a.toml", "check", "--jsno"]));
        assert!(!is_check(&["mail", "brands", "check"]));
        assert!(!is_check(&["doctor", "mail"]));
        assert!(!is_check(&[]));
    }
}
