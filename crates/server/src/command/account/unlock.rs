//! `kadomori account unlock`.

use std::fmt::Write as _;

use clap::Args;

use super::{find::waits, moment::Moments, unknown};
use crate::{
    command::desk::{Answer, Desk},
    operator::{self, Whom},
};

#[derive(Args)]
pub(in crate::command) struct Unlock {
    /// The account's mail address, phone number (+81 …), user name or id
    #[arg(value_name = "ADDRESS|NUMBER|NAME|ID")]
    whom: Whom,
}

impl Unlock {
    pub(super) async fn answer(self, desk: &Desk) -> Answer {
        let unlocked = operator::unlock(&desk.app, &self.whom).await?;
        let (account, ended) = unlocked.ok_or_else(|| unknown(&self.whom, desk))?;
        let address = account.address;
        if ended.is_empty() {
            return Ok(format!(
                "Nothing keeps {address} waiting. Nothing was changed.\n"
            ));
        }
        let moments = Moments::in_zone(&desk.zone);
        let mut text = format!("{address} can ask for codes and type them again. It waited\n");
        for wait in &ended {
            let _ = writeln!(text, "  {}", waits(wait, &moments));
        }
        Ok(text)
    }
}
