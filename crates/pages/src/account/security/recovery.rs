//! Recovery codes: how many are left; a new set, shown once and confirmed.

use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{
    factor::recovery_code::{NotARecoveryCode, Position},
    holdings::Holdings,
    time::Time,
};

use super::Guide;
use crate::{
    frame::{Frame, renders},
    sample,
    sign_in::not_a_recovery_code,
    task::Task,
    when::Zone,
};

/// `GET /account/security/recovery`.
///
/// The form posts `csrf` to the same address; what follows is [`RecoveryCodesPage`].
#[derive(Clone, Debug, Template)]
#[template(path = "account/recovery.html")]
pub struct RecoveryOverviewPage {
    /// The surroundings.
    pub frame: Frame,
    /// How many are left.
    pub left: u32,
    /// When they were made, if there were any.
    pub made_at: Option<Time>,
    /// The moment of the page.
    pub now: Time,
    /// The reader's zone.
    pub zone: Zone,
    /// Whether it is a step of switching two-step verification on.
    pub guide: Guide,
}

/// The new set, on `POST /account/security/recovery` and on every confirmation that is refused.
///
/// The form posts `group` with `csrf` to `/account/security/recovery/confirm`.
#[derive(Clone, Template)]
#[template(path = "account/recovery_codes.html")]
pub struct RecoveryCodesPage {
    /// The surroundings.
    pub frame: Frame,
    /// What the person signs in with; it stands on the print.
    pub account: String,
    /// The codes, each in groups: `ABCDE-FGHIJ-…`.
    pub codes: Vec<String>,
    /// Which of them is asked back: its first group.
    pub asked: Position,
    /// When they were made.
    pub made_at: Time,
    /// The moment of the page.
    pub now: Time,
    /// The reader's zone.
    pub zone: Zone,
    /// Whether an older set goes on counting until these are confirmed.
    pub replaces: bool,
    /// What came of the last confirmation.
    pub message: Option<RecoveryCodesMessage>,
    /// Whether it is a step of switching two-step verification on.
    pub guide: Guide,
}

/// Logs see no codes.
impl core::fmt::Debug for RecoveryCodesPage {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("RecoveryCodesPage")
            .field("asked", &self.asked)
            .finish_non_exhaustive()
    }
}

/// What came of a confirmation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoveryCodesMessage {
    /// It can't be read as a group of a code.
    Unreadable(NotARecoveryCode),
    /// It isn't the group that was asked for.
    Wrong,
    /// The set that was shown before had waited too long; this is a new one.
    Renewed,
}

renders!(RecoveryOverviewPage, RecoveryCodesPage);

impl Task for RecoveryOverviewPage {
    fn surroundings(&self) -> &Frame {
        &self.frame
    }

    fn heading_id(&self) -> &'static str {
        "recovery-title"
    }

    fn guided(&self) -> Guide {
        self.guide
    }
}

impl RecoveryOverviewPage {
    fn state(&self) -> Cow<'static, str> {
        left(&self.frame, self.left)
    }

    fn is_low(&self) -> bool {
        self.left > 0 && self.left <= Holdings::FEW_RECOVERY_CODES
    }

    fn made(&self) -> Option<Cow<'static, str>> {
        let time = self.zone.moment(self.made_at?, self.now, self.frame.locale);
        Some(self.frame.say("recovery-made", &[("time", time.into())]))
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let none = Self {
            frame: sample::account_frame("/account/security/recovery"),
            left: 0,
            made_at: None,
            now: sample::NOON,
            zone: sample::zone(),
            guide: Guide::Alone,
        };
        let some = |left| Self {
            left,
            made_at: Some(sample::LONG_AGO),
            ..none.clone()
        };
        let guided = Self {
            guide: Guide::TwoStep,
            ..none.clone()
        };
        vec![
            ("none", none.clone()),
            ("some", some(8)),
            ("few", some(2)),
            ("all_used", some(0)),
            ("guided", guided),
        ]
    }
}

/// How many codes are left, of how many.
pub(super) fn left(frame: &Frame, left: u32) -> Cow<'static, str> {
    let values = [
        ("left", left.into()),
        ("most", Holdings::RECOVERY_CODES.into()),
    ];
    frame.say("recovery-left", &values)
}

impl Task for RecoveryCodesPage {
    fn surroundings(&self) -> &Frame {
        &self.frame
    }

    fn heading_id(&self) -> &'static str {
        "recovery-codes-title"
    }

    fn problem(&self) -> Option<Cow<'static, str>> {
        match self.message? {
            RecoveryCodesMessage::Unreadable(NotARecoveryCode::TooShort)
            | RecoveryCodesMessage::Wrong => {
                Some(self.frame.say("recovery-codes-wrong", &[self.number()]))
            }
            RecoveryCodesMessage::Unreadable(why) => Some(not_a_recovery_code(&self.frame, why)),
            RecoveryCodesMessage::Renewed => None,
        }
    }

    fn guided(&self) -> Guide {
        self.guide
    }
}

impl RecoveryCodesPage {
    fn number(&self) -> (&'static str, crate::text::Value<'static>) {
        ("number", u32::from(self.asked.number()).into())
    }

    fn label(&self) -> Cow<'static, str> {
        self.frame.say("recovery-codes-label", &[self.number()])
    }

    fn is_renewed(&self) -> bool {
        self.message == Some(RecoveryCodesMessage::Renewed)
    }

    /// What the list is of, for the day when it is found in a drawer.
    fn whose(&self) -> Cow<'static, str> {
        let values = [
            ("site", self.frame.site_name.as_str().into()),
            ("account", self.account.as_str().into()),
        ];
        self.frame.say("recovery-codes-for", &values)
    }

    fn made(&self) -> Cow<'static, str> {
        let time = self.zone.whole_moment(self.made_at, self.frame.locale);
        self.frame
            .say("recovery-codes-made", &[("time", time.into())])
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let codes = (0..10).map(|place| format!("4T7K{place}-9QWER-T2YVP-ASDFG-H5JKZ"));
        let codes: Vec<String> = codes.collect();
        let asked = Position::try_from(4).ok();
        let page = |message, replaces, guide| {
            Some(Self {
                frame: sample::account_frame("/account/security/recovery"),
                account: "mika@example.jp".to_owned(),
                codes: codes.clone(),
                asked: asked?,
                made_at: sample::NOON,
                now: sample::NOON,
                zone: sample::zone(),
                replaces,
                message,
                guide,
            })
        };
        let said = |message| page(Some(message), true, Guide::Alone);
        let unlike = NotARecoveryCode::BadSign('!');
        [
            ("first", page(None, false, Guide::Alone)),
            ("replaces", page(None, true, Guide::Alone)),
            ("guided", page(None, false, Guide::TwoStep)),
            ("wrong", said(RecoveryCodesMessage::Wrong)),
            ("bad_sign", said(RecoveryCodesMessage::Unreadable(unlike))),
            ("renewed", said(RecoveryCodesMessage::Renewed)),
        ]
        .into_iter()
        .filter_map(|(name, page)| Some((name, page?)))
        .collect()
    }
}
