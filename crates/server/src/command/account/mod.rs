//! `kadomori account`: an operator looks after accounts, also beside a running server.
//!
//! One file per command. What is done is in [`crate::operator`]; here it is asked for
//! and told.

mod create;
mod delete;
mod events;
mod find;
mod list;
pub(super) mod moment;
mod remove_way;
pub(super) mod sentence;
mod sign_out;
#[cfg(test)]
mod tests;
mod unlock;

use clap::Subcommand;

use super::{
    Outcome,
    desk::{self, Answer, Desk, NoDatabase},
};
use crate::{config::Config, operator::Whom};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Make an account for someone who signs in with codes to this address
    Create(create::Create),
    /// Show an account: who, what it proves itself with, where signed in, what keeps it waiting
    #[command(visible_alias = "show")]
    Find(find::Find),
    /// List the accounts, the oldest first
    List(list::List),
    /// Show what happened to an account, the newest first
    Events(events::Events),
    /// End the waits after too many codes, in known browsers and in others
    Unlock(unlock::Unlock),
    /// End all sign-ins of an account
    SignOut(sign_out::SignOut),
    /// Remove what someone has lost and can't get in without; their addresses are told
    RemoveWay(remove_way::RemoveWay),
    /// Delete an account and what is personal in its history
    Delete(delete::Delete),
}

impl Command {
    pub(super) fn run(self, config: &Config) -> Outcome {
        let without = match self {
            Self::Create(_) => NoDatabase::Make,
            _ => NoDatabase::Refuse,
        };
        desk::answer(config, without, async |desk| self.answer(desk).await)
    }

    async fn answer(self, desk: &Desk) -> Answer {
        match self {
            Self::Create(command) => command.answer(desk).await,
            Self::Find(command) => command.answer(desk).await,
            Self::List(command) => command.answer(desk).await,
            Self::Events(command) => command.answer(desk).await,
            Self::Unlock(command) => command.answer(desk).await,
            Self::SignOut(command) => command.answer(desk).await,
            Self::RemoveWay(command) => command.answer(desk).await,
            Self::Delete(command) => command.answer(desk).await,
        }
    }
}

/// The refusal where nobody is named.
pub(super) fn unknown(whom: &Whom, desk: &Desk) -> String {
    format!(
        "There is no account with {whom} in {}.\n\
         `kadomori account list` shows those that there are.",
        desk.place
    )
}

/// A value as one line of JSON.
pub(super) fn json_line(value: &impl serde::Serialize) -> Answer {
    Ok(serde_json::to_string(value)? + "\n")
}
