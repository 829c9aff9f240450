//! What every answer carries to keep it safe, and what no page contains.

use axum::http::Method;
use scraper::{Html, Selector};

use crate::support::{Browser, Engine, Page, TestApp};

stories![
    every_answer_keeps_scripts_frames_and_caches_away,
    no_page_contains_a_script_or_style_of_its_own,
    what_never_changes_may_be_kept_for_good,
    on_this_computer_nothing_is_promised_about_tls,
    there_is_a_page_for_what_is_not_there,
];

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
     img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

/// Answers of every kind.
async fn answers(app: &TestApp) -> Vec<Page> {
    let mut mika = app.browser();
    mika.visit("/").await;
    let mail = mika.get_code("mika@example.jp").await;
    mika.enter("").await;
    mika.enter(&mail.wrong_code()).await;
    mika.enter(&mail.code()).await;
    mika.press("Make an account").await;
    mika.visit("/account/sessions").await;
    for path in [
        "/nothing",
        "/sign-in/%ff",
        "/sign-in?done=what",
        "/inbox",
        "/healthz",
        "/readyz",
    ] {
        mika.visit(path).await;
    }
    mika.exchange(Method::DELETE, "/sign-in", None).await;
    let mut lured = mika.clone().saying_site(Some("cross-site"));
    lured.post("/sign-out", "csrf=x").await;
    lured.post("/sign-in", vec![b'a'; 200_000]).await;
    let mut all = mika.replies().to_vec();
    all.extend_from_slice(lured.replies());
    all
}

async fn every_answer_keeps_scripts_frames_and_caches_away(engine: Engine) {
    let app = TestApp::real(engine).await;
    let all = answers(&app).await;
    assert!(all.len() > 15);
    for page in all {
        for (name, value) in [
            ("content-security-policy", POLICY),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("strict-transport-security", "max-age=31536000"),
        ] {
            assert_eq!(
                page.headers(name),
                [value],
                "{name} of {} {}",
                page.status,
                page.at
            );
        }
    }
}

async fn no_page_contains_a_script_or_style_of_its_own(engine: Engine) {
    let app = TestApp::real(engine).await;
    for page in answers(&app).await {
        let html = Html::parse_document(&page.body);
        let elements = Selector::parse("*").unwrap();
        for element in html.select(&elements).map(|element| element.value()) {
            assert_ne!(element.name(), "style", "{}", page.at);
            let is_bare = element.name() == "script" && element.attr("src").is_none();
            assert!(!is_bare, "{}", page.at);
            for (name, value) in element.attrs() {
                assert!(
                    !name.starts_with("on") && name != "style",
                    "{name} in {}",
                    page.at
                );
                let leads = matches!(name, "src" | "href" | "action");
                let is_ours = value.starts_with('/') && !value.starts_with("//");
                assert!(!leads || is_ours, "{value} in {}", page.at);
            }
        }
    }
}

async fn what_never_changes_may_be_kept_for_good(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    mika.visit("/sign-in").await;
    let page = mika.page().clone();
    for (selector, name, kind) in [
        ("link[rel=stylesheet]", "href", "text/css"),
        ("script", "src", "text/javascript"),
        ("link[rel=icon]", "href", "image/svg+xml"),
    ] {
        let asset = page.attribute(selector, name).unwrap();
        let mut asking: Browser = mika.clone();
        asking.visit(&asset).await;
        assert_eq!(asking.page().status, 200, "{asset}");
        assert!(asking.page().header("content-type").starts_with(kind));
        let kept = "public, max-age=31536000, immutable";
        assert_eq!(asking.page().header("cache-control"), kept);
        assert_eq!(asking.page().header("x-content-type-options"), "nosniff");
    }
}

async fn on_this_computer_nothing_is_promised_about_tls(engine: Engine) {
    let app = TestApp::trial(engine).await;
    let mut mika = app.browser();
    mika.visit("/sign-in").await;
    assert_eq!(mika.page().header("strict-transport-security"), "");
    assert_eq!(mika.page().header("content-security-policy"), POLICY);
}

async fn there_is_a_page_for_what_is_not_there(engine: Engine) {
    let app = TestApp::real(engine).await;
    for (language, title) in [
        ("en", "There's nothing at this address"),
        ("ja", "このアドレスにはページがありません"),
    ] {
        let mut lost = app.browser().speaking(language);
        for path in [
            "/nothing",
            "/account/nothing",
            "/assets/nothing",
            "/inbox",
            "/metrics",
        ] {
            lost.visit(path).await;
            assert_eq!(
                (lost.page().status.as_u16(), lost.page().title()),
                (404, title.into())
            );
            assert_eq!(lost.page().all(".next a").len(), 1);
        }
    }
}
