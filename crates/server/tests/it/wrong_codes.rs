//! Wrong codes in a row, over many flows: growing waits for strangers, none for devices that
//! the account knows.

use crate::support::{Browser, Engine, Letter, Span as _, TestApp};

stories![
    after_ten_wrong_codes_strangers_wait_a_minute_then_twice_as_long,
    the_wait_is_said_in_japanese_too,
    a_code_typed_during_the_wait_costs_no_try,
    during_the_wait_no_mail_goes_to_strangers,
    a_known_device_does_not_wait_for_what_strangers_typed,
    a_known_device_waits_for_what_was_typed_on_known_devices,
    a_right_code_forgives_the_wrong_ones,
    waits_hold_across_servers,
    wrong_codes_are_written_in_the_history,
];

const MIKA: &str = "mika@example.jp";

/// Someone who got a code before the guessing began.
async fn waiting(app: &TestApp) -> (Browser, Letter) {
    let mut early = app.browser().in_zone("Asia/Tokyo");
    let mail = early.get_code(MIKA).await;
    (early, mail)
}

fn sentence(until: &str) -> String {
    format!(
        "To keep guessers out, this address waits until {until} on new devices. \
         Devices you've used before still work."
    )
}

async fn after_ten_wrong_codes_strangers_wait_a_minute_then_twice_as_long(engine: Engine) {
    let app = TestApp::real(engine).await;
    app.make_account(MIKA).await;
    let (mut early, mail) = waiting(&app).await;
    app.type_wrong_codes(MIKA, 5).await;
    app.type_wrong_codes(MIKA, 4).await;
    let mut tenth = app.browser();
    let other = tenth.get_code(MIKA).await;
    tenth.enter(&other.wrong_code()).await;
    assert!(
        tenth
            .page()
            .has_alert("That code doesn't match. 4 tries left.")
    );

    early.enter(&mail.code()).await;
    assert!(
        early.page().has_alert(&sentence("12:04")),
        "{}",
        early.page().text()
    );
    assert_eq!(early.page().status, 422);
    app.advance(1.minutes());
    early.enter(&mail.wrong_code()).await;
    assert!(
        early
            .page()
            .has_alert("That code doesn't match. 4 tries left.")
    );
    early.enter(&mail.code()).await;
    assert!(
        early.page().has_alert(&sentence("12:06")),
        "{}",
        early.page().text()
    );
    app.advance(2.minutes());
    early.enter(&mail.wrong_code()).await;
    early.enter(&mail.code()).await;
    assert!(
        early.page().has_alert(&sentence("12:10")),
        "{}",
        early.page().text()
    );
    app.advance(4.minutes());
    early.enter(&mail.code()).await;
    assert_eq!(early.page().title(), "My activity");
}

async fn the_wait_is_said_in_japanese_too(engine: Engine) {
    let app = TestApp::real(engine).await;
    let (early, mail) = waiting(&app).await;
    app.type_wrong_codes(MIKA, 5).await;
    app.type_wrong_codes(MIKA, 5).await;
    let mut early = early.in_japanese();
    early.reload().await;
    early.enter(&mail.code()).await;
    let sentence = "総当たりを防ぐため、新しい端末からは12:04までお待ちください。\
                    いつもの端末は使えます。";
    assert!(early.page().has_alert(sentence), "{}", early.page().text());
}

async fn a_code_typed_during_the_wait_costs_no_try(engine: Engine) {
    let app = TestApp::real(engine).await;
    let (mut early, mail) = waiting(&app).await;
    app.type_wrong_codes(MIKA, 5).await;
    app.type_wrong_codes(MIKA, 5).await;
    for _ in 0..10 {
        early.enter(&mail.wrong_code()).await;
        assert!(early.page().has_alert(&sentence("12:04")));
    }
    app.advance(1.minutes());
    early.enter(&mail.code()).await;
    assert_eq!(early.page().title(), "Make an account?");
}

async fn during_the_wait_no_mail_goes_to_strangers(engine: Engine) {
    let app = TestApp::real(engine).await;
    app.type_wrong_codes(MIKA, 5).await;
    app.type_wrong_codes(MIKA, 5).await;
    let before = app.mails_to(MIKA).len();
    let mut stranger = app.browser();
    stranger.ask_for_code(MIKA).await;
    assert_eq!(stranger.page().title(), "Check your mail");
    app.deliver_mail().await;
    assert_eq!(app.mails_to(MIKA).len(), before);
    app.advance(1.minutes());
    stranger.get_code(MIKA).await;
    assert_eq!(app.mails_to(MIKA).len(), before + 1);
}

async fn a_known_device_does_not_wait_for_what_strangers_typed(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.familiar_browser(MIKA).await;
    app.advance(1.hours());
    app.type_wrong_codes(MIKA, 5).await;
    app.type_wrong_codes(MIKA, 5).await;
    mika.sign_in(MIKA).await;

    let mut stranger = app.browser();
    stranger.ask_for_code(MIKA).await;
    stranger.enter("000000").await;
    let alert = stranger.page().alert().unwrap();
    assert!(
        alert.starts_with("To keep guessers out"),
        "its success forgives no stranger"
    );
}

async fn a_known_device_waits_for_what_was_typed_on_known_devices(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.familiar_browser(MIKA).await.in_zone("Asia/Tokyo");
    app.advance(1.hours());
    let mut early = mika.clone();
    let mail = early.get_code(MIKA).await;
    for _ in 0..2 {
        let mail = mika.get_code(MIKA).await;
        for _ in 0..5 {
            mika.enter(&mail.wrong_code()).await;
        }
    }
    let sentence = "Many codes didn't match. To keep guessers out, you can try again from 13:04.";
    early.enter(&mail.code()).await;
    assert!(early.page().has_alert(sentence), "{}", early.page().text());
    app.advance(30.seconds());
    mika.ask_for_code(MIKA).await;
    assert_eq!(mika.page().news().as_deref(), Some(sentence));
    assert_eq!(mika.page().status, 429);
    let typed = mika.page().attribute("#address", "value");
    assert_eq!(typed.as_deref(), Some(MIKA));

    let mut stranger = app.browser();
    stranger.sign_in(MIKA).await;
    app.advance(30.seconds());
    early.enter(&mail.code()).await;
    assert_eq!(early.page().title(), "My activity");
}

async fn a_right_code_forgives_the_wrong_ones(engine: Engine) {
    let app = TestApp::real(engine).await;
    app.make_account(MIKA).await;
    for _ in 0..4 {
        app.type_wrong_codes(MIKA, 4).await;
        let mut mika = app.browser();
        let mail = mika.get_code(MIKA).await;
        for _ in 0..4 {
            mika.enter(&mail.wrong_code()).await;
        }
        mika.enter(&mail.code()).await;
        assert_eq!(mika.page().title(), "My activity");
        app.advance(1.hours());
    }
}

async fn waits_hold_across_servers(engine: Engine) {
    let app = TestApp::real(engine).await;
    let (early, mail) = waiting(&app).await;
    app.type_wrong_codes(MIKA, 5).await;
    app.type_wrong_codes(MIKA, 5).await;
    let mut early = early.at_server(&app.another_server());
    early.enter(&mail.code()).await;
    assert!(early.page().has_alert(&sentence("12:04")));
}

async fn wrong_codes_are_written_in_the_history(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.familiar_browser(MIKA).await;
    app.type_wrong_codes(MIKA, 5).await;
    mika.sign_in(MIKA).await;
    let said = mika.page().all("ol.lines .what");
    let wrong = said
        .iter()
        .filter(|line| *line == "A code that didn't match was typed.");
    assert_eq!(wrong.count(), 4);
    let last = "A code didn't match, and it was the last try. The code no longer works.";
    assert!(said.iter().any(|line| line == last), "{said:?}");
}
