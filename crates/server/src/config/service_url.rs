//! The address of a service that Kadomori sends requests to.

use std::net::IpAddr;

use url::{Host, Url};

/// An `https` address, or an `http` one of this very computer. It holds no name, password or
/// query, so that it may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceUrl(Url);

impl ServiceUrl {
    /// Reads an address. The error completes the sentence "it can't be used: …".
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|error| format!("it isn't a web address ({error})"))?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err("it doesn't begin with https:// or http://".to_owned());
        }
        if !url.username().is_empty() || url.password().is_some() || text.contains('@') {
            return Err("a user name or password has settings of its own".to_owned());
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("it goes on after its path".to_owned());
        }
        if url.host().is_none() {
            return Err("it names no host".to_owned());
        }
        let found = Self(url);
        if found.is_plain() && !found.is_this_computer() {
            return Err("over http anyone on the way could read the codes; \
                        only a service on this computer may go without https"
                .to_owned());
        }
        Ok(found)
    }

    /// Whether requests go there without TLS.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.0.scheme() == "http"
    }

    /// The host, as it is looked up and as a certificate names it: an IPv6 address without
    /// its brackets.
    #[must_use]
    pub fn host(&self) -> String {
        match self.0.host() {
            Some(Host::Ipv6(address)) => address.to_string(),
            Some(Host::Domain(_) | Host::Ipv4(_)) | None => {
                self.0.host_str().unwrap_or_default().to_owned()
            }
        }
    }

    /// The port, said or usual.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.0.port_or_known_default().unwrap_or(443)
    }

    /// What goes into `Host` (RFC 9110 §7.2): the port stands there unless it is the usual one.
    #[must_use]
    pub fn authority(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        match self.0.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    /// The path, which begins with a slash.
    #[must_use]
    pub fn path(&self) -> &str {
        self.0.path()
    }

    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    fn is_this_computer(&self) -> bool {
        let host = self.host();
        host == "localhost"
            || host
                .parse::<IpAddr>()
                .is_ok_and(|address| address.is_loopback())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart() {
        let url = ServiceUrl::parse("https://sms.example.jp:8443/cgi-bin/sendsms").unwrap();
        assert_eq!((url.host().as_str(), url.port()), ("sms.example.jp", 8443));
        assert_eq!(url.authority(), "sms.example.jp:8443");
        assert_eq!(url.path(), "/cgi-bin/sendsms");
        let url = ServiceUrl::parse("http://[::1]/a").unwrap();
        assert_eq!((url.host().as_str(), url.port()), ("::1", 80));
        assert_eq!(url.authority(), "[::1]");
        assert!(url.is_plain());
    }

    #[test]
    fn without_tls_it_leads_no_further_than_this_computer() {
        for text in [
            "http://localhost:13013/",
            "http://127.0.0.1/",
            "http://[::1]/",
            "https://sms.example.jp",
        ] {
            assert!(ServiceUrl::parse(text).is_ok(), "{text}");
        }
        for text in [
            "http://sms.example.jp/",
            "http://192.168.0.2/",
            "http://localhost.example.jp/",
        ] {
            assert!(ServiceUrl::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn it_holds_nothing_secret() {
        for text in [
            "https://app:secret@sms.example.jp/",
            "https://app@sms.example.jp/",
            "https://sms.example.jp/?key=secret",
            "https://sms.example.jp/#secret",
            "ftp://sms.example.jp/",
            "sms.example.jp",
            "",
        ] {
            assert!(ServiceUrl::parse(text).is_err(), "{text}");
        }
    }
}
