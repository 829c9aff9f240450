//! How sure a sign-in is, and by which ways it was proven.

use serde::{Deserialize, Serialize};

/// An authenticator assurance level, as Kadomori publishes it in `acr`.
///
/// Levels follow NIST SP 800-63B-4; a code by mail alone stands below its AAL2
/// whatever else is true (decision record 0009).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assurance {
    /// One proof that can be relayed or shared: a code by mail.
    Single,
}

impl Assurance {
    /// Its name in the database and the logs; never changed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Single => "single",
        }
    }

    /// The level with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Single]
            .into_iter()
            .find(|level| level.name() == name)
    }
}
