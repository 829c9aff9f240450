//! A sentence for each answer that was not accepted.

use std::borrow::Cow;

use kadomori_domain::{
    event::ProofRefusal,
    factor::{FactorKind, checked::NotRight},
    locale::Locale,
};

use crate::text::{say, text};

/// What happened.
pub(super) fn what(locale: Locale, way: FactorKind, why: ProofRefusal) -> Cow<'static, str> {
    let off = |id: &str, minutes: u32| say(locale, id, &[("minutes", minutes.into())]);
    let id = match why {
        ProofRefusal::LastTry => "event-proof-last-try",
        ProofRefusal::Waiting => "event-proof-waiting",
        ProofRefusal::NotRight { why } => match why {
            NotRight::Mismatch => mismatch(way),
            NotRight::Used => "event-proof-used",
            NotRight::ClockFast { minutes } => return off("event-app-clock-fast", minutes),
            NotRight::ClockSlow { minutes } => return off("event-app-clock-slow", minutes),
            NotRight::UnknownPasskey => "event-passkey-unknown",
            NotRight::OtherSite => "event-passkey-other-site",
            NotRight::CeremonyOver => "event-passkey-late",
            NotRight::KeyMissing => "event-proof-unchecked",
        },
    };
    text(locale, id)
}

const fn mismatch(way: FactorKind) -> &'static str {
    match way {
        FactorKind::MailCode | FactorKind::SmsCode => "event-code-wrong",
        FactorKind::Password => "event-password-wrong",
        FactorKind::Totp => "event-app-wrong",
        FactorKind::Passkey => "event-passkey-wrong",
        FactorKind::RecoveryCode => "event-recovery-code-wrong",
    }
}
