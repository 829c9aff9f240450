//! How a text message leaves: the text as a value, and the providers that take it.
//!
//! Not for what a text says (`pages` knows that), nor for the reports that come back later
//! (`hook` reads them).

mod kannel;
pub(crate) mod reply;
#[cfg(test)]
pub(crate) mod samples;
mod sign;
mod twilio;
mod webhook;

use core::fmt;
use std::sync::Arc;

use kadomori_domain::{delivery::Tag, id::MessageId, phone::PhoneNumber};
use zeroize::Zeroizing;

pub use self::kannel::KannelChannel;
pub use self::twilio::TwilioChannel;
pub use self::webhook::WebhookChannel;
pub(crate) use self::{
    sign::Signed,
    twilio::permanence,
    webhook::{ID, SIGNATURE, TIMESTAMP},
};
use super::{Answer, Channel, Inbox, SendError};
use crate::{
    clock::Clock,
    config::{TextProvider, TextProviderConfig},
    http_client::{HttpError, HttpSetupError},
};

/// A rendered text message on its way out.
///
/// It carries the code in clear, so it is never written to a log: its `Debug` shows its id and
/// nothing else, and its body is overwritten when it goes.
#[derive(Clone, PartialEq, Eq)]
pub struct OutgoingText {
    /// The message's id; a repeat has the same one.
    pub id: MessageId,
    /// When it was written, in microseconds since 1970-01-01 UTC; a repeat has the same one.
    pub date: i64,
    /// The number it is for.
    pub to: PhoneNumber,
    /// What it says.
    pub body: Zeroizing<String>,
    /// The language of the body, as in `ja` or `en` (RFC 5646).
    pub language: String,
    /// The name under which the provider is to report what becomes of it.
    pub tag: Tag,
}

impl fmt::Debug for OutgoingText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutgoingText")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// Why the settings about a provider of text messages can't be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextSetupError {
    /// The service can't be reached as configured.
    #[error(transparent)]
    Http(#[from] HttpSetupError),
    /// A setting is missing, which [`crate::config`] has seen to.
    #[error("`{0}` is missing in the settings of the provider")]
    Missing(&'static str),
    /// A setting can't be put into a request.
    #[error("`{0}` in the settings of the provider has a sign that can't be sent")]
    Unsendable(&'static str),
    /// The secret of a webhook isn't one.
    #[error("the webhook's secret can't be used: {0}")]
    Secret(&'static str),
}

/// A configured way for text messages to leave.
#[derive(Debug)]
pub enum TextChannel {
    /// To a Kannel gateway.
    Kannel(Box<KannelChannel>),
    /// To Twilio, or a service that speaks as it does.
    Twilio(Box<TwilioChannel>),
    /// To a program of the operator's.
    Webhook(Box<WebhookChannel>),
    /// To the trial inbox, in memory.
    Inbox(Inbox),
}

impl TextChannel {
    /// The channel that the settings of a provider describe. Reads its CA file; connects to
    /// nothing yet. Its reports come to `origin`, where Kadomori is reached.
    pub fn new(
        config: &TextProviderConfig,
        origin: &str,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, TextSetupError> {
        let reports = Reports {
            at: format!("{origin}/hooks/text/{}", config.provider.word()),
        };
        Ok(match config.provider {
            TextProvider::Kannel => Self::Kannel(Box::new(KannelChannel::new(config, reports)?)),
            TextProvider::Twilio => Self::Twilio(Box::new(TwilioChannel::new(config, reports)?)),
            TextProvider::Webhook => {
                Self::Webhook(Box::new(WebhookChannel::new(config, reports, clock)?))
            }
        })
    }
}

/// Where a provider's reports come to.
#[derive(Clone, Debug)]
struct Reports {
    at: String,
}

impl Reports {
    /// The address for reports on one text.
    fn on(&self, text: &OutgoingText) -> String {
        format!("{}/{}", self.at, text.tag.as_str())
    }
}

impl Channel for TextChannel {
    type Outgoing = OutgoingText;

    fn name(&self) -> &'static str {
        match self {
            Self::Kannel(_) => TextProvider::Kannel.word(),
            Self::Twilio(_) => TextProvider::Twilio.word(),
            Self::Webhook(_) => TextProvider::Webhook.word(),
            Self::Inbox(inbox) => inbox.name(),
        }
    }

    async fn hand_over(&self, text: &OutgoingText) -> Result<Answer, SendError> {
        match self {
            Self::Kannel(kannel) => kannel.hand_over(text).await,
            Self::Twilio(twilio) => twilio.hand_over(text).await,
            Self::Webhook(webhook) => webhook.hand_over(text).await,
            Self::Inbox(inbox) => Ok(inbox.keep_text(text)),
        }
    }
}

impl From<HttpError> for SendError {
    fn from(error: HttpError) -> Self {
        match error {
            HttpError::Unreachable { why } => Self::Unreachable { why },
            HttpError::Tls { why } => Self::Tls { why },
            HttpError::TimedOut { seconds } => Self::TimedOut { seconds },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{samples::*, *};

    #[test]
    fn a_text_in_a_log_line_shows_its_id_and_no_code() {
        let shown = format!("{:?} {:#?}", english(), japanese());
        assert!(shown.contains("MessageId("));
        for secret in ["482913", "9012345678", "5678", TAG] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }

    #[tokio::test]
    async fn the_trial_keeps_texts_in_its_inbox() {
        let inbox = Inbox::default();
        let channel = TextChannel::Inbox(inbox.clone());
        assert_eq!(channel.name(), "inbox");
        channel.hand_over(&english()).await.unwrap();
        channel.hand_over(&english()).await.unwrap();
        assert_eq!(inbox.texts().len(), 1, "a repeat is kept once");
        assert!(inbox.list().is_empty());
    }
}
