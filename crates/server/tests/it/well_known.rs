//! What password managers ask for below `/.well-known/`.

use axum::http::Method;

use crate::support::{Engine, TestApp};

stories![
    a_manager_finds_where_passkeys_are_made_and_looked_after,
    a_manager_finds_where_the_password_is_changed,
    what_is_not_known_is_not_there,
];

async fn a_manager_finds_where_passkeys_are_made_and_looked_after(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut manager = app.browser();
    let path = "/.well-known/passkey-endpoints";
    let answer = manager.exchange(Method::GET, path, None).await;
    assert_eq!(answer.status.as_u16(), 200);
    assert_eq!(answer.headers("content-type"), ["application/json"]);
    let told: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    let origin = &app.app.site.origin;
    assert_eq!(
        told,
        serde_json::json!({
            "enroll": format!("{origin}/account/security/passkey/new"),
            "manage": format!("{origin}/account/security"),
        })
    );
}

async fn a_manager_finds_where_the_password_is_changed(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut manager = app.browser();
    let path = "/.well-known/change-password";
    let answer = manager.exchange(Method::GET, path, None).await;
    assert_eq!(answer.status.as_u16(), 303);
    assert_eq!(answer.headers("location"), ["/account/security/password"]);
}

async fn what_is_not_known_is_not_there(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut manager = app.browser();
    // Managers ask for this one to see whether a server answers just anything.
    let path = "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200";
    let answer = manager.exchange(Method::GET, path, None).await;
    assert_eq!(answer.status.as_u16(), 404);
}
