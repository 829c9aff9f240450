//! What the delivery commands say.

use core::time::Duration;

use jiff::tz::TimeZone;
use kadomori_domain::{
    account::Account,
    address::MailAddress,
    attempt::{Attempt, Outcome},
    delivery::{Channel, DeliveryState, Permanence},
    id::{AccountId, ContactId, MessageId, TenantId},
    locale::Locale,
    purpose::Purpose,
    reach::Reach,
    reference::Reference,
    time::Time,
};
use kadomori_store::{ledger::Entry, reach::Reached};

use super::{list, show};
use crate::{
    command::account::{json_line, moment::Moments},
    operator::Delivery,
};

/// 12:03 in Tokyo: 2026-11-22 03:03:00 UTC.
const NOON: Time = Time::from_micros(1_795_316_580_000_000);

fn tokyo() -> Moments {
    Moments::in_zone(&TimeZone::get("Asia/Tokyo").unwrap())
}

fn after(seconds: u64) -> Time {
    NOON.plus(Duration::from_secs(seconds))
}

fn entry(number: u8, state: DeliveryState) -> Entry {
    Entry {
        id: MessageId::from_bytes([number; 16]),
        tenant: TenantId::DEFAULT,
        account: Some(AccountId::from_bytes([1; 16])),
        flow: None,
        recipient: [7; 32],
        purpose: Some(Purpose::SignIn),
        reference: Reference::parse("K7P").unwrap(),
        queued_at: after(u64::from(number)),
        state,
        state_at: after(3_600),
        attempts: 2,
        answer: Some("550 5.1.1 <[address]>: User unknown".to_owned()),
        channel: Channel::Mail,
        area: "example.jp".to_owned(),
        provider: Some("smtp.example.jp".to_owned()),
    }
}

fn delivery() -> Delivery {
    let line = |seconds, provider: &str, outcome, answer: Option<&str>| Attempt {
        message: MessageId::from_bytes([5; 16]),
        tenant: TenantId::DEFAULT,
        at: after(seconds),
        provider: provider.to_owned(),
        outcome,
        answer: answer.map(str::to_owned),
    };
    Delivery {
        entry: entry(5, DeliveryState::Bounced),
        account: Some(Account {
            id: AccountId::from_bytes([1; 16]),
            tenant: TenantId::DEFAULT,
            address: MailAddress::parse("mika@example.jp").unwrap(),
            locale: Locale::Ja,
            zone: None,
            created_at: NOON,
        }),
        contact: Some(Reached {
            id: ContactId::from_bytes([8; 16]),
            channel: Channel::Mail,
            address: "mika@example.jp".to_owned(),
            normal: "mika@example.jp".to_owned(),
            reach: Reach::default()
                .after_bounce(after(3_000))
                .after_bounce(after(3_600)),
        }),
        attempts: vec![
            line(
                5,
                "smtp.example.jp",
                Outcome::Trouble,
                Some("The provider was silent for too long (over 20 s)"),
            ),
            line(
                25,
                "mail.example.net",
                Outcome::HandedOver,
                Some("250 2.0.0 Ok: queued as 4F1C2"),
            ),
            line(
                3_600,
                "mx.example.jp",
                Outcome::Bounced(Permanence::Hard),
                Some("550 5.1.1 <[address]>: User unknown"),
            ),
            line(3_601, "", Outcome::Expired, None),
        ],
    }
}

#[test]
fn messages_are_listed_with_where_they_are() {
    let mut found: Vec<_> = (1..)
        .zip(DeliveryState::ALL)
        .map(|(number, state)| entry(number, state))
        .collect();
    found.push(Entry {
        channel: Channel::Text,
        area: "JP".to_owned(),
        provider: None,
        ..entry(9, DeliveryState::Queued)
    });
    insta::assert_snapshot!(list::text(&found, true, &tokyo()));
    insta::assert_snapshot!(
        "a_message_for_a_program",
        json_line(&list::EntryLine::from(&found[4])).unwrap()
    );
    insta::assert_snapshot!("no_messages", list::text(&[], false, &tokyo()));
}

#[test]
fn a_message_is_shown_with_every_try_and_report() {
    let delivery = delivery();
    insta::assert_snapshot!(show::text(&delivery, &tokyo()));
    insta::assert_snapshot!(
        "a_delivery_for_a_program",
        json_line(&show::DeliveryLine::from(&delivery)).unwrap()
    );
}

#[test]
fn every_state_says_what_it_means() {
    let shown: Vec<_> = DeliveryState::ALL
        .into_iter()
        .flat_map(|state| {
            [Channel::Mail, Channel::Text].map(|channel| {
                let delivery = Delivery {
                    entry: Entry {
                        channel,
                        account: None,
                        purpose: None,
                        ..entry(5, state)
                    },
                    account: None,
                    contact: None,
                    attempts: Vec::new(),
                };
                show::text(&delivery, &tokyo())
            })
        })
        .collect();
    insta::assert_snapshot!(shown.join("--\n"));
}
