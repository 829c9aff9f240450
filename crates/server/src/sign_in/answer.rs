//! The reply to an answer, whatever the way.

use kadomori_domain::{
    flow::{
        Flow, State,
        sign_in::{Outcome, Wishes},
    },
    id::FlowId,
    purpose::Purpose,
    session::Keep,
    token::Token,
};
use kadomori_pages::ending::Ending;

use super::{
    attempt::{Attempt, Ticks},
    flow_view::FlowView,
    said::Said,
    welcome_in::{renew_session, welcome_in},
};
use crate::{
    extract::{SignedIn, Visit},
    metrics,
    reply::{PageError, Reply, see_other},
};

/// The reply to an answer that was settled.
pub(crate) async fn answer(attempt: &Attempt, outcome: Outcome, ticks: &Ticks) -> Reply {
    let Attempt {
        visit,
        flow,
        wishes,
        ..
    } = attempt;
    visit.app.metrics.code(figure(&outcome));
    let said = match outcome {
        Outcome::SignedIn(entrance) => return welcome_in(visit, &entrance),
        Outcome::AddressProven => return see_other(&to_creation(*flow, *wishes)),
        Outcome::MoreNeeded => return see_other(&format!("/sign-in/{flow}")),
        Outcome::Proven => return proven(visit, *flow).await,
        Outcome::SteppedUp { session } => return stepped_up(visit, *flow, session).await,
        Outcome::KeyMissing => {
            tracing::error!("a code can't be checked: its key isn't in this server's key file");
            return Err(PageError::Ending(Ending::Busy));
        }
        Outcome::AlreadyUsed | Outcome::TooManyTries | Outcome::Abandoned => {
            let view = FlowView::open(visit, *flow).await?;
            return elsewhere(visit, &view.flow).await;
        }
        Outcome::Wrong { left } => Said::Wrong { left },
        Outcome::NotRight { why, left } => Said::NotRight { why, left },
        Outcome::Expired => Said::Expired,
        Outcome::Superseded => Said::Superseded,
        Outcome::OtherPurpose { purpose } => Said::OtherPurpose(purpose),
        Outcome::OtherWay => Said::OtherWay,
        Outcome::Waiting { until } => {
            visit.app.metrics.throttled("wrong_before_wait");
            Said::Waiting { until }
        }
    };
    let view = FlowView::open(visit, *flow).await?;
    view.again(visit, said, ticks).await
}

/// No try was counted: the flow is gone, another browser's, over, or has none left.
pub(crate) async fn uncounted(visit: &Visit, id: FlowId) -> Reply {
    let view = FlowView::open(visit, id).await?;
    if view.flow.state.because().is_some() {
        return Err(PageError::Ending(Ending::TooManyTries));
    }
    elsewhere(visit, &view.flow).await
}

/// The reply for a flow that asks for nothing.
pub(crate) async fn elsewhere(visit: &Visit, flow: &Flow) -> Reply {
    match &flow.state {
        State::AddressProven { .. } => see_other(&format!("/sign-in/{}/create", flow.id)),
        State::Proven { .. } => see_other(&next_page(flow)),
        State::SignedIn { .. } => {
            let signed_in = SignedIn::find(visit).await?.is_some();
            Err(PageError::Ending(Ending::AlreadyUsed { signed_in }))
        }
        State::Done if flow.purpose == Purpose::ChangeSecurity => {
            Err(PageError::Ending(Ending::ProvenElsewhere))
        }
        State::Done => Err(PageError::Ending(Ending::Done)),
        State::Spent => Err(PageError::Ending(Ending::TooManyTries)),
        State::Abandoned => Err(PageError::Ending(Ending::Abandoned)),
        State::Choosing { .. } | State::AwaitingCode { .. } | State::AwaitingWay { .. } => {
            Err(PageError::Ending(Ending::FlowGone))
        }
    }
}

/// All that the purpose asks for is proven: on to what it was proven for.
async fn proven(visit: &Visit, id: FlowId) -> Reply {
    let view = FlowView::open(visit, id).await?;
    see_other(&next_page(&view.flow))
}

async fn stepped_up(visit: &Visit, id: FlowId, session: Option<Token>) -> Reply {
    // The session that the cookie stood for has another secret by now, so that its flow
    // would look like that of someone who is signed out.
    let found = FlowView::find(visit, id).await?.and_then(FlowView::own);
    let view = found.ok_or(PageError::Ending(Ending::FlowGone))?;
    let reply = see_other(&next_page(&view.flow))?;
    renew_session(visit, reply, session).await
}

/// Where a flow leads when its purpose is proven.
fn next_page(flow: &Flow) -> String {
    match flow.purpose {
        Purpose::ResetPassword => format!("/reset/{}/password", flow.id),
        // What was proven wasn't added: it begins again.
        Purpose::ConfirmContact => "/account/security/address/new".to_owned(),
        Purpose::ConfirmPhone => "/account/security/phone/new".to_owned(),
        Purpose::ChangeSecurity => flow
            .errand
            .clone()
            .unwrap_or_else(|| "/account/security".to_owned()),
        Purpose::SignIn | Purpose::CreateAccount => "/account".to_owned(),
    }
}

fn to_creation(id: FlowId, wishes: Wishes) -> String {
    let kept = match wishes.keep {
        Keep::Kept => "?keep=on",
        Keep::Brief => "",
    };
    format!("/sign-in/{id}/create{kept}")
}

fn figure(outcome: &Outcome) -> metrics::CodeOutcome {
    match outcome {
        Outcome::SignedIn(_)
        | Outcome::AddressProven
        | Outcome::MoreNeeded
        | Outcome::Proven
        | Outcome::SteppedUp { .. } => metrics::CodeOutcome::Accepted,
        Outcome::Wrong { .. }
        | Outcome::NotRight { .. }
        | Outcome::OtherPurpose { .. }
        | Outcome::OtherWay
        | Outcome::Waiting { .. } => metrics::CodeOutcome::Wrong,
        Outcome::TooManyTries => metrics::CodeOutcome::TooManyTries,
        Outcome::Superseded => metrics::CodeOutcome::Superseded,
        Outcome::Expired | Outcome::Abandoned | Outcome::KeyMissing => {
            metrics::CodeOutcome::Expired
        }
        Outcome::AlreadyUsed => metrics::CodeOutcome::Used,
    }
}
