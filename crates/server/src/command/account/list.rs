//! `kadomori account list`.

use std::fmt::Write as _;

use clap::{Args, value_parser};
use kadomori_domain::{account::Account, id::AccountId};

use super::{find::AccountLine, json_line, moment::Moments};
use crate::{
    command::desk::{Answer, Desk},
    operator,
};

#[derive(Args)]
pub(in crate::command) struct List {
    /// Go on after this account
    #[arg(long, value_name = "ID")]
    after: Option<AccountId>,
    /// How many to show
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = value_parser!(u32).range(1..))]
    most: u32,
    /// Print JSON, an account a line
    #[arg(long)]
    json: bool,
}

impl List {
    pub(super) async fn answer(self, desk: &Desk) -> Answer {
        let asked = self.most.saturating_add(1);
        let mut accounts = operator::list(&desk.app, self.after, asked).await?;
        let most = usize::try_from(self.most).unwrap_or(usize::MAX);
        let more = accounts.len() > most;
        accounts.truncate(most);
        if self.json {
            let lines = accounts
                .iter()
                .map(|account| json_line(&AccountLine::from(account)));
            return lines.collect();
        }
        Ok(text(&accounts, more, &Moments::in_zone(&desk.zone)))
    }
}

fn text(accounts: &[Account], more: bool, moments: &Moments) -> String {
    let Some(last) = accounts.last() else {
        return "There are no accounts here.\n".to_owned();
    };
    let mut text = String::new();
    for account in accounts {
        let made = moments.tell(account.created_at);
        let _ = writeln!(text, "{}  {made}  {}", account.id, account.address);
    }
    if more {
        let _ = writeln!(
            text,
            "\nThere are more: kadomori account list --after {}",
            last.id
        );
    }
    text
}
