//! The code, once more.

use kadomori_domain::{
    event::OverallLimit,
    flow::{sign_in::ResendOutcome, turn::Turn},
    id::FlowId,
    token::TokenHash,
};
use kadomori_pages::ending::Ending;
use kadomori_store::{StoreError, Tx, challenge, flow, step, throttle};
use serde::Deserialize;

use super::{
    attempt::meet,
    flow_view::{FlowView, flow_id},
    way::held_note,
};
use crate::{
    extract::{Form, FormFields, Path, Visit},
    reply::{PageError, Reply, see_other},
};

/// Nothing is typed to ask for the code again.
#[derive(Deserialize)]
pub(crate) struct ResendForm {}

impl FormFields for ResendForm {}

/// Sends the code again, or says when it can be.
pub(crate) async fn submit(visit: Visit, Path(id): Path, _: Form<ResendForm>) -> Reply {
    let id = flow_id(&id)?;
    let visitor = visit
        .visitor()
        .ok_or(PageError::Ending(Ending::OtherBrowser))?;
    let asked = (visit.clone(), id, visitor);
    let sent = visit
        .app
        .db
        .write(asked, |tx, (visit, id, visitor)| {
            Box::pin(send_again(tx, visit, *id, *visitor))
        })
        .await?;
    let Some((outcome, passed)) = sent else {
        FlowView::open(&visit, id).await?;
        return Err(PageError::Ending(Ending::FlowGone));
    };
    if matches!(outcome, ResendOutcome::SentSame | ResendOutcome::SentNew) {
        super::requested(&visit, passed);
    }
    let note = match outcome {
        ResendOutcome::SentSame => "?note=sent-again".to_owned(),
        ResendOutcome::SentNew => "?note=sent-new".to_owned(),
        ResendOutcome::TooSoon { .. } => "?note=too-soon".to_owned(),
        ResendOutcome::Held { because, until } => held_note(because, until),
        ResendOutcome::AlreadyUsed
        | ResendOutcome::TooManyTries
        | ResendOutcome::Abandoned
        | ResendOutcome::OtherWay => String::new(),
    };
    see_other(&format!("/sign-in/{id}{note}"))
}

async fn send_again(
    tx: &mut Tx,
    visit: &Visit,
    id: FlowId,
    visitor: TokenHash,
) -> Result<Option<(ResendOutcome, Option<OverallLimit>)>, StoreError> {
    let (tenant, now) = (visit.tenant(), visit.now);
    let found = flow::find_for_update(tx, tenant, id, visitor).await?;
    let Some(flow) = found.filter(|flow| now < flow.expires_at) else {
        return Ok(None);
    };
    let challenges = challenge::list_of_visitor(tx, tenant, visitor).await?;
    let met = meet(tx, visit, &flow).await?;
    let scene = visit.scene(&met);
    let keys = scene.send_keys(&flow.destination, id);
    let rows = throttle::find_send_rows(tx, tenant, &keys, scene.policy, now).await?;
    let mut chance = visit.chance();
    let sent = flow.resend(&keys, Turn::new(&scene, &rows, &challenges, &mut chance));
    step::write(tx, tenant, &sent, now).await?;
    Ok(Some((sent.outcome, sent.effects.limit_passed())))
}
