//! Texts to Twilio, or a service that speaks as it does: the Messages API of 2010-04-01.

use core::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use hyper::{
    Method,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue},
};
use kadomori_domain::delivery::Permanence;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::{OutgoingText, Reports, TextSetupError, reply, sign::TwilioKey};
use crate::{
    channel::{Answer, Channel, Refused, SendError},
    config::TextProviderConfig,
    http_client::{HttpClient, HttpReply, HttpRequest},
};

/// What the name of a messaging service begins with; it stands in the sender's place.
const SERVICE: &str = "MG";

/// Twilio.
pub struct TwilioChannel {
    client: HttpClient,
    path: String,
    authorization: HeaderValue,
    from: String,
    key: TwilioKey,
    reports: Reports,
}

impl fmt::Debug for TwilioChannel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TwilioChannel")
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}

impl TwilioChannel {
    /// The account that the settings describe.
    pub(super) fn new(
        config: &TextProviderConfig,
        reports: Reports,
    ) -> Result<Self, TextSetupError> {
        let missing = TextSetupError::Missing;
        let account = config.account.as_deref().ok_or(missing("account"))?;
        let password = config.password.as_ref().ok_or(missing("password"))?;
        let from = config.from.clone().ok_or(missing("from"))?;
        let name = config.username.as_deref().unwrap_or(account);
        let token = config.secret.as_ref().unwrap_or(password);
        let base = config.url.path().trim_end_matches('/');
        Ok(Self {
            client: HttpClient::new(&config.url, config.ca_file.as_ref(), config.timeout)?,
            path: format!("{base}/2010-04-01/Accounts/{account}/Messages.json"),
            authorization: basic(name, password.reveal())?,
            from,
            key: TwilioKey::new(token.reveal()),
            reports,
        })
    }

    /// Whether a report is this account's: its signature is over the address that it came to
    /// and its fields.
    pub(crate) fn has_signed(
        &self,
        url: &str,
        fields: &[(String, String)],
        signature: &str,
    ) -> bool {
        self.key.has_signed(url, fields, signature)
    }

    fn request(&self, text: &OutgoingText) -> Result<HttpRequest, SendError> {
        let sender = if self.from.starts_with(SERVICE) {
            "MessagingServiceSid"
        } else {
            "From"
        };
        let form = [
            ("To", text.to.as_e164()),
            (sender, &self.from),
            ("Body", &text.body),
            ("StatusCallback", &self.reports.on(text)),
        ];
        let form = serde_urlencoded::to_string(form).map_err(|error| SendError::Permanent {
            refused: Refused::Message,
            answer: error.to_string(),
        })?;
        let of_form = HeaderValue::from_static("application/x-www-form-urlencoded");
        Ok(HttpRequest {
            method: Method::POST,
            path: self.path.clone(),
            headers: vec![
                (AUTHORIZATION, self.authorization.clone()),
                (CONTENT_TYPE, of_form),
                (ACCEPT, HeaderValue::from_static("application/json")),
            ],
            body: form.into_bytes(),
        })
    }
}

/// RFC 7617.
fn basic(name: &str, password: &str) -> Result<HeaderValue, TextSetupError> {
    let pair = Zeroizing::new(format!("{name}:{password}"));
    let value = Zeroizing::new(format!("Basic {}", BASE64.encode(pair.as_bytes())));
    let header = HeaderValue::from_str(&value);
    let mut header = header.map_err(|_| TextSetupError::Unsendable("password"))?;
    header.set_sensitive(true);
    Ok(header)
}

impl Channel for TwilioChannel {
    type Outgoing = OutgoingText;

    fn name(&self) -> &'static str {
        "twilio"
    }

    async fn hand_over(&self, text: &OutgoingText) -> Result<Answer, SendError> {
        let reply = self.client.send(self.request(text)?).await?;
        understood(&reply, text)
    }
}

/// What Twilio says of a text: its name and state, or what is wrong.
#[derive(Deserialize)]
struct Said {
    sid: Option<String>,
    code: Option<u32>,
    message: Option<String>,
}

fn understood(reply: &HttpReply, text: &OutgoingText) -> Result<Answer, SendError> {
    let status = reply.status;
    let Ok(said) = serde_json::from_slice::<Said>(&reply.body) else {
        return Err(without_words(status, &reply::words(reply, text)));
    };
    let words = match (&said.sid, said.code, &said.message) {
        (Some(name), None, _) => format!("{status} queued as {name}"),
        (_, Some(code), message) => {
            format!("{status} {code} {}", message.as_deref().unwrap_or_default())
        }
        (None, None, message) => format!("{status} {}", message.as_deref().unwrap_or_default()),
    };
    let answer = crate::channel::one_line(&reply::without(&words, text));
    match (status, said.sid, said.code.and_then(matter)) {
        (200..=299, Some(_), _) => Ok(Answer { text: answer }),
        (400..=499, _, Some(refused)) => Err(SendError::Permanent { refused, answer }),
        _ => Err(without_words(status, &answer)),
    }
}

/// What an answer means whose code isn't known, or that has none.
fn without_words(status: u16, answer: &str) -> SendError {
    let answer = answer.to_owned();
    match status {
        401 | 403 | 407 => SendError::Authentication { answer },
        408 | 429 => SendError::Transient { answer },
        400 | 413 | 414 | 422 => SendError::Permanent {
            refused: Refused::Message,
            answer,
        },
        _ => reply::unusable(&answer),
    }
}

/// What a code refuses for good, by Twilio's dictionary of errors; `None` for what may pass,
/// and for what isn't about a text.
const fn matter(code: u32) -> Option<Refused> {
    match code {
        // No number, not reached, not in this country, opted out, no mobile phone, a landline.
        21211 | 21214 | 21217 | 21219 | 21265 | 21408 | 21421 | 21610 | 21612 | 21614 | 21635
        | 30004 | 30005 | 30006 => Some(Refused::Recipient),
        // No number of ours, none that sends texts, not allowed to here.
        21212 | 21603 | 21606 | 21611 | 21659 | 21660 | 21661 | 21703 | 21705 => {
            Some(Refused::Sender)
        }
        // Empty, too long.
        21602 | 21605 | 21617 | 21619 => Some(Refused::Message),
        _ => None,
    }
}

/// Whether the next text to the number would fail as well, by the code in a report.
pub(crate) const fn permanence(code: Option<u32>) -> Permanence {
    match code {
        Some(code) => match matter(code) {
            Some(Refused::Recipient) => Permanence::Hard,
            // 30003 (switched off), 30007 (filtered), 30008 (unknown), and all else.
            Some(Refused::Sender | Refused::Message) | None => Permanence::Soft,
        },
        None => Permanence::Soft,
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::samples::{self, *},
        *,
    };
    use crate::{
        channel::{Blame, Repeat},
        config::{Secret, TextProvider},
        http_client::tests::{Service, reply},
    };

    fn account(port: u16) -> TextProviderConfig {
        TextProviderConfig {
            account: Some("AC0123".to_owned()),
            password: Some(password()),
            from: Some("+15005550006".to_owned()),
            ..settings(TextProvider::Twilio, port, "")
        }
    }

    async fn twilio(service: &Service) -> TwilioChannel {
        TwilioChannel::new(&account(service.open().await), reports()).unwrap()
    }

    const TAKEN: &str = "{\"sid\": \"SM4f1c2\", \"status\": \"queued\", \"error_code\": null, \
         \"body\": \"Your Kadomori code is 482913.\", \"to\": \"+819012345678\"}";

    #[tokio::test]
    async fn a_text_arrives_as_a_form_with_where_to_report() {
        let service = Service::saying(&reply("201 Created", TAKEN));
        let answer = twilio(&service).await.hand_over(&japanese()).await.unwrap();
        assert_eq!(answer.text, "201 queued as SM4f1c2");
        let heard = service.heard();
        assert!(
            heard.starts_with("POST /2010-04-01/Accounts/AC0123/Messages.json HTTP/1.1\r\n"),
            "{heard}"
        );
        let basic = BASE64.encode(format!("AC0123:{PASSWORD}"));
        assert!(
            heard.contains(&format!("authorization: Basic {basic}\r\n")),
            "{heard}"
        );
        let (_, form) = heard.split_once("\r\n\r\n").unwrap();
        let form: Vec<(String, String)> = serde_urlencoded::from_str(form).unwrap();
        let field = |name: &str| form.iter().find(|(of, _)| of == name).unwrap().1.as_str();
        assert_eq!(field("To"), "+819012345678");
        assert_eq!(field("From"), "+15005550006");
        assert_eq!(field("Body"), "確認コード 482913\n\n@id.example.jp #482913");
        assert!(field("StatusCallback").starts_with("https://id.example.jp/hooks/text/here/"));
    }

    #[tokio::test]
    async fn a_messaging_service_and_an_api_key_take_their_places() {
        let service = Service::saying(&reply("201 Created", TAKEN));
        let config = TextProviderConfig {
            username: Some("SK99".to_owned()),
            secret: Some(Secret::new("auth-token")),
            from: Some("MG77".to_owned()),
            ..account(service.open().await)
        };
        let twilio = TwilioChannel::new(&config, reports()).unwrap();
        twilio.hand_over(&english()).await.unwrap();
        let heard = service.heard();
        assert!(
            heard.contains(&BASE64.encode(format!("SK99:{PASSWORD}"))),
            "{heard}"
        );
        assert!(heard.contains("MessagingServiceSid=MG77"), "{heard}");
    }

    #[tokio::test]
    async fn what_twilio_says_is_understood() {
        let (bad, never, later) = ("400 Bad Request", Repeat::Never, Repeat::Later);
        let (message, provider) = (Blame::Message, Blame::Provider);
        for (status, said, repeat, blame) in [
            (
                bad,
                "{\"code\": 21211, \"message\": \"no\"}",
                never,
                message,
            ),
            (bad, "{\"code\": 21610}", never, message),
            (bad, "{\"code\": 21606}", never, provider),
            (bad, "{\"code\": 99999}", never, message),
            ("401 Unauthorized", "{\"code\": 20003}", later, provider),
            ("404 Not Found", "{\"code\": 20404}", later, provider),
            ("429 Too Many", "{\"code\": 20429}", later, provider),
            ("500 Oops", "<html>", later, provider),
            ("200 OK", "It works", later, provider),
            ("201 Created", "{}", later, provider),
            ("302 Found", "", later, provider),
        ] {
            let service = Service::saying(&reply(status, said));
            let error = twilio(&service)
                .await
                .hand_over(&english())
                .await
                .unwrap_err();
            assert_eq!((error.repeat(), error.blame()), (repeat, blame), "{error}");
        }
    }

    #[tokio::test]
    async fn nothing_that_is_kept_or_shown_holds_a_secret() {
        let said = "{\"code\": 21211, \"message\": \"The 'To' number +819012345678 is not \
             valid: Your Kadomori code is 482913.\"}";
        let service = Service::saying(&reply("400 Bad Request", said));
        let twilio = twilio(&service).await;
        let error = twilio.hand_over(&english()).await.unwrap_err();
        let shown = format!("{twilio:?} {error} {error:?}");
        assert!(shown.contains("400 21211 The 'To' number"), "{shown}");
        for secret in [samples::PASSWORD, "12345678", "482913"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }

    #[test]
    fn a_phone_that_is_switched_off_is_not_gone() {
        for code in [21610, 21614, 30005, 30006] {
            assert_eq!(permanence(Some(code)), Permanence::Hard, "{code}");
        }
        for code in [30003, 30007, 30008, 21606] {
            assert_eq!(permanence(Some(code)), Permanence::Soft, "{code}");
        }
        assert_eq!(permanence(None), Permanence::Soft);
    }
}
