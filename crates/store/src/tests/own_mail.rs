//! What is kept of messages so that it can be said of a mail that it is ours.

use kadomori_domain::{
    destination::Destination,
    event::SecurityChange,
    id::{EventId, MessageId},
    message::{Message, Payload},
    own_mail::About,
    purpose::Purpose,
    reference::Reference,
};

use super::{
    message::{a_code, a_message, a_notice},
    *,
};
use crate::{
    StoreError, Tx, account, event, ledger, own_mail, params,
    purge::{self, Retention},
    testing::ENGINES,
};

/// A code that was asked for with Chrome on Windows.
fn a_code_with_chrome() -> Message {
    let mut message = a_code();
    if let Payload::Code(code) = &mut message.payload {
        code.agent = Agent {
            browser: Some("Chrome".to_owned()),
            system: Some("Windows".to_owned()),
        };
    }
    message
}

fn a_code_as_text() -> Message {
    let Payload::Code(mut code) = a_code().payload else {
        unreachable!("a code")
    };
    code.to = Destination::from_text("tel:+819012345678").expect("a number");
    a_message(3, Payload::Code(code))
}

fn reference() -> Reference {
    Reference::parse("K7P").expect("a reference")
}

/// Each statement of the file, for the planner.
pub(super) async fn every_statement(tx: &mut Tx) -> Result<(), StoreError> {
    own_mail::find(tx, TENANT, MessageId::from_bytes([1; 16])).await?;
    own_mail::list(tx, MIKA, reference(), 5).await?;
    event::exists(tx, EventId::from_bytes([1; 16])).await?;
    Ok(())
}

#[tokio::test]
async fn it_is_kept_what_a_mail_was_about_and_who_asked_for_it() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let sent = run!(world, (), |tx, input| {
            for message in [a_code_with_chrome(), a_notice()] {
                ledger::insert(tx, &message, [7; 32], NOW).await?;
            }
            let code = own_mail::find(tx, TENANT, a_code().id).await?;
            let listed = own_mail::list(tx, MIKA, reference(), 5).await?;
            assert_eq!(own_mail::list(tx, MIKA, reference(), 1).await?, listed[..1]);
            assert_eq!(own_mail::list(tx, TAROU, reference(), 5).await?, []);
            let foreign = TenantId::from_bytes([9; 16]);
            assert_eq!(own_mail::find(tx, foreign, a_code().id).await?, None);
            Ok((code.expect("its row"), listed))
        });
        let (code, listed) = sent.expect("the rows");
        let Payload::Code(message) = a_code_with_chrome().payload else {
            unreachable!("a code")
        };
        let purpose = Purpose::ConfirmContact;
        assert_eq!(code.about, Some(About::Code { purpose }));
        assert_eq!(code.agent, Some(message.agent));
        assert_eq!(code.ends_at, Some(NOW.plus(HOUR)));
        assert!(code.marked);
        let [notice, same] = listed.as_slice() else {
            panic!("{listed:?}")
        };
        let change = SecurityChange::PasskeyAdded;
        assert_eq!(notice.about, Some(About::Notice { change }));
        assert_eq!((&notice.agent, notice.ends_at), (&None, None));
        assert_eq!(*same, code);
    }
}

#[tokio::test]
async fn a_text_message_carries_no_mark_and_older_rows_say_what_they_know() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let sent = run!(world, (), |tx, input| {
            ledger::insert(tx, &a_code_as_text(), [7; 32], NOW).await?;
            ledger::insert(tx, &a_code(), [7; 32], NOW).await?;
            let older = "UPDATE ledger SET about = NULL, marked = 0 WHERE id = $1";
            tx.execute(older, &params![a_code().id]).await?;
            own_mail::list(tx, MIKA, reference(), 5).await
        });
        let sent = sent.expect("the rows");
        assert!(sent.iter().all(|one| !one.marked));
        let purpose = Purpose::ConfirmContact;
        let code = Some(About::Code { purpose });
        assert!(sent.iter().all(|one| one.about == code));
    }
}

#[tokio::test]
async fn with_an_account_goes_who_asked_and_after_the_retention_all_of_it() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let (after, gone) = run!(world, (), |tx, input| {
            ledger::insert(tx, &a_code_with_chrome(), [7; 32], NOW).await?;
            account::delete(tx, TENANT, MIKA).await?;
            let after = own_mail::find(tx, TENANT, a_code().id).await?;
            let retention = Retention {
                events: HOUR,
                ledger: HOUR,
                devices: HOUR,
            };
            purge::delete(tx, &retention, NOW.plus(HOUR * 2), 100).await?;
            Ok((after, own_mail::find(tx, TENANT, a_code().id).await?))
        })
        .expect("both");
        let after = after.expect("its name stays");
        assert_eq!((after.account, after.agent), (None, None));
        assert!(after.marked);
        assert_eq!(gone, None);
    }
}
