//! The settings that are a text of a certain form: addresses, names, files, secrets.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::kind::Written;
use super::public_url::PublicUrl;
use super::secret::Secret;
use super::suggest;

/// The origin that browsers use.
pub(super) fn public_url() -> Written<PublicUrl> {
    Written {
        expected: "an https address without a path, as \"https://id.example.jp\"; \
                   for trying out also \"http://localhost:8080\"",
        parse: PublicUrl::parse,
        show: PublicUrl::origin,
        secret: false,
    }
}

/// A name for people: one line, not too long for a mail's subject.
pub(super) fn name() -> Written<String> {
    Written {
        expected: "a name of 1 to 40 characters, as \"Example Library\"",
        parse: |text| parse_line(text, 40),
        show: Clone::clone,
        secret: false,
    }
}

/// A name for a machine: one line.
pub(super) fn user_name() -> Written<String> {
    Written {
        expected: "a user name of 1 to 255 characters",
        parse: |text| parse_line(text, 255),
        show: Clone::clone,
        secret: false,
    }
}

fn parse_line(text: &str, most: usize) -> Result<String, String> {
    match text.trim() {
        "" => Err("it is empty".to_owned()),
        line if line.chars().count() > most => Err(format!("it is longer than {most} characters")),
        line if line.chars().any(char::is_control) => {
            Err("there is a control character in it".to_owned())
        }
        line => Ok(line.to_owned()),
    }
}

/// A zone of the IANA time zone database.
pub(super) fn time_zone() -> Written<TimeZone> {
    Written {
        expected: "a time zone by its IANA name, as \"Asia/Tokyo\" or \"UTC\"",
        parse: parse_time_zone,
        show: |zone| zone.iana_name().unwrap_or("UTC").to_owned(),
        secret: false,
    }
}

pub(crate) fn parse_time_zone(text: &str) -> Result<TimeZone, String> {
    let zones = TimeZoneDatabase::bundled();
    zones.get(text).map_err(|_| {
        let names: Vec<String> = zones.available().map(|name| name.to_string()).collect();
        match suggest::likely(text, names.iter().map(String::as_str)) {
            Some(meant) => format!("there is no such zone; do you mean \"{meant}\"?"),
            None => "there is no such zone".to_owned(),
        }
    })
}

/// An address of this computer, and a port.
pub(super) fn socket() -> Written<SocketAddr> {
    Written {
        expected: "an address of this computer and a port, as \"127.0.0.1:8080\" or \"[::]:8080\"",
        parse: parse_socket,
        show: SocketAddr::to_string,
        secret: false,
    }
}

fn parse_socket(text: &str) -> Result<SocketAddr, String> {
    if let Some(port) = text.strip_prefix("localhost:") {
        return Err(format!(
            "it needs an address, not a name; write \"127.0.0.1:{port}\""
        ));
    }
    if let Some(port) = text.strip_prefix(':') {
        return Err(format!(
            "the address is missing; write \"[::]:{port}\" for all of them"
        ));
    }
    if text.parse::<IpAddr>().is_ok() {
        return Err("the port is missing".to_owned());
    }
    match text.parse::<SocketAddr>() {
        Ok(socket) if socket.port() == 0 => {
            Err("port 0 would be another one at each start".to_owned())
        }
        Ok(socket) => Ok(socket),
        Err(_) => Err("it isn't an address and a port".to_owned()),
    }
}

/// A file or folder.
pub(super) fn path() -> Written<PathBuf> {
    Written {
        expected: "a path, from the folder in which Kadomori starts or from \"/\"",
        parse: |text| match text {
            "" => Err("it is empty".to_owned()),
            text if text.contains('\0') => Err("there is a NUL in it".to_owned()),
            text => Ok(PathBuf::from(text)),
        },
        show: |path| path.display().to_string(),
        secret: false,
    }
}

/// A server to connect to, by name or address.
pub(super) fn server() -> Written<String> {
    Written {
        expected: "a server's name or address without a port, as \"smtp.example.jp\"",
        parse: |text| {
            if text.parse::<IpAddr>().is_ok() || is_host_name(text) {
                return Ok(text.to_owned());
            }
            match text.rsplit_once(':') {
                Some((host, port)) if is_host_name(host) && port.parse::<u16>().is_ok() => Err(
                    format!("the port is a setting of its own; write \"{host}\" and port = {port}"),
                ),
                _ => Err("it isn't the name of a server".to_owned()),
            }
        },
        show: Clone::clone,
        secret: false,
    }
}

/// A domain that mail is sent from.
pub(super) fn domain() -> Written<String> {
    Written {
        expected: "a domain, as \"example.jp\"",
        parse: parse_domain,
        show: Clone::clone,
        secret: false,
    }
}

fn parse_domain(text: &str) -> Result<String, String> {
    if is_host_name(text) && text.contains('.') {
        Ok(text.to_ascii_lowercase())
    } else {
        Err("it isn't a domain".to_owned())
    }
}

/// The name under which a DKIM key is published (RFC 6376, section 3.1).
pub(super) fn selector() -> Written<String> {
    Written {
        expected: "a name of letters, digits and hyphens, as \"kadomori\"",
        parse: |text| {
            if is_host_name(text) {
                Ok(text.to_ascii_lowercase())
            } else {
                Err("it can't stand in a DNS name".to_owned())
            }
        },
        show: Clone::clone,
        secret: false,
    }
}

/// The bare mail address that mails come from.
pub(super) fn sender() -> Written<String> {
    Written {
        expected: "a mail address, as \"no-reply@example.jp\"",
        parse: parse_sender,
        show: Clone::clone,
        secret: false,
    }
}

fn parse_sender(text: &str) -> Result<String, String> {
    if text.contains(['<', '>']) {
        return Err("only the address goes here; the name beside it is the setting `name`".into());
    }
    let (local, domain) = text.rsplit_once('@').ok_or("there is no @ in it")?;
    let is_atom = |atom: &str| !atom.is_empty() && atom.chars().all(is_atom_character);
    if local.len() > 64 || !local.split('.').all(is_atom) {
        return Err("the part before the @ isn't one that every mail server takes".into());
    }
    let domain = parse_domain(domain).map_err(|_| "the part after the @ isn't a domain")?;
    Ok(format!("{local}@{domain}"))
}

/// RFC 5322, section 3.2.3, without the characters beyond ASCII.
fn is_atom_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c)
}

/// A text that is never printed.
pub(super) fn secret() -> Written<Secret> {
    Written {
        expected: "a text",
        parse: |text| Ok(Secret::new(text)),
        show: |_| "…".to_owned(),
        secret: true,
    }
}

/// Where PostgreSQL is; it may hold a password, so it is never printed.
pub(super) fn postgres() -> Written<Secret> {
    Written {
        expected: "a PostgreSQL address, as \"postgres://kadomori@db.example.jp:5432/kadomori\"",
        parse: |text| {
            let rest = text
                .strip_prefix("postgres://")
                .or_else(|| text.strip_prefix("postgresql://"));
            match rest {
                Some("") => Err("it names no server".to_owned()),
                Some(_) => Ok(Secret::new(text)),
                None if text.starts_with("sqlite:") => {
                    Err("SQLite needs no address; its file lies in `data_dir`".to_owned())
                }
                None => Err("it doesn't begin with postgres://".to_owned()),
            }
        },
        show: |_| "…".to_owned(),
        secret: true,
    }
}

/// Labels of letters, digits and hyphens (RFC 1123, section 2.1), parted by dots. Underscores
/// stand in the names of some networks' own servers, and harm nobody.
pub(super) fn is_host_name(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    text.len() <= 253 && text.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::super::kind::Kind;
    use super::super::raw::Raw;
    use super::*;

    fn taken<T>(kind: &Written<T>, text: &str) -> bool {
        kind.read(&Raw::Variable(text.to_owned())).is_ok()
    }

    #[test]
    fn a_sender_is_a_bare_address_of_an_ordinary_kind() {
        assert!(taken(&sender(), "no-reply@Example.jp"));
        for text in [
            "",
            "a",
            "a@",
            "@b.jp",
            "a@b",
            "a..b@c.jp",
            "A <a@b.jp>",
            "a b@c.jp",
            "あ@b.jp",
        ] {
            assert!(!taken(&sender(), text), "{text}");
        }
    }

    #[test]
    fn a_server_has_a_name_and_no_port() {
        for text in [
            "localhost",
            "smtp.example.jp",
            "127.0.0.1",
            "::1",
            "mail_relay",
        ] {
            assert!(taken(&server(), text), "{text}");
        }
        for text in [
            "",
            "smtp.example.jp:25",
            "smtp://x",
            "-a",
            "a..b",
            "a b",
            &"a".repeat(64),
        ] {
            assert!(!taken(&server(), text), "{text}");
        }
    }

    #[test]
    fn a_place_to_listen_is_an_address_and_a_port() {
        for text in ["127.0.0.1:8080", "[::]:1", "0.0.0.0:65535"] {
            assert!(taken(&socket(), text), "{text}");
        }
        for text in [
            "",
            "8080",
            ":8080",
            "localhost:8080",
            "127.0.0.1",
            "127.0.0.1:0",
            "[::1]:99999",
        ] {
            assert!(!taken(&socket(), text), "{text}");
        }
    }

    #[test]
    fn a_time_zone_is_one_that_exists() {
        assert!(taken(&time_zone(), "Asia/Tokyo"));
        let refusal = parse_time_zone("Asia/Tokio").unwrap_err();
        assert!(refusal.contains("Asia/Tokyo"), "{refusal}");
    }

    #[test]
    fn a_name_fits_in_a_subject() {
        for text in ["Kadomori", "門森", " 図書館 "] {
            assert!(taken(&name(), text), "{text}");
        }
        for text in ["", "  ", "a\nb", &"門".repeat(41)] {
            assert!(!taken(&name(), text), "{text}");
        }
    }
}
