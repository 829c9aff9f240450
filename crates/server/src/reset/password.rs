//! The end of a reset: the new password. Nobody is signed in by it.

use axum::http::StatusCode;
use kadomori_domain::{
    factor::{FactorKind, password::Refusal},
    flow::{
        Flow, State,
        sign_in::{ResetOutcome, reset_keys},
        turn::Turn,
    },
    holdings::Holdings,
    id::{AccountId, FlowId},
    purpose::Purpose,
    throttle::Rows,
    token::TokenHash,
};
use kadomori_pages::{
    ending::Ending,
    password::PasswordRefusal,
    reset::{ResetDonePage, ResetPasswordPage},
};
use kadomori_store::{
    StoreError, Tx, flow,
    security::{self, Owned},
    session, step, throttle,
};
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::{
    extract::{CookieName, Form, FormFields, Path, Visit},
    factor::new_password::{Chosen, choose, rules},
    reply::{PageError, Reply, page, see_other, with_cookies},
    sign_in::{
        answer::elsewhere,
        attempt::meet,
        flow_view::{FlowView, flow_id},
    },
};

/// Asks for the new password; says that it counts, once it does.
pub(crate) async fn show(visit: Visit, Path(id): Path) -> Reply {
    let view = FlowView::open(&visit, flow_id(&id)?).await?;
    match place_of(&visit, &view.flow).await? {
        Stands::Choosing(_, owned) => asks(&visit, &view.flow, &owned.holdings, None),
        Stands::Over(holdings) if holdings.has(FactorKind::Password) => {
            let done = ResetDonePage {
                frame: visit.frame(visit.cookies.visitor.as_ref()),
                two_step: holdings.is_two_step(),
            };
            page(StatusCode::OK, done.render())
        }
        Stands::Over(holdings) => asks(&visit, &view.flow, &holdings, None),
        Stands::Elsewhere => leads_elsewhere(&visit, &view.flow).await,
    }
}

/// The page of what is still asked for, or of how it ended.
async fn leads_elsewhere(visit: &Visit, flow: &Flow) -> Reply {
    if flow.state.because().is_some() {
        return see_other(&format!("/sign-in/{}", flow.id));
    }
    elsewhere(visit, flow).await
}

/// What is typed.
#[derive(Deserialize)]
pub(crate) struct PasswordForm {
    #[serde(default)]
    password: String,
}

impl FormFields for PasswordForm {}

/// Sets the new password.
pub(crate) async fn submit(visit: Visit, Path(id): Path, Form(form): Form<PasswordForm>) -> Reply {
    let typed = Zeroizing::new(form.password);
    let visitor = visit
        .visitor()
        .ok_or(PageError::Ending(Ending::OtherBrowser))?;
    let view = FlowView::open(&visit, flow_id(&id)?).await?;
    let flow = &view.flow;
    let here = format!("/reset/{}/password", flow.id);
    let (account, owned) = match place_of(&visit, flow).await? {
        Stands::Choosing(account, owned) => (account, owned),
        Stands::Over(_) => return see_other(&here),
        Stands::Elsewhere => return leads_elsewhere(&visit, flow).await,
    };
    let chosen = match choose(&visit, account, &owned, &typed).await? {
        Ok(chosen) => chosen,
        Err(refusal) => return asks(&visit, flow, &owned.holdings, Some(refusal)),
    };
    let wish = Wish {
        visit: visit.clone(),
        flow: flow.id,
        visitor,
        chosen,
    };
    let db = &visit.app.db;
    let came = db.write(wish, |tx, wish| Box::pin(reset(tx, wish))).await?;
    let Some(Came { outcome, ends_here }) = came else {
        return Err(PageError::Ending(Ending::FlowGone));
    };
    match outcome {
        ResetOutcome::Reset => {
            visit.app.bell.notify_one();
            let secure = visit.app.site.secure;
            let cleared = ends_here
                .then(|| CookieName::Session.clear(secure))
                .flatten();
            Ok(with_cookies(see_other(&here)?, [cleared]))
        }
        ResetOutcome::TooShort => {
            let least = rules(&visit.app, &Holdings::default()).alone;
            let refusal = PasswordRefusal::Unfit(Refusal::TooShort { least });
            asks(&visit, flow, &owned.holdings, Some(refusal))
        }
        ResetOutcome::NoPassword | ResetOutcome::AlreadyUsed => see_other(&here),
        ResetOutcome::MoreNeeded | ResetOutcome::NotProven => {
            see_other(&format!("/sign-in/{}", flow.id))
        }
    }
}

/// Where a flow stands, as far as this page goes.
enum Stands {
    /// A new password may be chosen.
    Choosing(AccountId, Box<Owned>),
    /// It was; this is what the account holds.
    Over(Holdings),
    /// It is not at its end, or leads elsewhere.
    Elsewhere,
}

async fn place_of(visit: &Visit, flow: &Flow) -> Result<Stands, PageError> {
    if flow.purpose != Purpose::ResetPassword {
        return Ok(Stands::Elsewhere);
    }
    let account = match &flow.state {
        State::Proven { account } => Some(*account),
        State::Done => flow.bound.map(|bound| bound.account),
        State::Choosing { .. }
        | State::AwaitingCode { .. }
        | State::AwaitingWay { .. }
        | State::AddressProven { .. }
        | State::SignedIn { .. }
        | State::Spent
        | State::Abandoned => None,
    };
    let Some(account) = account else {
        return Ok(Stands::Elsewhere);
    };
    let asked = (visit.tenant(), account);
    let found = visit.app.db.read(asked, |tx, (tenant, account)| {
        Box::pin(security::find(tx, *tenant, *account))
    });
    let owned = found.await?.ok_or(PageError::Ending(Ending::FlowGone))?;
    Ok(match flow.state {
        State::Done => Stands::Over(owned.holdings),
        _ => Stands::Choosing(account, Box::new(owned)),
    })
}

struct Wish {
    visit: Visit,
    flow: FlowId,
    visitor: TokenHash,
    chosen: Chosen,
}

struct Came {
    outcome: ResetOutcome,
    /// Whether a stay in this very browser ends with it.
    ends_here: bool,
}

/// Decides and writes; `None` when the flow is gone.
async fn reset(tx: &mut Tx, wish: &Wish) -> Result<Option<Came>, StoreError> {
    let Wish { visit, chosen, .. } = wish;
    let (tenant, now) = (visit.tenant(), visit.now);
    let found = flow::find_for_update(tx, tenant, wish.flow, wish.visitor).await?;
    let Some(flow) = found.filter(|flow| now < flow.expires_at) else {
        return Ok(None);
    };
    let mut met = meet(tx, visit, &flow).await?;
    let mut rows = Rows::default();
    let keys = reset_keys(&visit.scene(&met), &flow);
    throttle::find_rates(tx, tenant, &keys, now, &mut rows).await?;
    let owned = match met.account {
        Some(account) => security::find_for_update(tx, tenant, account).await?,
        None => None,
    };
    let Some(owned) = owned else {
        return Ok(None);
    };
    // As it stands now that nobody else changes it.
    met.holdings = owned.holdings;
    let stays_here = match visit.session() {
        Some(token) => session::find(tx, token).await?,
        None => None,
    };
    let scene = visit.scene(&met);
    let mut chance = visit.chance();
    let turn = Turn::new(&scene, &rows, &[], &mut chance);
    let sealed = chosen.sealed.clone();
    let decided = flow.reset_password(sealed, &chosen.accepted, &owned.contacts, turn);
    step::write(tx, tenant, &decided, now).await?;
    Ok(Some(Came {
        outcome: decided.outcome,
        ends_here: stays_here.is_some_and(|session| Some(session.account) == met.account),
    }))
}

/// The page on which the password is chosen; to an account that has none it says so.
fn asks(
    visit: &Visit,
    flow: &Flow,
    holdings: &Holdings,
    refusal: Option<PasswordRefusal>,
) -> Reply {
    let status = match refusal {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let asks = ResetPasswordPage {
        frame: visit.frame(visit.cookies.visitor.as_ref()),
        flow: flow.id,
        account: flow.identifier.to_string(),
        had: holdings.has(FactorKind::Password),
        rules: rules(&visit.app, holdings),
        refusal,
    };
    page(status, asks.render())
}
