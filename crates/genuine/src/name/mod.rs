//! Names of hosts: whose they are, and whether they look like somebody else's.

mod alike;
mod list;
mod redirect;
mod skeleton;

pub(crate) use self::alike::letters;
pub use self::{
    alike::{Likeness, Lookalike, looks_like},
    list::{
        is_alias, is_click_counter, is_free_mailbox, is_platform, is_shortener, is_user_content,
    },
    redirect::{hides_target, is_redirect, onward_host},
    skeleton::{is_invisible, skeleton},
};

/// The domain that was registered (`example.co.jp` of `mail.example.co.jp`), by the public
/// suffix list, with its private part (`github.io`); the name itself where it is shorter.
#[must_use]
pub fn organisation(host: &str) -> &str {
    psl::domain_str(host).unwrap_or(host)
}

/// The label that was registered: `example` of `mail.example.co.jp`.
#[must_use]
pub fn label(host: &str) -> &str {
    let organisation = organisation(host);
    organisation.split('.').next().unwrap_or(organisation)
}

/// Whether `host` is `domain` or lies within it.
#[must_use]
pub fn is_within(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Whether anybody may have registered it: it ends in a public suffix that exists, and has a
/// label before it.
#[must_use]
pub fn is_registered(host: &str) -> bool {
    psl::domain(host.as_bytes()).is_some_and(|it| it.suffix().is_known())
}

/// Whether names are registered right under it (`co.jp`); not what a company lends to others
/// (`github.io`).
#[must_use]
pub fn is_public_suffix(domain: &str) -> bool {
    psl::suffix(domain.as_bytes())
        .is_some_and(|it| it.typ() == Some(psl::Type::Icann) && it == domain.as_bytes())
}

/// Whether it is a number: four numbers as a browser writes them, or an address in brackets.
#[must_use]
pub fn is_address(host: &str) -> bool {
    let inner = host.trim_start_matches('[').trim_end_matches(']');
    inner.parse::<std::net::IpAddr>().is_ok()
}

/// A host, and all that it lies within: the longest first.
pub(crate) fn tails(host: &str) -> impl Iterator<Item = &str> {
    let mut next = Some(host.trim_end_matches('.'));
    core::iter::from_fn(move || {
        let tail = next?;
        next = tail.split_once('.').map(|(_, rest)| rest);
        Some(tail)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_registered_is_found_by_the_public_suffix_list() {
        assert_eq!(organisation("a.b.example.co.jp"), "example.co.jp");
        assert_eq!(organisation("lure.github.io"), "lure.github.io");
        assert_eq!(organisation("a.lure.test"), "lure.test");
        assert_eq!(organisation("test"), "test");
        assert_eq!(label("login.brand.com.br"), "brand");
        assert!(is_public_suffix("co.jp"));
        assert!(!is_public_suffix("example.jp"));
        assert!(is_within("a.example.jp", "example.jp"));
        assert!(!is_within("notexample.jp", "example.jp"));
    }

    #[test]
    fn lists_hold_what_lies_within() {
        assert!(is_shortener("bit.ly"));
        assert!(is_free_mailbox("gmail.com"));
        assert!(is_free_mailbox("ezweb.ne.jp"));
        assert!(!is_free_mailbox("mail.example.jp"));
        assert!(is_user_content("lure.web.app"));
        assert!(is_user_content("sites.google.com"));
        assert!(!is_user_content("accounts.google.com"));
        assert!(is_user_content("abc.ipfs.gateway.example"));
        assert!(is_alias("mozmail.com"));
        assert!(!is_alias("mozilla.org"));
        assert!(is_click_counter("abc.r.us-east-1.awstrack.me"));
        assert!(is_address("203.0.113.4"));
        assert!(is_address("[2001:db8::1]"));
        assert!(!is_address("example.jp"));
    }
}
