//! Links that stand bare in a text, where mail programs make links of them.
//!
//! Written by hand: in Japanese, letters follow a URL without a space, and a library that is
//! made for other texts takes them for a part of it; and each octet is looked at once.

use super::link::{self, Link};

/// Endings that programs make links of without more; others need `www.`, `/` or a scheme,
/// because a name of a file may end so, too.
const ENDINGS: &[&str] = &[
    "com", "net", "org", "info", "biz", "jp", "co", "io", "app", "dev", "edu", "gov", "us", "uk",
    "de", "fr", "nl", "ch", "eu", "ca", "au", "br", "cn", "hk", "kr", "tw", "ru", "xyz", "top",
    "shop", "site", "online", "club", "link", "page", "cloud", "tech", "store", "live", "vip",
    "icu", "cyou", "buzz", "work", "website", "space", "click",
];

/// Calls `found` with each, in the order of the text, until it says `false`.
pub(super) fn links(text: &str, mut found: impl FnMut(Link) -> bool) {
    let mut rest = text;
    while let Some(at) = rest.find(|it: char| it.is_ascii_alphanumeric()) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|it| !is_name(it)).unwrap_or(from.len());
        let (name, after) = from.split_at(end);
        let (links, left) = one(name, after);
        // What stands behind such a sign is half of something: `mi***@example.jp`.
        let half = before.ends_with(['@', '/']) && !after.starts_with("://");
        let links = if half { Vec::new() } else { links };
        for link in links {
            if !found(link) {
                return;
            }
        }
        rest = left;
    }
}

/// Letters of hosts, schemes, and what stands before an `@`.
const fn is_name(it: char) -> bool {
    it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_' | '+' | '%')
}

/// The links that begin with this name, and what follows.
fn one<'a>(name: &str, after: &'a str) -> (Vec<Link>, &'a str) {
    if let Some(rest) = after.strip_prefix("://") {
        if let Some(scheme) = scheme(name) {
            let length = authority(rest);
            let (host, tail) = rest.split_at(length);
            let (path, left) = tail.split_at(path(tail));
            let url = format!("{scheme}://{host}{path}");
            let links = if host.is_empty() {
                Vec::new()
            } else {
                link::read(&url, None)
            };
            return (links, left);
        }
        return (Vec::new(), rest);
    }
    if let Some(rest) = after.strip_prefix('@') {
        let end = rest.find(|it: char| !(it.is_ascii_alphanumeric() || matches!(it, '.' | '-')));
        let (domain, left) = rest.split_at(end.unwrap_or(rest.len()));
        let domain = domain.trim_end_matches(['.', '-']);
        let address = format!(
            "{}@{domain}",
            name.trim_start_matches(['.', '-', '_', '+', '%'])
        );
        let good = domain.contains('.') && name.len() <= 320 && domain.len() <= 253;
        return (
            link::to_address(&address)
                .filter(|_| good)
                .into_iter()
                .collect(),
            left,
        );
    }
    let number = after
        .strip_prefix(':')
        .filter(|_| name.eq_ignore_ascii_case("tel"));
    if let Some(rest) = number {
        let end = rest.find(|it: char| !(it.is_ascii_digit() || matches!(it, '+' | '-')));
        let (number, left) = rest.split_at(end.unwrap_or(rest.len()));
        let links = if number.len() < 3 {
            Vec::new()
        } else {
            link::read(&format!("tel:{number}"), None)
        };
        return (links, left);
    }
    bare(name, after)
}

/// A host without a scheme.
fn bare<'a>(name: &str, after: &'a str) -> (Vec<Link>, &'a str) {
    let host = name.trim_end_matches(['.', '-', '_', '+', '%']);
    if name.len() > 253 || !link::is_host(host) {
        return (Vec::new(), after);
    }
    let whole = host.len() == name.len();
    let port = after
        .strip_prefix(':')
        .filter(|it| whole && it.starts_with(|it: char| it.is_ascii_digit()));
    let tail = whole && (after.starts_with(['/', '?']) || port.is_some());
    let lower = host.to_ascii_lowercase();
    let last = lower.rsplit('.').next().unwrap_or_default();
    if !tail && !lower.starts_with("www.") && !ENDINGS.contains(&last) {
        return (Vec::new(), after);
    }
    let (path, left) = after.split_at(if tail { path(after) } else { 0 });
    (link::read(&format!("{host}{path}"), None), left)
}

/// The scheme that the name ends with: `(see https` is one.
fn scheme(name: &str) -> Option<&str> {
    ["https", "http", "hxxps", "hxxp", "ftp"]
        .into_iter()
        .find_map(|scheme| {
            let from = name.len().checked_sub(scheme.len())?;
            let end = name.get(from..)?;
            end.eq_ignore_ascii_case(scheme).then_some(end)
        })
}

/// How long the host is, with what stands before and after it. Letters of other scripts belong
/// to it, unless they follow an ASCII ending as Japanese text does: `example.jpを`.
fn authority(text: &str) -> usize {
    let mut label = 0_usize;
    let mut first_label = true;
    let mut ascii_label = true;
    for (at, letter) in text.char_indices() {
        let part = is_name(letter)
            || matches!(
                letter,
                '@' | ':' | '[' | ']' | '\\' | '~' | '!' | '$' | '&' | ',' | ';' | '='
            );
        match letter {
            '.' => {
                (label, first_label, ascii_label) = (0, false, true);
                continue;
            }
            '/' | '?' | '#' => return trimmed(text, at),
            _ if part => {}
            _ if letter.is_alphanumeric() && !letter.is_ascii() => {
                if !first_label && label > 0 && ascii_label {
                    return trimmed(text, at);
                }
                ascii_label = false;
            }
            _ => return trimmed(text, at),
        }
        label += 1;
    }
    trimmed(text, text.len())
}

/// How long the path is that the text begins with.
fn path(text: &str) -> usize {
    let plain = |it: char| {
        it.is_ascii_graphic()
            && !matches!(
                it,
                '"' | '<' | '>' | '[' | ']' | '^' | '`' | '{' | '|' | '}'
            )
    };
    let end = text.find(|it| !plain(it)).unwrap_or(text.len());
    trimmed(text, end)
}

/// Without the signs at its end that belong to the sentence.
fn trimmed(text: &str, end: usize) -> usize {
    let mut part = text.get(..end).unwrap_or_default();
    let open = part.matches('(').count();
    let mut close = part.matches(')').count();
    loop {
        let shorter = part.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~']);
        match shorter.strip_suffix(')') {
            Some(without) if close > open => {
                part = without;
                close -= 1;
            }
            _ => return shorter.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        let mut targets = Vec::new();
        links(text, |link| {
            targets.push(format!("{} {}", link.target, link.host));
            true
        });
        targets
    }

    #[test]
    fn bare_links_are_found_without_the_text_around_them() {
        for (text, expected) in [
            (
                "こちらhttps://example.jp/aをご覧",
                "https://example.jp/a example.jp",
            ),
            (
                "(https://example.com/a_(b)).",
                "https://example.com/a_(b) example.com",
            ),
            ("<https://example.com>", "https://example.com example.com"),
            ("ここへexample.comへ", "example.com example.com"),
            (
                "https://example.comへアクセス",
                "https://example.com example.com",
            ),
            (
                "https://аррӏе.com/x",
                "https://аррӏе.com/x xn--80ak6aa92e.com",
            ),
            ("https://例え.jp/x", "https://例え.jp/x xn--r8jz45g.jp"),
            (
                "go to account.live.com/x now",
                "account.live.com/x account.live.com",
            ),
            ("www.example.md.", "www.example.md www.example.md"),
            ("hxxp://example.com", "hxxp://example.com example.com"),
            ("mailto:a@b.example, x", "a@b.example b.example"),
            ("差出人:a.b+c@d.example。", "a.b+c@d.example d.example"),
            (
                "https://a.example@b.example:8080/",
                "https://a.example@b.example:8080/ b.example",
            ),
            ("tel:+81-3-0000", "tel:+81-3-0000 "),
        ] {
            assert_eq!(all(text), [expected], "{text}");
        }
    }

    #[test]
    fn what_is_no_link_is_none() {
        for text in [
            "README.md",
            "3.14",
            "e.g. this",
            "see main.rs",
            "v1.2.3",
            "a@b",
            "x://y",
            "192.0.2.1",
            "https://",
            "mi***@example.jp",
        ] {
            assert_eq!(all(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn nothing_makes_it_slow() {
        for piece in [
            "a.",
            "a@",
            "http://",
            "a.com/",
            "(",
            ")",
            "a:",
            "%",
            "www.",
            "https://あ.",
        ] {
            let mut count = 0;
            links(&piece.repeat(20_000), |_| {
                count += 1;
                count < 500
            });
        }
    }
}
