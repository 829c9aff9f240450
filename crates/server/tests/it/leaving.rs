//! Signing out: here, elsewhere, everywhere.

use crate::support::{Engine, Span as _, TestApp};

stories![
    signing_out_ends_the_session_on_the_server,
    signing_out_everywhere_ends_every_session,
    a_session_elsewhere_is_ended_from_the_list,
    nobody_ends_the_session_of_another_account,
    leaving_is_written_in_the_history,
    the_account_is_for_those_who_are_signed_in,
];

async fn signing_out_ends_the_session_on_the_server(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    mika.join("mika@example.jp").await;
    let mut copy = mika.clone();

    mika.press("Sign out").await;
    assert_eq!(mika.page().title(), "Sign in");
    assert_eq!(
        mika.page().news().as_deref(),
        Some("You're signed out. On a shared computer, close this window too.")
    );
    assert!(mika.cookie("session").is_none());
    assert!(mika.cookie("device").is_some(), "the device stays known");
    assert!(
        !copy.is_signed_in().await,
        "the cookie's copy opens nothing"
    );
    assert_eq!(app.count("session").await, 0);
}

async fn signing_out_everywhere_ends_every_session(engine: Engine) {
    let app = TestApp::real(engine).await;
    let (mut desk, mut phone) = (app.browser(), app.browser());
    desk.join("mika@example.jp").await;
    phone.sign_in("mika@example.jp").await;
    let mut other = app.browser();
    other.join("rei@example.jp").await;

    desk.visit("/account/sessions").await;
    desk.press("Sign out everywhere").await;
    let news = desk.page().news();
    assert_eq!(news.as_deref(), Some("You're signed out on every device."));
    assert!(!desk.is_signed_in().await);
    assert!(!phone.is_signed_in().await);
    assert!(other.is_signed_in().await, "other people stay");
}

async fn a_session_elsewhere_is_ended_from_the_list(engine: Engine) {
    let app = TestApp::real(engine).await;
    let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 \
                  (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
    let mut desk = app.browser().in_zone("Asia/Tokyo");
    let mut phone = app.browser().with("user-agent", iphone);
    desk.join("mika@example.jp").await;
    app.advance(5.minutes());
    phone.sign_in("mika@example.jp").await;
    app.advance(10.minutes());

    desk.visit("/account/sessions").await;
    assert_eq!(desk.page().title(), "Where you're signed in");
    let lines = desk.page().all("ul.sessions li");
    assert_eq!(lines.len(), 2);
    assert!(lines[0].starts_with("Safari on iPhone"), "{lines:?}");
    assert!(
        lines[1].starts_with("Firefox on Linux this device"),
        "{lines:?}"
    );
    assert_eq!(desk.page().all("ul.sessions button"), ["Sign out there"]);

    desk.press("Sign out there").await;
    assert_eq!(desk.page().title(), "Where you're signed in");
    assert_eq!(desk.page().all("ul.sessions li").len(), 1);
    assert!(!phone.is_signed_in().await);
    assert!(desk.is_signed_in().await);
}

async fn nobody_ends_the_session_of_another_account(engine: Engine) {
    let app = TestApp::real(engine).await;
    let (mut mika, mut rei) = (app.browser(), app.browser());
    mika.join("mika@example.jp").await;
    let mut again = app.browser();
    again.sign_in("mika@example.jp").await;
    rei.join("rei@example.jp").await;

    again.visit("/account/sessions").await;
    let mut sent = again.form("Sign out there");
    rei.visit("/account/sessions").await;
    sent.fields = rei.form("Sign out everywhere").fields;
    rei.send(&sent).await;
    assert_eq!(rei.page().title(), "Where you're signed in");
    assert!(mika.is_signed_in().await);
    rei.visit("/account").await;
    assert!(!rei.page().shows("You signed out another device."));
}

async fn leaving_is_written_in_the_history(engine: Engine) {
    let app = TestApp::real(engine).await;
    let (mut desk, mut phone) = (app.browser(), app.browser());
    desk.join("mika@example.jp").await;
    phone.sign_in("mika@example.jp").await;
    desk.visit("/account/sessions").await;
    desk.press("Sign out there").await;
    app.advance(1.minutes());
    desk.sign_out().await;
    app.advance(1.minutes());
    desk.sign_in("mika@example.jp").await;
    desk.visit("/account/sessions").await;
    desk.press("Sign out everywhere").await;
    app.advance(1.minutes());
    desk.sign_in("mika@example.jp").await;

    let said: Vec<_> = desk.page().all("ol.lines .what");
    let left: Vec<_> = said
        .iter()
        .filter(|line| line.contains("signed out"))
        .collect();
    assert_eq!(
        left,
        [
            "You signed out everywhere.",
            "You signed out.",
            "You signed out another device."
        ]
    );
}

async fn the_account_is_for_those_who_are_signed_in(engine: Engine) {
    let app = TestApp::real(engine).await;
    for path in ["/account", "/account/sessions"] {
        let mut stranger = app.browser();
        stranger.visit(path).await;
        assert_eq!(stranger.page().at, "/sign-in");
    }
    let mut mika = app.browser();
    mika.join("mika@example.jp").await;
    for path in ["/", "/sign-in"] {
        assert_eq!(mika.visit(path).await.at, "/account");
    }
}
