use core::time::Duration;

use kadomori_domain::{
    delivery::Permanence,
    id::{FlowId, MessageId, TenantId},
    reference::Reference,
};
use kadomori_pages::sign_in::{Back, Wait};
use kadomori_store::ledger::Entry;

use super::*;

const NOON: Time = Time::from_micros(1_800_000_000_000_000);

fn after(seconds: u64) -> Time {
    NOON.plus(Duration::from_secs(seconds))
}

fn message(queued: u64, state: DeliveryState, attempts: &[(u64, &str, Outcome, &str)]) -> Awaited {
    let id = MessageId::from_bytes([1; 16]);
    let attempts = attempts
        .iter()
        .map(|(at, provider, outcome, answer)| Attempt {
            message: id,
            tenant: TenantId::DEFAULT,
            at: after(*at),
            provider: (*provider).to_owned(),
            outcome: *outcome,
            answer: Some((*answer).to_owned()),
        });
    Awaited {
        entry: Entry {
            id,
            tenant: TenantId::DEFAULT,
            account: None,
            flow: Some(FlowId::from_bytes([1; 16])),
            recipient: [1; 32],
            purpose: None,
            reference: Reference::parse("K7P").expect("a reference"),
            queued_at: after(queued),
            state,
            state_at: NOON,
            attempts: 0,
            answer: None,
            channel: Channel::Mail,
            area: "example.jp".to_owned(),
            provider: None,
        },
        attempts: attempts.collect(),
        next_at: (state == DeliveryState::Queued).then(|| after(300)),
    }
}

fn told_of(messages: &[Awaited]) -> Vec<(u64, DeliveryFact)> {
    let messages: Vec<_> = messages.iter().collect();
    let steps = of_all(&messages, after(0)).into_iter();
    steps
        .map(|step| (step.at.since(NOON).as_secs(), step.what))
        .collect()
}

const SMTP: &str = "smtp.example.net";
const OK: &str = "250 2.0.0 Ok: queued as 4F1C2";

fn carried() -> DeliveryFact {
    DeliveryFact::Taken(Taker::Carrier {
        host: SMTP.to_owned(),
    })
}

#[test]
fn what_was_taken_was_sent_before() {
    let one = message(
        0,
        DeliveryState::HandedOver,
        &[(2, SMTP, Outcome::HandedOver, OK)],
    );
    let told = told_of(&[one]);
    assert_eq!(told, [(2, DeliveryFact::Sent), (2, carried())]);
}

#[test]
fn of_many_waits_the_last_is_told_with_the_next_try() {
    let greylisted = "The provider asks to try again later: 450 4.2.0 Greylisted";
    let one = message(
        0,
        DeliveryState::Queued,
        &[
            (1, SMTP, Outcome::PutOff, greylisted),
            (6, SMTP, Outcome::PutOff, greylisted),
        ],
    );
    let wait = DeliveryFact::PutOff {
        why: Wait::Greylisting,
        again_at: Some(after(300)),
    };
    assert_eq!(told_of(&[one]), [(1, DeliveryFact::Sent), (6, wait)]);
}

#[test]
fn a_wait_that_is_over_names_no_next_try() {
    let one = message(
        0,
        DeliveryState::HandedOver,
        &[
            (1, SMTP, Outcome::PutOff, "451 4.3.0 later"),
            (6, SMTP, Outcome::HandedOver, OK),
        ],
    );
    let wait = DeliveryFact::PutOff {
        why: Wait::Other,
        again_at: None,
    };
    let expected = [(1, DeliveryFact::Sent), (1, wait), (6, carried())];
    assert_eq!(told_of(&[one]), expected);
}

#[test]
fn trouble_that_the_second_provider_got_over_is_not_told() {
    let one = message(
        0,
        DeliveryState::HandedOver,
        &[
            (1, "first.example.net", Outcome::Trouble, "no connection"),
            (2, SMTP, Outcome::HandedOver, OK),
        ],
    );
    let told = told_of(&[one]);
    assert_eq!(told, [(2, DeliveryFact::Sent), (2, carried())]);
}

#[test]
fn what_never_left_was_not_sent() {
    let untried = message(0, DeliveryState::Queued, &[]);
    assert_eq!(
        told_of(std::slice::from_ref(&untried)),
        [(0, DeliveryFact::Sending)]
    );
    let much_later = of_all(&[&untried], after(60)).into_iter();
    let told: Vec<_> = much_later.map(|step| step.what).collect();
    assert_eq!(told, [DeliveryFact::Unsent]);
    let stuck = message(
        0,
        DeliveryState::Queued,
        &[(20, SMTP, Outcome::Trouble, "silence")],
    );
    assert_eq!(told_of(&[stuck]), [(20, DeliveryFact::Stuck)]);
    let late = message(
        0,
        DeliveryState::Expired,
        &[
            (20, SMTP, Outcome::Trouble, "silence"),
            (600, "", Outcome::Expired, ""),
        ],
    );
    assert_eq!(told_of(&[late]), [(600, DeliveryFact::TooLate)]);
}

#[test]
fn a_report_that_overtook_its_worker_stays_the_newest() {
    let one = message(
        0,
        DeliveryState::Delivered,
        &[
            (3, "mx.example.jp", Outcome::Delivered, "delivered"),
            (5, SMTP, Outcome::HandedOver, OK),
        ],
    );
    let expected = [(3, DeliveryFact::Sent), (3, DeliveryFact::Arrived)];
    assert_eq!(told_of(&[one]), expected);
}

#[test]
fn a_late_mail_that_came_back_says_both() {
    let one = message(
        0,
        DeliveryState::Bounced,
        &[
            (1, "mx.example.jp", Outcome::HandedOver, OK),
            (60, SMTP, Outcome::Delayed, ""),
            (90, SMTP, Outcome::Delayed, ""),
            (
                120,
                SMTP,
                Outcome::Bounced(Permanence::Hard),
                "smtp; 550 5.1.1 <[address]>: User unknown",
            ),
        ],
    );
    let theirs = DeliveryFact::Taken(Taker::Theirs {
        host: "mx.example.jp".to_owned(),
    });
    let expected = [
        (1, DeliveryFact::Sent),
        (1, theirs),
        (90, DeliveryFact::Late),
        (120, DeliveryFact::CameBack(Back::Nobody)),
    ];
    assert_eq!(told_of(&[one]), expected);
}

#[test]
fn the_same_code_sent_again_is_told_in_the_order_of_time() {
    let first = message(
        0,
        DeliveryState::Delivered,
        &[
            (1, SMTP, Outcome::HandedOver, OK),
            (90, "mx.example.jp", Outcome::Delivered, ""),
        ],
    );
    let again = message(
        60,
        DeliveryState::HandedOver,
        &[(61, SMTP, Outcome::HandedOver, OK)],
    );
    let expected = [
        (1, DeliveryFact::Sent),
        (1, carried()),
        (61, DeliveryFact::SentAgain),
        (61, carried()),
        (90, DeliveryFact::Arrived),
    ];
    assert_eq!(told_of(&[first, again]), expected);
}

#[test]
fn a_page_is_not_filled_by_what_happens_over_and_over() {
    let bounced: Vec<_> = (1..50)
        .map(|at| (at, SMTP, Outcome::Bounced(Permanence::Soft), ""))
        .collect();
    let one = message(0, DeliveryState::Bounced, &bounced);
    let told = told_of(&[one]);
    assert_eq!(told.len(), MOST);
    assert_eq!(told.last().map(|(at, _)| *at), Some(49));
}

#[test]
fn only_names_that_the_world_knows_are_told() {
    for (provider, told) in [
        ("mx.example.jp", Some("mx.example.jp")),
        ("MX.Example.JP.", Some("mx.example.jp")),
        ("kannel", None),
        ("localhost", None),
        ("mail.corp.internal", None),
        ("127.0.0.1", None),
        ("[2001:db8::1]", None),
        ("a b.example.jp", None),
        ("", None),
    ] {
        assert_eq!(public_host(provider).as_deref(), told, "{provider}");
    }
}
