//! An authenticator app is added: what it is, then the picture, the key and a first code.

use askama::Template;
use kadomori_domain::{code::Unreadable, factor::checked::NotRight, label::NotALabel};

use super::Guide;
use crate::frame::{Frame, renders};

/// `GET /account/security/app/new` where nothing was begun.
///
/// The form posts `csrf` to the same address; what follows is [`AppConfirmPage`].
#[derive(Clone, Debug, Template)]
#[template(source = "", ext = "html")]
pub struct AppNewPage {
    /// The surroundings.
    pub frame: Frame,
    /// How many apps there are already.
    pub held: u32,
    /// Whether there are as many as there can be.
    pub full: bool,
    /// Whether it is a step of switching two-step verification on.
    pub guide: Guide,
}

/// `GET /account/security/app/new` where one was begun, and every answer that is refused.
///
/// One form posts `code` and `name` with `csrf` to `/account/security/app/confirm`; another
/// posts `csrf` and `again` (`yes`) to `/account/security/app/new`, for a new key.
#[derive(Clone, Template)]
#[template(source = "", ext = "html")]
pub struct AppConfirmPage {
    /// The surroundings.
    pub frame: Frame,
    /// The key for typing, in groups of four.
    pub key: String,
    /// The `otpauth:` address: drawn as a QR code, and a link for an app on the same device.
    pub uri: String,
    /// What stands in the field for the app's name.
    pub name: String,
    /// Why the name won't do.
    pub name_error: Option<NotALabel>,
    /// What came of the last code.
    pub message: Option<AppMessage>,
    /// Whether it is a step of switching two-step verification on.
    pub guide: Guide,
}

/// Logs see no key.
impl core::fmt::Debug for AppConfirmPage {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("AppConfirmPage")
            .field("message", &self.message)
            .finish_non_exhaustive()
    }
}

/// What came of the first code of a new app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AppMessage {
    /// It isn't right: it doesn't match, or the clock of its device is off.
    NotRight(NotRight),
    /// It can't be read as a code.
    Unreadable(Unreadable),
    /// The key was too old; this is a new one.
    KeyRenewed,
}

renders!(AppNewPage, AppConfirmPage);
