//! `kadomori delivery`: what became of messages, for those who are asked why the code doesn't
//! come.
//!
//! One file per command. What is found is in [`crate::operator`]; here it is asked for and
//! told.

mod list;
mod show;
#[cfg(test)]
mod tests;
mod when;
mod words;

use clap::Subcommand;

use super::{
    Outcome,
    desk::{self, Answer, Desk, NoDatabase},
};
use crate::config::Config;

#[derive(Subcommand)]
pub(super) enum Command {
    /// List messages, the newest first: where each went, and where it is
    List(list::List),
    /// Show a message with every try and every report, and what it means
    Show(show::Show),
}

impl Command {
    pub(super) fn run(self, config: &Config) -> Outcome {
        desk::answer(config, NoDatabase::Refuse, async |desk| {
            self.answer(desk).await
        })
    }

    async fn answer(self, desk: &Desk) -> Answer {
        match self {
            Self::List(command) => command.answer(desk).await,
            Self::Show(command) => command.answer(desk).await,
        }
    }
}
