//! Texts to a program of the operator's, by a signed request. `docs/text-webhook.md` is
//! written for whoever writes that program; the signature is that of the Standard Webhooks
//! specification, for which there are libraries in many languages.

use core::fmt;
use std::sync::Arc;

use hyper::{
    Method,
    header::{CONTENT_TYPE, HeaderName, HeaderValue},
};
use serde::Serialize;

use super::{
    OutgoingText, Reports, TextSetupError, reply,
    sign::{Signed, WebhookKey},
};
use crate::{
    channel::{Answer, Channel, Refused, SendError},
    clock::Clock,
    config::{TextProviderConfig, webhook_key},
    http_client::{HttpClient, HttpReply, HttpRequest},
};

/// The header for the message's name; a repeat has the same one.
pub(crate) const ID: HeaderName = HeaderName::from_static("webhook-id");
/// The header for the time of the request, in seconds since 1970.
pub(crate) const TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
/// The header for the signature.
pub(crate) const SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");

/// A program of the operator's.
pub struct WebhookChannel {
    client: HttpClient,
    key: WebhookKey,
    from: Option<String>,
    clock: Arc<dyn Clock>,
    reports: Reports,
}

impl fmt::Debug for WebhookChannel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookChannel")
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}

/// What is sent.
#[derive(Serialize)]
struct Event<'a> {
    r#type: &'static str,
    data: Data<'a>,
}

/// The text message.
#[derive(Serialize)]
struct Data<'a> {
    id: String,
    to: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'a str>,
    text: &'a str,
    language: &'a str,
    report_url: String,
}

impl WebhookChannel {
    /// The program that the settings describe.
    pub(super) fn new(
        config: &TextProviderConfig,
        reports: Reports,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, TextSetupError> {
        let secret = config.secret.as_ref();
        let secret = secret.ok_or(TextSetupError::Missing("secret"))?;
        let key = webhook_key(secret).map_err(TextSetupError::Secret)?;
        Ok(Self {
            client: HttpClient::new(&config.url, config.ca_file.as_ref(), config.timeout)?,
            key: WebhookKey::new(&key),
            from: config.from.clone(),
            clock,
            reports,
        })
    }

    /// Whether a report is by the holder of the secret, and of these minutes.
    pub(crate) fn has_signed(&self, signed: Signed<'_>) -> bool {
        self.key.has_signed(signed, self.clock.now())
    }

    fn request(&self, text: &OutgoingText) -> Result<HttpRequest, SendError> {
        let unsendable = |why: String| SendError::Permanent {
            refused: Refused::Message,
            answer: why,
        };
        let id = text.id.to_string();
        let event = Event {
            r#type: "text.send",
            data: Data {
                id: id.clone(),
                to: text.to.as_e164(),
                from: self.from.as_deref(),
                text: &text.body,
                language: &text.language,
                report_url: self.reports.on(text),
            },
        };
        let body = serde_json::to_vec(&event).map_err(|error| unsendable(error.to_string()))?;
        let timestamp = self.clock.now().micros() / 1_000_000;
        let signature = self.key.sign(&id, timestamp, &body);
        let value =
            |text: &str| HeaderValue::from_str(text).map_err(|error| unsendable(error.to_string()));
        Ok(HttpRequest {
            method: Method::POST,
            path: self.client.service().path().to_owned(),
            headers: vec![
                (CONTENT_TYPE, HeaderValue::from_static("application/json")),
                (ID, value(&id)?),
                (TIMESTAMP, HeaderValue::from(timestamp)),
                (SIGNATURE, value(&signature)?),
            ],
            body,
        })
    }
}

impl Channel for WebhookChannel {
    type Outgoing = OutgoingText;

    fn name(&self) -> &'static str {
        "webhook"
    }

    async fn hand_over(&self, text: &OutgoingText) -> Result<Answer, SendError> {
        let reply = self.client.send(self.request(text)?).await?;
        understood(&reply, text)
    }
}

/// The status alone counts.
fn understood(reply: &HttpReply, text: &OutgoingText) -> Result<Answer, SendError> {
    let answer = reply::words(reply, text);
    match reply.status {
        200..=299 => Ok(Answer { text: answer }),
        401 | 403 => Err(SendError::Authentication { answer }),
        408 | 425 | 429 => Err(SendError::Transient { answer }),
        422 => Err(SendError::Permanent {
            refused: Refused::Recipient,
            answer,
        }),
        400..=499 => Err(SendError::Permanent {
            refused: Refused::Message,
            answer,
        }),
        _ => Err(reply::unusable(&answer)),
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
    use kadomori_domain::time::Time;
    use serde_json::Value;

    use super::{super::samples::*, *};
    use crate::{
        channel::Repeat,
        config::{Secret, TextProvider},
        http_client::tests::{Service, reply},
    };

    struct Noon;

    impl Clock for Noon {
        fn now(&self) -> Time {
            Time::from_micros(1_795_348_980_000_000)
        }
    }

    async fn webhook(service: &Service) -> WebhookChannel {
        let port = service.open().await;
        let config = TextProviderConfig {
            secret: Some(Secret::new(format!("whsec_{}", BASE64.encode([7; 32])))),
            from: Some("Kadomori".to_owned()),
            ..settings(TextProvider::Webhook, port, "/texts")
        };
        WebhookChannel::new(&config, reports(), Arc::new(Noon)).unwrap()
    }

    fn header<'a>(heard: &'a str, name: &str) -> &'a str {
        let line = heard.lines().find_map(|line| line.strip_prefix(name));
        line.unwrap().trim_start_matches(": ")
    }

    #[tokio::test]
    async fn a_text_arrives_signed() {
        let service = Service::saying(&reply("202 Accepted", "as 77"));
        let webhook = webhook(&service).await;
        let answer = webhook.hand_over(&japanese()).await.unwrap();
        assert_eq!(answer.text, "202 as 77");
        let heard = service.heard();
        assert!(heard.starts_with("POST /texts HTTP/1.1\r\n"), "{heard}");
        let (_, body) = heard.split_once("\r\n\r\n").unwrap();
        let event: Value = serde_json::from_str(body).unwrap();
        assert_eq!(event["type"], "text.send");
        let data = &event["data"];
        assert_eq!(data["id"], "02020202020202020202020202020202");
        assert_eq!(data["to"], "+819012345678");
        assert_eq!(data["from"], "Kadomori");
        assert_eq!(data["text"], "確認コード 482913\n\n@id.example.jp #482913");
        assert_eq!(data["language"], "ja");
        assert!(
            data["report_url"]
                .as_str()
                .unwrap()
                .contains("/hooks/text/here/")
        );
        let signed = Signed {
            id: header(&heard, "webhook-id"),
            timestamp: header(&heard, "webhook-timestamp"),
            signature: header(&heard, "webhook-signature"),
            body: body.as_bytes(),
        };
        assert_eq!(signed.id, "02020202020202020202020202020202");
        assert_eq!(signed.timestamp, "1795348980");
        assert!(webhook.has_signed(signed));
    }

    #[tokio::test]
    async fn the_status_says_what_became_of_it() {
        for (status, repeat, kind) in [
            ("400 Bad Request", Repeat::Never, "Message"),
            ("422 Unprocessable Content", Repeat::Never, "Recipient"),
            ("401 Unauthorized", Repeat::Later, "Authentication"),
            ("408 Request Timeout", Repeat::Later, "Transient"),
            ("429 Too Many Requests", Repeat::Later, "Transient"),
            ("500 Oops", Repeat::Later, "Unreachable"),
            ("307 Temporary Redirect", Repeat::Later, "Unreachable"),
        ] {
            let service = Service::saying(&reply(status, "because"));
            let error = webhook(&service)
                .await
                .hand_over(&english())
                .await
                .unwrap_err();
            assert_eq!(error.repeat(), repeat, "{error}");
            assert!(format!("{error:?}").contains(kind), "{error:?}");
        }
    }
}
