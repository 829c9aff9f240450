//! An app or a passkey gets another name.

use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{
    id::{AppId, PasskeyId},
    label::NotALabel,
};

use crate::{
    frame::{Frame, renders},
    sample,
    task::Task,
    wording,
};

/// `GET /account/security/app/{id}/name` or `/account/security/passkey/{id}/name`.
///
/// The form posts `name` with `csrf` to the same address.
#[derive(Clone, Debug, Template)]
#[template(path = "account/name.html")]
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

impl Task for NamePage {
    fn surroundings(&self) -> &Frame {
        &self.frame
    }

    fn heading_id(&self) -> &'static str {
        "name-title"
    }

    fn problem(&self) -> Option<Cow<'static, str>> {
        Some(wording::not_a_label(self.frame.locale, self.error?))
    }
}

impl NamePage {
    fn path(&self) -> String {
        match self.what {
            Named::App(id) => format!("/account/security/app/{id}/name"),
            Named::Passkey(id) => format!("/account/security/passkey/{id}/name"),
        }
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let app = Self {
            frame: sample::account_frame("/account/security"),
            what: Named::App(AppId::from_bytes([2; 16])),
            name: "iPhone".to_owned(),
            error: None,
        };
        let passkey = Self {
            what: Named::Passkey(PasskeyId::from_bytes([3; 16])),
            name: String::new(),
            ..app.clone()
        };
        let wrong = |error| Self {
            error: Some(error),
            ..passkey.clone()
        };
        vec![
            ("app", app),
            ("empty", wrong(NotALabel::Empty)),
            ("too_long", wrong(NotALabel::TooLong)),
            ("character", wrong(NotALabel::Character)),
        ]
    }
}
