//! The language: by the browser, by choice, remembered.

use crate::support::{Engine, TestApp};

stories![
    the_browser_says_which_language,
    a_choice_outweighs_the_browser_and_is_remembered,
    a_choice_leads_back_to_the_page_it_was_made_on,
    an_account_gets_its_mails_in_the_language_it_chose,
];

async fn the_browser_says_which_language(engine: Engine) {
    let app = TestApp::real(engine).await;
    for (spoken, language) in [
        ("ja,en-US;q=0.9", "ja"),
        ("en-US,en;q=0.9,ja;q=0.8", "en"),
        ("fr-FR,ja;q=0.4,en;q=0.3", "ja"),
        ("fr-FR,fr;q=0.9", "en"),
        ("nonsense;;;q=x", "en"),
    ] {
        let mut browser = app.browser().speaking(spoken);
        assert_eq!(
            browser.visit("/sign-in").await.language(),
            language,
            "{spoken}"
        );
    }
}

async fn a_choice_outweighs_the_browser_and_is_remembered(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    mika.visit("/sign-in").await;
    assert_eq!(
        mika.page().all("form.language button"),
        ["English", "日本語"]
    );
    mika.press("日本語").await;
    assert_eq!(mika.page().title(), "サインイン");
    mika.close_window();
    assert_eq!(mika.visit("/nothing-here").await.language(), "ja");
    mika.visit("/sign-in").await;
    mika.press("English").await;
    assert_eq!(mika.page().title(), "Sign in");
    let year = 365 * 24 * 60 * 60;
    assert_eq!(mika.cookie("locale").unwrap().max_age, Some(year));
}

async fn a_choice_leads_back_to_the_page_it_was_made_on(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    let mail = mika.get_code("mika@example.jp").await;
    mika.press("日本語").await;
    assert_eq!(mika.page().title(), "メールをご確認ください");
    mika.enter(&mail.code()).await;
    mika.press("English").await;
    assert_eq!(mika.page().title(), "Make an account?");
}

async fn an_account_gets_its_mails_in_the_language_it_chose(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    mika.join("mika@example.jp").await;
    mika.press("日本語").await;
    assert_eq!(mika.page().title(), "利用の記録");

    let mut elsewhere = app.browser();
    elsewhere.ask_for_code("mika@example.jp").await;
    assert_eq!(
        elsewhere.page().language(),
        "en",
        "the page is for who is there"
    );
    let mail = app.newest_mail_to("mika@example.jp").await;
    assert_eq!(mail.language(), "ja", "the mail is for whose it is");
}
