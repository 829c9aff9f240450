//! What a verification is for. A code for one purpose is nothing for another.

use serde::{Deserialize, Serialize};

/// A protected act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Opening a session, at the one door for those with an account and those without.
    SignIn,
    /// Making an account for an address that was just proven.
    CreateAccount,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::SignIn, Self::CreateAccount];

    /// Its name in the database, the logs and the MAC of a code; never changed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::CreateAccount => "create_account",
        }
    }

    /// The purpose with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }
}
