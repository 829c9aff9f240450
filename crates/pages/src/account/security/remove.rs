//! "Remove it?": one page for everything that can be removed.

use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{
    factor::passkey::Backup,
    holdings::Keeps,
    id::{AppId, ContactId, PasskeyId},
    security::Refused,
};

use crate::{
    frame::{Frame, renders},
    sample,
    task::{Back, Task},
    wording,
};

/// `GET /account/security/…/remove`.
///
/// The form posts `csrf` to the same address: `password/remove`, `app/{id}/remove`,
/// `passkey/{id}/remove`, `phone/{id}/remove`, `address/{id}/remove`. Only the user name, which has no such
/// page of its own, posts `remove` (`yes`) to `/account/security/user-name`.
#[derive(Clone, Debug, Template)]
#[template(path = "account/remove.html")]
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
    /// A phone number.
    Phone {
        /// Which.
        id: ContactId,
        /// The number, in full.
        number: String,
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

impl Task for RemovePage {
    fn surroundings(&self) -> &Frame {
        &self.frame
    }

    fn heading_id(&self) -> &'static str {
        match &self.what {
            Removal::Password => "remove-password-title",
            Removal::App { .. } => "remove-app-title",
            Removal::Passkey { .. } => "remove-passkey-title",
            Removal::Phone { .. } => "remove-phone-title",
            Removal::Address { .. } => "remove-address-title",
        }
    }

    fn back(&self) -> Back {
        let label = match self.refused {
            Some(_) => "back-to-security",
            None => "remove-keep",
        };
        Back::to_security(&self.frame, label)
    }
}

impl RemovePage {
    /// What the thing is called.
    fn name(&self) -> Option<&str> {
        match &self.what {
            Removal::Password => None,
            Removal::App { label, .. } | Removal::Passkey { label, .. } => Some(label),
            Removal::Phone { number: shown, .. } | Removal::Address { address: shown, .. } => {
                Some(shown)
            }
        }
    }

    fn means(&self) -> Cow<'static, str> {
        self.frame.t(match &self.what {
            Removal::Password => "remove-password",
            Removal::App { .. } => "remove-app",
            Removal::Passkey { backup, .. } => match backup {
                Backup::DeviceBound => "remove-passkey",
                Backup::Eligible | Backup::Synced => "remove-passkey-synced",
            },
            Removal::Phone { .. } => "remove-phone",
            Removal::Address { .. } => "remove-address",
        })
    }

    fn refusal(&self) -> Option<Cow<'static, str>> {
        let refused = self.refused.as_ref()?;
        Some(wording::refused(self.frame.locale, refused))
    }

    fn path(&self) -> String {
        let what = match &self.what {
            Removal::Password => "password".to_owned(),
            Removal::App { id, .. } => format!("app/{id}"),
            Removal::Passkey { id, .. } => format!("passkey/{id}"),
            Removal::Phone { id, .. } => format!("phone/{id}"),
            Removal::Address { id, .. } => format!("address/{id}"),
        };
        format!("/account/security/{what}/remove")
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |what, refused| Self {
            frame: sample::account_frame("/account/security"),
            what,
            refused,
        };
        let app = || Removal::App {
            id: AppId::from_bytes([2; 16]),
            label: "iPhone".to_owned(),
        };
        let passkey = |backup| Removal::Passkey {
            id: PasskeyId::from_bytes([3; 16]),
            label: "会社の鍵".to_owned(),
            backup,
        };
        let address = || Removal::Address {
            id: ContactId::from_bytes([4; 16]),
            address: "mika@post.example.jp".to_owned(),
        };
        let phone = || Removal::Phone {
            id: ContactId::from_bytes([5; 16]),
            number: "+81 90-1234-5678".to_owned(),
        };
        let keeps = |keeps| Some(Refused::Keeps(keeps));
        vec![
            ("password", page(Removal::Password, None)),
            (
                "password_kept",
                page(Removal::Password, Some(Refused::NoOtherStrongWay)),
            ),
            ("app", page(app(), None)),
            ("app_kept", page(app(), keeps(Keeps::TwoStepNeedsIt))),
            ("passkey", page(passkey(Backup::DeviceBound), None)),
            ("passkey_synced", page(passkey(Backup::Synced), None)),
            ("phone", page(phone(), None)),
            ("phone_kept", page(phone(), keeps(Keeps::TwoStepNeedsIt))),
            ("address", page(address(), None)),
            ("address_kept", page(address(), keeps(Keeps::LastWayIn))),
        ]
    }
}
