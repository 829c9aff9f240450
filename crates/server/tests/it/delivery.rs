//! What becomes of messages after they left: reports tied to them, contacts that are broken
//! and mended, and nothing sent twice or lost.

use kadomori_domain::{
    attempt::{Attempt, Outcome},
    delivery::{DeliveryState, Permanence, Report},
    event::Facts,
    id::MessageId,
    identifier::Identifier,
    phone::Country,
    time::Time,
};
use kadomori_server::{
    delivery::{self, Taken, Told},
    operator::{self, Sought, Whom},
    outbox,
};
use kadomori_store::{attempt, ledger, params};

use crate::support::{Engine, Postmaster, Setup, Span as _, TestApp};

stories![
    two_mails_in_a_row_that_come_back_break_an_address,
    a_mail_that_arrives_between_two_that_come_back_keeps_the_address,
    a_mail_that_arrives_mends_the_address,
    a_code_that_is_accepted_mends_the_address,
    no_such_mailbox_at_the_door_counts_as_a_mail_that_came_back,
    a_mail_that_is_too_large_or_spam_says_nothing_of_the_address,
    the_same_report_twice_counts_once,
    a_report_on_a_message_that_is_forgotten_does_no_harm,
    a_report_keeps_a_mail_of_a_dead_worker_from_going_twice,
    a_report_that_overtakes_its_worker_is_not_undone,
    every_try_and_report_is_kept_and_names_nobody,
    an_operator_finds_messages_by_whatever_is_known_of_them,
    an_operator_sees_what_became_of_a_message_and_of_its_contact,
];

const MIKA: &str = "mika@example.jp";

/// The messages in the ledger, the oldest first.
async fn messages(app: &TestApp) -> Vec<MessageId> {
    let rows = app
        .rows("SELECT id FROM ledger ORDER BY id", &params![])
        .await;
    rows.iter().map(|row| row.get(0).unwrap()).collect()
}

async fn newest(app: &TestApp) -> MessageId {
    messages(app).await.pop().expect("a message left")
}

async fn state(app: &TestApp, message: MessageId) -> DeliveryState {
    let found = app
        .db
        .read(message, |tx, id| Box::pin(ledger::find(tx, *id)));
    found.await.unwrap().expect("its line").state
}

async fn attempts(app: &TestApp, message: MessageId) -> Vec<Attempt> {
    let found = app
        .db
        .read(message, |tx, id| Box::pin(attempt::list(tx, *id)));
    found.await.unwrap()
}

/// Since when Mika's address is broken.
async fn broken(app: &TestApp) -> Option<Time> {
    let rows = app.rows("SELECT broken_at FROM contact", &params![]).await;
    rows[0].get(0).unwrap()
}

async fn told(app: &TestApp, message: MessageId, report: Report) -> Taken {
    let told = Told {
        message,
        report,
        provider: "mx.example.jp".to_owned(),
        answer: format!("smtp; 550 5.1.1 <{MIKA}>: User unknown"),
    };
    delivery::take(&app.app, told).await.unwrap()
}

/// A code is asked for and leaves; its message.
async fn send(app: &TestApp) -> MessageId {
    app.advance(2.minutes());
    app.browser().ask_for_code(MIKA).await;
    app.deliver_mail().await;
    newest(app).await
}

const GONE: Report = Report::Failed(Permanence::Hard);

async fn two_mails_in_a_row_that_come_back_break_an_address(engine: Engine) {
    let app = TestApp::real(engine).await;
    app.make_account(MIKA).await;
    let first = send(&app).await;
    let bounced = Taken::Changed(DeliveryState::Bounced);
    assert_eq!(told(&app, first, GONE).await, bounced);
    assert_eq!(broken(&app).await, None, "once may be a mistake");
    let second = send(&app).await;
    assert_eq!(told(&app, second, GONE).await, bounced);
    assert_eq!(broken(&app).await, Some(app.now()));
    let third = send(&app).await;
    told(&app, third, GONE).await;
    let facts = app.facts().await;
    let broken = |facts: &&Facts| matches!(facts, Facts::ContactBroken { .. });
    assert_eq!(facts.iter().filter(broken).count(), 1, "{facts:?}");

    let mut mika = app.browser();
    mika.sign_in(MIKA).await;
    let said = "Mails to this address come back. It may be mistyped, or not exist any more.";
    assert!(mika.page().shows(said));
    assert!(mika.page().shows(MIKA));
    let figure = app.figure("kadomori_delivery_reports_total{state=\"bounced\"}");
    assert_eq!(figure.as_deref(), Some("3"));
}

async fn a_mail_that_arrives_between_two_that_come_back_keeps_the_address(engine: Engine) {
    let app = TestApp::real(engine).await;
    app.make_account(MIKA).await;
    for report in [GONE, Report::Delivered, GONE, Report::Delayed] {
        let message = send(&app).await;
        told(&app, message, report).await;
    }
    let message = send(&app).await;
    told(&app, message, Report::Failed(Permanence::Soft)).await;
    assert_eq!(broken(&app).await, None);
}

async fn a_mail_that_arrives_mends_the_address(engine: Engine) {
    let app = TestApp::real(engine).await;
    app.make_account(MIKA).await;
    let mut last = None;
    for _ in 0..2 {
        let message = send(&app).await;
        told(&app, message, GONE).await;
        last = Some(message);
    }
    assert!(broken(&app).await.is_some());
    let delivered = Taken::Changed(DeliveryState::Delivered);
    assert_eq!(
        told(&app, last.unwrap(), Report::Delivered).await,
        delivered
    );
    assert_eq!(broken(&app).await, None);
}

async fn a_code_that_is_accepted_mends_the_address(engine: Engine) {
    let app = TestApp::real(engine).await;
    app.make_account(MIKA).await;
    for _ in 0..2 {
        let message = send(&app).await;
        told(&app, message, GONE).await;
    }
    assert!(broken(&app).await.is_some());
    app.browser().sign_in(MIKA).await;
    assert_eq!(broken(&app).await, None, "the code came back by hand");
}

async fn no_such_mailbox_at_the_door_counts_as_a_mail_that_came_back(engine: Engine) {
    let postmaster = Postmaster::default();
    let app = Setup::on(engine).mail(postmaster.open().await).open().await;
    app.make_account(MIKA).await;
    for _ in 0..2 {
        postmaster.will_say_of_recipient("550 5.1.1 <mika@example.jp>: no such user");
        let message = send(&app).await;
        assert_eq!(state(&app, message).await, DeliveryState::Refused);
    }
    assert_eq!(broken(&app).await, Some(app.now()));
}

async fn a_mail_that_is_too_large_or_spam_says_nothing_of_the_address(engine: Engine) {
    let postmaster = Postmaster::default();
    let app = Setup::on(engine).mail(postmaster.open().await).open().await;
    app.make_account(MIKA).await;
    postmaster.will_say_of_recipient("550 5.7.1 your network is listed");
    send(&app).await;
    postmaster.will_say_of_recipient("552 5.2.2 mailbox full");
    send(&app).await;
    postmaster.will_say("550 5.1.1 said too late to mean the mailbox");
    send(&app).await;
    assert_eq!(broken(&app).await, None);
}

async fn the_same_report_twice_counts_once(engine: Engine) {
    let app = TestApp::real(engine).await;
    app.make_account(MIKA).await;
    let message = send(&app).await;
    told(&app, message, GONE).await;
    let before = attempts(&app, message).await;
    assert_eq!(told(&app, message, GONE).await, Taken::Known);
    assert_eq!(attempts(&app, message).await, before);
    assert_eq!(broken(&app).await, None);
}

async fn a_report_on_a_message_that_is_forgotten_does_no_harm(engine: Engine) {
    let app = TestApp::real(engine).await;
    let unknown = MessageId::from_bytes([7; 16]);
    assert_eq!(told(&app, unknown, GONE).await, Taken::Unknown);
    assert_eq!(app.count("attempt").await, 0);
}

async fn a_report_keeps_a_mail_of_a_dead_worker_from_going_twice(engine: Engine) {
    for report in [Report::Delivered, Report::Delayed, GONE] {
        let postmaster = Postmaster::default();
        let app = Setup::on(engine).mail(postmaster.open().await).open().await;
        app.make_account(MIKA).await;
        app.browser().ask_for_code(MIKA).await;
        postmaster.will_say(Postmaster::SILENCE);
        let worker = tokio::spawn({
            let app = app.app.clone();
            async move { outbox::drain(&app).await }
        });
        postmaster.heard().await;
        worker.abort();
        assert!(worker.await.unwrap_err().is_cancelled());
        let message = newest(&app).await;
        let Taken::Changed(told) = told(&app, message, report).await else {
            panic!("it tells something new")
        };
        app.advance(3.minutes());
        app.deliver_mail().await;
        assert_eq!(postmaster.mails().len(), 1, "{report:?}");
        assert_eq!(state(&app, message).await, told);
        assert_eq!(app.count("outbox").await, 0);
    }
}

async fn a_report_that_overtakes_its_worker_is_not_undone(engine: Engine) {
    let postmaster = Postmaster::default();
    let app = Setup::on(engine).mail(postmaster.open().await).open().await;
    app.make_account(MIKA).await;
    app.browser().ask_for_code(MIKA).await;
    let held = postmaster.hold();
    let worker = tokio::spawn({
        let app = app.app.clone();
        async move { outbox::drain(&app).await }
    });
    postmaster.heard().await;
    let message = newest(&app).await;
    told(&app, message, Report::Delivered).await;
    drop(held);
    assert_eq!(worker.await.unwrap().unwrap(), 1);
    assert_eq!(state(&app, message).await, DeliveryState::Delivered);
    let outcomes: Vec<_> = attempts(&app, message)
        .await
        .into_iter()
        .map(|line| line.outcome)
        .collect();
    assert_eq!(outcomes, [Outcome::Delivered, Outcome::HandedOver]);
}

async fn every_try_and_report_is_kept_and_names_nobody(engine: Engine) {
    let postmaster = Postmaster::default();
    let app = Setup::on(engine).mail(postmaster.open().await).open().await;
    app.make_account(MIKA).await;
    postmaster.will_say_of_recipient("450 4.2.0 <mika@example.jp>: Greylisted");
    let message = send(&app).await;
    app.advance(5.seconds());
    app.deliver_mail().await;
    app.advance(1.hours());
    told(&app, message, Report::Delayed).await;
    app.advance(1.hours());
    told(&app, message, GONE).await;
    let kept = attempts(&app, message).await;
    let lines: Vec<_> = kept
        .iter()
        .map(|line| {
            (
                line.outcome,
                line.provider.as_str(),
                line.answer.as_deref().unwrap_or_default(),
            )
        })
        .collect();
    let unknown = "smtp; 550 5.1.1 <[address]>: User unknown";
    assert_eq!(
        lines,
        [
            (
                Outcome::PutOff,
                "smtp.example.jp",
                "The provider asks to try again later: 450 4.2.0 <[address]>: Greylisted"
            ),
            (
                Outcome::HandedOver,
                "smtp.example.jp",
                "250 2.0.0 Ok: queued as 4F1C2"
            ),
            (Outcome::Delayed, "mx.example.jp", unknown),
            (Outcome::Bounced(Permanence::Hard), "mx.example.jp", unknown),
        ]
    );
    let found = app
        .db
        .read(message, |tx, id| Box::pin(ledger::find(tx, *id)))
        .await
        .unwrap()
        .expect("its line");
    assert_eq!(found.area, "example.jp");
    assert_eq!(found.provider.as_deref(), Some("smtp.example.jp"));
    assert_eq!((found.attempts, found.state), (2, DeliveryState::Bounced));
}

/// Everything.
fn any() -> Sought {
    Sought {
        account: None,
        recipient: None,
        reference: None,
        since: None,
        until: None,
        most: 10,
    }
}

async fn found(app: &TestApp, sought: Sought) -> Option<Vec<MessageId>> {
    let found = operator::deliveries(&app.app, &sought).await.unwrap();
    found.map(|found| found.iter().map(|one| one.id).collect())
}

async fn an_operator_finds_messages_by_whatever_is_known_of_them(engine: Engine) {
    let app = TestApp::real(engine).await;
    app.make_account(MIKA).await;
    let first = send(&app).await;
    app.advance(1.hours());
    let second = send(&app).await;
    app.browser().ask_for_code("rei@example.com").await;
    app.deliver_mail().await;
    let third = newest(&app).await;
    assert_eq!(found(&app, any()).await, Some(vec![third, second, first]));
    let one = Sought { most: 1, ..any() };
    assert_eq!(found(&app, one).await, Some(vec![third]));

    let of = |who: &str| Sought {
        account: Some(who.parse::<Whom>().unwrap()),
        ..any()
    };
    let hers = found(&app, of("MIKA@example.jp")).await;
    assert_eq!(hers, Some(vec![second, first]));
    assert_eq!(found(&app, of("tarou@example.jp")).await, None);

    let to = |typed: &str| Sought {
        recipient: Some(Identifier::parse(typed, Country::JAPAN).unwrap()),
        ..any()
    };
    assert_eq!(found(&app, to("Rei@Example.com")).await, Some(vec![third]));
    assert_eq!(found(&app, to("nobody@example.jp")).await, Some(vec![]));

    let line = app
        .db
        .read(second, |tx, id| Box::pin(ledger::find(tx, *id)));
    let narrow = Sought {
        reference: Some(line.await.unwrap().expect("its line").reference),
        since: Some(app.now().minus(30.minutes())),
        ..to(MIKA)
    };
    assert_eq!(found(&app, narrow).await, Some(vec![second]));
    let earlier = Sought {
        until: Some(app.now().minus(30.minutes())),
        ..any()
    };
    assert_eq!(found(&app, earlier).await, Some(vec![first]));
}

async fn an_operator_sees_what_became_of_a_message_and_of_its_contact(engine: Engine) {
    let app = TestApp::real(engine).await;
    app.make_account(MIKA).await;
    let hers = send(&app).await;
    app.browser().ask_for_code("rei@example.com").await;
    app.deliver_mail().await;
    let of_nobody = newest(&app).await;
    told(&app, hers, GONE).await;
    let shown = operator::delivery(&app.app, hers).await.unwrap();
    let shown = shown.expect("the message");
    assert_eq!(shown.entry.state, DeliveryState::Bounced);
    let contact = shown.contact.expect("where it went");
    assert_eq!((contact.address.as_str(), contact.reach.bounces), (MIKA, 1));
    assert_eq!(shown.attempts.len(), 2);
    let shown = operator::delivery(&app.app, of_nobody).await.unwrap();
    assert_eq!(shown.expect("the message").contact, None);
    let unknown = MessageId::from_bytes([7; 16]);
    assert_eq!(operator::delivery(&app.app, unknown).await.unwrap(), None);
}
