//! Forms: read within bounds, and only from our own pages in the very browser they were
//! shown in.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use kadomori_domain::token::Token;
use kadomori_pages::ending::Ending;
use serde::{Deserialize, de::DeserializeOwned};

use super::Cookies;
use crate::{app::App, reply::PageError};

/// Octets of a form: a whole mail pasted into the code field, three octets a character
/// as forms encode it, fits in.
pub(crate) const LONGEST: usize = 128 * 1024;

/// A form that says what `T` needs. It is read only when it was sent from one of our
/// pages (Fetch Metadata, or `Origin`), and holds the value that was bound to this
/// browser's session or visitor secret when the page was shown.
pub(crate) struct Form<T>(pub(crate) T);

/// What a page's form holds.
pub(crate) trait FormFields: DeserializeOwned + Send {
    /// Whether the form has to be bound to the browser. A form whose sending changes
    /// nothing of value may do without.
    const IS_BOUND: bool = true;
}

#[derive(Default, Deserialize)]
struct Bound {
    #[serde(default)]
    csrf: String,
}

impl<T: FormFields> FromRequest<App> for Form<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, app: &App) -> Result<Self, PageError> {
        let secure = app.site.secure;
        let cookies = Cookies::read(request.headers(), secure);
        let is_ours = comes_from(request.headers(), &app.site.origin);
        let body = Bytes::from_request(request, app)
            .await
            .map_err(|_| PageError::Ending(Ending::TooLarge))?;
        if !is_ours {
            return Err(PageError::Ending(Ending::ForeignForm));
        }
        if T::IS_BOUND {
            check_bound(&body, &cookies, app)?;
        }
        fields(&body)
            .map(Self)
            .ok_or(PageError::Ending(Ending::ForeignForm))
    }
}

fn check_bound(body: &[u8], cookies: &Cookies, app: &App) -> Result<(), PageError> {
    let bound = fields::<Bound>(body).unwrap_or_default();
    check_csrf(&bound.csrf, cookies, app)
}

/// Whether what a form carries was bound to this browser.
pub(crate) fn check_csrf(csrf: &str, cookies: &Cookies, app: &App) -> Result<(), PageError> {
    let secrets = [&cookies.session, &cookies.visitor];
    if secrets.iter().all(|secret| secret.is_none()) {
        return Err(PageError::Ending(Ending::CookiesOff));
    }
    let key = app.keys.form_key(app.site.tenant);
    let sealed = Token::parse(csrf).ok();
    let is_bound = sealed.is_some_and(|sealed| {
        secrets
            .into_iter()
            .flatten()
            .any(|secret| key.opens(&sealed, secret))
    });
    if is_bound {
        Ok(())
    } else {
        Err(PageError::Ending(Ending::ForeignForm))
    }
}

/// Whether the browser says that one of our own pages sends this (Fetch Metadata; where
/// it isn't spoken, RFC 6454).
pub(crate) fn comes_from(headers: &HeaderMap, origin: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => text(header::ORIGIN.as_str()) == Some(origin),
    }
}

fn fields<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    serde_urlencoded::from_bytes(body).ok()
}
