//! Reports of Twilio: a form, signed with the account's auth token over the very address
//! that it is sent to (`X-Twilio-Signature`).

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
};
use kadomori_domain::delivery::Report;
use url::Url;

use super::{opened, providers, tell};
use crate::{
    app::App,
    channel::text::{TextChannel, permanence},
    extract::Path,
};

/// The header with the signature.
const SIGNATURE: &str = "x-twilio-signature";

/// Takes a report.
pub(crate) async fn take(
    Path(tag): Path,
    uri: Uri,
    State(app): State<App>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(&body).unwrap_or_default();
    let signature = headers.get(SIGNATURE).and_then(|value| value.to_str().ok());
    let urls = spellings(&app.site.origin, uri.path());
    let provider = providers(&app).find(|provider| match provider.channel() {
        TextChannel::Twilio(twilio) => urls
            .iter()
            .any(|url| twilio.has_signed(url, &fields, signature.unwrap_or_default())),
        TextChannel::Kannel(_) | TextChannel::Webhook(_) | TextChannel::Inbox(_) => false,
    });
    let Some(provider) = provider else {
        return StatusCode::UNAUTHORIZED;
    };
    let said = understood(&fields);
    tell(&app, provider.name(), opened(&app, &tag), said).await
}

/// The address as Twilio may spell it when it signs: with the port and without.
fn spellings(origin: &str, path: &str) -> Vec<String> {
    let mut spellings = vec![format!("{origin}{path}")];
    let Ok(url) = Url::parse(origin) else {
        return spellings;
    };
    let host = url.host_str().unwrap_or_default();
    let scheme = url.scheme();
    spellings.push(match (url.port(), url.port_or_known_default()) {
        (None, Some(usual)) => format!("{scheme}://{host}:{usual}{path}"),
        (Some(_) | None, _) => format!("{scheme}://{host}{path}"),
    });
    spellings
}

/// The state of a message, by Twilio's documentation of its statuses, and its words: the state
/// and the code, and never what else stands in the form.
fn understood(fields: &[(String, String)]) -> (Option<Report>, String) {
    let field = |name: &str| {
        let found = fields.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value.as_str())
    };
    let code = field("ErrorCode").and_then(|code| code.parse().ok());
    let (report, word) = match field("MessageStatus").unwrap_or_default() {
        "delivered" => (Some(Report::Delivered), "delivered"),
        "read" => (Some(Report::Delivered), "read"),
        "undelivered" => (Some(Report::Failed(permanence(code))), "undelivered"),
        "failed" => (Some(Report::Failed(permanence(code))), "failed"),
        "canceled" => (Some(Report::Failed(permanence(code))), "canceled"),
        // It is on its way: accepted, scheduled, queued, sending, sent.
        _ => (None, ""),
    };
    let answer = match code {
        Some(code) => format!("{word} {code}"),
        None => word.to_owned(),
    };
    (report, answer)
}

#[cfg(test)]
mod tests {
    use kadomori_domain::delivery::Permanence;

    use super::*;

    fn said(status: &str, code: &str) -> (Option<Report>, String) {
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        understood(&[
            field("To", "+819012345678"),
            field("MessageStatus", status),
            field("ErrorCode", code),
        ])
    }

    #[test]
    fn each_state_is_understood() {
        let hard = Some(Report::Failed(Permanence::Hard));
        let soft = Some(Report::Failed(Permanence::Soft));
        for (status, code, report, answer) in [
            ("delivered", "", Some(Report::Delivered), "delivered"),
            ("read", "", Some(Report::Delivered), "read"),
            ("undelivered", "30005", hard, "undelivered 30005"),
            ("undelivered", "30003", soft, "undelivered 30003"),
            ("failed", "30008", soft, "failed 30008"),
            ("failed", "gone +819012345678", soft, "failed"),
            ("sent", "", None, ""),
            ("queued", "", None, ""),
            ("+819012345678", "", None, ""),
        ] {
            assert_eq!(said(status, code), (report, answer.to_owned()), "{status}");
        }
    }

    #[test]
    fn the_port_is_there_or_not() {
        let usual = spellings("https://id.example.jp", "/a");
        assert_eq!(
            usual,
            ["https://id.example.jp/a", "https://id.example.jp:443/a"]
        );
        let other = spellings("https://id.example.jp:8443", "/a");
        assert_eq!(
            other,
            ["https://id.example.jp:8443/a", "https://id.example.jp/a"]
        );
    }
}
