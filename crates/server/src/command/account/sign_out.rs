//! `kadomori account sign-out`.

use clap::Args;

use super::unknown;
use crate::{
    command::desk::{Answer, Desk},
    operator::{self, Whom},
};

#[derive(Args)]
pub(in crate::command) struct SignOut {
    /// The account's mail address, phone number (+81 …), user name or id
    #[arg(value_name = "ADDRESS|NUMBER|NAME|ID")]
    whom: Whom,
}

impl SignOut {
    pub(super) async fn answer(self, desk: &Desk) -> Answer {
        let signed_out = operator::sign_out(&desk.app, &self.whom).await?;
        let (account, ended) = signed_out.ok_or_else(|| unknown(&self.whom, desk))?;
        let address = account.address;
        Ok(match ended {
            0 => format!("{address} isn't signed in anywhere. Nothing was changed.\n"),
            1 => format!("Signed {address} out in 1 browser.\n"),
            more => format!("Signed {address} out in {more} browsers.\n"),
        })
    }
}
