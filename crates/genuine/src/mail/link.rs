//! Where a link leads, as a browser reads it (the URL standard), never by asking.

use url::{Host, Url};

use super::{
    address::{Mailbox, ascii},
    charset, transfer,
};

/// Letters of a target that are kept.
const KEPT: usize = 2_000;
/// Octets of a target that are read; a longer one is unreadable.
const READ: usize = 64 * 1024;
/// Addresses of one `mailto:` that are looked at.
const ADDRESSES: usize = 10;

/// A link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Link {
    /// What it is.
    pub kind: LinkKind,
    /// Where it leads, as it stands there (at most 2,000 letters).
    pub target: String,
    /// The host or, for `mailto:`, the domain: lower case, ASCII; empty where there is none. The
    /// last one that a browser would go to, as a browser reads it (IP addresses of any spelling
    /// as four numbers).
    pub host: String,
    /// The address, for `mailto:`; the number, for `tel:`.
    pub address: String,
    /// The text that one presses on; empty for a bare URL.
    pub text: String,
    /// Whether it has a name before an `@`.
    pub user_info: bool,
    /// A port that is none of the usual ones.
    pub port: Option<u16>,
    /// Whether the reader can see it.
    pub hidden: bool,
}

/// What a link is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// `http:`, `https:`, `//…`, or a bare name that programs make a link of.
    #[default]
    Web,
    /// `mailto:`; or an address that stands bare in the text (`target` is without `mailto:`
    /// then, and nobody made a button of it).
    Mail,
    /// `tel:`, `sms:`.
    Phone,
    /// Where a form goes.
    Form,
    /// An area of a picture.
    Area,
    /// `data:`, `javascript:` and the like.
    Code,
    /// Of another kind, or unreadable.
    Other,
}

/// The links that one target makes: none for a place in the same page, several for a `mailto:`
/// with several addresses. `base` is what the page says its names are relative to.
pub(super) fn read(target: &str, base: Option<&Url>) -> Vec<Link> {
    let shown = target.trim();
    let text: String = target
        .trim_matches(|it: char| it <= ' ')
        .chars()
        .filter(|it| !matches!(it, '\t' | '\n' | '\r'))
        .collect();
    if text.is_empty() || text.starts_with('#') {
        return Vec::new();
    }
    let kept: String = shown.chars().take(KEPT).collect();
    let link = Link {
        target: kept,
        ..Link::default()
    };
    let Some((scheme, rest)) = scheme(&text) else {
        return vec![relative(&text, base, link)];
    };
    match scheme.as_str() {
        "http" | "https" | "ftp" | "ws" | "wss" => vec![web(&text, link)],
        "hxxp" | "hxxps" => vec![web(
            &text.replacen("xx", "tt", 1).replacen("XX", "tt", 1),
            link,
        )],
        "mailto" => mail(rest, &link),
        "tel" | "sms" | "smsto" | "callto" | "facetime" | "mms" => vec![phone(rest, link)],
        "javascript" | "data" | "vbscript" | "livescript" | "blob" | "jscript" => {
            vec![Link {
                kind: LinkKind::Code,
                ..link
            }]
        }
        _ if scheme.contains('.') && is_host(&scheme) => vec![web(&format!("http://{text}"), link)],
        _ => vec![other(&text, link)],
    }
}

/// The scheme in lower case, and what follows its colon.
fn scheme(text: &str) -> Option<(String, &str)> {
    let end = text
        .bytes()
        .position(|it| !it.is_ascii_alphanumeric() && !b"+-.".contains(&it))?;
    let (scheme, rest) = text.split_at(end);
    let rest = rest.strip_prefix(':')?;
    let first = scheme.bytes().next()?;
    first
        .is_ascii_alphabetic()
        .then(|| (scheme.to_ascii_lowercase(), rest))
}

/// What goes over the web.
fn web(text: &str, link: Link) -> Link {
    let url = Some(text).filter(|it| it.len() <= READ);
    match url.and_then(|it| Url::parse(it).ok()) {
        Some(url) => at(
            &url,
            Link {
                kind: LinkKind::Web,
                ..link
            },
        ),
        None => Link {
            kind: LinkKind::Other,
            ..link
        },
    }
}

/// With what the URL says.
fn at(url: &Url, link: Link) -> Link {
    let host = match url.host() {
        Some(Host::Domain(name)) => name.trim_end_matches('.').to_ascii_lowercase(),
        Some(Host::Ipv4(address)) => address.to_string(),
        Some(Host::Ipv6(address)) => address.to_string(),
        None => String::new(),
    };
    Link {
        host,
        user_info: !url.username().is_empty() || url.password().is_some(),
        port: url.port().filter(|it| !matches!(it, 80 | 443)),
        ..link
    }
}

/// Without a scheme: another host, a bare name, or a place beside the page.
fn relative(text: &str, base: Option<&Url>, link: Link) -> Link {
    let slashes = text
        .bytes()
        .take_while(|it| matches!(it, b'/' | b'\\'))
        .count();
    if slashes >= 2 {
        return web(&format!("https:{text}"), link);
    }
    if let Some(url) = base.and_then(|base| base.join(text).ok()) {
        return at(&url, link);
    }
    let host = text
        .split(['/', '?', '#', ':', '\\'])
        .next()
        .unwrap_or_default();
    if is_host(host) {
        return web(&format!("http://{text}"), link);
    }
    Link {
        kind: LinkKind::Other,
        ..link
    }
}

/// Whether it is a name that ends in a suffix of the public list.
pub(super) fn is_host(text: &str) -> bool {
    let name = text.trim_end_matches('.').to_ascii_lowercase();
    let sound = name.contains('.')
        && name.len() <= 253
        && name.split('.').all(|it| {
            !it.is_empty()
                && it.len() <= 63
                && it
                    .bytes()
                    .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_'))
        });
    let last = name.rsplit('.').next().unwrap_or_default();
    let named = last.bytes().any(|it| it.is_ascii_alphabetic());
    sound
        && named
        && psl::suffix(name.as_bytes())
            .is_some_and(|it| it.is_known() && it.as_bytes().len() < name.len())
}

/// A link to an address without a scheme.
pub(super) fn to_address(address: &str) -> Option<Link> {
    let mailbox = Mailbox::loose(address)?;
    Some(Link {
        kind: LinkKind::Mail,
        target: address.chars().take(KEPT).collect(),
        host: mailbox.domain.clone(),
        address: mailbox.address(),
        ..Link::default()
    })
}

/// The addresses of a `mailto:` (RFC 6068): also those that get a copy.
fn mail(rest: &str, link: &Link) -> Vec<Link> {
    let rest = rest.get(..READ).unwrap_or(rest);
    let (to, query) = rest.split_once('?').unwrap_or((rest, ""));
    let copies = query.split('&').filter_map(|pair| {
        let (key, value) = pair.trim_start_matches("amp;").split_once('=')?;
        let key = key.to_ascii_lowercase();
        matches!(key.as_str(), "to" | "cc" | "bcc").then_some(value)
    });
    let mut links = Vec::new();
    for addresses in core::iter::once(to).chain(copies) {
        let octets = transfer::percent(addresses.trim_start_matches('/'));
        for address in charset::unlabelled(&octets).split([',', ';']) {
            if links.len() >= ADDRESSES {
                return links;
            }
            if let Some(mailbox) = Mailbox::loose(address) {
                let (host, address) = (ascii(&mailbox.domain), mailbox.address());
                links.push(Link {
                    kind: LinkKind::Mail,
                    host,
                    address,
                    ..link.clone()
                });
            }
        }
    }
    if links.is_empty() {
        links.push(Link {
            kind: LinkKind::Mail,
            ..link.clone()
        });
    }
    links
}

fn phone(rest: &str, link: Link) -> Link {
    let rest = rest.get(..200).unwrap_or(rest).trim_start_matches('/');
    let octets = transfer::percent(rest.split(['?', ';']).next().unwrap_or_default());
    let number = charset::unlabelled(&octets).trim().to_owned();
    Link {
        kind: LinkKind::Phone,
        address: number,
        ..link
    }
}

/// Of another kind: it may name a host all the same.
fn other(text: &str, link: Link) -> Link {
    let link = Link {
        kind: LinkKind::Other,
        ..link
    };
    let url = Some(text).filter(|it| it.len() <= READ);
    match url.and_then(|it| Url::parse(it).ok()) {
        Some(url) => at(&url, link),
        None => link,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn leads(target: &str, kind: LinkKind, host: &str) {
        let links = read(target, None);
        let link = links.first().unwrap();
        assert_eq!((link.kind, link.host.as_str()), (kind, host), "{target}");
    }

    #[test]
    fn hosts_are_read_as_browsers_read_them() {
        for (target, host) in [
            ("https://Account.Example.COM./x", "account.example.com"),
            (" \thttp:\n//exa\tmple.com", "example.com"),
            ("https:\\\\example.com\\a", "example.com"),
            ("http:example.com", "example.com"),
            ("https:/example.com", "example.com"),
            ("//example.com/x", "example.com"),
            ("/\\example.com/x", "example.com"),
            ("http://0x7f.1/", "127.0.0.1"),
            ("http://2130706433", "127.0.0.1"),
            ("http://0177.0.0.01", "127.0.0.1"),
            ("http://[::1]/", "::1"),
            ("https://例え.jp/", "xn--r8jz45g.jp"),
            ("https://ｅｘａｍｐｌｅ。com/", "example.com"),
            ("https://e%78ample.com/", "example.com"),
            ("hxxps://example.com/", "example.com"),
            ("www.example.com/x", "www.example.com"),
            ("account.example.com:8080/x", "account.example.com"),
            ("https://brand.example@evil.example", "evil.example"),
        ] {
            leads(target, LinkKind::Web, host);
        }
    }

    #[test]
    fn a_name_before_the_host_and_a_port_are_told() {
        let link = &read("https://brand.example:x@evil.example:8443/", None)[0];
        assert!(link.user_info);
        assert_eq!(link.port, Some(8443));
        assert_eq!(read("https://a.example:80/", None)[0].port, None);
    }

    #[test]
    fn other_kinds_are_told_apart() {
        leads("javascript:alert(1)", LinkKind::Code, "");
        leads("java\nscript:alert(1)", LinkKind::Code, "");
        leads("DATA:text/html,x", LinkKind::Code, "");
        leads("page.html", LinkKind::Other, "");
        leads("http://", LinkKind::Other, "");
        leads(
            "file://server.example/share",
            LinkKind::Other,
            "server.example",
        );
        assert!(read("#top", None).is_empty());
        assert!(read("  ", None).is_empty());
    }

    #[test]
    fn mails_go_to_all_their_addresses() {
        let links = read(
            "mailto:Help%40Brand.example?subject=a%40b&amp;bcc=x@evil.example,y@z.example",
            None,
        );
        let addresses: Vec<_> = links.iter().map(|it| it.address.as_str()).collect();
        assert_eq!(
            addresses,
            ["Help@brand.example", "x@evil.example", "y@z.example"]
        );
        assert_eq!(links[1].host, "evil.example");
        leads("mailto:", LinkKind::Mail, "");
    }

    #[test]
    fn numbers_are_read() {
        assert_eq!(
            read("tel:+81%203-0000-0000", None)[0].address,
            "+81 3-0000-0000"
        );
    }

    #[test]
    fn names_beside_the_page_are_those_of_its_base() {
        let base = Url::parse("https://evil.example/a/").unwrap();
        assert_eq!(read("sign-in", Some(&base))[0].host, "evil.example");
    }
}
