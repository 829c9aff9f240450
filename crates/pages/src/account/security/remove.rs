//! "Remove it?": one page for everything that can be removed.

use askama::Template;
use kadomori_domain::{
    factor::passkey::Backup,
    id::{AppId, ContactId, PasskeyId},
    security::Refused,
};

use crate::frame::{Frame, renders};

/// `GET /account/security/…/remove`.
///
/// The form posts `csrf` to the same address: `password/remove`, `app/{id}/remove`,
/// `passkey/{id}/remove`, `address/{id}/remove`. Only the user name, which has no such
/// page of its own, posts `remove` (`yes`) to `/account/security/user-name`.
#[derive(Clone, Debug, Template)]
#[template(source = "", ext = "html")]
pub struct RemovePage {
    /// The surroundings.
    pub frame: Frame,
    /// What is removed.
    pub what: Removal,
    /// Why it can't be, if it can't; the page then has no button.
    pub refused: Option<Refused>,
}

/// What is removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Removal {
    /// The password.
    Password,
    /// An authenticator app.
    App {
        /// Which.
        id: AppId,
        /// Its name.
        label: String,
    },
    /// A passkey.
    Passkey {
        /// Which.
        id: PasskeyId,
        /// Its name.
        label: String,
        /// Whether it is, or may be, on other devices too.
        backup: Backup,
    },
    /// A mail address.
    Address {
        /// Which.
        id: ContactId,
        /// The address, in full.
        address: String,
    },
}

renders!(RemovePage);
