//! Texts to a Kannel gateway by its `sendsms` service: the user guide's "SMS push using HTTP
//! POST", so that neither the password nor the text stands in an address.

use core::fmt;

use hyper::{
    Method,
    header::{CONTENT_TYPE, HeaderName, HeaderValue},
};
use kadomori_pages::text_message::{Encoding, segments};

use super::{OutgoingText, Reports, TextSetupError, reply};
use crate::{
    channel::{Answer, Channel, Refused, SendError},
    config::TextProviderConfig,
    http_client::{HttpClient, HttpReply, HttpRequest},
};

const USERNAME: HeaderName = HeaderName::from_static("x-kannel-username");
const PASSWORD: HeaderName = HeaderName::from_static("x-kannel-password");
const FROM: HeaderName = HeaderName::from_static("x-kannel-from");
const TO: HeaderName = HeaderName::from_static("x-kannel-to");
const CODING: HeaderName = HeaderName::from_static("x-kannel-coding");
const DLR_MASK: HeaderName = HeaderName::from_static("x-kannel-dlr-mask");
const DLR_URL: HeaderName = HeaderName::from_static("x-kannel-dlr-url");

/// The alphabet of seven bits, and UCS-2.
const SEVEN_BITS: &str = "0";
const UCS_2: &str = "2";
/// Reports on everything: delivered, not delivered, buffered, taken and refused by the network.
const EVERYTHING: &str = "31";
/// What Kannel puts into the address of a report: its kind, and the network's words.
const TOLD: &str = "?status=%d&answer=%A";

/// A Kannel gateway.
pub struct KannelChannel {
    client: HttpClient,
    username: HeaderValue,
    password: HeaderValue,
    from: Option<HeaderValue>,
    reports: Reports,
}

impl fmt::Debug for KannelChannel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KannelChannel")
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}

impl KannelChannel {
    /// The gateway that the settings describe.
    pub(super) fn new(
        config: &TextProviderConfig,
        reports: Reports,
    ) -> Result<Self, TextSetupError> {
        let missing = TextSetupError::Missing;
        let username = config.username.as_deref().ok_or(missing("username"))?;
        let password = config.password.as_ref().ok_or(missing("password"))?;
        let mut password = header("password", password.reveal())?;
        password.set_sensitive(true);
        Ok(Self {
            client: HttpClient::new(&config.url, config.ca_file.as_ref(), config.timeout)?,
            username: header("username", username)?,
            password,
            from: config
                .from
                .as_deref()
                .map(|from| header("from", from))
                .transpose()?,
            reports,
        })
    }

    fn request(&self, text: &OutgoingText) -> Result<HttpRequest, TextSetupError> {
        let coding = match segments(&text.body).encoding {
            Encoding::Gsm7 => SEVEN_BITS,
            Encoding::Ucs2 => UCS_2,
        };
        let utf_8 = HeaderValue::from_static("text/plain; charset=UTF-8");
        let mut headers = vec![
            (CONTENT_TYPE, utf_8),
            (USERNAME, self.username.clone()),
            (PASSWORD, self.password.clone()),
            (TO, header("to", text.to.as_e164())?),
            (CODING, HeaderValue::from_static(coding)),
            (DLR_MASK, HeaderValue::from_static(EVERYTHING)),
            (
                DLR_URL,
                header("public_url", &(self.reports.on(text) + TOLD))?,
            ),
        ];
        if let Some(from) = &self.from {
            headers.push((FROM, from.clone()));
        }
        Ok(HttpRequest {
            method: Method::POST,
            path: self.client.service().path().to_owned(),
            headers,
            body: text.body.as_bytes().to_vec(),
        })
    }
}

fn header(name: &'static str, value: &str) -> Result<HeaderValue, TextSetupError> {
    HeaderValue::from_bytes(value.as_bytes()).map_err(|_| TextSetupError::Unsendable(name))
}

impl Channel for KannelChannel {
    type Outgoing = OutgoingText;

    fn name(&self) -> &'static str {
        "kannel"
    }

    async fn hand_over(&self, text: &OutgoingText) -> Result<Answer, SendError> {
        let request = self.request(text).map_err(|error| SendError::Permanent {
            refused: Refused::Message,
            answer: error.to_string(),
        })?;
        let reply = self.client.send(request).await?;
        understood(&reply, text)
    }
}

/// Kannel's words, as its `smsbox` says them: the status alone doesn't tell a wrong password
/// from a number that no network takes.
fn understood(reply: &HttpReply, text: &OutgoingText) -> Result<Answer, SendError> {
    let said = String::from_utf8_lossy(&reply.body);
    let said = said.trim();
    let answer = reply::words(reply, text);
    let begins = |words: &str| said.starts_with(words);
    let refused = |refused, answer| Err(SendError::Permanent { refused, answer });
    match reply.status {
        200..=299 if begins("0:") || begins("3:") => Ok(Answer { text: answer }),
        401 | 407 => Err(SendError::Authentication { answer }),
        403 if begins("Authorization failed") || begins("Denied") => {
            Err(SendError::Authentication { answer })
        }
        403 if begins("Not routable") => refused(Refused::Recipient, answer),
        400 if begins("Number(s) ha") => refused(Refused::Recipient, answer),
        400 if begins("Sender missing") => refused(Refused::Sender, answer),
        400 | 403 | 406 | 413..=415 => refused(Refused::Message, answer),
        408 | 429 => Err(SendError::Transient { answer }),
        // Among them 503, "Temporal failure, try again later.", and what isn't Kannel at all.
        _ => Err(reply::unusable(&answer)),
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::samples::{self, *},
        *,
    };
    use crate::{
        channel::Repeat,
        config::TextProvider,
        http_client::tests::{Service, reply},
    };

    async fn gateway(service: &Service) -> KannelChannel {
        let port = service.open().await;
        let config = TextProviderConfig {
            username: Some("app".to_owned()),
            password: Some(password()),
            from: Some("0005123456".to_owned()),
            ..settings(TextProvider::Kannel, port, "/cgi-bin/sendsms")
        };
        KannelChannel::new(&config, reports()).unwrap()
    }

    #[tokio::test]
    async fn a_text_arrives_with_what_kannel_needs_and_nothing_in_the_address() {
        let service = Service::saying(&reply("202 Accepted", "0: Accepted for delivery"));
        let answer = gateway(&service).await.hand_over(&english()).await.unwrap();
        assert_eq!(answer.text, "202 0: Accepted for delivery");
        let heard = service.heard();
        assert!(
            heard.starts_with("POST /cgi-bin/sendsms HTTP/1.1\r\n"),
            "{heard}"
        );
        for line in [
            "x-kannel-username: app\r\n",
            "x-kannel-password: hunter2-hunter2\r\n",
            "x-kannel-from: 0005123456\r\n",
            "x-kannel-to: +819012345678\r\n",
            "x-kannel-coding: 0\r\n",
            "x-kannel-dlr-mask: 31\r\n",
            "?status=%d&answer=%A\r\n",
            "content-type: text/plain; charset=UTF-8\r\n",
        ] {
            assert!(heard.contains(line), "{line} in {heard}");
        }
        let report_to = format!("x-kannel-dlr-url: https://id.example.jp/hooks/text/here/{TAG}");
        assert!(heard.contains(&report_to), "{heard}");
        assert!(heard.ends_with("\r\n\r\nYour Kadomori code is 482913.\n\n@id.example.jp #482913"));
    }

    #[tokio::test]
    async fn japanese_goes_as_ucs_2() {
        let service = Service::saying(&reply("202 Accepted", "3: Queued for later delivery"));
        let answer = gateway(&service)
            .await
            .hand_over(&japanese())
            .await
            .unwrap();
        assert_eq!(answer.text, "202 3: Queued for later delivery");
        let heard = service.heard();
        assert!(heard.contains("x-kannel-coding: 2\r\n"), "{heard}");
        assert!(heard.ends_with("確認コード 482913\n\n@id.example.jp #482913"));
    }

    #[tokio::test]
    async fn what_kannel_says_is_understood() {
        for (status, said, repeat, kind) in [
            (
                "403 Forbidden",
                "Authorization failed for sendsms",
                Repeat::Later,
                "Authentication",
            ),
            (
                "403 Forbidden",
                "Not routable. Do not try again.",
                Repeat::Never,
                "Recipient",
            ),
            (
                "400 Bad Request",
                "Number(s) has/have been denied by white- and/or black-lists.",
                Repeat::Never,
                "Recipient",
            ),
            (
                "400 Bad Request",
                "Sender missing and no global set, rejected",
                Repeat::Never,
                "Sender",
            ),
            (
                "400 Bad Request",
                "UDH field misformed, rejected",
                Repeat::Never,
                "Message",
            ),
            (
                "503 Service Unavailable",
                "Temporal failure, try again later.",
                Repeat::Later,
                "Unreachable",
            ),
            (
                "404 Not Found",
                "Unknown request.",
                Repeat::Later,
                "Unreachable",
            ),
            ("200 OK", "<h1>It works</h1>", Repeat::Later, "Unreachable"),
            ("302 Found", "", Repeat::Later, "Unreachable"),
        ] {
            let service = Service::saying(&reply(status, said));
            let error = gateway(&service)
                .await
                .hand_over(&english())
                .await
                .unwrap_err();
            assert_eq!(error.repeat(), repeat, "{error}");
            assert!(format!("{error:?}").contains(kind), "{error:?}");
        }
    }

    #[tokio::test]
    async fn nothing_that_is_kept_or_shown_holds_a_secret() {
        let service = Service::saying(&reply(
            "500 Oops",
            "to=+819012345678 text=Your Kadomori code is 482913.",
        ));
        let gateway = gateway(&service).await;
        let error = gateway.hand_over(&english()).await.unwrap_err();
        let shown = format!("{gateway:?} {error} {error:?}");
        for secret in [samples::PASSWORD, "12345678", "482913"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }

    #[test]
    fn a_password_that_would_be_another_header_is_refused() {
        let config = TextProviderConfig {
            username: Some("app".to_owned()),
            password: Some(crate::config::Secret::new("a\r\nX-Kannel-To: +81")),
            ..settings(TextProvider::Kannel, 1, "/")
        };
        assert_eq!(
            KannelChannel::new(&config, reports()).unwrap_err(),
            TextSetupError::Unsendable("password")
        );
    }
}
