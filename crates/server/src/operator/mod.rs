//! What an operator does with accounts, at a terminal or a console: look them up, make,
//! unlock, sign out, remove what was lost, delete. What a deed comes to is decided in the domain; how it is
//! asked for and told is for others.

mod deed;
mod delivery;
mod overview;

use core::{fmt, str::FromStr};

use kadomori_domain::{
    account::Account,
    event::Event,
    id::{AccountId, TenantId},
    identifier::{Identifier, NotAnIdentifier},
    phone::{Country, NotAPhoneNumber},
};
use kadomori_store::{StoreError, Tx, account, event};

pub use deed::{Created, Removed, create, delete, remove_way, sign_out, unlock};
pub use delivery::{Delivery, Sought, deliveries, delivery};
pub use overview::{Overview, overview};

use crate::{app::App, clock::NoEntropy};

/// Which account is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    /// The one with this name.
    Account(AccountId),
    /// The one that has this address or user name to sign in with, switched on or off.
    Identifier(Identifier),
}

/// A text that names no account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "no account's id (32 hexadecimal digits), mail address, phone number with its country (+81 90 1234 5678) or user name: {0}"
)]
pub struct NamesNobody(NotAnIdentifier);

impl FromStr for Whom {
    type Err = NamesNobody;

    fn from_str(text: &str) -> Result<Self, NamesNobody> {
        if let Ok(id) = text.parse() {
            return Ok(Self::Account(id));
        }
        // Which country is home isn't known here: a number tells its own.
        let identifier = Identifier::parse(text, Country::JAPAN).map_err(NamesNobody)?;
        let is_national = !text.trim_start().starts_with(['+', '＋']);
        match identifier {
            Identifier::Phone(_) if is_national => {
                Err(NamesNobody(NotAnIdentifier::Phone(NotAPhoneNumber::Form)))
            }
            known => Ok(Self::Identifier(known)),
        }
    }
}

impl fmt::Display for Whom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(id) => write!(f, "the id {id}"),
            Self::Identifier(Identifier::Mail(address)) => write!(f, "the address {address}"),
            Self::Identifier(Identifier::Phone(number)) => write!(f, "the number {number}"),
            Self::Identifier(Identifier::UserName(name)) => write!(f, "the user name {name}"),
        }
    }
}

/// Why an operator's deed couldn't be done.
#[derive(Debug, thiserror::Error)]
pub enum OperatorError {
    /// The database couldn't be asked.
    #[error("The database can't be used: {0}.")]
    Store(#[from] StoreError),
    /// The operating system gave no randomness.
    #[error(transparent)]
    Entropy(#[from] NoEntropy),
}

/// Accounts after `after` in the order in which they were made, `most` at the most.
pub async fn list(
    app: &App,
    after: Option<AccountId>,
    most: u32,
) -> Result<Vec<Account>, OperatorError> {
    let asked = (app.site.tenant, after, most);
    let accounts = app.db.read(asked, |tx, (tenant, after, most)| {
        Box::pin(account::list(tx, *tenant, *after, *most))
    });
    Ok(accounts.await?)
}

/// The account with its latest lines, the newest first, `most` at the most; `None` when
/// there is no such account.
pub async fn events(
    app: &App,
    whom: &Whom,
    most: u32,
) -> Result<Option<(Account, Vec<Event>)>, OperatorError> {
    let asked = (app.site.tenant, whom.clone(), most);
    let lines = app.db.read(asked, |tx, (tenant, whom, most)| {
        Box::pin(async move {
            let Some(account) = find(tx, *tenant, whom).await? else {
                return Ok(None);
            };
            let lines = event::list(tx, account.id, None, *most).await?;
            Ok(Some((account, lines)))
        })
    });
    Ok(lines.await?)
}

async fn find(tx: &mut Tx, tenant: TenantId, whom: &Whom) -> Result<Option<Account>, StoreError> {
    match whom {
        Whom::Account(id) => account::find(tx, tenant, *id).await,
        Whom::Identifier(identifier) => account::find_by_identifier(tx, tenant, identifier).await,
    }
}
