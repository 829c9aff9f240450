//! An event in the words of those who look after accounts. No wildcard: a new kind has to
//! find its words here. What its person reads is in the pages.

use kadomori_domain::{
    client::Agent,
    device::Standing,
    event::{Actor, CodeRefusal, Facts, GivenUp, OverallLimit, Sending, SignOutScope, Withheld},
    factor::FactorKind,
    gate::Reason,
    purpose::Purpose,
};

/// What happened.
pub(super) fn what(facts: &Facts) -> String {
    match facts {
        Facts::CodeRequested {
            purpose,
            because,
            sending,
            withheld,
            ..
        } => requested(*purpose, because, *sending, *withheld),
        Facts::CodeRefused { why, .. } => format!("code not accepted: {}", refusal(*why)),
        Facts::SignedIn { ways, standing, .. } => signed_in(ways, *standing),
        Facts::AccountCreated { by } => format!("account made by {}", actor(*by)),
        Facts::SignedOut { scope, by } => {
            format!("signed out {} by {}", scope_of(*scope), actor(*by))
        }
        Facts::MailGivenUp { why, .. } => format!("mail given up: {}", given_up(*why)),
        Facts::Unlocked => "waits ended by an operator".to_owned(),
        Facts::LimitPassed {
            limit: OverallLimit::Sends,
        } => "more mails than usual went out from the whole site".to_owned(),
        Facts::AccountDeleted => "account deleted by an operator".to_owned(),
    }
}

/// `Chrome on Windows`, as far as it is known.
pub(super) fn agent(agent: &Agent) -> Option<String> {
    match (&agent.browser, &agent.system) {
        (Some(browser), Some(system)) => Some(format!("{browser} on {system}")),
        (Some(one), None) | (None, Some(one)) => Some(one.clone()),
        (None, None) => None,
    }
}

fn requested(
    purpose: Purpose,
    because: &[Reason],
    sending: Sending,
    withheld: Option<Withheld>,
) -> String {
    let what = match sending {
        Sending::First => "code requested",
        Sending::Same => "same code requested again",
        Sending::Renewed => "new code requested in place of an earlier one",
    };
    let purpose = match purpose {
        Purpose::SignIn => "to sign in",
        Purpose::CreateAccount => "to make an account",
    };
    let mut text = format!("{what} {purpose}");
    if !because.is_empty() {
        let because: Vec<_> = because.iter().map(|reason| reason_of(*reason)).collect();
        text = format!("{text}, because of {}", because.join(" and "));
    }
    match withheld {
        None => text,
        Some(Withheld::NoAccount) => text + "; not sent: no account",
        Some(Withheld::TooManySends) => text + "; not sent: too many mails before",
        Some(Withheld::TooManyWrongCodes) => text + "; not sent: too many wrong codes before",
    }
}

const fn reason_of(reason: Reason) -> &'static str {
    match reason {
        Reason::NewDevice => "a new browser",
        Reason::WayIn => "the account's way in",
        Reason::Unusual => "an unusual sign-in",
        Reason::ProofTooOld => "a proof too old",
    }
}

const fn refusal(why: CodeRefusal) -> &'static str {
    match why {
        CodeRefusal::Wrong => "wrong",
        CodeRefusal::Superseded => "that of an earlier mail",
        CodeRefusal::Expired => "expired",
        CodeRefusal::LastTry => "wrong, and the last try",
        CodeRefusal::Waiting => "typed during a wait, not looked at",
    }
}

fn signed_in(ways: &[FactorKind], standing: Standing) -> String {
    let ways: Vec<_> = ways
        .iter()
        .map(|way| match way {
            FactorKind::MailCode => "a mailed code",
        })
        .collect();
    let browser = match standing {
        Standing::Familiar => "a known browser",
        Standing::New => "a new browser",
    };
    format!("signed in with {} in {browser}", ways.join(" and "))
}

const fn actor(by: Actor) -> &'static str {
    match by {
        Actor::Person => "its person",
        Actor::Operator => "an operator",
    }
}

const fn scope_of(scope: SignOutScope) -> &'static str {
    match scope {
        SignOutScope::Here => "in this browser",
        SignOutScope::Other => "in another browser",
        SignOutScope::Everywhere => "everywhere",
    }
}

const fn given_up(why: GivenUp) -> &'static str {
    match why {
        GivenUp::Expired => "its code had expired",
        GivenUp::Refused => "the mail server refused it",
    }
}
