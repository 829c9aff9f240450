//! The cookies that a browser brought, and the ones it is given.

use core::time::Duration;

use axum::http::{HeaderMap, HeaderValue, header};
use cookie::{Cookie, SameSite};
use kadomori_domain::token::Token;

/// The cookies there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CookieName {
    /// Binds a flow to the browser that began it; ends with the window.
    Visitor,
    /// A session.
    Session,
    /// Recognises the browser.
    Device,
    /// The language that was chosen.
    Locale,
}

impl CookieName {
    /// Its name on the wire. By TLS it is tied to this very host (RFC 6265bis §4.1.3.2);
    /// on plain-HTTP loopback no browser would take that prefix.
    const fn on_wire(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Visitor, true) => "__Host-kadomori-visitor",
            (Self::Session, true) => "__Host-kadomori-session",
            (Self::Device, true) => "__Host-kadomori-device",
            (Self::Locale, true) => "__Host-kadomori-locale",
            (Self::Visitor, false) => "kadomori-visitor",
            (Self::Session, false) => "kadomori-session",
            (Self::Device, false) => "kadomori-device",
            (Self::Locale, false) => "kadomori-locale",
        }
    }

    /// The `Set-Cookie` value that gives it to a browser; for good, for a while, or
    /// (`None`) until the window closes.
    #[must_use]
    pub(crate) fn set(
        self,
        value: String,
        lasts: Option<Duration>,
        secure: bool,
    ) -> Option<HeaderValue> {
        let mut cookie = Cookie::build((self.on_wire(secure), value))
            .path("/")
            .http_only(true)
            .secure(secure)
            .same_site(SameSite::Lax);
        if let Some(lasts) = lasts {
            let seconds = i64::try_from(lasts.as_secs()).unwrap_or(i64::MAX);
            cookie = cookie.max_age(cookie::time::Duration::seconds(seconds));
        }
        HeaderValue::from_str(&cookie.build().to_string()).ok()
    }

    /// The `Set-Cookie` value that takes it away.
    #[must_use]
    pub(crate) fn clear(self, secure: bool) -> Option<HeaderValue> {
        self.set(String::new(), Some(Duration::ZERO), secure)
    }
}

/// What a browser brought.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cookies {
    /// The secret that binds flows to it.
    pub(crate) visitor: Option<Token>,
    /// The secret of its session.
    pub(crate) session: Option<Token>,
    /// The secret by which it is recognised.
    pub(crate) device: Option<Token>,
    /// The language it chose.
    pub(crate) locale: Option<String>,
}

impl Cookies {
    /// The cookies in a request's headers; what isn't ours or can't be read is passed over.
    #[must_use]
    pub(crate) fn read(headers: &HeaderMap, secure: bool) -> Self {
        let mut cookies = Self::default();
        let values = headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok());
        for cookie in values.flat_map(Cookie::split_parse).flatten() {
            let (name, value) = (cookie.name(), cookie.value());
            let token = || Token::parse(value).ok();
            if name == CookieName::Visitor.on_wire(secure) {
                cookies.visitor = cookies.visitor.or_else(token);
            } else if name == CookieName::Session.on_wire(secure) {
                cookies.session = cookies.session.or_else(token);
            } else if name == CookieName::Device.on_wire(secure) {
                cookies.device = cookies.device.or_else(token);
            } else if name == CookieName::Locale.on_wire(secure) {
                cookies.locale = cookies.locale.or_else(|| Some(value.to_owned()));
            }
        }
        cookies
    }
}

#[cfg(test)]
mod tests {
    use kadomori_domain::chance::Chance;

    use super::*;

    #[test]
    fn a_cookie_that_was_set_is_read_back() {
        let token = Token::draw(&mut Chance::new([2; 32]));
        for secure in [true, false] {
            let set = CookieName::Session
                .set(token.reveal(), None, secure)
                .expect("a header");
            let pair = set
                .to_str()
                .expect("text")
                .split(';')
                .next()
                .expect("a pair")
                .to_owned();
            let mut headers = HeaderMap::new();
            headers.insert(
                header::COOKIE,
                format!("other=1; {pair}").parse().expect("a header"),
            );
            let read = Cookies::read(&headers, secure)
                .session
                .map(|token| token.hash());
            assert_eq!(read, Some(token.hash()));
            assert!(Cookies::read(&headers, !secure).session.is_none());
        }
    }

    #[test]
    fn cookies_are_bound_to_the_host_and_out_of_scripts_reach() {
        let lasts = Some(Duration::from_hours(24));
        let set = CookieName::Device
            .set("x".into(), lasts, true)
            .expect("a header");
        assert_eq!(
            set.to_str().expect("text"),
            "__Host-kadomori-device=x; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=86400"
        );
    }
}
