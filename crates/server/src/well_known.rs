//! Addresses below `/.well-known/` (RFC 8615), by which password managers find pages of ours.
//! Any other one is answered as not found, which they rely on.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use serde_json::json;

use crate::app::App;

/// Where the password is changed, for managers that offer to (W3C, *A Well-Known URL for
/// Changing Passwords*).
pub(crate) async fn change_password() -> Redirect {
    Redirect::to("/account/security/password")
}

/// Where passkeys are added and looked after (W3C, *A Well-Known URL for Relying Party
/// Passkey Endpoints*): answered in place, since managers follow no redirect.
pub(crate) async fn passkey_endpoints(State(app): State<App>) -> Response {
    let at = |path| format!("{}{path}", app.site.origin);
    let endpoints = json!({
        "enroll": at("/account/security/passkey/new"),
        "manage": at("/account/security"),
    });
    (
        [(header::CONTENT_TYPE, "application/json")],
        endpoints.to_string(),
    )
        .into_response()
}
