//! How the targets of links are written.

use std::collections::BTreeSet;

use crate::name;

/// The most octets of the text that addresses are looked for in.
const READ: usize = 64 * 1024;

/// The hosts that follow an `@` in a text.
pub(super) fn halves(text: &str) -> BTreeSet<&str> {
    let parts = super::said::cut(text, READ).split('@').skip(1);
    parts
        .map(|part| {
            let end = part.find(|it: char| !(it.is_ascii_alphanumeric() || ".-".contains(it)));
            part.get(..end.unwrap_or(part.len())).unwrap_or_default()
        })
        .map(|host| host.trim_matches(['.', '-']))
        .collect()
}

/// Whether the reader's own mail service has wrapped the link, to check it when it is pressed.
pub(super) fn is_gateway(host: &str) -> bool {
    [
        "safelinks.protection.outlook.com",
        "urldefense.com",
        "urldefense.proofpoint.com",
        "protect.mimecast.com",
    ]
    .iter()
    .any(|it| name::is_within(host, it))
}

/// What stands before the `@` of a link.
pub(super) fn user_info(target: &str) -> Option<&str> {
    let rest = target.split_once("//").map_or(target, |it| it.1);
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    authority.rsplit_once('@').map(|it| it.0)
}

/// Whether an address leads nowhere from outside.
pub(super) fn is_private(host: &str) -> bool {
    let inner = host.trim_start_matches('[').trim_end_matches(']');
    match inner.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(it)) => it.is_private() || it.is_loopback() || it.is_link_local(),
        Ok(std::net::IpAddr::V6(it)) => it.is_loopback() || it.is_unique_local(),
        Err(_) => false,
    }
}

/// A host as a browser might show it.
pub(super) fn unicode(host: &str) -> String {
    if host.split('.').any(|it| it.starts_with("xn--")) {
        idna::domain_to_unicode(host).0
    } else {
        host.to_owned()
    }
}

/// Whether an international name could be taken for a Latin one: Latin letters with marks, or
/// letters of Greek or Cyrillic that look Latin; Japanese names can't.
pub(super) fn is_disguised(shown: &str) -> bool {
    shown.split('.').any(|label| {
        !label.is_ascii()
            && label.chars().all(|it| {
                it.is_ascii() || super::said::fold(it).is_some_and(|folded| folded.is_ascii())
            })
    })
}

/// The host that the text of a link names, in lower case: a URL, or nothing but a name.
pub(super) fn host_in(text: &str) -> Option<String> {
    let text = super::said::cut(text.trim(), 500);
    let words = text.split_whitespace();
    let one = words.clone().count() == 1;
    for word in words.take(20) {
        let lower = word.to_ascii_lowercase();
        let rest = lower
            .strip_prefix("https://")
            .or_else(|| lower.strip_prefix("http://"));
        let plain = rest.is_some() || lower.starts_with("www.");
        let name = rest.unwrap_or(&lower);
        let name = name.split(['/', '?', '#', ':']).next()?;
        let name = name.trim_matches(|it: char| !it.is_alphanumeric());
        let whole = one && !looks_like_file(name) && !lower.contains('@');
        if (plain || whole) && name.contains('.') && name::is_registered(name) {
            return Some(name.to_owned());
        }
    }
    None
}

/// Whether a link's text names a page that one signs in at, or minds an account at.
pub(super) fn is_sign_in(text: &str) -> bool {
    let text = super::said::cut(text, 500).to_ascii_lowercase();
    let mut parts = text.split(|it: char| !it.is_ascii_alphanumeric());
    parts.any(|part| {
        matches!(
            part,
            "account" | "accounts" | "myaccount" | "login" | "signin" | "my" | "id" | "devicelogin"
        )
    })
}

/// Whether it is rather a file's name: those ends are top-level domains, too.
fn looks_like_file(name: &str) -> bool {
    let end = name.rsplit('.').next().unwrap_or_default();
    matches!(
        end,
        "md" | "sh" | "py" | "rs" | "pl" | "zip" | "mov" | "ps" | "ai" | "app" | "so" | "pm" | "cc"
    )
}
