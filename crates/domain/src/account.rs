//! Accounts: a person at one organisation, with identifiers and contacts.

use crate::{
    address::MailAddress,
    id::{AccountId, ContactId, TenantId},
    locale::Locale,
    time::Time,
};

/// An account that is being made, with the address that was proven for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAccount {
    /// Its name.
    pub id: AccountId,
    /// The organisation.
    pub tenant: TenantId,
    /// The name of its first contact.
    pub contact: ContactId,
    /// Its first contact, which is also its first identifier.
    pub address: MailAddress,
    /// When the address was proven; `None` when an operator vouches for it.
    pub confirmed_at: Option<Time>,
    /// The language of its mails.
    pub locale: Locale,
    /// The time zone of its mails (an IANA name), where known.
    pub zone: Option<String>,
    /// When it was made.
    pub created_at: Time,
}

/// An account as the database keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its name.
    pub id: AccountId,
    /// The organisation.
    pub tenant: TenantId,
    /// The address it is shown under.
    pub address: MailAddress,
    /// The language of its mails.
    pub locale: Locale,
    /// The time zone of its mails (an IANA name), where known.
    pub zone: Option<String>,
    /// When it was made.
    pub created_at: Time,
}

/// How an account's person wants to be spoken to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// The language.
    pub locale: Locale,
    /// The time zone (an IANA name), where known.
    pub zone: Option<String>,
}
