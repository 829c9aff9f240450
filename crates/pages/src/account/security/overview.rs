//! The overview: each way with its state, and what can be done with it.

use askama::Template;
use kadomori_domain::{
    event::SecurityChange,
    factor::passkey::Backup,
    holdings::Holdings,
    id::{AppId, ContactId, PasskeyId},
    security::Refused,
    time::Time,
};

use crate::{
    frame::{Frame, renders},
    when::Zone,
};

/// `GET /account/security`.
///
/// Links lead to the pages of each change. Three kinds of forms post from here, all with
/// `csrf`: for each address `/account/security/address/{id}` with `codes` and `notices`
/// (each present when ticked), and for each address and the user name
/// `/account/security/identifier` with `kind`, `value` (an identifier's kind and normal
/// form) and `signs_in` (`yes` or `no`).
#[derive(Clone, Debug, Template)]
#[template(source = "", ext = "html")]
pub struct SecurityPage {
    /// The surroundings.
    pub frame: Frame,
    /// The moment of the page.
    pub now: Time,
    /// The reader's zone.
    pub zone: Zone,
    /// What has just been done, or couldn't be.
    pub notice: Option<SecurityNotice>,
    /// What the account holds: whether there is a password, two-step verification, and
    /// what may be removed follow from it.
    pub holdings: Holdings,
    /// When the password was chosen, if there is one.
    pub password_at: Option<Time>,
    /// The authenticator apps.
    pub apps: Vec<AppItem>,
    /// The passkeys.
    pub passkeys: Vec<PasskeyItem>,
    /// When the present recovery codes were made, if there were any.
    pub recovery_at: Option<Time>,
    /// The addresses.
    pub addresses: Vec<AddressItem>,
    /// The user name, if there is one.
    pub user_name: Option<UserNameItem>,
}

/// An authenticator app.
#[derive(Clone, Debug)]
pub struct AppItem {
    /// Its name in paths.
    pub id: AppId,
    /// What the person calls it.
    pub label: String,
    /// When it was added.
    pub created_at: Time,
    /// When it was last used.
    pub used_at: Option<Time>,
}

/// A passkey.
#[derive(Clone, Debug)]
pub struct PasskeyItem {
    /// Its name in paths.
    pub id: PasskeyId,
    /// What the person calls it.
    pub label: String,
    /// Whether it is, or may be, copied between devices.
    pub backup: Backup,
    /// Whether its device checks its owner.
    pub verified: bool,
    /// When it was added.
    pub created_at: Time,
    /// When it was last used.
    pub used_at: Option<Time>,
}

/// A mail address.
#[derive(Clone, Debug)]
pub struct AddressItem {
    /// Its name in paths.
    pub id: ContactId,
    /// The address, in full.
    pub address: String,
    /// Its normal form, by which it is an identifier.
    pub normal: String,
    /// Whether codes go there.
    pub codes: bool,
    /// Whether notices of changes go there.
    pub notices: bool,
    /// Whether it may be signed in with.
    pub signs_in: bool,
}

/// The user name.
#[derive(Clone, Debug)]
pub struct UserNameItem {
    /// The name.
    pub name: String,
    /// Whether it may be signed in with.
    pub signs_in: bool,
}

/// What has just been done, or couldn't be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecurityNotice {
    /// This was done.
    Done(SecurityChange),
    /// It can't be done: nobody could get in any more, say, or the thing is gone.
    Refused(Refused),
    /// The person proved that it's them; the change can be made now.
    Proven,
}

renders!(SecurityPage);
