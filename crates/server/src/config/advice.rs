//! What is allowed and seldom meant: said at the start and by `kadomori config check`,
//! and never a reason not to start.

use super::choice::MailSecurity;
use super::public_url::Scheme;
use super::table::Config;

impl Config {
    /// Sentences about settings that are likely not what was meant.
    #[must_use]
    pub fn advice(&self) -> Vec<String> {
        [
            self.proxy_advice(),
            self.local_advice(),
            self.port_advice(),
            self.intake_advice(),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn proxy_advice(&self) -> Option<String> {
        let is_needed = self.public_url.scheme() == Scheme::Https;
        (is_needed && self.http.trusted_proxies.is_empty()).then(|| {
            "`public_url` is https, so a proxy stands before Kadomori, but \
             `http.trusted_proxies` is empty: all visitors seem to come from the proxy, and share \
             the limits of one network. Set it to the proxy's address, as [\"127.0.0.1\"]."
                .to_owned()
        })
    }

    fn local_advice(&self) -> Option<String> {
        let is_open = !self.http.listen.ip().is_loopback();
        (is_open && self.public_url.is_loopback()).then(|| {
            format!(
                "Kadomori listens at {} for other computers too, but `public_url` is {}, which \
                 in their browsers is they themselves. Set `public_url` to the address that \
                 people open.",
                self.http.listen, self.public_url
            )
        })
    }

    fn port_advice(&self) -> Option<String> {
        let (set, there) = match (self.mail.security, self.mail.port) {
            (MailSecurity::StartTls, 465) => ("starttls", "tls"),
            (MailSecurity::Tls, 25 | 587) => ("tls", "starttls"),
            _ => return None,
        };
        self.mail.server.as_ref().map(|_| {
            format!(
                "`mail.port` is {}, where mail servers speak \"{there}\", but `mail.security` is \
                 \"{set}\", whose usual port is {}. Change one of the two.",
                self.mail.port,
                self.mail.security.usual_port()
            )
        })
    }
}
