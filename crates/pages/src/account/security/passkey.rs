//! A passkey is added. The page needs its script, and says so.

use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{
    label::NotALabel,
    security::{MOST_PASSKEYS, Refused},
};

use super::Guide;
use crate::{
    frame::{Frame, renders},
    sample,
    task::Task,
    wording,
};

/// `GET /account/security/passkey/new`, and every answer that is refused.
///
/// The script fetches `/account/security/passkey/options` and posts the form, with `name`,
/// the new passkey and `csrf`, to `/account/security/passkey`.
#[derive(Clone, Debug, Template)]
#[template(path = "account/passkey_new.html")]
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

impl Task for PasskeyNewPage {
    fn surroundings(&self) -> &Frame {
        &self.frame
    }

    fn heading_id(&self) -> &'static str {
        "passkey-new-title"
    }

    fn problem(&self) -> Option<Cow<'static, str>> {
        self.name_problem().or_else(|| self.passkey_problem())
    }

    fn guided(&self) -> Guide {
        self.guide
    }
}

impl PasskeyNewPage {
    fn too_many(&self) -> Cow<'static, str> {
        let too_many = Refused::TooMany {
            most: MOST_PASSKEYS,
        };
        wording::refused(self.frame.locale, &too_many)
    }

    fn name_problem(&self) -> Option<Cow<'static, str>> {
        Some(wording::not_a_label(self.frame.locale, self.name_error?))
    }

    fn passkey_problem(&self) -> Option<Cow<'static, str>> {
        let id = match self.message? {
            PasskeyMessage::AlreadyAdded => "passkey-new-already",
            PasskeyMessage::OtherSite => "passkey-new-other-site",
            PasskeyMessage::CeremonyOver => "passkey-new-late",
            PasskeyMessage::NotUnderstood => "passkey-new-not-understood",
        };
        Some(self.frame.t(id))
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: sample::account_frame("/account/security/passkey/new"),
            held: 0,
            full: false,
            name: String::new(),
            name_error: None,
            message: None,
            guide: Guide::Alone,
        };
        let full = Self {
            held: 10,
            full: true,
            ..plain.clone()
        };
        let guided = Self {
            guide: Guide::TwoStep,
            ..plain.clone()
        };
        let nameless = Self {
            name_error: Some(NotALabel::Character),
            ..plain.clone()
        };
        let said = |message| Self {
            name: "Key ring".to_owned(),
            message: Some(message),
            ..plain.clone()
        };
        vec![
            ("plain", plain.clone()),
            ("full", full),
            ("guided", guided),
            ("nameless", nameless),
            ("already_added", said(PasskeyMessage::AlreadyAdded)),
            ("other_site", said(PasskeyMessage::OtherSite)),
            ("late", said(PasskeyMessage::CeremonyOver)),
            ("not_understood", said(PasskeyMessage::NotUnderstood)),
        ]
    }
}
