//! `kadomori account remove-way`: help for someone who lost what they prove themselves with.

use std::fmt::Write as _;

use clap::{Args, ValueEnum};
use kadomori_domain::{
    account::Account,
    event::SecurityChange,
    holdings::Keeps,
    security::{Refused, Removal},
};

use super::{sentence, unknown};
use crate::{
    command::desk::{Answer, Desk},
    operator::{self, Removed, Whom},
};

#[derive(Args)]
pub(in crate::command) struct RemoveWay {
    /// The account's mail address, phone number (+81 …), user name or id
    #[arg(value_name = "ADDRESS|NUMBER|NAME|ID")]
    whom: Whom,
    /// What is lost
    #[arg(long)]
    way: Lost,
}

/// What is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Lost {
    /// The phone numbers
    Phone,
    /// The authenticator apps
    Totp,
    /// The passkeys
    Passkey,
    /// The recovery codes
    #[value(name = "recovery_code", alias = "recovery-code")]
    RecoveryCode,
    /// The password
    Password,
    /// Numbers, apps, passkeys and recovery codes, and two-step verification with them
    AllSecondSteps,
}

impl Lost {
    const fn removal(self) -> Removal {
        match self {
            Self::Phone => Removal::Phones,
            Self::Totp => Removal::Apps,
            Self::Passkey => Removal::Passkeys,
            Self::RecoveryCode => Removal::RecoveryCodes,
            Self::Password => Removal::Password,
            Self::AllSecondSteps => Removal::SecondWays,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone number",
            Self::Totp => "authenticator app",
            Self::Passkey => "passkey",
            Self::RecoveryCode => "recovery code",
            Self::Password => "password",
            Self::AllSecondSteps => "second step",
        }
    }
}

impl RemoveWay {
    pub(super) async fn answer(self, desk: &Desk) -> Answer {
        let removal = self.way.removal();
        let removed = operator::remove_way(&desk.app, &self.whom, removal).await?;
        let (account, removed) = removed.ok_or_else(|| unknown(&self.whom, desk))?;
        match removed {
            Removed::Gone { changes, told } => Ok(gone(&account, &changes, told)),
            Removed::Refused(why) => Err(refusal(&account, self.way, &why).into()),
        }
    }
}

fn gone(account: &Account, changes: &[SecurityChange], told: usize) -> String {
    let mut text = format!("Changed for {}:\n", account.address);
    for change in changes {
        let _ = writeln!(text, "  {}", sentence::change_of(*change));
    }
    text.push_str(match told {
        0 => "No address receives notices: nobody is told.\n",
        1 => "A mail tells the address that receives notices.\n",
        _ => "Mails tell every address that receives notices.\n",
    });
    text
}

fn refusal(account: &Account, lost: Lost, why: &Refused) -> String {
    let address = &account.address;
    let name = lost.name();
    let why = match why {
        Refused::NotThere => format!("{address} has no {name}."),
        Refused::Keeps(Keeps::LastWayIn) => {
            format!("Nobody could sign in to {address} any more.")
        }
        Refused::Keeps(Keeps::TwoStepNeedsIt | Keeps::ShortPassword)
        | Refused::NoOtherStrongWay
        | Refused::LastNotices
        | Refused::AlreadyThere
        | Refused::TooMany { .. }
        | Refused::NoTexts(_)
        | Refused::NotReady(_) => format!("The {name} of {address} is still needed."),
    };
    format!(
        "{why} Nothing was changed.\n\
         `kadomori account find {}` shows what there is.",
        account.id
    )
}
