//! The settings of the intake of mails that are a text of a certain form.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use super::kind::{Kind as _, Written};
use super::raw::{Mismatch, Raw};
use super::written::{path, socket};

/// Where a mail server of ours hands mails over: at a port, or at a socket file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Door {
    /// An address and a port.
    Port(SocketAddr),
    /// A file that is a socket.
    File(PathBuf),
}

impl fmt::Display for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Port(address) => address.fmt(f),
            Self::File(path) => path.display().fmt(f),
        }
    }
}

/// A place to listen at for a mail server of one's own.
pub(super) fn door() -> Written<Door> {
    Written {
        expected: "an address and a port, as \"127.0.0.1:2424\", or a file, as \
                   \"/run/kadomori/lmtp\"",
        parse: |text| {
            if text.starts_with('/') {
                return read(path().read(&Raw::Variable(text.to_owned()))).map(Door::File);
            }
            let address = read(socket().read(&Raw::Variable(text.to_owned())))?;
            if is_private(address.ip()) {
                Ok(Door::Port(address))
            } else {
                Err(
                    "LMTP knows no password, so only this computer and private networks may \
                     reach it"
                        .to_owned(),
                )
            }
        },
        show: Door::to_string,
        secret: false,
    }
}

fn read<T>(outcome: Result<T, Mismatch>) -> Result<T, String> {
    outcome.map_err(|mismatch| match mismatch {
        Mismatch::Because(why) => why,
        Mismatch::Kind => "it is no text".to_owned(),
    })
}

/// Loopback, RFC 1918, and RFC 4193 (`fc00::/7`).
fn is_private(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => address.is_loopback() || address.is_private(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local(),
    }
}

/// The sign between an address and what is added to it. None of them is in a tag.
pub(super) fn delimiter() -> Written<char> {
    Written {
        expected: "one of the signs \"+\", \"-\", \"=\" and \"_\"",
        parse: |text| match text {
            "+" => Ok('+'),
            "-" => Ok('-'),
            "=" => Ok('='),
            "_" => Ok('_'),
            _ => Err("mail servers part addresses by other signs".to_owned()),
        },
        show: char::to_string,
        secret: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(text: &str) -> Option<Door> {
        door().read(&Raw::Variable(text.to_owned())).ok()
    }

    #[test]
    fn a_door_is_a_port_or_a_file() {
        assert!(matches!(opened("127.0.0.1:2424"), Some(Door::Port(_))));
        assert!(matches!(opened("[::1]:24"), Some(Door::Port(_))));
        assert!(matches!(opened("/run/kadomori/lmtp"), Some(Door::File(_))));
        for text in ["", "2424", "localhost:2424", "run/lmtp", "127.0.0.1:0"] {
            assert_eq!(opened(text), None, "{text}");
        }
    }

    #[test]
    fn a_door_without_a_lock_leads_to_no_street() {
        for text in ["10.1.2.3:24", "192.168.0.1:24", "[fd00::1]:24"] {
            assert!(opened(text).is_some(), "{text}");
        }
        for text in [
            "0.0.0.0:24",
            "[::]:24",
            "198.51.100.1:24",
            "[2001:db8::1]:24",
        ] {
            assert_eq!(opened(text), None, "{text}");
        }
    }
}
