//! Reports of a program of the operator's, signed as the texts that it is given are.
//! `docs/text-webhook.md` describes them.

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderName, StatusCode},
};
use kadomori_domain::delivery::{Permanence, Report};
use serde::Deserialize;

use super::{opened, providers, tell};
use crate::{
    app::App,
    channel::text::{ID, SIGNATURE, Signed, TIMESTAMP, TextChannel, reply},
    extract::Path,
};

/// What is sent.
#[derive(Deserialize)]
struct Event {
    r#type: Kind,
    data: Said,
}

#[derive(Deserialize)]
enum Kind {
    #[serde(rename = "text.report")]
    Report,
}

/// What became of a text.
#[derive(Deserialize)]
struct Said {
    /// The text's id, so that a report can't be said again of another.
    id: String,
    status: Status,
    #[serde(default)]
    answer: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    /// It is late; it is still tried.
    Delayed,
    /// It reached the phone.
    Delivered,
    /// It didn't, and the next one may.
    Failed,
    /// There is no such number: the next one wouldn't either.
    Unreachable,
}

impl Status {
    const fn report(self) -> Report {
        match self {
            Self::Delayed => Report::Delayed,
            Self::Delivered => Report::Delivered,
            Self::Failed => Report::Failed(Permanence::Soft),
            Self::Unreachable => Report::Failed(Permanence::Hard),
        }
    }
}

/// Takes a report.
pub(crate) async fn take(
    Path(tag): Path,
    State(app): State<App>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let header = |name: &HeaderName| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default()
    };
    let signed = Signed {
        id: header(&ID),
        timestamp: header(&TIMESTAMP),
        signature: header(&SIGNATURE),
        body: &body,
    };
    let provider = providers(&app).find(|provider| match provider.channel() {
        TextChannel::Webhook(webhook) => webhook.has_signed(signed),
        TextChannel::Kannel(_) | TextChannel::Twilio(_) | TextChannel::Inbox(_) => false,
    });
    let Some(provider) = provider else {
        return StatusCode::UNAUTHORIZED;
    };
    let Ok(Event {
        r#type: Kind::Report,
        data,
    }) = serde_json::from_slice(&body)
    else {
        return StatusCode::BAD_REQUEST;
    };
    let message = opened(&app, &tag).filter(|message| data.id == message.to_string());
    let said = (
        Some(data.status.report()),
        reply::report_words(&data.answer),
    );
    tell(&app, provider.name(), message, said).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_for_what_became_of_a_text_are_these() {
        let report = |status: &str| {
            let body = format!(
                "{{\"type\": \"text.report\", \"data\": {{\"id\": \"x\", \"status\": \"{status}\"}}}}"
            );
            let event = serde_json::from_str::<Event>(&body).ok()?;
            Some(event.data.status.report())
        };
        assert_eq!(report("delayed"), Some(Report::Delayed));
        assert_eq!(report("delivered"), Some(Report::Delivered));
        assert_eq!(report("failed"), Some(Report::Failed(Permanence::Soft)));
        assert_eq!(
            report("unreachable"),
            Some(Report::Failed(Permanence::Hard))
        );
        assert_eq!(report("lost"), None);
    }
}
