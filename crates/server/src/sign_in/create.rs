//! No account has the address: would the person like one?

use axum::http::StatusCode;
use kadomori_domain::{
    flow::{State, sign_in::CreateOutcome, turn::Turn},
    id::FlowId,
    session::Keep,
    throttle::Rows,
    token::TokenHash,
};
use kadomori_pages::{ending::Ending, sign_in::CreatePage};
use kadomori_store::{
    StoreError, Tx, challenge, flow, session,
    step::{self, Applied},
};
use serde::Deserialize;

use super::{
    attempt::meet,
    flow_view::{FlowView, flow_id},
    welcome_in::welcome_in,
};
use crate::{
    extract::{Form, FormFields, Path, Query, Visit},
    reply::{PageError, Reply, page, see_other},
};

/// What the person chose on the page before.
#[derive(Default, Deserialize)]
pub(crate) struct Kept {
    keep: Option<String>,
}

impl FormFields for Kept {}

/// Asks.
pub(crate) async fn show(visit: Visit, Path(id): Path, Query(kept): Query<Kept>) -> Reply {
    let view = FlowView::open(&visit, flow_id(&id)?).await?;
    if !matches!(view.flow.state, State::AddressProven { .. }) {
        return see_other(&format!("/sign-in/{}", view.flow.id));
    }
    let create = CreatePage {
        frame: visit.frame(visit.cookies.visitor.as_ref()),
        flow: view.flow.id,
        address: view.flow.identifier.to_string(),
        keep: kept.keep.is_some(),
    };
    page(StatusCode::OK, create.render())
}

/// Makes the account and signs the person in.
pub(crate) async fn submit(visit: Visit, Path(id): Path, Form(kept): Form<Kept>) -> Reply {
    let id = flow_id(&id)?;
    let visitor = visit
        .visitor()
        .ok_or(PageError::Ending(Ending::OtherBrowser))?;
    let keep = if kept.keep.is_some() {
        Keep::Kept
    } else {
        Keep::Brief
    };
    let asked = Asked {
        visit: visit.clone(),
        flow: id,
        visitor,
        keep,
    };
    let created = visit
        .app
        .db
        .write(asked, |tx, asked| Box::pin(create(tx, asked)))
        .await?;
    match created {
        Some(CreateOutcome::SignedIn(entrance)) => welcome_in(&visit, &entrance),
        Some(
            CreateOutcome::AlreadyUsed
            | CreateOutcome::NotProven
            | CreateOutcome::MoreNeeded { .. },
        ) => see_other(&format!("/sign-in/{id}")),
        None => {
            FlowView::open(&visit, id).await?;
            Err(PageError::Ending(Ending::FlowGone))
        }
    }
}

struct Asked {
    visit: Visit,
    flow: FlowId,
    visitor: TokenHash,
    keep: Keep,
}

async fn create(tx: &mut Tx, asked: &Asked) -> Result<Option<CreateOutcome>, StoreError> {
    let Asked {
        visit,
        visitor,
        keep,
        ..
    } = asked;
    let tenant = visit.tenant();
    loop {
        let found = flow::find_for_update(tx, tenant, asked.flow, *visitor).await?;
        let Some(flow) = found.filter(|flow| visit.now < flow.expires_at) else {
            return Ok(None);
        };
        let challenges = challenge::list_of_visitor(tx, tenant, *visitor).await?;
        let met = meet(tx, visit, &flow).await?;
        let scene = visit.scene(&met);
        let (rows, mut chance) = (Rows::default(), visit.chance());
        let turn = Turn::new(&scene, &rows, &challenges, &mut chance);
        let created = flow.create_account(*keep, turn);
        match step::apply(tx, tenant, &created, visit.now).await? {
            // Another flow made the account a moment ago: decide again, with it.
            Applied::AddressTaken => {}
            Applied::Whole => {
                if let (CreateOutcome::SignedIn(_), Some(earlier)) =
                    (&created.outcome, visit.session())
                {
                    session::delete_by_token(tx, earlier).await?;
                }
                return Ok(Some(created.outcome));
            }
        }
    }
}
