//! `kadomori account delete`.

use clap::Args;

use kadomori_domain::{factor::FactorKind, identifier::Identifier};

use super::unknown;
use crate::{
    command::desk::{Answer, Desk},
    operator::{self, Overview, Whom},
};

#[derive(Args)]
pub(in crate::command) struct Delete {
    /// The account's mail address, phone number (+81 …), user name or id
    #[arg(value_name = "ADDRESS|NUMBER|NAME|ID")]
    whom: Whom,
    /// Do it; without this the command only says what would go
    #[arg(long)]
    yes: bool,
}

impl Delete {
    pub(super) async fn answer(self, desk: &Desk) -> Answer {
        if !self.yes {
            let found = operator::overview(&desk.app, &self.whom).await?;
            return Err(question(&found.ok_or_else(|| unknown(&self.whom, desk))?).into());
        }
        let deleted = operator::delete(&desk.app, &self.whom).await?;
        let account = deleted.ok_or_else(|| unknown(&self.whom, desk))?;
        Ok(format!(
            "Deleted the account {} of {}.\n",
            account.id, account.address
        ))
    }
}

/// What goes, and how to say that it should.
pub(super) fn question(overview: &Overview) -> String {
    let account = &overview.account;
    let sessions = match overview.sessions {
        0 => "",
        1 => "\n  its sign-in",
        _ => "\n  its sign-ins",
    };
    let addresses = match overview.contacts.len() {
        0 | 1 => "its address, and mails that wait to be sent there",
        _ => "its addresses, and mails that wait to be sent there",
    };
    let mut identifiers = overview.identifiers.iter();
    let name = if identifiers.any(|held| matches!(held.identifier, Identifier::UserName(_))) {
        "\n  its user name"
    } else {
        ""
    };
    let has_ways = FactorKind::ALL
        .into_iter()
        .any(|kind| kind != FactorKind::MailCode && overview.holdings.has(kind));
    let ways = if has_ways {
        "\n  its password, apps, passkeys and recovery codes"
    } else {
        ""
    };
    format!(
        "This would delete the account {id} of {address}:{sessions}\n  \
         {addresses}{name}{ways}\n  \
         what it knows of browsers\n  \
         from its history, the network addresses, browsers and contacts\n\
         Nothing brings them back. To do it, add --yes:\n  \
         kadomori account delete {id} --yes",
        id = account.id,
        address = account.address,
    )
}
