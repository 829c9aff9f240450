//! What the databases make of these statements: each finds its rows by an index.

use std::collections::BTreeMap;

use kadomori_domain::{
    factor::checked::FactorUse,
    id::{CeremonyId, DeviceId},
    session::StepUp,
    step::ChallengeChange,
};

use super::{
    flow::{a_challenge, a_flow},
    message::{a_code, a_notice},
    pending::{a_ceremony, an_enrolment},
    *,
};
use crate::{
    StoreError, Tx, account, app, ceremony, challenge, contact,
    enrolment::{self, EnrolmentKind},
    flow, identifier, ledger, outbox, passkey, password, phrase,
    purge::{self, Retention},
    recovery_code,
    testing::ENGINES,
};

/// Everything that the tables of this crate are asked for, once.
pub(super) async fn everything(world: &World) {
    world
        .sign_in(5, Some(FactorKind::Totp), Some(NOW.plus(HOUR)))
        .await;
    for change in changes() {
        world.change(change).await;
    }
    world.find("mika@example.jp", Some(cookie(5))).await;
    run!(world, (), |tx, input| {
        reads(tx).await?;
        uses(tx).await?;
        journeys(tx).await
    })
    .unwrap();
}

fn changes() -> Vec<Change> {
    vec![
        Change::AddContact(a_contact(2, "a@example.jp")),
        Change::AddContact(a_contact(3, "b@example.jp")),
        Change::UpdateContact(a_contact(2, "a@example.jp")),
        Change::RemoveContact(ContactId::from_bytes([3; 16])),
        Change::SetIdentifier(held("mika_t", true)),
        Change::SetIdentifier(held("mika_u", true)),
        Change::RemoveIdentifier(held("mika_u", true).identifier),
        Change::SetPassword(a_password(1, PasswordHeld::Long)),
        Change::RemovePassword,
        Change::SetPassword(a_password(2, PasswordHeld::Long)),
        Change::AddApp(an_app(1)),
        Change::AddApp(an_app(2)),
        Change::RenameApp(AppId::from_bytes([1; 16]), label("x")),
        Change::RemoveApp(AppId::from_bytes([2; 16])),
        Change::AddPasskey(Box::new(a_passkey(1, true))),
        Change::AddPasskey(Box::new(a_passkey(2, true))),
        Change::RenamePasskey(PasskeyId::from_bytes([1; 16]), label("x")),
        Change::RemovePasskey(PasskeyId::from_bytes([2; 16])),
        Change::ReplaceRecoveryCodes {
            hashes: vec![[1; 32], [2; 32]],
            at: NOW,
        },
        Change::SetPhrase(a_phrase(1)),
        Change::RemovePhrase,
        Change::SetPhrase(a_phrase(2)),
        Change::SetTwoStep(Some(NOW)),
        Change::EndSessions {
            but: Some(SessionId::from_bytes([5; 16])),
        },
        Change::Untrust {
            device: Some(DeviceId::from_bytes([5; 16])),
        },
        Change::Untrust { device: None },
    ]
}

async fn reads(tx: &mut Tx) -> Result<(), StoreError> {
    let name = held("mika_t", true).identifier;
    account::find_by_identifier(tx, TENANT, &name).await?;
    account::list(tx, TENANT, None, 10).await?;
    contact::list(tx, MIKA).await?;
    contact::find(tx, MIKA, ContactId::from_bytes([2; 16])).await?;
    contact::list_confirmed(tx, TENANT, &address("mika@example.jp")).await?;
    identifier::list(tx, MIKA).await?;
    holdings::find(tx, TENANT, MIKA).await?;
    security::find(tx, TENANT, MIKA).await?;
    security::find_for_update(tx, TENANT, MIKA).await?;
    device::find_for_account(tx, TENANT, MIKA, Some(cookie(5)), NOW).await?;
    device::find_last_sign_in(tx, MIKA).await?;
    device::list(tx, MIKA).await?;
    session::list(tx, MIKA).await?;
    session::find(tx, cookie(5)).await?;
    password::find(tx, Some(MIKA)).await?;
    password::find_for_update(tx, Some(MIKA)).await?;
    app::list_for_update(tx, Some(MIKA)).await?;
    passkey::list(tx, Some(MIKA)).await?;
    passkey::find(tx, MIKA, PasskeyId::from_bytes([1; 16])).await?;
    passkey::find_for_update(tx, TENANT, &a_passkey(1, true).credential).await?;
    recovery_code::find_for_update(tx, Some(MIKA), [1; 32]).await?;
    recovery_code::count(tx, MIKA).await?;
    phrase::find(tx, MIKA).await?;
    phrase::find_for_mail(tx, MIKA, &address("mika@example.jp")).await?;
    Ok(())
}

async fn uses(tx: &mut Tx) -> Result<(), StoreError> {
    for used in [
        FactorUse::App {
            id: AppId::from_bytes([1; 16]),
            step: 1,
        },
        FactorUse::Passkey {
            id: PasskeyId::from_bytes([1; 16]),
            counter: 9,
            synced: false,
            went_back: false,
        },
        FactorUse::RecoveryCode { hash: [1; 32] },
        FactorUse::Password { sealed: sealed(3) },
        FactorUse::Mailbox {
            normal: "mika@example.jp".to_owned(),
        },
    ] {
        assert!(security::apply_use(tx, TENANT, MIKA, &used, NOW).await?);
    }
    let next = StepUp {
        session: SessionId::from_bytes([5; 16]),
        account: MIKA,
        token: cookie(50),
        proofs: Vec::new(),
        assurance: Assurance::Held,
        ways: vec![FactorKind::Totp],
    };
    assert!(session::update_step_up(tx, &next).await?);
    Ok(())
}

async fn journeys(tx: &mut Tx) -> Result<(), StoreError> {
    flow::insert(tx, &a_flow(1, 1)).await?;
    flow::update(tx, &a_flow(1, 1)).await?;
    flow::find_for_update(tx, TENANT, a_flow(1, 1).id, cookie(1)).await?;
    flow::count_try(tx, TENANT, a_flow(1, 1).id, cookie(1), NOW).await?;
    challenge::update(tx, &ChallengeChange::Insert(a_challenge(1, 1))).await?;
    challenge::list_of_visitor(tx, TENANT, cookie(1)).await?;
    let session = SessionId::from_bytes([5; 16]);
    let (app, codes) = (EnrolmentKind::App, EnrolmentKind::RecoveryCodes);
    enrolment::insert(tx, &an_enrolment(1, app)).await?;
    enrolment::insert(tx, &an_enrolment(2, codes)).await?;
    enrolment::find(tx, session, app, NOW).await?;
    enrolment::delete(tx, session, an_enrolment(1, app).id).await?;
    ceremony::insert(tx, &a_ceremony(1)).await?;
    ceremony::take(tx, TENANT, CeremonyId::from_bytes([1; 16]), cookie(1), NOW).await?;
    for message in [a_code(), a_notice()] {
        outbox::insert(tx, &message).await?;
        ledger::insert(tx, &message, [7; 32], NOW).await?;
    }
    outbox::claim(tx, [1; 16], NOW, HOUR, 10, &[]).await?;
    let busy = ["example.jp".to_owned(), "example.com".to_owned()];
    outbox::claim(tx, [1; 16], NOW, HOUR, 10, &busy).await?;
    outbox::put_back(tx, a_code().id, [1; 16], NOW).await?;
    super::delivery::every_statement(tx).await?;
    super::own_mail::every_statement(tx).await?;
    let retention = Retention {
        events: HOUR * 1_000,
        ledger: HOUR * 1_000,
        devices: HOUR * 1_000,
    };
    purge::delete(tx, &retention, NOW, 100).await?;
    Ok(())
}

#[tokio::test]
async fn every_statement_finds_its_rows_by_an_index() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        world.listen();
        everything(&world).await;
        let heard = world.heard().into_iter();
        let statements: BTreeMap<_, _> = heard.map(|one| (one.sql, one.params)).collect();
        assert!(statements.len() > 70, "{} statements", statements.len());
        for (sql, params) in statements {
            let scans = world.scans(&sql, &params).await;
            assert!(scans.is_empty(), "{sql}\nreads whole tables: {scans:#?}");
        }
    }
}
