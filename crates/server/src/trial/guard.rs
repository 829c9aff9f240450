//! The inbox shows codes to whoever asks, so only this computer may ask.

use core::net::SocketAddr;

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, header, request::Parts},
};
use kadomori_pages::ending::Ending;

use crate::{app::App, reply::PageError};

/// Headers that a proxy adds: whoever is behind it isn't this computer.
const FORWARDING: [&str; 6] = [
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
    "via",
];

/// A request from this computer to this computer by its own name.
pub(crate) struct AtHome;

impl FromRequestParts<App> for AtHome {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        let socket = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = socket.is_some_and(|info| info.0.ip().to_canonical().is_loopback());
        let is_home = app.site.trial
            && peer
            && names_loopback(&parts.headers)
            && !is_forwarded(&parts.headers);
        if is_home {
            Ok(Self)
        } else {
            Err(PageError::Ending(Ending::NotFound))
        }
    }
}

fn is_forwarded(headers: &HeaderMap) -> bool {
    FORWARDING.iter().any(|name| headers.contains_key(*name))
}

/// Whether the request was meant for a loopback name, so that no foreign page can reach
/// the inbox by letting its own name point here.
fn names_loopback(headers: &HeaderMap) -> bool {
    let host = headers
        .get(header::HOST)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, port)| {
        if port.chars().all(|c| c.is_ascii_digit()) {
            name
        } else {
            host
        }
    });
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_loopback_names_are_at_home() {
        let names = |host| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static(host));
            names_loopback(&headers)
        };
        for home in [
            "localhost:8080",
            "localhost",
            "127.0.0.1:8080",
            "[::1]:8080",
            "[::1]",
        ] {
            assert!(names(home), "{home}");
        }
        for away in [
            "evil.example:8080",
            "localhost.evil.example",
            "",
            "127.0.0.1.evil.example",
        ] {
            assert!(!names(away), "{away}");
        }
    }
}
