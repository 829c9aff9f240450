//! An operator helps those who are locked out, and sees what an account holds.

use kadomori_domain::{
    event::{Actor, Facts, SecurityChange},
    factor::FactorKind,
    gate::Refusal,
    holdings::{Keeps, PasswordHeld},
    identifier::Identifier,
    security::{Refused, Removal},
};
use kadomori_server::operator::{self, Overview, Removed, Whom};

use crate::support::{Engine, LONG, Person, SHORT, Span as _, TestApp, come_by};

stories![
    whoever_lost_their_phone_gets_in_with_one_step_again,
    a_password_that_needs_a_second_step_goes_with_it,
    two_steps_stay_where_they_can_still_be_taken,
    the_last_way_in_stays,
    what_is_not_there_is_not_removed,
    an_account_is_shown_with_what_it_holds,
    an_account_with_several_addresses_is_one_line_of_the_list,
    an_account_is_found_by_its_user_name,
    waits_at_every_way_are_told_and_ended,
    a_deleted_account_takes_its_ways_with_it,
];

const MIKA: &str = "mika@example.jp";

fn whom(text: &str) -> Whom {
    text.parse().unwrap()
}

async fn overview(app: &TestApp, named: &str) -> Overview {
    let found = operator::overview(&app.app, &whom(named)).await.unwrap();
    found.unwrap()
}

async fn remove(app: &TestApp, removal: Removal) -> Removed {
    let removed = operator::remove_way(&app.app, &whom(MIKA), removal).await;
    removed.unwrap().unwrap().1
}

fn gone(changes: &[SecurityChange]) -> Removed {
    Removed::Gone {
        changes: changes.to_vec(),
        told: 1,
    }
}

async fn whoever_lost_their_phone_gets_in_with_one_step_again(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::with_two_steps(&app, MIKA).await;
    app.deliver_mail().await;
    let before = app.mails_to(MIKA).len();
    app.advance(1.minutes());
    assert_eq!(
        remove(&app, Removal::SecondWays).await,
        gone(&[
            SecurityChange::AppRemoved,
            SecurityChange::RecoveryCodesRemoved,
            SecurityChange::TwoStepOff,
        ])
    );
    assert_eq!(app.deliver_mail().await, 3);
    let told = app.mails_to(MIKA).split_off(before);
    assert!(
        told.iter()
            .all(|mail| mail.text().contains("An administrator did it.")),
        "{}",
        told[0].text()
    );

    let (mut browser, app_of) = (app.browser(), mika.app());
    mika.phone = None;
    mika.codes.clear();
    come_by(&mut browser, MIKA, "password").await;
    browser.fill_password("Password", LONG);
    browser.press("Sign in").await;
    assert_eq!(browser.page().at, "/account", "{}", browser.page().text());
    assert!(browser.page().shows("An administrator did this."));
    let lines = operator::events(&app_of.app, &whom(MIKA), 9).await.unwrap();
    let by_operator = |change| Facts::SecurityChanged {
        change,
        by: Actor::Operator,
    };
    let lines: Vec<_> = lines
        .unwrap()
        .1
        .into_iter()
        .map(|line| line.facts)
        .collect();
    assert!(lines.contains(&by_operator(SecurityChange::TwoStepOff)));
}

async fn a_password_that_needs_a_second_step_goes_with_it(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::with_two_steps(&app, MIKA).await;
    mika.choose_password(SHORT).await;
    assert_eq!(
        overview(&app, MIKA).await.holdings.password,
        PasswordHeld::Short
    );
    assert_eq!(
        remove(&app, Removal::Apps).await,
        gone(&[
            SecurityChange::PasswordRemoved,
            SecurityChange::AppRemoved,
            SecurityChange::TwoStepOff,
        ]),
        "two steps can't be taken with what is left"
    );
    let left = overview(&app, MIKA).await.holdings;
    assert_eq!(
        (left.password, left.two_step_since),
        (PasswordHeld::None, None)
    );
    app.browser().sign_in(MIKA).await;
}

async fn two_steps_stay_where_they_can_still_be_taken(engine: Engine) {
    let app = TestApp::real(engine).await;
    Person::with_two_steps(&app, MIKA).await;
    assert_eq!(
        remove(&app, Removal::Password).await,
        gone(&[SecurityChange::PasswordRemoved])
    );
    assert!(overview(&app, MIKA).await.holdings.is_two_step());
    assert_eq!(
        remove(&app, Removal::RecoveryCodes).await,
        gone(&[SecurityChange::RecoveryCodesRemoved])
    );
    assert!(overview(&app, MIKA).await.holdings.is_two_step());
}

async fn the_last_way_in_stays(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.choose_password(LONG).await;
    mika.open("/account/security/user-name").await;
    mika.browser.visit("/account/security").await;
    let form = mika
        .page()
        .attribute("#addresses form.ticks", "action")
        .unwrap();
    let csrf = mika.page().attribute("input[name=csrf]", "value").unwrap();
    let body = format!("csrf={csrf}&notices=yes");
    mika.browser.post(&form, body).await;
    assert_eq!(mika.page().at, "/account/security?done=contact_changed");
    app.deliver_mail().await;
    assert_eq!(
        remove(&app, Removal::Password).await,
        Removed::Refused(Refused::Keeps(Keeps::LastWayIn)),
        "no address receives codes"
    );
    assert_eq!(app.deliver_mail().await, 0);
    assert_eq!(
        overview(&app, MIKA).await.holdings.password,
        PasswordHeld::Long
    );
}

async fn what_is_not_there_is_not_removed(engine: Engine) {
    let app = TestApp::real(engine).await;
    app.make_account(MIKA).await;
    let lines = app.count("event").await;
    for removal in [
        Removal::Password,
        Removal::Apps,
        Removal::Passkeys,
        Removal::RecoveryCodes,
        Removal::SecondWays,
    ] {
        let refused = Removed::Refused(Refused::NotThere);
        assert_eq!(remove(&app, removal).await, refused, "{removal:?}");
    }
    assert_eq!(app.count("event").await, lines);
    let rei = whom("rei@example.jp");
    let nobody = operator::remove_way(&app.app, &rei, Removal::Apps).await;
    assert_eq!(nobody.unwrap(), None);
}

async fn an_account_is_shown_with_what_it_holds(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::with_two_steps(&app, MIKA).await;
    mika.open("/account/security/user-name").await;
    mika.browser.fill("User name", "mika_t");
    mika.browser.press("Save").await;
    let found = overview(&app, MIKA).await;
    let holdings = found.holdings;
    assert_eq!(holdings.password, PasswordHeld::Long);
    assert_eq!((holdings.mailboxes, holdings.apps), (1, 1));
    assert_eq!((holdings.passkeys, holdings.recovery_codes), (0, 10));
    assert!(holdings.two_step_since.is_some());
    let [contact] = &found.contacts[..] else {
        panic!("one address");
    };
    assert_eq!(contact.address.to_string(), MIKA);
    assert!(contact.codes && contact.notices);
    let names: Vec<_> = found
        .identifiers
        .iter()
        .map(|held| (held.identifier.to_string(), held.signs_in))
        .collect();
    assert_eq!(
        names,
        [(MIKA.to_owned(), true), ("mika_t".to_owned(), true)]
    );
    assert_eq!((found.trusted, found.sessions), (0, 1));
}

async fn an_account_with_several_addresses_is_one_line_of_the_list(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    for address in ["mika2@example.jp", "mika3@example.jp"] {
        app.advance(1.seconds());
        mika.open("/account/security/address/new").await;
        mika.browser.fill("Mail address", address);
        mika.browser.press("Send the code").await;
        let mail = app.newest_mail_to(address).await;
        mika.browser.fill("6-digit code", &mail.code());
        mika.browser.press("Confirm").await;
    }
    assert_eq!(app.count("contact").await, 3);
    let listed = operator::list(&app.app, None, 9).await.unwrap();
    let shown: Vec<_> = listed.iter().map(|one| one.address.to_string()).collect();
    assert_eq!(shown, [MIKA]);
}

async fn an_account_is_found_by_its_user_name(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.open("/account/security/user-name").await;
    mika.browser.fill("User name", "mika_t");
    mika.browser.press("Save").await;
    assert_eq!(
        overview(&app, "Mika_T").await.account.address.to_string(),
        MIKA
    );
    let signed_out = operator::sign_out(&app.app, &whom("mika_t")).await.unwrap();
    assert_eq!(signed_out.unwrap().1, 1);
    assert!(matches!(
        whom("mika_t"),
        Whom::Identifier(Identifier::UserName(_))
    ));
    let nobody = operator::overview(&app.app, &whom("rei_s")).await.unwrap();
    assert_eq!(nobody, None);
}

async fn waits_at_every_way_are_told_and_ended(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    mika.choose_password(LONG).await;
    app.deliver_mail().await;
    for number in 0..3 {
        let mut guesser = app.browser().at(&format!("198.51.{number}.1"));
        come_by(&mut guesser, MIKA, "password").await;
        for _ in 0..5 {
            if guesser.page().has_button("Sign in") {
                guesser.fill_password("Password", "not this one, surely");
                guesser.press("Sign in").await;
            }
        }
    }
    let waits = overview(&app, MIKA).await.waits;
    let [wait] = &waits[..] else {
        panic!("one wait: {waits:?}");
    };
    assert_eq!(wait.because, Refusal::TooManyWrongCodes);
    assert_eq!(wait.way, Some(FactorKind::Password));
    let (_, ended) = operator::unlock(&app.app, &whom(MIKA))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(ended, waits);
    assert_eq!(overview(&app, MIKA).await.waits, []);
    let mut browser = app.browser();
    come_by(&mut browser, MIKA, "password").await;
    browser.fill_password("Password", LONG);
    browser.press("Sign in").await;
    assert_eq!(browser.page().at, "/account");
}

async fn a_deleted_account_takes_its_ways_with_it(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::with_two_steps(&app, MIKA).await;
    // One more app is about to be added.
    mika.open("/account/security/app/new").await;
    mika.browser.press("Show the QR code").await;
    let kept = ["password", "app", "recovery_code", "enrolment", "contact"];
    for table in kept {
        assert!(app.count(table).await > 0, "{table}");
    }
    let deleted = operator::delete(&app.app, &whom(MIKA)).await.unwrap();
    assert!(deleted.is_some());
    for table in kept {
        assert_eq!(app.count(table).await, 0, "{table}");
    }
    assert!(!mika.browser.is_signed_in().await);
    assert_eq!(app.deliver_mail().await, 0, "no notice is left to be sent");
}
