//! A new password without the old one.

use crate::{
    at_once::{all_at_once, two_servers},
    support::{
        Browser, Engine, LONG, Page, Person, SHORT, Span as _, TestApp, come_by, newest_code,
    },
};

stories![
    a_code_and_a_new_password_are_enough,
    it_signs_nobody_in_and_ends_every_session,
    the_browser_that_does_it_is_signed_out_too,
    two_steps_take_two_proofs,
    the_last_page_opens_to_nobody_before_its_time,
    known_and_unknown_addresses_are_answered_alike,
    an_account_without_a_password_gets_none_by_mail,
    all_addresses_are_told,
    what_will_not_do_is_said,
    a_code_to_sign_in_chooses_no_password,
    the_waits_after_wrong_passwords_end_with_it,
    of_16_new_passwords_at_once_one_counts,
    the_forgotten_password_brings_its_address_along,
    the_words_are_said_in_japanese_too,
];

const MIKA: &str = "mika@example.jp";
const NEW: &str = "green ladder by the lake";

/// Asks for a reset, and types the code that comes.
async fn proven(app: &TestApp, browser: &mut Browser) {
    asked(browser).await;
    let code = newest_code(app, MIKA).await;
    browser.fill("6-digit code", &code);
    browser.press("Go on").await;
}

async fn asked(browser: &mut Browser) {
    browser.visit("/reset").await;
    browser.fill("Mail address", MIKA);
    browser.press("Send the code").await;
}

async fn choose<'a>(browser: &'a mut Browser, password: &str) -> &'a Page {
    browser.fill_password("New password", password);
    browser.press("Save the password").await
}

/// Someone with a password, an hour later.
async fn with_password(app: &TestApp) -> Person {
    let mut mika = Person::joins(app, MIKA).await;
    mika.choose_password(LONG).await;
    app.advance(30.minutes());
    mika
}

/// Signs in by password on a browser that was never here.
async fn try_password(app: &TestApp, password: &str) -> Browser {
    let mut browser = app.browser();
    come_by(&mut browser, MIKA, "password").await;
    browser.fill_password("Password", password);
    browser.press("Sign in").await;
    browser
}

async fn a_code_and_a_new_password_are_enough(engine: Engine) {
    let app = TestApp::real(engine).await;
    with_password(&app).await;
    let mut browser = app.browser();
    asked(&mut browser).await;
    assert_eq!(browser.page().title(), "Check your mail · New password");
    app.deliver_mail().await;
    let mail = app.mails_to(MIKA).pop().unwrap();
    assert!(
        mail.subject()
            .starts_with("Your Kadomori code for a new password"),
        "{}",
        mail.subject()
    );
    browser.fill("6-digit code", &mail.wrong_code());
    browser.press("Go on").await;
    assert!(
        browser
            .page()
            .has_alert("That code doesn't match. 4 tries left.")
    );
    browser.fill("6-digit code", &mail.code());
    browser.press("Go on").await;
    assert_eq!(browser.page().title(), "Choose a new password");
    let named = browser.page().attribute("input[name=username]", "value");
    assert_eq!(named.as_deref(), Some(MIKA));
    choose(&mut browser, NEW).await;
    assert_eq!(browser.page().title(), "Your new password counts");
    let done = browser.page().at.clone();
    browser.reload().await;
    assert_eq!(browser.page().title(), "Your new password counts");
    browser
        .visit(
            &done
                .replace("/reset/", "/sign-in/")
                .replace("/password", ""),
        )
        .await;
    assert_eq!(browser.page().title(), "That has been done");

    assert_eq!(try_password(&app, NEW).await.page().at, "/account");
    assert!(try_password(&app, LONG).await.page().alert().is_some());
}

async fn it_signs_nobody_in_and_ends_every_session(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = with_password(&app).await;
    assert!(mika.browser.is_signed_in().await);
    let mut browser = app.browser();
    proven(&app, &mut browser).await;
    choose(&mut browser, NEW).await;
    assert!(browser.cookie("session").is_none());
    assert!(!browser.is_signed_in().await);
    assert!(!mika.browser.is_signed_in().await);
    assert_eq!(app.count("session").await, 0);
}

async fn the_browser_that_does_it_is_signed_out_too(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = with_password(&app).await;
    proven(&app, &mut mika.browser).await;
    assert!(mika.browser.cookie("session").is_some());
    choose(&mut mika.browser, NEW).await;
    assert_eq!(mika.page().title(), "Your new password counts");
    assert!(mika.browser.cookie("session").is_none());

    // Someone else who is signed in on this browser stays so.
    let mut hiro = Person::joins(&app, "hiro@example.jp").await;
    proven(&app, &mut hiro.browser).await;
    choose(&mut hiro.browser, "amber window at noon").await;
    assert!(hiro.browser.is_signed_in().await);
}

async fn two_steps_take_two_proofs(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::with_two_steps(&app, MIKA).await;
    app.advance(1.hours());
    mika.browser = app.browser();
    mika.password = None;
    proven(&app, &mut mika.browser).await;
    assert_eq!(mika.page().all(".step"), ["New password: second step"]);
    let flow = mika.page().at.clone();
    let last = format!("{}/password", flow.replace("/sign-in/", "/reset/"));
    mika.browser.visit(&last).await;
    assert_eq!(mika.page().at, flow, "the code alone opens nothing");

    mika.answer().await;
    assert_eq!(mika.page().title(), "Choose a new password");
    // Beside a second step, a short one does.
    choose(&mut mika.browser, SHORT).await;
    assert_eq!(mika.page().title(), "Your new password counts");
    assert!(
        mika.page()
            .shows("Your second step is asked for as always.")
    );
    mika.password = Some(SHORT);
    mika.come_by("password").await;
    mika.answer().await;
    assert_eq!(mika.page().all(".step"), ["Second step"]);
    mika.answer().await;
    assert_eq!(mika.page().at, "/account");
}

async fn the_last_page_opens_to_nobody_before_its_time(engine: Engine) {
    let app = TestApp::real(engine).await;
    with_password(&app).await;
    let mut browser = app.browser();
    asked(&mut browser).await;
    let flow = browser.page().at.clone();
    let last = format!("{}/password", flow.replace("/sign-in/", "/reset/"));
    browser.visit(&last).await;
    assert_eq!(browser.page().at, flow);

    // Nor does another browser, or a journey that led elsewhere.
    let mut other = app.browser();
    other.visit("/reset").await;
    other.visit(&last).await;
    assert_eq!(
        other.page().title(),
        "This sign-in began in another browser"
    );
    let mut signing_in = app.browser();
    signing_in.ask_for_code(MIKA).await;
    let elsewhere = signing_in.page().at.clone();
    let last = format!("{}/password", elsewhere.replace("/sign-in/", "/reset/"));
    signing_in.visit(&last).await;
    assert_eq!(signing_in.page().at, elsewhere);
    signing_in.visit("/reset/nothing/password").await;
    assert_eq!(signing_in.page().status, 404);

    // It is over after an hour.
    let mut late = app.browser();
    proven(&app, &mut late).await;
    app.advance(61.minutes());
    choose(&mut late, NEW).await;
    assert_eq!(late.page().title(), "This sign-in is over");
    assert_eq!(try_password(&app, LONG).await.page().at, "/account");
}

/// Whose password is reset.
#[derive(Clone, Copy, Debug)]
enum Who {
    HasTwoSteps,
    HasOne,
    HasNone,
    Unknown,
}

/// What a stranger sees, and what they make the database do and keep.
async fn tried(engine: Engine, who: Who) -> (Vec<String>, Vec<String>) {
    let app = TestApp::real(engine).await;
    match who {
        Who::HasTwoSteps => {
            Person::with_two_steps(&app, MIKA).await;
        }
        Who::HasOne => {
            with_password(&app).await;
        }
        Who::HasNone => {
            app.make_account(MIKA).await;
        }
        Who::Unknown => {}
    }
    app.deliver_mail().await;
    app.clock
        .set(kadomori_domain::time::Time::from_micros(BEGIN));
    app.entropy.begin(1_000);
    app.db.listen();
    let mut stranger = app.browser().at("198.51.100.7");
    asked(&mut stranger).await;
    stranger.fill("6-digit code", "000000");
    stranger.press("Go on").await;
    stranger.press("Send the code again").await;
    app.advance(61.seconds());
    stranger.press("Send the code again").await;
    let flow = stranger.page().at.clone();
    let flow = flow.split('?').next().unwrap();
    let last = format!("{}/password", flow.replace("/sign-in/", "/reset/"));
    stranger.visit(&last).await;
    let told = |page: &Page| format!("{} {} {}", page.status, page.at, page.body);
    let replies = stranger.replies().iter().map(told).collect();
    let statements = app.db.heard().into_iter().map(|one| one.sql).collect();
    (replies, statements)
}

/// 2026-12-01 00:00:00 UTC.
const BEGIN: i64 = 1_796_083_200_000_000;

async fn known_and_unknown_addresses_are_answered_alike(engine: Engine) {
    let (known, asked) = tried(engine, Who::HasOne).await;
    assert!(known.iter().any(|reply| reply.contains("4 tries left")));
    for who in [Who::HasTwoSteps, Who::HasNone, Who::Unknown] {
        let (replies, statements) = tried(engine, who).await;
        for (reply, other) in known.iter().zip(&replies) {
            assert_eq!(reply, other, "{who:?}");
        }
        assert_eq!(asked, statements, "{who:?}");
    }
}

async fn an_account_without_a_password_gets_none_by_mail(engine: Engine) {
    let app = TestApp::real(engine).await;
    Person::joins(&app, MIKA).await;
    app.advance(1.hours());
    let mut browser = app.browser();
    proven(&app, &mut browser).await;
    assert!(
        browser.page().shows("This account has no password"),
        "{}",
        browser.page().text()
    );
    assert!(!browser.page().has_button("Save the password"));
    // Nor by hand.
    let path = browser.page().at.clone();
    let csrf = browser
        .page()
        .attribute("input[name=csrf]", "value")
        .unwrap();
    let body = serde_urlencoded::to_string([("csrf", csrf.as_str()), ("password", NEW)]).unwrap();
    browser.post(&path, body).await;
    assert!(browser.page().shows("This account has no password"));
    assert_eq!(app.count("password").await, 0);
}

async fn all_addresses_are_told(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = with_password(&app).await;
    mika.add_address("mika@second.example").await;
    app.deliver_mail().await;
    let mut browser = app.browser();
    proven(&app, &mut browser).await;
    choose(&mut browser, NEW).await;
    app.deliver_mail().await;
    for address in [MIKA, "mika@second.example"] {
        let mails = app.mails_to(address);
        let sentence = "A new password was chosen without the old one.";
        let told = mails.iter().filter(|mail| mail.text().contains(sentence));
        assert_eq!(told.count(), 1, "{address}");
    }
}

async fn what_will_not_do_is_said(engine: Engine) {
    let app = TestApp::real(engine).await;
    with_password(&app).await;
    let mut browser = app.browser();
    proven(&app, &mut browser).await;
    for (typed, said) in [
        ("", "Type a new password to go on."),
        (SHORT, "That has fewer than 15 characters."),
        ("mika@example.jp", "That's made of your own name or address"),
        ("Password12345678", "Very many people use that one"),
    ] {
        choose(&mut browser, typed).await;
        let alert = browser.page().alert().unwrap_or_default();
        assert!(alert.starts_with(said), "{typed:?}: {alert}");
        assert_eq!(browser.page().status, 422);
    }
    choose(&mut browser, NEW).await;
    assert_eq!(browser.page().title(), "Your new password counts");
}

async fn a_code_to_sign_in_chooses_no_password(engine: Engine) {
    let app = TestApp::real(engine).await;
    with_password(&app).await;
    let mut browser = app.browser();
    browser.ask_for_code(MIKA).await;
    let to_sign_in = newest_code(&app, MIKA).await;
    let flow = browser.page().at.clone();
    app.advance(1.minutes());
    asked(&mut browser).await;
    browser.fill("6-digit code", &to_sign_in);
    browser.press("Go on").await;
    assert_eq!(browser.page().status, 422, "{}", browser.page().text());
    let to_reset = newest_code(&app, MIKA).await;
    browser.visit(&flow).await;
    browser.fill("6-digit code", &to_reset);
    browser.press("Sign in").await;
    assert!(!browser.is_signed_in().await);
}

async fn the_waits_after_wrong_passwords_end_with_it(engine: Engine) {
    let app = TestApp::real(engine).await;
    with_password(&app).await;
    for _ in 0..2 {
        let mut guesser = try_password(&app, "red kettle on a hill").await;
        for _ in 0..4 {
            guesser.fill_password("Password", "red kettle on a hill");
            guesser.press("Sign in").await;
        }
    }
    let waits = try_password(&app, LONG).await;
    let alert = waits.page().alert().unwrap();
    assert!(alert.starts_with("Many answers didn't match."), "{alert}");
    let mut browser = app.browser();
    proven(&app, &mut browser).await;
    choose(&mut browser, NEW).await;
    assert_eq!(browser.page().title(), "Your new password counts");
    assert_eq!(try_password(&app, NEW).await.page().at, "/account");
}

async fn of_16_new_passwords_at_once_one_counts(engine: Engine) {
    let servers = two_servers(engine).await;
    with_password(&servers[0]).await;
    let mut browser = servers[0].browser();
    proven(&servers[0], &mut browser).await;
    let mut windows = Vec::new();
    for number in 0..16 {
        let mut window = browser.clone();
        window.fill_password("New password", &format!("green ladder number {number}"));
        windows.push(window);
    }
    let pages = all_at_once(&servers, windows, "Save the password").await;
    for page in &pages {
        assert_eq!(page.title(), "Your new password counts", "{}", page.text());
    }
    servers[0].deliver_mail().await;
    let mails = servers[0].mails_to(MIKA);
    let sentence = "A new password was chosen without the old one.";
    let told = mails.iter().filter(|mail| mail.text().contains(sentence));
    assert_eq!(told.count(), 1);
}

async fn the_forgotten_password_brings_its_address_along(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut browser = app.browser();
    come_by(&mut browser, MIKA, "password").await;
    let forgot = browser.page().attribute("a[href^='/reset?from=']", "href");
    browser.visit(&forgot.expect("a way out")).await;
    assert_eq!(browser.page().title(), "Forgot the password?");
    let typed = browser.page().attribute("#address", "value");
    assert_eq!(typed.as_deref(), Some(MIKA));
    let mut other = app.browser();
    other.visit("/reset").await;
    let from = browser.page().at.clone();
    other.visit(&from).await;
    let typed = other.page().attribute("#address", "value");
    assert_eq!(typed.as_deref(), Some(""), "it is nobody else's to see");
}

async fn the_words_are_said_in_japanese_too(engine: Engine) {
    let app = TestApp::real(engine).await;
    with_password(&app).await;
    let mut browser = app.browser().in_japanese();
    browser.visit("/reset").await;
    browser.fill("メールアドレス", MIKA);
    let send = browser.page().all("button.primary").remove(0);
    browser.press(&send).await;
    let code = newest_code(&app, MIKA).await;
    browser.fill("6桁の確認コード", &code);
    let go_on = browser.page().all("button.primary").remove(0);
    browser.press(&go_on).await;
    browser.fill_password("新しいパスワード", NEW);
    let save = browser.page().all("button.primary").remove(0);
    browser.press(&save).await;
    assert!(browser.page().title().contains("パスワード"));
    assert_eq!(try_password(&app, NEW).await.page().at, "/account");
}
