//! A code in a text message: at the door, beside a password, for a new password; and what a
//! stranger sees of it, which is the same for everyone.

use kadomori_domain::{
    event::{Facts, OverallLimit},
    time::Time,
};

use crate::support::{Browser, Engine, LONG, Page, Person, Setup, Span as _, TestApp, come_by};

stories![
    a_number_signs_in_by_the_code_that_comes_there,
    an_address_signs_in_by_a_text_message_where_that_is_chosen,
    a_text_message_speaks_its_readers_language,
    a_text_message_is_a_second_step_beside_the_password,
    a_forgotten_password_is_chosen_anew_by_a_text_message,
    of_a_mail_a_text_message_and_a_mail_only_the_last_counts,
    the_code_is_sent_again,
    a_stranger_sees_the_same_for_numbers_with_and_without_an_account,
    a_stranger_sees_the_same_for_addresses_with_and_without_a_number,
    nothing_leaves_for_a_number_that_no_account_has,
    a_number_that_is_switched_off_at_the_door_gets_nothing,
    wrong_codes_of_mails_and_text_messages_are_counted_together,
    when_the_days_texts_are_spent_it_is_told_to_those_who_are_known,
    where_no_texts_are_sent_a_number_still_signs_in_with_its_mail,
];

const MIKA: &str = "mika@example.jp";
const NUMBER: &str = "+819012345678";
/// 2026-12-01 00:00:00 UTC: when each of the compared journeys begins.
const BEGIN: i64 = 1_796_083_200_000_000;

async fn with_texts(engine: Engine) -> TestApp {
    Setup::on(engine).texts().open().await
}

/// Someone who signs in with their number.
async fn with_number(app: &TestApp) -> Person {
    let mut mika = Person::joins(app, MIKA).await;
    mika.add_phone("090-1234-5678").await;
    mika.sign_in_with_phone().await;
    mika
}

async fn a_number_signs_in_by_the_code_that_comes_there(engine: Engine) {
    let app = with_texts(engine).await;
    with_number(&app).await;
    let mut elsewhere = app.browser();
    for typed in [
        "090-1234-5678",
        "+81 90 1234 5678",
        "０９０１２３４５６７８",
    ] {
        elsewhere.ask_for_code(typed).await;
        assert_eq!(elsewhere.page().title(), "Check your phone");
        app.advance(2.minutes());
    }
    let page = elsewhere.page();
    assert!(
        page.shows(
            "If this number can sign in here by text message, a 6-digit code is on its way."
        ),
        "{}",
        page.text()
    );
    assert!(page.shows("Use another number"));
    let text = app.newest_text_to(NUMBER).await;
    assert!(text.body().contains(&page.reference()), "{}", text.body());
    assert!(
        text.body()
            .ends_with(&format!("@id.example.jp #{}", text.code()))
    );
    elsewhere.enter(&text.wrong_code()).await;
    assert!(
        elsewhere
            .page()
            .has_alert("That code doesn't match. 4 tries left.")
    );
    app.advance(1.seconds());
    elsewhere.enter(&text.code()).await;
    assert_eq!(elsewhere.page().at, "/account");
    let lines = elsewhere.page().all("ol.lines li");
    assert!(lines[0].contains("a code by text message"), "{}", lines[0]);
}

async fn an_address_signs_in_by_a_text_message_where_that_is_chosen(engine: Engine) {
    let app = with_texts(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.add_phone("090-1234-5678").await;
    app.deliver_mail().await;
    let mails = app.mails_to(MIKA).len();
    let mut elsewhere = app.browser();
    come_by(&mut elsewhere, MIKA, "sms_code").await;
    assert_eq!(elsewhere.page().title(), "Check your phone");
    assert!(
        elsewhere
            .page()
            .shows("If this address can sign in here by text message"),
        "{}",
        elsewhere.page().text()
    );
    let text = app.newest_text_to(NUMBER).await;
    assert_eq!(app.mails_to(MIKA).len(), mails, "it goes one way only");
    elsewhere.enter(&text.code()).await;
    assert_eq!(elsewhere.page().at, "/account");

    elsewhere.sign_out().await;
    come_by(&mut elsewhere, MIKA, "sms_code").await;
    assert!(
        elsewhere
            .page()
            .shows("We sent a 6-digit code to the number …5678 by text message.")
            || elsewhere.page().shows("…5678"),
        "on a known device: {}",
        elsewhere.page().text()
    );
}

async fn a_text_message_speaks_its_readers_language(engine: Engine) {
    let app = with_texts(engine).await;
    let mut rei = app.browser().in_japanese();
    rei.join("rei@example.jp").await;
    rei.visit("/account/security/phone/new").await;
    rei.fill_phone("電話番号", "090-1234-5678");
    rei.press("コードを送る").await;
    assert_eq!(rei.page().title(), "SMSをご確認ください · 電話番号の追加");
    let text = app.newest_text_to(NUMBER).await;
    assert!(text.body().contains("番号追加"), "{}", text.body());
    rei.fill("6桁の確認コード", &text.code());
    rei.press("確認する").await;
    assert!(
        rei.page().shows("電話番号が追加されました。"),
        "{}",
        rei.page().text()
    );
}

async fn a_text_message_is_a_second_step_beside_the_password(engine: Engine) {
    let app = with_texts(engine).await;
    let mut mika = Person::with_two_steps(&app, MIKA).await;
    mika.add_phone("090-1234-5678").await;
    let mut elsewhere = app.browser();
    come_by(&mut elsewhere, MIKA, "password").await;
    elsewhere.fill_password("Password", LONG);
    elsewhere.press("Sign in").await;
    if elsewhere
        .page()
        .all("ul.choices button[name=way]")
        .is_empty()
    {
        elsewhere.press("Another way").await;
    }
    assert!(
        elsewhere.page().shows("To …5678"),
        "{}",
        elsewhere.page().text()
    );
    elsewhere.press_way("sms_code").await;
    assert_eq!(elsewhere.page().title(), "Check your phone · Second step");
    let text = app.newest_text_to(NUMBER).await;
    elsewhere.enter(&text.code()).await;
    assert_eq!(
        elsewhere.page().at,
        "/account",
        "{}",
        elsewhere.page().text()
    );
    let signed_in = app
        .facts()
        .await
        .into_iter()
        .rev()
        .find_map(|facts| match facts {
            Facts::SignedIn { assurance, .. } => Some(assurance.name()),
            _ => None,
        });
    assert_eq!(signed_in, Some("two"));
}

async fn a_forgotten_password_is_chosen_anew_by_a_text_message(engine: Engine) {
    let app = with_texts(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.choose_password(LONG).await;
    mika.add_phone("090-1234-5678").await;
    mika.sign_in_with_phone().await;
    let mut elsewhere = app.browser();
    elsewhere.visit("/reset").await;
    assert!(elsewhere.page().shows("your phone number"));
    elsewhere.fill("Mail address or phone number", "090-1234-5678");
    elsewhere.press("Send the code").await;
    assert_eq!(elsewhere.page().title(), "Check your phone · New password");
    let text = app.newest_text_to(NUMBER).await;
    elsewhere.fill("6-digit code", &text.code());
    elsewhere.press("Go on").await;
    assert!(
        elsewhere.page().at.ends_with("/password"),
        "{}",
        elsewhere.page().text()
    );
    elsewhere.fill_password("New password", "seven lanterns on a wall");
    elsewhere.press("Save the password").await;
    assert!(
        elsewhere.page().shows("Your new password counts"),
        "{}",
        elsewhere.page().text()
    );
}

async fn of_a_mail_a_text_message_and_a_mail_only_the_last_counts(engine: Engine) {
    let app = with_texts(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.add_phone("090-1234-5678").await;
    let mut elsewhere = app.browser();
    let first = elsewhere.get_code(MIKA).await;
    app.advance(2.minutes());
    elsewhere.press("Another way").await;
    elsewhere.press_way("sms_code").await;
    let second = app.newest_text_to(NUMBER).await;
    elsewhere.enter(&first.code()).await;
    let alert = elsewhere.page().alert().unwrap();
    assert!(
        alert.starts_with(
            "That code is from an earlier message. Use the one in the text message marked"
        ),
        "{alert}"
    );
    app.advance(2.minutes());
    elsewhere.press("Another way").await;
    elsewhere.press_way("mail_code").await;
    let third = app.newest_mail_to(MIKA).await;
    for old in [first.code(), second.code()] {
        elsewhere.enter(&old).await;
        let alert = elsewhere.page().alert().unwrap();
        assert!(alert.starts_with("That code is from an earlier"), "{alert}");
    }
    elsewhere.enter(&third.code()).await;
    assert_eq!(elsewhere.page().at, "/account");
}

async fn the_code_is_sent_again(engine: Engine) {
    let app = with_texts(engine).await;
    with_number(&app).await;
    let mut elsewhere = app.browser();
    elsewhere.ask_for_code("090-1234-5678").await;
    let first = app.newest_text_to(NUMBER).await;
    elsewhere.press("Send the code again").await;
    let news = elsewhere.page().news().unwrap();
    assert!(
        news.starts_with("The text message may still be on its way."),
        "{news}"
    );
    app.advance(61.seconds());
    elsewhere.press("Send the code again").await;
    let news = elsewhere.page().news().unwrap();
    assert!(
        news.starts_with("If this number can sign in here by text message, the same code"),
        "{news}"
    );
    let again = app.newest_text_to(NUMBER).await;
    assert_eq!(again.code(), first.code());
    elsewhere.enter(&again.code()).await;
    assert_eq!(elsewhere.page().at, "/account");
}

/// What a reply is made of, with what was typed made out.
fn told(reply: &Page, typed: &str) -> String {
    let mut headers: Vec<_> = reply
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    headers.sort();
    let head = headers.join("\n");
    let whole = format!("{} {}\n{head}\n\n{}", reply.status, reply.at, reply.body);
    whole.replace(typed, "????")
}

/// Everything a stranger can do without the message, reply by reply.
async fn the_whole_way(app: &TestApp, typed: &str, shown: &str) -> Vec<String> {
    app.clock.set(Time::from_micros(BEGIN));
    app.deliver_mail().await;
    app.entropy.begin(1_000);
    let mut stranger = app.browser().in_zone("Asia/Tokyo");
    come_by(&mut stranger, typed, "sms_code").await;
    stranger.enter("000000").await;
    stranger.press("Send the code again").await;
    app.advance(61.seconds());
    stranger.press("Send the code again").await;
    stranger.enter("000001").await;
    stranger.enter("nothing").await;
    other_ways(app, &mut stranger).await;
    app.advance(11.minutes());
    stranger.enter("000003").await;
    stranger.press("Send a new code").await;
    app.deliver_mail().await;
    stranger.reload().await;
    let replies = stranger.replies().iter();
    replies.map(|reply| told(reply, shown)).collect()
}

/// Over to a mail, and back.
async fn other_ways(app: &TestApp, stranger: &mut Browser) {
    for way in ["mail_code", "sms_code"] {
        app.advance(2.minutes());
        stranger.press("Another way").await;
        stranger.press_way(way).await;
        app.deliver_mail().await;
        stranger.reload().await;
    }
    stranger.enter("000002").await;
}

fn assert_same(left: &[String], right: &[String]) {
    assert_eq!(left.len(), right.len());
    for (left, right) in left.iter().zip(right) {
        assert!(left == right, "{right}\ninstead of\n{left}");
    }
}

async fn a_stranger_sees_the_same_for_numbers_with_and_without_an_account(engine: Engine) {
    let app = with_texts(engine).await;
    with_number(&app).await;
    let known = the_whole_way(&app, "090-1234-5678", "+81 90-1234-5678").await;
    assert!(app.texts().len() > 1, "it is sent where somebody has it");
    let nobody = with_texts(engine).await;
    let unknown = the_whole_way(&nobody, "080-8765-4321", "+81 80-8765-4321").await;
    assert_eq!(nobody.texts().len(), 0);
    assert_same(&known, &unknown);
}

async fn a_stranger_sees_the_same_for_addresses_with_and_without_a_number(engine: Engine) {
    let app = with_texts(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.add_phone("090-1234-5678").await;
    let with = the_whole_way(&app, MIKA, MIKA).await;
    assert!(app.texts().len() > 1);
    let bare = with_texts(engine).await;
    Person::joins(&bare, "hiro@example.jp").await;
    let without = the_whole_way(&bare, "hiro@example.jp", "hiro@example.jp").await;
    assert_eq!(bare.texts().len(), 0);
    assert_same(&with, &without);
    let nobody = with_texts(engine).await;
    let unknown = the_whole_way(&nobody, "sora@example.jp", "sora@example.jp").await;
    assert_eq!(nobody.texts().len(), 0);
    assert_same(&with, &unknown);
}

async fn nothing_leaves_for_a_number_that_no_account_has(engine: Engine) {
    let app = with_texts(engine).await;
    for typed in ["090-1234-5678", "0990-123-456", "+1 202 555 0173"] {
        let mut stranger = app.browser();
        stranger.ask_for_code(typed).await;
        assert_eq!(stranger.page().title(), "Check your phone");
        let help = stranger.page().all("details li").join(" ");
        assert!(
            help.contains("A number works only once it's been added"),
            "{help}"
        );
        app.deliver_mail().await;
    }
    assert_eq!(app.texts().len(), 0);
    assert_eq!(
        app.count("account").await,
        0,
        "no account is made with a number"
    );
}

async fn a_number_that_is_switched_off_at_the_door_gets_nothing(engine: Engine) {
    let app = with_texts(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.add_phone("090-1234-5678").await;
    app.deliver_mail().await;
    let before = app.texts().len();
    app.browser().ask_for_code("090-1234-5678").await;
    app.deliver_mail().await;
    assert_eq!(app.texts().len(), before);
}

async fn wrong_codes_of_mails_and_text_messages_are_counted_together(engine: Engine) {
    let app = with_texts(engine).await;
    with_number(&app).await;
    let mut early = app.browser();
    early.ask_for_code("090-1234-5678").await;
    let text = app.newest_text_to(NUMBER).await;
    app.type_wrong_codes(MIKA, 5).await;
    for tries in [4, 1] {
        let mut stranger = app.browser();
        come_by(&mut stranger, MIKA, "sms_code").await;
        let other = app.newest_text_to(NUMBER).await;
        for _ in 0..tries {
            stranger.enter(&other.wrong_code()).await;
        }
    }
    early.enter(&text.code()).await;
    let alert = early.page().alert().unwrap();
    assert!(
        alert.starts_with("To keep guessers out, this number waits until"),
        "{alert}"
    );
}

async fn when_the_days_texts_are_spent_it_is_told_to_those_who_are_known(engine: Engine) {
    let app = Setup::on(engine)
        .texts()
        .section("[text]\nper_day = 3")
        .open()
        .await;
    let mut mika = with_number(&app).await;
    let mut stranger = app.browser();
    stranger.ask_for_code("090-1234-5678").await;
    app.deliver_mail().await;
    assert_eq!(
        app.texts().len(),
        3,
        "to add it, to prove beside a mail that it's them, at the door"
    );
    let passed = app.facts().await.into_iter().filter(|facts| {
        matches!(
            facts,
            Facts::LimitPassed {
                limit: OverallLimit::Texts
            }
        )
    });
    assert_eq!(passed.count(), 1, "the operator learns of it once");

    let mut next = app.browser().at("198.51.100.7");
    next.ask_for_code("090-1234-5678").await;
    assert_eq!(next.page().title(), "Check your phone");
    assert!(
        next.page()
            .shows("If this number can sign in here by text message")
    );
    app.deliver_mail().await;
    assert_eq!(app.texts().len(), 3, "no more are paid for");

    mika.ask_to_add_phone("080-1234-5678").await;
    assert_eq!(mika.page().status, 429);
    let alert = mika.page().alert().unwrap();
    assert!(
        alert.starts_with("No more text messages can go out today."),
        "{alert}"
    );
    mika.browser.sign_out().await;
    come_by(&mut mika.browser, MIKA, "sms_code").await;
    assert!(
        mika.page()
            .shows("No more text messages can go out today. Another way works now."),
        "{}",
        mika.page().text()
    );
}

async fn where_no_texts_are_sent_a_number_still_signs_in_with_its_mail(engine: Engine) {
    let app = with_texts(engine).await;
    with_number(&app).await;
    app.deliver_mail().await;
    let off = app.another_server_without_texts();
    let mut elsewhere = off.browser();
    elsewhere.ask_for_code("090-1234-5678").await;
    assert_eq!(elsewhere.page().title(), "Check your mail");
    assert!(elsewhere.page().shows("If this number can sign in here"));
    let mail = off.newest_mail_to(MIKA).await;
    elsewhere.enter(&mail.code()).await;
    assert_eq!(elsewhere.page().at, "/account");
    assert_eq!(off.texts().len(), 0);
}
