//! A recovery code, as an answer to a flow.

use kadomori_domain::{
    factor::{
        FactorKind,
        checked::{Checked, NotRight},
        recovery_code::{self, Left, RecoveryCode},
    },
    flow::sign_in::{Outcome, Strike},
    id::AccountId,
};
use kadomori_store::{StoreError, Tx, recovery_code as rows};
use serde::Deserialize;

use crate::{
    extract::{Form, FormFields, Path, Visit},
    metrics,
    reply::Reply,
    sign_in::{
        answer::{answer, uncounted},
        attempt::{Around, Attempt, Ticks},
        flow_view::FlowView,
        said::Said,
    },
};

const WAY: FactorKind = FactorKind::RecoveryCode;

/// What is typed on the page.
#[derive(Deserialize)]
pub(crate) struct RecoveryForm {
    #[serde(default)]
    recovery_code: String,
    #[serde(flatten)]
    ticks: Ticks,
}

impl FormFields for RecoveryForm {}

/// Takes the code.
pub(crate) async fn submit(visit: Visit, Path(id): Path, Form(form): Form<RecoveryForm>) -> Reply {
    let attempt = Attempt::new(&visit, &id, &form.ticks)?;
    let code = match RecoveryCode::parse(&form.recovery_code) {
        Ok(code) => code,
        Err(why) => {
            visit.app.metrics.code(metrics::CodeOutcome::Unclear);
            let said = if form.recovery_code.trim().is_empty() {
                Said::Empty
            } else {
                Said::NotARecoveryCode(why)
            };
            let view = FlowView::open(&visit, attempt.flow).await?;
            return view.again(&visit, said, &form.ticks).await;
        }
    };
    let typed = (attempt.clone(), code);
    let tried = visit
        .app
        .db
        .write(typed, |tx, (attempt, code)| {
            Box::pin(try_code(tx, attempt, code))
        })
        .await?;
    match tried {
        Some(outcome) => answer(&attempt, outcome, &form.ticks).await,
        None => uncounted(&visit, attempt.flow).await,
    }
}

/// Counts the try, then looks at the account's codes.
async fn try_code(
    tx: &mut Tx,
    attempt: &Attempt,
    code: &RecoveryCode,
) -> Result<Option<Outcome>, StoreError> {
    let visit = &attempt.visit;
    let Some(around) = Around::count_try(tx, attempt, WAY).await? else {
        return Ok(None);
    };
    let index = visit.app.keys.index_key(visit.tenant());
    // The same question for an account that there isn't.
    let account = around.met.account;
    let named = account.unwrap_or_else(|| AccountId::from_bytes([0; 16]));
    let found = rows::find_for_update(tx, account, code.hash(&index, named)).await?;
    let is_used = found.as_ref().is_some_and(|found| found.used_at.is_some());
    let hashes = match found {
        Some(_) if !is_used => vec![code.hash(&index, named)],
        Some(_) | None => Vec::new(),
    };
    let left = Left {
        index: &index,
        hashes: &hashes,
    };
    let checked = if is_used {
        Checked::Wrong(NotRight::Used)
    } else {
        recovery_code::check(code, named, &left, visit.now)
    };
    let outcome = around
        .settle(tx, attempt, WAY, checked, Strike::Due)
        .await?;
    Ok(Some(outcome))
}
