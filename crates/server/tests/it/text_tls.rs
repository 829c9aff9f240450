//! A provider's certificate, over real TLS: that of the tests' Postfix, which speaks TLS and no
//! HTTP.

use std::sync::Arc;

use kadomori_domain::{
    delivery::Tag,
    id::{MessageId, TenantId},
    key::{KeyId, KeyRing, RootKey},
    phone::PhoneNumber,
};
use kadomori_server::{
    channel::{
        Channel as _, SendError,
        text::{OutgoingText, TextChannel},
    },
    config::{Config, Sources},
};

use crate::support::{REAL, TestClock};

#[expect(
    clippy::disallowed_methods,
    reason = "a test finds its parts in the environment"
)]
fn told(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} isn't set; run `cargo xtask test`, which starts a Postfix and sets it")
    })
}

/// Hands a text to that Postfix, which trusts this authority besides the usual ones.
async fn hand_over(authority: &str) -> SendError {
    let port = told("KADOMORI_TEST_SMTPS_PORT");
    let settings = format!(
        "{REAL}[text]\nprovider = \"webhook\"\nurl = \"https://localhost:{port}/\"\n\
         secret = \"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"\n{authority}\ntimeout = \"10s\"\n"
    );
    let config = Config::load(&Sources::given(&settings, &[])).unwrap();
    let first = config.text.providers().remove(0);
    let clock = Arc::new(TestClock::default());
    let channel = TextChannel::new(&first, "https://id.example.jp", clock).unwrap();
    let id = MessageId::from_bytes([1; 16]);
    let ring = KeyRing::new(vec![RootKey::new(KeyId(1), [7; 32])]).unwrap();
    let text = OutgoingText {
        id,
        date: 1_795_348_980_000_000,
        to: PhoneNumber::from_e164("+819012345678").unwrap(),
        body: "482913".to_owned().into(),
        language: "en".to_owned(),
        tag: Tag::of(id, &ring.index_key(TenantId::DEFAULT)),
    };
    channel.hand_over(&text).await.unwrap_err()
}

#[tokio::test]
async fn a_certificate_by_nobody_we_know_is_refused() {
    let error = hand_over("").await;
    assert!(matches!(error, SendError::Tls { .. }), "{error:?}");
}

#[tokio::test]
async fn a_certificate_by_the_configured_authority_is_trusted() {
    let authority = told("KADOMORI_TEST_SMTP_CA");
    let error = hand_over(&format!("ca_file = \"{authority}\"")).await;
    // The handshake is over: what stands there doesn't speak HTTP.
    assert!(matches!(error, SendError::Unreachable { .. }), "{error:?}");
}
