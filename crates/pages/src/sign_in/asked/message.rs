//! What came of an answer on the page of a way, and the sentence for it.

use std::borrow::Cow;

use kadomori_domain::{
    code::{CodeLength, Unreadable},
    factor::{FactorKind, checked::NotRight, recovery_code::NotARecoveryCode},
    time::Time,
};

use super::Asked;
use crate::{
    frame::Frame,
    wording::{self, digits},
};

/// What came of the last answer on the page of a way other than a mailed code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WayMessage {
    /// It isn't right.
    NotRight {
        /// Why, as far as this browser may know.
        why: NotRight,
        /// Tries that remain, where it cost one.
        left: Option<u32>,
    },
    /// Nothing was typed; this cost no try.
    Empty,
    /// It can't be read as an app's code; this cost no try.
    Unreadable(Unreadable),
    /// It can't be read as a recovery code; this cost no try.
    NotARecoveryCode(NotARecoveryCode),
    /// There is a wait after too many wrong answers.
    Waiting {
        /// Until when.
        until: Time,
    },
    /// An answer for another way came in: the person went over to this one meanwhile, in
    /// another window.
    OtherWay,
    /// The server has no room to look at it right now; this cost no try.
    Busy,
}

impl Asked {
    /// The sentence for a message, on the page of `way`.
    pub(crate) fn sentence(&self, frame: &Frame, way: FactorKind, message: &WayMessage) -> String {
        match message {
            WayMessage::NotRight { why, left } => {
                let sentence = not_right(frame, way, *why);
                match left {
                    Some(left) => with_tries(frame, &sentence, *left),
                    None => sentence.into_owned(),
                }
            }
            WayMessage::Empty => frame.t(empty(way)).into_owned(),
            WayMessage::Unreadable(why) => unreadable(frame, *why).into_owned(),
            WayMessage::NotARecoveryCode(why) => not_a_recovery_code(frame, *why).into_owned(),
            WayMessage::Waiting { until } => {
                let time = self.zone.until(*until, self.now, frame.locale);
                frame
                    .say("way-waiting", &[("time", time.into())])
                    .into_owned()
            }
            WayMessage::OtherWay => frame.t("way-other").into_owned(),
            WayMessage::Busy => frame.t("way-busy").into_owned(),
        }
    }
}

fn with_tries(frame: &Frame, sentence: &str, left: u32) -> String {
    let tries = frame.say("way-tries-left", &[("left", left.into())]);
    format!("{sentence}{}{tries}", wording::between(frame.locale))
}

/// Why an answer isn't right.
pub(crate) fn not_right(frame: &Frame, way: FactorKind, why: NotRight) -> Cow<'static, str> {
    let off = |id: &str, minutes: u32| frame.say(id, &[("minutes", minutes.into())]);
    frame.t(match (why, way) {
        (NotRight::Mismatch, FactorKind::Password) => "way-password-wrong",
        (NotRight::Mismatch, FactorKind::Totp | FactorKind::MailCode | FactorKind::SmsCode) => {
            "way-app-wrong"
        }
        (NotRight::Mismatch, FactorKind::Passkey) => "way-passkey-wrong",
        (NotRight::Mismatch, FactorKind::RecoveryCode) => "way-recovery-wrong",
        (NotRight::Used, FactorKind::RecoveryCode) => "way-recovery-used",
        (
            NotRight::Used,
            FactorKind::Totp
            | FactorKind::MailCode
            | FactorKind::SmsCode
            | FactorKind::Password
            | FactorKind::Passkey,
        ) => "way-app-used",
        (NotRight::ClockFast { minutes }, _) => return off("way-clock-fast", minutes),
        (NotRight::ClockSlow { minutes }, _) => return off("way-clock-slow", minutes),
        (NotRight::UnknownPasskey, _) => "way-passkey-unknown",
        (NotRight::OtherSite, _) => "way-passkey-other-site",
        (NotRight::CeremonyOver, _) => "way-passkey-late",
        (NotRight::KeyMissing, _) => "way-unchecked",
    })
}

const fn empty(way: FactorKind) -> &'static str {
    match way {
        FactorKind::Password => "way-password-empty",
        FactorKind::RecoveryCode => "way-recovery-empty",
        // An app's code that isn't there is an unreadable one; a passkey always says something.
        FactorKind::Totp | FactorKind::MailCode | FactorKind::SmsCode | FactorKind::Passkey => {
            "way-passkey-cancelled"
        }
    }
}

/// An app's code always has six digits (RFC 6238, as apps have it).
pub(crate) fn unreadable(frame: &Frame, why: Unreadable) -> Cow<'static, str> {
    let id = match why {
        Unreadable::Empty => "way-app-empty",
        Unreadable::NoCode => "way-app-none",
        Unreadable::Ambiguous => "code-ambiguous",
    };
    frame.say(id, &[("digits", digits(CodeLength::SIX))])
}

/// What a recovery code has to look like.
pub(crate) fn not_a_recovery_code(frame: &Frame, why: NotARecoveryCode) -> Cow<'static, str> {
    match why {
        NotARecoveryCode::TooShort => frame.t("way-recovery-short"),
        NotARecoveryCode::TooLong => frame.t("way-recovery-long"),
        NotARecoveryCode::BadSign(sign) => {
            frame.say("way-recovery-sign", &[("sign", sign.to_string().into())])
        }
    }
}
