//! An answer to a flow, whatever the way: what is loaded for it, and how it is written.

use kadomori_domain::{
    challenge::Challenge,
    factor::{FactorKind, checked::Checked},
    flow::{
        Flow,
        sign_in::{Outcome, Strike, Trust, Wishes, try_keys},
        turn::Turn,
    },
    id::FlowId,
    session::Keep,
    step::Step,
    throttle::Rows,
    token::TokenHash,
};
use kadomori_pages::ending::Ending;
use kadomori_store::{
    StoreError, Tx, challenge,
    device::{self, Acquaintance},
    flow, session, step, throttle,
};

use super::flow_view::flow_id;
use crate::{extract::Visit, reply::PageError};

/// Who answers which flow, and what they ticked beside it.
#[derive(Clone)]
pub(crate) struct Attempt {
    pub(crate) visit: Visit,
    pub(crate) flow: FlowId,
    pub(crate) visitor: TokenHash,
    pub(crate) wishes: Wishes,
}

/// What is ticked beside an answer.
#[derive(Clone, Default, serde::Deserialize)]
pub(crate) struct Ticks {
    /// "Keep me signed in", where it was ticked.
    pub(crate) keep: Option<String>,
    /// "Trust this device", where it was ticked.
    pub(crate) trust: Option<String>,
}

impl Ticks {
    /// What the person wishes.
    pub(crate) fn wishes(&self) -> Wishes {
        Wishes {
            keep: if self.keep.is_some() {
                Keep::Kept
            } else {
                Keep::Brief
            },
            trust: if self.trust.is_some() {
                Trust::Trusted
            } else {
                Trust::Untrusted
            },
        }
    }
}

impl Attempt {
    /// An answer to the flow that the path names, in this browser.
    pub(crate) fn new(visit: &Visit, id: &str, ticks: &Ticks) -> Result<Self, PageError> {
        Ok(Self {
            visit: visit.clone(),
            flow: flow_id(id)?,
            visitor: visit
                .visitor()
                .ok_or(PageError::Ending(Ending::OtherBrowser))?,
            wishes: ticks.wishes(),
        })
    }
}

/// A flow that this transaction has locked, with all that a decision about it looks at.
pub(crate) struct Around {
    pub(crate) flow: Flow,
    pub(crate) met: Acquaintance,
    pub(crate) rows: Rows,
    challenges: Vec<Challenge>,
}

impl Around {
    /// Counts a try, and so loads and locks the flow. `None` when there was none to count:
    /// the flow is gone, another browser's, over, or has none left.
    pub(crate) async fn count_try(
        tx: &mut Tx,
        attempt: &Attempt,
        way: FactorKind,
    ) -> Result<Option<Self>, StoreError> {
        let Attempt { visit, visitor, .. } = attempt;
        let tenant = visit.tenant();
        let found = flow::count_try(tx, tenant, attempt.flow, *visitor, visit.now).await?;
        Self::around(tx, visit, found, way).await
    }

    /// Loads and locks the flow of an answer whose try was counted before.
    pub(crate) async fn lock(
        tx: &mut Tx,
        attempt: &Attempt,
        way: FactorKind,
    ) -> Result<Option<Self>, StoreError> {
        let Attempt { visit, visitor, .. } = attempt;
        let tenant = visit.tenant();
        let found = flow::find_for_update(tx, tenant, attempt.flow, *visitor).await?;
        let found = found.filter(|flow| visit.now < flow.expires_at);
        Self::around(tx, visit, found, way).await
    }

    /// `None`, too, for the flow of someone who is signed out by now.
    async fn around(
        tx: &mut Tx,
        visit: &Visit,
        found: Option<Flow>,
        way: FactorKind,
    ) -> Result<Option<Self>, StoreError> {
        match found {
            Some(flow) if still_signed_in(tx, visit, &flow).await? => {
                Self::of(tx, visit, flow, way).await.map(Some)
            }
            Some(_) | None => Ok(None),
        }
    }

    async fn of(
        tx: &mut Tx,
        visit: &Visit,
        flow: Flow,
        way: FactorKind,
    ) -> Result<Self, StoreError> {
        let tenant = visit.tenant();
        let challenges = challenge::list_of_visitor(tx, tenant, flow.visitor).await?;
        let met = meet(tx, visit, &flow).await?;
        let keys = try_keys(&visit.scene(&met), &flow, way);
        let mut rows = Rows::default();
        throttle::find_rates(tx, tenant, &keys, visit.now, &mut rows).await?;
        Ok(Self {
            flow,
            met,
            rows,
            challenges,
        })
    }

    /// Decides, and writes what was decided. A session that was open in this browser makes
    /// room for the new one.
    pub(crate) async fn decide<O>(
        self,
        tx: &mut Tx,
        visit: &Visit,
        decision: impl FnOnce(Flow, Turn<'_>) -> Step<O>,
    ) -> Result<O, StoreError> {
        let Self {
            flow,
            met,
            rows,
            challenges,
        } = self;
        let scene = visit.scene(&met);
        let mut chance = visit.chance();
        let turn = Turn::new(&scene, &rows, &challenges, &mut chance);
        let decided = decision(flow, turn);
        if decided.effects.session.is_some()
            && let Some(earlier) = visit.session()
        {
            session::delete_by_token(tx, earlier).await?;
        }
        step::write(tx, visit.tenant(), &decided, visit.now).await?;
        Ok(decided.outcome)
    }

    /// Settles an answer that was looked at in this very transaction.
    pub(crate) async fn settle(
        self,
        tx: &mut Tx,
        attempt: &Attempt,
        way: FactorKind,
        checked: Checked,
        strike: Strike,
    ) -> Result<Outcome, StoreError> {
        let wishes = attempt.wishes;
        self.decide(tx, &attempt.visit, |flow, turn| {
            flow.settle(way, checked, strike, wishes, turn)
        })
        .await
    }
}

/// Whether the stay that a flow began in, if it began in one, still holds in this browser.
pub(crate) async fn still_signed_in(
    tx: &mut Tx,
    visit: &Visit,
    flow: &Flow,
) -> Result<bool, StoreError> {
    let Some(began_in) = flow.bound.and_then(|bound| bound.session) else {
        return Ok(true);
    };
    let Some(token) = visit.session() else {
        return Ok(false);
    };
    let found = session::find(tx, token).await?;
    Ok(found.is_some_and(|session| session.id == began_in && session.is_alive(visit.now)))
}

/// What the account of a flow knows of this browser: the account that it is bound to, or
/// the one that has what was typed.
pub(crate) async fn meet(
    tx: &mut Tx,
    visit: &Visit,
    flow: &Flow,
) -> Result<Acquaintance, StoreError> {
    device::find_for_flow(tx, visit.tenant(), flow, visit.device(), visit.now).await
}
