//! Names of hosts: whose they are, and whether they look like somebody else's.

/// The domain that was registered (`example.co.jp` of `mail.example.co.jp`), by the public
/// suffix list, with its private part (`github.io`); the name itself where it is shorter.
#[must_use]
pub fn organisation(host: &str) -> &str {
    psl::domain_str(host).unwrap_or(host)
}

/// Whether `host` is `domain` or lies within it.
#[must_use]
pub fn is_within(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}
