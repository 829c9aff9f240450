//! Who is asking, as far as a request tells: the network and the browser.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use serde::{Deserialize, Serialize};

/// The program that a request says it comes from. Anyone can claim anything here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    /// The browser's name, such as `Chrome`; `None` when it isn't known.
    pub browser: Option<String>,
    /// The operating system's name, such as `Windows`; `None` when it isn't known.
    pub system: Option<String>,
}

/// Where a request comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// The address of the socket, or the one that a trusted proxy reports.
    pub ip: IpAddr,
    /// The program.
    pub agent: Agent,
}

/// The network an address belongs to: /24 of IPv4, /56 of IPv6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Network(IpAddr);

impl Network {
    /// The network of `ip`; an IPv4 address in IPv6 clothes (RFC 4291 §2.5.5.2) counts as IPv4.
    #[must_use]
    pub fn of(ip: IpAddr) -> Self {
        match ip.to_canonical() {
            IpAddr::V4(ip) => {
                let [a, b, c, _] = ip.octets();
                Self(Ipv4Addr::new(a, b, c, 0).into())
            }
            IpAddr::V6(ip) => Self(Ipv6Addr::from_bits(ip.to_bits() & (u128::MAX << 72)).into()),
        }
    }

    /// The network in bytes, as the key of a limit.
    #[must_use]
    pub fn bytes(self) -> Vec<u8> {
        match self.0 {
            IpAddr::V4(ip) => ip.octets().to_vec(),
            IpAddr::V6(ip) => ip.octets().to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_share_a_network() {
        let network = |text: &str| Network::of(text.parse().expect("an address"));
        assert_eq!(network("192.0.2.1"), network("192.0.2.200"));
        assert_eq!(network("192.0.2.1"), network("::ffff:192.0.2.9"));
        assert_ne!(network("192.0.2.1"), network("192.0.3.1"));
        assert_eq!(network("2001:db8:0:aa00::1"), network("2001:db8:0:aaff::2"));
        assert_ne!(network("2001:db8:0:aa00::1"), network("2001:db8:0:ab00::1"));
    }
}
