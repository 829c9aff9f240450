//! Before anything that protects an account changes: show once more that it's you.

use crate::support::{Browser, Engine, LONG, Person, Span as _, TestApp};

stories![
    after_ten_minutes_it_is_asked_again,
    a_stolen_session_changes_nothing,
    a_code_for_a_change_says_what_it_is_for,
    the_session_has_a_new_secret_afterwards,
    the_highest_level_is_asked_for_and_what_is_missing_is_named,
    a_recovery_code_beside_another_way_stands_in,
    what_was_proven_too_long_ago_is_not_enough_to_send_a_form,
    proving_leads_back_to_our_own_pages_only,
    it_is_written_in_the_history,
    signing_out_in_the_middle_ends_it,
];

const MIKA: &str = "mika@example.jp";

/// Every page that changes something, and every form without one.
const PAGES: [&str; 8] = [
    "/account/security/password",
    "/account/security/password/remove",
    "/account/security/app/new",
    "/account/security/recovery",
    "/account/security/two-step",
    "/account/security/two-step/off",
    "/account/security/address/new",
    "/account/security/user-name",
];
const FORMS: [&str; 12] = [
    "/account/security/password",
    "/account/security/password/remove",
    "/account/security/app/new",
    "/account/security/app/confirm",
    "/account/security/recovery",
    "/account/security/recovery/confirm",
    "/account/security/two-step/on",
    "/account/security/two-step/off",
    "/account/security/address/new",
    "/account/security/identifier",
    "/account/security/user-name",
    "/account/security/passkey",
];

fn heading(browser: &Browser) -> String {
    browser.page().all("h1").remove(0)
}

async fn after_ten_minutes_it_is_asked_again(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    app.advance(10.minutes());
    mika.browser.visit("/account/security/password").await;
    assert_eq!(mika.page().title(), "Choose a password");
    app.advance(1.seconds());
    mika.browser.visit("/account/security/password").await;
    assert_eq!(heading(&mika.browser), "Check that it's you");
    assert!(mika.page().shows("It counts for 10 minutes."));
    mika.prove().await;
    assert_eq!(mika.page().at, "/account/security/password");

    // For reading, nothing is asked.
    app.advance(40.minutes());
    mika.browser.visit("/account/security").await;
    assert_eq!(mika.page().title(), "Security");
    // Who is fresh isn't asked again, and goes on.
    mika.open("/account/security/recovery").await;
    mika.browser
        .visit("/account/prove?to=/account/security/app/new")
        .await;
    assert_eq!(mika.page().at, "/account/security/app/new");
}

/// Sends a form with whatever any form here may hold.
async fn send_everything(browser: &mut Browser, form: &str, csrf: &str) {
    let fields = [
        ("csrf", csrf),
        ("password", "amber window at noon"),
        ("code", "000000"),
        ("name", "intruder"),
        ("group", "AAAAA"),
        ("address", "thief@example.com"),
        ("kind", "mail"),
        ("value", MIKA),
        ("signs_in", "no"),
        ("remove", "yes"),
    ];
    let body = serde_urlencoded::to_string(fields).unwrap();
    browser.post(form, body).await;
}

async fn a_stolen_session_changes_nothing(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.choose_password(LONG).await;
    mika.add_app("My phone").await;
    app.advance(11.minutes());
    // Somebody copies the session to another machine, and knows how our forms look.
    mika.browser.visit("/account").await;
    let session = mika.browser.cookie("session").unwrap().value.clone();
    let mut thief = app.browser().at("198.51.100.66");
    thief.visit("/sign-in").await;
    thief.plant_cookie("__Host-kadomori-session", &session);
    assert!(thief.is_signed_in().await);
    let csrf = thief
        .page()
        .attribute("input[name=csrf]", "value")
        .expect("a form to sign out with");

    for page in PAGES {
        thief.visit(page).await;
        assert!(
            thief
                .page()
                .at
                .starts_with(&format!("/account/prove?to={page}")),
            "{page}: {}",
            thief.page().at
        );
    }
    let before = app.census().await;
    let facts = app.facts().await;
    for form in FORMS {
        send_everything(&mut thief, form, &csrf).await;
        assert!(
            thief.page().at.starts_with("/account/prove?to="),
            "{form}: {} {}",
            thief.page().at,
            thief.page().text()
        );
    }
    assert_eq!(app.census().await, before);
    assert_eq!(app.facts().await, facts);

    // Whoever reads the mailbox as well still lacks what is asked for.
    assert!(thief.page().all("button[value=mail_code]").is_empty());
    thief.press_way("password").await;
    thief.fill_password("Password", "amber window at noon");
    thief.press("Go on").await;
    assert!(
        thief
            .page()
            .has_alert("That password doesn't match. 4 tries left.")
    );
}

async fn a_code_for_a_change_says_what_it_is_for(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    app.advance(11.minutes());
    mika.browser.visit("/account/security/password").await;
    mika.browser.press_way("mail_code").await;
    let mail = app.newest_mail_to(MIKA).await;
    assert!(
        mail.subject()
            .starts_with("Your Kadomori code for a security change"),
        "{}",
        mail.subject()
    );
    mika.browser.fill("6-digit code", &mail.wrong_code());
    mika.browser.press("Go on").await;
    assert!(
        mika.page()
            .has_alert("That code doesn't match. 4 tries left.")
    );
    // It signs nobody in: neither here nor elsewhere.
    let mut other = app.browser();
    other.ask_for_code(MIKA).await;
    other.enter(&mail.code()).await;
    assert!(!other.is_signed_in().await);
}

async fn the_session_has_a_new_secret_afterwards(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    app.advance(11.minutes());
    mika.browser.visit("/account").await;
    let mut copied = mika.browser.clone();
    mika.open("/account/security/password").await;
    assert!(mika.browser.is_signed_in().await);
    assert!(!copied.is_signed_in().await, "the older secret is void");
    assert_eq!(app.count("session").await, 1);
}

async fn the_highest_level_is_asked_for_and_what_is_missing_is_named(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.choose_password(LONG).await;
    mika.add_app("My phone").await;
    app.advance(1.hours());
    mika.browser = app.browser();
    mika.browser.sign_in(MIKA).await;
    mika.browser.visit("/account/security/password").await;
    assert_eq!(heading(&mika.browser), "Check that it's you");
    assert!(
        mika.page()
            .shows("Shown already: a code by mail. What's missing is one of these."),
        "{}",
        mika.page().text()
    );
    mika.browser.press_way("password").await;
    mika.answer().await;
    assert_eq!(
        heading(&mika.browser),
        "Code from your app",
        "a password and a mailbox aren't all that they have"
    );
    mika.answer().await;
    assert_eq!(mika.page().at, "/account/security/password");
}

async fn a_recovery_code_beside_another_way_stands_in(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.choose_password(LONG).await;
    mika.add_app("My phone").await;
    mika.make_recovery_codes().await;
    app.advance(1.hours());
    mika.browser = app.browser();
    mika.browser.sign_in(MIKA).await;
    mika.phone = None;
    mika.browser.visit("/account/security/app/new").await;
    mika.browser.press_way("recovery_code").await;
    mika.answer().await;
    assert_eq!(mika.page().at, "/account/security/app/new");
    mika.browser.visit("/account/security").await;
    assert!(mika.page().shows("9 of 10 left"));
}

async fn what_was_proven_too_long_ago_is_not_enough_to_send_a_form(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.open("/account/security/password").await;
    app.advance(11.minutes());
    mika.browser.fill_password("New password", LONG);
    mika.browser.press("Save the password").await;
    assert_eq!(heading(&mika.browser), "Check that it's you");
    assert_eq!(app.count("password").await, 0);
    mika.prove().await;
    assert_eq!(
        mika.page().at,
        "/account/security/password",
        "they come back to the page with the form"
    );

    // A form of the overview leads back there, and says what can be done now.
    app.advance(11.minutes());
    mika.browser.visit("/account/security").await;
    mika.browser.press("Save").await;
    mika.prove().await;
    assert_eq!(mika.page().title(), "Security");
    assert_eq!(
        mika.page().news().as_deref(),
        Some("It's you. You can make changes for the next minutes without being asked again.")
    );
}

async fn proving_leads_back_to_our_own_pages_only(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    app.advance(11.minutes());
    for to in [
        "https://thief.example.com/",
        "//thief.example.com",
        "/\\thief.example.com",
        "/account/../sign-out",
        "/account/security/app/new?guide=two-step&x=1",
        "/sign-out",
        "",
    ] {
        let query = serde_urlencoded::to_string([("to", to)]).unwrap();
        mika.browser.visit(&format!("/account/prove?{query}")).await;
        mika.prove().await;
        let at = mika.page().at.clone();
        assert!(
            at == "/account/security?proven=yes" || at == "/account/security/app/new",
            "{to}: {at}"
        );
        app.advance(11.minutes());
    }
    let to = "/account/security/app/new?guide=two-step";
    mika.open(to).await;
}

async fn it_is_written_in_the_history(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    app.advance(11.minutes());
    mika.open("/account/security/password").await;
    mika.browser.visit("/account").await;
    let lines = mika.page().all("ol.lines .what");
    let line = "You showed again that it's you, with a code by mail.";
    assert!(lines.iter().any(|one| one == line), "{lines:?}");
}

async fn signing_out_in_the_middle_ends_it(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    app.advance(11.minutes());
    mika.browser.visit("/account/security/password").await;
    let mut other = mika.browser.clone();
    mika.browser.press_way("mail_code").await;
    other.visit("/account").await;
    other.sign_out().await;
    mika.answer().await;
    assert_eq!(mika.page().title(), "You've been signed out meanwhile");
    assert!(!mika.browser.is_signed_in().await);
}
