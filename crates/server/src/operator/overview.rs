//! An account as an operator sees it: how it stands now.

use kadomori_domain::{
    account::Account,
    time::Time,
    wait::{Wait, WaitKeys},
};
use kadomori_store::{
    StoreError, Tx,
    device::{self, LastSignIn},
    session, throttle,
};

use super::{OperatorError, Whom, find};
use crate::app::{App, Shared};

/// How an account stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// The account.
    pub account: Account,
    /// In how many browsers it is signed in.
    pub sessions: usize,
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
            Ok(Some(Overview {
                sessions: sessions(tx, &account, *now).await?,
                last_sign_in: device::find_last_sign_in(tx, account.id).await?,
                waits: waits(tx, app, &account, *now).await?,
                account,
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

/// The waits in force.
async fn waits(
    tx: &mut Tx,
    app: &Shared,
    account: &Account,
    now: Time,
) -> Result<Vec<Wait>, StoreError> {
    let limits = &app.policy.limits;
    let keys = WaitKeys::new(&app.keys.index_key(account.tenant), account);
    let (rates, budgets) = (keys.rates(), keys.budgets(limits));
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
    let waits = waits(tx, app, account, now).await?;
    if !waits.is_empty() {
        let keys = WaitKeys::new(&app.keys.index_key(account.tenant), account);
        let budgets = keys.budgets(&app.policy.limits);
        throttle::delete(tx, account.tenant, &keys.rates(), &budgets).await?;
    }
    Ok(waits)
}
