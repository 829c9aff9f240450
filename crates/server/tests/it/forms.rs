//! Forms are taken only from our own pages, in the browser that they were shown in.

use axum::http::Method;

use crate::support::{Browser, Engine, TestApp};

stories![
    a_form_that_another_site_sends_changes_nothing,
    where_the_browser_does_not_say_the_origin_counts,
    a_form_of_another_browser_changes_nothing,
    a_form_of_another_session_changes_nothing,
    a_browser_without_cookies_is_told_so,
    the_language_form_leads_to_no_other_site,
    more_than_any_form_holds_is_not_read,
    what_is_no_form_changes_nothing,
    nothing_is_changed_by_looking,
];

const FOREIGN: &str = "That came from somewhere else";

/// A signed-in browser, and one on the code page.
async fn two_browsers(app: &TestApp) -> [Browser; 2] {
    let (mut mika, mut rei) = (app.browser(), app.browser());
    mika.join("mika@example.jp").await;
    rei.ask_for_code("rei@example.jp").await;
    [mika, rei]
}

/// Every path that takes a form, for these two browsers.
fn paths([mika, rei]: &[Browser; 2]) -> Vec<(Browser, String)> {
    let flow = rei.page().at.clone();
    let at = |browser: &Browser, path: &str| (browser.clone(), path.to_owned());
    vec![
        at(rei, "/sign-in"),
        at(rei, &flow),
        at(rei, &format!("{flow}/resend")),
        at(rei, &format!("{flow}/address")),
        at(rei, &format!("{flow}/create")),
        at(
            mika,
            "/account/sessions/0193f3a0000070008000000000000000/end",
        ),
        at(mika, "/sign-out"),
        at(mika, "/sign-out-everywhere"),
    ]
}

fn csrf_of(browser: &Browser) -> String {
    let found = browser.page().attribute("main input[name=csrf]", "value");
    let found = found.or_else(|| browser.page().attribute("input[name=csrf]", "value"));
    found.unwrap()
}

async fn a_form_that_another_site_sends_changes_nothing(engine: Engine) {
    let app = TestApp::real(engine).await;
    let browsers = two_browsers(&app).await;
    let before = app.census().await;
    let mut all = paths(&browsers);
    all.push((browsers[0].clone(), "/language".to_owned()));
    for (browser, path) in all {
        let body = format!(
            "csrf={}&locale=ja&address=a%40example.jp",
            csrf_of(&browser)
        );
        for site in ["cross-site", "same-site", "none", "nonsense"] {
            let mut lured = browser.clone().saying_site(Some(site));
            lured.post(&path, body.clone()).await;
            assert_eq!(lured.page().title(), FOREIGN, "{path} from {site}");
            assert_eq!(lured.page().status, 403);
        }
    }
    assert_eq!(app.census().await, before);
    assert!({ browsers }[0].is_signed_in().await);
}

async fn where_the_browser_does_not_say_the_origin_counts(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut old = app.browser().saying_site(None);
    old.ask_for_code("mika@example.jp").await;
    assert_eq!(
        old.page().title(),
        "Check your mail",
        "our own origin is enough"
    );
    for origin in [
        Some("https://evil.example"),
        Some("null"),
        Some("http://id.example.jp"),
        Some("https://id.example.jp.evil.example"),
        None,
    ] {
        let mut lured = old.clone().saying_origin(origin);
        lured.enter("000000").await;
        assert_eq!(lured.page().title(), FOREIGN, "{origin:?}");
    }
    old.enter("000000").await;
    assert!(
        old.page()
            .has_alert("That code doesn't match. 4 tries left.")
    );
}

async fn a_form_of_another_browser_changes_nothing(engine: Engine) {
    let app = TestApp::real(engine).await;
    let browsers = two_browsers(&app).await;
    let mut other = app.browser();
    other.visit("/sign-in").await;
    let others = csrf_of(&other);
    let before = app.census().await;
    for (browser, path) in paths(&browsers) {
        let own = csrf_of(&browser);
        let shorter = &own[..own.len() - 1];
        for csrf in [
            format!("csrf={others}"),
            format!("csrf={shorter}"),
            "csrf=".to_owned(),
            String::new(),
            "csrf=%00".to_owned(),
            format!("csrf={}", browser.cookie("visitor").unwrap().value),
        ] {
            let mut lured = browser.clone();
            lured
                .post(&path, format!("{csrf}&address=a%40example.jp"))
                .await;
            assert_eq!(lured.page().title(), FOREIGN, "{path} with {csrf}");
        }
    }
    assert_eq!(app.census().await, before);
}

async fn a_form_of_another_session_changes_nothing(engine: Engine) {
    let app = TestApp::real(engine).await;
    let (mut mika, mut rei) = (app.browser(), app.browser());
    mika.join("mika@example.jp").await;
    rei.join("rei@example.jp").await;
    mika.post("/sign-out-everywhere", format!("csrf={}", csrf_of(&rei)))
        .await;
    assert_eq!(mika.page().title(), FOREIGN);
    assert!(mika.is_signed_in().await);
}

async fn a_browser_without_cookies_is_told_so(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser().without_cookies();
    mika.ask_for_code("mika@example.jp").await;
    assert_eq!(mika.page().title(), "This browser isn't keeping our cookie");
    assert_eq!(mika.page().status, 403);
    assert_eq!(mika.page().all(".next a"), ["Try again"]);
    let mut mika = mika.in_japanese();
    mika.ask_for_code("mika@example.jp").await;
    assert_eq!(
        mika.page().title(),
        "このブラウザーは、Cookie を保存していません"
    );
    assert_eq!(app.count("flow").await, 0);
}

async fn the_language_form_leads_to_no_other_site(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    for back in [
        "https%3A%2F%2Fevil.example",
        "%2F%2Fevil.example",
        "%2F%5Cevil.example",
        "",
    ] {
        let body = format!("locale=ja&back={back}");
        mika.post("/language", body).await;
        let redirect = &mika.replies()[mika.replies().len() - 3];
        assert_eq!(redirect.header("location"), "/", "{back}");
    }
    mika.post("/language", "locale=tlh&back=%2Fsign-in").await;
    assert_eq!(
        mika.page().language(),
        "ja",
        "what we don't speak changes nothing"
    );
}

async fn more_than_any_form_holds_is_not_read(engine: Engine) {
    let app = TestApp::real(engine).await;
    let browsers = two_browsers(&app).await;
    for (mut browser, path) in paths(&browsers) {
        browser.post(&path, vec![b'a'; 128 * 1024 + 1]).await;
        assert_eq!(browser.page().status, 413, "{path}");
        assert_eq!(browser.page().title(), "That was more than fits here");
    }
}

async fn what_is_no_form_changes_nothing(engine: Engine) {
    let app = TestApp::real(engine).await;
    let browsers = two_browsers(&app).await;
    for (browser, path) in paths(&browsers) {
        let csrf = csrf_of(&browser);
        for body in [
            format!("{{\"csrf\":\"{csrf}\"}}").into_bytes(),
            format!("csrf={csrf}&csrf={csrf}").into_bytes(),
            b"\xff\xfe\x00".to_vec(),
            Vec::new(),
        ] {
            let mut browser = browser.clone();
            browser.post(&path, body.clone()).await;
            assert_eq!(browser.page().title(), FOREIGN, "{path} {body:?}");
        }
    }
}

async fn nothing_is_changed_by_looking(engine: Engine) {
    let app = TestApp::real(engine).await;
    let browsers = two_browsers(&app).await;
    let before = app.census().await;
    for (browser, path) in paths(&browsers) {
        let mut browser = browser;
        browser.visit(&path).await;
        let mut head = browser.clone();
        head.exchange(Method::HEAD, &path, None).await;
        for method in [Method::PUT, Method::DELETE, Method::PATCH] {
            let reply = browser.exchange(method, &path, None).await;
            assert_eq!(reply.status, 405, "{path}");
            assert_eq!(reply.title(), "This page doesn't work that way");
        }
    }
    assert_eq!(app.census().await, before);
    assert!({ browsers }[0].is_signed_in().await);
}
