//! What ends a program's request: a problem (RFC 9457), in the language it asked for. The `type`
//! stays the same, the sentences may be written better.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kadomori_domain::locale::Locale;
use serde::Serialize;

/// What every `type` begins with. It names, and leads nowhere.
const NAMES: &str = "urn:kadomori:problem:";

/// A problem.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    /// The status.
    pub(crate) status: StatusCode,
    /// The last part of its `type`, as `too-large`.
    pub(crate) id: &'static str,
    /// What it is, in a few words.
    pub(crate) title: String,
    /// What it means here, and what can be done.
    pub(crate) detail: String,
    /// The language of both.
    pub(crate) locale: Locale,
    /// After how many seconds it may go.
    pub(crate) retry_after: Option<u64>,
}

#[derive(Serialize)]
struct Body<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    detail: &'a str,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = Body {
            r#type: format!("{NAMES}{}", self.id),
            title: &self.title,
            status: self.status.as_u16(),
            detail: &self.detail,
        };
        // Texts and numbers can always be written.
        let body = serde_json::to_string(&body).unwrap_or_default();
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        let mut response = (self.status, kind, body).into_response();
        let headers = response.headers_mut();
        let language = HeaderValue::from_static(self.locale.tag());
        headers.insert(header::CONTENT_LANGUAGE, language);
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
