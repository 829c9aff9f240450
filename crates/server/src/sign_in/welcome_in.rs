//! The reply that lets someone in: new cookies, and their page.

use core::time::Duration;

use axum::response::Response;
use kadomori_domain::{flow::sign_in::Entrance, session::Keep, token::Token};
use kadomori_store::session;

use crate::{
    extract::{CookieName, Visit},
    reply::{Reply, see_other, with_cookies},
};

/// As long as browsers keep any cookie (RFC 6265bis §5.6.2).
const DEVICE_LASTS: Duration = Duration::from_hours(24 * 400);

/// Gives the browser its session, and a device secret where it had none.
pub(super) fn welcome_in(visit: &Visit, entrance: &Entrance) -> Reply {
    visit.app.metrics.session_opened();
    let secure = visit.app.site.secure;
    let lasts = match entrance.keep {
        Keep::Kept => Some(entrance.ends_at.since(visit.now)),
        Keep::Brief => None,
    };
    let session = CookieName::Session.set(entrance.session.reveal(), lasts, secure);
    let device = entrance
        .device
        .as_ref()
        .and_then(|token| CookieName::Device.set(token.reveal(), Some(DEVICE_LASTS), secure));
    Ok(with_cookies(see_other("/account")?, [session, device]))
}

/// Gives a session that proved more than before its new secret (ASVS 5.0 V7.2.4).
pub(super) async fn renew_session(visit: &Visit, reply: Response, secret: Option<Token>) -> Reply {
    let Some(secret) = secret else {
        return Ok(reply);
    };
    let asked = (visit.clone(), secret.hash());
    let found = visit
        .app
        .db
        .read(asked, |tx, (_, token)| Box::pin(session::find(tx, *token)))
        .await?;
    let lasts = found
        .filter(|session| session.keep == Keep::Kept)
        .map(|session| session.ends_at.since(visit.now));
    let cookie = CookieName::Session.set(secret.reveal(), lasts, visit.app.site.secure);
    Ok(with_cookies(reply, [cookie]))
}
