//! Codes and notices on their way.

use kadomori_domain::{
    destination::Destination,
    event::SecurityChange,
    id::{ChallengeId, FlowId, MessageId},
    message::{CodeMessage, Message, NoticeMail, Payload},
    purpose::Purpose,
    reference::Reference,
};

use super::*;
use crate::{column::to_json, ledger, outbox, params, testing::ENGINES};

fn reference() -> Reference {
    Reference::parse("K7P").unwrap()
}

fn code_mail() -> CodeMessage {
    CodeMessage {
        to: Destination::Mail(address("mika@example.jp")),
        locale: Locale::Ja,
        zone: None,
        purpose: Purpose::ConfirmContact,
        reference: reference(),
        asked_at: NOW,
        expires_at: NOW.plus(HOUR),
        agent: Agent::default(),
    }
}

pub(super) fn a_message(number: u8, payload: Payload) -> Message {
    let serves = match &payload {
        Payload::Code(_) => Some((
            FlowId::from_bytes([1; 16]),
            ChallengeId::from_bytes([1; 16]),
        )),
        Payload::Notice(_) | Payload::Verdict(_) => None,
    };
    Message {
        id: MessageId::from_bytes([number; 16]),
        tenant: TENANT,
        account: Some(MIKA),
        serves,
        payload,
        withheld: None,
        created_at: NOW,
        expires_at: NOW.plus(HOUR),
    }
}

pub(super) fn a_code() -> Message {
    a_message(1, Payload::Code(code_mail()))
}

pub(super) fn a_notice() -> Message {
    let notice = NoticeMail {
        to: address("mika@example.jp"),
        locale: Locale::Ja,
        zone: Some("Asia/Tokyo".to_owned()),
        reference: reference(),
        change: SecurityChange::PasskeyAdded,
        label: Some("鍵".to_owned()),
        at: NOW,
        agent: None,
        former_phrase: Some(sealed(9)),
    };
    a_message(2, Payload::Notice(notice))
}

#[tokio::test]
async fn codes_and_notices_leave_the_outbox_as_they_came_in() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let claimed = run!(world, (), |tx, input| {
            outbox::insert(tx, &a_code()).await?;
            outbox::insert(tx, &a_notice()).await?;
            outbox::claim(tx, [1; 16], NOW, HOUR, 10, &[]).await
        });
        let claimed: Vec<_> = claimed
            .unwrap()
            .into_iter()
            .map(|one| one.message)
            .collect();
        assert_eq!(claimed, [a_code(), a_notice()]);
    }
}

#[tokio::test]
async fn the_ledger_has_notices_without_flow_and_purpose() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let lines = run!(world, (), |tx, input| {
            let mut lines = Vec::new();
            for message in [a_code(), a_notice()] {
                ledger::insert(tx, &message, [7; 32], NOW).await?;
                lines.extend(ledger::find(tx, message.id).await?);
            }
            Ok(lines)
        })
        .unwrap();
        let [code, notice] = lines.as_slice() else {
            panic!("{lines:?}")
        };
        assert_eq!(code.purpose, Some(Purpose::ConfirmContact));
        assert_eq!(code.flow, Some(FlowId::from_bytes([1; 16])));
        assert_eq!((notice.purpose, notice.flow), (None, None));
        assert_eq!(notice.reference, reference());
    }
}

#[tokio::test]
async fn a_code_that_an_older_server_asked_for_is_still_read() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let claimed = run!(world, (), |tx, input| {
            outbox::insert(tx, &a_code()).await?;
            let older = "UPDATE outbox SET version = 1, payload = $1";
            tx.execute(older, &params![to_json(&code_mail())?]).await?;
            outbox::claim(tx, [1; 16], NOW, HOUR, 10, &[]).await
        });
        assert_eq!(claimed.unwrap()[0].message, a_code());
        let newer = run!(world, (), |tx, input| {
            tx.execute("UPDATE outbox SET version = 99", &[]).await?;
            outbox::claim(tx, [1; 16], NOW.plus(HOUR * 2), HOUR, 10, &[]).await
        });
        let said = newer.unwrap_err().to_string();
        assert!(said.contains("version 99"), "{said}");
    }
}
