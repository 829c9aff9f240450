//! What came of a try or a wish on the code page, and the sentence for it.

use kadomori_domain::{code::Unreadable, purpose::Purpose, reference::Reference, time::Time};

use super::CodePage;
use crate::{
    rich::Rich,
    sign_in::{Asked, Typed},
    text::Value,
    wording,
};

/// What came of the last try or wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeMessage {
    /// It doesn't match.
    Wrong {
        /// Tries that remain.
        left: u32,
    },
    /// It is the code of an earlier message of this flow.
    Superseded {
        /// The signs on the message to use.
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
        let reference = if let CodeMessage::Superseded { reference, .. } = message {
            *reference
        } else {
            self.reference
        };
        let mut values = vec![
            self.typed(),
            ("digits", self.digits()),
            ("reference", badge(reference)),
        ];
        if let Some(time) = self.time_of(message) {
            let Asked { zone, now, .. } = &self.asked;
            let until = zone.until(time, *now, self.frame.locale);
            values.push(("time", until.into()));
        }
        if let CodeMessage::Wrong { left } = message {
            values.push(("left", (*left).into()));
        }
        if let CodeMessage::OtherPurpose { purpose } = message {
            let purpose = wording::code_purpose(self.frame.locale, *purpose);
            values.push(("purpose", purpose.into()));
        }
        self.frame.rich(self.id_of(message), &values)
    }

    fn id_of(&self, message: &CodeMessage) -> &'static str {
        let by = |mail, text| self.by(mail, text);
        let is_known = self.is_known();
        match message {
            CodeMessage::Wrong { .. } => "code-wrong",
            CodeMessage::Superseded { .. } => by("code-superseded", "code-text-superseded"),
            CodeMessage::Expired => "code-expired",
            CodeMessage::Unreadable(Unreadable::Empty) => by("code-empty", "code-text-empty"),
            CodeMessage::Unreadable(Unreadable::NoCode) => by("code-none", "code-text-none"),
            CodeMessage::Unreadable(Unreadable::Ambiguous) => "code-ambiguous",
            CodeMessage::OtherPurpose { .. } => by("code-other-purpose", "code-text-other-purpose"),
            CodeMessage::OtherWay => by("way-other-to-mail", "way-other-to-text"),
            CodeMessage::Waiting { .. } if is_known => "code-waiting-known",
            CodeMessage::Waiting { .. } => match self.asked.typed {
                Typed::Address | Typed::UserName => "code-waiting",
                Typed::Number => "code-waiting-number",
            },
            CodeMessage::SentAgain if is_known => by("code-sent-again", "code-text-sent-again"),
            CodeMessage::SentAgain => {
                by("code-sent-again-stranger", "code-text-sent-again-stranger")
            }
            CodeMessage::SentNew if is_known => by("code-sent-new", "code-text-sent-new"),
            CodeMessage::SentNew => by("code-sent-new-stranger", "code-text-sent-new-stranger"),
            CodeMessage::TooSoon { .. } => by("code-too-soon", "code-text-too-soon"),
            CodeMessage::Held { .. } => by("code-held", "code-text-held"),
            CodeMessage::NoMoreTexts => "code-no-more-texts",
        }
    }

    /// The time that the message speaks of.
    const fn time_of(&self, message: &CodeMessage) -> Option<Time> {
        match message {
            CodeMessage::Superseded { sent_at: time, .. }
            | CodeMessage::Waiting { until: time }
            | CodeMessage::TooSoon { at: time }
            | CodeMessage::Held { until: time } => Some(*time),
            CodeMessage::Expired => Some(self.expires_at),
            CodeMessage::Wrong { .. }
            | CodeMessage::Unreadable(_)
            | CodeMessage::OtherPurpose { .. }
            | CodeMessage::OtherWay
            | CodeMessage::SentAgain
            | CodeMessage::SentNew
            | CodeMessage::NoMoreTexts => None,
        }
    }
}
