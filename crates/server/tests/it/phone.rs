//! Phone numbers: added by a code that came as a text message, signed in with, removed.

use crate::support::{Engine, Page, Person, Setup, Span as _, TestApp};

stories![
    a_number_in_full_width_signs_is_confirmed_by_a_code_and_the_addresses_are_told,
    a_number_that_gets_no_texts_is_refused_with_its_own_sentence,
    a_number_that_is_there_already_is_not_sent_to,
    there_can_be_five_numbers,
    nobody_uses_up_the_messages_of_a_number_by_adding_it,
    a_number_that_another_account_signs_in_with_is_told_once_it_is_proven,
    a_number_that_is_removed_signs_in_no_more,
    the_only_name_to_sign_in_with_stays,
    every_change_of_a_number_asks_for_a_fresh_proof,
    nobody_removes_the_number_of_another,
    where_no_texts_are_sent_there_is_nothing_to_add,
    where_texts_were_switched_off_numbers_can_still_be_removed,
    what_a_number_is_worth_is_said_before_one_is_added,
];

const MIKA: &str = "mika@example.jp";
const NUMBER: &str = "+819012345678";
const NEW: &str = "/account/security/phone/new";

async fn with_texts(engine: Engine) -> TestApp {
    Setup::on(engine).texts().open().await
}

/// The numbers on the overview.
fn numbers(page: &Page) -> Vec<String> {
    page.all("#phones .things li > .what")
}

/// Where a number of the overview is removed.
fn removal(page: &Page) -> String {
    page.attribute("#phones a[href$=remove]", "href").unwrap()
}

async fn a_number_in_full_width_signs_is_confirmed_by_a_code_and_the_addresses_are_told(
    engine: Engine,
) {
    let app = with_texts(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    app.deliver_mail().await;
    mika.ask_to_add_phone("０９０ー１２３４ー５６７８").await;
    assert_eq!(mika.page().title(), "Check your phone · New phone number");
    assert!(
        mika.page().shows("+81 90-1234-5678"),
        "they have just typed it"
    );
    let text = app.newest_text_to(NUMBER).await;
    assert!(
        text.body().contains("to add this number"),
        "{}",
        text.body()
    );
    mika.browser.fill("6-digit code", &text.wrong_code());
    mika.go_on().await;
    assert!(
        mika.page()
            .has_alert("That code doesn't match. 4 tries left.")
    );
    assert_eq!(app.count("contact").await, 1, "nothing counts before");

    app.advance(1.seconds());
    mika.browser.fill("6-digit code", &text.code());
    let done = mika.go_on().await;
    assert_eq!(done.at, "/account/security?done=phone_added");
    assert!(done.shows("A phone number was added."), "{}", done.text());
    assert_eq!(numbers(done), ["+81 90-1234-5678"]);
    app.deliver_mail().await;
    let mails = app.mails_to(MIKA);
    let told = mails.last().unwrap();
    assert!(told.text().contains("…5678"), "{}", told.text());
    assert_eq!(app.texts().len(), 1, "no notice costs a text message");
    assert_eq!(
        app.count("identifier").await,
        1,
        "signing in with it is switched on apart"
    );
    let lines = mika.browser.visit("/account").await.all("ol.lines li");
    assert!(
        lines[0].contains("A phone number was added."),
        "{}",
        lines[0]
    );
}

async fn a_number_that_gets_no_texts_is_refused_with_its_own_sentence(engine: Engine) {
    let app = with_texts(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    app.deliver_mail().await;
    for (typed, sentence) in [
        ("", "Type a phone number to go on."),
        (
            "090-1234",
            "That's no complete phone number. Type it as 09012345678 or, with its country, as \
             +819012345678.",
        ),
        (
            "mika",
            "A phone number has digits, spaces and hyphens. There's another sign in there.",
        ),
        (
            "0990-123-456",
            "Calls to that number cost extra, so no code goes there. Take the number of a \
             mobile phone.",
        ),
        (
            "03-1234-5678",
            "That's the number of a fixed line, which gets no text messages. Take the number \
             of a mobile phone.",
        ),
        (
            "050-1234-5678",
            "That number gets no text messages. Take the number of a mobile phone.",
        ),
        (
            "+1 202 555 0173",
            "Text messages don't go to that country from here.",
        ),
    ] {
        mika.ask_to_add_phone(typed).await;
        assert!(mika.page().has_alert(sentence), "{}", mika.page().text());
        assert_eq!(mika.page().status, 422);
        let shown = mika.page().attribute("#phone", "value");
        assert_eq!(shown.as_deref(), Some(typed));
    }
    assert_eq!(app.deliver_mail().await, 0);
    assert_eq!(app.texts().len(), 0);
}

async fn a_number_that_is_there_already_is_not_sent_to(engine: Engine) {
    let app = with_texts(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.add_phone("090-1234-5678").await;
    mika.ask_to_add_phone("+81 90 1234 5678").await;
    assert!(
        mika.page()
            .has_alert("Your account has that number already.")
    );
    app.deliver_mail().await;
    let mut texts = app.texts();
    texts.retain(|text| text.body().contains("to add this number"));
    assert_eq!(texts.len(), 1);
}

async fn there_can_be_five_numbers(engine: Engine) {
    let app = with_texts(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    for last in 1..=5 {
        mika.add_phone(&format!("090-1234-567{last}")).await;
        app.advance(1.minutes());
    }
    assert_eq!(numbers(mika.page()).len(), 5);
    mika.ask_to_add_phone("090-1234-5670").await;
    assert!(mika.page().has_alert(
        "There are as many numbers as there can be. Remove one that you don't use any more first."
    ));
}

async fn nobody_uses_up_the_messages_of_a_number_by_adding_it(engine: Engine) {
    let app = with_texts(engine).await;
    let mut rei = Person::joins(&app, "rei@example.jp").await;
    rei.add_phone("090-1234-5678").await;
    rei.sign_in_with_phone().await;
    rei.browser.sign_out().await;
    let mut mika = Person::joins(&app, MIKA).await;
    // A further one went there when she added it, and five is as many as go there in an hour.
    for _ in 0..4 {
        mika.ask_to_add_phone("090-1234-5678").await;
        assert_eq!(mika.page().title(), "Check your phone · New phone number");
    }
    mika.ask_to_add_phone("090-1234-5678").await;
    assert_eq!(mika.page().status, 429);
    let alert = mika.page().alert().unwrap();
    assert!(
        alert.starts_with("Several codes went there in a short time."),
        "{alert}"
    );
    app.deliver_mail().await;
    let before = app.texts().len();
    rei.browser.ask_for_code("090-1234-5678").await;
    rei.browser.press_way("choose").await;
    rei.browser.press_way("sms_code").await;
    app.deliver_mail().await;
    assert_eq!(
        app.texts().len(),
        before + 1,
        "on a device of their own, its owner isn't kept waiting"
    );
}

async fn a_number_that_another_account_signs_in_with_is_told_once_it_is_proven(engine: Engine) {
    let app = with_texts(engine).await;
    let mut rei = Person::joins(&app, "rei@example.jp").await;
    rei.add_phone("090-1234-5678").await;
    rei.sign_in_with_phone().await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.add_phone("090-1234-5678").await;
    assert_eq!(numbers(mika.page()).len(), 1, "two may share a phone");
    mika.switch_identifier("phone", NUMBER, "yes").await;
    assert_eq!(mika.page().status, 409);
    assert!(
        mika.page()
            .has_alert("That number signs in to another account here. It can sign in to one only."),
        "{}",
        mika.page().text()
    );
}

async fn a_number_that_is_removed_signs_in_no_more(engine: Engine) {
    let app = with_texts(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.add_phone("090-1234-5678").await;
    mika.sign_in_with_phone().await;
    let path = removal(mika.browser.visit("/account/security").await);
    let page = mika.open(&path).await;
    assert_eq!(page.title(), "Remove this phone number?");
    assert!(page.shows("+81 90-1234-5678"));
    mika.go_on().await;
    assert_eq!(mika.page().at, "/account/security?done=phone_removed");
    assert!(mika.page().shows("A phone number was removed."));
    assert_eq!(numbers(mika.page()).len(), 0);
    assert_eq!(app.count("contact").await, 1);
    assert_eq!(app.count("identifier").await, 1);
    app.deliver_mail().await;
    let told = app.mails_to(MIKA).pop().unwrap();
    assert!(
        told.text().contains("A phone number was removed."),
        "{}",
        told.text()
    );
    let before = app.texts().len();
    app.browser().ask_for_code("090-1234-5678").await;
    app.deliver_mail().await;
    assert_eq!(app.texts().len(), before, "nobody has it any more");
    mika.browser.visit(&path).await;
    assert_eq!(mika.page().status, 404);
}

async fn the_only_name_to_sign_in_with_stays(engine: Engine) {
    let app = with_texts(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.add_phone("090-1234-5678").await;
    mika.sign_in_with_phone().await;
    mika.switch_identifier("mail", MIKA, "no").await;
    assert_eq!(mika.page().at, "/account/security?done=identifier_off");
    let path = removal(mika.browser.visit("/account/security").await);
    mika.open(&path).await;
    assert!(
        mika.page()
            .shows("It's your only way in. Add another one first."),
        "{}",
        mika.page().text()
    );
    assert!(!mika.page().has_button("Remove it"));
    mika.switch_identifier("phone", NUMBER, "no").await;
    assert!(
        mika.page()
            .shows("It's your only way in. Add another one first.")
    );
}

async fn every_change_of_a_number_asks_for_a_fresh_proof(engine: Engine) {
    let app = with_texts(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.add_phone("090-1234-5678").await;
    let path = removal(mika.page());
    app.advance(11.minutes());
    for page in [NEW, &path] {
        mika.browser.visit(page).await;
        assert!(
            mika.page().at.starts_with("/account/prove?to="),
            "{}",
            mika.page().at
        );
    }
    mika.open(&path).await;
    app.advance(11.minutes());
    mika.go_on().await;
    assert!(mika.page().at.starts_with("/account/prove?to="));
    assert_eq!(app.count("contact").await, 2);
}

async fn nobody_removes_the_number_of_another(engine: Engine) {
    let app = with_texts(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.add_phone("090-1234-5678").await;
    let path = removal(mika.page());
    let mut rei = Person::joins(&app, "rei@example.jp").await;
    rei.browser.visit(&path).await;
    assert_eq!(rei.page().status, 404);
    rei.browser.visit("/account/security/user-name").await;
    let csrf = rei.page().attribute("input[name=csrf]", "value").unwrap();
    let body = serde_urlencoded::to_string([("csrf", csrf)]).unwrap();
    rei.browser.post(&path, body).await;
    assert_eq!(rei.page().at, "/account/security?not=not_there");
    assert_eq!(app.count("contact").await, 3);
}

async fn where_no_texts_are_sent_there_is_nothing_to_add(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.browser.visit("/account/security").await;
    assert!(!mika.page().shows("Phone numbers"));
    let csrf = mika.page().attribute("input[name=csrf]", "value").unwrap();
    mika.open(NEW).await;
    assert!(mika.page().shows("Text messages aren't sent here."));
    assert!(!mika.page().has_button("Send the code"));
    let fields = [("csrf", csrf.as_str()), ("phone", "090-1234-5678")];
    let body = serde_urlencoded::to_string(fields).unwrap();
    mika.browser.post(NEW, body).await;
    assert_eq!(mika.page().status, 422);
    assert!(mika.page().shows("Text messages aren't sent here."));
    let mut stranger = app.browser();
    stranger.visit("/sign-in").await;
    assert!(!stranger.page().shows("phone number"));
    stranger.visit("/ways").await;
    assert!(!stranger.page().shows("text message"));
}

async fn where_texts_were_switched_off_numbers_can_still_be_removed(engine: Engine) {
    let app = with_texts(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.add_phone("090-1234-5678").await;
    let off = app.another_server_without_texts();
    mika.browser = mika.browser.at_server(&off);
    mika.browser.visit("/account/security").await;
    assert!(
        mika.page()
            .shows("Text messages aren't sent here at the moment, so no code goes to these."),
        "{}",
        mika.page().text()
    );
    assert!(!mika.page().shows("Add a phone number"));
    let path = removal(mika.page());
    mika.open(&path).await;
    mika.go_on().await;
    assert_eq!(mika.page().at, "/account/security?done=phone_removed");
    mika.browser.visit("/account/security").await;
    assert!(!mika.page().shows("Phone numbers"));
}

async fn what_a_number_is_worth_is_said_before_one_is_added(engine: Engine) {
    let app = with_texts(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    let page = mika.open(NEW).await;
    assert!(
        page.shows("Less than a passkey or an app"),
        "{}",
        page.text()
    );
    for better in ["/account/security/passkey/new", "/account/security/app/new"] {
        assert!(
            page.attribute(&format!(".because a[href='{better}']"), "href")
                .is_some()
        );
    }
}
