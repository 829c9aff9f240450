//! The inbox of a trial shows codes to whoever asks: so only this computer may ask.

use kadomori_domain::{
    delivery::Tag,
    id::{MessageId, TenantId},
    phone::PhoneNumber,
};
use kadomori_server::channel::{Channel as _, text::OutgoingText};

use crate::support::{Browser, Engine, TestApp};

stories![
    this_computer_sees_the_mails,
    nobody_else_does,
    there_is_no_inbox_where_mails_are_sent,
    a_mail_is_shown_and_cannot_do_anything,
    a_text_lies_beside_the_mails_and_looks_like_one,
];

/// The inbox's paths, one of them a mail's.
async fn paths(app: &TestApp) -> Vec<String> {
    let mut mika = app.browser();
    mika.get_code("mika@example.jp").await;
    let mut home = app.browser().at("127.0.0.1");
    home.visit("/inbox").await;
    let mail = home.page().attribute("ul.mails a", "href").unwrap();
    vec!["/inbox".to_owned(), mail]
}

async fn opens(browser: &Browser, path: &str) -> bool {
    let mut browser = browser.clone();
    let page = browser.visit(path).await;
    assert!(page.status == 200 || page.title() == "There's nothing at this address");
    page.status == 200
}

async fn this_computer_sees_the_mails(engine: Engine) {
    let app = TestApp::trial(engine).await;
    for path in paths(&app).await {
        for (peer, host) in [
            ("127.0.0.1", "localhost:8080"),
            ("127.0.0.1", "127.0.0.1:8080"),
            ("::1", "[::1]:8080"),
            ("::ffff:127.0.0.1", "localhost:8080"),
        ] {
            let home = app.browser().at(peer).reaching(host);
            assert!(opens(&home, &path).await, "{peer} {host} {path}");
        }
    }
}

async fn nobody_else_does(engine: Engine) {
    let app = TestApp::trial(engine).await;
    let home = || app.browser().at("127.0.0.1");
    for path in paths(&app).await {
        for (why, browser) in [
            ("another computer", app.browser().at("192.0.2.1")),
            ("another computer by IPv6", app.browser().at("2001:db8::1")),
            ("another name", home().reaching("evil.example:8080")),
            (
                "a name like ours",
                home().reaching("localhost.evil.example:8080"),
            ),
            ("no name", home().reaching("")),
            ("forwarded", home().with("x-forwarded-for", "127.0.0.1")),
            (
                "forwarded by the standard",
                home().with("forwarded", "for=127.0.0.1"),
            ),
            ("by a proxy", home().with("via", "1.1 proxy")),
            ("by nginx", home().with("x-real-ip", "127.0.0.1")),
        ] {
            assert!(!opens(&browser, &path).await, "{why}: {path}");
        }
    }
}

async fn there_is_no_inbox_where_mails_are_sent(engine: Engine) {
    let app = TestApp::real(engine).await;
    let home = app.browser().at("127.0.0.1").reaching("localhost:8080");
    assert!(!opens(&home, "/inbox").await);
    assert!(!opens(&home, "/inbox/0193f3a0000070008000000000000000").await);
}

async fn a_mail_is_shown_and_cannot_do_anything(engine: Engine) {
    let app = TestApp::trial(engine).await;
    let mail = paths(&app).await.remove(1);
    let mut home = app.browser().at("127.0.0.1");
    home.visit(&mail).await;
    let frame = home.page().attribute("iframe", "sandbox");
    assert_eq!(frame.as_deref(), Some(""), "nothing is allowed in it");
    let policy = home.page().header("content-security-policy");
    for rule in [
        "default-src 'none'",
        "script-src 'self'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(rule), "{policy}");
    }
    home.visit("/inbox/nothing").await;
    assert_eq!(home.page().status, 404);
}

async fn a_text_lies_beside_the_mails_and_looks_like_one(engine: Engine) {
    let app = TestApp::trial(engine).await;
    let mail = paths(&app).await.remove(1);
    let id = MessageId::from_bytes([9; 16]);
    let text = OutgoingText {
        id,
        date: app.now().micros() + 1,
        to: PhoneNumber::from_e164("+819012345678").unwrap(),
        body: "サインインの確認コード\n482913\n@localhost #482913"
            .to_owned()
            .into(),
        language: "ja".to_owned(),
        tag: Tag::of(id, &app.app.keys.index_key(TenantId::DEFAULT)),
    };
    let route = app.app.text.as_ref().expect("texts have a way in a trial");
    route.first().hand_over(&text).await.unwrap();

    let mut home = app.browser().at("127.0.0.1");
    home.visit("/inbox").await;
    let newest = home.page().attribute("ul.mails a", "href").unwrap();
    assert_eq!(newest, format!("/inbox/{id}"));
    assert!(home.page().text().contains("+819012345678"));
    home.visit(&newest).await;
    assert_eq!(home.page().title(), "Text message");
    assert!(home.page().text().contains("@localhost #482913"));
    let language = home.page().attribute(".bubble", "lang");
    assert_eq!(language.as_deref(), Some("ja"));
    assert!(opens(&home, &mail).await, "the mail is still there");
    assert!(!opens(&app.browser().at("192.0.2.1"), &newest).await);
}
