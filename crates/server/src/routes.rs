//! Every path that is answered, in one place.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{get, post},
};
use kadomori_pages::ending::Ending;

use crate::{
    account::{activity, prove, security, sessions, sign_out},
    app::App,
    asset, extract,
    factor::{recovery_code, totp},
    health, language,
    reply::{PageError, dress},
    reset,
    sign_in::{address, code, create, resend, show, way, ways},
    trial,
};

/// The patterns of the paths, as figures name them.
pub const PATTERNS: [&str; 18] = [
    "/",
    "/sign-in",
    "/sign-in/{flow}",
    "/sign-in/{flow}/resend",
    "/sign-in/{flow}/address",
    "/sign-in/{flow}/create",
    "/account",
    "/account/security",
    "/account/sessions",
    "/account/sessions/{session}/end",
    "/sign-out",
    "/sign-out-everywhere",
    "/language",
    "/inbox",
    "/inbox/{mail}",
    "/assets/{name}",
    "/healthz",
    "/readyz",
];

/// The pages and their forms.
pub fn pages(app: App) -> Router {
    let mut router = Router::new()
        .route("/", get(trial::welcome))
        .route("/sign-in", get(address::show).post(address::submit))
        .route("/sign-in/{flow}", get(show::show).post(code::submit))
        .route("/sign-in/{flow}/app", post(totp::submit))
        .route("/sign-in/{flow}/recovery", post(recovery_code::submit))
        .route("/sign-in/{flow}/way", post(way::submit))
        .route("/sign-in/{flow}/resend", post(resend::submit))
        .route("/sign-in/{flow}/address", post(address::change))
        .route(
            "/sign-in/{flow}/create",
            get(create::show).post(create::submit),
        )
        .route("/ways", get(ways::show))
        .route(
            "/reset",
            get(reset::address::show).post(reset::address::submit),
        )
        .route("/account", get(activity::show))
        .route("/account/prove", get(prove::show).post(prove::submit))
        .route("/account/sessions", get(sessions::show))
        .route("/account/sessions/{session}/end", post(sessions::end))
        .route("/sign-out", post(sign_out::here))
        .route("/sign-out-everywhere", post(sign_out::everywhere))
        .route("/language", post(language::submit))
        .route("/assets/{name}", get(asset::show))
        .route("/healthz", get(health::live))
        .route("/readyz", get(health::ready));
    router = router.merge(protection());
    if app.site.trial {
        router = router
            .route("/inbox", get(trial::inbox))
            .route("/inbox/{mail}", get(trial::mail));
    }
    router
        .fallback(|| async { PageError::Ending(Ending::NotFound) })
        .method_not_allowed_fallback(|| async { PageError::Ending(Ending::WrongMethod) })
        .layer(DefaultBodyLimit::max(extract::LONGEST_FORM))
        .layer(middleware::from_fn_with_state(app.clone(), dress))
        .with_state(app)
}

/// What protects the account.
fn protection() -> Router<App> {
    Router::new().route("/account/security", get(security::overview::show))
}

/// The figures, on an address of their own.
pub fn figures(app: App) -> Router {
    Router::new()
        .route("/metrics", get(health::metrics))
        .with_state(app)
}

/// The pattern of a path, as a word that figures can keep.
pub(crate) fn pattern(path: &str) -> &'static str {
    PATTERNS
        .into_iter()
        .find(|pattern| *pattern == path)
        .unwrap_or("other")
}
