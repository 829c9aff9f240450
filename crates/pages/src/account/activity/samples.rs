//! Activity pages of each kind, with every kind of event in one of them.

use core::time::Duration;

use kadomori_domain::{
    assurance::Assurance,
    delivery::Channel,
    device::Standing,
    event::{
        Actor, CodeRefusal, Facts, GivenUp, OverallLimit, ProofRefusal, SecurityChange, Sending,
        SignOutScope, Withheld,
    },
    factor::{FactorKind, checked::NotRight},
    forwarded::Verdict,
    gate::Reason,
    purpose::Purpose,
    reference::Reference,
    wave::Wave,
};

use super::{ActivityItem, ActivityPage, BrokenItem};
use crate::{sample, when::Zone};

impl ActivityPage {
    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |items: Vec<ActivityItem>, older: Option<&str>| Self {
            frame: sample::account_frame("/account"),
            address: "mika@example.jp".to_owned(),
            zone: sample::zone(),
            now: sample::NOON.plus(Duration::from_mins(4)),
            broken: Vec::new(),
            items,
            older: older.map(str::to_owned),
        };
        let every = |facts: Vec<Facts>| {
            let items = facts.into_iter().zip(0..).map(some_time_ago);
            page(items.collect(), Some("019e1f0a"))
        };
        let assumed = Self {
            zone: Zone::utc(),
            ..page(first_day(), None)
        };
        let broken = |channel, address: &str| BrokenItem {
            channel,
            address: address.to_owned(),
            since: sample::NOON.minus(Duration::from_hours(30)),
        };
        let with_broken = Self {
            broken: vec![
                broken(Channel::Mail, "mika@post.example.jp"),
                broken(Channel::Text, "090-1234-5678"),
            ],
            ..page(first_day(), None)
        };
        vec![
            ("first_day", page(first_day(), None)),
            ("broken", with_broken),
            ("every_kind", every(every_kind_of_facts())),
            ("every_proof", every(every_proof())),
            ("every_change", every(every_change())),
            ("every_delivery", every(every_delivery())),
            ("zone_assumed", assumed),
            ("empty", page(Vec::new(), None)),
        ]
    }
}

/// A line from so many times an hour and a half ago.
fn some_time_ago((facts, times): (Facts, u64)) -> ActivityItem {
    ActivityItem {
        at: sample::NOON.minus(Duration::from_secs(times * 5_400)),
        facts,
        label: (times % 7 == 3).then(|| "会社の鍵".to_owned()),
        agent: (times % 3 != 2).then(|| sample::agent("Firefox", "Linux")),
        here: false,
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
        Facts::FakeReported {
            wave: Wave::default(),
        },
        Facts::AccountDeleted,
    ]);
    every.extend(Verdict::ALL.map(|verdict| Facts::MailChecked {
        reference: other_reference(),
        verdict,
    }));
    every
}

/// What became of messages, and of those who carry them.
fn every_delivery() -> Vec<Facts> {
    let both = [Channel::Mail, Channel::Text];
    let provider = || "second".to_owned();
    let of = |channel| {
        [
            Facts::ContactBroken { channel },
            Facts::ProviderDown {
                channel,
                provider: provider(),
            },
            Facts::ProviderBack {
                channel,
                provider: provider(),
            },
            Facts::AreaRefuses {
                channel,
                area: match channel {
                    Channel::Mail => "example.jp".to_owned(),
                    Channel::Text => "JP".to_owned(),
                },
            },
        ]
    };
    both.into_iter().flat_map(of).collect()
}

/// Every change of what protects an account.
fn every_change() -> Vec<Facts> {
    let by = |by| move |change| Facts::SecurityChanged { change, by };
    let mut every: Vec<_> = SecurityChange::ALL.map(by(Actor::Person)).into();
    every.push(by(Actor::Operator)(SecurityChange::TwoStepOff));
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
        request(
            Purpose::ResetPassword,
            Sending::First,
            None,
            &[Reason::Reset],
        ),
        request(
            Purpose::ChangeSecurity,
            Sending::First,
            None,
            &[Reason::Sensitive],
        ),
        request(
            Purpose::ConfirmContact,
            Sending::First,
            None,
            &[Reason::NewContact],
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
        CodeRefusal::OtherPurpose,
    ];
    let given_up = [GivenUp::Expired, GivenUp::Refused];
    let refused = refusals.map(|why| Facts::CodeRefused { reference, why });
    refused
        .into_iter()
        .chain(given_up.map(|why| Facts::MailGivenUp { reference, why }))
        .collect()
}

/// All that comes of other ways than a mailed code.
fn every_proof() -> Vec<Facts> {
    let both = || vec![FactorKind::Password, FactorKind::Totp];
    let refused = |way, why| Facts::ProofRefused { way, why };
    let not_right = [
        NotRight::Used,
        NotRight::ClockFast { minutes: 4 },
        NotRight::ClockSlow { minutes: 1 },
        NotRight::UnknownPasskey,
        NotRight::OtherSite,
        NotRight::CeremonyOver,
        NotRight::KeyMissing,
    ];
    let mismatched = FactorKind::ALL.map(|way| {
        let why = NotRight::Mismatch;
        refused(way, ProofRefusal::NotRight { why })
    });
    let others = not_right.map(|why| refused(FactorKind::Totp, ProofRefusal::NotRight { why }));
    let mut every: Vec<_> = mismatched.into_iter().chain(others).collect();
    every.extend([
        refused(FactorKind::Password, ProofRefusal::LastTry),
        refused(FactorKind::RecoveryCode, ProofRefusal::Waiting),
        Facts::SignedIn {
            reference: None,
            ways: both(),
            assurance: Assurance::Two,
            because: vec![Reason::TwoStep],
            standing: Standing::Familiar,
        },
        Facts::SteppedUp {
            ways: both(),
            assurance: Assurance::Two,
        },
        Facts::RecoveryCodeUsed { left: 9 },
        Facts::RecoveryCodeUsed { left: 1 },
        Facts::RecoveryCodeUsed { left: 0 },
        Facts::PasskeyWentBack,
        Facts::DeviceTrusted {
            until: sample::NOON.plus(Duration::from_hours(720)),
        },
        Facts::DevicesUntrusted { count: 1 },
        Facts::DevicesUntrusted { count: 2 },
    ]);
    every
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
