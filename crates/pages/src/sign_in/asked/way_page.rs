//! The page of one way, whichever: what its template asks of it, and what it is shown with.

use core::time::Duration;
use std::borrow::Cow;

use kadomori_domain::{
    factor::{FactorKind, checked::NotRight},
    gate::Reason,
    purpose::Purpose,
};

use super::{Asked, Stage, WayMessage};
use crate::{frame::Frame, sample};

/// The page of one way: what its template asks of it beside its fields.
pub(crate) trait WayPage {
    /// Which way.
    const WAY: FactorKind;
    /// The id of its heading.
    const HEADING: &'static str;

    /// Its parts: the surroundings, what is asked, what came of the last answer.
    fn parts(&self) -> (&Frame, &Asked, Option<&WayMessage>);

    fn heading(&self) -> Cow<'static, str> {
        self.parts().0.t(Self::HEADING)
    }

    fn error(&self) -> Option<String> {
        self.said(|message| *message != WayMessage::OtherWay)
    }

    /// The error as the page's title begins with it.
    fn error_in_title(&self) -> Option<String> {
        self.error()
    }

    fn news(&self) -> Option<String> {
        self.said(|message| *message == WayMessage::OtherWay)
    }

    fn said(&self, is_meant: impl Fn(&WayMessage) -> bool) -> Option<String> {
        let (frame, asked, message) = self.parts();
        let message = message.filter(|message| is_meant(message))?;
        Some(asked.sentence(frame, Self::WAY, message))
    }
}

/// Makes a page of a way of a context with `frame`, `asked` and `message`.
macro_rules! way_page {
    ($page:ty, $way:ident, $heading:literal) => {
        impl $crate::sign_in::asked::WayPage for $page {
            const WAY: FactorKind = FactorKind::$way;
            const HEADING: &'static str = $heading;

            fn parts(&self) -> (&Frame, &Asked, Option<&WayMessage>) {
                (&self.frame, &self.asked, self.message.as_ref())
            }
        }
    };
}
pub(crate) use way_page;

/// What happens on the page of any way: what each of them is a sample of.
pub(crate) fn every_turn(way_own: &[(&'static str, WayMessage)]) -> Vec<(&'static str, Turn)> {
    let mut turns: Vec<(&'static str, Turn)> = vec![
        ("first", Turn::first(None)),
        ("second", Turn::second(None)),
        (
            "reset_second",
            Turn::second(None).for_purpose(Purpose::ResetPassword),
        ),
        ("step_up", Turn::signed_in(Stage::First)),
        ("step_up_further", Turn::signed_in(Stage::Further)),
        (
            "waiting",
            Turn::first(Some(WayMessage::Waiting {
                until: sample::NOON.plus(Duration::from_mins(37)),
            })),
        ),
        ("other_way", Turn::first(Some(WayMessage::OtherWay))),
        ("busy", Turn::first(Some(WayMessage::Busy))),
        (
            "unchecked",
            Turn::second(Some(WayMessage::NotRight {
                why: NotRight::KeyMissing,
                left: None,
            })),
        ),
    ];
    let own = way_own.iter().cloned();
    turns.extend(own.map(|(name, message)| (name, Turn::second(Some(message)))));
    turns
}

/// The parts of a sample.
pub(crate) struct Turn {
    pub(crate) frame: Frame,
    pub(crate) asked: Asked,
    pub(crate) message: Option<WayMessage>,
}

impl Turn {
    fn first(message: Option<WayMessage>) -> Self {
        let asked = Asked::sample();
        Self {
            frame: sample::frame(&format!("/sign-in/{}", asked.flow)),
            asked,
            message,
        }
    }

    fn second(message: Option<WayMessage>) -> Self {
        let mut turn = Self::first(message);
        turn.asked.stage = Stage::Further;
        turn.asked.because = vec![Reason::TwoStep];
        turn
    }

    fn signed_in(stage: Stage) -> Self {
        let mut turn = Self::first(None);
        turn.frame.signed_in_as = Some(turn.asked.account.clone());
        turn.asked.stage = stage;
        turn.asked.because = vec![Reason::Sensitive];
        turn.for_purpose(Purpose::ChangeSecurity)
    }

    fn for_purpose(mut self, purpose: Purpose) -> Self {
        self.asked.purpose = purpose;
        self
    }
}
