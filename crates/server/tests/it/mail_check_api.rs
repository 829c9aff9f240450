//! `POST /api/v1/mail/check`: a program asks whether a mail is genuine.

use core::net::{IpAddr, SocketAddr};

use axum::{
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use kadomori_store::testing::Statement;
use serde_json::Value;
use tower::ServiceExt as _;

use crate::support::{Engine, Setup, Span as _, TestApp, listen, logged};

stories![
    a_mail_is_judged_as_at_the_terminal,
    the_language_is_the_one_that_is_asked_for,
    what_is_no_mail_is_refused_with_a_sentence,
    a_mail_is_taken_up_to_ten_mebibytes,
    a_network_has_so_many_mails_judged_in_an_hour_at_all_servers_together,
    networks_that_are_exempt_are_not_counted,
    a_page_of_another_site_cannot_ask,
    nothing_of_the_mail_stays_and_no_cookie_counts,
    every_statement_of_a_check_uses_an_index,
];

const PATH: &str = "/api/v1/mail/check";
const MAIL: &str = "From: Mika <mika@example.jp>\r\nTo: ken@example.jp\r\n\
     Subject: Lunch\r\nDate: Sun, 22 Nov 2026 12:03:05 +0900\r\n\r\n\
     Shall we have lunch on Tuesday, at the watery moonstone?\r\n";
const RAW: (&str, &str) = ("content-type", "message/rfc822");

async fn open(engine: Engine, settings: &str) -> TestApp {
    let off = format!("[genuine]\ndns = \"off\"\n{settings}");
    Setup::on(engine).section(&off).open().await
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Value,
}

impl Answer {
    fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |it| it.to_str().unwrap())
    }

    /// The problem that it is.
    #[track_caller]
    fn problem(&self, status: u16, id: &str) {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        assert_eq!(
            self.header(header::CONTENT_TYPE),
            "application/problem+json"
        );
        assert_eq!(self.body["type"], format!("urn:kadomori:problem:{id}"));
        assert_eq!(self.body["status"], status);
        assert!(self.body["title"].is_string() && self.body["detail"].is_string());
    }
}

/// A request to it; `peer` is where it comes from.
async fn request(
    app: &TestApp,
    peer: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Answer {
    let mut request = Request::builder().method(Method::POST).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut request = request.body(body.into()).unwrap();
    let peer: IpAddr = peer.parse().unwrap();
    request
        .extensions_mut()
        .insert(ConnectInfo(SocketAddr::from((peer, 4711))));
    let reply = app.router().oneshot(request).await.unwrap();
    let (head, body) = reply.into_parts();
    let body = to_bytes(body, 1 << 20).await.unwrap();
    Answer {
        status: head.status,
        headers: head.headers,
        body: serde_json::from_slice(&body).unwrap(),
    }
}

async fn ask(app: &TestApp, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
    request(app, "203.0.113.9", PATH, headers, body).await
}

async fn a_mail_is_judged_as_at_the_terminal(engine: Engine) {
    let app = open(engine, "").await;
    for kind in [
        "message/rfc822",
        "text/plain; charset=utf-8",
        "application/octet-stream",
    ] {
        let answer = ask(&app, &[("content-type", kind)], MAIL).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(answer.header(header::CONTENT_TYPE), "application/json");
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
        assert_eq!(answer.body["verdict"], "unproven");
        assert!(answer.body["brand"].is_null());
        assert!(answer.body["evidence"].is_array());
        assert!(answer.body["advice"].is_array());
        assert!(answer.body.get("file").is_none());
    }
}

async fn the_language_is_the_one_that_is_asked_for(engine: Engine) {
    let app = open(engine, "").await;
    let language = async |path: &str, accepted: &str| {
        let headers = [RAW, ("accept-language", accepted)];
        let answer = request(&app, "203.0.113.9", path, &headers, MAIL).await;
        answer.header(header::CONTENT_LANGUAGE).to_owned()
    };
    assert_eq!(language(PATH, "").await, "en");
    assert_eq!(language(PATH, "fr, ja;q=0.5").await, "ja");
    assert_eq!(language("/api/v1/mail/check?lang=ja", "en").await, "ja");
    assert_eq!(language("/api/v1/mail/check?lang=xx", "ja").await, "ja");
    let japanese = [("accept-language", "ja")];
    let refused = ask(&app, &japanese, MAIL).await;
    assert_eq!(refused.body["title"], "メールとして受け取れない形式です");
}

async fn what_is_no_mail_is_refused_with_a_sentence(engine: Engine) {
    let app = open(engine, "").await;
    for headers in [
        &[][..],
        &[("content-type", "application/x-www-form-urlencoded")],
        &[("content-type", "multipart/form-data; boundary=x")],
    ] {
        ask(&app, headers, MAIL)
            .await
            .problem(415, "unsupported-type");
    }
    ask(&app, &[RAW], "").await.problem(422, "empty");
    let outlook = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".repeat(100);
    let refused = ask(&app, &[RAW], outlook).await;
    refused.problem(422, "outlook-message");
    let looked = Request::get(PATH).body(Body::empty()).unwrap();
    let reply = app.router().oneshot(looked).await.unwrap();
    assert_eq!(reply.status(), 405);
    assert_eq!(reply.headers()[header::ALLOW], "POST");
    assert_eq!(
        reply.headers()[header::CONTENT_TYPE],
        "application/problem+json"
    );
}

async fn a_mail_is_taken_up_to_ten_mebibytes(engine: Engine) {
    let app = open(engine, "").await;
    let filled = |length: usize| {
        let mut mail = MAIL.as_bytes().to_vec();
        while mail.len() < length {
            let rest = (length - mail.len()).min(72);
            mail.extend_from_slice(
                &b"a quiet line of a long mail, as there are many in every mail there is.\r\n"
                    [..rest],
            );
        }
        mail
    };
    let most = 10 * 1024 * 1024;
    assert_eq!(ask(&app, &[RAW], filled(most)).await.status, 200);
    let refused = ask(&app, &[RAW], filled(most + 1)).await;
    refused.problem(413, "too-large");
    let told = most + 1;
    let announced = [RAW, ("content-length", &told.to_string())];
    ask(&app, &announced, Body::empty())
        .await
        .problem(413, "too-large");
}

async fn a_network_has_so_many_mails_judged_in_an_hour_at_all_servers_together(engine: Engine) {
    let app = open(engine, "[limits]\nchecks_per_network_hour = 2\n").await;
    let other = app.another_server();
    assert_eq!(ask(&app, &[RAW], MAIL).await.status, 200);
    // What can't be judged counts as well; what isn't even looked at doesn't.
    ask(&other, &[RAW], "").await.problem(422, "empty");
    ask(&app, &[], MAIL).await.problem(415, "unsupported-type");
    let refused = ask(&other, &[RAW], MAIL).await;
    refused.problem(429, "too-many-checks");
    assert_eq!(refused.header(header::RETRY_AFTER), "1800");
    let neighbour = request(&app, "203.0.113.200", PATH, &[RAW], MAIL).await;
    assert_eq!(neighbour.status, 429);
    let stranger = request(&app, "198.51.100.7", PATH, &[RAW], MAIL).await;
    assert_eq!(stranger.status, 200);
    app.advance(30.minutes());
    assert_eq!(ask(&app, &[RAW], MAIL).await.status, 200);
    assert_eq!(ask(&app, &[RAW], MAIL).await.status, 429);
    let limit = "kadomori_throttled_total{limit=\"checks_per_network_hour\"}";
    assert_eq!(app.figure(limit).as_deref(), Some("2"));
}

async fn networks_that_are_exempt_are_not_counted(engine: Engine) {
    let settings = "[http]\nexempt_networks = [\"203.0.113.0/24\"]\n\
         [limits]\nchecks_per_network_hour = 1\n";
    let app = open(engine, settings).await;
    for _ in 0..3 {
        assert_eq!(ask(&app, &[RAW], MAIL).await.status, 200);
    }
}

async fn a_page_of_another_site_cannot_ask(engine: Engine) {
    let app = open(engine, "").await;
    let text = ("content-type", "text/plain");
    for site in ["cross-site", "same-site"] {
        let refused = ask(&app, &[text, ("sec-fetch-site", site)], MAIL).await;
        refused.problem(403, "foreign-page");
        let allows = header::ACCESS_CONTROL_ALLOW_ORIGIN;
        assert!(refused.headers.get(allows).is_none());
    }
    let own = ask(&app, &[text, ("sec-fetch-site", "same-origin")], MAIL).await;
    assert_eq!(own.status, 200);
}

async fn nothing_of_the_mail_stays_and_no_cookie_counts(engine: Engine) {
    let app = open(engine, "").await;
    listen();
    app.db.listen();
    let cookies = ("cookie", "__Host-kadomori-session=anything");
    let with = ask(&app, &[RAW, cookies], MAIL).await;
    let without = ask(&app, &[RAW], MAIL).await;
    assert_eq!(with.body, without.body);
    assert!(with.headers.get(header::SET_COOKIE).is_none());
    let said = |statement: Statement| format!("{} {:?}", statement.sql, statement.params);
    let written: String = app.db.heard().into_iter().map(said).collect();
    assert!(written.contains("throttle"), "{written}");
    for word in ["moonstone", "Lunch", "ken@example.jp"] {
        assert!(!written.contains(word), "{word} is kept");
        assert!(!logged().contains(word), "{word} is logged");
    }
}

async fn every_statement_of_a_check_uses_an_index(engine: Engine) {
    let app = open(engine, "").await;
    app.db.listen();
    assert_eq!(ask(&app, &[RAW], MAIL).await.status, 200);
    let heard = app.db.heard();
    assert!(!heard.is_empty());
    for statement in heard {
        let scans = app.db.scans(&statement.sql, &statement.params).await;
        assert!(scans.is_empty(), "{}: {scans:?}", statement.sql);
    }
}
