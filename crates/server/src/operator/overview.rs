//! An account as an operator sees it: how it stands now.

use kadomori_domain::{
    account::Account,
    destination::Destination,
    holdings::Holdings,
    security::{Contact, HeldIdentifier, Phone},
    time::Time,
    wait::{Wait, WaitKeys},
};
use kadomori_store::{
    StoreError, Tx, contact,
    device::{self, LastSignIn},
    security::{self, Owned},
    session, throttle,
};

use super::{OperatorError, Whom, find};
use crate::app::{App, Shared};

/// How an account stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// The account.
    pub account: Account,
    /// What it holds to prove with.
    pub holdings: Holdings,
    /// Its addresses, the oldest first.
    pub contacts: Vec<Contact>,
    /// Its phone numbers, the oldest first.
    pub phones: Vec<Phone>,
    /// What it can be signed in with, switched on or off.
    pub identifiers: Vec<HeldIdentifier>,
    /// In how many browsers it is signed in.
    pub sessions: usize,
    /// How many browsers skip the second step, since its person trusts them.
    pub trusted: usize,
    /// When and on what it was signed in last, as far as is remembered.
    pub last_sign_in: Option<LastSignIn>,
    /// What holds its person back.
    pub waits: Vec<Wait>,
}

/// How an account stands; `None` when there is no such account.
pub async fn overview(app: &App, whom: &Whom) -> Result<Option<Overview>, OperatorError> {
    let asked = (App::clone(app), whom.clone(), app.clock.now());
    let overview = app.db.read(asked, |tx, (app, whom, now)| {
        Box::pin(async move {
            let Some(account) = find(tx, app.site.tenant, whom).await? else {
                return Ok(None);
            };
            let Some(owned) = security::find(tx, app.site.tenant, account.id).await? else {
                return Ok(None);
            };
            let destinations = destinations(tx, &account).await?;
            let Owned {
                holdings,
                contacts,
                phones,
                identifiers,
                ..
            } = owned;
            Ok(Some(Overview {
                sessions: sessions(tx, &account, *now).await?,
                trusted: trusted(tx, &account, *now).await?,
                last_sign_in: device::find_last_sign_in(tx, account.id).await?,
                waits: waits(tx, app, (&account, &destinations), *now).await?,
                account,
                holdings,
                contacts,
                phones,
                identifiers,
            }))
        })
    });
    Ok(overview.await?)
}

/// In how many browsers the account is signed in.
pub(super) async fn sessions(
    tx: &mut Tx,
    account: &Account,
    now: Time,
) -> Result<usize, StoreError> {
    let listed = session::list(tx, account.id).await?;
    let alive = listed.iter().filter(|one| one.session.is_alive(now));
    Ok(alive.count())
}

/// In how many browsers the second step is skipped.
async fn trusted(tx: &mut Tx, account: &Account, now: Time) -> Result<usize, StoreError> {
    let devices = device::list(tx, account.id).await?;
    let trusted = devices
        .iter()
        .filter(|one| one.trusted_until.is_some_and(|until| now < until));
    Ok(trusted.count())
}

fn keys_of(app: &Shared, account: &Account, contacts: &[Destination]) -> WaitKeys {
    let index = app.keys.index_key(account.tenant);
    WaitKeys::new(&index, account.id, contacts)
}

/// Where its messages go.
async fn destinations(tx: &mut Tx, account: &Account) -> Result<Vec<Destination>, StoreError> {
    let mails = contact::list(tx, account.id).await?.into_iter();
    let phones = contact::list_phones(tx, account.id).await?.into_iter();
    let mails = mails.map(|one| Destination::Mail(one.address));
    Ok(mails
        .chain(phones.map(|one| Destination::Phone(one.number)))
        .collect())
}

/// The waits in force.
async fn waits(
    tx: &mut Tx,
    app: &Shared,
    (account, contacts): (&Account, &[Destination]),
    now: Time,
) -> Result<Vec<Wait>, StoreError> {
    let limits = &app.policy.limits;
    let keys = keys_of(app, account, contacts);
    let (rates, budgets) = (keys.rates(), keys.budgets(&app.policy));
    let rows = throttle::list(tx, account.tenant, &rates, &budgets, now).await?;
    Ok(keys.in_force(&rows, limits, now))
}

/// Ends the waits, and tells which there were; counts begin anew with them.
pub(super) async fn end_waits(
    tx: &mut Tx,
    app: &Shared,
    account: &Account,
    now: Time,
) -> Result<Vec<Wait>, StoreError> {
    let contacts = destinations(tx, account).await?;
    let waits = waits(tx, app, (account, &contacts), now).await?;
    if !waits.is_empty() {
        let keys = keys_of(app, account, &contacts);
        let budgets = keys.budgets(&app.policy);
        throttle::delete(tx, account.tenant, &keys.rates(), &budgets).await?;
    }
    Ok(waits)
}
