//! Recovery codes: drawn, kept, confirmed, used one by one, and replaced as a set.

use crate::{
    at_once::{all_at_once, two_servers},
    support::{Browser, Engine, Page, Person, Span as _, TestApp, asked_code, come_by},
};

stories![
    a_set_counts_when_a_part_of_it_was_typed_back,
    the_set_waits_for_an_hour_and_no_longer,
    an_older_set_counts_until_the_new_one_is_confirmed,
    a_set_that_is_confirmed_in_two_windows_at_once_counts_once,
    each_code_signs_in_once,
    a_code_is_read_as_people_type_it,
    what_is_no_recovery_code_costs_no_try,
    a_used_code_is_told_only_to_those_who_may_know,
    when_few_are_left_the_person_is_warned,
    after_ten_wrong_codes_this_way_waits_and_others_go_on,
    a_lost_phone_is_stood_in_for_and_removed,
    of_64_uses_at_once_one_counts,
    no_code_lies_readable_in_the_database,
    the_words_are_said_in_japanese_too,
];

const MIKA: &str = "mika@example.jp";
const MADE: &str = "/account/security?done=recovery_codes_replaced";

/// Begins a new set; the codes that the page shows, and the number of the one asked back.
async fn draw(mika: &mut Person) -> (Vec<String>, usize) {
    mika.open("/account/security/recovery").await;
    mika.go_on().await;
    (mika.page().all(".codes code"), asked_code(mika.page()))
}

async fn confirm<'a>(mika: &'a mut Person, group: &str) -> &'a Page {
    mika.browser.fill("First 5 signs", group);
    mika.browser.press("I've kept them").await
}

/// Types a recovery code on a browser that was never here.
async fn try_code(app: &TestApp, code: &str) -> Browser {
    let mut browser = app.browser();
    come_by(&mut browser, MIKA, "recovery_code").await;
    enter(&mut browser, code).await;
    browser
}

async fn enter<'a>(browser: &'a mut Browser, code: &str) -> &'a Page {
    browser.fill("Recovery code", code);
    browser.press("Sign in").await
}

/// Someone with recovery codes, signed out on the browser that they use.
async fn with_codes(app: &TestApp) -> Person {
    let mut mika = Person::joins(app, MIKA).await;
    mika.make_recovery_codes().await;
    mika.browser.sign_out().await;
    mika
}

async fn a_set_counts_when_a_part_of_it_was_typed_back(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    let (codes, asked) = draw(&mut mika).await;
    assert_eq!(mika.page().title(), "Your recovery codes");
    assert_eq!(codes.len(), 10);
    for code in &codes {
        let groups: Vec<_> = code.split('-').map(str::len).collect();
        assert_eq!(groups, [5; 5], "{code}");
    }
    mika.browser.reload().await;
    assert_eq!(
        mika.page().all(".codes code"),
        codes,
        "loaded again, the same"
    );

    let other = &codes[asked % 10][..5];
    let wrong = format!(
        "That isn't how code {asked} begins. Look at your copy, and type its first 5 signs."
    );
    for (typed, sentence) in [
        ("", None),
        ("AB", None),
        (other, Some(wrong.as_str())),
        (
            "U!!!!",
            Some("There's a “!” in there, which no recovery code has."),
        ),
    ] {
        confirm(&mut mika, typed).await;
        let alert = mika.page().alert().expect("a sentence");
        if let Some(sentence) = sentence {
            assert_eq!(alert, sentence);
        }
        assert_eq!(mika.page().status, 422);
        assert_eq!(mika.page().all(".codes code"), codes);
        assert_eq!(asked_code(mika.page()), asked, "the same one is asked back");
    }
    assert_eq!(app.count("recovery_code").await, 0);
    let early = try_code(&app, &codes[0]).await;
    assert!(early.page().alert().is_some(), "it doesn't count yet");

    let group = codes[asked - 1][..5].to_lowercase();
    confirm(&mut mika, &group).await;
    assert_eq!(mika.page().at, MADE, "{}", mika.page().text());
    assert_eq!(
        mika.page().news().as_deref(),
        Some("New recovery codes were made. Older ones no longer work.")
    );
    assert!(mika.page().shows("10 of 10 left"));
    assert_eq!(app.count("recovery_code").await, 10);
    assert_eq!(app.count("enrolment").await, 0);
    mika.open("/account/security/recovery").await;
    assert!(
        mika.page().all(".codes code").is_empty(),
        "they were shown once"
    );
    let late = try_code(&app, &codes[0]).await;
    assert_eq!(late.page().at, "/account", "{}", late.page().text());
}

async fn the_set_waits_for_an_hour_and_no_longer(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    let (codes, _) = draw(&mut mika).await;
    app.advance(50.minutes());
    mika.browser.visit("/account/security").await;
    app.advance(11.minutes());
    mika.open("/account/security/recovery").await;
    assert!(mika.page().all(".codes code").is_empty());

    let (codes_then, asked) = draw(&mut mika).await;
    assert_ne!(codes, codes_then);
    app.advance(55.minutes());
    mika.open("/account/security/recovery").await;
    assert_eq!(mika.page().all(".codes code"), codes_then);
    app.advance(6.minutes());
    confirm(&mut mika, &codes_then[asked - 1][..5]).await;
    let sentence = "The codes from before had waited too long. These are new ones; throw the older \
                    ones away.";
    assert_eq!(
        mika.page().news().as_deref(),
        Some(sentence),
        "{}",
        mika.page().text()
    );
    assert_eq!(app.count("recovery_code").await, 0);
}

async fn an_older_set_counts_until_the_new_one_is_confirmed(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.make_recovery_codes().await;
    let older = mika.codes.clone();
    let (newer, asked) = draw(&mut mika).await;
    assert!(mika.page().shows("Your older codes count until then."));
    let tried = try_code(&app, &older[0]).await;
    assert_eq!(tried.page().at, "/account", "{}", tried.page().text());
    confirm(&mut mika, &newer[asked - 1]).await;
    assert_eq!(mika.page().at, MADE, "{}", mika.page().text());
    let tried = try_code(&app, &older[1]).await;
    assert!(
        tried
            .page()
            .has_alert("That recovery code doesn't match. 4 tries left.")
    );
    let tried = try_code(&app, &newer[1]).await;
    assert_eq!(tried.page().at, "/account");
}

async fn a_set_that_is_confirmed_in_two_windows_at_once_counts_once(engine: Engine) {
    let servers = two_servers(engine).await;
    let mut mika = Person::joins(&servers[0], MIKA).await;
    let (codes, asked) = draw(&mut mika).await;
    let mut window = mika.browser.clone();
    window.fill("First 5 signs", &codes[asked - 1][..5]);
    let pages = all_at_once(&servers, vec![window; 16], "I've kept them").await;
    for page in &pages {
        assert_eq!(page.title(), "Security", "{}", page.text());
    }
    assert_eq!(servers[0].count("recovery_code").await, 10);
    let tried = try_code(&servers[0], &codes[3]).await;
    assert_eq!(tried.page().at, "/account");
}

async fn each_code_signs_in_once(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mika = with_codes(&app).await;
    for code in &mika.codes[..3] {
        let tried = try_code(&app, code).await;
        assert_eq!(tried.page().at, "/account", "{}", tried.page().text());
    }
    let tried = try_code(&app, &mika.codes[0]).await;
    assert!(
        tried
            .page()
            .has_alert("That recovery code doesn't match. 4 tries left.")
    );
    let mut tried = try_code(&app, &mika.codes[5]).await;
    tried.visit("/account/security").await;
    assert!(
        tried.page().shows("6 of 10 left"),
        "{}",
        tried.page().text()
    );
    tried.visit("/account").await;
    let lines = tried.page().all("ol.lines .what");
    assert!(
        lines
            .iter()
            .any(|line| line.contains("recovery code was used")),
        "{lines:?}"
    );
}

async fn a_code_is_read_as_people_type_it(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mika = with_codes(&app).await;
    let typed = mika.codes[0].to_lowercase().replace('-', " ");
    assert_eq!(try_code(&app, &typed).await.page().at, "/account");
    let typed = mika.codes[1]
        .replace('-', "")
        .replace('1', "l")
        .replace('0', "o");
    assert_eq!(try_code(&app, &typed).await.page().at, "/account");
}

async fn what_is_no_recovery_code_costs_no_try(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mika = with_codes(&app).await;
    let mut browser = try_code(&app, "").await;
    for (typed, sentence) in [
        ("", "Type one of your recovery codes to go on."),
        (
            "4T7KQ",
            "A recovery code has 25 letters and digits. There are fewer in there.",
        ),
        (
            &format!("{}0", mika.codes[0]),
            "A recovery code has 25 letters and digits. There are more in there.",
        ),
        (
            "4T7KQ-コード",
            "There's a “コ” in there, which no recovery code has.",
        ),
    ] {
        enter(&mut browser, typed).await;
        assert!(
            browser.page().has_alert(sentence),
            "{typed:?}: {:?}",
            browser.page().alert()
        );
    }
    enter(&mut browser, "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA").await;
    assert!(
        browser
            .page()
            .has_alert("That recovery code doesn't match. 4 tries left.")
    );
}

async fn a_used_code_is_told_only_to_those_who_may_know(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = with_codes(&app).await;
    let code = mika.codes[0].clone();
    try_code(&app, &code).await;
    mika.come_by("recovery_code").await;
    enter(&mut mika.browser, &code).await;
    let alert = mika.page().alert().unwrap();
    assert!(
        alert.starts_with("That recovery code has been used already."),
        "{alert}"
    );
    let stranger = try_code(&app, &code).await;
    assert!(
        stranger
            .page()
            .has_alert("That recovery code doesn't match. 4 tries left.")
    );
}

async fn when_few_are_left_the_person_is_warned(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mika = with_codes(&app).await;
    for (number, code) in mika.codes.iter().enumerate() {
        let mut tried = try_code(&app, code).await;
        assert_eq!(tried.page().at, "/account", "{}", tried.page().text());
        tried.visit("/account/security").await;
        let warned = tried.page().shows("Few are left. Make a new set in time.");
        let left = 9 - number;
        assert_eq!(warned, left <= 3, "{left} left: {}", tried.page().text());
        app.advance(1.hours());
    }
}

async fn after_ten_wrong_codes_this_way_waits_and_others_go_on(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = with_codes(&app).await;
    for _ in 0..2 {
        let mut guesser = try_code(&app, "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA").await;
        for _ in 0..4 {
            enter(&mut guesser, "BBBBB-AAAAA-AAAAA-AAAAA-AAAAA").await;
        }
    }
    let right = try_code(&app, &mika.codes[0]).await;
    let alert = right.page().alert().expect("it waits");
    assert!(alert.starts_with("Many answers didn't match."), "{alert}");
    app.browser().sign_in(MIKA).await;
    mika.come_by("recovery_code").await;
    let code = mika.codes[0].clone();
    enter(&mut mika.browser, &code).await;
    assert_eq!(mika.page().at, "/account", "strangers don't hold them up");
    app.advance(1.minutes());
    let right = try_code(&app, &mika.codes[1]).await;
    assert_eq!(right.page().at, "/account");
}

async fn a_lost_phone_is_stood_in_for_and_removed(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::with_two_steps(&app, MIKA).await;
    mika.browser = app.browser();
    mika.phone = None;
    app.advance(1.hours());

    mika.come_by("password").await;
    mika.answer().await;
    mika.browser.press("Another way").await;
    mika.browser.press_way("recovery_code").await;
    mika.answer().await;
    assert_eq!(mika.page().at, "/account", "{}", mika.page().text());

    // What they have just shown stands in for the app, too, where it is to be removed.
    mika.browser.visit("/account/security").await;
    let remove = mika
        .page()
        .attribute("a[href*='/app/'][href$='/remove']", "href")
        .unwrap();
    mika.open(&remove).await;
    assert_eq!(
        mika.page().news().as_deref(),
        Some(
            "Two-step verification rests on it. Add another second step first, or switch \
             two-step verification off."
        )
    );
    mika.open("/account/security/two-step/off").await;
    mika.browser.press("Switch it off").await;
    mika.open(&remove).await;
    mika.browser.press("Remove it").await;
    assert_eq!(
        mika.page().news().as_deref(),
        Some("An authenticator app was removed.")
    );
    // A new phone.
    mika.add_app("New phone").await;
}

async fn of_64_uses_at_once_one_counts(engine: Engine) {
    let servers = two_servers(engine).await;
    let mika = with_codes(&servers[0]).await;
    servers[0].advance(1.hours());
    let before = servers[0].count("session").await;
    let mut windows = Vec::new();
    for number in 0..64 {
        let mut window = servers[0].browser().at(&format!("198.51.{number}.1"));
        come_by(&mut window, MIKA, "recovery_code").await;
        window.fill("Recovery code", &mika.codes[0]);
        windows.push(window);
    }
    let pages = all_at_once(&servers, windows, "Sign in").await;
    let entered = pages.iter().filter(|page| page.at == "/account").count();
    assert_eq!(entered, 1);
    assert_eq!(servers[0].count("session").await, before + 1);
    let used = "SELECT COUNT(*) FROM recovery_code WHERE used_at IS NOT NULL";
    let rows = servers[0].rows(used, &[]).await;
    assert_eq!(rows[0].get::<i64>(0).unwrap(), 1);
}

async fn no_code_lies_readable_in_the_database(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.make_recovery_codes().await;
    let (pending, _) = draw(&mut mika).await;
    let everything = app.everything().await;
    for code in mika.codes.iter().chain(&pending) {
        let plain = code.replace('-', "");
        let octets: Vec<String> = plain.bytes().map(|octet| octet.to_string()).collect();
        for (table, value) in &everything {
            let text = format!("{value:?}");
            assert!(!text.contains(code) && !text.contains(&plain), "{table}");
            assert!(!text.contains(&octets.join(", ")), "{table}");
        }
    }
}

async fn the_words_are_said_in_japanese_too(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = with_codes(&app).await;
    mika.browser = mika.browser.clone().in_japanese();
    mika.come_by_in("メールアドレス", "recovery_code").await;
    mika.browser.fill("回復コード", "4T7KQ");
    mika.go_on().await;
    let alert = mika.page().alert().unwrap();
    assert!(alert.contains("25文字"), "{alert}");
}
