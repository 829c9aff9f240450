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
    pub(super) async fn texts(&self, name: &str) -> Answer {
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

    /// The servers that take a domain's mail (MX). `.` says that none does (RFC 7505).
    pub(super) async fn mail_servers(&self, domain: &str) -> Answer {
        self.ask(domain, RecordType::MX, |data| match data {
            RData::MX(server) => Some(server.exchange.to_ascii()),
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

    async fn ask(
        &self,
        name: &str,
        kind: RecordType,
        read: impl Fn(&RData) -> Option<String>,
    ) -> Answer {
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
