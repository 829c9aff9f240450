//! Around every request: what went wrong becomes a page in the visitor's language, and
//! every reply gets the headers that keep it safe.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use kadomori_domain::{chance::Chance, reference::Reference};
use kadomori_pages::{
    Frame,
    ending::{Ending, EndingPage},
};

use super::{
    PageError,
    error::{Undressed, status_of},
};
use crate::{
    app::{App, Site},
    extract::{Cookies, Visit},
    routes,
};

/// Scripts, styles and pictures of our own only; nothing inline, nothing framed.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
     img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

const SAFETY: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Not `no-referrer`, under which browsers send `Origin: null` with our own forms.
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=()",
    ),
];

/// Answers, counts, and dresses the answer.
pub(crate) async fn dress(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| routes::pattern(path.as_str()));
    let page = Page::of(&request, &app.site);
    let mut response = next.run(request).await;
    if let Some(Undressed(error)) = response.extensions_mut().remove::<Undressed>() {
        response = page.ending(&app, &error);
    }
    guard(response.headers_mut(), &app.site);
    app.metrics.answered(
        route.unwrap_or("other"),
        response.status().as_u16(),
        started.elapsed(),
    );
    response
}

/// What a page for a mishap needs to know of its request.
struct Page {
    frame: Frame,
}

impl Page {
    fn of(request: &Request, site: &Site) -> Self {
        let cookies = Cookies::read(request.headers(), site.secure);
        let frame = Frame {
            locale: Visit::locale_of(&cookies, request.headers()),
            site_name: site.name.clone(),
            csrf: String::new(),
            path: request.uri().path().to_owned(),
            signed_in_as: None,
            trial: site.trial,
        };
        Self { frame }
    }

    fn ending(self, app: &App, error: &PageError) -> Response {
        let kind = match error {
            PageError::SignInFirst => {
                return (StatusCode::SEE_OTHER, [(header::LOCATION, "/sign-in")]).into_response();
            }
            PageError::ProveFirst(to) => {
                let location = format!("/account/prove?to={to}");
                return (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response();
            }
            PageError::Ending(ending) => ending.clone(),
            PageError::Broken(cause) => {
                let number = case_number(app);
                tracing::error!(case = %number, error = %cause, path = %self.frame.path, "a request broke");
                Ending::Broken { case: number }
            }
        };
        let status = status_of(&kind);
        match (EndingPage {
            frame: self.frame,
            kind,
        })
        .render()
        {
            Ok(page) => (status, Html(page)).into_response(),
            Err(error) => {
                tracing::error!(%error, "the page for a mishap can't be written out");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

/// Six signs by which the page and the log line are found together.
fn case_number(app: &App) -> String {
    let mut chance = Chance::new(app.entropy.seed().unwrap_or_default());
    let [left, right] = [(), ()].map(|()| Reference::draw(&mut chance, &[]));
    format!("{left}-{right}")
}

fn guard(headers: &mut HeaderMap, site: &Site) {
    for (name, value) in SAFETY {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if site.secure {
        let year = HeaderValue::from_static("max-age=31536000");
        headers
            .entry(header::STRICT_TRANSPORT_SECURITY)
            .or_insert(year);
    }
}
