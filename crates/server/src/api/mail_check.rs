//! `POST /api/v1/mail/check`: is this mail genuine? The body is the mail; the answer is what
//! `kadomori mail check --json` prints, without the file.
//!
//! The network is counted first and the mail read then, so that whoever has had enough costs
//! nothing more. Nothing of the mail is kept.

use core::time::Duration;

use axum::{
    body::Bytes,
    extract::{FromRequest, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kadomori_domain::{
    locale::Locale,
    own_mail::{OwnMail, Text},
};
use kadomori_genuine::Verdict;
use serde::{Deserialize, Serialize};

use super::problem::Wrong;
use crate::{
    app::App,
    extract::{Query, Visit, client_address},
    genuine::{self, LARGEST, Told},
    mail_check::{own_advice, with_own},
    own_mail::{self, ToldOwn, Viewer},
};

/// The largest body that is taken, in octets.
pub(crate) const LONGEST: usize = LARGEST;

/// How long a mail may take to arrive.
const ARRIVAL: Duration = Duration::from_mins(1);

/// The types of a body that may hold a mail: itself, or a file as programs that know no better
/// send it.
const TYPES: [&str; 3] = ["message/rfc822", "text/plain", "application/octet-stream"];

/// What the address may say.
#[derive(Default, Deserialize)]
pub(crate) struct Asked {
    /// The language of the answer, rather than what `Accept-Language` says.
    lang: Option<String>,
}

/// The answer.
#[derive(Serialize)]
struct Checked {
    /// What is known of our own mails; it comes before what is judged.
    own: ToldOwn,
    #[serde(flatten)]
    told: Told,
}

/// Judges a mail.
pub(crate) async fn take(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response {
    let locale = locale(&asked, request.headers());
    match judge(&app, request, locale).await {
        Ok(told) => told,
        Err(wrong) => wrong.told(locale).into_response(),
    }
}

/// Any other method.
pub(crate) async fn refuse(Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    let mut refusal = Wrong::Method.told(locale(&asked, &headers)).into_response();
    let allowed = HeaderValue::from_static("POST");
    refusal.headers_mut().insert(header::ALLOW, allowed);
    refusal
}

async fn judge(app: &App, request: Request, locale: Locale) -> Result<Response, Wrong> {
    let headers = request.headers();
    if is_foreign(headers) {
        return Err(Wrong::Foreign);
    }
    if !is_mail(headers) {
        return Err(Wrong::Kind);
    }
    if is_too_large(headers) {
        return Err(Wrong::TooLarge);
    }
    let ip = client_address(&request, &app.site);
    if let Some(until) = genuine::count(app, ip).await? {
        let now = app.clock.now();
        return Err(Wrong::Held { until, now });
    }
    let mail = body(request).await?;
    // A mail of our own is known, not judged. A program is a stranger here.
    let own = own_mail::look(app, &mail, &Viewer::Stranger).await?;
    let told_own = ToldOwn::new(app, &own, locale);
    let told = tell(app, mail, (&own, told_own.text()), locale).await?;
    let own = told_own;
    Ok(answer(locale, &Checked { own, told }))
}

/// What is told, as the page tells it: what is known of our own mails over what is found. Of a
/// mail that is ours to the letter nothing is asked: it would be judged by a table of brands.
async fn tell(
    app: &App,
    mail: Vec<u8>,
    (own, text): (&OwnMail, &str),
    locale: Locale,
) -> Result<Told, Wrong> {
    let language = genuine::language(locale);
    let told = if matches!(own, OwnMail::Ours(ours) if ours.text != Text::Changed) {
        Told::known(with_own(Verdict::Unproven, own), text.to_owned())
    } else {
        let report = genuine::check(app, mail, None).await?;
        let verdict = with_own(report.verdict, own);
        Told::new(&report, language).decided(verdict, text.to_owned())
    };
    Ok(match own_advice(own) {
        Some(advice) => told.advising(advice, language),
        None => told,
    })
}

/// The language that was asked for; English where it is none of ours.
fn locale(asked: &Asked, headers: &HeaderMap) -> Locale {
    let named = asked.lang.as_deref().and_then(Locale::tagged);
    named.unwrap_or_else(|| Visit::locale_accepted(headers))
}

/// Whether a page of another site had a browser send it (Fetch Metadata). There is nothing to
/// be read by it, but it would be counted on its visitor's network.
fn is_foreign(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site");
    site.is_some_and(|site| site != "same-origin" && site != "none")
}

fn is_mail(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    TYPES.iter().any(|it| it.eq_ignore_ascii_case(kind))
}

/// Whether the head says so already.
fn is_too_large(headers: &HeaderMap) -> bool {
    let length = headers.get(header::CONTENT_LENGTH);
    let length = length.and_then(|it| it.to_str().ok()?.parse::<u64>().ok());
    length.is_some_and(|length| length > u64::try_from(LONGEST).unwrap_or(u64::MAX))
}

async fn body(request: Request) -> Result<Vec<u8>, Wrong> {
    let arrived = tokio::time::timeout(ARRIVAL, Bytes::from_request(request, &()));
    match arrived.await {
        Ok(Ok(body)) => Ok(body.into()),
        Ok(Err(why)) if why.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(Wrong::TooLarge),
        Ok(Err(_)) | Err(_) => Err(Wrong::Incomplete),
    }
}

fn answer(locale: Locale, told: &impl Serialize) -> Response {
    // Texts and numbers can always be written.
    let body = serde_json::to_string(told).unwrap_or_default();
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_LANGUAGE, locale.tag()),
    ];
    (headers, body).into_response()
}
