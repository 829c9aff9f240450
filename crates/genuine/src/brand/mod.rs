//! The brands, what their code mails are like, and which one a mail claims to be from.

mod check;
mod claim;
mod format;
mod hosts;
mod kinds;
mod lecture;
mod look;
mod names;
mod partner;
mod phrase;
mod table;
mod text;
mod topic;

use core::fmt;

use regex::Regex;

pub use self::{
    check::Remark,
    claim::{Claim, Claimed, claim},
    format::Format,
    hosts::Sender,
    table::TableError,
};
use self::{hosts::Hosts, names::Names};
pub(crate) use self::{hosts::Imitated, text::pattern};
use crate::mail::Mailbox;

/// A brand's id in the table, as `microsoft`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BrandId(pub String);

impl fmt::Display for BrandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How well a row is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// A real mail, or the brand's own page, was seen.
    A,
    /// A maintained set of rules of the field says so.
    B,
    /// Reports of users say so.
    C,
    /// Known by hearsay.
    #[default]
    D,
}

impl Grade {
    /// Whether a row of it may say *genuine*.
    #[must_use]
    pub const fn is_confirmed(self) -> bool {
        match self {
            Self::A | Self::B => true,
            Self::C | Self::D => false,
        }
    }

    /// Its letter.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::A => 'A',
            Self::B => 'B',
            Self::C => 'C',
            Self::D => 'D',
        }
    }
}

/// A row.
#[derive(Clone, Debug, Default)]
pub struct Brand {
    /// Its id.
    pub id: BrandId,
    /// What it is called, as its mails write it.
    pub name: String,
    /// What else it and its services are called, in any script.
    pub names: Vec<String>,
    /// Those of its names that are ordinary words, too (`LINE`, `au`): they count as written,
    /// and only where more speaks for the brand.
    pub words: Vec<String>,
    /// What only its mails say: its address, the name of its company.
    pub marks: Vec<String>,
    /// The labels of its domains that others imitate (`microsoft`).
    pub labels: Vec<String>,
    /// How well the row is known.
    pub grade: Grade,
    /// Where that is from.
    pub source: String,
    /// When it was last checked (`2026-11-22`).
    pub checked: String,
    /// Its domains: whatever lies within them is the brand's.
    pub domains: Vec<String>,
    /// Domains and exact addresses within them that strangers write through.
    pub strangers: Vec<String>,
    /// Domains where its customers have their mailboxes: exactly these, nothing within them.
    pub mailboxes: Vec<String>,
    /// Who its codes come from.
    pub senders: Vec<CodeSender>,
    /// What its code mails look like.
    pub formats: Vec<Format>,
    /// Subjects of mails that it sends for strangers, whichever of its addresses they are from.
    pub relayed: Vec<Regex>,
    /// Where it wants fakes to be forwarded to: an address, where it names one.
    pub report_to: Option<String>,
    /// Whether honest mails of others show its name and picture in their footers.
    pub badge: bool,
}

impl Brand {
    /// Who this address is to the brand; `None` for a stranger to it.
    #[must_use]
    pub fn sender(&self, address: &Mailbox) -> Option<Sender> {
        hosts::sender(self, address)
    }

    /// Whether a mail of the brand with this subject says what a stranger wrote.
    #[must_use]
    pub fn speaks_for_strangers(&self, subject: &str) -> bool {
        if self.relayed.is_empty() {
            return false;
        }
        let subject = text::clean(text::head(subject, claim::HEADER)).to_lowercase();
        self.relayed.iter().any(|it| it.is_match(&subject))
    }
}

/// Who codes come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeSender {
    /// Exactly this address.
    Address(String),
    /// Any address at exactly this domain.
    At(String),
    /// Addresses at this domain whose local part ends like this.
    Ending(String, String),
}

impl CodeSender {
    /// Whether it is this address.
    #[must_use]
    pub fn is(&self, address: &Mailbox) -> bool {
        match self {
            Self::Address(one) => one.split_once('@').is_some_and(|(local, domain)| {
                local.eq_ignore_ascii_case(&address.local)
                    && domain.eq_ignore_ascii_case(&address.domain)
            }),
            Self::At(domain) => *domain == address.domain,
            Self::Ending(end, domain) => {
                *domain == address.domain && address.local.to_ascii_lowercase().ends_with(end)
            }
        }
    }
}

impl fmt::Display for CodeSender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => f.write_str(address),
            Self::At(domain) => write!(f, "*@{domain}"),
            Self::Ending(end, domain) => write!(f, "*{end}@{domain}"),
        }
    }
}

/// The table, made ready once: whatever is asked of it afterwards is as slow as what is asked
/// about is long, however many rows there are.
#[derive(Debug)]
pub struct Brands {
    rows: Vec<Brand>,
    hosts: Hosts,
    names: Names,
}

impl Brands {
    /// The table that is shipped, with the operator's rows over it: a row replaces the one of
    /// the same id, `remove = true` takes it away.
    pub fn with(own: Option<&str>) -> Result<Self, TableError> {
        let rows = table::read(own)?;
        let hosts = Hosts::of(&rows);
        let names = Names::of(&rows)?;
        Ok(Self { rows, hosts, names })
    }

    /// The rows.
    #[must_use]
    pub fn rows(&self) -> &[Brand] {
        &self.rows
    }

    /// The row of this id.
    #[must_use]
    pub fn find(&self, id: &BrandId) -> Option<&Brand> {
        self.rows.iter().find(|row| row.id == *id)
    }

    /// The brand that this host (lower case, ASCII) belongs to. Not where strangers put what
    /// they like (`sites.google.com`), nor the domains of its customers' mailboxes, where
    /// these aren't the brand's own pages, too.
    #[must_use]
    pub fn owner(&self, host: &str) -> Option<&Brand> {
        self.rows.get(self.hosts.owner(host)?)
    }

    /// What speaks against the table as it is, for the operator. `today` is `2026-11-22`.
    #[must_use]
    pub fn check(&self, today: Option<&str>) -> Vec<Remark> {
        check::check(&self.rows, today)
    }

    /// Whether a host is a brand's, its customers', or one that strangers use there.
    pub(crate) fn knows(&self, host: &str) -> bool {
        self.hosts.knows(host)
    }

    /// The brand that has exactly this domain.
    pub(crate) fn has_domain(&self, domain: &str) -> Option<&BrandId> {
        let row = self.hosts.exactly(domain)?;
        self.rows.get(row).map(|row| &row.id)
    }

    /// The labels that others imitate.
    pub(crate) fn imitated(&self) -> impl Iterator<Item = &Imitated> {
        self.hosts.imitated()
    }

    /// The imitated label that has this skeleton.
    pub(crate) fn imitated_by(&self, skeleton: &str) -> Option<&Imitated> {
        self.hosts.imitated_by(skeleton)
    }

    /// The imitated label, a long one, within this skeleton.
    pub(crate) fn imitated_within(&self, skeleton: &str) -> Option<&Imitated> {
        self.hosts.imitated_within(skeleton)
    }
}

#[cfg(test)]
mod claim_tests;
#[cfg(test)]
mod tests;
