//! An authenticator app is added: what it is, then the picture, the key and a first code.

use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{
    code::{CodeLength, Unreadable},
    factor::{FactorKind, checked::NotRight},
    label::NotALabel,
    security::{MOST_APPS, Refused},
};

use super::Guide;
use crate::{
    frame::{Frame, renders},
    qr::Qr,
    sample,
    sign_in::{not_right, unreadable},
    task::Task,
    wording,
};

/// `GET /account/security/app/new` where nothing was begun.
///
/// The form posts `csrf` to the same address; what follows is [`AppConfirmPage`].
#[derive(Clone, Debug, Template)]
#[template(path = "account/app_new.html")]
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
#[template(path = "account/app_confirm.html")]
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

impl Task for AppNewPage {
    fn surroundings(&self) -> &Frame {
        &self.frame
    }

    fn heading_id(&self) -> &'static str {
        "app-new-title"
    }

    fn guided(&self) -> Guide {
        self.guide
    }
}

impl AppNewPage {
    fn too_many(&self) -> Cow<'static, str> {
        wording::refused(self.frame.locale, &Refused::TooMany { most: MOST_APPS })
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: sample::account_frame("/account/security/app/new"),
            held: 0,
            full: false,
            guide: Guide::Alone,
        };
        let full = Self {
            held: 5,
            full: true,
            ..plain.clone()
        };
        let guided = Self {
            guide: Guide::TwoStep,
            ..plain.clone()
        };
        vec![("plain", plain), ("full", full), ("guided", guided)]
    }
}

impl Task for AppConfirmPage {
    fn surroundings(&self) -> &Frame {
        &self.frame
    }

    fn heading_id(&self) -> &'static str {
        "app-confirm-title"
    }

    /// The first thing that is wrong, from above.
    fn problem(&self) -> Option<Cow<'static, str>> {
        self.name_problem().or_else(|| self.code_problem())
    }

    fn guided(&self) -> Guide {
        self.guide
    }
}

impl AppConfirmPage {
    /// The picture; none where the names in the address are so long that none holds it.
    fn qr(&self) -> Option<Qr> {
        Qr::draw(&self.uri, &self.frame.t("app-confirm-picture")).ok()
    }

    fn name_problem(&self) -> Option<Cow<'static, str>> {
        Some(wording::not_a_label(self.frame.locale, self.name_error?))
    }

    fn code_problem(&self) -> Option<Cow<'static, str>> {
        match self.message.as_ref()? {
            AppMessage::NotRight(NotRight::Mismatch) => {
                let site = self.frame.site_name.as_str();
                Some(
                    self.frame
                        .say("app-confirm-wrong", &[("site", site.into())]),
                )
            }
            AppMessage::NotRight(why) => Some(not_right(&self.frame, FactorKind::Totp, *why)),
            AppMessage::Unreadable(why) => Some(unreadable(&self.frame, *why)),
            AppMessage::KeyRenewed => None,
        }
    }

    fn is_renewed(&self) -> bool {
        self.message == Some(AppMessage::KeyRenewed)
    }

    fn label(&self) -> Cow<'static, str> {
        let digits = wording::digits(CodeLength::SIX);
        self.frame.say("way-app-label", &[("digits", digits)])
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let key = "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ";
        let plain = || Self {
            frame: sample::account_frame("/account/security/app/new"),
            key: key.to_owned(),
            uri: format!(
                "otpauth://totp/Kadomori:mika%40example.jp?secret={}&issuer=Kadomori",
                key.replace(' ', "")
            ),
            name: String::new(),
            name_error: None,
            message: None,
            guide: Guide::Alone,
        };
        let said = |message| Self {
            name: "iPhone".to_owned(),
            message: Some(message),
            ..plain()
        };
        let slow = NotRight::ClockSlow { minutes: 4 };
        let nameless = Self {
            name_error: Some(NotALabel::Empty),
            ..plain()
        };
        let guided = Self {
            guide: Guide::TwoStep,
            ..plain()
        };
        vec![
            ("plain", plain()),
            ("guided", guided),
            ("wrong", said(AppMessage::NotRight(NotRight::Mismatch))),
            ("clock_slow", said(AppMessage::NotRight(slow))),
            ("empty", said(AppMessage::Unreadable(Unreadable::Empty))),
            ("renewed", said(AppMessage::KeyRenewed)),
            ("nameless", nameless),
        ]
    }
}
