//! Activity pages of each kind, with every kind of event in one of them.

use core::time::Duration;

use kadomori_domain::{
    assurance::Assurance,
    device::Standing,
    event::{Actor, CodeRefusal, Facts, GivenUp, OverallLimit, Sending, SignOutScope, Withheld},
    factor::FactorKind,
    gate::Reason,
    purpose::Purpose,
    reference::Reference,
};

use super::{ActivityItem, ActivityPage};
use crate::{frame::Frame, sample, when::Zone};

impl ActivityPage {
    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |items: Vec<ActivityItem>, older: Option<&str>| Self {
            frame: Frame {
                signed_in_as: Some("mika@example.jp".to_owned()),
                ..sample::frame("/account")
            },
            address: "mika@example.jp".to_owned(),
            zone: sample::zone(),
            now: sample::NOON.plus(Duration::from_mins(4)),
            items,
            older: older.map(str::to_owned),
        };
        let every = every_kind_of_facts()
            .into_iter()
            .zip(0..)
            .map(|(facts, hours)| ActivityItem {
                at: sample::NOON.minus(Duration::from_secs(hours * 5_400)),
                facts,
                label: None,
                agent: (hours % 3 != 2).then(|| sample::agent("Firefox", "Linux")),
                here: false,
            });
        let assumed = Self {
            zone: Zone::utc(),
            ..page(first_day(), None)
        };
        vec![
            ("first_day", page(first_day(), None)),
            ("every_kind", page(every.collect(), Some("019e1f0a"))),
            ("zone_assumed", assumed),
            ("empty", page(Vec::new(), None)),
        ]
    }
}

/// What a newcomer's page shows.
fn first_day() -> Vec<ActivityItem> {
    let reference = sample::reference();
    let because = || vec![Reason::NewDevice];
    let item = |seconds, facts| ActivityItem {
        at: sample::NOON.plus(Duration::from_secs(seconds)),
        facts,
        label: None,
        agent: Some(sample::agent("Chrome", "Windows")),
        here: true,
    };
    let signed_in = Facts::SignedIn {
        reference: Some(reference),
        ways: vec![FactorKind::MailCode],
        assurance: Assurance::Single,
        because: because(),
        standing: Standing::New,
    };
    let requested = Facts::CodeRequested {
        purpose: Purpose::SignIn,
        reference,
        because: because(),
        sending: Sending::First,
        withheld: None,
    };
    vec![
        item(42, signed_in),
        item(42, Facts::AccountCreated { by: Actor::Person }),
        item(
            30,
            Facts::CodeRefused {
                reference,
                why: CodeRefusal::Wrong,
            },
        ),
        item(0, requested),
    ]
}

fn every_kind_of_facts() -> Vec<Facts> {
    let mut every = vec![
        signed_in(Standing::Familiar, &[Reason::WayIn]),
        signed_in(Standing::New, &[Reason::NewDevice, Reason::Unusual]),
    ];
    every.extend(every_request());
    every.extend(every_refusal());
    every.extend(every_end());
    every.extend([
        Facts::AccountCreated { by: Actor::Person },
        Facts::AccountCreated {
            by: Actor::Operator,
        },
        Facts::Unlocked,
        Facts::LimitPassed {
            limit: OverallLimit::Sends,
        },
        Facts::AccountDeleted,
    ]);
    every
}

fn signed_in(standing: Standing, because: &[Reason]) -> Facts {
    Facts::SignedIn {
        reference: Some(other_reference()),
        ways: vec![FactorKind::MailCode],
        assurance: Assurance::Single,
        because: because.to_vec(),
        standing,
    }
}

fn every_request() -> Vec<Facts> {
    let request = |purpose, sending, withheld, because: &[Reason]| Facts::CodeRequested {
        purpose,
        reference: other_reference(),
        because: because.to_vec(),
        sending,
        withheld,
    };
    let to_sign_in = |sending, because| request(Purpose::SignIn, sending, None, because);
    let withheld = |why| request(Purpose::SignIn, Sending::First, Some(why), &[]);
    vec![
        to_sign_in(Sending::First, &[Reason::NewDevice]),
        to_sign_in(Sending::Same, &[Reason::WayIn]),
        to_sign_in(Sending::Renewed, &[Reason::ProofTooOld]),
        withheld(Withheld::TooManySends),
        withheld(Withheld::TooManyWrongCodes),
        withheld(Withheld::NoAccount),
        request(
            Purpose::CreateAccount,
            Sending::First,
            None,
            &[Reason::WayIn],
        ),
    ]
}

fn every_refusal() -> Vec<Facts> {
    let reference = other_reference();
    let refusals = [
        CodeRefusal::Wrong,
        CodeRefusal::Superseded,
        CodeRefusal::Expired,
        CodeRefusal::LastTry,
        CodeRefusal::Waiting,
    ];
    let given_up = [GivenUp::Expired, GivenUp::Refused];
    let refused = refusals.map(|why| Facts::CodeRefused { reference, why });
    refused
        .into_iter()
        .chain(given_up.map(|why| Facts::MailGivenUp { reference, why }))
        .collect()
}

fn every_end() -> Vec<Facts> {
    let scopes = [
        SignOutScope::Here,
        SignOutScope::Other,
        SignOutScope::Everywhere,
    ];
    let by = |by| scopes.map(|scope| Facts::SignedOut { scope, by });
    by(Actor::Person)
        .into_iter()
        .chain(by(Actor::Operator))
        .collect()
}

fn other_reference() -> Reference {
    sample::sample_reference("T4M")
}
