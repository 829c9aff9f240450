//! The user name is chosen, changed or removed.

use askama::Template;
use kadomori_domain::user_name::NotAUserName;

use crate::frame::{Frame, renders};

/// `GET /account/security/user-name`, and every answer that is refused.
///
/// One form posts `name` with `csrf` to the same address; where there is a name, another
/// posts `remove` (`yes`).
#[derive(Clone, Debug, Template)]
#[template(source = "", ext = "html")]
pub struct UserNamePage {
    /// The surroundings.
    pub frame: Frame,
    /// The present name, if there is one.
    pub current: Option<String>,
    /// What stands in the field.
    pub typed: String,
    /// Why it won't do.
    pub error: Option<UserNameError>,
}

/// Why a user name can't be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserNameError {
    /// It is none.
    NotOne(NotAUserName),
    /// Somebody has it.
    Taken,
}

renders!(UserNamePage);
