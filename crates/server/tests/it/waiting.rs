//! Waiting, honestly: who may know reads what became of the message, as it happens; a stranger
//! reads the same bytes whatever became of it.

use axum::http::{Method, StatusCode};
use kadomori_domain::{
    delivery::{Permanence, Report},
    id::MessageId,
    time::Time,
};
use kadomori_server::{
    channel::MailChannel,
    delivery::{self, Told},
};
use kadomori_store::params;

use crate::support::{
    Browser, Engine, LONG, Page, Person, Postmaster, REAL, Setup, Span as _, TestApp,
};

stories![
    a_known_device_reads_each_step_of_its_mail,
    a_known_device_reads_why_a_mail_came_back,
    a_refusal_at_the_door_is_told_like_a_mail_that_came_back,
    the_same_code_sent_again_is_told_beside_the_first,
    what_became_of_an_earlier_code_is_not_told_of_the_new_one,
    after_a_minute_the_next_best_way_is_offered,
    trouble_of_our_own_is_told_at_once_with_another_way,
    an_address_that_nothing_reaches_is_told_until_it_is_mended,
    the_steps_are_told_in_japanese_too,
    a_text_message_is_told_of_like_a_mail,
    a_number_that_nothing_reaches_is_told_of_too,
    a_stranger_reads_the_same_whatever_became_of_a_text_message,
    who_may_not_know_gets_the_same_nothing,
    a_stranger_reads_the_same_whatever_became_of_the_mail,
    the_database_does_the_same_for_a_stranger_whatever_became_of_the_mail,
];

const MIKA: &str = "mika@example.jp";
const GONE: Report = Report::Failed(Permanence::Hard);

/// The newest message in the ledger.
async fn newest(app: &TestApp) -> MessageId {
    let rows = app
        .rows("SELECT id FROM ledger ORDER BY id DESC LIMIT 1", &params![])
        .await;
    rows[0].get(0).unwrap()
}

/// The newest message is reported on.
async fn report(app: &TestApp, report: Report, answer: &str) {
    let told = Told {
        message: newest(app).await,
        report,
        provider: "mx.example.jp".to_owned(),
        answer: answer.to_owned(),
    };
    delivery::take(&app.app, told).await.unwrap();
}

/// A server whose mails go to `mail`, and a browser there on which Mika was signed in before.
async fn familiar(engine: Engine, mail: MailChannel) -> (TestApp, Browser) {
    let app = TestApp::real(engine).await;
    let mika = app.familiar_browser(MIKA).await.in_zone("Asia/Tokyo");
    let server = app.another_server_mailing(mail);
    (server.clone(), mika.at_server(&server))
}

/// What the page says first of the message.
fn now(page: &Page) -> String {
    page.all("#delivery-now .state").concat()
}

fn before(page: &Page) -> Vec<String> {
    page.all("#delivery-past li")
}

/// What the script is told; nothing where the page would not be told either.
async fn polled(browser: &mut Browser) -> Page {
    let at = browser.page().at.clone();
    let path = at.split('?').next().unwrap();
    browser
        .exchange(Method::GET, &format!("{path}/delivery"), None)
        .await
}

/// The page, loaded again, and what a script would have put into it, which is the same.
async fn look_again(mika: &mut Browser) -> Page {
    let part = polled(mika).await;
    assert_eq!(part.status, StatusCode::OK);
    mika.reload().await;
    let page = mika.page().clone();
    for id in ["#delivery-now", "#delivery-past", "#delivery-fact"] {
        assert_eq!(page.all(id), part.all(id));
    }
    // News of a code that was sent again says where to look by itself.
    let lead = page.all("#code-lead");
    assert!(lead == part.all("#code-lead") || page.news().is_some());
    page
}

async fn a_known_device_reads_each_step_of_its_mail(engine: Engine) {
    let postmaster = Postmaster::default();
    let (app, mut mika) = familiar(engine, postmaster.open().await).await;
    mika.ask_for_code(MIKA).await;
    assert_eq!(now(mika.page()), "12:03 On its way out.");
    assert_eq!(before(mika.page()), Vec::<String>::new());
    app.advance(1.minutes());
    let page = look_again(&mut mika).await;
    assert_eq!(now(&page), "12:03 It hasn't left yet.");
    assert!(page.shows("A 6-digit code waits to leave for m…@example.jp."));

    postmaster.will_say_of_recipient("450 4.2.0 <mika@example.jp>: Greylisted");
    app.deliver_mail().await;
    let page = look_again(&mut mika).await;
    let waits =
        "12:04 The receiving mail server lets new senders wait a little. We try again in a moment.";
    assert_eq!(now(&page), waits);
    assert_eq!(before(&page), ["12:04 Sent."]);
    assert!(
        !page.body.contains("450"),
        "the words are for the help desk"
    );

    app.advance(1.minutes());
    app.deliver_mail().await;
    let page = look_again(&mut mika).await;
    assert_eq!(
        now(&page),
        "12:05 Your mail server smtp.example.jp took it."
    );
    report(&app, Report::Delayed, "smtp; 451 4.4.1 no answer").await;
    let page = look_again(&mut mika).await;
    let late = "12:05 It's late. A mail server on the way keeps trying.";
    assert_eq!(now(&page), late);
    assert!(page.attribute("#delivery-now", "data-final").is_none());

    app.advance(1.minutes());
    report(&app, Report::Delivered, "").await;
    let page = look_again(&mut mika).await;
    assert_eq!(now(&page), "12:06 It reached your mailbox.");
    assert!(page.attribute("#delivery-now", "data-final").is_some());
    assert!(!page.shows("Look again"));
    let help = page.all("#delivery-fact");
    assert_eq!(help, ["12:06 It reached your mailbox."]);
    mika.enter(&postmaster.newest_code()).await;
    assert_eq!(mika.page().at, "/account");
}

async fn a_known_device_reads_why_a_mail_came_back(engine: Engine) {
    let postmaster = Postmaster::default();
    let (app, mut mika) = familiar(engine, postmaster.open().await).await;
    for (told, answer, said) in [
        (GONE, "smtp; 550 5.1.1", "there's no such mailbox."),
        (
            Report::Failed(Permanence::Soft),
            "smtp; 552 5.2.2 full",
            "the mailbox is full.",
        ),
        (
            Report::Failed(Permanence::Soft),
            "smtp; 554 5.7.1 spam",
            "the receiving mail server didn't take it.",
        ),
    ] {
        mika.ask_for_code(MIKA).await;
        app.deliver_mail().await;
        report(&app, told, answer).await;
        let page = look_again(&mut mika).await;
        let first = now(&page);
        assert!(first.contains("It came back: "), "{first}");
        assert!(first.ends_with(said), "{first}");
        assert!(page.attribute("#delivery-now", "data-final").is_some());
        app.advance(2.minutes());
    }
}

async fn a_refusal_at_the_door_is_told_like_a_mail_that_came_back(engine: Engine) {
    let postmaster = Postmaster::default();
    let (app, mut mika) = familiar(engine, postmaster.open().await).await;
    mika.ask_for_code(MIKA).await;
    postmaster.will_say_of_recipient("550 5.1.1 <mika@example.jp>: no such user");
    app.deliver_mail().await;
    let page = look_again(&mut mika).await;
    let said = "12:03 It came back: there's no such mailbox.";
    assert_eq!(now(&page), said);
    assert_eq!(before(&page), ["12:03 Sent."]);
}

async fn the_same_code_sent_again_is_told_beside_the_first(engine: Engine) {
    let postmaster = Postmaster::default();
    let (app, mut mika) = familiar(engine, postmaster.open().await).await;
    mika.ask_for_code(MIKA).await;
    app.deliver_mail().await;
    app.advance(1.minutes());
    mika.press("Send the code again").await;
    app.deliver_mail().await;
    let page = look_again(&mut mika).await;
    let took = "Your mail server smtp.example.jp took it.";
    assert_eq!(now(&page), format!("12:04 {took}"));
    let earlier = [
        "12:04 Sent again.".to_owned(),
        format!("12:03 {took}"),
        "12:03 Sent.".to_owned(),
    ];
    assert_eq!(before(&page), earlier);
}

async fn what_became_of_an_earlier_code_is_not_told_of_the_new_one(engine: Engine) {
    let postmaster = Postmaster::default();
    let (app, mut mika) = familiar(engine, postmaster.open().await).await;
    mika.ask_for_code(MIKA).await;
    app.deliver_mail().await;
    report(&app, Report::Delivered, "").await;
    app.advance(6.minutes());
    mika.press("Send the code again").await;
    assert!(mika.page().shows("We sent a new code."));
    let page = look_again(&mut mika).await;
    assert_eq!(now(&page), "12:09 On its way out.");
    assert_eq!(before(&page), Vec::<String>::new());
}

/// Someone with a password, who wants a code by mail this time and doesn't get it at once.
async fn waits(app: &TestApp) -> Person {
    let mut mika = Person::joins(app, MIKA).await;
    mika.choose_password(LONG).await;
    mika.browser.sign_out().await;
    app.advance(5.minutes());
    mika.come_by("mail_code").await;
    mika
}

async fn after_a_minute_the_next_best_way_is_offered(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = waits(&app).await;
    app.deliver_mail().await;
    let offer = "#delivery-past button[name=way]";
    app.advance(59.seconds());
    let page = look_again(&mut mika.browser).await;
    assert_eq!(page.attribute(offer, "value"), None);
    app.advance(1.seconds());
    let page = look_again(&mut mika.browser).await;
    assert!(page.shows("Nothing yet? This works at once:"));
    assert_eq!(page.attribute(offer, "value").as_deref(), Some("password"));
    mika.browser.press_way("password").await;
    assert_eq!(mika.page().title(), "Your password");
    mika.prove().await;
    assert_eq!(mika.page().at, "/account");
}

async fn trouble_of_our_own_is_told_at_once_with_another_way(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = waits(&app).await;
    let server = app.another_server_mailing(Postmaster::nowhere().await);
    for number in 0..2 {
        let mut other = server.browser().at(&format!("198.51.{number}.1"));
        other.ask_for_code(&format!("rei{number}@example.jp")).await;
    }
    server.deliver_mail().await;
    assert!(server.app.mail.trouble().is_some());
    mika.browser = mika.browser.at_server(&server);
    let page = look_again(&mut mika.browser).await;
    let first = now(&page);
    assert!(first.starts_with("No mail has left here since "), "{first}");
    assert!(first.ends_with("The trouble is ours. We keep trying."));
    assert!(page.shows("This works at once:"));
    assert_eq!(before(&page), Vec::<String>::new());
    assert!(page.shows("A 6-digit code waits to leave for m…@example.jp."));
}

async fn an_address_that_nothing_reaches_is_told_until_it_is_mended(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = waits(&app).await;
    for _ in 0..2 {
        app.deliver_mail().await;
        report(&app, GONE, "smtp; 550 5.1.1").await;
        app.advance(2.minutes());
        mika.come_by("mail_code").await;
    }
    app.deliver_mail().await;
    let page = look_again(&mut mika.browser).await;
    assert!(page.shows("Mails to this address have come back since today"));
    let offer = page.attribute("#delivery-past button[name=way]", "value");
    assert_eq!(
        offer.as_deref(),
        Some("password"),
        "there is no use in waiting"
    );

    mika.come_by("password").await;
    mika.prove().await;
    assert_eq!(mika.page().at, "/account");
    assert!(mika.page().shows("Something doesn't reach you"));
    let told = "Mails to mika@example.jp have come back since today";
    assert!(mika.page().shows(told), "{}", mika.page().text());
    mika.browser.visit("/account/security").await;
    assert!(mika.page().shows("Nothing has arrived there since today"));

    report(&app, Report::Delivered, "").await;
    mika.browser.visit("/account/security").await;
    assert!(!mika.page().shows("Nothing has arrived there since"));
    mika.browser.visit("/account").await;
    assert!(!mika.page().shows("Something doesn't reach you"));
}

async fn the_steps_are_told_in_japanese_too(engine: Engine) {
    let postmaster = Postmaster::default();
    let (app, mika) = familiar(engine, postmaster.open().await).await;
    let mut mika = mika.in_japanese();
    mika.visit("/sign-in").await;
    mika.ask_for_code(MIKA).await;
    assert_eq!(now(mika.page()), "12:03 送信しています。");
    app.deliver_mail().await;
    let page = look_again(&mut mika).await;
    let took = "12:03 お使いのメールサーバー smtp.example.jp が受け取りました。";
    assert_eq!(now(&page), took);
    report(&app, GONE, "smtp; 550 5.1.1").await;
    let page = look_again(&mut mika).await;
    let back = "12:03 届かずに戻ってきました。このメールボックスはないようです。";
    assert_eq!(now(&page), back);
}

/// Someone with a password and a number, who waits for a code by text message.
async fn waits_for_text(app: &TestApp) -> Person {
    let mut mika = Person::joins(app, MIKA).await;
    mika.choose_password(LONG).await;
    mika.add_phone("090-1234-5678").await;
    mika.browser.sign_out().await;
    app.advance(5.minutes());
    mika.come_by("sms_code").await;
    mika
}

async fn a_text_message_is_told_of_like_a_mail(engine: Engine) {
    let app = Setup::on(engine).texts().open().await;
    let mut mika = waits_for_text(&app).await;
    assert!(now(mika.page()).ends_with("On its way out."));
    app.deliver_mail().await;
    for (told, said) in [
        (None, "The phone network took it."),
        (
            Some(Report::Delayed),
            "It's late. The phone may be off, or out of reach.",
        ),
        (Some(GONE), "It didn't arrive: there's no such number."),
        (Some(Report::Delivered), "It reached your phone."),
    ] {
        if let Some(told) = told {
            report(&app, told, "").await;
        }
        let page = look_again(&mut mika.browser).await;
        assert!(now(&page).ends_with(said), "{}", now(&page));
    }
}

async fn a_number_that_nothing_reaches_is_told_of_too(engine: Engine) {
    let app = Setup::on(engine).texts().open().await;
    let mut mika = waits_for_text(&app).await;
    for _ in 0..2 {
        app.deliver_mail().await;
        report(&app, GONE, "").await;
        app.advance(2.minutes());
        mika.come_by("sms_code").await;
    }
    let told = "Text messages to this number haven't arrived since today";
    assert!(mika.page().shows(told), "{}", mika.page().text());
    mika.browser.press_way("password").await;
    mika.prove().await;
    assert_eq!(mika.page().at, "/account");
    let told = "Text messages to +81 90-1234-5678 haven't arrived since today";
    assert!(mika.page().shows(told), "{}", mika.page().text());
}

async fn a_stranger_reads_the_same_whatever_became_of_a_text_message(engine: Engine) {
    let mut first: Option<Vec<String>> = None;
    for told_of in [
        None,
        Some(GONE),
        Some(Report::Delayed),
        Some(Report::Delivered),
    ] {
        let app = Setup::on(engine).texts().open().await;
        let mut mika = Person::joins(&app, MIKA).await;
        mika.add_phone("090-1234-5678").await;
        mika.sign_in_with_phone().await;
        app.advance(5.minutes());
        app.entropy.begin(1_000);
        let mut stranger = app.browser().at("198.51.100.9");
        stranger.ask_for_code("090-1234-5678").await;
        if let Some(told) = told_of {
            app.deliver_mail().await;
            report(&app, told, "").await;
        }
        app.entropy.begin(2_000);
        stranger.reload().await;
        polled(&mut stranger).await;
        app.advance(61.seconds());
        stranger.reload().await;
        stranger.press("Send the code again").await;
        let seen: Vec<_> = stranger.replies().iter().map(told).collect();
        let first = first.get_or_insert_with(|| seen.clone());
        assert!(
            *first == seen,
            "{told_of:?}: {seen:?}\ninstead of\n{first:?}"
        );
    }
}

async fn who_may_not_know_gets_the_same_nothing(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.familiar_browser(MIKA).await;
    mika.ask_for_code(MIKA).await;
    let known = format!("{}/delivery", mika.page().at);
    let mut stranger = app.browser();
    stranger.ask_for_code(MIKA).await;
    let own = format!("{}/delivery", stranger.page().at);
    app.deliver_mail().await;
    let mut replies = Vec::new();
    for path in [
        own.as_str(),
        known.as_str(),
        "/sign-in/0193f3a0000070008000000000000000/delivery",
        "/sign-in/nothing/delivery",
    ] {
        replies.push(stranger.exchange(Method::GET, path, None).await);
    }
    let mail = app.newest_mail_to(MIKA).await;
    stranger.enter(&mail.code()).await;
    replies.push(stranger.exchange(Method::GET, &own, None).await);
    for reply in &replies {
        assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.at);
        assert_eq!(reply.body, "");
        assert_eq!(reply.headers, replies[0].headers);
        assert_eq!(reply.header("cache-control"), "no-store");
    }
    let told = mika.exchange(Method::GET, &known, None).await;
    assert_eq!(told.status, StatusCode::OK);
    assert_eq!(told.header("cache-control"), "no-store");
}

/// What becomes of a stranger's mail.
#[derive(Clone, Copy, Debug)]
enum Fate {
    Untouched,
    Taken,
    PutOff,
    Refused,
    CameBack,
    Late,
    Arrived,
    ProviderDown,
    BrokenBefore,
    NobodyThere,
}

const FATES: [Fate; 10] = [
    Fate::Untouched,
    Fate::Taken,
    Fate::PutOff,
    Fate::Refused,
    Fate::CameBack,
    Fate::Late,
    Fate::Arrived,
    Fate::ProviderDown,
    Fate::BrokenBefore,
    Fate::NobodyThere,
];

/// 2026-12-01 00:00:00 UTC.
const BEGIN: i64 = 1_796_083_200_000_000;

impl Fate {
    /// A server at which it can happen.
    async fn world(self, engine: Engine) -> (TestApp, Postmaster) {
        let postmaster = Postmaster::default();
        let mail = match self {
            Self::ProviderDown => Postmaster::nowhere().await,
            _ => postmaster.open().await,
        };
        let setup = Setup::on(engine).settings(REAL).mail(mail);
        let app = setup.top("registration = \"closed\"").open().await;
        app.clock.set(Time::from_micros(BEGIN));
        // Two more wait for theirs, so that a provider that is down is seen to be.
        for address in ["rei1@example.jp", "rei2@example.jp"] {
            app.make_account(address).await;
            let mut other = app.browser().at("198.51.100.7");
            other.ask_for_code(address).await;
        }
        if !matches!(self, Self::NobodyThere) {
            app.make_account(MIKA).await;
        }
        if matches!(self, Self::BrokenBefore) {
            let contact = "UPDATE contact SET broken_at = $1, bounces = 2";
            app.db
                .write(app.now(), move |tx, now| {
                    Box::pin(async move { tx.execute(contact, &params![*now]).await })
                })
                .await
                .unwrap();
        }
        app.entropy.begin(1_000);
        (app, postmaster)
    }

    async fn happens(self, app: &TestApp, postmaster: &Postmaster) {
        if let Some(answer) = self.answer() {
            for _ in 0..3 {
                postmaster.will_say_of_recipient(answer);
            }
        }
        if !matches!(self, Self::Untouched) {
            app.deliver_mail().await;
        }
        if let Some(told) = self.report() {
            report(app, told, "smtp; 550 5.1.1").await;
        }
        let is_down = matches!(self, Self::ProviderDown);
        assert_eq!(app.app.mail.trouble().is_some(), is_down);
    }

    const fn answer(self) -> Option<&'static str> {
        match self {
            Self::PutOff => Some("450 4.2.0 Greylisted"),
            Self::Refused => Some("550 5.1.1 no such user"),
            _ => None,
        }
    }

    const fn report(self) -> Option<Report> {
        match self {
            Self::CameBack => Some(GONE),
            Self::Late => Some(Report::Delayed),
            Self::Arrived => Some(Report::Delivered),
            _ => None,
        }
    }

    /// All that a stranger sees of it, reply by reply.
    async fn seen(self, app: &TestApp, postmaster: &Postmaster, language: &str) -> Vec<String> {
        let mut stranger = app.browser().speaking(language).in_zone("Asia/Tokyo");
        stranger.ask_for_code(MIKA).await;
        let words = stranger.words();
        self.happens(app, postmaster).await;
        app.entropy.begin(2_000);
        app.db.listen();
        let path = stranger.page().at.clone();
        stranger.visit(&path).await;
        polled(&mut stranger).await;
        app.advance(61.seconds());
        stranger.visit(&path).await;
        polled(&mut stranger).await;
        stranger.enter("000000").await;
        stranger.press(words.again).await;
        app.advance(6.minutes());
        stranger.press(words.again).await;
        stranger.visit(&path).await;
        app.advance(11.minutes());
        stranger.visit(&path).await;
        stranger.replies().iter().map(told).collect()
    }
}

fn told(reply: &Page) -> String {
    let headers = reply.headers.iter();
    let mut headers: Vec<_> = headers
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    headers.sort();
    format!(
        "{} {}\n{headers:?}\n\n{}",
        reply.status, reply.at, reply.body
    )
}

async fn a_stranger_reads_the_same_whatever_became_of_the_mail(engine: Engine) {
    for language in ["en", "ja"] {
        let mut first: Option<Vec<String>> = None;
        for fate in FATES {
            let (app, postmaster) = fate.world(engine).await;
            let seen = fate.seen(&app, &postmaster, language).await;
            let first = first.get_or_insert_with(|| seen.clone());
            assert_eq!(first.len(), seen.len(), "{fate:?}");
            for (expected, seen) in first.iter().zip(&seen) {
                assert!(
                    expected == seen,
                    "{fate:?}:\n{seen}\ninstead of\n{expected}"
                );
            }
        }
    }
}

async fn the_database_does_the_same_for_a_stranger_whatever_became_of_the_mail(engine: Engine) {
    let mut first: Option<Vec<String>> = None;
    for fate in FATES {
        let (app, postmaster) = fate.world(engine).await;
        fate.seen(&app, &postmaster, "en").await;
        let heard = app.db.heard().into_iter();
        let done: Vec<_> = heard.map(|statement| statement.sql).collect();
        assert!(done.len() > 30, "{} statements", done.len());
        assert!(
            done.iter().all(|sql| !sql.contains("FROM ledger")),
            "{fate:?}"
        );
        let first = first.get_or_insert_with(|| done.clone());
        assert_eq!(*first, done, "{fate:?}");
    }
}
