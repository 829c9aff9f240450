//! What protects an account, and how it is changed: the rows, and the deeds that change them.
//!
//! Who may change it is decided by the gate: an [`Owner`] is made of its pass alone. What
//! switches two-step verification on, step by step, is [`two_step`].

mod deed;
mod help;
mod owner;
pub mod two_step;
mod untrust;

use core::fmt;

pub use deed::Deed;
pub(crate) use deed::{Author, Draft};
pub(crate) use help::{Helper, help};
pub use help::{Removal, Stranded};
pub use owner::{Owner, OwnerScene, Receives, Refused, Switch};
pub use untrust::{Untrust, untrust};

use crate::{
    address::MailAddress,
    factor::passkey::Passkey,
    holdings::{Holdings, PasswordHeld},
    id::{AppId, ContactId, DeviceId, PasskeyId, SessionId},
    identifier::Identifier,
    label::Label,
    phone::PhoneNumber,
    seal::Sealed,
    time::Time,
};

/// A change of the rows that protect an account.
#[derive(Clone, Debug)]
pub enum Change {
    /// Sets the password's sealed hash.
    SetPassword(NewPassword),
    /// Removes the password.
    RemovePassword,
    /// Adds an authenticator app that was confirmed.
    AddApp(App),
    /// Names an app anew.
    RenameApp(AppId, Label),
    /// Removes an app.
    RemoveApp(AppId),
    /// Adds a passkey.
    AddPasskey(Box<Passkey>),
    /// Names a passkey anew.
    RenamePasskey(PasskeyId, Label),
    /// Removes a passkey.
    RemovePasskey(PasskeyId),
    /// Puts a new set of recovery codes, as the database keeps them, in place of the older;
    /// an empty one only removes.
    ReplaceRecoveryCodes {
        /// What the database keeps of each.
        hashes: Vec<[u8; 32]>,
        /// When.
        at: Time,
    },
    /// Adds an address that was confirmed.
    AddContact(Contact),
    /// Changes what an address receives.
    UpdateContact(Contact),
    /// Removes an address.
    RemoveContact(ContactId),
    /// Adds a phone number that was confirmed.
    AddPhone(Phone),
    /// Removes a phone number.
    RemovePhone(ContactId),
    /// Lets something be signed in with, or not any more; makes it if there is none.
    SetIdentifier(HeldIdentifier),
    /// Removes something that could be signed in with.
    RemoveIdentifier(Identifier),
    /// Sets the phrase that stands in mails.
    SetPhrase(HeldPhrase),
    /// Removes the phrase.
    RemovePhrase,
    /// Switches two-step verification on (since when) or off.
    SetTwoStep(Option<Time>),
    /// Ends all sessions but this one.
    EndSessions {
        /// The one that goes on.
        but: Option<SessionId>,
    },
    /// Trusts devices no more: this one, or all.
    Untrust {
        /// Which one.
        device: Option<DeviceId>,
    },
}

/// What an account has of everything that protects it, as the rows stand. They are read in
/// the transaction that changes them, after the account's row was locked: what may go is
/// decided by what is left.
#[derive(Clone, Copy, Debug)]
pub struct Belongings<'a> {
    /// What it holds to prove with.
    pub holdings: Holdings,
    /// Its addresses.
    pub contacts: &'a [Contact],
    /// Its phone numbers.
    pub phones: &'a [Phone],
    /// What it can be signed in with.
    pub identifiers: &'a [HeldIdentifier],
    /// Its authenticator apps.
    pub apps: &'a [App],
    /// Its passkeys.
    pub passkeys: &'a [Passkey],
    /// The phrase in its mails, if it has one.
    pub phrase: Option<&'a HeldPhrase>,
}

/// The most authenticator apps of an account.
pub const MOST_APPS: usize = 5;
/// The most passkeys of an account.
pub const MOST_PASSKEYS: usize = 10;
/// The most addresses of an account.
pub const MOST_CONTACTS: usize = 10;
/// The most phone numbers of an account.
pub const MOST_PHONES: usize = 5;

/// A password as the database keeps it.
#[derive(Clone)]
pub struct NewPassword {
    /// Its hash, sealed.
    pub sealed: Sealed,
    /// Whether it may stand alone.
    pub held: PasswordHeld,
    /// When it was chosen.
    pub at: Time,
}

impl fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewPassword")
            .field("held", &self.held)
            .finish_non_exhaustive()
    }
}

/// The phrase in an account's mails, as the database keeps it.
#[derive(Clone, Debug)]
pub struct HeldPhrase {
    /// The phrase, sealed.
    pub sealed: Sealed,
    /// When it was chosen.
    pub chosen_at: Time,
}

/// An authenticator app of an account (TOTP, RFC 6238).
#[derive(Clone, Debug)]
pub struct App {
    /// Its name in the database.
    pub id: AppId,
    /// What the person calls it.
    pub label: Label,
    /// Its seed, sealed.
    pub seed: Sealed,
    /// The last step that was accepted; `None` before the first.
    pub last_step: Option<i64>,
    /// When it was added.
    pub created_at: Time,
    /// When it was last used.
    pub used_at: Option<Time>,
}

/// An address that an account receives mails at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Its name in the database.
    pub id: ContactId,
    /// The address.
    pub address: MailAddress,
    /// Whether codes go there.
    pub codes: bool,
    /// Whether notices of changes go there.
    pub notices: bool,
    /// When it was proven; `None` when an operator vouches for it.
    pub confirmed_at: Option<Time>,
    /// When it was added.
    pub created_at: Time,
    /// Since when mails to it come back; `None` while they don't.
    pub broken_at: Option<Time>,
}

/// A phone number that an account receives codes at. Notices don't go there: text messages
/// cost money, and every account has a mail address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// Its name in the database.
    pub id: ContactId,
    /// The number.
    pub number: PhoneNumber,
    /// When it was proven.
    pub confirmed_at: Option<Time>,
    /// When it was added.
    pub created_at: Time,
    /// Since when text messages to it come back; `None` while they don't.
    pub broken_at: Option<Time>,
}

/// Something that an account has to sign in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldIdentifier {
    /// What.
    pub identifier: Identifier,
    /// Whether it may be signed in with.
    pub signs_in: bool,
    /// When it was added.
    pub created_at: Time,
}
