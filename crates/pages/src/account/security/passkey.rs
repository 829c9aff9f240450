//! A passkey is added. The page needs its script, and says so.

use askama::Template;
use kadomori_domain::label::NotALabel;

use super::Guide;
use crate::frame::{Frame, renders};

/// `GET /account/security/passkey/new`, and every answer that is refused.
///
/// The script fetches `/account/security/passkey/options` and posts the form, with `name`,
/// the new passkey and `csrf`, to `/account/security/passkey`.
#[derive(Clone, Debug, Template)]
#[template(source = "", ext = "html")]
pub struct PasskeyNewPage {
    /// The surroundings.
    pub frame: Frame,
    /// How many passkeys there are already.
    pub held: u32,
    /// Whether there are as many as there can be.
    pub full: bool,
    /// What stands in the field for the name.
    pub name: String,
    /// Why the name won't do.
    pub name_error: Option<NotALabel>,
    /// Why the passkey won't do.
    pub message: Option<PasskeyMessage>,
    /// Whether it is a step of switching two-step verification on.
    pub guide: Guide,
}

/// Why a new passkey was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasskeyMessage {
    /// It is one of the account's already.
    AlreadyAdded,
    /// It answered for another site.
    OtherSite,
    /// The ceremony took too long, or was used already.
    CeremonyOver,
    /// It is of a kind that isn't understood here.
    NotUnderstood,
}

renders!(PasskeyNewPage);
