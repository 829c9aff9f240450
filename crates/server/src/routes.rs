//! Every path that is answered, in one place.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{get, post},
};
use kadomori_pages::ending::Ending;

use crate::{
    account::{activity, device, prove, security, sessions, sign_out},
    api,
    app::App,
    asset, extract,
    factor::{passkey, password, recovery_code, totp},
    health, hook, language, mail_check,
    reply::{PageError, dress},
    reset,
    sign_in::{address, code, create, delivery, resend, show, way, ways},
    trial, well_known,
};

/// The patterns of the paths, as figures name them.
pub const PATTERNS: &[&str] = &[
    "/",
    "/sign-in",
    "/sign-in/{flow}",
    "/sign-in/{flow}/password",
    "/sign-in/{flow}/app",
    "/sign-in/{flow}/recovery",
    "/sign-in/{flow}/passkey",
    "/sign-in/{flow}/passkey/options",
    "/sign-in/{flow}/way",
    "/sign-in/{flow}/resend",
    "/sign-in/{flow}/delivery",
    "/sign-in/{flow}/address",
    "/sign-in/{flow}/create",
    "/passkey/options",
    "/passkey/sign-in",
    "/ways",
    "/reset",
    "/reset/{flow}/password",
    "/mail-check",
    "/mail-check/reference",
    "/mail-check/report",
    "/account",
    "/account/prove",
    "/account/security",
    "/account/security/password",
    "/account/security/password/remove",
    "/account/security/app/new",
    "/account/security/app/confirm",
    "/account/security/app/{id}/name",
    "/account/security/app/{id}/remove",
    "/account/security/passkey",
    "/account/security/passkey/new",
    "/account/security/passkey/options",
    "/account/security/passkey/{id}/name",
    "/account/security/passkey/{id}/remove",
    "/account/security/recovery",
    "/account/security/recovery/confirm",
    "/account/security/two-step",
    "/account/security/two-step/on",
    "/account/security/two-step/off",
    "/account/security/address/new",
    "/account/security/address/{id}",
    "/account/security/address/{id}/remove",
    "/account/security/phone/new",
    "/account/security/phone/{id}/remove",
    "/account/security/identifier",
    "/account/security/user-name",
    "/account/security/phrase",
    "/account/sessions",
    "/account/sessions/{session}/end",
    "/account/devices/untrust",
    "/account/devices/{device}/untrust",
    "/sign-out",
    "/sign-out-everywhere",
    "/language",
    "/hooks/text/kannel/{tag}",
    "/hooks/text/twilio/{tag}",
    "/hooks/text/webhook/{tag}",
    "/api/v1/mail/check",
    "/inbox",
    "/inbox/{mail}",
    "/.well-known/change-password",
    "/.well-known/passkey-endpoints",
    "/assets/{name}",
    "/healthz",
    "/readyz",
];

/// The pages and their forms.
pub fn pages(app: App) -> Router {
    let mut router = Router::new()
        .route("/", get(trial::welcome))
        .route("/account", get(activity::show))
        .route("/account/prove", get(prove::show).post(prove::submit))
        .route("/account/sessions", get(sessions::show))
        .route("/account/sessions/{session}/end", post(sessions::end))
        .route("/account/devices/untrust", post(device::untrust_all))
        .route(
            "/account/devices/{device}/untrust",
            post(device::untrust_one),
        )
        .route("/sign-out", post(sign_out::here))
        .route("/sign-out-everywhere", post(sign_out::everywhere))
        .route("/language", post(language::submit))
        .route(
            "/.well-known/change-password",
            get(well_known::change_password),
        )
        .route(
            "/.well-known/passkey-endpoints",
            get(well_known::passkey_endpoints),
        )
        .route("/assets/{name}", get(asset::show))
        .route("/healthz", get(health::live))
        .route("/readyz", get(health::ready));
    router = router
        .merge(door())
        .merge(mails())
        .merge(protection())
        .merge(names())
        .merge(reports())
        .merge(programs());
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

/// The door, the ways to prove, and the reset.
fn door() -> Router<App> {
    Router::new()
        .route("/sign-in", get(address::show).post(address::submit))
        .route("/sign-in/{flow}", get(show::show).post(code::submit))
        .route("/sign-in/{flow}/password", post(password::submit))
        .route("/sign-in/{flow}/app", post(totp::submit))
        .route("/sign-in/{flow}/recovery", post(recovery_code::submit))
        .route("/sign-in/{flow}/passkey", post(passkey::prove::submit))
        .route(
            "/sign-in/{flow}/passkey/options",
            post(passkey::prove::options),
        )
        .route("/passkey/options", post(passkey::door::options))
        .route("/passkey/sign-in", post(passkey::door::submit))
        .route("/sign-in/{flow}/way", post(way::submit))
        .route("/sign-in/{flow}/resend", post(resend::submit))
        .route("/sign-in/{flow}/delivery", get(delivery::show))
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
        .route(
            "/reset/{flow}/password",
            get(reset::password::show).post(reset::password::submit),
        )
}

/// Whether a mail is genuine. A mail that is handed in is larger than any other form.
fn mails() -> Router<App> {
    Router::new()
        .route(
            "/mail-check",
            get(mail_check::show).post(mail_check::submit),
        )
        .layer(DefaultBodyLimit::max(mail_check::LONGEST))
        .route("/mail-check/reference", post(mail_check::look_up))
        .route("/mail-check/report", post(mail_check::report))
}

/// What protects the account.
fn protection() -> Router<App> {
    use security::{app, name, overview, password, recovery, removal, two_step};

    Router::new()
        .route("/account/security", get(overview::show))
        .route(
            "/account/security/password",
            get(password::show).post(password::submit),
        )
        .route(
            "/account/security/password/remove",
            get(removal::ask_password).post(removal::remove_password),
        )
        .route("/account/security/app/new", get(app::show).post(app::begin))
        .route("/account/security/app/confirm", post(app::confirm))
        .route(
            "/account/security/app/{id}/name",
            get(name::show_app).post(name::submit_app),
        )
        .route(
            "/account/security/app/{id}/remove",
            get(removal::ask_app).post(removal::remove_app),
        )
        .route(
            "/account/security/passkey/new",
            get(security::passkey::show),
        )
        .route(
            "/account/security/passkey/options",
            post(security::passkey::options),
        )
        .route("/account/security/passkey", post(security::passkey::submit))
        .route(
            "/account/security/passkey/{id}/name",
            get(name::show_passkey).post(name::submit_passkey),
        )
        .route(
            "/account/security/passkey/{id}/remove",
            get(removal::ask_passkey).post(removal::remove_passkey),
        )
        .route(
            "/account/security/recovery",
            get(recovery::show).post(recovery::begin),
        )
        .route(
            "/account/security/recovery/confirm",
            post(recovery::confirm),
        )
        .route("/account/security/two-step", get(two_step::show))
        .route("/account/security/two-step/on", post(two_step::switch_on))
        .route(
            "/account/security/two-step/off",
            get(two_step::ask_off).post(two_step::switch_off),
        )
}

/// What the account is reached and signed in with.
fn names() -> Router<App> {
    use security::{address, identifier, phone, phrase, user_name};

    Router::new()
        .route(
            "/account/security/address/new",
            get(address::show).post(address::submit),
        )
        .route("/account/security/address/{id}", post(address::update))
        .route(
            "/account/security/address/{id}/remove",
            get(address::ask_removal).post(address::remove),
        )
        .route(
            "/account/security/phone/new",
            get(phone::show).post(phone::submit),
        )
        .route(
            "/account/security/phone/{id}/remove",
            get(phone::ask_removal).post(phone::remove),
        )
        .route("/account/security/identifier", post(identifier::submit))
        .route(
            "/account/security/user-name",
            get(user_name::show).post(user_name::submit),
        )
        .route(
            "/account/security/phrase",
            get(phrase::show).post(phrase::submit),
        )
}

/// Where providers report what became of text messages: for programs, so without all that
/// is there for browsers.
fn reports() -> Router<App> {
    Router::new()
        .route("/hooks/text/kannel/{tag}", get(hook::kannel::take))
        .route("/hooks/text/twilio/{tag}", post(hook::twilio::take))
        .route("/hooks/text/webhook/{tag}", post(hook::webhook::take))
        .layer(DefaultBodyLimit::max(hook::LONGEST))
}

/// What programs ask: answered in JSON, and refused in JSON.
fn programs() -> Router<App> {
    Router::new()
        .route(
            "/api/v1/mail/check",
            post(api::mail_check::take).fallback(api::mail_check::refuse),
        )
        .layer(DefaultBodyLimit::max(api::mail_check::LONGEST))
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
        .iter()
        .copied()
        .find(|pattern| *pattern == path)
        .unwrap_or("other")
}
