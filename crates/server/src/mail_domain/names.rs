//! The name server that is asked.

use core::time::Duration;
use std::net::{IpAddr, SocketAddr};

use mail_auth::{
    MessageAuthenticator, SpfResult,
    hickory_resolver::{
        config::{NameServerConfig, ResolverConfig, ResolverOpts},
        proto::rr::{RData, RecordType},
    },
    spf::verify::SpfParameters,
};

use super::Answer;

/// How long one question may take; it is asked once more then, over TCP.
const PATIENCE: Duration = Duration::from_secs(2);

/// Names that can be asked about.
pub struct Names(MessageAuthenticator);

/// Why no name server can be asked.
#[derive(Debug, thiserror::Error)]
#[error("no name server can be asked: {0}")]
pub struct NamesError(String);

impl Names {
    /// Names as `server` knows them; as the machine's own name server does, where there is
    /// none.
    pub fn open(server: Option<SocketAddr>) -> Result<Self, NamesError> {
        let Some(server) = server else {
            let own = MessageAuthenticator::new_system_conf();
            return own.map(Self).map_err(|error| NamesError(error.to_string()));
        };
        let mut one = NameServerConfig::udp_and_tcp(server.ip());
        for connection in &mut one.connections {
            connection.port = server.port();
        }
        let config = ResolverConfig::from_name_servers(vec![one]);
        let mut options = ResolverOpts::default();
        options.timeout = PATIENCE;
        options.attempts = 1;
        let asked = MessageAuthenticator::new(config, options);
        asked
            .map(Self)
            .map_err(|error| NamesError(error.to_string()))
    }

    /// The texts published under a name (TXT), each in one piece.
    pub(crate) async fn texts(&self, name: &str) -> Answer {
        self.ask(name, RecordType::TXT, |data| match data {
            RData::TXT(text) => {
                let parts = text.txt_data.iter();
                let octets: Vec<u8> = parts.flat_map(|part| part.iter().copied()).collect();
                Some(String::from_utf8_lossy(&octets).into_owned())
            }
            _ => None,
        })
        .await
    }

    /// The servers that take a domain's mail (MX), the preferred first. `.` says that none does
    /// (RFC 7505).
    pub(crate) async fn mail_servers(&self, domain: &str) -> Answer {
        let found = self.ask(domain, RecordType::MX, |data| match data {
            RData::MX(server) => Some((server.preference, server.exchange.to_ascii())),
            _ => None,
        });
        match found.await {
            Answer::Found(mut servers) => {
                servers.sort_by_key(|(preference, _)| *preference);
                Answer::Found(servers.into_iter().map(|(_, server)| server).collect())
            }
            Answer::Nothing => Answer::Nothing,
            Answer::Silence(why) => Answer::Silence(why),
        }
    }

    /// The addresses of exactly this name (A and AAAA).
    pub(crate) async fn hosts(&self, name: &str) -> Answer<IpAddr> {
        let (old, new) = tokio::join!(
            self.ask(name, RecordType::A, |data| match data {
                RData::A(address) => Some(IpAddr::V4(address.0)),
                _ => None,
            }),
            self.ask(name, RecordType::AAAA, |data| match data {
                RData::AAAA(address) => Some(IpAddr::V6(address.0)),
                _ => None,
            }),
        );
        match (old, new) {
            (Answer::Found(mut old), Answer::Found(new)) => {
                old.extend(new);
                Answer::Found(old)
            }
            (found @ Answer::Found(_), _) | (_, found @ Answer::Found(_)) => found,
            (silence @ Answer::Silence(_), _) | (_, silence @ Answer::Silence(_)) => silence,
            (Answer::Nothing, Answer::Nothing) => Answer::Nothing,
        }
    }

    /// The names of an address (PTR), without a dot at the end.
    pub(crate) async fn names(&self, address: IpAddr) -> Answer {
        let name = reverse(address);
        self.ask(&name, RecordType::PTR, |data| match data {
            RData::PTR(name) => Some(name.0.to_ascii().trim_end_matches('.').to_owned()),
            _ => None,
        })
        .await
    }

    /// The addresses of a server; an address is its own.
    pub(super) async fn addresses(&self, server: &str) -> Vec<IpAddr> {
        if let Ok(address) = server.parse() {
            return vec![address];
        }
        let found = self.0.resolver().lookup_ip(server).await;
        found
            .map(|found| found.iter().collect())
            .unwrap_or_default()
    }

    /// Whether `domain` lets a server with this address send in its name (RFC 7208).
    pub(super) async fn may_send(&self, domain: &str, from: IpAddr) -> SpfResult {
        let sender = format!("postmaster@{domain}");
        let asked = SpfParameters::verify_mail_from(from, domain, domain, &sender);
        self.0.verify_spf(asked).await.result()
    }

    async fn ask<T>(
        &self,
        name: &str,
        kind: RecordType,
        read: impl Fn(&RData) -> Option<T>,
    ) -> Answer<T> {
        let absolute = format!("{}.", name.trim_end_matches('.'));
        match self.0.resolver().lookup(absolute, kind).await {
            Ok(found) => {
                let answers = found.answers().iter();
                let read: Vec<_> = answers.filter_map(|record| read(&record.data)).collect();
                if read.is_empty() {
                    Answer::Nothing
                } else {
                    Answer::Found(read)
                }
            }
            Err(error) if error.is_no_records_found() || error.is_nx_domain() => Answer::Nothing,
            Err(error) => Answer::Silence(error.to_string()),
        }
    }
}

/// The name under which those of an address stand (RFC 1035 §3.5, RFC 3596 §2.5), without a
/// dot at the end.
pub(crate) fn reverse(address: IpAddr) -> String {
    let labels: Vec<String> = match address {
        IpAddr::V4(address) => address.octets().iter().map(u8::to_string).collect(),
        IpAddr::V6(address) => {
            let digits = address.octets().into_iter();
            let digits = digits.flat_map(|octet| [octet >> 4, octet & 0xf]);
            digits.map(|digit| format!("{digit:x}")).collect()
        }
    };
    let labels: Vec<&str> = labels.iter().rev().map(String::as_str).collect();
    let above = if address.is_ipv4() {
        "in-addr.arpa"
    } else {
        "ip6.arpa"
    };
    format!("{}.{above}", labels.join("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_asked_for_backwards() {
        let reverse = |text: &str| reverse(text.parse().unwrap());
        assert_eq!(reverse("192.0.2.25"), "25.2.0.192.in-addr.arpa");
        let new = reverse("2001:db8::19");
        assert!(new.starts_with("9.1.0.0."), "{new}");
        assert!(new.ends_with(".8.b.d.0.1.0.0.2.ip6.arpa"), "{new}");
        assert_eq!(new.len(), 64 + "ip6.arpa".len());
    }
}
