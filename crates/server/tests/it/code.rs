//! The code: each way it can go has a sentence of its own and a next step.

use crate::support::{Engine, Setup, Span as _, TestApp};

stories![
    a_wrong_code_says_how_many_tries_are_left,
    the_last_wrong_code_ends_the_flow,
    the_right_code_after_the_last_try_opens_nothing,
    a_code_of_an_earlier_mail_points_to_the_newer_one,
    a_code_after_its_time_leads_to_a_new_one,
    a_used_code_says_so_and_where_the_person_is_signed_in,
    a_used_code_says_so_after_signing_out_too,
    coming_back_to_the_question_about_an_account_is_no_dead_end,
    another_browser_is_sent_back_to_the_first,
    a_page_that_lost_its_cookie_says_what_to_do,
    a_flow_that_is_gone_can_be_begun_again,
    a_flow_ends_after_an_hour,
    an_account_can_be_asked_for_within_the_hour_only,
    every_ending_is_said_in_japanese_too,
    a_longer_code_is_asked_for_where_the_settings_say_so,
];

async fn a_wrong_code_says_how_many_tries_are_left(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    let mail = mika.get_code("mika@example.jp").await;
    for left in ["4 tries", "3 tries", "2 tries", "1 try"] {
        mika.enter(&mail.wrong_code()).await;
        assert_eq!(mika.page().status, 422);
        let sentence = format!("That code doesn't match. {left} left.");
        assert!(mika.page().has_alert(&sentence), "{}", mika.page().text());
        assert_eq!(mika.page().title(), format!("{sentence} Check your mail"));
    }
    mika.enter(&mail.code()).await;
    assert_eq!(mika.page().title(), "Make an account?");
}

async fn the_last_wrong_code_ends_the_flow(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    let mail = mika.get_code("mika@example.jp").await;
    let at = mika.page().at.clone();
    for _ in 0..5 {
        mika.enter(&mail.wrong_code()).await;
    }
    assert_eq!(mika.page().title(), "That was the last try");
    assert!(mika.page().shows("You can begin afresh at once."));
    assert_eq!(mika.page().all(".next a"), ["Begin again"]);
    assert_eq!(mika.visit(&at).await.title(), "That was the last try");
}

async fn the_right_code_after_the_last_try_opens_nothing(engine: Engine) {
    let app = TestApp::real(engine).await;
    app.make_account("mika@example.jp").await;
    let mut mika = app.browser();
    let mail = mika.get_code("mika@example.jp").await;
    let window = mika.clone();
    for _ in 0..5 {
        mika.enter(&mail.wrong_code()).await;
    }
    let mut window = window;
    window.enter(&mail.code()).await;
    assert_eq!(window.page().title(), "That was the last try");
    assert!(window.cookie("session").is_none());
    assert_eq!(app.count("session").await, 0);
}

async fn a_code_of_an_earlier_mail_points_to_the_newer_one(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser().in_zone("Asia/Tokyo");
    let earlier = mika.get_code("mika@example.jp").await;
    app.advance(6.minutes());
    mika.press("Send the code again").await;
    let newer = app.newest_mail_to("mika@example.jp").await;
    assert_ne!(newer.reference(), earlier.reference());
    assert_ne!(newer.code(), earlier.code());

    mika.enter(&earlier.code()).await;
    let sentence = format!(
        "That code is from an earlier mail. Use the one marked {}, sent at 12:09.",
        newer.reference()
    );
    assert!(mika.page().has_alert(&sentence), "{}", mika.page().text());
    mika.enter(&newer.wrong_code()).await;
    assert!(
        mika.page()
            .has_alert("That code doesn't match. 4 tries left."),
        "the earlier code cost no try"
    );
    mika.enter(&newer.code()).await;
    assert_eq!(mika.page().title(), "Make an account?");
}

async fn a_code_after_its_time_leads_to_a_new_one(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser().in_zone("Asia/Tokyo");
    let mail = mika.get_code("mika@example.jp").await;
    app.advance(10.minutes());
    mika.enter(&mail.code()).await;
    let sentence = "The code's time ran out at 12:13. A new one can be on its way at once.";
    assert!(mika.page().has_alert(sentence), "{}", mika.page().text());
    assert_eq!(mika.page().status, 422);

    mika.reload().await;
    assert!(
        mika.page().has_alert(sentence),
        "the page says so by itself"
    );
    mika.press("Send a new code").await;
    let newer = app.newest_mail_to("mika@example.jp").await;
    mika.enter(&newer.code()).await;
    assert_eq!(mika.page().title(), "Make an account?");
}

async fn a_used_code_says_so_and_where_the_person_is_signed_in(engine: Engine) {
    let app = TestApp::real(engine).await;
    app.make_account("mika@example.jp").await;
    let mut mika = app.browser();
    let mail = mika.get_code("mika@example.jp").await;
    let code_page = mika.page().at.clone();
    let sent = {
        mika.fill("6-digit code", &mail.code());
        mika.form("Sign in")
    };
    mika.send(&sent).await;
    assert_eq!(mika.page().title(), "My activity");

    mika.visit(&code_page).await;
    assert_eq!(
        mika.page().title(),
        "You're signed in",
        "by the back button"
    );
    assert_eq!(mika.page().all(".next a"), ["Go to my account"]);
    mika.send(&sent).await;
    assert_eq!(mika.page().title(), "You're signed in", "sent twice");
    assert_eq!(app.count("session").await, 1);
}

async fn a_used_code_says_so_after_signing_out_too(engine: Engine) {
    let app = TestApp::real(engine).await;
    app.make_account("mika@example.jp").await;
    let mut mika = app.browser();
    let mail = mika.get_code("mika@example.jp").await;
    let code_page = mika.page().at.clone();
    mika.fill("6-digit code", &mail.code());
    let sent = mika.form("Sign in");
    mika.send(&sent).await;
    mika.sign_out().await;

    mika.visit(&code_page).await;
    assert_eq!(mika.page().title(), "This has already done its work");
    assert_eq!(mika.page().all(".next a"), ["Begin again"]);
    mika.send(&sent).await;
    assert_eq!(mika.page().title(), "This has already done its work");
    assert!(mika.cookie("session").is_none());
}

async fn coming_back_to_the_question_about_an_account_is_no_dead_end(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    let mail = mika.get_code("mika@example.jp").await;
    let code_page = mika.page().at.clone();
    mika.fill("6-digit code", &mail.code());
    let typed = mika.form("Sign in");
    mika.send(&typed).await;
    let question = mika.page().at.clone();
    mika.visit(&code_page).await;
    assert_eq!(
        mika.page().title(),
        "Make an account?",
        "by the back button"
    );
    mika.send(&typed).await;
    assert_eq!(mika.page().title(), "Make an account?", "sent twice");

    let asked = mika.form("Make an account");
    mika.send(&asked).await;
    assert_eq!(mika.page().title(), "My activity");
    mika.send(&asked).await;
    assert_eq!(mika.page().title(), "You're signed in", "asked twice");
    assert_eq!(mika.visit(&question).await.title(), "You're signed in");
    assert_eq!(app.count("account").await, 1);
    assert_eq!(app.count("session").await, 1);
}

async fn another_browser_is_sent_back_to_the_first(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut desk = app.browser();
    let mail = desk.get_code("mika@example.jp").await;
    let mut phone = app.browser();
    phone.visit(&desk.page().at).await;
    assert_eq!(
        phone.page().title(),
        "This sign-in began in another browser"
    );
    assert_eq!(phone.page().status, 403);

    // A phone that has a sign-in of its own sends the desk's code to the desk's page.
    phone.ask_for_code("rei@example.jp").await;
    phone.fill("6-digit code", &mail.code());
    for button in ["Sign in", "Send the code again", "Use another address"] {
        let mut sent = phone.form(button);
        let (path, _) = desk
            .page()
            .at
            .split_once('?')
            .unwrap_or((&desk.page().at, ""));
        sent.action = match button {
            "Sign in" => path.to_owned(),
            "Send the code again" => format!("{path}/resend"),
            _ => format!("{path}/create"),
        };
        let mut phone = phone.clone();
        phone.send(&sent).await;
        assert_eq!(
            phone.page().title(),
            "This sign-in began in another browser"
        );
    }
    desk.enter(&mail.code()).await;
    assert_eq!(desk.page().title(), "Make an account?", "nothing was spent");
}

async fn a_page_that_lost_its_cookie_says_what_to_do(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    let mail = mika.get_code("mika@example.jp").await;
    mika.lose_cookie("visitor");
    mika.enter(&mail.code()).await;
    assert_eq!(mika.page().title(), "This browser isn't keeping our cookie");
    assert!(
        mika.page()
            .shows("Allow cookies for this site, then try again.")
    );
}

async fn a_flow_that_is_gone_can_be_begun_again(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    mika.visit("/sign-in/0193f3a0000070008000000000000000")
        .await;
    assert_eq!(mika.page().title(), "This sign-in is over");
    assert_eq!(mika.page().status, 404);
    assert_eq!(mika.page().all(".next a"), ["Begin again"]);
    for nonsense in ["nonsense", "%00", "%ff", "0", "é"] {
        mika.visit(&format!("/sign-in/{nonsense}")).await;
        assert_eq!(mika.page().status, 404, "{nonsense}");
        assert_eq!(mika.page().title(), "There's nothing at this address");
    }
}

async fn a_flow_ends_after_an_hour(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    let mail = mika.get_code("mika@example.jp").await;
    let page = mika.clone();
    app.advance(1.hours());
    for button in ["Sign in", "Send the code again"] {
        let mut window = page.clone();
        window.fill("6-digit code", &mail.code());
        window.press(button).await;
        assert_eq!(window.page().title(), "This sign-in is over", "{button}");
    }
    mika.reload().await;
    assert_eq!(mika.page().title(), "This sign-in is over");
}

async fn an_account_can_be_asked_for_within_the_hour_only(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    let mail = mika.get_code("mika@example.jp").await;
    mika.enter(&mail.code()).await;
    app.advance(1.hours());
    mika.press("Make an account").await;
    assert_eq!(mika.page().title(), "This sign-in is over");
    assert_eq!(app.count("account").await, 0);
}

async fn every_ending_is_said_in_japanese_too(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser().in_japanese().in_zone("Asia/Tokyo");
    let mail = mika.get_code("mika@example.jp").await;
    let code_page = mika.page().at.clone();
    mika.enter(&mail.wrong_code()).await;
    assert!(
        mika.page()
            .has_alert("コードが違うようです。あと4回入力できます。")
    );

    app.advance(6.minutes());
    mika.press("コードをもう一度送る").await;
    let newer = app.newest_mail_to("mika@example.jp").await;
    mika.enter(&mail.code()).await;
    let superseded = format!(
        "それは前のメールのコードです。12:09に送った {} のコードを入力してください。",
        newer.reference()
    );
    assert!(mika.page().has_alert(&superseded), "{}", mika.page().text());

    app.advance(10.minutes());
    mika.enter(&newer.code()).await;
    let expired = "コードの期限（12:19）が過ぎました。新しいコードをすぐにお送りできます。";
    assert!(mika.page().has_alert(expired), "{}", mika.page().text());
    mika.press("新しいコードを送る").await;

    let mut phone = app.browser().in_japanese();
    phone.visit(&code_page).await;
    assert_eq!(phone.page().title(), "別のブラウザーで始めたサインインです");

    let newest = app.newest_mail_to("mika@example.jp").await;
    for _ in 0..4 {
        mika.enter(&newest.wrong_code()).await;
    }
    assert_eq!(mika.page().title(), "入力できる回数を終えました");
    app.advance(1.hours());
    assert_eq!(
        mika.visit(&code_page).await.title(),
        "このサインインは終わっています"
    );

    let again = mika.get_code("mika@example.jp").await;
    let code_page = mika.page().at.clone();
    mika.enter(&again.code()).await;
    mika.press("アカウントを作る").await;
    assert_eq!(
        mika.visit(&code_page).await.title(),
        "サインインできています"
    );
    mika.visit("/account").await;
    mika.sign_out().await;
    assert_eq!(
        mika.visit(&code_page).await.title(),
        "この手続きは、もう終わっています"
    );
}

async fn a_longer_code_is_asked_for_where_the_settings_say_so(engine: Engine) {
    let app = Setup::on(engine).section("[code]\nlength = 8").open().await;
    let mut mika = app.browser();
    let mail = mika.get_code("mika@example.jp").await;
    assert_eq!(mail.code().len(), "4829 1342".len());
    mika.fill("8-digit code", &mail.code());
    mika.press("Sign in").await;
    assert_eq!(mika.page().title(), "Make an account?");
}
