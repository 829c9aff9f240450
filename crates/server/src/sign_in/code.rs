//! The code page: a code is typed.

use axum::http::StatusCode;
use kadomori_domain::{
    code::{Code, CodeLength},
    flow::{
        Flow, SignIn,
        sign_in::{CodeOutcome, try_keys},
        turn::Turn,
    },
    id::FlowId,
    session::Keep,
    throttle::Rows,
    time::Time,
    token::TokenHash,
};
use kadomori_pages::{ending::Ending, sign_in::CodeMessage};
use kadomori_store::{StoreError, Tx, challenge, device, flow, session, step, throttle};
use serde::Deserialize;

use super::{
    flow_view::{FlowView, flow_id},
    welcome_in::welcome_in,
};
use crate::{
    extract::{Form, FormFields, Path, Query, SignedIn, Visit},
    metrics,
    reply::{PageError, Reply, page, see_other},
};

/// What the page's own address may say: what came of asking for the code again.
#[derive(Default, Deserialize)]
pub(crate) struct Came {
    note: Option<Note>,
    until: Option<i64>,
}

/// What came of asking for the code again.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Note {
    SentAgain,
    SentNew,
    TooSoon,
    Held,
    Waiting,
}

/// Shows where the flow stands.
pub(crate) async fn show(visit: Visit, Path(id): Path, Query(came): Query<Came>) -> Reply {
    let view = FlowView::open(&visit, flow_id(&id)?).await?;
    let message = came.message(&view, &visit);
    match view.code_page(&visit, message, false) {
        Some(code_page) => page(StatusCode::OK, code_page.render()),
        None => elsewhere(&visit, &view.flow).await,
    }
}

impl Came {
    fn message(&self, view: &FlowView, visit: &Visit) -> Option<CodeMessage> {
        let until = self.until.map(Time::from_micros);
        let until = until.filter(|until| visit.now < *until);
        match self.note? {
            Note::SentAgain => Some(CodeMessage::SentAgain),
            Note::SentNew => Some(CodeMessage::SentNew),
            Note::TooSoon => {
                let at = view
                    .pending()?
                    .sent_at
                    .plus(visit.app.policy.code.resend_after);
                (visit.now < at).then_some(CodeMessage::TooSoon { at })
            }
            Note::Held => Some(CodeMessage::Held { until: until? }),
            Note::Waiting => Some(CodeMessage::Waiting { until: until? }),
        }
    }
}

/// The reply for a flow that waits for no code.
async fn elsewhere(visit: &Visit, flow: &Flow) -> Reply {
    match &flow.state {
        SignIn::AddressProven { .. } => see_other(&format!("/sign-in/{}/create", flow.id)),
        SignIn::SignedIn { .. } => {
            let signed_in = SignedIn::find(visit).await?.is_some();
            Err(PageError::Ending(Ending::AlreadyUsed { signed_in }))
        }
        SignIn::Spent => Err(PageError::Ending(Ending::TooManyTries)),
        SignIn::Abandoned => Err(PageError::Ending(Ending::Abandoned)),
        SignIn::AwaitingCode { .. } => Err(PageError::Ending(Ending::FlowGone)),
    }
}

/// What is typed on the code page.
#[derive(Deserialize)]
pub(crate) struct CodeForm {
    #[serde(default)]
    code: String,
    /// How many digits the page asked for; another number only makes the code not match.
    digits: Option<u8>,
    keep: Option<String>,
}

impl FormFields for CodeForm {}

/// Takes the code.
pub(crate) async fn submit(visit: Visit, Path(id): Path, Form(form): Form<CodeForm>) -> Reply {
    let id = flow_id(&id)?;
    let kept = form.keep.is_some();
    let length = form
        .digits
        .and_then(|digits| CodeLength::try_from(digits).ok());
    let code = match Code::parse(&form.code, length.unwrap_or(visit.app.policy.code.length)) {
        Ok(code) => code,
        Err(unreadable) => {
            visit.app.metrics.code(metrics::CodeOutcome::Unclear);
            return again(&visit, id, CodeMessage::Unreadable(unreadable), kept).await;
        }
    };
    let visitor = visit
        .visitor()
        .ok_or(PageError::Ending(Ending::OtherBrowser))?;
    let keep = if kept { Keep::Kept } else { Keep::Brief };
    let attempt = Attempt {
        visit: visit.clone(),
        flow: id,
        visitor,
        code,
        keep,
    };
    let tried = visit
        .app
        .db
        .write(attempt, |tx, attempt| Box::pin(try_code(tx, attempt)))
        .await?;
    let Some(outcome) = tried else {
        return uncounted(&visit, id).await;
    };
    visit.app.metrics.code(figure(&outcome));
    match outcome {
        CodeOutcome::SignedIn(entrance) => welcome_in(&visit, &entrance),
        CodeOutcome::AddressProven => see_other(&format!(
            "/sign-in/{id}/create{}",
            if kept { "?keep=on" } else { "" }
        )),
        CodeOutcome::Wrong { left } => again(&visit, id, CodeMessage::Wrong { left }, kept).await,
        CodeOutcome::Expired => again(&visit, id, CodeMessage::Expired, kept).await,
        CodeOutcome::Waiting { until } => {
            visit.app.metrics.throttled("wrong_before_wait");
            again(&visit, id, CodeMessage::Waiting { until }, kept).await
        }
        CodeOutcome::KeyMissing => {
            tracing::error!("a code can't be checked: its key isn't in this server's key file");
            Err(PageError::Ending(Ending::Busy))
        }
        CodeOutcome::Superseded => superseded(&visit, id, kept).await,
        CodeOutcome::AlreadyUsed | CodeOutcome::TooManyTries | CodeOutcome::Abandoned => {
            let view = FlowView::open(&visit, id).await?;
            elsewhere(&visit, &view.flow).await
        }
    }
}

struct Attempt {
    visit: Visit,
    flow: FlowId,
    visitor: TokenHash,
    code: Code,
    keep: Keep,
}

/// Counts the try, then looks. `None` when there was no try to count.
async fn try_code(tx: &mut Tx, attempt: &Attempt) -> Result<Option<CodeOutcome>, StoreError> {
    let Attempt {
        visit,
        visitor,
        code,
        keep,
        ..
    } = attempt;
    let (tenant, now) = (visit.tenant(), visit.now);
    let Some(flow) = flow::count_try(tx, tenant, attempt.flow, *visitor, now).await? else {
        return Ok(None);
    };
    let challenges = challenge::list(tx, flow.id).await?;
    let met = device::find(tx, tenant, &flow.address, visit.device()).await?;
    let scene = visit.scene(&met);
    let mut rows = Rows::default();
    throttle::find_rates(tx, tenant, &try_keys(&scene, &flow.address), now, &mut rows).await?;
    let mut chance = visit.chance();
    let turn = Turn::new(&scene, &rows, &challenges, &mut chance);
    let tried = flow.submit_code(code, *keep, turn);
    step::write(tx, tenant, &tried, now).await?;
    if let (CodeOutcome::SignedIn(_), Some(earlier)) = (&tried.outcome, visit.session()) {
        session::delete_by_token(tx, earlier).await?;
    }
    Ok(Some(tried.outcome))
}

/// No try was counted: the flow is gone, another browser's, over, or has none left.
async fn uncounted(visit: &Visit, id: FlowId) -> Reply {
    let view = FlowView::open(visit, id).await?;
    match view.flow.state {
        SignIn::AwaitingCode { .. } | SignIn::Spent => Err(PageError::Ending(Ending::TooManyTries)),
        _ => elsewhere(visit, &view.flow).await,
    }
}

/// The code page once more, with what to know.
async fn again(visit: &Visit, id: FlowId, message: CodeMessage, keep: bool) -> Reply {
    let view = FlowView::open(visit, id).await?;
    match view.code_page(visit, Some(message), keep) {
        Some(code_page) => page(StatusCode::UNPROCESSABLE_ENTITY, code_page.render()),
        None => elsewhere(visit, &view.flow).await,
    }
}

async fn superseded(visit: &Visit, id: FlowId, keep: bool) -> Reply {
    let view = FlowView::open(visit, id).await?;
    let Some(pending) = view.pending() else {
        return elsewhere(visit, &view.flow).await;
    };
    let message = CodeMessage::Superseded {
        reference: pending.reference,
        sent_at: pending.sent_at,
    };
    match view.code_page(visit, Some(message), keep) {
        Some(code_page) => page(StatusCode::UNPROCESSABLE_ENTITY, code_page.render()),
        None => elsewhere(visit, &view.flow).await,
    }
}

fn figure(outcome: &CodeOutcome) -> metrics::CodeOutcome {
    match outcome {
        CodeOutcome::SignedIn(_) | CodeOutcome::AddressProven => metrics::CodeOutcome::Accepted,
        CodeOutcome::Wrong { .. } | CodeOutcome::Waiting { .. } => metrics::CodeOutcome::Wrong,
        CodeOutcome::TooManyTries => metrics::CodeOutcome::TooManyTries,
        CodeOutcome::Superseded => metrics::CodeOutcome::Superseded,
        CodeOutcome::Expired | CodeOutcome::Abandoned | CodeOutcome::KeyMissing => {
            metrics::CodeOutcome::Expired
        }
        CodeOutcome::AlreadyUsed => metrics::CodeOutcome::Used,
    }
}
