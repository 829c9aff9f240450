//! What an account is signed in with: addresses and a user name, each switched on and off.

use kadomori_domain::time::Time;

use crate::support::{Engine, Page, Person, Setup, Span as _, TestApp};

stories![
    a_further_address_signs_in_once_it_is_switched_on,
    an_address_signs_in_to_one_account_alone,
    a_switched_off_address_is_as_unknown_as_where_nobody_can_join,
    nobody_makes_an_account_of_a_switched_off_address,
    the_last_name_stays,
    a_user_name_signs_in_whatever_the_letters,
    a_user_name_is_changed_and_given_up,
    a_name_that_is_taken_or_can_be_none_is_said,
    an_unknown_user_name_is_asked_for_a_code_like_a_known_one,
    a_change_of_names_asks_for_a_fresh_proof,
];

const MIKA: &str = "mika@example.jp";
const SECOND: &str = "mika@post.example.com";
const NAMES: &str = "/account/security/user-name";

/// Adds an address.
async fn add(person: &mut Person, address: &str) {
    person.open("/account/security/address/new").await;
    person.browser.fill("Mail address", address);
    person.browser.press("Send the code").await;
    let mail = person.app().newest_mail_to(address).await;
    person.browser.fill("6-digit code", &mail.code());
    person.browser.press("Confirm").await;
    assert_eq!(person.page().at, "/account/security?done=contact_added");
}

/// Takes a user name.
async fn take<'a>(person: &'a mut Person, name: &str) -> &'a Page {
    person.open(NAMES).await;
    person.browser.fill("User name", name);
    person.browser.press("Save").await
}

/// Switches an address off or on from the overview.
async fn switch<'a>(person: &'a mut Person, value: &str, signs_in: &str) -> &'a Page {
    person.browser.visit("/account/security").await;
    let csrf = person
        .page()
        .attribute("input[name=csrf]", "value")
        .unwrap();
    let kind = if value.contains('@') {
        "mail"
    } else {
        "user_name"
    };
    let fields = [
        ("csrf", csrf.as_str()),
        ("kind", kind),
        ("value", value),
        ("signs_in", signs_in),
    ];
    let body = serde_urlencoded::to_string(fields).unwrap();
    person
        .browser
        .post("/account/security/identifier", body)
        .await
}

async fn a_further_address_signs_in_once_it_is_switched_on(engine: Engine) {
    let setup = Setup::on(engine).top("registration = \"closed\"");
    let app = setup.open().await;
    app.make_account(MIKA).await;
    let mut browser = app.browser();
    browser.sign_in(MIKA).await;
    let mut mika = Person {
        browser,
        address: MIKA,
        password: None,
        phone: None,
        codes: Vec::new(),
    };
    add(&mut mika, SECOND).await;
    let mut elsewhere = app.browser();
    app.deliver_mail().await;
    elsewhere.ask_for_code(SECOND).await;
    let before = app.mails_to(SECOND).len();
    app.deliver_mail().await;
    assert_eq!(app.mails_to(SECOND).len(), before, "it doesn't sign in yet");

    mika.browser.visit("/account/security").await;
    mika.browser.press("Sign in with it").await;
    assert_eq!(mika.page().at, "/account/security?done=identifier_on");
    assert!(
        mika.page()
            .shows("A name or address can be signed in with.")
    );
    elsewhere.sign_in(SECOND).await;
    assert_eq!(
        elsewhere.page().all(".signed-in .whom"),
        [MIKA],
        "it is the same account"
    );
}

async fn an_address_signs_in_to_one_account_alone(engine: Engine) {
    let app = TestApp::real(engine).await;
    Person::joins(&app, SECOND).await;
    let mut mika = Person::joins(&app, MIKA).await;
    // Both read its mails, so that both may have it among their addresses.
    add(&mut mika, SECOND).await;
    switch(&mut mika, SECOND, "yes").await;
    assert_eq!(mika.page().status, 409);
    let alert = mika.page().alert().unwrap();
    assert!(alert.contains("another account"), "{alert}");
    assert_eq!(app.count("identifier").await, 2);
    app.browser().sign_in(SECOND).await;
}

/// 2026-12-01 00:00:00 UTC: when each of the compared journeys begins.
const BEGIN: i64 = 1_796_083_200_000_000;

/// Everything a stranger can do at the door with an address, reply by reply.
async fn at_the_door(app: &TestApp, typed: &str) -> Vec<String> {
    app.clock.set(Time::from_micros(BEGIN));
    app.entropy.begin(1_000);
    let mut stranger = app.browser().in_zone("Asia/Tokyo");
    stranger.ask_for_code(typed).await;
    stranger.enter("000000").await;
    app.advance(61.seconds());
    stranger.press("Send the code again").await;
    stranger.press("Another way").await;
    for way in ["password", "totp", "recovery_code", "mail_code"] {
        stranger.press_way(way).await;
        if way != "mail_code" {
            stranger.press("Another way").await;
        }
    }
    stranger.enter("000001").await;
    app.advance(11.minutes());
    stranger.enter("000002").await;
    let question = format!("{}/create", stranger.page().at);
    stranger.visit(&question).await;
    let replies = stranger.replies().iter();
    replies
        .map(|reply| {
            let headers: Vec<_> = reply
                .headers
                .iter()
                .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
                .collect();
            let whole = format!("{} {} {headers:?} {}", reply.status, reply.at, reply.body);
            whole.replace(typed, "????")
        })
        .collect()
}

fn assert_same(left: &[String], right: &[String]) {
    assert_eq!(left.len(), right.len());
    for (left, right) in left.iter().zip(right) {
        assert!(left == right, "{right}\ninstead of\n{left}");
    }
}

/// An app where Mika signs in with a name, and no more with the address.
async fn switched_off(engine: Engine) -> TestApp {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    take(&mut mika, "mika_t").await;
    switch(&mut mika, MIKA, "no").await;
    assert_eq!(mika.page().at, "/account/security?done=identifier_off");
    app.deliver_mail().await;
    app
}

async fn a_switched_off_address_is_as_unknown_as_where_nobody_can_join(engine: Engine) {
    let app = switched_off(engine).await;
    let off = at_the_door(&app, MIKA).await;
    let closed = Setup::on(engine).top("registration = \"closed\"");
    let nobody = at_the_door(&closed.open().await, MIKA).await;
    assert_same(&nobody, &off);
}

async fn nobody_makes_an_account_of_a_switched_off_address(engine: Engine) {
    let app = switched_off(engine).await;
    let before = app.mails_to(MIKA).len();
    let mut someone = app.browser();
    someone.ask_for_code(MIKA).await;
    app.deliver_mail().await;
    assert_eq!(app.mails_to(MIKA).len(), before, "no code is sent");
    let question = format!("{}/create", someone.page().at);
    someone.visit(&question).await;
    assert_eq!(someone.page().title(), "Check your mail");
    assert_eq!(app.count("account").await, 1);
    // An operator makes none either: the address is the account's, switched off or not.
    let found = app.rows("SELECT signs_in FROM identifier WHERE kind = 'mail'", &[]);
    assert!(!found.await[0].get::<bool>(0).unwrap());
}

async fn the_last_name_stays(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.browser.visit("/account/security").await;
    mika.browser.press("Don't sign in with it").await;
    assert_eq!(mika.page().at, "/account/security?not=last_way_in");
    assert!(
        mika.page()
            .shows("It's your only way in. Add another one first.")
    );

    take(&mut mika, "mika_t").await;
    switch(&mut mika, MIKA, "no").await;
    mika.open(NAMES).await;
    mika.browser.press("Remove the user name").await;
    assert_eq!(mika.page().at, "/account/security?not=last_way_in");
    switch(&mut mika, "mika_t", "no").await;
    assert_eq!(mika.page().at, "/account/security?not=last_way_in");
    switch(&mut mika, "nobody_else", "no").await;
    assert_eq!(mika.page().at, "/account/security?not=not_there");
}

async fn a_user_name_signs_in_whatever_the_letters(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    take(&mut mika, "Mika_T").await;
    assert_eq!(mika.page().at, "/account/security?done=user_name_changed");
    assert_eq!(mika.page().all("#user-name .what"), ["mika_t"]);
    app.deliver_mail().await;
    let told = app.mails_to(MIKA).pop().unwrap();
    assert!(told.text().contains("mika_t"), "{}", told.text());

    let mut elsewhere = app.browser();
    elsewhere.ask_for_code("MIKA_t").await;
    let mail = app.newest_mail_to(MIKA).await;
    elsewhere.enter(&mail.code()).await;
    assert_eq!(elsewhere.page().at, "/account");
    assert_eq!(elsewhere.page().all(".signed-in .whom"), [MIKA]);
}

async fn a_user_name_is_changed_and_given_up(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    take(&mut mika, "mika_t").await;
    take(&mut mika, "mika_tanaka").await;
    assert_eq!(mika.page().all("#user-name .what"), ["mika_tanaka"]);
    let mut rei = Person::joins(&app, "rei@example.jp").await;
    take(&mut rei, "mika_t").await;
    assert_eq!(
        rei.page().at,
        "/account/security?done=user_name_changed",
        "what was given up is free"
    );

    mika.open(NAMES).await;
    let typed = mika.page().attribute("#name", "value");
    assert_eq!(typed.as_deref(), Some("mika_tanaka"));
    mika.browser.press("Remove the user name").await;
    assert_eq!(mika.page().at, "/account/security?done=user_name_removed");
    assert!(mika.page().shows("None. You sign in with your address."));
    assert_eq!(app.count("identifier").await, 3);
}

async fn a_name_that_is_taken_or_can_be_none_is_said(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut rei = Person::joins(&app, "rei@example.jp").await;
    take(&mut rei, "rei").await;
    let mut mika = Person::joins(&app, MIKA).await;
    take(&mut mika, "mika").await;
    for (typed, status, sentence) in [
        ("REI", 409, "Somebody has that name already. Try another."),
        ("ab", 422, "A user name has at least 3 letters or digits."),
        (
            "mi ka",
            422,
            "A user name has only the letters a–z, digits, _ and -, and neither _ nor - at its ends.",
        ),
        ("1234", 422, "A user name needs at least one letter."),
        ("", 422, "Type a user name to go on."),
    ] {
        take(&mut mika, typed).await;
        assert!(mika.page().has_alert(sentence), "{}", mika.page().text());
        assert_eq!(mika.page().status, status);
        let shown = mika.page().attribute("#name", "value");
        assert_eq!(shown.as_deref(), Some(typed));
    }
    mika.browser.visit("/account/security").await;
    assert_eq!(
        mika.page().all("#user-name .what"),
        ["mika"],
        "the name that there was stays"
    );
}

async fn an_unknown_user_name_is_asked_for_a_code_like_a_known_one(engine: Engine) {
    let known = TestApp::real(engine).await;
    let mut mika = Person::joins(&known, MIKA).await;
    take(&mut mika, "mika_t").await;
    known.deliver_mail().await;
    let told = at_the_door(&known, "mika_t").await;
    let unknown = at_the_door(&TestApp::real(engine).await, "sora_k").await;
    let unknown: Vec<_> = unknown
        .into_iter()
        .map(|reply| reply.replace("sora_k", "????"))
        .collect();
    assert_same(&told, &unknown);
}

async fn a_change_of_names_asks_for_a_fresh_proof(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    app.advance(11.minutes());
    switch(&mut mika, MIKA, "no").await;
    assert!(mika.page().at.starts_with("/account/prove?to="));
    mika.browser.visit(NAMES).await;
    assert!(mika.page().at.starts_with("/account/prove?to="));
    mika.prove().await;
    assert_eq!(
        mika.page().at,
        NAMES,
        "and leads back to where they were going"
    );
    assert_eq!(app.count("identifier").await, 1);
}
