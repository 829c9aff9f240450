//! Providers in trouble: the second takes over, the first is asked again with care, and a
//! domain that is slow or refuses is seen and holds up nobody else.

use core::time::Duration;

use kadomori_domain::{attempt::Outcome, delivery::Channel, event::Facts, id::MessageId};
use kadomori_server::{channel::Trouble, outbox};
use kadomori_store::{attempt, ledger, params};
use tokio::sync::watch;

use crate::support::{Engine, Postmaster, Setup, Span as _, TestApp};

stories![
    the_second_takes_at_once_what_the_first_cannot,
    a_first_in_trouble_is_left_alone_and_tried_again_after_a_pause,
    after_silence_the_second_sends_the_very_same_mail,
    without_a_second_mails_wait_until_the_first_is_back,
    a_provider_that_does_not_take_us_is_in_trouble_too,
    many_mails_behind_a_silent_provider_leave_by_the_second,
    a_domain_that_sleeps_holds_up_its_own_mails_alone,
    a_domain_that_begins_to_refuse_is_told_once_an_hour,
];

async fn ask(app: &TestApp, number: usize) {
    let mut person = app.browser().at(&format!("198.51.{number}.1"));
    person
        .ask_for_code(&format!("person{number}@example.jp"))
        .await;
}

/// What each provider came to for the newest message.
async fn passage(app: &TestApp) -> Vec<(String, Outcome)> {
    let rows = app
        .rows("SELECT id FROM ledger ORDER BY id", &params![])
        .await;
    let message: MessageId = rows.last().expect("a message").get(0).unwrap();
    let lines = app
        .db
        .read(message, |tx, id| Box::pin(attempt::list(tx, *id)))
        .await
        .unwrap();
    let lines = lines.into_iter();
    lines.map(|line| (line.provider, line.outcome)).collect()
}

fn first(outcome: Outcome) -> (String, Outcome) {
    ("first.example.jp".to_owned(), outcome)
}

fn second(outcome: Outcome) -> (String, Outcome) {
    ("second.example.jp".to_owned(), outcome)
}

/// What the history has about providers and domains.
async fn told(app: &TestApp) -> Vec<Facts> {
    let mut facts = app.facts().await;
    facts.retain(|facts| {
        matches!(
            facts,
            Facts::ProviderDown { .. } | Facts::ProviderBack { .. } | Facts::AreaRefuses { .. }
        )
    });
    facts
}

fn down() -> Facts {
    Facts::ProviderDown {
        channel: Channel::Mail,
        provider: "first.example.jp".to_owned(),
    }
}

fn back() -> Facts {
    Facts::ProviderBack {
        channel: Channel::Mail,
        provider: "first.example.jp".to_owned(),
    }
}

async fn the_second_takes_at_once_what_the_first_cannot(engine: Engine) {
    let postmaster = Postmaster::default();
    let (nowhere, open) = (Postmaster::nowhere().await, postmaster.open().await);
    let app = Setup::on(engine).mails(nowhere, open).open().await;
    ask(&app, 1).await;
    assert_eq!(app.deliver_mail().await, 1);
    assert_eq!(postmaster.mails().len(), 1);
    let expected = [first(Outcome::Trouble), second(Outcome::HandedOver)];
    assert_eq!(passage(&app).await, expected);
    let rows = app.rows("SELECT id FROM ledger", &params![]).await;
    let message: MessageId = rows[0].get(0).unwrap();
    let line = app
        .db
        .read(message, |tx, id| Box::pin(ledger::find(tx, *id)));
    let line = line.await.unwrap().expect("its line");
    assert_eq!(line.provider.as_deref(), Some("second.example.jp"));
    assert_eq!(line.attempts, 2);
    assert_eq!(told(&app).await, [], "once is no trouble yet");
}

async fn a_first_in_trouble_is_left_alone_and_tried_again_after_a_pause(engine: Engine) {
    let (down_for_now, standing_in) = (Postmaster::default(), Postmaster::default());
    let (one, two) = (down_for_now.open().await, standing_in.open().await);
    let app = Setup::on(engine).mails(one, two).open().await;
    for number in 0..3 {
        down_for_now.will_say_of_recipient("421 4.3.2 Closing for maintenance");
        ask(&app, number).await;
        app.deliver_mail().await;
    }
    assert_eq!(standing_in.mails().len(), 3);
    assert_eq!(told(&app).await, [down()]);
    let up = "kadomori_provider_up{channel=\"mail\",provider=\"first.example.jp\"}";
    assert_eq!(app.figure(up).as_deref(), Some("0"));
    assert_eq!(app.app.mail.trouble(), None, "the second stands in");

    ask(&app, 4).await;
    app.deliver_mail().await;
    assert_eq!(down_for_now.asked().len(), 3, "it is left alone");
    assert_eq!(passage(&app).await, [second(Outcome::HandedOver)]);

    app.advance(10.seconds());
    ask(&app, 5).await;
    app.deliver_mail().await;
    assert_eq!(passage(&app).await, [first(Outcome::HandedOver)]);
    assert_eq!(told(&app).await, [down(), back()]);
    assert_eq!(app.figure(up).as_deref(), Some("1"));
    ask(&app, 6).await;
    app.deliver_mail().await;
    assert_eq!(passage(&app).await, [first(Outcome::HandedOver)]);
}

async fn after_silence_the_second_sends_the_very_same_mail(engine: Engine) {
    let (silent, standing_in) = (Postmaster::default(), Postmaster::default());
    silent.will_say(Postmaster::SILENCE);
    let one = silent.open_for_hasty(Duration::from_millis(400)).await;
    let two = standing_in.open().await;
    let app = Setup::on(engine).mails(one, two).open().await;
    ask(&app, 1).await;
    app.deliver_mail().await;
    assert_eq!(silent.mails().len(), 1, "it may have taken it");
    assert_eq!(silent.mails(), standing_in.mails());
    let expected = [first(Outcome::Trouble), second(Outcome::HandedOver)];
    assert_eq!(passage(&app).await, expected);
}

async fn without_a_second_mails_wait_until_the_first_is_back(engine: Engine) {
    let postmaster = Postmaster::default();
    let app = Setup::on(engine).mail(postmaster.open().await).open().await;
    for number in 0..3 {
        postmaster.will_say_of_recipient("421 4.3.2 Closing for maintenance");
        ask(&app, number).await;
    }
    assert_eq!(app.deliver_mail().await, 3);
    let since = app.now();
    assert_eq!(app.app.mail.trouble(), Some(Trouble { since }));
    app.advance(5.seconds());
    app.deliver_mail().await;
    assert_eq!(postmaster.asked().len(), 3, "it is left alone");
    app.advance(5.seconds());
    app.deliver_mail().await;
    assert_eq!(app.app.mail.trouble(), None);
    assert_eq!(
        postmaster.mails().len(),
        3,
        "one found out, the others follow"
    );
    assert_eq!(app.count("outbox").await, 0);
}

async fn a_provider_that_does_not_take_us_is_in_trouble_too(engine: Engine) {
    let (stern, standing_in) = (Postmaster::default(), Postmaster::default());
    let (one, two) = (stern.open().await, standing_in.open().await);
    let app = Setup::on(engine).mails(one, two).open().await;
    for number in 0..3 {
        stern.will_say_of_recipient("530 5.7.0 Authentication required");
        ask(&app, number).await;
        app.deliver_mail().await;
    }
    assert_eq!(standing_in.mails().len(), 3);
    assert_eq!(told(&app).await, [down()]);
}

async fn many_mails_behind_a_silent_provider_leave_by_the_second(engine: Engine) {
    let (silent, standing_in) = (Postmaster::default(), Postmaster::default());
    silent.sleeps_over("@");
    let one = silent.open_for_hasty(Duration::from_millis(300)).await;
    let two = standing_in.open_for_hasty(10.seconds()).await;
    let app = Setup::on(engine).mails(one, two).open().await;
    for number in 0..20 {
        ask(&app, number).await;
    }
    let (stop, stopped) = watch::channel(());
    let worker = tokio::spawn(outbox::run(app.app.clone(), stopped));
    for _ in 0..200 {
        if app.count("outbox").await == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    stop.send(()).unwrap();
    worker.await.unwrap();
    assert_eq!(standing_in.mails().len(), 20, "each once");
    assert!(silent.asked().len() < 10, "few ran into the silence");
    assert_eq!(told(&app).await, [down()]);
}

async fn a_domain_that_sleeps_holds_up_its_own_mails_alone(engine: Engine) {
    let postmaster = Postmaster::default();
    postmaster.sleeps_over("@slow.example");
    let open = postmaster.open_for_hasty(20.seconds()).await;
    let app = Setup::on(engine).mail(open).open().await;
    for number in 0..40 {
        let mut person = app.browser().at(&format!("198.51.{number}.1"));
        person
            .ask_for_code(&format!("person{number}@slow.example"))
            .await;
    }
    for number in 50..54 {
        ask(&app, number).await;
    }
    let (stop, stopped) = watch::channel(());
    let worker = tokio::spawn(outbox::run(app.app.clone(), stopped));
    for _ in 0..100 {
        if postmaster.mails().len() == 4 && app.count("outbox").await == 40 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(postmaster.mails().len(), 4, "the others are through");
    let asked = postmaster.asked();
    let slow = asked.iter().filter(|asked| asked.contains("@slow.example"));
    assert_eq!(slow.count(), 4, "and only so many knock there at once");
    assert_eq!(app.count("outbox").await, 40);
    worker.abort();
    drop(stop);
}

async fn a_domain_that_begins_to_refuse_is_told_once_an_hour(engine: Engine) {
    let postmaster = Postmaster::default();
    let app = Setup::on(engine).mail(postmaster.open().await).open().await;
    for number in 0..10 {
        if number % 3 != 0 {
            postmaster.will_say("550 5.7.1 We take no more mails from you");
        }
        ask(&app, number).await;
        app.deliver_mail().await;
        app.advance(30.seconds());
    }
    let refuses = Facts::AreaRefuses {
        channel: Channel::Mail,
        area: "example.jp".to_owned(),
    };
    assert_eq!(told(&app).await, [refuses]);
    let figure = app.figure("kadomori_delivery_areas_refusing_total");
    assert_eq!(figure.as_deref(), Some("1"));
    let by_area =
        "kadomori_delivery_areas_total{channel=\"mail\",area=\"other\",outcome=\"refused\"}";
    assert_eq!(app.figure(by_area).as_deref(), Some("6"));
}
