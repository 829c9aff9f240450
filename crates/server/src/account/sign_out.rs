//! Signing out, here or everywhere.

use kadomori_domain::{
    event::{Actor, Event, Facts, Personal, SignOutScope},
    id::{AccountId, EventId, SessionId},
};
use kadomori_store::{StoreError, Tx, event, session};
use serde::Deserialize;

use crate::{
    extract::{CookieName, Form, FormFields, SignedIn, Visit},
    reply::{PageError, Reply, see_other, with_cookies},
};

/// Nothing is typed to sign out.
#[derive(Deserialize)]
pub(crate) struct SignOutForm {}

impl FormFields for SignOutForm {}

/// Ends this session.
pub(crate) async fn here(signed_in: SignedIn, _: Form<SignOutForm>) -> Reply {
    depart(&signed_in, SignOutScope::Here).await
}

/// Ends all sessions.
pub(crate) async fn everywhere(signed_in: SignedIn, _: Form<SignOutForm>) -> Reply {
    depart(&signed_in, SignOutScope::Everywhere).await
}

/// Ends sessions, this one among them, and shows the door.
pub(super) async fn depart(signed_in: &SignedIn, scope: SignOutScope) -> Reply {
    let leaving = Leaving {
        account: signed_in.account.id,
        session: signed_in.session.id,
        scope,
    };
    leave(&signed_in.visit, leaving).await?;
    let done = match scope {
        SignOutScope::Everywhere => "/sign-in?done=signed-out-everywhere",
        SignOutScope::Here | SignOutScope::Other => "/sign-in?done=signed-out",
    };
    let secure = signed_in.visit.app.site.secure;
    Ok(with_cookies(
        see_other(done)?,
        [CookieName::Session.clear(secure)],
    ))
}

/// Which sessions end.
#[derive(Clone, Copy)]
pub(super) struct Leaving {
    account: AccountId,
    session: SessionId,
    scope: SignOutScope,
}

impl Leaving {
    /// Another session of the same account.
    pub(super) fn other(signed_in: &SignedIn, session: SessionId) -> Self {
        Self {
            account: signed_in.account.id,
            session,
            scope: SignOutScope::Other,
        }
    }
}

/// Ends the sessions and writes it down.
pub(super) async fn leave(visit: &Visit, leaving: Leaving) -> Result<(), PageError> {
    let ended = visit
        .app
        .db
        .write((visit.clone(), leaving), |tx, (visit, leaving)| {
            Box::pin(end(tx, visit, leaving))
        });
    Ok(ended.await?)
}

async fn end(tx: &mut Tx, visit: &Visit, leaving: &Leaving) -> Result<(), StoreError> {
    let Leaving {
        account,
        session: id,
        scope,
    } = *leaving;
    let ended = match scope {
        SignOutScope::Everywhere => session::delete_all(tx, visit.tenant(), account).await? > 0,
        SignOutScope::Here | SignOutScope::Other => session::delete(tx, account, id).await?,
    };
    if !ended {
        return Ok(());
    }
    let line = Event {
        id: EventId::new(visit.now, &mut visit.chance()),
        tenant: visit.tenant(),
        account: Some(account),
        at: visit.now,
        facts: Facts::SignedOut {
            scope,
            by: Actor::Person,
        },
        personal: Personal {
            contact: None,
            ip: Some(visit.caller.ip()),
            agent: Some(visit.client().agent.clone()),
            label: None,
        },
    };
    event::insert(tx, &line).await
}
