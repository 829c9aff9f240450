//! The ways to prove that it's you: one file each.

pub mod mail_code;

use serde::{Deserialize, Serialize};

/// A way to prove that it's you.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorKind {
    /// A code sent to a mail address.
    MailCode,
}

impl FactorKind {
    /// Its name in the database and the logs; never changed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MailCode => "mail_code",
        }
    }

    /// The way with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::MailCode]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}
