//! Where browsers reach Kadomori. Cookies, redirects, same-origin checks and the
//! trial inbox all ask this one value; nothing is taken from a request's `Host`.

use std::fmt;

use url::{Host, Url};

/// An origin (RFC 6454): `https` with any host, or `http` with a loopback host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    scheme: Scheme,
    host: Host<String>,
    port: Option<u16>,
}

/// How browsers reach the origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Plain HTTP, which only a loopback host may use.
    Http,
    /// HTTP over TLS.
    Https,
}

impl PublicUrl {
    /// `http://localhost:PORT`, for a server that only this computer reaches.
    #[must_use]
    pub fn localhost(port: u16) -> Self {
        let port = (port != 80).then_some(port);
        Self {
            scheme: Scheme::Http,
            host: Host::Domain("localhost".to_owned()),
            port,
        }
    }

    /// Reads an origin. The error completes the sentence "it can't be used: …".
    pub fn parse(text: &str) -> Result<Self, String> {
        let scheme = Scheme::of(text).ok_or("it doesn't begin with https:// or http://")?;
        let url = Url::parse(text).map_err(|error| format!("it isn't a web address ({error})"))?;
        let host = url.host().ok_or("it names no host")?.to_owned();
        refuse_more_than_an_origin(text, &url)?;
        let found = Self {
            scheme,
            host,
            port: url.port(),
        };
        if found.scheme == Scheme::Http && !found.is_loopback() {
            return Err("over http anyone on the way could read a sign-in; \
                        only localhost may go without https"
                .to_owned());
        }
        Ok(found)
    }

    /// The origin as browsers write it, without a slash at its end: `https://id.example.jp`.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("{}://{}", self.scheme.as_str(), self.authority())
    }

    /// The host alone, without a port; an IPv6 address stands in brackets.
    #[must_use]
    pub fn host(&self) -> String {
        self.host.to_string()
    }

    /// What a browser sends as `Host`: the host, and the port unless it is the scheme's own.
    #[must_use]
    pub fn authority(&self) -> String {
        match self.port {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.to_string(),
        }
    }

    /// The port browsers connect to.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.scheme {
            Scheme::Http => 80,
            Scheme::Https => 443,
        })
    }

    /// How browsers reach it; cookies are `Secure` and `__Host-` only over [`Scheme::Https`].
    #[must_use]
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// Whether the host is this very computer: `localhost`, a name under it
    /// (RFC 6761, section 6.3), or a loopback address.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        match &self.host {
            Host::Domain(name) => name == "localhost" || name.ends_with(".localhost"),
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
        }
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin())
    }
}

impl Scheme {
    /// The scheme as it stands in a URL.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    fn of(text: &str) -> Option<Self> {
        let (scheme, _) = text.split_once("://")?;
        if scheme.eq_ignore_ascii_case("https") {
            Some(Self::Https)
        } else if scheme.eq_ignore_ascii_case("http") {
            Some(Self::Http)
        } else {
            None
        }
    }
}

fn refuse_more_than_an_origin(text: &str, url: &Url) -> Result<(), String> {
    let origin = url.origin().ascii_serialization();
    if !url.username().is_empty() || url.password().is_some() || text.contains('@') {
        return Err("a user name or password has no place in it".to_owned());
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err(format!(
            "it goes on after the host; write only \"{origin}\""
        ));
    }
    if text.chars().any(|c| c.is_whitespace() || c == '\\') {
        return Err(format!(
            "there is a space or a backslash in it; write \"{origin}\""
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> PublicUrl {
        PublicUrl::parse(text).unwrap()
    }

    #[test]
    fn an_https_origin_is_written_as_browsers_write_it() {
        let url = parse("HTTPS://ID.Example.jp:443/");
        assert_eq!(url.origin(), "https://id.example.jp");
        assert_eq!(url.authority(), "id.example.jp");
        assert_eq!(url.port(), 443);
        assert!(!url.is_loopback());
    }

    #[test]
    fn a_japanese_host_becomes_its_ascii_form() {
        assert_eq!(parse("https://門森.jp").origin(), "https://xn--32vt46g.jp");
    }

    #[test]
    fn http_is_taken_only_for_this_computer() {
        for text in [
            "http://localhost:8080",
            "http://a.localhost",
            "http://127.0.0.2",
            "http://[::1]:3",
        ] {
            assert!(parse(text).is_loopback(), "{text}");
        }
        for text in [
            "http://id.example.jp",
            "http://10.0.0.1",
            "http://localhost.example.jp",
        ] {
            assert!(
                PublicUrl::parse(text).unwrap_err().contains("https"),
                "{text}"
            );
        }
    }

    #[test]
    fn only_an_origin_is_taken() {
        for text in [
            "https://id.example.jp/login",
            "https://id.example.jp?x",
            "https://id.example.jp/#x",
            "https://me@id.example.jp",
            "https://@id.example.jp",
            " https://id.example.jp",
            "https://id.example.jp\t",
            "https:\\\\id.example.jp",
            "https://",
            "id.example.jp",
            "localhost:8080",
            "ftp://id.example.jp",
            "",
        ] {
            assert!(PublicUrl::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn localhost_leaves_out_the_port_that_browsers_leave_out() {
        assert_eq!(PublicUrl::localhost(8080).origin(), "http://localhost:8080");
        assert_eq!(PublicUrl::localhost(80).origin(), "http://localhost");
        assert_eq!(parse("http://localhost:80"), PublicUrl::localhost(80));
    }
}
