//! Limits on mails: strangers can't flood a mailbox, nor keep its owner out.

use kadomori_domain::event::{Facts, Withheld};

use crate::support::{Engine, Person, Setup, Span as _, TestApp};

stories![
    the_sixth_mail_within_an_hour_stays_behind_without_a_word,
    one_more_mail_can_go_every_twelve_minutes,
    strangers_cannot_spend_what_a_known_device_has,
    a_known_device_is_told_when_the_next_mail_can_go,
    a_known_device_is_told_in_japanese_too,
    the_eleventh_mail_of_a_day_stays_behind,
    an_account_has_a_budget_by_the_day_in_each_lane,
    asking_again_counts_as_a_mail,
    what_was_withheld_is_in_the_history_with_its_reason,
    the_overall_limit_alerts_and_refuses_nobody,
    limits_hold_across_servers,
    whoever_proves_again_is_told_when_no_mail_can_go,
];

const MIKA: &str = "mika@example.jp";

impl TestApp {
    /// So many strangers, each from a network of their own, ask for an address.
    async fn strangers_ask(&self, address: &str, count: usize) {
        for number in 0..count {
            let mut stranger = self.browser().at(&format!("198.51.{number}.1"));
            stranger.ask_for_code(address).await;
            assert_eq!(stranger.page().title(), "Check your mail");
        }
        self.deliver_mail().await;
    }
}

async fn the_sixth_mail_within_an_hour_stays_behind_without_a_word(engine: Engine) {
    let app = TestApp::real(engine).await;
    app.strangers_ask(MIKA, 7).await;
    assert_eq!(app.mails_to(MIKA).len(), 5);
    assert_eq!(app.count("outbox").await, 0, "what was withheld is dropped");
    assert_eq!(app.count("ledger").await, 5);
    app.strangers_ask("rei@example.jp", 1).await;
    assert_eq!(
        app.mails_to("rei@example.jp").len(),
        1,
        "others are not concerned"
    );
}

async fn one_more_mail_can_go_every_twelve_minutes(engine: Engine) {
    let app = TestApp::real(engine).await;
    app.strangers_ask(MIKA, 6).await;
    for (minutes, mails) in [(11, 5), (1, 6), (11, 6), (1, 7)] {
        app.advance(minutes.minutes());
        app.strangers_ask(MIKA, 1).await;
        assert_eq!(app.mails_to(MIKA).len(), mails);
    }
}

async fn strangers_cannot_spend_what_a_known_device_has(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.familiar_browser(MIKA).await;
    app.advance(1.days());
    let before = app.mails_to(MIKA).len();
    app.strangers_ask(MIKA, 20).await;
    assert_eq!(app.mails_to(MIKA).len(), before + 5);
    mika.sign_in(MIKA).await;
}

async fn a_known_device_is_told_when_the_next_mail_can_go(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.familiar_browser(MIKA).await.in_zone("Asia/Tokyo");
    app.advance(1.days());
    for _ in 0..5 {
        mika.get_code(MIKA).await;
    }
    let sentence = "Several mails went to you in a short time. The next one can go out at 12:15.";
    let mut window = mika.clone();
    app.advance(1.minutes());
    window.press("Send the code again").await;
    assert_eq!(window.page().news().as_deref(), Some(sentence));
    assert!(
        window.page().shows("It's in the mail marked"),
        "the last one went"
    );
    assert_eq!(app.deliver_mail().await, 0);

    mika.ask_for_code(MIKA).await;
    assert!(mika.page().shows(sentence), "{}", mika.page().text());
    assert!(!mika.page().shows("We sent"), "{}", mika.page().text());
    assert_eq!(app.deliver_mail().await, 0);
    app.advance(11.minutes());
    mika.sign_in(MIKA).await;
}

async fn a_known_device_is_told_in_japanese_too(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mika = app.familiar_browser(MIKA).await;
    let mut mika = mika.in_japanese().in_zone("Asia/Tokyo");
    app.advance(1.days());
    for _ in 0..5 {
        mika.get_code(MIKA).await;
    }
    mika.ask_for_code(MIKA).await;
    let sentence = "短い間に何通もお送りしました。次のメールは12:15から送れます。";
    assert!(mika.page().shows(sentence), "{}", mika.page().text());
}

async fn the_eleventh_mail_of_a_day_stays_behind(engine: Engine) {
    let app = TestApp::real(engine).await;
    for _ in 0..12 {
        app.strangers_ask(MIKA, 1).await;
        app.advance(13.minutes());
    }
    assert_eq!(app.mails_to(MIKA).len(), 10);
    app.advance(24.hours());
    app.strangers_ask(MIKA, 1).await;
    assert_eq!(app.mails_to(MIKA).len(), 11);
}

async fn an_account_has_a_budget_by_the_day_in_each_lane(engine: Engine) {
    let limits = "[limits]\nsends_per_account_day = 3";
    let app = Setup::on(engine).section(limits).open().await;
    let mut mika = app.familiar_browser(MIKA).await;
    app.advance(1.days());
    let before = app.mails_to(MIKA).len();
    app.strangers_ask(MIKA, 5).await;
    assert_eq!(app.mails_to(MIKA).len(), before + 3);
    for _ in 0..3 {
        mika.sign_in(MIKA).await;
        mika.sign_out().await;
    }
    mika.ask_for_code(MIKA).await;
    let news = mika.page().news().unwrap();
    assert!(
        news.ends_with("The next one can go out at 09:00 (Japan time) tomorrow."),
        "{news}"
    );
}

async fn asking_again_counts_as_a_mail(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut stranger = app.browser();
    stranger.get_code(MIKA).await;
    for _ in 0..4 {
        app.advance(1.minutes());
        stranger.press("Send the code again").await;
        app.deliver_mail().await;
    }
    assert_eq!(app.mails_to(MIKA).len(), 5);
    app.advance(1.minutes());
    stranger.press("Send the code again").await;
    app.deliver_mail().await;
    assert_eq!(app.mails_to(MIKA).len(), 5);
    let news = stranger.page().news().unwrap();
    assert!(
        news.starts_with("If this address can sign in here, "),
        "{news}"
    );
}

async fn what_was_withheld_is_in_the_history_with_its_reason(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.familiar_browser(MIKA).await;
    app.advance(1.hours());
    app.strangers_ask(MIKA, 6).await;
    let withheld = |facts: &&Facts| {
        matches!(
            facts,
            Facts::CodeRequested {
                withheld: Some(Withheld::TooManySends),
                ..
            }
        )
    };
    assert_eq!(app.facts().await.iter().filter(withheld).count(), 1);
    mika.sign_in(MIKA).await;
    assert!(
        mika.page().shows(
            "A code was asked for, to sign in. None was sent: too many had gone out already."
        )
    );
}

async fn the_overall_limit_alerts_and_refuses_nobody(engine: Engine) {
    let limits = "[limits]\nsends_overall_hour = 16";
    let app = Setup::on(engine).section(limits).open().await;
    for number in 0..40 {
        let mut person = app.browser().at(&format!("198.51.{number}.1"));
        let address = format!("person{number}@example.jp");
        person.ask_for_code(&address).await;
        app.deliver_mail().await;
        assert_eq!(app.mails_to(&address).len(), 1);
    }
    let facts = app.facts().await;
    let passed = facts
        .iter()
        .filter(|facts| matches!(facts, Facts::LimitPassed { .. }))
        .count();
    assert!(
        (24..40).contains(&passed),
        "{passed} alerts for 24 mails too many"
    );
    let figure = app.figure("kadomori_overall_limit_alerts_total");
    assert_eq!(figure, Some(passed.to_string()));
}

async fn limits_hold_across_servers(engine: Engine) {
    let app = TestApp::real(engine).await;
    let other = app.another_server();
    for number in 0..4 {
        for server in [&app, &other] {
            let mut stranger = server.browser().at(&format!("198.51.{number}.1"));
            stranger.ask_for_code(MIKA).await;
        }
    }
    app.deliver_mail().await;
    assert_eq!(app.mails_to(MIKA).len(), 5);
}

async fn whoever_proves_again_is_told_when_no_mail_can_go(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = Person::joins(&app, MIKA).await;
    app.advance(11.minutes());
    for sent in [true, true, true, true, true, false] {
        mika.browser.visit("/account/security/user-name").await;
        mika.browser.press_way("mail_code").await;
        assert_eq!(mika.page().shows("6-digit code"), sent);
    }
    let text = mika.page().text();
    assert!(
        text.contains("Several codes went out in a short time."),
        "{text}"
    );
    assert!(mika.page().at.starts_with("/sign-in/"), "{text}");
    app.deliver_mail().await;
    assert_eq!(app.mails_to(MIKA).len(), 6, "one to join, and five");

    app.advance(12.minutes());
    mika.browser.press_way("mail_code").await;
    mika.prove().await;
    assert_eq!(mika.page().at, "/account/security/user-name");
}
