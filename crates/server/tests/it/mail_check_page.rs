//! The page where a mail is handed in: what it takes, what it refuses and how, and that nothing
//! of a mail is kept, logged or live in the answer.

use axum::http::StatusCode;

use crate::{
    own_mail::{hand_in, is_told},
    support::{Browser, Engine, Page, Span as _, TestApp, listen, logged},
};

stories![
    a_file_is_taken_before_a_text,
    what_is_no_mail_is_told_in_a_sentence,
    what_is_too_large_is_told_on_the_page,
    it_is_taken_only_from_our_own_page_in_the_same_browser,
    a_network_has_so_many_mails_judged,
    nothing_in_the_answer_is_live,
    nothing_of_a_mail_is_kept_or_logged,
    the_page_speaks_japanese,
];

/// A mail with all that must not come back to life.
const LIVE: &str = "Received: from mail.example.net by mx.example.jp; Sun, 22 Nov 2026 03:03:01 +0000\r\n\
    From: \"Micros0ft <script>alert(1)</script>\" <it@mail.example.net>\r\n\
    To: <mika@example.jp>\r\nSubject: Your Microsoft code is 771204 <img src=x>\r\n\
    Date: Sun, 22 Nov 2026 03:03:00 +0000\r\nMessage-ID: <77@mail.example.net>\r\n\
    Content-Type: text/html; charset=utf-8\r\n\r\n\
    <p>Your Microsoft account code is 771204.</p>\r\n\
    <a href=\"https://login.microsoft.example.net/zebra?q=1\">https://login.microsoft.com</a>\r\n\
    <form action=\"https://evil.example.net\"><input type=password></form>\r\n";

/// Uploads a file.
async fn upload<'a>(browser: &'a mut Browser, name: &str, file: &[u8], text: &[u8]) -> &'a Page {
    browser.visit("/mail-check").await;
    let csrf = browser.page().attribute("input[name=csrf]", "value");
    let csrf = csrf.unwrap_or_default();
    let fields = [
        ("csrf", "", csrf.as_bytes()),
        ("text", "", text),
        ("file", name, file),
    ];
    browser.upload("/mail-check", &fields).await
}

async fn a_file_is_taken_before_a_text(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut other = app.browser();
    let mail = other.get_code("mika@example.jp").await.source();
    let mut mika = app.browser();
    let page = upload(&mut mika, "mail.eml", mail.as_bytes(), b"Hello there").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.shows("It's from us"), "{}", page.text());
    let page = upload(&mut mika, "mail.eml", b"", mail.as_bytes()).await;
    assert!(page.shows("It's from us"), "{}", page.text());
}

async fn what_is_no_mail_is_told_in_a_sentence(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    let page = upload(&mut mika, "", b"", b" \r\n ").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        is_told(page, "There's nothing to check yet."),
        "{}",
        page.text()
    );
    let mut outlook = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    outlook.resize(4096, 0);
    let page = upload(&mut mika, "mail.msg", &outlook, b"").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.alert().is_some_and(|said| said.contains(".msg")),
        "{}",
        page.text()
    );
}

async fn what_is_too_large_is_told_on_the_page(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    for size in [10 * 1024 * 1024 + 1, 20 * 1024 * 1024] {
        let page = upload(&mut mika, "mail.eml", &vec![b'x'; size], b"").await;
        assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE, "{size}");
        assert!(is_told(page, "That's more than 10 MB."), "{}", page.text());
    }
}

async fn it_is_taken_only_from_our_own_page_in_the_same_browser(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    mika.visit("/mail-check").await;
    let csrf = mika.page().attribute("input[name=csrf]", "value").unwrap();
    let fields = [
        ("csrf", "", csrf.as_bytes()),
        ("text", "", b"Hello".as_slice()),
    ];
    assert_eq!(
        mika.upload("/mail-check", &fields).await.status,
        StatusCode::OK
    );

    let mut foreign = mika.clone().saying_site(Some("cross-site"));
    let page = foreign.upload("/mail-check", &fields).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    let mut other = app.browser();
    other.visit("/mail-check").await;
    let page = other.upload("/mail-check", &fields).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    let page = mika.upload("/mail-check", &fields[1..]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    let mut without = app.browser();
    let page = without.upload("/mail-check", &fields).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.shows("cookie"), "{}", page.text());
    let page = mika.post("/mail-check", "text=Hello").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
}

async fn a_network_has_so_many_mails_judged(engine: Engine) {
    let app = TestApp::real(engine).await;
    let most = app.app.policy.limits.check_rate.burst;
    let mut mika = app.browser();
    for _ in 0..most {
        assert_eq!(hand_in(&mut mika, "Hello").await.status, StatusCode::OK);
    }
    let page = hand_in(&mut mika, "Hello").await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(
        is_told(page, "Many mails were checked from this network."),
        "{}",
        page.text()
    );
    let mut elsewhere = app.browser().at("198.51.100.7");
    assert_eq!(
        hand_in(&mut elsewhere, "Hello").await.status,
        StatusCode::OK
    );
    app.advance(2.hours());
    assert_eq!(hand_in(&mut mika, "Hello").await.status, StatusCode::OK);
}

async fn nothing_in_the_answer_is_live(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    let page = hand_in(&mut mika, LIVE).await;
    assert_eq!(page.status, StatusCode::OK);
    for live in [
        "771204",
        "771 204",
        "<script>alert",
        "<img",
        "https://login",
        "evil.example.net",
    ] {
        assert!(!page.body.contains(live), "{live}: {}", page.body);
    }
    let own = mika.get_code("mika@example.jp").await;
    let page = hand_in(&mut mika, &own.source()).await;
    assert!(page.shows("It's from us"));
    let bare = own.code().replace(' ', "");
    assert!(!page.body.contains(&own.code()) && !page.body.contains(&bare));
    assert_eq!(page.header("cache-control"), "no-store");
}

async fn nothing_of_a_mail_is_kept_or_logged(engine: Engine) {
    listen();
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    hand_in(&mut mika, LIVE).await;
    hand_in(&mut mika, &LIVE.replace("Micros0ft", "Kadomori")).await;
    for secret in ["771204", "zebra", "it@mail.example.net"] {
        let told = logged();
        let line = told.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret}");
        for (table, value) in app.everything().await {
            assert!(
                !format!("{value:?}").contains(secret),
                "{secret} in {table}"
            );
        }
    }
}

async fn the_page_speaks_japanese(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser().in_japanese();
    let page = mika.visit("/mail-check").await;
    assert!(
        page.title().starts_with("このメールは本物ですか"),
        "{}",
        page.title()
    );
    assert!(page.shows("「メッセージのソースを表示」を選びます。"));
    let page = upload(&mut mika, "", b"", b"").await;
    assert!(is_told(page, "まだ何も入っていません。"), "{}", page.text());
    let page = hand_in(&mut mika, LIVE).await;
    assert!(
        page.shows("これからすること") || page.shows("本物"),
        "{}",
        page.text()
    );
}
