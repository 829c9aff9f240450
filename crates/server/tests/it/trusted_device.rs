//! Trusted devices: the second step of ordinary sign-ins is skipped there, and nothing else.

use crate::support::{Engine, LONG, Person, Span as _, TestApp};

stories![
    a_trusted_device_skips_the_second_step_and_says_so,
    trust_ends_after_thirty_days,
    a_device_is_trusted_no_more_at_once_and_without_a_proof,
    all_devices_are_trusted_no_more,
    a_new_password_without_the_old_one_ends_all_trust,
    switching_two_steps_off_ends_all_trust,
    trust_changes_nothing_of_what_protects_the_account,
    trust_is_not_taken_on_one_step,
    trust_is_between_one_account_and_one_device,
    nobody_ends_the_trust_of_another,
];

const MIKA: &str = "mika@example.jp";
const TRUST: &str = "Trust this device for 30 days";

/// Signs in with both steps, and trusts the device.
async fn sign_in_and_trust(person: &mut Person) {
    person.browser.sign_out().await;
    person.browser.ask_for_code(person.address).await;
    while !person.page().shows(TRUST) {
        person.answer().await;
        assert_ne!(person.page().at, "/account", "a second step was asked for");
    }
    let path = person.page().at.clone();
    person.browser.tick(TRUST);
    person.answer().await;
    assert_eq!(
        person.page().at,
        "/account",
        "{path}: {}",
        person.page().text()
    );
}

/// Someone with two steps, on a device that they trust.
async fn with_trust(app: &TestApp) -> Person {
    let mut mika = Person::with_two_steps(app, MIKA).await;
    sign_in_and_trust(&mut mika).await;
    mika
}

/// Signs out and in again; tells in how many answers, and how sure it is.
async fn again(person: &mut Person) -> (usize, String) {
    if person.browser.is_signed_in().await {
        person.browser.sign_out().await;
    }
    person.browser.ask_for_code(person.address).await;
    let mut answers = 0;
    while person.page().at != "/account" {
        let asks = person.page().at.starts_with("/sign-in/");
        assert!(asks, "{}", person.page().text());
        person.answer().await;
        answers += 1;
    }
    let sql = "SELECT assurance FROM session ORDER BY id DESC LIMIT 1";
    let rows = person.app().rows(sql, &[]).await;
    (answers, rows[0].get::<String>(0).unwrap())
}

/// Whether a device is trusted still, as the page of devices has it.
async fn trusted(person: &mut Person) -> Vec<String> {
    person.browser.visit("/account/sessions").await;
    person.page().all("#trusted li .what")
}

async fn a_trusted_device_skips_the_second_step_and_says_so(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = with_trust(&app).await;
    let line = mika.page().all("ol.lines li").remove(0);
    assert!(line.contains("You trusted this device until"), "{line}");
    let (answers, assurance) = again(&mut mika).await;
    assert_eq!((answers, assurance.as_str()), (1, "device"));
    assert_eq!(trusted(&mut mika).await.len(), 1);
    assert!(mika.page().shows("One step, on a trusted device"));

    let mut elsewhere = Person {
        browser: app.browser(),
        address: MIKA,
        password: mika.password,
        phone: mika.phone.clone(),
        codes: Vec::new(),
    };
    app.advance(1.minutes());
    let (answers, assurance) = again(&mut elsewhere).await;
    assert!(answers > 1, "another device is asked for both");
    assert!(assurance.starts_with("two"), "{assurance}");
}

async fn trust_ends_after_thirty_days(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = with_trust(&app).await;
    app.advance(29.days());
    assert_eq!(again(&mut mika).await.1, "device");
    // Signing in there doesn't make it longer.
    app.advance(1.days());
    app.advance(1.seconds());
    let (answers, assurance) = again(&mut mika).await;
    assert!(
        answers > 1 && assurance != "device",
        "{answers} {assurance}"
    );
    assert_eq!(trusted(&mut mika).await.len(), 0);
}

async fn a_device_is_trusted_no_more_at_once_and_without_a_proof(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = with_trust(&app).await;
    app.advance(11.minutes());
    mika.browser.visit("/account/sessions").await;
    mika.browser.press("Trust no more").await;
    assert_eq!(mika.page().at, "/account/sessions?done=untrusted");
    assert_eq!(
        mika.page().news().as_deref(),
        Some("That device is trusted no more. It's asked for the second step again.")
    );
    assert_eq!(mika.page().all("#trusted li .what").len(), 0);
    let line = mika
        .browser
        .visit("/account")
        .await
        .all("ol.lines li")
        .remove(0);
    assert!(line.contains("A device is trusted no more."), "{line}");
    assert!(again(&mut mika).await.0 > 1);
}

async fn all_devices_are_trusted_no_more(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = with_trust(&app).await;
    app.advance(1.minutes());
    let mut phone = Person {
        browser: app.browser(),
        address: MIKA,
        password: mika.password,
        phone: mika.phone.clone(),
        codes: Vec::new(),
    };
    again(&mut phone).await;
    app.advance(1.minutes());
    sign_in_and_trust(&mut phone).await;
    app.advance(1.minutes());
    assert_eq!(trusted(&mut mika).await.len(), 2);
    mika.browser.press("Trust none any more").await;
    assert_eq!(mika.page().at, "/account/sessions?done=all-untrusted");
    assert_eq!(mika.page().all("#trusted li .what").len(), 0);
    let line = mika
        .browser
        .visit("/account")
        .await
        .all("ol.lines li")
        .remove(0);
    assert!(line.contains("2 devices are trusted no more."), "{line}");
    mika.phone.clone_from(&phone.phone);
    app.advance(1.minutes());
    assert!(again(&mut mika).await.0 > 1);
    app.advance(1.minutes());
    assert!(again(&mut phone).await.0 > 1);
}

async fn a_new_password_without_the_old_one_ends_all_trust(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = with_trust(&app).await;
    mika.browser.sign_out().await;
    app.advance(1.minutes());
    mika.browser.visit("/reset").await;
    mika.browser.fill("Mail address", MIKA);
    mika.go_on().await;
    // Trust counts for nothing here: two proofs are asked for.
    let mut answers = 0;
    while !mika.page().at.ends_with("/password") {
        mika.answer().await;
        answers += 1;
    }
    assert!(answers > 1, "{answers}");
    let fresh = "a lantern by the old pond";
    mika.browser.fill_password("New password", fresh);
    mika.go_on().await;
    mika.password = Some(fresh);
    let sql = "SELECT device FROM account_device WHERE trusted_until IS NOT NULL";
    assert_eq!(app.rows(sql, &[]).await.len(), 0);
    app.advance(1.minutes());
    assert!(again(&mut mika).await.0 > 1);
}

async fn switching_two_steps_off_ends_all_trust(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = with_trust(&app).await;
    app.advance(1.minutes());
    mika.open("/account/security/two-step/off").await;
    mika.go_on().await;
    assert_eq!(mika.page().at, "/account/security?done=two_step_off");
    assert_eq!(trusted(&mut mika).await.len(), 0);
    // Nothing is skipped when it comes back.
    mika.open("/account/security/two-step?go=on").await;
    mika.browser.press("Switch it on").await;
    app.advance(1.minutes());
    assert!(again(&mut mika).await.0 > 1);
}

async fn trust_changes_nothing_of_what_protects_the_account(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = with_trust(&app).await;
    app.advance(1.minutes());
    assert_eq!(again(&mut mika).await, (1, "device".to_owned()));
    mika.browser.visit("/account/security/user-name").await;
    assert!(
        mika.page().at.starts_with("/account/prove?to="),
        "one step on a trusted device isn't enough for changes"
    );
    let mut answers = 0;
    while mika.page().at != "/account/security/user-name" {
        mika.answer().await;
        answers += 1;
    }
    assert!(answers >= 1);
    let sql = "SELECT assurance FROM session ORDER BY id DESC LIMIT 1";
    let rows = app.rows(sql, &[]).await;
    assert_eq!(rows[0].get::<String>(0).unwrap(), "two");
}

async fn trust_is_not_taken_on_one_step(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.browser.sign_out().await;
    let mail = mika.browser.get_code(MIKA).await;
    assert!(
        !mika.page().shows(TRUST),
        "it is offered at the second step"
    );
    let mut form = mika.browser.form("Sign in");
    form.fields.push(("code".to_owned(), mail.code()));
    form.fields.push(("trust".to_owned(), "yes".to_owned()));
    form.fields
        .retain(|(name, value)| name != "code" || !value.is_empty());
    mika.browser.send(&form).await;
    assert_eq!(mika.page().at, "/account");
    assert_eq!(trusted(&mut mika).await.len(), 0);
    // Nor by whoever knows that two steps will come.
    mika.choose_password(LONG).await;
    mika.add_app("My phone").await;
    mika.make_recovery_codes().await;
    mika.open("/account/security/two-step?go=on").await;
    mika.browser.press("Switch it on").await;
    app.advance(1.minutes());
    assert!(again(&mut mika).await.0 > 1);
}

async fn trust_is_between_one_account_and_one_device(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = with_trust(&app).await;
    mika.browser.sign_out().await;
    // Rei signs in on Mika's device, with two steps of her own.
    let mut rei = Person::with_two_steps(&app, "rei@example.jp").await;
    app.advance(1.minutes());
    std::mem::swap(&mut rei.browser, &mut mika.browser);
    let (answers, assurance) = again(&mut rei).await;
    assert!(answers > 1, "{answers}");
    assert_ne!(assurance, "device");
}

async fn nobody_ends_the_trust_of_another(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = with_trust(&app).await;
    trusted(&mut mika).await;
    let path = mika.page().attribute("#trusted li form", "action").unwrap();
    let mut rei = Person::joins(&app, "rei@example.jp").await;
    let csrf = rei.page().attribute("input[name=csrf]", "value").unwrap();
    let lines = app.count("event").await;
    rei.browser.post(&path, format!("csrf={csrf}")).await;
    rei.browser
        .post("/account/devices/untrust", format!("csrf={csrf}"))
        .await;
    assert_eq!(app.count("event").await, lines, "nothing was done");
    assert_eq!(trusted(&mut mika).await.len(), 1);
    let nothing = rei
        .browser
        .post("/account/devices/nothing/untrust", format!("csrf={csrf}"));
    assert_eq!(nothing.await.status, 404);
}
