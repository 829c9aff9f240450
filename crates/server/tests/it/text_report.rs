//! What providers of text messages report: believed from those who may say it, and answered
//! so that nobody learns which messages there are.

use aws_lc_rs::hmac;
use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use kadomori_domain::{
    delivery::{DeliveryState, Tag},
    id::{FlowId, MessageId, TenantId},
};
use kadomori_store::ledger::{self, Entry};
use tower::ServiceExt as _;

use crate::support::{Engine, Setup, Span as _, TestApp};

stories![
    kannel_reports_move_a_message_along,
    nobody_learns_which_messages_there_are,
    twilio_is_believed_by_its_signature,
    a_webhook_is_believed_by_its_signature_its_time_and_the_messages_id,
    a_second_provider_is_believed_too,
    a_provider_that_is_not_configured_is_not_believed,
    a_report_is_small_and_sets_no_cookie,
];

const KANNEL: &str = "[text]\nprovider = \"kannel\"\nurl = \"http://localhost:1/send\"\n\
     username = \"app\"\npassword = \"hunter2\"\n";
const TWILIO: &str = "provider = \"twilio\"\naccount = \"AC01\"\npassword = \"auth-token\"\n\
     from = \"+15005550006\"\n";
const WEBHOOK: &str = "[text]\nprovider = \"webhook\"\nurl = \"https://texts.example.jp/\"\n\
     secret = \"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"\n";
/// The key in the webhook's secret.
const KEY: &str = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// A Kadomori with a provider, and a message that it has handed over.
struct Sent {
    app: TestApp,
    id: MessageId,
    flow: FlowId,
}

impl Sent {
    async fn with(engine: Engine, settings: &str) -> Self {
        let app = Setup::on(engine).section(settings).open().await;
        let mut mika = app.browser();
        mika.ask_for_code("mika@example.jp").await;
        app.deliver_mail().await;
        let at = mika.page().at.clone();
        let flow = at.trim_start_matches("/sign-in/").parse().unwrap();
        let id = entry(&app, flow).await.id;
        Self { app, id, flow }
    }

    fn tag(&self) -> String {
        let index = self.app.app.keys.index_key(TenantId::DEFAULT);
        Tag::of(self.id, &index).as_str().to_owned()
    }

    async fn entry(&self) -> Entry {
        entry(&self.app, self.flow).await
    }

    async fn state(&self) -> DeliveryState {
        self.entry().await.state
    }

    async fn report(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let method = if body.is_empty() {
            Method::GET
        } else {
            Method::POST
        };
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let reply = self.app.router().oneshot(request).await.unwrap();
        let (head, body) = reply.into_parts();
        Answer {
            status: head.status,
            headers: head.headers,
            body: to_bytes(body, 1 << 20).await.unwrap().to_vec(),
        }
    }

    async fn kannel(&self, tag: &str, query: &str) -> Answer {
        let path = format!("/hooks/text/kannel/{tag}?{query}");
        self.report(&path, &[], "").await
    }

    async fn twilio(&self, tag: &str, form: &str, token: &str) -> Answer {
        let path = format!("/hooks/text/twilio/{tag}");
        let mut fields: Vec<(String, String)> = serde_urlencoded::from_str(form).unwrap();
        fields.sort();
        let signed = fields
            .into_iter()
            .fold(format!("https://id.example.jp{path}"), |all, field| {
                all + &field.0 + &field.1
            });
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, token.as_bytes());
        let signature = BASE64.encode(hmac::sign(&key, signed.as_bytes()));
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("x-twilio-signature", signature.as_str()),
        ];
        self.report(&path, &headers, form).await
    }

    async fn webhook(&self, tag: &str, body: &str, age: i64) -> Answer {
        let time = (self.app.now().micros() / 1_000_000 - age).to_string();
        let key = hmac::Key::new(hmac::HMAC_SHA256, &BASE64.decode(KEY).unwrap());
        let mac = hmac::sign(&key, format!("report-1.{time}.{body}").as_bytes());
        let signature = format!("v1,{}", BASE64.encode(mac));
        let headers = [
            ("content-type", "application/json"),
            ("webhook-id", "report-1"),
            ("webhook-timestamp", &time),
            ("webhook-signature", &signature),
        ];
        let path = format!("/hooks/text/webhook/{tag}");
        self.report(&path, &headers, body).await
    }
}

/// What came back.
#[derive(Debug, PartialEq)]
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

async fn entry(app: &TestApp, flow: FlowId) -> Entry {
    let read = app
        .db
        .read(flow, |tx, flow| Box::pin(ledger::list(tx, *flow)));
    read.await.unwrap().remove(0)
}

async fn kannel_reports_move_a_message_along(engine: Engine) {
    let sent = Sent::with(engine, KANNEL).await;
    let tag = sent.tag();
    for (query, state) in [
        ("status=8&answer=ACK%2F", DeliveryState::HandedOver),
        ("status=4&answer=", DeliveryState::Delayed),
        (
            "status=2&answer=stat%3AEXPIRED+err%3A000+text%3A482913",
            DeliveryState::Bounced,
        ),
        ("status=1&answer=", DeliveryState::Delivered),
        ("status=2&answer=", DeliveryState::Delivered),
    ] {
        let answer = sent.kannel(&tag, query).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{query}");
        assert_eq!(sent.state().await, state, "{query}");
        let said = sent.entry().await.answer.unwrap_or_default();
        assert!(!said.contains("482913"), "{said}");
    }
}

async fn nobody_learns_which_messages_there_are(engine: Engine) {
    let sent = Sent::with(engine, KANNEL).await;
    let known = sent.kannel(&sent.tag(), "status=8").await;
    let mut forged = sent.tag();
    forged.replace_range(41..42, if forged.ends_with('a') { "b" } else { "a" });
    for tag in [&forged, "nothing", &"a".repeat(2_000), "%F0%9F%98%80"] {
        for query in ["status=1&answer=", "", "status=%FF", "status=1&status=2"] {
            assert_eq!(sent.kannel(tag, query).await, known, "{tag} {query}");
        }
    }
    assert_eq!(sent.state().await, DeliveryState::HandedOver);
}

async fn twilio_is_believed_by_its_signature(engine: Engine) {
    let sent = Sent::with(engine, &format!("[text]\n{TWILIO}")).await;
    let (tag, form) = (sent.tag(), "MessageSid=SM1&MessageStatus=delivered");
    let forged = sent.twilio(&tag, form, "another-token").await;
    assert_eq!(forged.status, StatusCode::UNAUTHORIZED);
    let path = format!("/hooks/text/twilio/{tag}");
    let unsigned = sent.report(&path, &[], form).await;
    assert_eq!(unsigned, forged);
    assert_eq!(sent.state().await, DeliveryState::HandedOver);
    let elsewhere = sent.twilio("nothing", form, "auth-token").await;
    let taken = sent.twilio(&tag, form, "auth-token").await;
    assert_eq!(taken.status, StatusCode::NO_CONTENT);
    assert_eq!(taken, elsewhere);
    assert_eq!(sent.state().await, DeliveryState::Delivered);
}

async fn a_webhook_is_believed_by_its_signature_its_time_and_the_messages_id(engine: Engine) {
    let sent = Sent::with(engine, WEBHOOK).await;
    let report = |id: &str, status: &str| {
        format!("{{\"type\":\"text.report\",\"data\":{{\"id\":\"{id}\",\"status\":\"{status}\"}}}}")
    };
    let (tag, id) = (sent.tag(), sent.id.to_string());
    let good = report(&id, "delivered");
    for age in [301, -301] {
        let old = sent.webhook(&tag, &good, age).await;
        assert_eq!(old.status, StatusCode::UNAUTHORIZED);
    }
    let path = format!("/hooks/text/webhook/{tag}");
    let unsigned = sent.report(&path, &[], &good).await;
    assert_eq!(unsigned.status, StatusCode::UNAUTHORIZED);
    let unclear = sent.webhook(&tag, "{}", 0).await;
    assert_eq!(unclear.status, StatusCode::BAD_REQUEST);
    let of_another = report(&"0".repeat(32), "delivered");
    let of_another = sent.webhook(&tag, &of_another, 0).await;
    assert_eq!(sent.state().await, DeliveryState::HandedOver);
    let taken = sent.webhook(&tag, &good, 0).await;
    assert_eq!(taken.status, StatusCode::NO_CONTENT);
    assert_eq!(taken, of_another);
    assert_eq!(sent.state().await, DeliveryState::Delivered);
}

async fn a_second_provider_is_believed_too(engine: Engine) {
    let settings = format!("{KANNEL}[text.second]\n{TWILIO}");
    let sent = Sent::with(engine, &settings).await;
    let form = "MessageStatus=undelivered&ErrorCode=30005&To=%2B819012345678";
    let taken = sent.twilio(&sent.tag(), form, "auth-token").await;
    assert_eq!(taken.status, StatusCode::NO_CONTENT);
    let entry = sent.entry().await;
    assert_eq!(entry.state, DeliveryState::Bounced);
    assert_eq!(entry.answer.as_deref(), Some("undelivered 30005"));
    sent.app.advance(1.seconds());
    sent.kannel(&sent.tag(), "status=1").await;
    assert_eq!(sent.state().await, DeliveryState::Delivered);
}

async fn a_provider_that_is_not_configured_is_not_believed(engine: Engine) {
    let sent = Sent::with(engine, "").await;
    let tag = sent.tag();
    assert_eq!(
        sent.kannel(&tag, "status=1").await.status,
        StatusCode::NO_CONTENT
    );
    let twilio = sent.twilio(&tag, "MessageStatus=delivered", "").await;
    assert_eq!(twilio.status, StatusCode::UNAUTHORIZED);
    assert_eq!(sent.state().await, DeliveryState::HandedOver);
}

async fn a_report_is_small_and_sets_no_cookie(engine: Engine) {
    let sent = Sent::with(engine, WEBHOOK).await;
    let tag = sent.tag();
    let large = sent.webhook(&tag, &"x".repeat(16 * 1024 + 1), 0).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    for answer in [large, sent.kannel(&tag, "status=1").await] {
        assert!(!answer.headers.contains_key(header::SET_COOKIE));
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
    }
}
