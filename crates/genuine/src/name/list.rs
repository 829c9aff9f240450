//! Lists of hosts that strangers' mails lead to or come from. They are data (`*.txt`, one a
//! line), known by their owners' own pages; none of them says that a mail is good or bad.

use std::{collections::HashSet, sync::LazyLock};

/// A list of domains: whatever lies within them is on it.
struct List(HashSet<&'static str>);

impl List {
    fn read(text: &'static str) -> Self {
        let lines = text.lines().map(str::trim);
        Self(
            lines
                .filter(|line| !line.is_empty() && !line.starts_with('#'))
                .collect(),
        )
    }

    fn holds(&self, host: &str) -> bool {
        super::tails(host).any(|tail| self.0.contains(tail))
    }
}

static SHORTENERS: LazyLock<List> = LazyLock::new(|| List::read(include_str!("shorteners.txt")));
static MAILBOXES: LazyLock<List> = LazyLock::new(|| List::read(include_str!("mailboxes.txt")));
static PAGES: LazyLock<List> = LazyLock::new(|| List::read(include_str!("pages.txt")));
static ALIASES: LazyLock<List> = LazyLock::new(|| List::read(include_str!("aliases.txt")));
static COUNTERS: LazyLock<List> = LazyLock::new(|| List::read(include_str!("counters.txt")));
static PLATFORMS: LazyLock<List> = LazyLock::new(|| List::read(include_str!("platforms.txt")));

/// Whether it shortens links, so that nobody sees where they lead.
#[must_use]
pub fn is_shortener(host: &str) -> bool {
    SHORTENERS.holds(host)
}

/// Whether people have addresses there that stand for their own, and mails to them are passed
/// on from there.
#[must_use]
pub fn is_alias(domain: &str) -> bool {
    ALIASES.holds(domain)
}

/// Whether everybody gets mailboxes there, for nothing or with a telephone: exactly there, for
/// what lies within such a domain is its owner's (`mail.yahoo.co.jp`).
#[must_use]
pub fn is_free_mailbox(domain: &str) -> bool {
    MAILBOXES.0.contains(domain)
}

/// Whether strangers may put pages, files or forms there (`sites.google.com`, `pages.dev`).
#[must_use]
pub fn is_user_content(host: &str) -> bool {
    PAGES.holds(host) || host.split('.').any(|label| label == "ipfs")
}

/// Whether it counts who follows links, for senders who needn't be bad (`awstrack.me`).
#[must_use]
pub fn is_click_counter(host: &str) -> bool {
    COUNTERS.holds(host)
}

/// Whether customers of a platform have mails sent from this address: tickets, forms,
/// documents to sign, invitations.
#[must_use]
pub fn is_platform(local: &str, domain: &str) -> bool {
    let address = format!("{}@{domain}", local.to_ascii_lowercase());
    PLATFORMS.holds(domain) || PLATFORMS.0.contains(address.as_str())
}
