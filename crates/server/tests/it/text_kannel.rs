//! Texts through a real Kannel to its fake phone network, and the reports that come back over
//! the network to a Kadomori that listens.

use core::time::Duration;
use std::time::Instant;

use axum::Router;
use kadomori_domain::{
    delivery::{DeliveryState, Tag},
    id::TenantId,
    phone::PhoneNumber,
};
use kadomori_server::{
    channel::{
        Channel as _, Repeat, SendError,
        text::{OutgoingText, TextChannel},
    },
    config::{Config, Sources},
};
use kadomori_store::ledger::{self, Entry};
use tokio::net::TcpListener;

use crate::support::{Engine, REAL, Setup, Span as _, TestApp};

stories![
    a_text_arrives_with_its_japanese_and_is_reported,
    a_wrong_password_is_the_operators_to_put_right,
];

/// A Kannel that the environment names.
struct Kannel {
    url: String,
    user: String,
    password: String,
    log: String,
}

impl Kannel {
    #[expect(
        clippy::disallowed_methods,
        reason = "a test finds its parts in the environment"
    )]
    fn found() -> Self {
        let told = |name: &str| {
            std::env::var(name).unwrap_or_else(|_| {
                panic!(
                    "{name} isn't set; run `cargo xtask test`, which starts a Kannel and sets it"
                )
            })
        };
        Self {
            url: told("KADOMORI_TEST_KANNEL_SENDSMS"),
            user: told("KADOMORI_TEST_KANNEL_USER"),
            password: told("KADOMORI_TEST_KANNEL_PASSWORD"),
            log: told("KADOMORI_TEST_FAKESMSC_LOG"),
        }
    }

    fn settings(&self, password: &str) -> String {
        let Self { url, user, .. } = self;
        format!(
            "[text]\nprovider = \"kannel\"\nurl = \"{url}\"\nusername = \"{user}\"\n\
             password = \"{password}\"\n"
        )
    }

    /// The channel, whose reports come to this port of this computer.
    fn channel(&self, password: &str, app: &TestApp, port: u16) -> TextChannel {
        let text = format!("{REAL}{}", self.settings(password));
        let config = Config::load(&Sources::given(&text, &[])).unwrap();
        let first = config.text.providers().remove(0);
        let origin = format!("http://127.0.0.1:{port}");
        TextChannel::new(&first, &origin, app.clock.clone()).unwrap()
    }

    /// What the fake network was given for a number: its lines, as in an address's query.
    async fn arrived(&self, number: &str) -> Vec<String> {
        let began = Instant::now();
        while began.elapsed() < 20.seconds() {
            let log = std::fs::read(&self.log).unwrap();
            let log = String::from_utf8_lossy(&log).into_owned();
            let lines: Vec<String> = log
                .lines()
                .filter(|line| line.contains(&format!(" {number} ")))
                .map(str::to_owned)
                .collect();
            if !lines.is_empty() {
                return lines;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("nothing came for {number}");
    }
}

/// Answers at a port of this computer.
async fn listen(router: Router) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move { axum::serve(listener, router).await });
    port
}

/// A message that was handed over, and the text that it could have been.
async fn sent(app: &TestApp, number: &str) -> (Entry, OutgoingText) {
    let mut mika = app.browser();
    mika.ask_for_code("mika@example.jp").await;
    app.deliver_mail().await;
    let flow = mika.page().at.trim_start_matches("/sign-in/").parse();
    let read = app
        .db
        .read(flow.unwrap(), |tx, flow| Box::pin(ledger::list(tx, *flow)));
    let entry = read.await.unwrap().remove(0);
    let index = app.app.keys.index_key(TenantId::DEFAULT);
    let text = OutgoingText {
        id: entry.id,
        date: entry.queued_at.micros(),
        to: PhoneNumber::from_e164(number).unwrap(),
        body: "確認コード 482913\n\n@id.example.jp #482913"
            .to_owned()
            .into(),
        language: "ja".to_owned(),
        tag: Tag::of(entry.id, &index),
    };
    (entry, text)
}

/// A number of this story alone, behind Kannel's own fake network.
fn number(engine: Engine) -> String {
    let story = match engine {
        Engine::Sqlite => 1,
        Engine::Postgres => 2,
    };
    format!("+8190{story}{:07}", std::process::id() % 10_000_000)
}

async fn a_text_arrives_with_its_japanese_and_is_reported(engine: Engine) {
    let kannel = Kannel::found();
    let settings = kannel.settings(&kannel.password);
    let app = Setup::on(engine).section(&settings).open().await;
    let port = listen(app.router()).await;
    let number = number(engine);
    let (entry, text) = sent(&app, &number).await;
    let channel = kannel.channel(&kannel.password, &app, port);
    let answer = channel.hand_over(&text).await.unwrap();
    assert_eq!(answer.text, "202 0: Accepted for delivery");

    let arrived = kannel.arrived(&number).await.concat();
    let spelled: String = "確認コード 482913\n\n@id.example.jp #482913"
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .map(spelled)
        .collect();
    assert!(arrived.contains("ucs-2"), "{arrived}");
    assert!(arrived.contains(&spelled), "{spelled} in {arrived}");

    let began = Instant::now();
    loop {
        let read = app
            .db
            .read(entry.id, |tx, id| Box::pin(ledger::find(tx, *id)));
        let state = read.await.unwrap().unwrap().state;
        if state == DeliveryState::Delivered {
            break;
        }
        assert!(began.elapsed() < 20.seconds(), "it stays {state:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// An octet as Kannel's fake network writes it down.
fn spelled(octet: u8) -> String {
    match octet {
        b' ' => "+".to_owned(),
        b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'.' | b'-' | b'_' | b'*' => {
            char::from(octet).to_string()
        }
        octet => format!("%{octet:02X}"),
    }
}

async fn a_wrong_password_is_the_operators_to_put_right(engine: Engine) {
    let kannel = Kannel::found();
    let app = TestApp::real(engine).await;
    let (_, text) = sent(&app, &number(engine)).await;
    let error = kannel
        .channel("not-the-password", &app, 1)
        .hand_over(&text)
        .await
        .unwrap_err();
    assert!(
        matches!(error, SendError::Authentication { .. }),
        "{error:?}"
    );
    assert_eq!(error.repeat(), Repeat::Later);
    assert!(!error.to_string().contains("not-the-password"), "{error}");
}
