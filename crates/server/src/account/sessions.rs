//! Where the person is signed in, and which devices they trust.

use axum::http::StatusCode;
use kadomori_domain::{event::SignOutScope, id::SessionId, session::Keep};
use kadomori_pages::{
    account::{SessionItem, SessionsNotice, SessionsPage, TrustedItem},
    ending::Ending,
};
use kadomori_store::{device, session};
use serde::Deserialize;

use super::sign_out::{Leaving, leave};
use crate::{
    extract::{Form, FormFields, Path, Query, SignedIn},
    reply::{PageError, Reply, page, see_other},
};

/// What the page's own address may say.
#[derive(Default, Deserialize)]
pub(crate) struct Told {
    done: Option<Done>,
}

/// What was just done.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Done {
    Ended,
    Untrusted,
    AllUntrusted,
}

impl Told {
    fn notice(&self) -> Option<SessionsNotice> {
        Some(match self.done? {
            Done::Ended => SessionsNotice::Ended,
            Done::Untrusted => SessionsNotice::Untrusted,
            Done::AllUntrusted => SessionsNotice::AllUntrusted,
        })
    }
}

/// Lists the sessions that hold, and the devices that are trusted.
pub(crate) async fn show(signed_in: SignedIn, Query(told): Query<Told>) -> Reply {
    let visit = &signed_in.visit;
    let found = visit.app.db.read(signed_in.account.id, |tx, id| {
        Box::pin(async move { Ok((session::list(tx, *id).await?, device::list(tx, *id).await?)) })
    });
    let (listed, devices) = found.await?;
    let trusted = devices.into_iter().filter_map(|known| {
        Some(TrustedItem {
            device: known.id,
            agent: Some(known.agent),
            until: known.trusted_until.filter(|until| visit.now < *until)?,
            current: known.id == signed_in.session.device,
        })
    });
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
        notice: told.notice(),
        sessions: sessions.collect(),
        trusted: trusted.collect(),
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
    see_other("/account/sessions?done=ended")
}
