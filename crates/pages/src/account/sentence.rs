//! A sentence for each kind of event. No wildcard: a new kind has to find its words here.

use std::borrow::Cow;

use kadomori_domain::{
    event::{Actor, CodeRefusal, Facts, GivenUp, OverallLimit, Sending, SignOutScope, Withheld},
    gate::Reason,
    locale::Locale,
};

use crate::{
    text::{say, text},
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
}

/// The shape of a line.
pub(super) const fn shape(facts: &Facts) -> Shape {
    match facts {
        Facts::SignedIn { .. } => Shape::In,
        Facts::SignedOut { .. } => Shape::Out,
        Facts::CodeRequested { withheld: None, .. } => Shape::Mail,
        Facts::CodeRequested {
            withheld: Some(_), ..
        }
        | Facts::CodeRefused { .. }
        | Facts::MailGivenUp { .. } => Shape::Stopped,
        Facts::AccountCreated { .. }
        | Facts::Unlocked
        | Facts::LimitPassed { .. }
        | Facts::AccountDeleted => Shape::Account,
    }
}

/// What happened.
pub(super) fn what(locale: Locale, facts: &Facts) -> Cow<'static, str> {
    let id = match facts {
        Facts::CodeRequested {
            purpose,
            sending,
            withheld,
            ..
        } => {
            let purpose = wording::purpose(locale, *purpose);
            return say(
                locale,
                request(*sending, *withheld),
                &[("purpose", purpose.into())],
            );
        }
        Facts::CodeRefused { why, .. } => match why {
            CodeRefusal::Wrong => "event-code-wrong",
            CodeRefusal::Superseded => "event-code-superseded",
            CodeRefusal::Expired => "event-code-expired",
            CodeRefusal::LastTry => "event-code-last-try",
            CodeRefusal::Waiting => "event-code-waiting",
        },
        Facts::SignedIn { .. } => "event-signed-in",
        Facts::AccountCreated { by: Actor::Person } => "event-account-created",
        Facts::AccountCreated {
            by: Actor::Operator,
        } => "event-account-created-operator",
        Facts::SignedOut {
            scope,
            by: Actor::Person,
        } => match scope {
            SignOutScope::Here => "event-signed-out",
            SignOutScope::Other => "event-signed-out-other",
            SignOutScope::Everywhere => "event-signed-out-everywhere",
        },
        Facts::SignedOut {
            scope,
            by: Actor::Operator,
        } => match scope {
            SignOutScope::Here | SignOutScope::Other => "event-signed-out-operator",
            SignOutScope::Everywhere => "event-signed-out-everywhere-operator",
        },
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
        Facts::AccountDeleted => "event-account-deleted",
    };
    text(locale, id)
}

const fn request(sending: Sending, withheld: Option<Withheld>) -> &'static str {
    match (withheld, sending) {
        (Some(Withheld::NoAccount), _) => "event-code-withheld-no-account",
        (Some(Withheld::TooManySends), _) => "event-code-withheld-sends",
        (Some(Withheld::TooManyWrongCodes), _) => "event-code-withheld-wrong",
        (None, Sending::First) => "event-code-sent",
        (None, Sending::Same) => "event-code-sent-again",
        (None, Sending::Renewed) => "event-code-renewed",
    }
}

/// Why a code was asked for, where one was.
pub(super) fn why(locale: Locale, facts: &Facts) -> Vec<Cow<'static, str>> {
    because(facts)
        .iter()
        .map(|reason| wording::was_because(locale, *reason))
        .collect()
}

fn because(facts: &Facts) -> &[Reason] {
    match facts {
        Facts::CodeRequested { because, .. } | Facts::SignedIn { because, .. } => because,
        Facts::CodeRefused { .. }
        | Facts::AccountCreated { .. }
        | Facts::SignedOut { .. }
        | Facts::MailGivenUp { .. }
        | Facts::Unlocked
        | Facts::LimitPassed { .. }
        | Facts::AccountDeleted => &[],
    }
}
