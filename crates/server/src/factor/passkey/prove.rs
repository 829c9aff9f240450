//! A passkey, as an answer to a flow.

use kadomori_domain::{
    factor::{
        FactorKind,
        checked::{Checked, NotRight},
        passkey::{self, Asserted},
    },
    flow::{
        Flow,
        sign_in::{Outcome, Strike},
    },
    id::{AccountId, CeremonyId, FlowId},
    token::TokenHash,
};
use kadomori_pages::ending::Ending;
use kadomori_store::{StoreError, Tx, ceremony::CeremonyKind, flow, passkey as rows};
use serde::Deserialize;

use super::{
    kept::{self, Answer, Answered, Row},
    webauthn::Verification,
};
use crate::{
    extract::{Form, FormFields, Path, Visit},
    reply::{PageError, Reply},
    sign_in::{
        answer::{answer, uncounted},
        attempt::{Around, Attempt, Ticks, meet, still_signed_in},
        flow_view::{FlowView, flow_id},
        said::Said,
    },
};

const WAY: FactorKind = FactorKind::Passkey;

/// Nothing is typed to be asked for a passkey.
#[derive(Deserialize)]
pub(crate) struct OptionsForm {}

impl FormFields for OptionsForm {}

/// Asks the browser for a passkey: for one of the account's where something was proven
/// already, else for any, since a list would tell who has an account.
pub(crate) async fn options(visit: Visit, Path(id): Path, _: Form<OptionsForm>) -> Reply {
    let visitor = visit
        .visitor()
        .ok_or(PageError::Ending(Ending::OtherBrowser))?;
    let asked = (visit.clone(), flow_id(&id)?, visitor);
    let begun = visit
        .app
        .db
        .write(asked, |tx, (visit, id, visitor)| {
            Box::pin(begin(tx, visit, *id, *visitor))
        })
        .await?;
    let begun = begun.ok_or(PageError::Ending(Ending::FlowGone))?;
    Ok(kept::told(&begun))
}

async fn begin(
    tx: &mut Tx,
    visit: &Visit,
    id: FlowId,
    visitor: TokenHash,
) -> Result<Option<serde_json::Value>, StoreError> {
    let tenant = visit.tenant();
    let found = flow::find_for_update(tx, tenant, id, visitor).await?;
    let waits = |flow: &Flow| visit.now < flow.expires_at && flow.state.way() == Some(WAY);
    let Some(flow) = found.filter(waits) else {
        return Ok(None);
    };
    if !still_signed_in(tx, visit, &flow).await? {
        return Ok(None);
    }
    let met = meet(tx, visit, &flow).await?;
    let known = if flow.is_known() {
        rows::list(tx, met.account).await?
    } else {
        Vec::new()
    };
    let allow = flow.is_known().then_some(known.as_slice());
    let mut chance = visit.chance();
    let row = Row {
        id: CeremonyId::new(visit.now, &mut chance),
        visitor,
        flow: Some(id),
        account: met.account.filter(|_| flow.is_known()),
        kind: CeremonyKind::Get,
    };
    let site = visit.app.relying_party();
    let begun = site.begin_sign_in(allow, Verification::Preferred, visit.now, &mut chance);
    kept::begin(tx, visit, row, &begun).await.map(Some)
}

/// What the page's script sends.
#[derive(Deserialize)]
pub(crate) struct PasskeyForm {
    #[serde(flatten)]
    answer: Answer,
    #[serde(flatten)]
    ticks: Ticks,
}

impl FormFields for PasskeyForm {}

/// Takes the passkey's answer.
pub(crate) async fn submit(visit: Visit, Path(id): Path, Form(form): Form<PasskeyForm>) -> Reply {
    let attempt = Attempt::new(&visit, &id, &form.ticks)?;
    let Ok((ceremony, assertion)) = form.answer.parse() else {
        let said = Said::NotRight {
            why: NotRight::CeremonyOver,
            left: None,
        };
        let view = FlowView::open(&visit, attempt.flow).await?;
        return view.again(&visit, said, &form.ticks).await;
    };
    let answered = Answered {
        ceremony,
        visitor: attempt.visitor,
        flow: Some(attempt.flow),
        credential: assertion.credential().clone(),
    };
    let db = &visit.app.db;
    let taken = db.write((visit.clone(), answered), |tx, (visit, answered)| {
        Box::pin(kept::take(tx, visit, answered))
    });
    let looked = match taken.await? {
        Some(taken) => taken.verify(&visit, &assertion).map_err(|why| {
            tracing::debug!(%why, "a passkey's answer was not accepted");
            why.not_right()
        }),
        None => Err(NotRight::CeremonyOver),
    };
    let settled = db.write((attempt.clone(), looked), |tx, (attempt, looked)| {
        Box::pin(settle(tx, attempt, *looked))
    });
    match settled.await? {
        Some(outcome) => answer(&attempt, outcome, &form.ticks).await,
        None => uncounted(&visit, attempt.flow).await,
    }
}

/// Whose passkey answered, and what it said; or why it proves nothing.
type Looked = Result<(AccountId, Asserted), NotRight>;

async fn settle(
    tx: &mut Tx,
    attempt: &Attempt,
    looked: Looked,
) -> Result<Option<Outcome>, StoreError> {
    let Some(around) = Around::count_try(tx, attempt, WAY).await? else {
        return Ok(None);
    };
    let checked = match looked {
        Ok((account, asserted)) if around.met.account == Some(account) => {
            Checked::Right(passkey::right(&asserted, attempt.visit.now))
        }
        // Someone else's, or nobody's: not a guess that came near.
        Ok(_) => Checked::Wrong(NotRight::UnknownPasskey),
        Err(why) => Checked::Wrong(why),
    };
    let outcome = around
        .settle(tx, attempt, WAY, checked, Strike::Due)
        .await?;
    Ok(Some(outcome))
}
