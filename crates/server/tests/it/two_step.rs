//! Two-step verification: switched on step by step, left and resumed, asked for after
//! whatever came first, and switched off.

use crate::support::{Browser, Engine, LONG, Person, Phone, SHORT, Span as _, TestApp, come_by};

stories![
    it_is_switched_on_step_by_step,
    the_way_is_left_and_resumed_where_it_was_left,
    nothing_is_switched_on_while_something_is_missing,
    two_things_are_asked_for_whatever_comes_first,
    the_first_thing_alone_opens_nothing,
    what_it_rests_on_stays,
    a_short_password_does_beside_a_second_step_and_is_lengthened_before_it_goes,
    switching_off_forgets_trusted_devices_and_asks_once,
    all_addresses_are_told,
    the_words_are_said_in_japanese_too,
];

const MIKA: &str = "mika@example.jp";

fn heading(person: &Person) -> String {
    person.page().all("h1").remove(0)
}

/// Follows the link with these words.
async fn follow(person: &mut Person, href: &str) {
    let link = format!("a[href='{href}']");
    let found = person.page().attribute(&link, "href");
    assert!(found.is_some(), "no {href} on {}", person.page().text());
    person.browser.visit(href).await;
    person.prove().await;
}

async fn it_is_switched_on_step_by_step(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.browser.visit("/account/security").await;
    follow(&mut mika, "/account/security/two-step").await;
    assert_eq!(heading(&mika), "Two things instead of one");
    assert_eq!(mika.page().all(".step"), ["Step 1 of 5"]);
    follow(&mut mika, "/account/security/two-step?go=on").await;
    assert_eq!(heading(&mika), "Pick your second step");

    follow(&mut mika, "/account/security/app/new?guide=two-step").await;
    mika.browser.press("Show the QR code").await;
    assert_eq!(mika.page().at, "/account/security/app/new?guide=two-step");
    let mut phone = Phone::scan(mika.page());
    mika.browser.fill("6-digit code", "000000");
    mika.browser.press("Add the app").await;
    assert!(mika.page().alert().is_some());
    mika.browser.fill("6-digit code", &phone.next(&app));
    mika.browser.press("Add the app").await;
    mika.phone = Some(phone);
    // The app is proven before anything rests on it.
    assert_eq!(heading(&mika), "Check that it's you");
    mika.prove().await;
    assert_eq!(heading(&mika), "A second way, in case one is lost");
    assert_eq!(mika.page().all(".step"), ["Step 3 of 5"]);

    follow(&mut mika, "/account/security/password?guide=two-step").await;
    mika.browser.fill_password("New password", "short");
    mika.browser.press("Save the password").await;
    assert_eq!(mika.page().status, 422);
    mika.browser.fill_password("New password", LONG);
    mika.browser.press("Save the password").await;
    mika.password = Some(LONG);
    mika.prove().await;
    assert_eq!(heading(&mika), "Recovery codes for the worst day");

    follow(&mut mika, "/account/security/recovery?guide=two-step").await;
    mika.go_on().await;
    let codes = mika.page().all(".codes code");
    let asked = crate::support::asked_code(mika.page());
    mika.browser.fill("First 5 signs", &codes[asked - 1][..5]);
    mika.browser.press("I've kept them").await;
    assert_eq!(heading(&mika), "All is there");
    for held in [
        "A mail address that receives codes",
        "A password",
        "An authenticator app",
        "10 recovery codes",
    ] {
        assert!(mika.page().shows(held), "{held}: {}", mika.page().text());
    }
    mika.browser.press("Switch it on").await;
    assert_eq!(heading(&mika), "Two-step verification is on");
    mika.browser.visit("/account/security").await;
    assert!(mika.page().shows("On since"), "{}", mika.page().text());
}

async fn the_way_is_left_and_resumed_where_it_was_left(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.open("/account/security/two-step?go=on").await;
    mika.add_app("My phone").await;
    mika.browser.sign_out().await;
    app.advance(24.hours());

    mika.sign_in().await;
    mika.open("/account/security/two-step?go=on").await;
    assert_eq!(heading(&mika), "A second way, in case one is lost");
    mika.choose_password(LONG).await;
    mika.open("/account/security/two-step?go=on").await;
    assert_eq!(heading(&mika), "Recovery codes for the worst day");

    // The connection is lost in the middle of the codes: they are shown again.
    follow(&mut mika, "/account/security/recovery?guide=two-step").await;
    mika.go_on().await;
    let codes = mika.page().all(".codes code");
    mika.open("/account/security/recovery?guide=two-step").await;
    assert_eq!(mika.page().all(".codes code"), codes);

    // Meanwhile nothing more is asked for at the door.
    let mut elsewhere = app.browser();
    elsewhere.sign_in(MIKA).await;
    mika.confirm_codes(&codes).await;
    assert_eq!(heading(&mika), "All is there");
    mika.browser.press("Switch it on").await;
    assert_eq!(heading(&mika), "Two-step verification is on");
}

async fn nothing_is_switched_on_while_something_is_missing(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.choose_password(LONG).await;
    mika.add_app("My phone").await;
    mika.make_recovery_codes().await;
    mika.open("/account/security/two-step?go=on").await;
    let on = mika.browser.form("Switch it on");

    // In another window, the app is removed.
    mika.browser.visit("/account/security").await;
    let remove = mika
        .page()
        .attribute("a[href*='/app/'][href$='/remove']", "href")
        .unwrap();
    mika.open(&remove).await;
    mika.browser.press("Remove it").await;
    mika.phone = None;
    mika.browser.send(&on).await;
    assert_eq!(heading(&mika), "Pick your second step");
    let two_step = app
        .rows("SELECT two_step_at FROM account", &[])
        .await
        .remove(0);
    assert_eq!(two_step.get::<Option<i64>>(0).unwrap(), None);
}

/// Begins with a way on a browser that was never here.
async fn begins(mika: &mut Person, way: &str) {
    mika.browser = mika.app().browser();
    come_by(&mut mika.browser, MIKA, way).await;
    mika.answer().await;
}

async fn two_things_are_asked_for_whatever_comes_first(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::with_two_steps(&app, MIKA).await;
    app.advance(1.hours());
    for (first, then) in [
        ("mail_code", "Code from your app"),
        ("password", "Code from your app"),
        ("totp", "Your password"),
        ("recovery_code", "Code from your app"),
    ] {
        begins(&mut mika, first).await;
        assert_eq!(heading(&mika), then, "after {first}");
        assert_eq!(mika.page().all(".step"), ["Second step"]);
        mika.answer().await;
        assert_eq!(mika.page().at, "/account", "{}", mika.page().text());
        app.advance(1.hours());
    }

    // Another second thing than the one that is offered.
    begins(&mut mika, "totp").await;
    mika.browser.press("Another way").await;
    mika.browser.press_way("mail_code").await;
    mika.answer().await;
    assert_eq!(mika.page().at, "/account", "{}", mika.page().text());
}

async fn the_first_thing_alone_opens_nothing(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::with_two_steps(&app, MIKA).await;
    app.advance(1.hours());
    let sessions = app.count("session").await;
    for first in ["mail_code", "password", "totp", "recovery_code"] {
        begins(&mut mika, first).await;
        let flow = mika.page().at.clone();
        assert!(!mika.browser.is_signed_in().await);
        for path in ["create", "password"] {
            mika.browser.visit(&format!("{flow}/{path}")).await;
            assert_ne!(mika.page().at, "/account");
        }
        // The same thing once more is no second one.
        mika.browser.visit(&flow).await;
        mika.browser.press("Another way").await;
        let again = format!("ul.choices button[value={first}]");
        assert!(
            mika.page().all(&again).is_empty(),
            "{first} is offered again: {}",
            mika.page().text()
        );
        app.advance(1.hours());
    }
    assert_eq!(app.count("session").await, sessions);
}

async fn what_it_rests_on_stays(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::with_two_steps(&app, MIKA).await;
    mika.browser.visit("/account/security").await;
    let remove = mika
        .page()
        .attribute("a[href*='/app/'][href$='/remove']", "href")
        .unwrap();
    mika.open(&remove).await;
    let sentence = "Two-step verification rests on it. Add another second step first, or switch \
                    two-step verification off.";
    assert_eq!(mika.page().news().as_deref(), Some(sentence));
    assert!(!mika.page().has_button("Remove it"));

    // The page was opened while there were two.
    mika.add_app("Tablet").await;
    mika.open(&remove).await;
    let form = mika.browser.form("Remove it");
    mika.browser.press("Remove it").await;
    assert_eq!(app.count("app").await, 1);
    mika.browser.visit("/account/security").await;
    let last = mika
        .page()
        .attribute("a[href*='/app/'][href$='/remove']", "href")
        .unwrap();
    let mut late = form.clone();
    late.action = last;
    mika.browser.send(&late).await;
    assert_eq!(mika.page().news().as_deref(), Some(sentence));
    assert_eq!(app.count("app").await, 1);
}

async fn a_short_password_does_beside_a_second_step_and_is_lengthened_before_it_goes(
    engine: Engine,
) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::with_two_steps(&app, MIKA).await;
    mika.choose_password(SHORT).await;
    mika.browser.visit("/account/security").await;
    assert!(
        mika.page()
            .shows("Short: it counts only beside the second step")
    );
    mika.open("/account/security/two-step/off").await;
    let sentence = "Your password is short, which is fine only beside a second step. Choose a \
                    longer one first.";
    assert!(mika.page().shows(sentence), "{}", mika.page().text());
    assert!(!mika.page().has_button("Switch it off"));
    let longer = mika
        .page()
        .attribute("a[href='/account/security/password']", "href");
    assert!(longer.is_some());

    mika.choose_password(LONG).await;
    mika.open("/account/security/two-step/off").await;
    let off = mika.browser.form("Switch it off");
    // In another window it was made short again.
    mika.choose_password(SHORT).await;
    mika.browser.send(&off).await;
    assert!(mika.page().shows(sentence), "{}", mika.page().text());
    assert_eq!(mika.page().status, 422);
    mika.choose_password(LONG).await;
    mika.open("/account/security/two-step/off").await;
    mika.browser.press("Switch it off").await;
    assert_eq!(
        mika.page().news().as_deref(),
        Some("Two-step verification was switched off.")
    );
    mika.open("/account/security/password").await;
    mika.browser.fill_password("New password", SHORT);
    mika.browser.press("Save the password").await;
    assert!(
        mika.page().alert().unwrap().contains("15 characters"),
        "{}",
        mika.page().text()
    );
}

/// Signs in by password and app, trusting the device.
async fn trusts(app: &TestApp, mika: &mut Person) -> Browser {
    begins(mika, "password").await;
    mika.browser.tick("Trust this device for 30 days");
    mika.answer().await;
    assert_eq!(mika.page().at, "/account", "{}", mika.page().text());
    app.advance(1.hours());
    mika.browser.clone()
}

async fn switching_off_forgets_trusted_devices_and_asks_once(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::with_two_steps(&app, MIKA).await;
    app.advance(1.hours());
    let trusted = trusts(&app, &mut mika).await;
    mika.browser.sign_out().await;
    mika.come_by("password").await;
    mika.answer().await;
    assert_eq!(mika.page().at, "/account", "the second step is skipped");

    // Trust skips nothing where something protective changes.
    mika.browser.visit("/account/security/two-step/off").await;
    assert_eq!(heading(&mika), "Check that it's you");
    mika.prove().await;
    mika.browser.press("Switch it off").await;
    assert_eq!(
        mika.page().news().as_deref(),
        Some("Two-step verification was switched off.")
    );
    let mut once = app.browser();
    come_by(&mut once, MIKA, "password").await;
    once.fill_password("Password", LONG);
    once.press("Sign in").await;
    assert_eq!(once.page().at, "/account");

    // Back on, and the device that was trusted is asked for both.
    mika.open("/account/security/two-step?go=on").await;
    mika.browser.press("Switch it on").await;
    assert_eq!(heading(&mika), "Two-step verification is on");
    app.advance(1.hours());
    mika.browser = trusted;
    mika.browser.lose_cookie("session");
    mika.come_by("password").await;
    mika.answer().await;
    assert_eq!(heading(&mika), "Code from your app");
}

async fn all_addresses_are_told(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::with_two_steps(&app, MIKA).await;
    mika.open("/account/security/two-step/off").await;
    mika.browser.press("Switch it off").await;
    app.deliver_mail().await;
    let mails = app.mails_to(MIKA);
    for sentence in [
        "Two-step verification was switched on.",
        "Two-step verification was switched off.",
    ] {
        let told = mails.iter().filter(|mail| mail.text().contains(sentence));
        assert_eq!(told.count(), 1, "{sentence}");
    }
}

async fn the_words_are_said_in_japanese_too(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.browser = mika.browser.clone().in_japanese();
    mika.open("/account/security/two-step").await;
    assert_eq!(mika.page().language(), "ja");
    let step = mika.page().all(".step").remove(0);
    assert!(step.contains("1/5") || step.contains('1'), "{step}");
    mika.open("/account/security/two-step?go=on").await;
    assert_eq!(mika.page().all("ul.choices li").len(), 2);
}
