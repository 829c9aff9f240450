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
    /// Choosing a new password without the old one.
    ResetPassword,
    /// Changing what protects an account: ways to sign in, contacts, two-step verification.
    ChangeSecurity,
    /// Confirming a further address of an account.
    ConfirmContact,
    /// Confirming a phone number of an account.
    ConfirmPhone,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::SignIn,
        Self::CreateAccount,
        Self::ResetPassword,
        Self::ChangeSecurity,
        Self::ConfirmContact,
        Self::ConfirmPhone,
    ];

    /// Its name in the database, the logs and the MAC of a code; never changed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::CreateAccount => "create_account",
            Self::ResetPassword => "reset_password",
            Self::ChangeSecurity => "change_security",
            Self::ConfirmContact => "confirm_contact",
            Self::ConfirmPhone => "confirm_phone",
        }
    }

    /// The purpose with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }
}
