//! What the databases make of our statements: each of a request, of a mail on its way and of
//! forgetting finds its rows by an index.

use std::collections::BTreeMap;

use kadomori_domain::security::Removal;
use kadomori_server::{forget, operator};
use kadomori_store::purge::Retention;

use crate::support::{Engine, Person, Span as _, TestApp};

stories![
    every_statement_of_a_journey_uses_an_index,
    every_statement_about_addresses_names_and_trust_uses_an_index,
    every_statement_of_forgetting_uses_an_index,
];

/// All that people do, so that every statement of a request runs once.
async fn everything_people_do(app: &TestApp) {
    let (mut mika, mut other) = (app.browser(), app.browser());
    mika.visit("/").await;
    mika.ask_for_code("mikq@example.jp").await;
    mika.press("Use another address").await;
    let mail = mika.get_code("mika@example.jp").await;
    mika.enter(&mail.wrong_code()).await;
    app.advance(1.minutes());
    mika.press("Send the code again").await;
    app.advance(6.minutes());
    mika.press("Send the code again").await;
    mika.enter(&mail.code()).await;
    let mail = app.newest_mail_to("mika@example.jp").await;
    mika.enter(&mail.code()).await;
    mika.press("Make an account").await;
    mika.press("日本語").await;
    mika.press("English").await;
    other.sign_in("mika@example.jp").await;
    app.advance(30.minutes());
    mika.visit("/account?before=0193f3a0000070008000000000000000")
        .await;
    mika.visit("/account/sessions").await;
    mika.press("Sign out there").await;
    mika.sign_out().await;
    mika.sign_in("mika@example.jp").await;
    let mut tab = mika.clone();
    tab.lose_cookie("session");
    let mail = tab.get_code("mika@example.jp").await;
    tab.reload().await;
    let session = mika.cookie("session").unwrap().value.clone();
    tab.plant_cookie("__Host-kadomori-session", &session);
    tab.enter(&mail.code()).await;
    tab.visit("/account/sessions").await;
    tab.press("Sign out everywhere").await;
    tab.visit("/readyz").await;
}

/// That each statement heard meanwhile finds its rows by an index; there are more than `least`.
async fn assert_no_scans(app: &TestApp, least: usize) {
    let statements: BTreeMap<_, _> = app
        .db
        .heard()
        .into_iter()
        .map(|statement| (statement.sql, statement.params))
        .collect();
    assert!(statements.len() > least, "{} statements", statements.len());
    for (sql, params) in statements {
        let scans = app.db.scans(&sql, &params).await;
        assert!(scans.is_empty(), "{sql}\nreads whole tables: {scans:#?}");
    }
}

async fn every_statement_of_a_journey_uses_an_index(engine: Engine) {
    let app = TestApp::real(engine).await;
    app.db.listen();
    everything_people_do(&app).await;
    assert_no_scans(&app, 40).await;
}

async fn every_statement_about_addresses_names_and_trust_uses_an_index(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::with_two_steps(&app, "mika@example.jp").await;
    app.db.listen();
    mika.open("/account/security/address/new").await;
    mika.browser.fill("Mail address", "mika2@example.jp");
    mika.browser.press("Send the code").await;
    let mail = app.newest_mail_to("mika2@example.jp").await;
    mika.browser.fill("6-digit code", &mail.code());
    mika.browser.press("Confirm").await;
    mika.browser.press("Save").await;
    mika.browser.press("Sign in with it").await;
    mika.open("/account/security/user-name").await;
    mika.browser.fill("User name", "mika_t");
    mika.browser.press("Save").await;
    mika.browser.press("Don't sign in with it").await;
    let remove = mika
        .page()
        .attribute("#addresses a[href$='/remove']", "href");
    mika.open(&remove.unwrap()).await;
    mika.browser.press("Remove it").await;
    for form in ["/account/devices/untrust", "/account/security/user-name"] {
        let csrf = mika.page().attribute("input[name=csrf]", "value").unwrap();
        let body = format!("csrf={csrf}&remove=yes");
        mika.browser.post(form, body).await;
    }
    for whom in ["mika2@example.jp", "mika_t"] {
        let whom = whom.parse().unwrap();
        operator::overview(&app.app, &whom).await.unwrap();
        let lost = Removal::SecondWays;
        operator::remove_way(&app.app, &whom, lost).await.unwrap();
        operator::unlock(&app.app, &whom).await.unwrap();
    }
    assert_no_scans(&app, 40).await;
}

async fn every_statement_of_forgetting_uses_an_index(engine: Engine) {
    let app = TestApp::real(engine).await;
    everything_people_do(&app).await;
    app.advance(400.days());
    let retention = Retention {
        events: 180.days(),
        ledger: 180.days(),
        devices: 180.days(),
    };
    app.db.listen();
    let gone = forget::all(&app.app, retention).await.unwrap();
    assert!(gone > 20, "{gone} rows were forgotten");
    assert_no_scans(&app, 7).await;
    for table in [
        "challenge",
        "flow",
        "session",
        "device",
        "event",
        "ledger",
        "throttle",
    ] {
        assert_eq!(app.count(table).await, 0, "{table}");
    }
    assert_eq!(app.count("account").await, 1, "people are not forgotten");
}
