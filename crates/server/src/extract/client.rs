//! The address that a request comes from: the socket's, or what a trusted proxy reports.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::OnceLock,
};

use axum::{
    extract::{ConnectInfo, Request},
    http::HeaderMap,
};
use kadomori_domain::client::Client;

use super::agent;
use crate::app::Site;

/// Who asks. The program is only made out where someone wants to know: most requests
/// never do.
pub(crate) struct Caller {
    ip: IpAddr,
    header: String,
    client: OnceLock<Client>,
}

impl Caller {
    /// A caller at this address, who sent this `User-Agent`.
    pub(super) fn new(ip: IpAddr, header: &str) -> Self {
        let header = header.chars().take(agent::LONGEST).collect();
        Self {
            ip,
            header,
            client: OnceLock::new(),
        }
    }

    /// The address.
    pub(crate) fn ip(&self) -> IpAddr {
        self.ip
    }

    /// The address and the program.
    pub(crate) fn client(&self) -> &Client {
        self.client.get_or_init(|| Client {
            ip: self.ip,
            agent: agent::read(&self.header),
        })
    }
}

/// The client's address.
///
/// `X-Forwarded-For` is read from its end, where the nearest proxy writes: the first
/// address that isn't a trusted proxy is the client. From anyone else the header is
/// just something that anyone can write.
pub(super) fn address(socket: IpAddr, headers: &HeaderMap, site: &Site) -> IpAddr {
    let mut client = socket.to_canonical();
    if !site.trusts(client) {
        return client;
    }
    let reported = headers.get_all("x-forwarded-for").iter().rev();
    let reported = reported.filter_map(|value| value.to_str().ok());
    for hop in reported.flat_map(|value| value.rsplit(',')) {
        let Some(address) = parse(hop.trim()) else {
            return client;
        };
        client = address;
        if !site.trusts(client) {
            break;
        }
    }
    client
}

/// The address that a request comes from, for who needs nothing else of its head.
pub(crate) fn of_request(request: &Request, site: &Site) -> IpAddr {
    let socket = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let socket = socket.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
    address(socket, request.headers(), site)
}

/// An address as proxies write them: with or without a port, IPv6 with or without brackets.
fn parse(text: &str) -> Option<IpAddr> {
    let ip = text.parse().ok().or_else(|| {
        text.parse::<std::net::SocketAddr>()
            .ok()
            .map(|address| address.ip())
    });
    ip.or_else(|| text.strip_prefix('[')?.strip_suffix(']')?.parse().ok())
        .map(|ip: IpAddr| ip.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;
    use crate::config::{Config, Sources};

    fn client(socket: &str, forwarded: &[&'static str], proxies: &str) -> String {
        let config = format!(
            "public_url = \"https://id.example.jp\"\n[http]\ntrusted_proxies = [{proxies}]\n\
             [mail]\nfrom = \"a@example.jp\"\nserver = \"mx.example.jp\"\n"
        );
        let config = Config::load(&Sources::given(&config, &[])).expect("settings");
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_static(value));
        }
        let socket = socket.parse().expect("an address");
        address(socket, &headers, &Site::new(&config)).to_string()
    }

    #[test]
    fn anyone_may_write_the_header_and_only_proxies_are_believed() {
        assert_eq!(client("192.0.2.1", &["198.51.100.7"], ""), "192.0.2.1");
        assert_eq!(
            client("10.0.0.2", &["198.51.100.7"], "\"10.0.0.0/8\""),
            "198.51.100.7"
        );
        assert_eq!(
            client("::ffff:10.0.0.2", &["198.51.100.7"], "\"10.0.0.0/8\""),
            "198.51.100.7"
        );
    }

    #[test]
    fn what_stands_before_the_nearest_proxys_word_is_not_believed() {
        let proxies = "\"10.0.0.0/8\"";
        assert_eq!(
            client("10.0.0.2", &["1.2.3.4, 198.51.100.7"], proxies),
            "198.51.100.7"
        );
        assert_eq!(
            client("10.0.0.2", &["1.2.3.4, 198.51.100.7, 10.0.0.3"], proxies),
            "198.51.100.7"
        );
        assert_eq!(
            client("10.0.0.2", &["1.2.3.4", "198.51.100.7:4711"], proxies),
            "198.51.100.7"
        );
        assert_eq!(client("10.0.0.2", &["nonsense"], proxies), "10.0.0.2");
        assert_eq!(
            client("10.0.0.2", &["[2001:db8::1]"], proxies),
            "2001:db8::1"
        );
        assert_eq!(client("10.0.0.2", &[], proxies), "10.0.0.2");
    }
}
