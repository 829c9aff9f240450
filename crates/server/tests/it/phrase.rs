//! The phrase: chosen by a person, and in every mail to their confirmed addresses from then on.

use kadomori_store::{Value, params};

use crate::support::{Engine, Page, Person, Setup, Span as _, TestApp, listen, logged};

stories![
    a_phrase_stands_in_every_mail_once_it_is_chosen,
    a_suggestion_is_taken_with_one_press_and_others_are_shown,
    the_mails_of_a_japanese_reader_have_it_in_japanese,
    a_change_is_told_by_the_phrase_that_was_known,
    a_removed_phrase_is_in_no_mail_any_more,
    mails_to_addresses_that_are_not_confirmed_have_none,
    strangers_and_newcomers_get_none,
    an_address_that_nobody_has_proven_has_none_until_its_code_is_typed,
    what_can_be_no_phrase_is_said_and_changes_nothing,
    it_is_shown_and_changed_after_a_fresh_proof_alone,
    it_lies_readable_nowhere,
    a_mail_leaves_without_a_phrase_that_can_not_be_opened,
    it_goes_with_its_account,
];

const MIKA: &str = "mika@example.jp";
const SECOND: &str = "mika@post.example.com";
const HERON: &str = "blue heron at dawn";
const HARE: &str = "quiet hare in the mist";
const PAGE: &str = "/account/security/phrase";

/// Chooses a phrase of their own words.
async fn choose<'a>(person: &'a mut Person, phrase: &str) -> &'a Page {
    person.open(PAGE).await;
    person.browser.fill("Or use words of your own", phrase);
    person.browser.press("Save the phrase").await
}

async fn with_phrase(app: &TestApp) -> Person {
    let mut mika = Person::joins(app, MIKA).await;
    let page = choose(&mut mika, HERON).await;
    assert_eq!(page.at, "/account/security?done=phrase_chosen");
    mika
}

/// The newest mail to an address, whatever it brings.
async fn newest(app: &TestApp, address: &str) -> String {
    app.deliver_mail().await;
    let mails = app.mails_to(address);
    mails.last().expect("a mail came").text().to_owned()
}

/// The newest mail of a stranger's sign-in with an address.
async fn code_mail(app: &TestApp, address: &str) -> String {
    let mail = app.browser().get_code(address).await;
    mail.text().to_owned()
}

fn line(phrase: &str) -> String {
    format!("\nYour phrase: {phrase}\n")
}

async fn forget_proofs(app: &TestApp) {
    let forgotten = app.db.write((), |tx, ()| {
        Box::pin(async move {
            let sql = "UPDATE contact SET confirmed_at = NULL";
            tx.execute(sql, &params![]).await
        })
    });
    assert!(forgotten.await.unwrap() > 0);
}

async fn a_phrase_stands_in_every_mail_once_it_is_chosen(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = with_phrase(&app).await;
    assert!(mika.page().shows("A phrase for our mails was chosen."));
    assert!(mika.page().shows("Chosen today"), "{}", mika.page().text());
    assert!(!mika.page().shows(HERON), "the overview asks for no proof");
    let notice = newest(&app, MIKA).await;
    assert!(notice.contains("A phrase for our mails was chosen."));
    assert!(notice.contains(&line(HERON)), "{notice}");
    assert!(!notice.contains("until now"), "there was none: {notice}");

    let code = code_mail(&app, MIKA).await;
    assert!(code.contains(&line(HERON)), "{code}");
    mika.choose_password("blue kettle on a hill").await;
    let notice = newest(&app, MIKA).await;
    assert!(notice.contains("A password was set."));
    assert!(notice.contains(&line(HERON)), "{notice}");
}

async fn a_suggestion_is_taken_with_one_press_and_others_are_shown(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    let suggested = |page: &Page| page.all("ul.choices button[name=phrase]");
    let first = suggested(mika.open(PAGE).await);
    let others = suggested(mika.open(PAGE).await);
    assert_eq!((first.len(), others.len()), (3, 3));
    assert!(others.iter().all(|one| !first.contains(one)));
    mika.browser.press(&others[1]).await;
    assert_eq!(mika.page().at, "/account/security?done=phrase_chosen");
    let code = code_mail(&app, MIKA).await;
    assert!(code.contains(&line(&others[1])), "{code}");
    assert_eq!(mika.open(PAGE).await.all("bdi"), [others[1].clone()]);
}

async fn the_mails_of_a_japanese_reader_have_it_in_japanese(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser().in_japanese();
    mika.join(MIKA).await;
    mika.visit(PAGE).await;
    let suggested = mika.page().all("ul.choices button[name=phrase]");
    let phrase = suggested[0].clone();
    assert!(phrase.contains('の') && phrase.contains('と'), "{phrase}");
    mika.press(&phrase).await;
    assert!(mika.page().shows("メールに入る合言葉が設定されました。"));
    let expected = format!("\nあなたの合言葉: {phrase}\n");
    let notice = newest(&app, MIKA).await;
    assert!(notice.contains(&expected), "{notice}");
    mika.sign_out().await;
    let mail = mika.get_code(MIKA).await;
    assert_eq!(mail.language(), "ja");
    assert!(mail.text().contains(&expected), "{}", mail.text());
    mika.enter(&mail.code()).await;
    assert_eq!(mika.page().at, "/account");
}

async fn a_change_is_told_by_the_phrase_that_was_known(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = with_phrase(&app).await;
    let page = choose(&mut mika, HARE).await;
    assert_eq!(page.at, "/account/security?done=phrase_changed");
    let notice = newest(&app, MIKA).await;
    let both = format!("\nYour phrase until now: {HERON}\nYour phrase: {HARE}\n");
    assert!(notice.contains(&both), "{notice}");
    let code = code_mail(&app, MIKA).await;
    assert!(
        code.contains(&line(HARE)) && !code.contains(HERON),
        "{code}"
    );
    mika.browser.visit("/account").await;
    assert!(mika.page().shows("The phrase in our mails was changed."));
}

async fn a_removed_phrase_is_in_no_mail_any_more(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = with_phrase(&app).await;
    mika.open(PAGE).await;
    mika.browser.press("Remove the phrase").await;
    assert_eq!(mika.page().at, "/account/security?done=phrase_removed");
    assert!(mika.page().shows("None. With one,"));
    let notice = newest(&app, MIKA).await;
    let former = format!("\nYour phrase until now: {HERON}\n");
    assert!(notice.contains(&former), "{notice}");
    assert!(!notice.contains("Your phrase:"), "{notice}");
    let code = code_mail(&app, MIKA).await;
    assert!(!code.contains("phrase"), "{code}");
    assert!(!mika.open(PAGE).await.has_button("Remove the phrase"));
}

async fn mails_to_addresses_that_are_not_confirmed_have_none(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = with_phrase(&app).await;
    mika.open("/account/security/address/new").await;
    mika.browser.fill("Mail address", SECOND);
    mika.browser.press("Send the code").await;
    let mail = app.newest_mail_to(SECOND).await;
    assert!(!mail.text().contains("phrase"), "{}", mail.text());
    mika.browser.fill("6-digit code", &mail.code());
    mika.browser.press("Confirm").await;
    assert_eq!(mika.page().at, "/account/security?done=contact_added");

    // Confirmed, it is told of the next change like the first one.
    mika.choose_password("blue kettle on a hill").await;
    assert!(newest(&app, SECOND).await.contains(&line(HERON)));

    mika.browser.visit("/account/security").await;
    let remove = "#addresses li:last-child a[href$='/remove']";
    let path = mika.page().attribute(remove, "href").unwrap();
    mika.open(&path).await;
    mika.browser.press("Remove it").await;
    assert_eq!(mika.page().at, "/account/security?done=contact_removed");
    let told = newest(&app, SECOND).await;
    assert!(told.contains("A mail address was removed."));
    assert!(!told.contains("phrase"), "it is none of theirs now: {told}");
    assert!(newest(&app, MIKA).await.contains(&line(HERON)));
}

async fn strangers_and_newcomers_get_none(engine: Engine) {
    let app = TestApp::real(engine).await;
    with_phrase(&app).await;
    let newcomer = code_mail(&app, "rei@example.jp").await;
    assert!(!newcomer.contains("phrase"), "{newcomer}");
    let mut tarou = Person::joins(&app, "tarou@example.jp").await;
    // Mika's own address, typed by another account that would have it.
    tarou.open("/account/security/address/new").await;
    tarou.browser.fill("Mail address", MIKA);
    tarou.browser.press("Send the code").await;
    let mail = app.newest_mail_to(MIKA).await;
    assert!(mail.subject().contains("confirm this address"));
    assert!(!mail.text().contains("phrase"), "{}", mail.text());
}

async fn an_address_that_nobody_has_proven_has_none_until_its_code_is_typed(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = with_phrase(&app).await;
    forget_proofs(&app).await;
    mika.open(PAGE).await;
    assert!(
        mika.page()
            .shows("Mails to mika@example.jp come without it")
    );
    let mut elsewhere = app.browser();
    let mail = elsewhere.get_code(MIKA).await;
    assert!(!mail.text().contains("phrase"), "{}", mail.text());
    elsewhere.enter(&mail.code()).await;
    assert_eq!(elsewhere.page().at, "/account");
    let mail = code_mail(&app, MIKA).await;
    assert!(mail.contains(&line(HERON)), "{mail}");
    assert!(!mika.open(PAGE).await.shows("come without it, until"));
}

async fn what_can_be_no_phrase_is_said_and_changes_nothing(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = with_phrase(&app).await;
    let before = app.count("outbox").await;
    for (typed, sentence) in [
        ("", "Take a phrase from above, or type one of your own."),
        ("owl", "A phrase has at least 4 letters."),
        (&"owl".repeat(20), "That doesn't fit on a line of a mail."),
        ("heron.example", "A mail program could make a link of that."),
        ("heron 482913", "So many digits look like a code."),
        ("blue\u{202e}heron", "There's a hidden sign in there"),
        ("Mika Example", "knows your name and address."),
        (HERON, "That's your phrase already."),
    ] {
        let page = choose(&mut mika, typed).await;
        assert_eq!(page.status, 422, "{typed}");
        let alert = page.alert().unwrap_or_default();
        assert!(alert.contains(sentence), "{typed}: {alert}");
        assert_eq!(page.all("ul.choices button[name=phrase]").len(), 3);
    }
    assert_eq!(app.count("outbox").await, before, "nobody was told");
    assert!(code_mail(&app, MIKA).await.contains(&line(HERON)));
}

async fn it_is_shown_and_changed_after_a_fresh_proof_alone(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = with_phrase(&app).await;
    mika.open(PAGE).await;
    assert!(mika.page().shows(HERON));
    app.advance(11.minutes());
    mika.browser.fill("Or use words of your own", HARE);
    mika.browser.press("Save the phrase").await;
    assert!(mika.page().at.starts_with("/account/prove"));
    assert!(!mika.page().body.contains(HERON) && !mika.page().body.contains(HARE));
    mika.browser.visit(PAGE).await;
    assert!(mika.page().at.starts_with("/account/prove"));
    assert!(!mika.page().body.contains(HERON));
    mika.prove().await;
    assert_eq!(mika.page().at, PAGE, "and then it's the page again");
    assert!(mika.page().shows(HERON), "nothing was changed");
}

async fn it_lies_readable_nowhere(engine: Engine) {
    listen();
    let app = TestApp::real(engine).await;
    let mut mika = with_phrase(&app).await;
    choose(&mut mika, HARE).await;
    // A code and two notices wait; then they have left.
    app.browser().ask_for_code(MIKA).await;
    assert!(app.count("outbox").await > 0);
    for round in ["waiting", "gone"] {
        for (table, value) in app.everything().await {
            let bytes = match value {
                Value::Text(text) => text.into_bytes(),
                Value::Blob(bytes) => bytes,
                Value::Int(_) | Value::Null(_) => continue,
            };
            let text = String::from_utf8_lossy(&bytes);
            let is_there = text.contains("heron") || text.contains("hare");
            assert!(!is_there, "in {table}, {round}");
        }
        app.deliver_mail().await;
    }
    assert!(newest(&app, MIKA).await.contains(&line(HARE)));
    let logged = logged();
    assert!(logged.contains("a message was handed over"));
    assert!(!logged.contains(HERON) && !logged.contains(HARE));
    for reply in mika.browser.replies() {
        let location = reply.header("location");
        for words in ["heron", "hare"] {
            assert!(!reply.at.contains(words) && !location.contains(words));
        }
    }
}

async fn a_mail_leaves_without_a_phrase_that_can_not_be_opened(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = with_phrase(&app).await;
    let mut tarou = Person::joins(&app, "tarou@example.jp").await;
    choose(&mut tarou, HARE).await;
    // What was sealed for another account opens no more than what is sealed under a key that
    // is gone.
    let swapped = app.db.write((), |tx, ()| {
        Box::pin(async move {
            let sql = "UPDATE phrase SET sealed =
                (SELECT other.sealed FROM phrase other WHERE other.account <> phrase.account)";
            tx.execute(sql, &params![]).await
        })
    });
    assert_eq!(swapped.await.unwrap(), 2);
    let code = code_mail(&app, MIKA).await;
    assert!(!code.contains("phrase") && !code.contains(HARE), "{code}");
    mika.open(PAGE).await;
    assert!(mika.page().shows("Your phrase can't be read any more"));
    assert!(!mika.page().shows(HARE));
    let page = choose(&mut mika, HERON).await;
    assert_eq!(page.at, "/account/security?done=phrase_changed");
    assert!(newest(&app, MIKA).await.contains(&line(HERON)));
}

async fn it_goes_with_its_account(engine: Engine) {
    let app = Setup::on(engine).open().await;
    with_phrase(&app).await;
    assert_eq!(app.count("phrase").await, 1);
    let gone = app.db.write((), |tx, ()| {
        Box::pin(async move { tx.execute("DELETE FROM account", &params![]).await })
    });
    assert_eq!(gone.await.unwrap(), 1);
    assert_eq!(app.count("phrase").await, 0);
}
