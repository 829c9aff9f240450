//! Where the person is signed in.

use axum::http::StatusCode;
use kadomori_domain::{event::SignOutScope, id::SessionId, session::Keep};
use kadomori_pages::{
    account::{SessionItem, SessionsPage},
    ending::Ending,
};
use kadomori_store::session;
use serde::Deserialize;

use super::sign_out::{Leaving, leave};
use crate::{
    extract::{Form, FormFields, Path, SignedIn},
    reply::{PageError, Reply, page, see_other},
};

/// Lists the sessions that hold.
pub(crate) async fn show(signed_in: SignedIn) -> Reply {
    let visit = &signed_in.visit;
    let listed = visit
        .app
        .db
        .read(signed_in.account.id, |tx, id| {
            Box::pin(session::list(tx, *id))
        })
        .await?;
    let alive = listed
        .into_iter()
        .filter(|listed| listed.session.is_alive(visit.now));
    let sessions = alive.map(|listed| SessionItem {
        id: listed.session.id,
        agent: Some(listed.agent),
        created_at: listed.session.created_at,
        seen_at: listed.session.seen_at,
        current: listed.session.id == signed_in.session.id,
        kept: listed.session.keep == Keep::Kept,
        ways: listed.session.ways,
        assurance: listed.session.assurance,
    });
    let sessions = SessionsPage {
        frame: signed_in.frame(),
        address: signed_in.account.address.to_string(),
        zone: visit.zone(signed_in.account.zone.as_deref()),
        now: visit.now,
        notice: None,
        sessions: sessions.collect(),
        trusted: Vec::new(),
    };
    page(StatusCode::OK, sessions.render())
}

/// Nothing is typed to end a session.
#[derive(Deserialize)]
pub(crate) struct EndForm {}

impl FormFields for EndForm {}

/// Ends one session.
pub(crate) async fn end(signed_in: SignedIn, Path(id): Path, _: Form<EndForm>) -> Reply {
    let id: SessionId = id
        .parse()
        .map_err(|_| PageError::Ending(Ending::NotFound))?;
    if id == signed_in.session.id {
        return super::sign_out::depart(&signed_in, SignOutScope::Here).await;
    }
    leave(&signed_in.visit, Leaving::other(&signed_in, id)).await?;
    see_other("/account/sessions")
}
