//! What came of a try or a wish on the code page, and the sentence for it.

use kadomori_domain::{code::Unreadable, purpose::Purpose, reference::Reference, time::Time};

use super::CodePage;
use crate::{rich::Rich, text::Value, wording};

/// What came of the last try or wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeMessage {
    /// It doesn't match.
    Wrong {
        /// Tries that remain.
        left: u32,
    },
    /// It is the code of an earlier mail of this flow.
    Superseded {
        /// The signs on the mail to use.
        reference: Reference,
        /// When that was sent.
        sent_at: Time,
    },
    /// Its time is over.
    Expired,
    /// It can't be read as a code; this cost no try.
    Unreadable(Unreadable),
    /// It is the code of another journey of this browser, which has ended.
    OtherPurpose {
        /// What that code was for.
        purpose: Purpose,
    },
    /// An answer for another way came in: the person went over to the code meanwhile, in
    /// another window.
    OtherWay,
    /// Too many wrong codes, from new devices or, on a known one, from those.
    Waiting {
        /// Until when.
        until: Time,
    },
    /// The same code was sent once more.
    SentAgain,
    /// A new code was sent, and the older one is void.
    SentNew,
    /// It can't be sent again yet.
    TooSoon {
        /// From when on it can.
        at: Time,
    },
    /// So many were sent that the next has to wait. Only told on known devices.
    Held {
        /// Until when.
        until: Time,
    },
    /// No more text messages can go out today. Only told on known devices.
    NoMoreTexts,
}

/// How a message is said: as what went wrong with the field, or as news.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Error,
    News,
}

impl CodeMessage {
    pub(super) const fn tone(&self) -> Tone {
        match self {
            Self::Wrong { .. }
            | Self::Superseded { .. }
            | Self::Expired
            | Self::Unreadable(_)
            | Self::OtherPurpose { .. }
            | Self::OtherWay
            | Self::Waiting { .. } => Tone::Error,
            Self::SentAgain
            | Self::SentNew
            | Self::TooSoon { .. }
            | Self::Held { .. }
            | Self::NoMoreTexts => Tone::News,
        }
    }
}

impl CodePage {
    pub(super) fn sentence(&self, message: &CodeMessage, with_badge: bool) -> Rich {
        let badge = |reference: Reference| {
            let text = reference.to_string();
            if with_badge {
                Value::Badge(text)
            } else {
                text.into()
            }
        };
        let until = |time| {
            Value::from(
                self.asked
                    .zone
                    .until(time, self.asked.now, self.frame.locale),
            )
        };
        let say = |id: &str, values: &[(&'static str, Value<'_>)]| self.frame.rich(id, values);
        let (digits, reference) = (
            ("digits", self.digits()),
            ("reference", badge(self.reference)),
        );
        let for_viewer = |known, stranger| if self.is_known() { known } else { stranger };
        match message {
            CodeMessage::Wrong { left } => say("code-wrong", &[("left", (*left).into())]),
            CodeMessage::Superseded { reference, sent_at } => say(
                "code-superseded",
                &[("reference", badge(*reference)), ("time", until(*sent_at))],
            ),
            CodeMessage::Expired => say("code-expired", &[("time", until(self.expires_at))]),
            CodeMessage::Unreadable(Unreadable::Empty) => say("code-empty", &[digits, reference]),
            CodeMessage::Unreadable(Unreadable::NoCode) => say("code-none", &[digits, reference]),
            CodeMessage::Unreadable(Unreadable::Ambiguous) => say("code-ambiguous", &[digits]),
            CodeMessage::OtherPurpose { purpose } => {
                let purpose = wording::code_purpose(self.frame.locale, *purpose);
                say(
                    "code-other-purpose",
                    &[("purpose", purpose.into()), reference],
                )
            }
            CodeMessage::OtherWay => say("way-other-to-mail", &[reference]),
            CodeMessage::Waiting { until: time } => say(
                for_viewer("code-waiting-known", "code-waiting"),
                &[("time", until(*time))],
            ),
            CodeMessage::SentAgain => say(
                for_viewer("code-sent-again", "code-sent-again-stranger"),
                &[reference],
            ),
            CodeMessage::SentNew => say(
                for_viewer("code-sent-new", "code-sent-new-stranger"),
                &[reference],
            ),
            CodeMessage::TooSoon { at } => say("code-too-soon", &[("time", until(*at))]),
            CodeMessage::Held { until: time } => say("code-held", &[("time", until(*time))]),
            CodeMessage::NoMoreTexts => say("code-no-more-texts", &[]),
        }
    }
}
