//! The list of ways to go on.

use core::time::Duration;
use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{factor::FactorKind, gate::Reason, purpose::Purpose, time::Time};

use super::{Asked, Stage};
use crate::{
    frame::{Frame, renders},
    sample, wording,
};

/// `GET /sign-in/{flow}` where a way is to be chosen.
///
/// Each way is a button that posts `way` with `csrf` to `/sign-in/{flow}/way`.
#[derive(Clone, Debug, Template)]
#[template(path = "sign_in/choose.html")]
pub struct ChoosePage {
    /// The surroundings.
    pub frame: Frame,
    /// What is asked.
    pub asked: Asked,
    /// The ways, in the gate's order; the page puts a recovery code last.
    pub ways: Vec<WayChoice>,
    /// What came of the last choice.
    pub message: Option<ChooseMessage>,
}

/// A way to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayChoice {
    /// Which.
    pub way: FactorKind,
    /// The masked mailbox, the names of the apps: only where this browser may know them.
    pub detail: Option<String>,
}

/// What came of the last choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChooseMessage {
    /// The way doesn't lead on from here.
    NotOffered,
    /// No code can be sent now. Only said on browsers that the account knows.
    Held {
        /// Until when.
        until: Time,
    },
    /// No more text messages can go out today. Only said on such browsers, too.
    NoMoreTexts,
}

/// A way in words.
pub(crate) struct Choice {
    pub(crate) way: FactorKind,
    pub(crate) value: &'static str,
    pub(crate) name: Cow<'static, str>,
    pub(crate) detail: Option<Cow<'static, str>>,
    pub(crate) good: Cow<'static, str>,
}

/// Ways in words, in their order, but for a recovery code, which comes last.
pub(crate) fn choices(frame: &Frame, ways: &[WayChoice]) -> Vec<Choice> {
    let is_last = |choice: &&WayChoice| choice.way == FactorKind::RecoveryCode;
    let first = ways.iter().filter(|choice| !is_last(choice));
    let ordered = first.chain(ways.iter().filter(is_last));
    ordered.map(|choice| choice.in_words(frame)).collect()
}

impl WayChoice {
    fn in_words(&self, frame: &Frame) -> Choice {
        let detail = self.detail.as_deref().map(|detail| match self.way {
            FactorKind::MailCode | FactorKind::SmsCode => {
                frame.say("choose-to", &[("address", detail.into())])
            }
            FactorKind::Password
            | FactorKind::Totp
            | FactorKind::Passkey
            | FactorKind::RecoveryCode => Cow::Owned(detail.to_owned()),
        });
        Choice {
            way: self.way,
            value: self.way.name(),
            name: frame.t(wording::way_name(self.way)),
            detail,
            good: frame.t(wording::way_good(self.way)),
        }
    }

    /// Every way, as someone may know them to whom the account is known.
    pub(crate) fn samples() -> Vec<Self> {
        let detail = |way| match way {
            FactorKind::MailCode => Some("m…@example.jp"),
            FactorKind::SmsCode => Some("…5678"),
            FactorKind::Totp => Some("iPhone"),
            FactorKind::Password | FactorKind::Passkey | FactorKind::RecoveryCode => None,
        };
        let ways = FactorKind::BY_CONVENIENCE.into_iter();
        ways.map(|way| Self {
            way,
            detail: detail(way).map(str::to_owned),
        })
        .collect()
    }
}

renders!(ChoosePage);

impl ChoosePage {
    fn heading(&self) -> Cow<'static, str> {
        self.frame.t("choose-title")
    }

    fn lead(&self) -> Cow<'static, str> {
        self.frame.t(match self.asked.stage {
            Stage::First if self.frame.signed_in_as.is_none() => "choose-lead-first",
            Stage::First | Stage::Further => "choose-lead-further",
        })
    }

    fn choices(&self) -> Vec<Choice> {
        choices(&self.frame, &self.ways)
    }

    fn error(&self) -> Option<Cow<'static, str>> {
        match self.message.as_ref()? {
            ChooseMessage::NotOffered => Some(self.frame.t("choose-not-offered")),
            ChooseMessage::NoMoreTexts => Some(self.frame.t("code-no-more-texts")),
            ChooseMessage::Held { until } => {
                let Asked { zone, now, .. } = &self.asked;
                let time = zone.until(*until, *now, self.frame.locale);
                Some(self.frame.say("choose-held", &[("time", time.into())]))
            }
        }
    }

    fn error_in_title(&self) -> Option<Cow<'static, str>> {
        self.error()
    }

    #[expect(
        clippy::unused_self,
        reason = "the template asks every page of a flow for its news"
    )]
    const fn news(&self) -> Option<&'static str> {
        None
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let asked = Asked::sample();
        let bare = WayChoice::samples().into_iter().map(|choice| WayChoice {
            detail: None,
            ..choice
        });
        let stranger = Self {
            frame: sample::frame(&format!("/sign-in/{}", asked.flow)),
            asked,
            ways: bare.collect(),
            message: None,
        };
        let mut known = Self {
            ways: WayChoice::samples(),
            ..stranger.clone()
        };
        known.asked.because = vec![Reason::WayIn];
        let mut second = Self {
            ways: WayChoice::samples().split_off(1),
            ..stranger.clone()
        };
        second.asked.stage = Stage::Further;
        second.asked.because = vec![Reason::TwoStep];
        let mut step_up = known.clone();
        step_up.frame.signed_in_as = Some(step_up.asked.account.clone());
        step_up.asked.purpose = Purpose::ChangeSecurity;
        step_up.asked.because = vec![Reason::Sensitive];
        let held = ChooseMessage::Held {
            until: sample::NOON.plus(Duration::from_mins(37)),
        };
        let said = |message| Self {
            message: Some(message),
            ..known.clone()
        };
        vec![
            ("stranger", stranger),
            ("second", second),
            ("step_up", step_up),
            ("not_offered", said(ChooseMessage::NotOffered)),
            ("held", said(held)),
            ("no_more_texts", said(ChooseMessage::NoMoreTexts)),
            ("known", known),
        ]
    }
}
