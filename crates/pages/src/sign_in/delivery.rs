//! What became of the message that somebody waits for: the newest fact first, then how it
//! came there, and another way where waiting has no use. Only for those who may know it.

mod samples;
mod sentence;

use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{delivery::Channel, factor::FactorKind, time::Time};

use super::{Asked, Choice, CodePage, WayChoice, choose::choices};
use crate::{
    frame::{Frame, renders},
    rich::Rich,
    when::Zone,
};

/// What became of the message with the code that is waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// How it travels.
    pub channel: Channel,
    /// What happened, the oldest first.
    pub steps: Vec<DeliveryStep>,
    /// Since when no message of its kind can leave at all, where it is among those that wait
    /// for it.
    pub trouble: Option<Time>,
    /// Since when messages to where it goes have come back.
    pub broken_at: Option<Time>,
    /// What to go on with instead, where waiting has lasted long or has no use.
    pub instead: Option<WayChoice>,
    /// Whether its code is over, so that nobody waits for it any more.
    pub is_over: bool,
}

/// What happened, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryStep {
    /// When.
    pub at: Time,
    /// What.
    pub what: DeliveryFact,
}

/// What happened to a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliveryFact {
    /// It waits for its first try, which is a matter of a moment.
    Sending,
    /// It has waited for that longer than it should.
    Unsent,
    /// It went out.
    Sent,
    /// It went out once more.
    SentAgain,
    /// Somebody took it, to bring it further.
    Taken(Taker),
    /// The other side asks to wait.
    PutOff {
        /// Why, as far as it said.
        why: Wait,
        /// When it is tried again, where that is still to come.
        again_at: Option<Time>,
    },
    /// What carries our messages doesn't answer.
    Stuck,
    /// It is late, and on its way still.
    Late,
    /// It reached the mailbox or the phone.
    Arrived,
    /// It didn't, and won't.
    CameBack(Back),
    /// There was no use in sending it any more.
    TooLate,
}

/// Who took a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taker {
    /// A server of the very domain that the message goes to.
    Theirs {
        /// Its name.
        host: String,
    },
    /// Another server, to pass it on.
    Carrier {
        /// Its name.
        host: String,
    },
    /// One whose name tells a person nothing.
    Unnamed,
}

/// Why the other side asks to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// It doesn't know the sender yet (greylisting, RFC 6647).
    Greylisting,
    /// The mailbox is full.
    Full,
    /// It didn't say, or not so that it helps.
    Other,
}

/// Why a message came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Back {
    /// There is no such mailbox or number.
    Nobody,
    /// The mailbox is full.
    Full,
    /// It wasn't taken.
    NotTaken,
}

/// `GET /sign-in/{flow}/delivery`: the parts of the code page that change while somebody
/// waits, for the script to put in their places.
#[derive(Clone, Debug, Template)]
#[template(path = "part/delivery.html")]
pub struct DeliveryPart(CodePage);

renders!(DeliveryPart);

impl DeliveryPart {
    /// Those of this page; `None` where its reader may not know what became of the message.
    #[must_use]
    pub fn of(page: CodePage) -> Option<Self> {
        page.delivery().is_some().then_some(Self(page))
    }

    fn leads(&self) -> bool {
        self.0.leads()
    }

    fn lead(&self) -> Rich {
        self.0.lead()
    }
}

/// How a line looks beside its words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Wait,
    Onward,
    There,
    Back,
    Trouble,
}

/// A line in words.
pub(crate) struct Line {
    pub(crate) shape: Shape,
    /// For machines, and as a clock shows it.
    pub(crate) time: Option<(String, String)>,
    pub(crate) sentence: Cow<'static, str>,
}

impl Shape {
    pub(crate) const fn tone(self) -> &'static str {
        match self {
            Self::Wait | Self::Onward | Self::There => "state",
            Self::Back | Self::Trouble => "state bad",
        }
    }
}

impl Delivery {
    /// Whether nothing more is to be waited for.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.is_over
            || match self.steps.last().map(|step| &step.what) {
                Some(DeliveryFact::Arrived | DeliveryFact::CameBack(_) | DeliveryFact::TooLate) => {
                    true
                }
                Some(
                    DeliveryFact::Sending
                    | DeliveryFact::Unsent
                    | DeliveryFact::Sent
                    | DeliveryFact::SentAgain
                    | DeliveryFact::Taken(_)
                    | DeliveryFact::PutOff { .. }
                    | DeliveryFact::Stuck
                    | DeliveryFact::Late,
                )
                | None => false,
            }
    }

    /// Whether it is stuck here, so that nobody can say that it was sent.
    pub(crate) fn waits_to_leave(&self) -> bool {
        let newest = self.steps.last().map(|step| &step.what);
        let is_stuck = matches!(
            newest,
            Some(DeliveryFact::Unsent | DeliveryFact::Stuck | DeliveryFact::TooLate)
        );
        is_stuck || self.trouble.is_some()
    }

    /// Where it stands.
    pub(crate) fn now(&self, frame: &Frame, asked: &Asked) -> Option<Line> {
        let Some(since) = self.trouble else {
            return self.steps.last().map(|step| self.line(step, frame, asked));
        };
        let time = ("time", clock(since, frame, asked).into());
        let id = self.by("delivery-trouble", "delivery-text-trouble");
        Some(Line {
            shape: Shape::Trouble,
            time: None,
            sentence: frame.say(id, &[time]),
        })
    }

    /// What happened before that, the newest first.
    pub(crate) fn before(&self, frame: &Frame, asked: &Asked) -> Vec<Line> {
        let newest = self.steps.last().map(|step| &step.what);
        let is_said = self.trouble.is_none()
            || matches!(
                newest,
                Some(DeliveryFact::Sending | DeliveryFact::Unsent | DeliveryFact::Stuck)
            );
        let steps = self.steps.iter().rev().skip(usize::from(is_said));
        steps.map(|step| self.line(step, frame, asked)).collect()
    }

    /// What is known of where it goes, unless it came back as well, which says enough.
    pub(crate) fn broken(&self, frame: &Frame, asked: &Asked) -> Option<Cow<'static, str>> {
        if self.has_come_back() {
            return None;
        }
        let time = asked.zone.moment(self.broken_at?, asked.now, frame.locale);
        let id = self.by("delivery-broken", "delivery-text-broken");
        Some(frame.say(id, &[("time", time.into())]))
    }

    pub(crate) fn instead(&self, frame: &Frame) -> Option<Choice> {
        let instead = self.instead.iter().cloned().collect::<Vec<_>>();
        choices(frame, &instead).pop()
    }

    /// The sentence before the other way.
    pub(crate) fn why_instead(&self, frame: &Frame) -> Cow<'static, str> {
        let has_no_use = self.trouble.is_some() || self.broken_at.is_some() || self.is_final();
        frame.t(if has_no_use {
            "delivery-instead"
        } else {
            "delivery-instead-late"
        })
    }

    fn has_come_back(&self) -> bool {
        matches!(
            self.steps.last().map(|step| &step.what),
            Some(DeliveryFact::CameBack(_))
        )
    }

    fn line(&self, step: &DeliveryStep, frame: &Frame, asked: &Asked) -> Line {
        Line {
            shape: step.what.shape(),
            time: Some((Zone::machine(step.at), clock(step.at, frame, asked))),
            sentence: self.sentence(&step.what, frame, asked),
        }
    }

    /// The id of what is said of a mail, or of a text message.
    const fn by(&self, mail: &'static str, text: &'static str) -> &'static str {
        match self.channel {
            Channel::Mail => mail,
            Channel::Text => text,
        }
    }
}

/// `12:03`: the page names the zone elsewhere, where it has to.
fn clock(time: Time, frame: &Frame, asked: &Asked) -> String {
    asked.zone.bare_clock(time, frame.locale)
}
