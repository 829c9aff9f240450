//! Authenticator apps: added by their first code, used, used twice, with a wrong clock, lost,
//! named, removed. The phone is `oathtool`.

use kadomori_domain::time::Time;

use crate::{
    at_once::{all_at_once, two_servers},
    support::{Browser, Engine, Page, Person, Phone, Span as _, TestApp, come_by},
};

stories![
    an_app_counts_from_its_first_right_code_on,
    the_key_waits_for_an_hour_and_no_longer,
    a_new_key_takes_the_place_of_the_one_that_waits,
    nothing_half_added_outlives_the_session,
    an_app_that_is_added_in_two_windows_at_once_is_added_once,
    an_app_has_a_name_also_where_none_was_typed,
    an_app_is_renamed,
    five_apps_are_the_most,
    each_of_several_apps_signs_in,
    the_code_of_the_step_before_counts_and_older_ones_do_not,
    a_code_is_accepted_once,
    strangers_are_not_told_that_they_came_near,
    a_clock_that_is_off_is_told_to_those_who_may_know,
    what_is_no_code_costs_no_try,
    after_ten_wrong_codes_the_app_waits_and_other_ways_go_on,
    a_removed_app_signs_nobody_in,
    the_last_way_in_stays,
    of_64_right_codes_at_once_one_is_accepted,
    no_key_lies_readable_in_the_database,
    the_words_are_said_in_japanese_too,
];

const MIKA: &str = "mika@example.jp";
const WRONG: &str = "That code doesn't match. Use the one that the app shows now.";

/// Types an app's code on a browser that was never here.
async fn try_code(app: &TestApp, code: &str) -> Browser {
    let mut browser = app.browser();
    come_by(&mut browser, MIKA, "totp").await;
    enter(&mut browser, code).await;
    browser
}

async fn enter<'a>(browser: &'a mut Browser, code: &str) -> &'a Page {
    browser.fill("6-digit code", code);
    browser.press("Sign in").await
}

/// Types the first code of a new app.
async fn confirm<'a>(mika: &'a mut Person, code: &str) -> &'a Page {
    mika.browser.fill("6-digit code", code);
    mika.browser.press("Add the app").await
}

/// Someone with an app, signed out on the browser that they use.
async fn with_app(app: &TestApp) -> (Person, Phone) {
    let mut mika = Person::joins(app, MIKA).await;
    mika.add_app("My phone").await;
    app.advance(1.minutes());
    let phone = mika.phone.clone().expect("an app was added");
    mika.browser.sign_out().await;
    (mika, phone)
}

/// The moment so many seconds from now; before now, where that is less than none.
fn moved(app: &TestApp, seconds: i64) -> Time {
    Time::from_micros(app.now().micros() + seconds * 1_000_000)
}

async fn an_app_counts_from_its_first_right_code_on(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.open("/account/security/app/new").await;
    assert_eq!(mika.page().title(), "Add an authenticator app");
    mika.browser.press("Show the QR code").await;
    assert_eq!(mika.page().title(), "Scan, then type the code");
    let phone = Phone::scan(mika.page());
    assert_eq!(Phone::type_key(mika.page()).key(), phone.key());
    assert_eq!(mika.page().all("svg.qr").len(), 1);
    let uri = mika.page().attribute("a[href^='otpauth:']", "href");
    let uri = uri.expect("a link for an app on this device");
    assert!(
        uri.starts_with("otpauth://totp/Kadomori:mika%40example.jp?secret="),
        "{uri}"
    );

    for (code, sentence) in [
        ("", "Type the 6 digits that your app shows."),
        (
            "twelve",
            "There's no 6-digit code in there. Type the digits that your app shows.",
        ),
        (
            &crate::support::wrong(&phone.shows(&app), 1),
            "That code doesn't match this key. Use the one that the app shows now for Kadomori.",
        ),
    ] {
        confirm(&mut mika, code).await;
        assert!(mika.page().has_alert(sentence), "{}", mika.page().text());
        assert_eq!(mika.page().status, 422);
        assert_eq!(Phone::scan(mika.page()).key(), phone.key());
    }
    assert_eq!(app.count("app").await, 0);

    let code = phone.shows(&app);
    confirm(&mut mika, &code).await;
    assert_eq!(
        mika.page().news().as_deref(),
        Some("An authenticator app was added.")
    );
    assert_eq!(app.count("enrolment").await, 0);
    let tried = try_code(&app, &code).await;
    assert!(
        tried.page().alert().unwrap_or_default().starts_with(WRONG),
        "the code that confirmed signs nobody in"
    );
    app.advance(30.seconds());
    let tried = try_code(&app, &phone.shows(&app)).await;
    assert_eq!(tried.page().at, "/account", "{}", tried.page().text());
}

async fn the_key_waits_for_an_hour_and_no_longer(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.open("/account/security/app/new").await;
    mika.browser.press("Show the QR code").await;
    let first = Phone::scan(mika.page());
    app.advance(9.minutes());
    mika.open("/account/security/app/new").await;
    assert_eq!(Phone::scan(mika.page()).key(), first.key());
    app.advance(50.minutes());
    mika.open("/account/security/app/new").await;
    assert_eq!(Phone::scan(mika.page()).key(), first.key());

    app.advance(2.minutes());
    confirm(&mut mika, &first.shows(&app)).await;
    let sentence = "The key from before had waited too long. This is a new one: scan it anew, and \
                    delete the older entry in the app.";
    assert_eq!(
        mika.page().news().as_deref(),
        Some(sentence),
        "{}",
        mika.page().text()
    );
    let second = Phone::scan(mika.page());
    assert_ne!(second.key(), first.key());
    assert_eq!(app.count("app").await, 0);
    confirm(&mut mika, &second.shows(&app)).await;
    assert_eq!(app.count("app").await, 1);

    // Over, and its page opened anew: it is as if nothing had been begun.
    mika.phone = Some(second);
    mika.open("/account/security/app/new").await;
    assert_eq!(mika.page().title(), "Add an authenticator app");
}

async fn a_new_key_takes_the_place_of_the_one_that_waits(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.open("/account/security/app/new").await;
    mika.browser.press("Show the QR code").await;
    let first = Phone::scan(mika.page());
    mika.browser.press("Begin again with a new key").await;
    let second = Phone::scan(mika.page());
    assert_ne!(first.key(), second.key());
    confirm(&mut mika, &first.shows(&app)).await;
    assert!(mika.page().alert().is_some());
    confirm(&mut mika, &second.shows(&app)).await;
    assert_eq!(mika.page().at, "/account/security?done=app_added");
}

async fn nothing_half_added_outlives_the_session(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.open("/account/security/app/new").await;
    mika.browser.press("Show the QR code").await;
    assert_eq!(app.count("enrolment").await, 1);
    mika.browser.sign_out().await;
    assert_eq!(app.count("enrolment").await, 0);
    mika.sign_in().await;
    mika.open("/account/security/app/new").await;
    assert_eq!(mika.page().title(), "Add an authenticator app");
}

async fn an_app_that_is_added_in_two_windows_at_once_is_added_once(engine: Engine) {
    let servers = two_servers(engine).await;
    let mut mika = Person::joins(&servers[0], MIKA).await;
    mika.open("/account/security/app/new").await;
    mika.browser.press("Show the QR code").await;
    let phone = Phone::scan(mika.page());
    let mut window = mika.browser.clone();
    window.fill("6-digit code", &phone.shows(&servers[0]));
    let pages = all_at_once(&servers, vec![window; 16], "Add the app").await;
    // From then on, changes ask for the app's code as well.
    for page in &pages {
        let title = page.title();
        assert!(
            title == "Security" || title == "Check that it's you",
            "{}",
            page.text()
        );
    }
    assert_eq!(servers[0].count("app").await, 1);
    servers[0].deliver_mail().await;
    let told = |letter: &crate::support::Letter| letter.text().contains("app was added");
    let mails = servers[0].mails_to(MIKA);
    assert_eq!(mails.iter().filter(|letter| told(letter)).count(), 1);
}

async fn an_app_has_a_name_also_where_none_was_typed(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    for name in ["Authenticator app", "Authenticator app 2"] {
        mika.open("/account/security/app/new").await;
        mika.browser.press("Show the QR code").await;
        let mut phone = Phone::scan(mika.page());
        let shown = mika.page().attribute("#name", "value");
        assert_eq!(shown.as_deref(), Some(name));
        let code = phone.next(&app);
        mika.browser.fill("Name it.", "  ");
        confirm(&mut mika, &code).await;
        assert!(mika.page().shows(name), "{}", mika.page().text());
        mika.phone = Some(phone);
    }
    mika.open("/account/security/app/new").await;
    mika.browser.press("Show the QR code").await;
    mika.browser.fill("Name it.", &"long".repeat(20));
    let code = Phone::scan(mika.page()).shows(&app);
    confirm(&mut mika, &code).await;
    assert!(
        mika.page().has_alert("That's longer than 64 characters."),
        "{}",
        mika.page().text()
    );
    assert_eq!(app.count("app").await, 2);
}

async fn an_app_is_renamed(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.add_app("My phone").await;
    let rename = mika.page().attribute("a[href$='/name']", "href").unwrap();
    mika.open(&rename).await;
    assert_eq!(
        mika.page().attribute("#name", "value").as_deref(),
        Some("My phone")
    );
    for (name, sentence) in [
        (" ", "Type a name, so that you know it again later."),
        (
            "two\u{202e}lines",
            "There's a line break or another unseen sign in there. Leave it out.",
        ),
    ] {
        mika.browser.fill("Name", name);
        mika.browser.press("Save").await;
        assert!(mika.page().has_alert(sentence), "{}", mika.page().text());
    }
    mika.browser.fill("Name", "会社の電話");
    mika.browser.press("Save").await;
    assert_eq!(
        mika.page().news().as_deref(),
        Some("An authenticator app was renamed.")
    );
    assert!(mika.page().shows("会社の電話"));
    assert!(!mika.page().shows("My phone"));
    let other = rename.replace("/name", "0/name");
    mika.browser.visit(&other).await;
    assert_eq!(mika.page().status, 404);
}

async fn five_apps_are_the_most(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    for number in 1..=5 {
        mika.add_app(&format!("App {number}")).await;
    }
    mika.open("/account/security/app/new").await;
    assert!(
        mika.page()
            .shows("There can be 5 of them. Remove one that you don't use any more first."),
        "{}",
        mika.page().text()
    );
    assert!(!mika.page().has_button("Show the QR code"));
}

async fn each_of_several_apps_signs_in(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.add_app("Phone").await;
    let first = mika.phone.clone().unwrap();
    mika.add_app("Tablet").await;
    let second = mika.phone.clone().unwrap();
    app.advance(1.minutes());
    for phone in [&first, &second] {
        let tried = try_code(&app, &phone.shows(&app)).await;
        assert_eq!(tried.page().at, "/account", "{}", tried.page().text());
    }
    // On a device that the account knows, the page names them.
    mika.browser.sign_out().await;
    mika.come_by("totp").await;
    assert!(mika.page().shows("Phone"), "{}", mika.page().text());
    assert!(mika.page().shows("Tablet"));
    let mut stranger = app.browser();
    come_by(&mut stranger, MIKA, "totp").await;
    assert!(!stranger.page().shows("Tablet"));
}

async fn the_code_of_the_step_before_counts_and_older_ones_do_not(engine: Engine) {
    let app = TestApp::real(engine).await;
    let (_, phone) = with_app(&app).await;
    app.advance(10.minutes());
    for seconds in [-90, -60, 30, 60] {
        let tried = try_code(&app, &phone.shows_at(moved(&app, seconds))).await;
        let alert = tried.page().alert().unwrap_or_default();
        assert!(alert.starts_with(WRONG), "{seconds}: {alert}");
    }
    let tried = try_code(&app, &phone.shows_at(moved(&app, -30))).await;
    assert_eq!(tried.page().at, "/account", "{}", tried.page().text());
}

async fn a_code_is_accepted_once(engine: Engine) {
    let app = TestApp::real(engine).await;
    let (mut mika, phone) = with_app(&app).await;
    let code = phone.shows(&app);
    mika.come_by("totp").await;
    enter(&mut mika.browser, &code).await;
    assert_eq!(mika.page().at, "/account", "{}", mika.page().text());
    mika.browser.sign_out().await;
    mika.come_by("totp").await;
    enter(&mut mika.browser, &code).await;
    let alert = mika.page().alert().unwrap();
    assert!(
        alert.starts_with("That code has been used already, and each works once."),
        "{alert}"
    );
    assert!(alert.ends_with("4 tries left."), "{alert}");
    // Neither does an older one.
    let before = phone.shows_at(moved(&app, -30));
    enter(&mut mika.browser, &before).await;
    assert!(mika.page().alert().unwrap().contains("used already"));
    app.advance(30.seconds());
    enter(&mut mika.browser, &phone.shows(&app)).await;
    assert_eq!(mika.page().at, "/account");
}

async fn strangers_are_not_told_that_they_came_near(engine: Engine) {
    let app = TestApp::real(engine).await;
    let (mut mika, phone) = with_app(&app).await;
    let code = phone.shows(&app);
    mika.come_by("totp").await;
    enter(&mut mika.browser, &code).await;
    let used = try_code(&app, &code).await;
    let fast = try_code(&app, &phone.shows_at(moved(&app, 300))).await;
    let wrong = try_code(&app, "000000").await;
    let sentence = format!("{WRONG} 4 tries left.");
    for tried in [used, fast, wrong] {
        assert!(tried.page().has_alert(&sentence), "{}", tried.page().text());
    }
}

async fn a_clock_that_is_off_is_told_to_those_who_may_know(engine: Engine) {
    let app = TestApp::real(engine).await;
    let (mut mika, phone) = with_app(&app).await;
    app.advance(20.minutes());
    mika.come_by("totp").await;
    for (seconds, told) in [
        (300, "is about 5 minutes fast. Let the device set its time"),
        (-300, "is about 5 minutes slow. Let the device set its time"),
        (61, "is about a minute fast. Let the device set its time"),
    ] {
        enter(&mut mika.browser, &phone.shows_at(moved(&app, seconds))).await;
        let alert = mika.page().alert().unwrap();
        assert!(alert.contains(told), "{seconds}: {alert}");
    }
    let far = phone.shows_at(moved(&app, 1_200));
    enter(&mut mika.browser, &far).await;
    assert!(mika.page().alert().unwrap().starts_with(WRONG));

    // While it is being added, nobody else can be guessing.
    mika.sign_in().await;
    mika.open("/account/security/app/new").await;
    mika.browser.press("Show the QR code").await;
    let new = Phone::scan(mika.page());
    confirm(&mut mika, &new.shows_at(moved(&app, -240))).await;
    let alert = mika.page().alert().unwrap();
    assert!(alert.contains("is about 4 minutes slow"), "{alert}");
}

async fn what_is_no_code_costs_no_try(engine: Engine) {
    let app = TestApp::real(engine).await;
    let (_, phone) = with_app(&app).await;
    let mut stranger = try_code(&app, "").await;
    for (typed, sentence) in [
        ("", "Type the 6 digits that your app shows."),
        (
            "12345",
            "There's no 6-digit code in there. Type the digits that your app shows.",
        ),
        (
            "123456 or 654321",
            "There's more than one number in there. Type just the 6 digits.",
        ),
    ] {
        enter(&mut stranger, typed).await;
        assert!(
            stranger.page().has_alert(sentence),
            "{:?}",
            stranger.page().alert()
        );
    }
    enter(&mut stranger, "000000").await;
    assert!(stranger.page().alert().unwrap().ends_with("4 tries left."));
    let spaced = phone.shows(&app);
    enter(&mut stranger, &format!("{} {}", &spaced[..3], &spaced[3..])).await;
    assert_eq!(stranger.page().at, "/account");
}

async fn after_ten_wrong_codes_the_app_waits_and_other_ways_go_on(engine: Engine) {
    let app = TestApp::real(engine).await;
    let (mut mika, phone) = with_app(&app).await;
    for _ in 0..2 {
        let mut guesser = try_code(&app, "000000").await;
        for number in 1..5 {
            enter(&mut guesser, &format!("00000{number}")).await;
        }
        assert_eq!(guesser.page().title(), "That was the last try");
    }
    let right = try_code(&app, &phone.shows(&app)).await;
    let alert = right.page().alert().expect("it waits");
    assert!(alert.starts_with("Many answers didn't match."), "{alert}");
    let mut by_mail = app.browser();
    by_mail.sign_in(MIKA).await;
    mika.sign_in().await;

    app.advance(1.minutes());
    let right = try_code(&app, &phone.shows(&app)).await;
    assert_eq!(right.page().at, "/account", "{}", right.page().text());
}

async fn a_removed_app_signs_nobody_in(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.add_app("My phone").await;
    let phone = mika.phone.clone().unwrap();
    let remove = mika
        .page()
        .attribute("a[href*='/app/'][href$='/remove']", "href")
        .unwrap();
    mika.open(&remove).await;
    assert_eq!(mika.page().title(), "Remove this app?");
    assert!(mika.page().shows("My phone"));
    mika.browser.press("Remove it").await;
    assert_eq!(
        mika.page().news().as_deref(),
        Some("An authenticator app was removed.")
    );
    mika.phone = None;
    app.advance(1.minutes());
    let tried = try_code(&app, &phone.shows(&app)).await;
    assert!(tried.page().alert().unwrap().starts_with(WRONG));
    mika.browser.visit(&remove).await;
    assert_eq!(mika.page().status, 404);
}

async fn the_last_way_in_stays(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.add_app("My phone").await;
    let remove = mika
        .page()
        .attribute("a[href*='/app/'][href$='/remove']", "href")
        .unwrap();
    mika.open(&remove).await;
    let form = mika.browser.form("Remove it");
    // Codes go nowhere any more: the app is all there is.
    mika.browser.visit("/account/security").await;
    mika.browser.untick("Receives codes");
    mika.browser.press("Save").await;
    assert_eq!(
        mika.page().news().as_deref(),
        Some("What a mail address receives was changed.")
    );
    let sentence = "It's your only way in. Add another one first.";
    mika.browser.send(&form).await;
    assert_eq!(mika.page().news().as_deref(), Some(sentence));
    mika.browser.visit(&remove).await;
    assert_eq!(mika.page().news().as_deref(), Some(sentence));
    assert!(!mika.page().has_button("Remove it"));
    assert_eq!(app.count("app").await, 1);
}

async fn of_64_right_codes_at_once_one_is_accepted(engine: Engine) {
    let servers = two_servers(engine).await;
    let (_, phone) = with_app(&servers[0]).await;
    servers[0].advance(1.hours());
    let code = phone.shows(&servers[0]);
    let before = servers[0].count("session").await;
    let mut windows = Vec::new();
    for number in 0..64 {
        let mut window = servers[0].browser().at(&format!("198.51.{number}.1"));
        come_by(&mut window, MIKA, "totp").await;
        window.fill("6-digit code", &code);
        windows.push(window);
    }
    let pages = all_at_once(&servers, windows, "Sign in").await;
    let entered = pages.iter().filter(|page| page.at == "/account").count();
    assert_eq!(entered, 1);
    assert_eq!(servers[0].count("session").await, before + 1);

    // Many windows of one browser, too.
    servers[0].advance(2.hours());
    let mut window = servers[0].browser();
    come_by(&mut window, MIKA, "totp").await;
    window.fill("6-digit code", &phone.shows(&servers[0]));
    let pages = all_at_once(&servers, vec![window; 64], "Sign in").await;
    let entered = pages.iter().filter(|page| page.at == "/account").count();
    assert_eq!(entered, 1);
}

async fn no_key_lies_readable_in_the_database(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.add_app("My phone").await;
    mika.open("/account/security/app/new").await;
    mika.browser.press("Show the QR code").await;
    let pending = Phone::scan(mika.page());
    for phone in [mika.phone.as_ref().unwrap(), &pending] {
        let seed = phone.seed();
        for (table, value) in app.everything().await {
            let text = format!("{value:?}");
            assert!(!text.contains(phone.key()), "{table}");
            let bytes: Vec<String> = seed.iter().map(u8::to_string).collect();
            assert!(!text.contains(&bytes.join(", ")), "{table}");
        }
    }
}

async fn the_words_are_said_in_japanese_too(engine: Engine) {
    let app = TestApp::real(engine).await;
    let (mut mika, phone) = with_app(&app).await;
    app.advance(20.minutes());
    mika.browser = mika.browser.clone().in_japanese();
    mika.come_by_in("メールアドレス", "totp").await;
    let code = phone.shows_at(moved(&app, 300));
    mika.browser.fill("6桁の", &code);
    mika.go_on().await;
    let alert = mika.page().alert().unwrap();
    assert!(alert.contains("約5分進んで"), "{alert}");
}
