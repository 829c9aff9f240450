//! Deeds: each one transaction, in which the account is looked up, the deed decided, and
//! written with its line for the history.

use std::collections::BTreeSet;

use kadomori_domain::{
    account::Account,
    chance::Chance,
    event::{Event, Facts, SecurityChange},
    identifier::Identifier,
    operator::{Operator, Wanted},
    security::{Deed as Changes, Refused, Removal, Stranded},
    time::Time,
    wait::Wait,
};
use kadomori_store::{
    StoreError, Tx, account, event,
    security::{self, Changed},
    session,
};

use super::{
    OperatorError, Whom, find,
    overview::{end_waits, sessions},
};
use crate::app::App;

/// What came of making an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Created {
    /// It is made.
    Made(Account),
    /// This one has the address already.
    Taken(Account),
}

/// What came of removing what someone lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Removed {
    /// It is gone.
    Gone {
        /// What was changed by it.
        changes: Vec<SecurityChange>,
        /// How many addresses are told.
        told: usize,
    },
    /// All stays as it is.
    Refused(Refused),
}

/// A deed to be done, as often as the database asks for it.
struct Deed<T> {
    app: App,
    now: Time,
    seed: [u8; 32],
    about: T,
}

impl<T> Deed<T> {
    fn new(app: &App, about: T) -> Result<Self, OperatorError> {
        Ok(Self {
            app: App::clone(app),
            now: app.clock.now(),
            seed: app.entropy.seed()?,
            about,
        })
    }

    fn operator(&self) -> Operator {
        Operator::new(self.app.site.tenant, self.now, Chance::new(self.seed))
    }
}

/// Makes an account.
pub async fn create(app: &App, wanted: Wanted) -> Result<Created, OperatorError> {
    let deed = Deed::new(app, wanted)?;
    let created = app.db.write(deed, |tx, deed| Box::pin(create_in(tx, deed)));
    Ok(created.await?)
}

async fn create_in(tx: &mut Tx, deed: &Deed<Wanted>) -> Result<Created, StoreError> {
    let (new, line) = deed.operator().make_account(&deed.about);
    if account::insert(tx, &new).await? {
        event::insert(tx, &line).await?;
        let made = account::find(tx, new.tenant, new.id).await?;
        return made.map(Created::Made).ok_or(StoreError::Missing);
    }
    let taken =
        account::find_by_identifier(tx, new.tenant, &Identifier::Mail(new.address.clone())).await?;
    taken.map(Created::Taken).ok_or(StoreError::Missing)
}

/// Ends the waits of an account, in known browsers and in others; tells which there were.
/// `None` when there is no such account.
pub async fn unlock(app: &App, whom: &Whom) -> Result<Option<(Account, Vec<Wait>)>, OperatorError> {
    let deed = Deed::new(app, whom.clone())?;
    let unlocked = app.db.write(deed, |tx, deed| {
        Box::pin(async move {
            let Some(account) = find_in(tx, deed).await? else {
                return Ok(None);
            };
            let waits = end_waits(tx, &deed.app, &account, deed.now).await?;
            tell(tx, deed.operator().unlock(account.id, &waits)).await?;
            Ok(Some((account, waits)))
        })
    });
    Ok(unlocked.await?)
}

/// Ends all sessions of an account; tells how many held. `None` when there is no such account.
pub async fn sign_out(app: &App, whom: &Whom) -> Result<Option<(Account, usize)>, OperatorError> {
    let deed = Deed::new(app, whom.clone())?;
    let signed_out = app.db.write(deed, |tx, deed| {
        Box::pin(async move {
            let Some(account) = find_in(tx, deed).await? else {
                return Ok(None);
            };
            let ended = sessions(tx, &account, deed.now).await?;
            session::delete_all(tx, account.tenant, account.id).await?;
            tell(tx, deed.operator().sign_out(account.id, ended)).await?;
            Ok(Some((account, ended)))
        })
    });
    Ok(signed_out.await?)
}

/// Removes what someone lost who can't get in any more; their addresses are told. `None`
/// when there is no such account.
pub async fn remove_way(
    app: &App,
    whom: &Whom,
    removal: Removal,
) -> Result<Option<(Account, Removed)>, OperatorError> {
    let deed = Deed::new(app, (whom.clone(), removal))?;
    let removed = app.db.write(deed, |tx, deed| Box::pin(remove_in(tx, deed)));
    let removed = removed.await?;
    app.bell.notify_one();
    Ok(removed)
}

async fn remove_in(
    tx: &mut Tx,
    deed: &Deed<(Whom, Removal)>,
) -> Result<Option<(Account, Removed)>, StoreError> {
    let (whom, removal) = &deed.about;
    let tenant = deed.app.site.tenant;
    let Some(account) = find(tx, tenant, whom).await? else {
        return Ok(None);
    };
    let Some(owned) = security::find_for_update(tx, tenant, account.id).await? else {
        return Ok(None);
    };
    let stranded = Stranded {
        account: account.id,
        reader: &owned.reader,
        has: owned.belongings(deed.app.policy.texts.texts),
    };
    let changes = match deed.operator().remove_way(&stranded, *removal) {
        Ok(changes) => changes,
        Err(refused) => return Ok(Some((account, Removed::Refused(refused)))),
    };
    let removed = match security::write(tx, tenant, &changes, deed.now).await? {
        Changed::Done => gone(&changes),
        // The account is locked: what was there a moment ago is there.
        Changed::NotThere | Changed::AlreadyTaken => return Err(StoreError::Missing),
    };
    Ok(Some((account, removed)))
}

fn gone(changes: &Changes) -> Removed {
    let told: BTreeSet<String> = changes
        .messages
        .iter()
        .map(|notice| notice.payload.to().normal())
        .collect();
    let changes = changes.events.iter().filter_map(|line| match line.facts {
        Facts::SecurityChanged { change, .. } => Some(change),
        _ => None,
    });
    Removed::Gone {
        changes: changes.collect(),
        told: told.len(),
    }
}

/// Deletes an account with what is personal in its history. `None` when there is no such account.
pub async fn delete(app: &App, whom: &Whom) -> Result<Option<Account>, OperatorError> {
    let deed = Deed::new(app, whom.clone())?;
    let deleted = app.db.write(deed, |tx, deed| {
        Box::pin(async move {
            let Some(account) = find_in(tx, deed).await? else {
                return Ok(None);
            };
            if !account::delete(tx, account.tenant, account.id).await? {
                return Ok(None);
            }
            tell(tx, Some(deed.operator().delete_account())).await?;
            Ok(Some(account))
        })
    });
    Ok(deleted.await?)
}

async fn find_in(tx: &mut Tx, deed: &Deed<Whom>) -> Result<Option<Account>, StoreError> {
    find(tx, deed.app.site.tenant, &deed.about).await
}

async fn tell(tx: &mut Tx, line: Option<Event>) -> Result<(), StoreError> {
    match line {
        Some(line) => event::insert(tx, &line).await,
        None => Ok(()),
    }
}
