//! What became of the message that is waited for, told to a person who may know it: those who
//! are signed in, on a device that the account knows, or who have proven something already.
//! For everybody else nothing is read and nothing differs.

mod reason;
mod step;

use core::time::Duration;

use axum::{
    http::StatusCode,
    response::{Html, IntoResponse as _},
};
use kadomori_domain::{
    challenge::Challenge,
    delivery::{Channel, DeliveryState},
    factor::FactorKind,
    flow::{Flow, State},
    id::AccountId,
    time::Time,
};
use kadomori_pages::sign_in::{Delivery, DeliveryFact, DeliveryPart, DeliveryStep, WayChoice};
use kadomori_store::{
    StoreError, Tx, reach,
    waiting::{self, Awaited},
};

use super::flow_view::{FlowView, flow_id};
use crate::{
    app::Shared,
    extract::{Path, Visit},
    reply::Reply,
};

/// After so long without arrival another way is offered.
const PATIENCE: Duration = Duration::from_mins(1);

/// What is known of the messages of a flow, and of where they go.
#[derive(Debug, Default)]
pub(super) struct Waited {
    messages: Vec<Awaited>,
    broken_at: Option<Time>,
}

impl Waited {
    /// What is known, where the flow waits for a code.
    pub(super) async fn look_up(
        tx: &mut Tx,
        flow: &Flow,
        account: Option<AccountId>,
    ) -> Result<Self, StoreError> {
        let State::AwaitingCode { .. } = flow.state else {
            return Ok(Self::default());
        };
        let broken = match account {
            Some(account) => reach::list_broken(tx, account).await?,
            None => Vec::new(),
        };
        let (channel, normal) = (flow.destination.channel(), flow.destination.normal());
        let its_own = broken
            .into_iter()
            .find(|one| one.channel == channel && one.normal == normal);
        Ok(Self {
            messages: waiting::list(tx, flow.id).await?,
            broken_at: its_own.and_then(|one| one.reach.broken_at),
        })
    }
}

/// The parts of the code page that change while somebody waits. Nothing, and always the same
/// nothing, for a browser that may not know, or where no code is waited for.
pub(crate) async fn show(visit: Visit, Path(id): Path) -> Reply {
    let found = match flow_id(&id) {
        Ok(id) => FlowView::find(&visit, id).await?,
        Err(_) => None,
    };
    let view = found.and_then(FlowView::own).filter(FlowView::is_open);
    Ok(match view.and_then(|view| view.delivery_part(&visit)) {
        Some(part) => Html(part.render()?).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    })
}

impl FlowView {
    fn delivery_part(&self, visit: &Visit) -> Option<DeliveryPart> {
        let frame = visit.frame(visit.cookies.visitor.as_ref());
        let page = self.code_page(visit, frame, self.asked(visit)?, None)?;
        DeliveryPart::of(page)
    }

    /// What became of the message that is waited for; `None` where none is, or where this
    /// browser may not know.
    pub(super) fn delivery(&self, visit: &Visit) -> Option<Delivery> {
        if !self.may_tell() {
            return None;
        }
        let pending = self.pending()?;
        let channel = self.flow.destination.channel();
        let messages: Vec<_> = self
            .waited
            .messages
            .iter()
            .filter(|one| (one.entry.reference, one.entry.channel) == (pending.reference, channel))
            .collect();
        let waits = |one: &&Awaited| one.entry.state == DeliveryState::Queued;
        let trouble = trouble(&visit.app, channel).filter(|_| messages.iter().all(waits));
        let mut delivery = Delivery {
            channel,
            steps: steps(&messages, pending, visit.now),
            trouble,
            broken_at: self.waited.broken_at,
            instead: None,
            is_over: visit.now >= pending.expires_at,
        };
        if wants_another_way(&delivery, pending, visit.now) {
            delivery.instead = self.best_other(channel.way(), &visit.app);
        }
        Some(delivery)
    }

    /// The strongest convenient way that the account holds and the gate takes, other than
    /// this one and those that can't lead on now; a recovery code where there is nothing else.
    fn best_other(&self, but: FactorKind, app: &Shared) -> Option<WayChoice> {
        let is_last = |way: &FactorKind| *way == FactorKind::RecoveryCode;
        let works = |way| Channel::of(way).is_none_or(|sent| trouble(app, sent).is_none());
        let held = |way: &FactorKind| *way != but && self.holdings.has(*way) && works(*way);
        let ways = self.demand.ways.iter().copied().filter(held);
        let (last, first): (Vec<_>, Vec<_>) = ways.partition(is_last);
        let way = first.into_iter().chain(last).next()?;
        Some(WayChoice {
            way,
            detail: self.detail(way),
        })
    }
}

/// What happened to the messages that bring one code.
fn steps(messages: &[&Awaited], pending: &Challenge, now: Time) -> Vec<DeliveryStep> {
    if messages.is_empty() {
        return vec![step::untried(pending.sent_at, now)];
    }
    step::of_all(messages, now)
}

/// Whether waiting has no use, or has lasted long.
fn wants_another_way(delivery: &Delivery, pending: &Challenge, now: Time) -> bool {
    let newest = delivery.steps.last().map(|step| &step.what);
    if newest == Some(&DeliveryFact::Arrived) {
        return false;
    }
    delivery.is_final()
        || delivery.trouble.is_some()
        || delivery.broken_at.is_some()
        || now.since(pending.sent_at) >= PATIENCE
}

/// Since when no message of this kind can leave.
fn trouble(app: &Shared, channel: Channel) -> Option<Time> {
    let trouble = match channel {
        Channel::Mail => app.mail.trouble(),
        Channel::Text => app.text.as_ref()?.trouble(),
    };
    trouble.map(|trouble| trouble.since)
}
