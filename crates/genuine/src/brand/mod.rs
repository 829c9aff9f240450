//! The brands, what their code mails are like, and which one a mail claims to be from.

use core::fmt;

use crate::mail::Mail;

/// A brand's id in the table, as `microsoft`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BrandId(pub String);

impl fmt::Display for BrandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How well a row is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// A real mail, or the brand's own page, was seen.
    A,
    /// A maintained set of rules of the field says so.
    B,
    /// Reports of users say so.
    C,
    /// Known by hearsay.
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
}

/// A row.
#[derive(Clone, Debug)]
pub struct Brand {
    /// Its id.
    pub id: BrandId,
    /// What it is called, as its mails write it.
    pub name: String,
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
    /// Domains where its customers have their mailboxes.
    pub mailboxes: Vec<String>,
    /// Who its codes come from.
    pub senders: Vec<CodeSender>,
    /// What its code mails look like.
    pub formats: Vec<Format>,
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

/// What one kind of code mail looks like.
#[derive(Clone, Debug)]
pub struct Format {
    /// Beginnings or whole of its subject, per language.
    pub subjects: Vec<regex::Regex>,
    /// Its code.
    pub code: regex::Regex,
}

impl Format {
    /// Whether a mail is one of these: its subject, a code, nothing else asked for.
    #[must_use]
    pub fn fits(&self, mail: &Mail) -> bool {
        self.subjects.iter().any(|it| it.is_match(&mail.subject))
            && self.code.is_match(&mail.visible)
    }
}

/// The table.
#[derive(Debug)]
pub struct Brands {
    rows: Vec<Brand>,
}

/// Why a table can't be used, in words for the operator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// The file can't be read.
    #[error("{0}")]
    Unreadable(String),
}

impl Brands {
    /// The table that is shipped, with the operator's rows over it: a row replaces the one of
    /// the same id, `remove = true` takes it away.
    pub fn with(own: Option<&str>) -> Result<Self, TableError> {
        let _ = own;
        Ok(Self { rows: Vec::new() })
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

    /// The brand that this host (lower case, ASCII) belongs to.
    #[must_use]
    pub fn owner(&self, host: &str) -> Option<&Brand> {
        let _ = host;
        None
    }
}

/// What a mail claims.
#[derive(Clone, Debug, Default)]
pub struct Claim<'a> {
    /// The brand that it claims to be from.
    pub brand: Option<&'a Brand>,
    /// How it claims that, the plainest first.
    pub by: Vec<Claimed>,
    /// Other brands that it names besides.
    pub named: Vec<&'a Brand>,
    /// Whether it is about an account, a sign-in, a code.
    pub account: bool,
    /// Whether it shows something that is a code.
    pub code: bool,
}

/// How a brand is claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Claimed {
    /// It is from one of the brand's domains.
    Domain,
    /// By the name that is shown.
    Name,
    /// By a domain that looks like the brand's, or has its name within.
    Lookalike,
    /// By its subject.
    Subject,
    /// By how it begins or who signs it.
    Text,
    /// By pictures' texts.
    Picture,
    /// By a link's text.
    LinkText,
    /// By its code mails' wording.
    Format,
}

/// Which brand this mail claims to be from.
#[must_use]
pub fn claim<'a>(mail: &Mail, brands: &'a Brands) -> Claim<'a> {
    let _ = (mail, brands);
    Claim::default()
}
