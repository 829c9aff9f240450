//! What protects an account, and how it is changed. The rows that a change is written to.
//!
//! Who may change it is decided by the gate; here is what the change comes to.

use core::fmt;

use crate::{
    address::MailAddress,
    factor::passkey::Passkey,
    holdings::PasswordHeld,
    id::{AppId, ContactId, DeviceId, PasskeyId, SessionId},
    identifier::Identifier,
    label::Label,
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
    /// Lets something be signed in with, or not any more; makes it if there is none.
    SetIdentifier(HeldIdentifier),
    /// Removes something that could be signed in with.
    RemoveIdentifier(Identifier),
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
