//! The code page: a code that was sent is typed.

use kadomori_domain::{
    code::{Code, CodeLength},
    factor::FactorKind,
    flow::sign_in::Outcome,
};
use kadomori_store::{StoreError, Tx};
use serde::Deserialize;

use super::{
    answer::{answer, uncounted},
    attempt::{Around, Attempt, Ticks},
    flow_view::FlowView,
    said::Said,
};
use crate::{
    account::security::adding::{self, Confirmed, is_added_by},
    extract::{Form, FormFields, Path, Visit},
    metrics,
    reply::Reply,
};

/// What is typed on the code page.
#[derive(Deserialize)]
pub(crate) struct CodeForm {
    #[serde(default)]
    code: String,
    /// How many digits the page asked for; another number only makes the code not match.
    digits: Option<u8>,
    #[serde(flatten)]
    ticks: Ticks,
}

impl FormFields for CodeForm {}

/// Takes the code.
pub(crate) async fn submit(visit: Visit, Path(id): Path, Form(form): Form<CodeForm>) -> Reply {
    let attempt = Attempt::new(&visit, &id, &form.ticks)?;
    let length = form
        .digits
        .and_then(|digits| CodeLength::try_from(digits).ok());
    let code = match Code::parse(&form.code, length.unwrap_or(visit.app.policy.code.length)) {
        Ok(code) => code,
        Err(unreadable) => {
            visit.app.metrics.code(metrics::CodeOutcome::Unclear);
            let view = FlowView::open(&visit, attempt.flow).await?;
            return view
                .again(&visit, Said::Unreadable(unreadable), &form.ticks)
                .await;
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
        Tried::Answered(outcome) => answer(&attempt, outcome, &form.ticks).await,
        Tried::Confirmed(confirmed) => {
            visit.app.metrics.code(metrics::CodeOutcome::Accepted);
            adding::confirmed(&attempt, &confirmed)
        }
        Tried::Uncounted => uncounted(&visit, attempt.flow).await,
    }
}

/// What came of a try.
enum Tried {
    /// The flow goes on, or ends.
    Answered(Outcome),
    /// The code confirmed a further contact; and what came of adding it.
    Confirmed(Confirmed),
    /// There was no try to count.
    Uncounted,
}

/// Counts the try, then looks.
async fn try_code(tx: &mut Tx, attempt: &Attempt, code: &Code) -> Result<Tried, StoreError> {
    let visit = &attempt.visit;
    let Some(around) = Around::count_try(tx, attempt, FactorKind::MailCode).await? else {
        return Ok(Tried::Uncounted);
    };
    let purpose = around.flow.purpose;
    let outcome = around
        .decide(tx, visit, |flow, turn| {
            flow.submit_code(code, attempt.wishes, turn)
        })
        .await?;
    // A further contact is added by the very code that confirms it.
    if matches!(outcome, Outcome::Proven) && is_added_by(purpose) {
        let confirmed = adding::confirm(tx, attempt, purpose).await?;
        return Ok(Tried::Confirmed(confirmed));
    }
    Ok(Tried::Answered(outcome))
}
