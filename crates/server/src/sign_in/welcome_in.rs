//! The reply that lets someone in: new cookies, and their page.

use core::time::Duration;

use kadomori_domain::{flow::sign_in::Entrance, session::Keep};

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
