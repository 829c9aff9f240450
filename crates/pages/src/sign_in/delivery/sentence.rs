//! What happened to a message, as a shape and a sentence.

use core::time::Duration;
use std::borrow::Cow;

use kadomori_domain::time::Time;

use super::{Back, Delivery, DeliveryFact, Shape, Taker, Wait, clock};
use crate::{frame::Frame, sign_in::Asked};

const MINUTE: Duration = Duration::from_mins(1);

impl DeliveryFact {
    pub(super) const fn shape(&self) -> Shape {
        match self {
            Self::Sending | Self::Unsent | Self::PutOff { .. } | Self::Late => Shape::Wait,
            Self::Sent | Self::SentAgain | Self::Taken(_) => Shape::Onward,
            Self::Arrived => Shape::There,
            Self::CameBack(_) => Shape::Back,
            Self::Stuck | Self::TooLate => Shape::Trouble,
        }
    }
}

impl Delivery {
    pub(super) fn sentence(
        &self,
        what: &DeliveryFact,
        frame: &Frame,
        asked: &Asked,
    ) -> Cow<'static, str> {
        let say = |mail, text| frame.t(self.by(mail, text));
        match what {
            DeliveryFact::Sending => frame.t("delivery-sending"),
            DeliveryFact::Unsent => frame.t("delivery-unsent"),
            DeliveryFact::Sent => frame.t("delivery-sent"),
            DeliveryFact::SentAgain => frame.t("delivery-again"),
            DeliveryFact::Taken(taker) => self.taken(taker, frame),
            DeliveryFact::PutOff { why, again_at } => {
                let what = match why {
                    Wait::Greylisting => say("delivery-put-off-new", "delivery-text-put-off"),
                    Wait::Full => say("delivery-put-off-full", "delivery-text-put-off"),
                    Wait::Other => say("delivery-put-off", "delivery-text-put-off"),
                };
                with_next(what, *again_at, frame, asked)
            }
            DeliveryFact::Stuck => say("delivery-stuck", "delivery-text-stuck"),
            DeliveryFact::Late => say("delivery-late", "delivery-text-late"),
            DeliveryFact::Arrived => say("delivery-arrived", "delivery-text-arrived"),
            DeliveryFact::CameBack(Back::Nobody) => {
                say("delivery-back-nobody", "delivery-text-back-nobody")
            }
            DeliveryFact::CameBack(Back::Full) => say("delivery-back-full", "delivery-text-back"),
            DeliveryFact::CameBack(Back::NotTaken) => say("delivery-back", "delivery-text-back"),
            DeliveryFact::TooLate => frame.t("delivery-too-late"),
        }
    }

    fn taken(&self, taker: &Taker, frame: &Frame) -> Cow<'static, str> {
        match taker {
            Taker::Theirs { host } => {
                frame.say("delivery-taken-theirs", &[("host", host.as_str().into())])
            }
            Taker::Carrier { host } => {
                frame.say("delivery-taken-by", &[("host", host.as_str().into())])
            }
            Taker::Unnamed => frame.t(self.by("delivery-taken", "delivery-text-taken")),
        }
    }
}

/// The sentence, and when it is tried again.
fn with_next(
    what: Cow<'static, str>,
    again_at: Option<Time>,
    frame: &Frame,
    asked: &Asked,
) -> Cow<'static, str> {
    match again_at {
        None => what,
        // A minute that is the present one would seem to be over.
        Some(at) if at.since(asked.now) < MINUTE => {
            frame.say("delivery-next-soon", &[("what", what.into())])
        }
        Some(at) => {
            let time = clock(at, frame, asked);
            frame.say(
                "delivery-next",
                &[("what", what.into()), ("time", time.into())],
            )
        }
    }
}
