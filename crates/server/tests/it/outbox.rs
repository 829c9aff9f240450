//! Mails on their way: tried again under the same name, by whichever worker, until they
//! leave or their code has ended.

use std::collections::BTreeSet;

use kadomori_domain::{delivery::DeliveryState, id::FlowId};
use kadomori_server::outbox;
use kadomori_store::ledger::{self, Entry};

use crate::support::{Browser, Engine, Postmaster, Setup, Span as _, TestApp};

stories![
    a_mail_that_was_put_off_comes_again_under_the_same_name,
    waits_between_tries_grow,
    what_a_dead_worker_held_is_sent_by_another,
    a_mail_that_never_left_is_given_up_with_its_code,
    a_mail_that_is_turned_away_is_not_tried_again,
    a_mail_nobody_waits_for_any_more_is_dropped,
    two_workers_send_each_mail_once,
    the_ledger_knows_each_mail_and_no_address,
];

const MIKA: &str = "mika@example.jp";

/// An app whose mails go to this mail server.
async fn app_with(engine: Engine, postmaster: &Postmaster) -> TestApp {
    Setup::on(engine).mail(postmaster.open().await).open().await
}

/// The flow of the page that a browser shows.
fn flow_of(browser: &Browser) -> FlowId {
    let at = &browser.page().at;
    at.trim_start_matches("/sign-in/").parse().unwrap()
}

/// The ledger's lines of a flow.
async fn ledger_of(app: &TestApp, flow: FlowId) -> Vec<Entry> {
    let found = app
        .db
        .read(flow, |tx, flow| Box::pin(ledger::list(tx, *flow)));
    found.await.unwrap()
}

fn header<'a>(mail: &'a str, name: &str) -> &'a str {
    let found = mail.lines().find_map(|line| line.strip_prefix(name));
    found.unwrap_or_else(|| panic!("{name} in {mail}")).trim()
}

async fn a_mail_that_was_put_off_comes_again_under_the_same_name(engine: Engine) {
    let postmaster = Postmaster::default();
    let app = app_with(engine, &postmaster).await;
    let mut mika = app.browser();
    mika.ask_for_code(MIKA).await;
    postmaster.will_say("451 4.7.1 Greylisted, try again later");
    assert_eq!(app.deliver_mail().await, 1);
    assert_eq!(app.deliver_mail().await, 0, "not at once");
    let [line] = &ledger_of(&app, flow_of(&mika)).await[..] else {
        panic!("one line")
    };
    assert_eq!((line.state, line.attempts), (DeliveryState::Queued, 1));
    assert!(line.answer.as_ref().unwrap().contains("4.7.1 Greylisted"));

    app.advance(5.seconds());
    assert_eq!(app.deliver_mail().await, 1);
    let [first, second] = &postmaster.mails()[..] else {
        panic!("two mails")
    };
    for name in ["Message-ID:", "Date:", "Subject:"] {
        assert_eq!(header(first, name), header(second, name));
    }
    assert_eq!(first, second, "it is the same mail to the last sign");
    let [line] = &ledger_of(&app, flow_of(&mika)).await[..] else {
        panic!("one line")
    };
    assert_eq!((line.state, line.attempts), (DeliveryState::HandedOver, 2));
    assert_eq!(
        line.answer.as_deref(),
        Some("250 2.0.0 Ok: queued as 4F1C2")
    );
    assert_eq!(app.count("outbox").await, 0);
}

async fn waits_between_tries_grow(engine: Engine) {
    let postmaster = Postmaster::default();
    let app = app_with(engine, &postmaster).await;
    app.browser().ask_for_code(MIKA).await;
    app.deliver_mail_while("451 4.3.0 Busy", &postmaster).await;
    for (tried, wait) in [5, 15, 30, 60, 120, 120].into_iter().enumerate() {
        app.advance((wait - 1).seconds());
        app.deliver_mail_while("451 4.3.0 Busy", &postmaster).await;
        assert_eq!(postmaster.mails().len(), tried + 1, "too early");
        app.advance(1.seconds());
        app.deliver_mail_while("451 4.3.0 Busy", &postmaster).await;
        assert_eq!(postmaster.mails().len(), tried + 2, "after {wait} s");
    }
}

impl TestApp {
    /// Delivers to a mail server that answers this to whatever comes.
    async fn deliver_mail_while(&self, answer: &'static str, postmaster: &Postmaster) {
        postmaster.will_say(answer);
        self.deliver_mail().await;
        postmaster.will_say_no_more();
    }
}

async fn what_a_dead_worker_held_is_sent_by_another(engine: Engine) {
    let postmaster = Postmaster::default();
    let app = app_with(engine, &postmaster).await;
    let mut mika = app.browser();
    mika.ask_for_code(MIKA).await;
    postmaster.will_say(Postmaster::SILENCE);
    let worker = tokio::spawn({
        let app = app.app.clone();
        async move { outbox::drain(&app).await }
    });
    postmaster.heard().await;
    worker.abort();
    assert!(worker.await.unwrap_err().is_cancelled());

    assert_eq!(app.deliver_mail().await, 0, "its claim still holds");
    app.advance(3.minutes());
    assert_eq!(
        app.deliver_mail().await,
        1,
        "its claim is over, its code isn't"
    );
    let [first, second] = &postmaster.mails()[..] else {
        panic!("two mails")
    };
    assert_eq!(first, second);
    let [line] = &ledger_of(&app, flow_of(&mika)).await[..] else {
        panic!("one line")
    };
    assert_eq!(line.state, DeliveryState::HandedOver);
}

async fn a_mail_that_never_left_is_given_up_with_its_code(engine: Engine) {
    let postmaster = Postmaster::default();
    let app = app_with(engine, &postmaster).await;
    app.make_account(MIKA).await;
    let mut mika = app.browser();
    mika.ask_for_code(MIKA).await;
    let flow = flow_of(&mika);
    for _ in 0..10 {
        app.deliver_mail_while("451 4.3.0 Busy", &postmaster).await;
        app.advance(1.minutes());
    }
    let heard = postmaster.mails().len();
    assert_eq!(app.deliver_mail().await, 1);
    assert_eq!(
        postmaster.mails().len(),
        heard,
        "nothing leaves after its end"
    );
    assert_eq!(app.count("outbox").await, 0);
    let [line] = &ledger_of(&app, flow).await[..] else {
        panic!("one line")
    };
    assert_eq!(line.state, DeliveryState::Expired);

    mika.ask_for_code(MIKA).await;
    app.deliver_mail().await;
    mika.enter(&postmaster.newest_code()).await;
    let said = mika.page().all("ol.lines .what");
    let late = "A code could not be delivered before it ran out.";
    assert!(said.iter().any(|line| line == late), "{said:?}");
}

async fn a_mail_that_is_turned_away_is_not_tried_again(engine: Engine) {
    let postmaster = Postmaster::default();
    let app = app_with(engine, &postmaster).await;
    app.make_account(MIKA).await;
    let mut mika = app.browser();
    mika.ask_for_code(MIKA).await;
    let flow = flow_of(&mika);
    postmaster.will_say("550 5.7.1 We take no codes");
    app.deliver_mail().await;
    app.advance(5.minutes());
    assert_eq!(app.deliver_mail().await, 0);
    let [line] = &ledger_of(&app, flow).await[..] else {
        panic!("one line")
    };
    assert_eq!(line.state, DeliveryState::Refused);
    assert!(
        line.answer
            .as_ref()
            .unwrap()
            .contains("550 5.7.1 We take no codes")
    );

    mika.ask_for_code(MIKA).await;
    app.deliver_mail().await;
    mika.enter(&postmaster.newest_code()).await;
    let said = mika.page().all("ol.lines .what");
    let turned_away = "Your mail server or phone network turned a message away.";
    assert!(said.iter().any(|line| line == turned_away), "{said:?}");
}

async fn a_mail_nobody_waits_for_any_more_is_dropped(engine: Engine) {
    let app = TestApp::real(engine).await;
    let mut mika = app.browser();
    let mail = mika.get_code(MIKA).await;
    app.advance(1.minutes());
    mika.press("Send the code again").await;
    mika.enter(&mail.code()).await;
    assert_eq!(app.deliver_mail().await, 1);
    assert_eq!(app.mails_to(MIKA).len(), 1, "its code was used meanwhile");

    let mut rei = app.browser();
    rei.ask_for_code("rei@example.jp").await;
    app.advance(6.minutes());
    rei.press("Send the code again").await;
    assert_eq!(app.deliver_mail().await, 2);
    let mails = app.mails_to("rei@example.jp");
    assert_eq!(mails.len(), 1, "a newer one took its place meanwhile");
    assert_eq!(mails[0].reference(), rei.page().reference());
}

async fn two_workers_send_each_mail_once(engine: Engine) {
    let postmaster = Postmaster::default();
    let app = app_with(engine, &postmaster).await;
    let other = app.another_server_mailing(postmaster.open().await);
    for number in 0..40 {
        let mut person = app.browser().at(&format!("198.51.{number}.1"));
        person
            .ask_for_code(&format!("person{number}@example.jp"))
            .await;
    }
    let (left, right) = tokio::join!(app.deliver_mail(), other.deliver_mail());
    assert_eq!(left + right, 40);
    let mails = postmaster.mails();
    let names: BTreeSet<_> = mails
        .iter()
        .map(|mail| header(mail, "Message-ID:"))
        .collect();
    assert_eq!((mails.len(), names.len()), (40, 40));
}

async fn the_ledger_knows_each_mail_and_no_address(engine: Engine) {
    let app = TestApp::real(engine).await;
    let account = app.make_account(MIKA).await;
    let mut mika = app.browser();
    mika.ask_for_code("MIKA@Example.JP").await;
    let mail = app.newest_mail_to("MIKA@example.jp").await;
    let [line] = &ledger_of(&app, flow_of(&mika)).await[..] else {
        panic!("one line")
    };
    let index = app.app.keys.index_key(app.app.site.tenant);
    assert_eq!(line.recipient, index.hash("recipient", MIKA.as_bytes()));
    assert_eq!(line.account, Some(account));
    assert_eq!(line.reference.to_string(), mail.reference());
    assert_eq!(line.queued_at, app.now());
    assert_eq!(line.state, DeliveryState::HandedOver);
    let fields = app.everything().await;
    let ledger = fields.iter().filter(|(table, _)| *table == "ledger");
    for (_, value) in ledger {
        let shown = format!("{value:?}").to_lowercase();
        assert!(!shown.contains("mika") && !shown.contains('@'), "{shown}");
    }
}
