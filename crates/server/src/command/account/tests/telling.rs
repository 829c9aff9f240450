//! Texts and lines, as they stand on the terminal.

use std::net::Ipv4Addr;

use clap::CommandFactory as _;
use kadomori_domain::{
    account::Account,
    address::MailAddress,
    assurance::Assurance,
    chance::Chance,
    client::Agent,
    delivery::Channel,
    device::Standing,
    event::{
        Actor, CodeRefusal, Event, Facts, GivenUp, OverallLimit, Personal, ProofRefusal,
        SecurityChange, Sending, SignOutScope, Withheld,
    },
    factor::{FactorKind, checked::NotRight},
    gate::{Reason, Refusal},
    holdings::{Holdings, PasswordHeld},
    id::{AccountId, ContactId, EventId, TenantId},
    identifier::Identifier,
    locale::Locale,
    phone::{Country, PhoneNumber},
    purpose::Purpose,
    reference::Reference,
    security::{Contact, HeldIdentifier, Phone},
    throttle::Lane,
    wait::Wait,
    wave::Wave,
};
use kadomori_store::device::LastSignIn;

use super::{NOON, tokyo};
use crate::{
    command::{
        Arguments,
        account::{delete, events, find, json_line, moment::Moments},
        desk::Answer,
    },
    operator::Overview,
};

fn overview() -> Overview {
    let agent = Agent {
        browser: Some("Chrome".to_owned()),
        system: Some("Windows".to_owned()),
    };
    let wait = |lane, because, way, minutes| Wait {
        lane,
        because,
        way,
        until: NOON.plus(core::time::Duration::from_mins(minutes)),
    };
    Overview {
        account: Account {
            id: AccountId::from_bytes([7; 16]),
            tenant: TenantId::DEFAULT,
            address: MailAddress::parse("mika@example.jp").unwrap(),
            locale: Locale::Ja,
            zone: Some("Asia/Tokyo".to_owned()),
            created_at: NOON,
        },
        holdings: Holdings {
            mailboxes: 1,
            phones: 2,
            password: PasswordHeld::Long,
            apps: 2,
            passkeys: 1,
            verified_passkeys: 1,
            recovery_codes: 9,
            two_step_since: Some(NOON),
        },
        contacts: vec![
            contact("mika@example.jp", true),
            contact("mika@example.com", false),
        ],
        phones: vec![phone("+819012345678", false), phone("+818012345678", true)],
        identifiers: vec![
            held("mika@example.jp", true),
            held("+81 90 1234 5678", true),
            held("mika_t", false),
        ],
        trusted: 1,
        sessions: 2,
        last_sign_in: Some(LastSignIn { at: NOON, agent }),
        waits: vec![
            wait(Lane::Familiar, Refusal::TooManySends, None, 717),
            wait(
                Lane::Stranger,
                Refusal::TooManyWrongCodes,
                Some(FactorKind::MailCode),
                37,
            ),
            wait(
                Lane::Stranger,
                Refusal::TooManyWrongCodes,
                Some(FactorKind::Password),
                9,
            ),
        ],
    }
}

fn contact(address: &str, codes: bool) -> Contact {
    Contact {
        id: ContactId::from_bytes([8; 16]),
        address: MailAddress::parse(address).unwrap(),
        codes,
        notices: true,
        confirmed_at: Some(NOON),
        created_at: NOON,
        broken_at: None,
    }
}

fn phone(number: &str, is_broken: bool) -> Phone {
    Phone {
        id: ContactId::from_bytes([9; 16]),
        number: PhoneNumber::from_e164(number).unwrap(),
        confirmed_at: Some(NOON),
        created_at: NOON,
        broken_at: is_broken.then_some(NOON),
    }
}

fn held(identifier: &str, signs_in: bool) -> HeldIdentifier {
    HeldIdentifier {
        identifier: Identifier::parse(identifier, Country::JAPAN).unwrap(),
        signs_in,
        created_at: NOON,
    }
}

#[test]
fn an_account_is_shown_with_everything_that_keeps_it_waiting() {
    let overview = overview();
    insta::assert_snapshot!(find::text(&overview, &Moments::in_zone(&tokyo())));
    insta::assert_snapshot!(
        "an_account_for_a_program",
        json_line(&find::OverviewLine::from(&overview)).unwrap()
    );
}

#[test]
fn before_deleting_it_is_said_what_goes() {
    insta::assert_snapshot!(delete::question(&overview()));
}

#[test]
fn every_kind_of_event_is_one_line() {
    let moments = Moments::in_zone(&tokyo());
    let lines: Vec<String> = every_kind_of_facts()
        .into_iter()
        .chain(every_kind_of_facts_about_ways())
        .map(|facts| events::line(&event(facts), &moments))
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn an_event_for_a_program_has_all_facts() {
    let lines: Answer = every_kind_of_facts()
        .into_iter()
        .take(3)
        .map(|facts| json_line(&events::EventLine::from(&event(facts))))
        .collect();
    insta::assert_snapshot!(lines.unwrap());
}

#[test]
fn the_help_names_every_command() {
    let mut arguments = Arguments::command();
    arguments.build();
    let account = arguments.find_subcommand_mut("account").unwrap();
    insta::assert_snapshot!(account.render_help());
}

fn event(facts: Facts) -> Event {
    let agent = Agent {
        browser: Some("Chrome".to_owned()),
        system: Some("Windows".to_owned()),
    };
    let personal = match facts {
        Facts::CodeRequested { .. } | Facts::SignedIn { .. } => Personal {
            contact: Some("mika@example.jp".to_owned()),
            ip: Some(Ipv4Addr::new(192, 0, 2, 1).into()),
            agent: Some(agent),
            label: None,
        },
        Facts::SecurityChanged {
            change: SecurityChange::AppAdded,
            ..
        } => Personal {
            label: Some("Mika's phone".to_owned()),
            ..Personal::default()
        },
        _ => Personal::default(),
    };
    Event {
        id: EventId::new(NOON, &mut Chance::new([1; 32])),
        tenant: TenantId::DEFAULT,
        account: Some(AccountId::from_bytes([7; 16])),
        at: NOON,
        facts,
        personal,
    }
}

fn every_kind_of_facts() -> Vec<Facts> {
    let reference = Reference::parse("K7P").unwrap();
    let requested = |sending, withheld, because: &[Reason]| Facts::CodeRequested {
        purpose: Purpose::SignIn,
        reference,
        because: because.to_vec(),
        sending,
        withheld,
    };
    let signed_in = |standing| Facts::SignedIn {
        reference: Some(reference),
        ways: vec![FactorKind::MailCode],
        assurance: Assurance::Single,
        because: vec![Reason::NewDevice],
        standing,
    };
    let refused = |why| Facts::CodeRefused { reference, why };
    let given_up = |why| Facts::MailGivenUp { reference, why };
    let signed_out = |scope, by| Facts::SignedOut { scope, by };
    vec![
        requested(Sending::First, None, &[Reason::NewDevice]),
        signed_in(Standing::New),
        signed_out(SignOutScope::Everywhere, Actor::Operator),
        requested(Sending::Same, None, &[Reason::WayIn]),
        requested(
            Sending::Renewed,
            None,
            &[Reason::Unusual, Reason::ProofTooOld],
        ),
        requested(Sending::First, Some(Withheld::NoAccount), &[]),
        requested(Sending::First, Some(Withheld::TooManySends), &[]),
        requested(Sending::First, Some(Withheld::TooManyWrongCodes), &[]),
        refused(CodeRefusal::Wrong),
        refused(CodeRefusal::Superseded),
        refused(CodeRefusal::Expired),
        refused(CodeRefusal::LastTry),
        refused(CodeRefusal::Waiting),
        refused(CodeRefusal::OtherPurpose),
        signed_in(Standing::Familiar),
        signed_out(SignOutScope::Here, Actor::Person),
        signed_out(SignOutScope::Other, Actor::Person),
        given_up(GivenUp::Expired),
        given_up(GivenUp::Refused),
        Facts::AccountCreated { by: Actor::Person },
        Facts::AccountCreated {
            by: Actor::Operator,
        },
        Facts::Unlocked,
        Facts::LimitPassed {
            limit: OverallLimit::Sends,
        },
        Facts::AccountDeleted,
    ]
}

/// Those of the ways to prove who one is, and of their changes.
fn every_kind_of_facts_about_ways() -> impl Iterator<Item = Facts> {
    [
        Facts::SteppedUp {
            ways: vec![FactorKind::Password, FactorKind::Totp],
            assurance: Assurance::Two,
        },
        Facts::RecoveryCodeUsed { left: 2 },
        Facts::PasskeyWentBack,
        Facts::DeviceTrusted { until: NOON },
        Facts::DevicesUntrusted { count: 2 },
    ]
    .into_iter()
    .chain(every_refused_proof())
    .chain(SecurityChange::ALL.map(|change| Facts::SecurityChanged {
        change,
        by: Actor::Person,
    }))
    .chain([Facts::SecurityChanged {
        change: SecurityChange::TwoStepOff,
        by: Actor::Operator,
    }])
    .chain(every_delivery())
}

/// What became of messages, and of those who carry them.
fn every_delivery() -> impl Iterator<Item = Facts> {
    let second = || "second".to_owned();
    [
        Facts::ContactBroken {
            channel: Channel::Mail,
        },
        Facts::ProviderDown {
            channel: Channel::Text,
            provider: second(),
        },
        Facts::ProviderBack {
            channel: Channel::Mail,
            provider: second(),
        },
        Facts::AreaRefuses {
            channel: Channel::Mail,
            area: "example.jp".to_owned(),
        },
        Facts::FakeReported {
            wave: Wave {
                sender: Some("kadom0ri.example".to_owned()),
                hosts: vec!["login.kadom0ri.example".to_owned()],
                subject: "Your Kadomori code (#)".to_owned(),
            },
        },
        Facts::FakeReported {
            wave: Wave::default(),
        },
    ]
    .into_iter()
}

fn every_refused_proof() -> impl Iterator<Item = Facts> {
    let refused = |way, why| Facts::ProofRefused { way, why };
    let not_right = move |way, why| refused(way, ProofRefusal::NotRight { why });
    [
        not_right(FactorKind::Password, NotRight::Mismatch),
        not_right(FactorKind::Totp, NotRight::Used),
        not_right(FactorKind::Totp, NotRight::ClockFast { minutes: 3 }),
        not_right(FactorKind::Totp, NotRight::ClockSlow { minutes: 2 }),
        not_right(FactorKind::Passkey, NotRight::UnknownPasskey),
        not_right(FactorKind::Passkey, NotRight::OtherSite),
        not_right(FactorKind::Passkey, NotRight::CeremonyOver),
        not_right(FactorKind::Password, NotRight::KeyMissing),
        refused(FactorKind::RecoveryCode, ProofRefusal::LastTry),
        refused(FactorKind::Totp, ProofRefusal::Waiting),
    ]
    .into_iter()
}
