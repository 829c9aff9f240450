//! An app or a passkey gets another name.

use askama::Template;
use kadomori_domain::{
    id::{AppId, PasskeyId},
    label::NotALabel,
};

use crate::frame::{Frame, renders};

/// `GET /account/security/app/{id}/name` or `/account/security/passkey/{id}/name`.
///
/// The form posts `name` with `csrf` to the same address.
#[derive(Clone, Debug, Template)]
#[template(source = "", ext = "html")]
pub struct NamePage {
    /// The surroundings.
    pub frame: Frame,
    /// What is named.
    pub what: Named,
    /// What stands in the field: the present name, or what was typed.
    pub name: String,
    /// Why it won't do.
    pub error: Option<NotALabel>,
}

/// What is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// An authenticator app.
    App(AppId),
    /// A passkey.
    Passkey(PasskeyId),
}

renders!(NamePage);
