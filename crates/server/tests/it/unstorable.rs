//! What no database keeps, and what is hardly text at all: refused or passed over, alike on
//! both engines.

use crate::support::{Engine, TestApp};

stories![
    an_address_that_cannot_be_kept_is_refused_with_a_sentence,
    a_zone_that_cannot_be_kept_is_passed_over,
    a_program_that_calls_itself_anything_gets_in,
    cookies_that_are_no_cookies_of_ours_are_passed_over,
    a_path_or_query_that_says_nothing_breaks_nothing,
];

async fn an_address_that_cannot_be_kept_is_refused_with_a_sentence(engine: Engine) {
    let app = TestApp::real(engine).await;
    let character = "There's a sign in there that mail addresses don't have. \
                     Look for spaces and brackets.";
    for (typed, sentence) in [
        ("mika\0@example.jp", character),
        (
            "mika@exam\0ple.jp",
            "The part after the @ looks unfinished. It's like example.jp.",
        ),
        ("mi ka@example.jp", character),
        ("<mika@example.jp>", character),
        ("mi\u{1b}[31mka@example.jp", character),
        ("", "Type your mail address to go on."),
    ] {
        let mut mika = app.browser();
        mika.ask_for_code(typed).await;
        assert!(
            mika.page().has_alert(sentence),
            "{typed:?}: {:?}",
            mika.page().alert()
        );
        assert_eq!(mika.page().status, 422);
    }
    assert_eq!(app.count("flow").await, 0);
}

async fn a_zone_that_cannot_be_kept_is_passed_over(engine: Engine) {
    let app = TestApp::real(engine).await;
    for zone in [
        "Asia/Tokyo\0",
        "\0",
        "Mars/Olympus",
        "../../etc/passwd",
        "a".repeat(10_000).as_str(),
    ] {
        let mut mika = app.browser().in_zone(zone);
        mika.ask_for_code("mika@example.jp").await;
        assert_eq!(mika.page().title(), "Check your mail");
        assert!(
            mika.page().shows("12:13 (Japan time)"),
            "the tenant's zone, named"
        );
    }
    let rows = app
        .rows("SELECT COUNT(*) FROM flow WHERE zone IS NOT NULL", &[])
        .await;
    assert_eq!(rows[0].get::<i64>(0).unwrap(), 0);
}

async fn a_program_that_calls_itself_anything_gets_in(engine: Engine) {
    let app = TestApp::real(engine).await;
    let long = "Mozilla/5.0 ".repeat(5_000);
    for (number, agent) in [
        &b"\xff\xfe\x80"[..],
        b"\t",
        b"",
        "日本語".as_bytes(),
        long.as_bytes(),
    ]
    .into_iter()
    .enumerate()
    {
        let mut mika = app.browser().with("user-agent", agent);
        mika.join(&format!("person{number}@example.jp")).await;
        assert!(mika.page().shows("You signed in with a code by mail."));
    }
}

async fn cookies_that_are_no_cookies_of_ours_are_passed_over(engine: Engine) {
    let app = TestApp::real(engine).await;
    let long = "A".repeat(4_000);
    for (number, value) in ["", "x", "%00", "\"", "AAAA=", &long]
        .into_iter()
        .enumerate()
    {
        let mut mika = app.browser();
        for kind in ["visitor", "session", "device", "locale"] {
            mika.plant_cookie(&format!("__Host-kadomori-{kind}"), value);
        }
        mika.join(&format!("person{number}@example.jp")).await;
    }
}

async fn a_path_or_query_that_says_nothing_breaks_nothing(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    mika.join("mika@example.jp").await;
    for path in [
        "/account?before=%00",
        "/account?before=x",
        "/account?%ff",
        "/account?before",
    ] {
        assert_eq!(mika.visit(path).await.title(), "My activity", "{path}");
    }
    let mut stranger = app.browser();
    for path in [
        "/sign-in?done=%00",
        "/sign-in?done=what",
        "/sign-in?%ff=%ff",
        "/sign-in?from",
    ] {
        let page = stranger.visit(path).await;
        assert!(
            page.status == 200 || page.status == 404,
            "{path}: {}",
            page.status
        );
    }
    stranger.ask_for_code("rei@example.jp").await;
    let at = stranger.page().at.clone();
    for query in [
        "note=%00",
        "note=held&until=x",
        "note=held&until=99999999999999999999",
        "note",
    ] {
        stranger.visit(&format!("{at}?{query}")).await;
        assert_eq!(stranger.page().title(), "Check your mail", "{query}");
    }
}
