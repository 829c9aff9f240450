//! A visit by someone who is signed in.

use axum::{extract::FromRequestParts, http::request::Parts};
use kadomori_domain::{account::Account, session::Session};
use kadomori_pages::Frame;
use kadomori_store::{StoreError, Tx, account, session};

use super::Visit;
use crate::{app::App, reply::PageError};

/// A visit with a session that holds. Without one, the answer is the sign-in page.
pub(crate) struct SignedIn {
    /// The visit.
    pub(crate) visit: Visit,
    /// The session.
    pub(crate) session: Session,
    /// Whose it is.
    pub(crate) account: Account,
}

impl SignedIn {
    /// The session and account that the browser's cookie stands for, if they hold.
    pub(crate) async fn find(visit: &Visit) -> Result<Option<(Session, Account)>, PageError> {
        if visit.cookies.session.is_none() {
            return Ok(None);
        }
        let found = visit
            .app
            .db
            .read(visit.clone(), |tx, visit| Box::pin(look_up(tx, visit)))
            .await?;
        let Some((session, account)) = found else {
            return Ok(None);
        };
        if session.is_stale(visit.now) {
            let seen = (session.id, visit.now);
            let write = visit.app.db.write(seen, |tx, (id, now)| {
                Box::pin(session::update_seen(tx, *id, *now))
            });
            write.await?;
        }
        Ok(Some((session, account)))
    }

    /// What every page of a signed-in person shows.
    #[must_use]
    pub(crate) fn frame(&self) -> Frame {
        let frame = self.visit.frame(self.visit.cookies.session.as_ref());
        Frame {
            signed_in_as: Some(self.account.address.to_string()),
            ..frame
        }
    }
}

async fn look_up(tx: &mut Tx, visit: &Visit) -> Result<Option<(Session, Account)>, StoreError> {
    let Some(token) = visit.session() else {
        return Ok(None);
    };
    let Some(session) = session::find(tx, token).await? else {
        return Ok(None);
    };
    if session.tenant != visit.tenant() || !session.is_alive(visit.now) {
        return Ok(None);
    }
    let account = account::find(tx, session.tenant, session.account).await?;
    Ok(account.map(|account| (session, account)))
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        let visit = Visit::of(parts, app)?;
        match Self::find(&visit).await? {
            Some((session, account)) => Ok(Self {
                visit,
                session,
                account,
            }),
            None => Err(PageError::SignInFirst),
        }
    }
}
