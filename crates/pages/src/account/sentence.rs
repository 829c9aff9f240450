//! A sentence for each kind of event. No wildcard: a new kind has to find its words here.

mod refusal;

use std::borrow::Cow;

use kadomori_domain::{
    delivery::Channel,
    event::{Actor, CodeRefusal, Facts, GivenUp, OverallLimit, Sending, SignOutScope, Withheld},
    forwarded::Verdict,
    gate::Reason,
    locale::Locale,
};

use crate::{
    text::{Value, say, text},
    wording,
};

/// The small shape beside a line, which says the same as its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Someone got in.
    In,
    /// Someone left, or was made to.
    Out,
    /// A mail.
    Mail,
    /// Something was turned away.
    Stopped,
    /// Something about the account itself.
    Account,
    /// Something about the ways to prove that it's its person.
    Key,
}

/// The shape of a line.
pub(super) const fn shape(facts: &Facts) -> Shape {
    match facts {
        Facts::SignedIn { .. } => Shape::In,
        Facts::SignedOut { .. } => Shape::Out,
        Facts::CodeRequested { withheld: None, .. } | Facts::MailChecked { .. } => Shape::Mail,
        Facts::CodeRequested {
            withheld: Some(_), ..
        }
        | Facts::CodeRefused { .. }
        | Facts::ProofRefused { .. }
        | Facts::MailGivenUp { .. }
        | Facts::ContactBroken { .. } => Shape::Stopped,
        Facts::SteppedUp { .. }
        | Facts::RecoveryCodeUsed { .. }
        | Facts::PasskeyWentBack
        | Facts::DeviceTrusted { .. }
        | Facts::DevicesUntrusted { .. }
        | Facts::SecurityChanged { .. } => Shape::Key,
        Facts::AccountCreated { .. }
        | Facts::Unlocked
        | Facts::LimitPassed { .. }
        | Facts::ProviderDown { .. }
        | Facts::ProviderBack { .. }
        | Facts::AreaRefuses { .. }
        | Facts::FakeReported { .. }
        | Facts::AccountDeleted => Shape::Account,
    }
}

/// What happened; `day` writes a day in the reader's zone.
pub(super) fn what(
    locale: Locale,
    facts: &Facts,
    day: impl Fn(kadomori_domain::time::Time) -> String,
) -> Cow<'static, str> {
    let with = |id: &str, value: (&'static str, Value<'_>)| say(locale, id, &[value]);
    match facts {
        Facts::CodeRequested {
            purpose,
            sending,
            withheld,
            ..
        } => {
            let purpose = wording::purpose(locale, *purpose);
            with(request(*sending, *withheld), ("purpose", purpose.into()))
        }
        Facts::ProofRefused { way, why } => refusal::what(locale, *way, *why),
        Facts::SignedIn { ways, .. } if ways.is_empty() => text(locale, "event-signed-in-plain"),
        Facts::SignedIn { ways, .. } => {
            let ways = wording::ways_used(locale, ways);
            with("event-signed-in", ("ways", ways.into()))
        }
        Facts::SteppedUp { ways, .. } => {
            let ways = wording::ways_used(locale, ways);
            with("event-stepped-up", ("ways", ways.into()))
        }
        Facts::RecoveryCodeUsed { left } => {
            with("event-recovery-code-used", ("left", (*left).into()))
        }
        Facts::DeviceTrusted { until } => with("event-device-trusted", ("day", day(*until).into())),
        Facts::DevicesUntrusted { count } => {
            with("event-devices-untrusted", ("count", (*count).into()))
        }
        Facts::SecurityChanged { change, .. } => text(locale, wording::change(*change)),
        Facts::AreaRefuses { area, .. } => with(plain(facts), ("area", area.as_str().into())),
        Facts::CodeRefused { .. }
        | Facts::AccountCreated { .. }
        | Facts::SignedOut { .. }
        | Facts::MailGivenUp { .. }
        | Facts::Unlocked
        | Facts::LimitPassed { .. }
        | Facts::AccountDeleted
        | Facts::ContactBroken { .. }
        | Facts::ProviderDown { .. }
        | Facts::ProviderBack { .. }
        | Facts::FakeReported { .. }
        | Facts::MailChecked { .. }
        | Facts::PasskeyWentBack => text(locale, plain(facts)),
    }
}

/// The sentence of what needs no value.
const fn plain(facts: &Facts) -> &'static str {
    match facts {
        Facts::CodeRefused { why, .. } => match why {
            CodeRefusal::Wrong => "event-code-wrong",
            CodeRefusal::Superseded => "event-code-superseded",
            CodeRefusal::Expired => "event-code-expired",
            CodeRefusal::LastTry => "event-code-last-try",
            CodeRefusal::Waiting => "event-code-waiting",
            CodeRefusal::OtherPurpose => "event-code-other-purpose",
        },
        Facts::AccountCreated { by: Actor::Person } => "event-account-created",
        Facts::AccountCreated {
            by: Actor::Operator,
        } => "event-account-created-operator",
        Facts::SignedOut { scope, by } => signed_out(*scope, *by),
        Facts::MailGivenUp {
            why: GivenUp::Expired,
            ..
        } => "event-mail-late",
        Facts::MailGivenUp {
            why: GivenUp::Refused,
            ..
        } => "event-mail-refused",
        Facts::Unlocked => "event-unlocked",
        Facts::LimitPassed {
            limit: OverallLimit::Sends,
        } => "event-many-mails",
        Facts::LimitPassed {
            limit: OverallLimit::Texts,
        } => "event-many-texts",
        Facts::AccountDeleted => "event-account-deleted",
        Facts::PasskeyWentBack => "event-passkey-went-back",
        Facts::FakeReported { .. } => "event-fake-reported",
        Facts::MailChecked { verdict, .. } => checked(*verdict),
        Facts::ContactBroken { channel } => match channel {
            Channel::Mail => "event-mails-come-back",
            Channel::Text => "event-texts-come-back",
        },
        Facts::ProviderDown { channel, .. } => match channel {
            Channel::Mail => "event-mails-stuck",
            Channel::Text => "event-texts-stuck",
        },
        Facts::ProviderBack { channel, .. } => match channel {
            Channel::Mail => "event-mails-move",
            Channel::Text => "event-texts-move",
        },
        Facts::AreaRefuses { channel, .. } => match channel {
            Channel::Mail => "event-mails-refused-there",
            Channel::Text => "event-texts-refused-there",
        },
        // These are said with their values.
        Facts::CodeRequested { .. }
        | Facts::SignedIn { .. }
        | Facts::ProofRefused { .. }
        | Facts::SteppedUp { .. }
        | Facts::RecoveryCodeUsed { .. }
        | Facts::DeviceTrusted { .. }
        | Facts::DevicesUntrusted { .. }
        | Facts::SecurityChanged { .. } => "event-signed-in-plain",
    }
}

const fn checked(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Genuine => "event-mail-checked-genuine",
        Verdict::Unproven => "event-mail-checked-unproven",
        Verdict::Suspicious => "event-mail-checked-suspicious",
        Verdict::Fake => "event-mail-checked-fake",
        Verdict::Unreadable => "event-mail-checked-unreadable",
    }
}

const fn signed_out(scope: SignOutScope, by: Actor) -> &'static str {
    match (by, scope) {
        (Actor::Person, SignOutScope::Here) => "event-signed-out",
        (Actor::Person, SignOutScope::Other) => "event-signed-out-other",
        (Actor::Person, SignOutScope::Everywhere) => "event-signed-out-everywhere",
        (Actor::Operator, SignOutScope::Here | SignOutScope::Other) => "event-signed-out-operator",
        (Actor::Operator, SignOutScope::Everywhere) => "event-signed-out-everywhere-operator",
    }
}

const fn request(sending: Sending, withheld: Option<Withheld>) -> &'static str {
    match (withheld, sending) {
        (Some(Withheld::NoAccount), _) => "event-code-withheld-no-account",
        (Some(Withheld::TooManySends), _) => "event-code-withheld-sends",
        (Some(Withheld::TooManyWrongCodes), _) => "event-code-withheld-wrong",
        (Some(Withheld::NoMoreTexts), _) => "event-code-withheld-texts",
        (None, Sending::First) => "event-code-sent",
        (None, Sending::Same) => "event-code-sent-again",
        (None, Sending::Renewed) => "event-code-renewed",
    }
}

/// Why a code was asked for, where one was; and who did it, where it wasn't the person.
pub(super) fn why(locale: Locale, facts: &Facts) -> Vec<Cow<'static, str>> {
    let reasons = because(facts).iter();
    let mut why: Vec<_> = reasons
        .map(|reason| wording::was_because(locale, *reason))
        .collect();
    if let Facts::SecurityChanged {
        by: Actor::Operator,
        ..
    } = facts
    {
        why.push(text(locale, "event-by-operator"));
    }
    why
}

fn because(facts: &Facts) -> &[Reason] {
    match facts {
        Facts::CodeRequested { because, .. } | Facts::SignedIn { because, .. } => because,
        Facts::CodeRefused { .. }
        | Facts::ProofRefused { .. }
        | Facts::AccountCreated { .. }
        | Facts::SignedOut { .. }
        | Facts::MailGivenUp { .. }
        | Facts::Unlocked
        | Facts::LimitPassed { .. }
        | Facts::SteppedUp { .. }
        | Facts::RecoveryCodeUsed { .. }
        | Facts::PasskeyWentBack
        | Facts::DeviceTrusted { .. }
        | Facts::DevicesUntrusted { .. }
        | Facts::SecurityChanged { .. }
        | Facts::ContactBroken { .. }
        | Facts::ProviderDown { .. }
        | Facts::ProviderBack { .. }
        | Facts::AreaRefuses { .. }
        | Facts::FakeReported { .. }
        | Facts::MailChecked { .. }
        | Facts::AccountDeleted => &[],
    }
}
