//! Asking for the code once more.

use crate::support::{Engine, Span as _, TestApp};

stories![
    a_code_cannot_be_sent_again_within_a_minute,
    within_five_minutes_the_same_code_comes_again_with_the_same_end,
    later_a_new_code_comes_and_the_older_is_void,
    asking_again_never_gives_tries_back,
    a_flow_that_is_over_sends_nothing,
    each_mail_of_a_flow_has_a_name_of_its_own,
    a_known_device_is_told_in_plain_words,
    asking_again_is_said_in_japanese_too,
];

async fn a_code_cannot_be_sent_again_within_a_minute(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser().in_zone("Asia/Tokyo");
    mika.get_code("mika@example.jp").await;
    assert!(mika.page().shows("From 12:04, if nothing has come."));
    app.advance(59.seconds());
    mika.press("Send the code again").await;
    assert_eq!(
        mika.page().news().as_deref(),
        Some("The mail may still be on its way. You can have it sent again from 12:04.")
    );
    assert_eq!(app.deliver_mail().await, 0);

    app.advance(1.seconds());
    mika.reload().await;
    assert_eq!(mika.page().news(), None, "the sentence was for a minute");
    mika.press("Send the code again").await;
    assert_eq!(app.deliver_mail().await, 1);
}

async fn within_five_minutes_the_same_code_comes_again_with_the_same_end(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser().in_zone("Asia/Tokyo");
    let first = mika.get_code("mika@example.jp").await;
    app.advance(5.minutes());
    mika.press("Send the code again").await;
    let reference = first.reference();
    assert_eq!(
        mika.page().news(),
        Some(format!(
            "If this address can sign in here, the same code is on its way again. \
             It's in the mail marked {reference}."
        ))
    );
    assert!(mika.page().shows("The code works until 12:13."));
    let second = app.newest_mail_to("mika@example.jp").await;
    assert_eq!(second.code(), first.code());
    assert_eq!(second.reference(), reference);
    assert!(second.text().contains("It works until 12:13"));
    assert_eq!(app.count("challenge").await, 1);
    mika.enter(&first.code()).await;
    assert_eq!(mika.page().title(), "Make an account?");
}

async fn later_a_new_code_comes_and_the_older_is_void(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser().in_zone("Asia/Tokyo");
    let first = mika.get_code("mika@example.jp").await;
    app.advance(5.minutes());
    app.advance(1.seconds());
    mika.press("Send the code again").await;
    let second = app.newest_mail_to("mika@example.jp").await;
    assert_ne!(second.reference(), first.reference());
    assert_eq!(
        mika.page().news(),
        Some(format!(
            "If this address can sign in here, a new code is on its way. Earlier ones no \
             longer work. Look for the mail marked {}.",
            second.reference()
        ))
    );
    assert_eq!(mika.page().reference(), second.reference());
    assert!(mika.page().shows("The code works until 12:18."));
    mika.enter(&second.code()).await;
    assert_eq!(mika.page().title(), "Make an account?");
}

async fn asking_again_never_gives_tries_back(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    let mut mail = mika.get_code("mika@example.jp").await;
    for (waits, left) in [
        (1, "4 tries"),
        (7, "3 tries"),
        (12, "2 tries"),
        (2, "1 try"),
    ] {
        mika.enter(&mail.wrong_code()).await;
        let sentence = format!("That code doesn't match. {left} left.");
        assert!(mika.page().has_alert(&sentence), "{}", mika.page().text());
        app.advance(waits.minutes());
        mika.reload().await;
        let words = if mika.page().has_button("Send a new code") {
            "Send a new code"
        } else {
            "Send the code again"
        };
        mika.press(words).await;
        mail = app.newest_mail_to("mika@example.jp").await;
    }
    mika.enter(&mail.wrong_code()).await;
    assert_eq!(mika.page().title(), "That was the last try");
}

async fn a_flow_that_is_over_sends_nothing(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    let mail = mika.get_code("mika@example.jp").await;
    let again = mika.form("Send the code again");
    mika.enter(&mail.code()).await;
    app.advance(2.minutes());
    mika.send(&again).await;
    assert_eq!(mika.page().title(), "Make an account?");
    mika.press("Make an account").await;
    mika.send(&again).await;
    assert_eq!(mika.page().title(), "You're signed in");
    assert_eq!(app.deliver_mail().await, 0);

    let mut rei = app.browser();
    let mail = rei.get_code("rei@example.jp").await;
    let again = rei.form("Send the code again");
    for _ in 0..5 {
        rei.enter(&mail.wrong_code()).await;
    }
    app.advance(2.minutes());
    rei.send(&again).await;
    assert_eq!(rei.page().title(), "That was the last try");
    assert_eq!(app.deliver_mail().await, 0);
}

async fn each_mail_of_a_flow_has_a_name_of_its_own(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    mika.get_code("mika@example.jp").await;
    app.advance(1.minutes());
    mika.press("Send the code again").await;
    app.deliver_mail().await;
    let mails = app.mails_to("mika@example.jp");
    assert_eq!(mails.len(), 2);
    assert_ne!(mails[0].message_id(), mails[1].message_id());
    for mail in mails {
        assert!(mail.message_id().ends_with("@example.jp"));
    }
}

async fn a_known_device_is_told_in_plain_words(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.familiar_browser("mika@example.jp").await;
    let first = mika.get_code("mika@example.jp").await;
    app.advance(1.minutes());
    mika.press("Send the code again").await;
    let same = format!(
        "We sent the same code again. It's in the mail marked {}.",
        first.reference()
    );
    assert_eq!(mika.page().news(), Some(same));
    app.advance(5.minutes());
    mika.press("Send the code again").await;
    let second = app.newest_mail_to("mika@example.jp").await;
    let new = format!(
        "We sent a new code. The earlier one no longer works. Use the one marked {}.",
        second.reference()
    );
    assert_eq!(mika.page().news(), Some(new));
}

async fn asking_again_is_said_in_japanese_too(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser().in_japanese().in_zone("Asia/Tokyo");
    let first = mika.get_code("mika@example.jp").await;
    mika.press("コードをもう一度送る").await;
    let soon = "メールは届く途中かもしれません。12:04から、もう一度送れます。";
    assert_eq!(mika.page().news().as_deref(), Some(soon));
    app.advance(1.minutes());
    mika.press("コードをもう一度送る").await;
    let same = format!(
        "このアドレスでサインインできる場合は、同じコードがもう一度届きます。\
         件名に {} とあるメールです。",
        first.reference()
    );
    assert_eq!(mika.page().news(), Some(same));
    app.advance(5.minutes());
    mika.press("コードをもう一度送る").await;
    let second = app.newest_mail_to("mika@example.jp").await;
    let new = format!(
        "このアドレスでサインインできる場合は、新しいコードが届きます。\
         前のコードはもう使えません。件名に {} とあるメールです。",
        second.reference()
    );
    assert_eq!(mika.page().news(), Some(new));
}
