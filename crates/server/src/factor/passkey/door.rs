//! A passkey at the door: nothing is typed, the passkey tells whose it is.

use kadomori_domain::{
    factor::{
        FactorKind,
        passkey::{self, Asserted},
    },
    flow::{
        sign_in::{Arrival, Outcome, Wanted, begin_with_passkey, passkey_keys},
        turn::Turn,
    },
    id::{AccountId, CeremonyId, FlowId},
    identifier::Identifier,
    purpose::Purpose,
    throttle::Rows,
};
use kadomori_pages::{ending::Ending, sign_in::Notice};
use kadomori_store::{
    StoreError, Tx, account, ceremony::CeremonyKind, device, session, step, throttle,
};
use serde::Deserialize;

use super::{
    kept::{self, Answer, Answered, Row},
    webauthn::{AssertRefusal, Assertion, Unfit, Verification},
};
use crate::{
    extract::{Form, FormFields, Visit},
    reply::{PageError, Reply},
    sign_in::{
        address::door_saying,
        answer::answer,
        attempt::{Attempt, Ticks},
    },
};

/// Nothing is typed to be asked for a passkey.
#[derive(Deserialize)]
pub(crate) struct OptionsForm {}

impl FormFields for OptionsForm {}

/// Asks the browser for any passkey that it has for us.
pub(crate) async fn options(visit: Visit, _: Form<OptionsForm>) -> Reply {
    let visitor = visit
        .visitor()
        .ok_or(PageError::Ending(Ending::CookiesOff))?;
    let begun = visit
        .app
        .db
        .write((visit.clone(), visitor), |tx, (visit, visitor)| {
            let mut chance = visit.chance();
            let row = Row {
                id: CeremonyId::new(visit.now, &mut chance),
                visitor: *visitor,
                flow: None,
                account: None,
                kind: CeremonyKind::Get,
            };
            let site = visit.app.relying_party();
            let begun = site.begin_sign_in(None, Verification::Preferred, visit.now, &mut chance);
            Box::pin(async move { kept::begin(tx, visit, row, &begun).await })
        })
        .await?;
    Ok(kept::told(&begun))
}

/// What the page's script sends.
#[derive(Deserialize)]
pub(crate) struct DoorForm {
    #[serde(flatten)]
    answer: Answer,
    #[serde(flatten)]
    ticks: Ticks,
}

impl FormFields for DoorForm {}

/// Lets in whose passkey it is, or goes on to what more is asked for.
pub(crate) async fn submit(visit: Visit, Form(form): Form<DoorForm>) -> Reply {
    let visitor = visit
        .visitor()
        .ok_or(PageError::Ending(Ending::CookiesOff))?;
    let Ok((ceremony, assertion)) = form.answer.parse() else {
        return door_saying(&visit, Notice::PasskeyNotTaken);
    };
    let answered = Answered {
        ceremony,
        visitor,
        flow: None,
        credential: assertion.credential().clone(),
    };
    let db = &visit.app.db;
    let taken = db.write((visit.clone(), answered), |tx, (visit, answered)| {
        Box::pin(kept::take(tx, visit, answered))
    });
    let verified = match taken.await? {
        Some(taken) => taken.verify(&visit, &assertion),
        None => Err(AssertRefusal::Unfit(Unfit::Expired)),
    };
    let (account, asserted) = match verified {
        Ok(verified) => verified,
        Err(AssertRefusal::UnknownKey) => return unknown(&visit, &assertion),
        Err(why) => {
            tracing::debug!(%why, "a passkey's answer was not accepted at the door");
            return door_saying(&visit, Notice::PasskeyNotTaken);
        }
    };
    let mut attempt = Attempt {
        visit: visit.clone(),
        flow: FlowId::new(visit.now, &mut visit.chance()),
        visitor,
        wishes: form.ticks.wishes(),
    };
    let arriving = (attempt.clone(), account, asserted);
    let arrived = db.write(arriving, |tx, (attempt, account, asserted)| {
        Box::pin(arrive(tx, attempt, *account, asserted))
    });
    let Some((flow, outcome)) = arrived.await? else {
        return unknown(&visit, &assertion);
    };
    attempt.flow = flow;
    answer(&attempt, outcome, &form.ticks).await
}

/// The door, where browser and person are told that the passkey isn't known.
fn unknown(visit: &Visit, assertion: &Assertion) -> Reply {
    let signal = visit.app.relying_party().signal_unknown(assertion);
    let signal = Some(signal.to_string());
    door_saying(visit, Notice::UnknownPasskey { signal })
}

/// Begins the flow, with the proof in it. `None` when the account is gone.
async fn arrive(
    tx: &mut Tx,
    attempt: &Attempt,
    account: AccountId,
    asserted: &Asserted,
) -> Result<Option<(FlowId, Outcome)>, StoreError> {
    let visit = &attempt.visit;
    let (tenant, now) = (visit.tenant(), visit.now);
    let Some(found) = account::find(tx, tenant, account).await? else {
        return Ok(None);
    };
    let met = device::find_for_account(tx, tenant, account, visit.device(), now).await?;
    let scene = visit.scene(&met);
    let mut rows = Rows::default();
    throttle::find_rates(tx, tenant, &passkey_keys(&scene, account), now, &mut rows).await?;
    let mut chance = visit.chance();
    let id = FlowId::new(now, &mut chance);
    let arrival = Arrival {
        flow: id,
        visitor: attempt.visitor,
        purpose: Purpose::SignIn,
        identifier: Identifier::Mail(found.address),
        destination: None,
        bound: None,
        wanted: Wanted::Way(FactorKind::Passkey),
        locale: visit.locale,
        zone: found.zone,
        errand: None,
        proofs: Vec::new(),
    };
    let right = passkey::right(asserted, now);
    let turn = Turn::new(&scene, &rows, &[], &mut chance);
    let begun = begin_with_passkey(arrival, right, attempt.wishes, turn);
    if begun.effects.session.is_some()
        && let Some(earlier) = visit.session()
    {
        session::delete_by_token(tx, earlier).await?;
    }
    step::write(tx, tenant, &begun, now).await?;
    Ok(Some((id, begun.outcome)))
}
