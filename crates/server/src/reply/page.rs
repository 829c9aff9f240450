//! Pages and redirects.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use kadomori_pages::RenderError;

use super::PageError;

/// What a handler returns.
pub(crate) type Reply = Result<Response, PageError>;

/// A page, with the status that tells a program how it went.
pub(crate) fn page(status: StatusCode, rendered: Result<String, RenderError>) -> Reply {
    Ok((status, Html(rendered?)).into_response())
}

/// "See other" (RFC 9110 §15.4.4): where the browser goes after a form, so that reloading
/// sends nothing twice.
pub(crate) fn see_other(path: &str) -> Reply {
    let location = HeaderValue::from_str(path).map_err(|_| {
        PageError::Broken(super::error::Cause::Unexpected("a path that is no header"))
    })?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response())
}

/// The reply, with these cookies set or cleared.
pub(crate) fn with_cookies(
    mut reply: Response,
    cookies: impl IntoIterator<Item = Option<HeaderValue>>,
) -> Response {
    for cookie in cookies.into_iter().flatten() {
        reply.headers_mut().append(header::SET_COOKIE, cookie);
    }
    reply
}
