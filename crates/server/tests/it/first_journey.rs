//! The first journey: an address, a code by mail, an account, and its history.

use crate::support::{Engine, Span as _, TestApp};

stories![
    a_newcomer_makes_an_account_and_sees_it_in_the_history,
    the_first_journey_is_the_same_in_japanese,
    on_a_known_device_the_page_says_where_the_code_went,
    an_address_typed_wrong_is_corrected_on_the_code_page,
    nothing_is_made_for_someone_who_turns_back_at_the_question,
    two_windows_that_ask_for_one_account_make_one,
    an_account_is_found_whatever_the_case_of_the_letters,
    addresses_as_japanese_carriers_gave_them_work,
    a_trial_begins_with_three_steps_and_an_inbox,
];

async fn a_newcomer_makes_an_account_and_sees_it_in_the_history(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser().in_zone("Asia/Tokyo");

    mika.visit("/").await;
    assert_eq!(mika.page().title(), "Sign in");
    mika.fill("Mail address", "mika@example.jp");
    mika.press("Send the code").await;
    assert_eq!(mika.page().title(), "Check your mail");
    let reference = mika.page().reference();
    for sentence in [
        &format!(
            "If this address can sign in here, a 6-digit code is on its way. \
             Look for the mail marked {reference}."
        ),
        "The code works until 12:13.",
        "You're signing in on a device we haven't seen before.",
    ] {
        assert!(mika.page().shows(sentence), "{}", mika.page().text());
    }

    app.advance(20.seconds());
    let mail = app.newest_mail_to("mika@example.jp").await;
    assert_eq!(
        mail.subject(),
        format!("Your Kadomori sign-in code ({reference})")
    );
    assert_eq!(mail.language(), "en");
    assert!(
        mail.text()
            .contains("It works until 12:13 (Japan time), once.")
    );
    assert!(mail.text().contains("by Firefox on Linux."));

    mika.fill("6-digit code", &mail.code());
    mika.press("Sign in").await;
    assert_eq!(mika.page().title(), "Make an account?");
    assert!(mika.page().shows("mika@example.jp is yours"));
    assert_eq!(app.count("account").await, 0, "nothing is made unasked");
    assert!(mika.cookie("session").is_none());

    mika.press("Make an account").await;
    assert_eq!(mika.page().title(), "My activity");
    let lines = mika.page().all("ol.lines li");
    assert_eq!(
        lines,
        [
            format!(
                "12:03 You signed in with a code by mail. It was asked for because the \
                 device was new to this account. Firefox on Linux this device Code {reference}"
            ),
            "12:03 You made this account. Firefox on Linux this device".to_owned(),
        ]
    );
    assert_eq!(mika.page().all("section.day h2"), ["today"]);
    assert_eq!(mika.page().all(".signed-in .whom"), ["mika@example.jp"]);
}

async fn the_first_journey_is_the_same_in_japanese(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser().in_japanese().in_zone("Asia/Tokyo");

    mika.visit("/").await;
    assert_eq!(mika.page().language(), "ja");
    mika.fill("メールアドレス", "mika@example.jp");
    mika.press("コードを送る").await;
    assert_eq!(mika.page().title(), "メールをご確認ください");
    let reference = mika.page().reference();
    let lead = format!(
        "このアドレスでサインインできる場合は、6桁の確認コードが届きます。\
         件名に {reference} とあるメールです。"
    );
    assert!(mika.page().shows(&lead), "{}", mika.page().text());

    let mail = app.newest_mail_to("mika@example.jp").await;
    assert_eq!(
        mail.subject(),
        format!("Kadomori サインインの確認コード（{reference}）")
    );
    assert_eq!(mail.language(), "ja");
    assert!(mail.text().contains("有効期限は12:13（日本時間）です。"));

    mika.fill("6桁の確認コード", &mail.code());
    mika.press("サインイン").await;
    assert_eq!(mika.page().title(), "アカウントを作りますか");
    mika.press("アカウントを作る").await;
    assert_eq!(mika.page().title(), "利用の記録");
    let lines = mika.page().all("ol.lines li");
    let newest = format!(
        "12:03 メールの確認コードでサインインしました。初めて使う端末だったため、\
         確認が必要でした。 Linux の Firefoxこの端末コード {reference}"
    );
    assert_eq!(lines[0].replace(' ', ""), newest.replace(' ', ""));
}

async fn on_a_known_device_the_page_says_where_the_code_went(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app
        .familiar_browser("mika@example.jp")
        .await
        .in_zone("Asia/Tokyo");
    app.advance(2.hours());

    mika.ask_for_code("Mika@Example.jp").await;
    let reference = mika.page().reference();
    let lead = format!(
        "We sent a 6-digit code to m…@example.jp. It's in the mail marked {reference} \
         and works until 14:13."
    );
    assert!(mika.page().shows(&lead), "{}", mika.page().text());
    assert!(
        mika.page()
            .shows("Each sign-in asks for one thing that shows it's you.")
    );
    assert!(!mika.page().body.to_lowercase().contains("mika@example.jp"));

    let mail = app.newest_mail_to("Mika@example.jp").await;
    mika.enter(&mail.code()).await;
    let newest = &mika.page().all("ol.lines li")[0];
    assert!(
        newest.contains("You signed in with a code by mail."),
        "{newest}"
    );
    assert!(
        newest.contains("Each sign-in asks for one thing that shows it's you."),
        "{newest}"
    );
    assert_eq!(app.count("account").await, 1);
    assert_eq!(app.count("device").await, 1);
}

async fn an_address_typed_wrong_is_corrected_on_the_code_page(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    let astray = mika.get_code("mikq@example.jp").await;
    let first = mika.page().at.clone();

    mika.press("Use another address").await;
    assert_eq!(mika.page().title(), "Sign in");
    assert_eq!(
        mika.page().news().as_deref(),
        Some(
            "The code for the first address won't be asked for any more. \
             Which address would you like to use?"
        )
    );
    let typed = mika.page().attribute("#address", "value");
    assert_eq!(typed.as_deref(), Some("mikq@example.jp"));
    mika.fill("Mail address", "mika@example.jp");
    mika.press("Send the code").await;

    mika.enter(&astray.code()).await;
    assert!(
        mika.page()
            .has_alert("That code doesn't match. 4 tries left.")
    );
    let mail = app.newest_mail_to("mika@example.jp").await;
    mika.enter(&mail.code()).await;
    assert_eq!(mika.page().title(), "Make an account?");

    mika.visit(&first).await;
    assert_eq!(mika.page().title(), "You went on elsewhere");
    assert!(mika.page().shows("Its code no longer counts"));
}

async fn nothing_is_made_for_someone_who_turns_back_at_the_question(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    let mail = mika.get_code("mika@example.jp").await;
    mika.enter(&mail.code()).await;

    mika.press("Use another address").await;
    assert_eq!(mika.page().title(), "Sign in");
    assert_eq!(app.count("account").await, 0);
    assert_eq!(app.count("device").await, 0);
    assert_eq!(app.count("session").await, 0);
}

async fn two_windows_that_ask_for_one_account_make_one(engine: Engine) {
    let app = TestApp::real(engine).await;
    let (mut left, mut right) = (app.browser(), app.browser());
    for window in [&mut left, &mut right] {
        let mail = window.get_code("mika@example.jp").await;
        window.enter(&mail.code()).await;
        assert_eq!(window.page().title(), "Make an account?");
    }
    left.press("Make an account").await;
    right.press("Make an account").await;
    for window in [&left, &right] {
        assert_eq!(window.page().title(), "My activity");
    }
    assert_eq!(app.count("account").await, 1);
    assert_eq!(app.count("session").await, 2);
}

async fn an_account_is_found_whatever_the_case_of_the_letters(engine: Engine) {
    let app = TestApp::real(engine).await;
    app.familiar_browser("mika@example.jp").await;
    let mut elsewhere = app.browser();
    elsewhere.ask_for_code(" MIKA@EXAMPLE.JP ").await;
    let mail = app.newest_mail_to("MIKA@example.jp").await;
    elsewhere.enter(&mail.code()).await;
    assert_eq!(elsewhere.page().title(), "My activity");
    assert_eq!(app.count("account").await, 1);
}

async fn addresses_as_japanese_carriers_gave_them_work(engine: Engine) {
    let app = TestApp::real(engine).await;
    for address in [
        "ab..c@docomo.ne.jp",
        "ab.@ezweb.ne.jp",
        ".ab@softbank.ne.jp",
    ] {
        let mut person = app.browser();
        person.join(address).await;
        assert_eq!(person.page().all(".signed-in .whom"), [address]);
    }
}

async fn a_trial_begins_with_three_steps_and_an_inbox(engine: Engine) {
    let app = TestApp::trial(engine).await;
    let mut mika = app.browser().at("127.0.0.1");
    mika.visit("/").await;
    assert_eq!(mika.page().title(), "The gate is open");
    assert_eq!(
        mika.page().all("ol.steps h2"),
        [
            "Make an account",
            "Find the code in the inbox",
            "Make it real"
        ]
    );

    mika.ask_for_code("mika@example.jp").await;
    let code_page = mika.page().at.clone();
    app.deliver_mail().await;
    mika.visit("/inbox").await;
    let mail = mika.page().attribute("ul.mails a", "href").unwrap();
    mika.visit(&mail).await;
    assert!(
        mika.page()
            .title()
            .starts_with("Your Kadomori sign-in code (")
    );
    let text = mika.page().all("pre").remove(0);
    let code = app.mails_to("mika@example.jp")[0].code();
    assert!(text.contains(&code), "{text}");

    mika.visit(&code_page).await;
    mika.enter(&code).await;
    assert_eq!(mika.page().title(), "Make an account?");
}
