//! Staying signed in: for how long, in which browser, and by which cookie.

use crate::support::{Browser, Engine, REAL, Setup, Span as _, TestApp};

stories![
    without_asking_to_stay_the_session_goes_with_the_window,
    a_session_that_is_not_used_ends_after_an_hour,
    a_session_that_is_used_all_day_ends_after_a_day,
    who_asks_to_stay_is_still_signed_in_after_the_window_closed,
    a_kept_session_ends_after_a_week_unused_and_after_a_month_at_the_latest,
    a_newcomers_wish_to_stay_outlives_the_question_about_an_account,
    signing_in_again_ends_the_session_that_was_there,
    nobody_can_prepare_a_session_for_someone_else,
    cookies_are_bound_to_the_host_where_there_is_tls,
    on_this_computer_cookies_have_names_that_every_browser_takes,
    a_browser_keeps_the_device_cookie_it_was_given_first,
];

async fn without_asking_to_stay_the_session_goes_with_the_window(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    mika.join("mika@example.jp").await;
    assert_eq!(mika.cookie("session").unwrap().max_age, None);
    assert!(mika.is_signed_in().await);
    mika.close_window();
    assert!(!mika.is_signed_in().await);
    assert_eq!(mika.page().title(), "Sign in");
}

async fn a_session_that_is_not_used_ends_after_an_hour(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    mika.join("mika@example.jp").await;
    for _ in 0..3 {
        app.advance(59.minutes());
        assert!(mika.is_signed_in().await);
    }
    app.advance(60.minutes());
    assert!(!mika.is_signed_in().await);
}

async fn a_session_that_is_used_all_day_ends_after_a_day(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    mika.join("mika@example.jp").await;
    for _ in 0..47 {
        app.advance(30.minutes());
        assert!(mika.is_signed_in().await);
    }
    app.advance(30.minutes());
    assert!(!mika.is_signed_in().await);
}

/// Signs in where there is an account, and asks to stay.
async fn sign_in_to_stay(browser: &mut Browser, address: &str) {
    let mail = browser.get_code(address).await;
    browser.tick("Keep me signed in");
    browser.enter(&mail.code()).await;
    assert_eq!(browser.page().title(), "My activity");
}

async fn who_asks_to_stay_is_still_signed_in_after_the_window_closed(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.familiar_browser("mika@example.jp").await;
    sign_in_to_stay(&mut mika, "mika@example.jp").await;
    let month = 30 * 24 * 60 * 60;
    assert_eq!(mika.cookie("session").unwrap().max_age, Some(month));
    mika.close_window();
    app.advance(6.days());
    assert!(mika.is_signed_in().await);
    mika.visit("/account/sessions").await;
    assert!(mika.page().shows("Stays signed in"));
}

async fn a_kept_session_ends_after_a_week_unused_and_after_a_month_at_the_latest(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.familiar_browser("mika@example.jp").await;
    sign_in_to_stay(&mut mika, "mika@example.jp").await;
    let value = mika.cookie("session").unwrap().value.clone();
    for _ in 0..5 {
        app.advance(5.days());
        assert!(mika.is_signed_in().await);
    }
    app.advance(5.days());
    // The browser let the cookie go; a browser that doesn't gets no further.
    assert!(mika.cookie("session").is_some());
    assert!(!mika.is_signed_in().await);
    mika.plant_cookie("__Host-kadomori-session", &value);
    assert!(!mika.is_signed_in().await);

    sign_in_to_stay(&mut mika, "mika@example.jp").await;
    app.advance(7.days());
    assert!(!mika.is_signed_in().await);
}

async fn a_newcomers_wish_to_stay_outlives_the_question_about_an_account(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    let mail = mika.get_code("mika@example.jp").await;
    mika.tick("Keep me signed in");
    mika.enter(&mail.wrong_code()).await;
    mika.enter(&mail.code()).await;
    assert_eq!(mika.page().title(), "Make an account?");
    mika.press("Make an account").await;
    assert!(mika.cookie("session").unwrap().max_age.is_some());
}

async fn signing_in_again_ends_the_session_that_was_there(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.familiar_browser("mika@example.jp").await;
    let first = mika.get_code("mika@example.jp").await;
    let mut tab = mika.clone();
    app.advance(1.minutes());
    let second = tab.get_code("mika@example.jp").await;
    mika.enter(&first.code()).await;
    let before = mika.clone();

    // The other tab shares the browser's cookies.
    let session = mika.cookie("session").unwrap().value.clone();
    tab.plant_cookie("__Host-kadomori-session", &session);
    tab.enter(&second.code()).await;
    assert_eq!(tab.page().title(), "My activity");
    assert_ne!(tab.cookie("session").unwrap().value, session);
    assert!(tab.is_signed_in().await);
    assert!(!{ before }.is_signed_in().await, "the old session is gone");
    assert_eq!(app.count("session").await, 1);
}

async fn nobody_can_prepare_a_session_for_someone_else(engine: Engine) {
    let app = TestApp::real(engine).await;
    let prepared = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let mut mika = app.browser();
    mika.plant_cookie("__Host-kadomori-session", prepared);
    mika.plant_cookie("__Host-kadomori-device", prepared);
    mika.join("mika@example.jp").await;
    assert_ne!(mika.cookie("session").unwrap().value, prepared);
    assert_ne!(mika.cookie("device").unwrap().value, prepared);

    let mut mallory = app.browser();
    mallory.plant_cookie("__Host-kadomori-session", prepared);
    mallory.plant_cookie("__Host-kadomori-device", prepared);
    assert!(!mallory.is_signed_in().await);
    mallory.ask_for_code("mika@example.jp").await;
    assert!(mallory.page().shows("If this address can sign in here"));
}

async fn cookies_are_bound_to_the_host_where_there_is_tls(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    mika.join("mika@example.jp").await;
    let set: Vec<_> = mika
        .replies()
        .iter()
        .flat_map(|reply| reply.headers("set-cookie"))
        .collect();
    let ends = [
        "; HttpOnly; SameSite=Lax; Secure; Path=/",
        "; HttpOnly; SameSite=Lax; Secure; Path=/",
        "; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=34560000",
    ];
    let names = ["visitor", "session", "device"];
    assert_eq!(set.len(), 3, "{set:?}");
    for ((header, name), end) in set.iter().zip(names).zip(ends) {
        assert!(
            header.starts_with(&format!("__Host-kadomori-{name}=")),
            "{header}"
        );
        assert!(header.ends_with(end), "{header}");
    }
}

async fn on_this_computer_cookies_have_names_that_every_browser_takes(engine: Engine) {
    let app = TestApp::trial(engine).await;
    let mut mika = app.browser();
    mika.join("mika@example.jp").await;
    let all: Vec<_> = mika
        .replies()
        .iter()
        .flat_map(|reply| reply.headers("set-cookie"))
        .collect();
    assert_eq!(all.len(), 3);
    for header in all {
        assert!(header.starts_with("kadomori-"), "{header}");
        assert!(!header.contains("Secure"), "{header}");
    }
}

async fn a_browser_keeps_the_device_cookie_it_was_given_first(engine: Engine) {
    let settings = format!("registration = \"open\"\n{REAL}");
    let app = Setup::on(engine).settings(&settings).open().await;
    let mut mika = app.familiar_browser("mika@example.jp").await;
    let device = mika.cookie("device").unwrap().value.clone();
    app.advance(100.days());
    mika.sign_in("mika@example.jp").await;
    assert_eq!(mika.cookie("device").unwrap().value, device);
    mika.sign_out().await;
    mika.join("family@example.jp").await;
    assert_eq!(mika.cookie("device").unwrap().value, device);
    assert_eq!(app.count("device").await, 1);
    assert_eq!(app.count("account_device").await, 2);
}
