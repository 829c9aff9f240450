//! A new password, as the pages that ask for one speak of it.

use kadomori_domain::factor::password::{NotAPassword, Refusal};

/// What is asked of a new password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordRules {
    /// How many characters at least.
    pub least: usize,
    /// How many it would need to stand alone: more than `least` where two-step
    /// verification is on.
    pub alone: usize,
}

/// Why a new password won't do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordRefusal {
    /// What was typed can be no password.
    NotOne(NotAPassword),
    /// It may not become this account's.
    Unfit(Refusal),
}

impl From<NotAPassword> for PasswordRefusal {
    fn from(why: NotAPassword) -> Self {
        Self::NotOne(why)
    }
}

impl From<Refusal> for PasswordRefusal {
    fn from(why: Refusal) -> Self {
        Self::Unfit(why)
    }
}
