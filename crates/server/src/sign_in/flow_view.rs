//! A flow as its pages see it: read, never changed.

use kadomori_domain::{
    challenge::Challenge,
    delivery::Channel,
    device::Standing,
    flow::{Flow, State, turn::Demand},
    holdings::Holdings,
    id::FlowId,
    purpose::Purpose,
};
use kadomori_pages::{
    ending::Ending,
    sign_in::{Asked, Stage, Typed, Viewer},
};
use kadomori_store::{StoreError, Tx, app, challenge, flow};

use super::{
    attempt::{meet, still_signed_in},
    delivery::Waited,
};
use crate::{extract::Visit, reply::PageError};

/// A flow, its challenges, and what this browser may know of its account.
pub(crate) struct FlowView {
    pub(crate) flow: Flow,
    pub(super) challenges: Vec<Challenge>,
    pub(super) standing: Standing,
    /// What the gate demands now.
    pub(super) demand: Demand,
    /// The names of the account's apps, where this browser may know them.
    pub(super) apps: Vec<String>,
    /// Where a mail with a code would go, masked.
    mailbox: String,
    /// Where a text message with a code would go, masked.
    phone: String,
    /// What the account holds.
    pub(super) holdings: Holdings,
    /// What became of the messages; nothing where this browser may not know.
    pub(super) waited: Waited,
    is_own: bool,
    is_signed_out: bool,
}

/// The flow's name in a path. What names no flow is a page that isn't there.
pub(crate) fn flow_id(text: &str) -> Result<FlowId, PageError> {
    text.parse()
        .map_err(|_| PageError::Ending(Ending::NotFound))
}

impl FlowView {
    /// The flow with this name, of whichever browser; `None` when it is gone.
    pub(crate) async fn find(visit: &Visit, id: FlowId) -> Result<Option<Self>, PageError> {
        let asked = (visit.clone(), id);
        Ok(visit
            .app
            .db
            .read(asked, |tx, (visit, id)| Box::pin(look_up(tx, visit, *id)))
            .await?)
    }

    /// The flow of this very browser, or the page that says why there is none.
    pub(crate) async fn open(visit: &Visit, id: FlowId) -> Result<Self, PageError> {
        let found = Self::find(visit, id)
            .await?
            .ok_or(PageError::Ending(Ending::FlowGone))?;
        let own = found.own().ok_or(PageError::Ending(Ending::OtherBrowser))?;
        if own.is_signed_out {
            return Err(PageError::Ending(Ending::SignedOut));
        }
        Ok(own)
    }

    /// The flow, if it belongs to this browser.
    pub(crate) fn own(self) -> Option<Self> {
        self.is_own.then_some(self)
    }

    /// Whether the stay that it began in, if it began in one, still holds.
    pub(super) fn is_open(&self) -> bool {
        !self.is_signed_out
    }

    /// The challenge that waits for its code.
    pub(super) fn pending(&self) -> Option<&Challenge> {
        let State::AwaitingCode { challenge, .. } = &self.flow.state else {
            return None;
        };
        self.challenges.iter().find(|one| one.id == *challenge)
    }

    /// Whether the page may show what only the account's person knows.
    pub(super) fn may_tell(&self) -> bool {
        self.standing == Standing::Familiar || self.flow.is_known()
    }

    /// Where codes go that travel so, masked; to be shown where that [may be
    /// told](Self::may_tell).
    pub(super) fn codes_go_to(&self, channel: Channel) -> String {
        match channel {
            Channel::Mail => self.mailbox.clone(),
            Channel::Text => self.phone.clone(),
        }
    }

    /// To whom the page speaks.
    pub(super) fn viewer(&self, visit: &Visit) -> Viewer {
        let masked = match self.flow.purpose {
            // The person has just typed it.
            Purpose::ConfirmContact | Purpose::ConfirmPhone => self.flow.destination.to_string(),
            Purpose::SignIn
            | Purpose::CreateAccount
            | Purpose::ResetPassword
            | Purpose::ChangeSecurity => self.flow.destination.masked(),
        };
        match self.delivery(visit) {
            Some(delivery) => Viewer::Known {
                masked,
                delivery: Box::new(delivery),
            },
            None => Viewer::Stranger,
        }
    }

    /// What the page of a way asks; `None` where the flow asks for nothing.
    pub(super) fn asked(&self, visit: &Visit) -> Option<Asked> {
        let Flow {
            id, purpose, state, ..
        } = &self.flow;
        let days = visit.app.policy.trust.as_secs() / (24 * 3_600);
        Some(Asked {
            flow: *id,
            purpose: *purpose,
            stage: if self.flow.proofs.is_empty() {
                Stage::First
            } else {
                Stage::Further
            },
            account: self.flow.identifier.to_string(),
            typed: Typed::from(&self.flow.identifier),
            because: state.because()?.to_vec(),
            keep: self.flow.keep == kadomori_domain::session::Keep::Kept,
            trust: false,
            trust_days: u32::try_from(days).unwrap_or(u32::MAX),
            now: visit.now,
            zone: visit.zone(self.flow.zone.as_deref()),
        })
    }
}

async fn look_up(tx: &mut Tx, visit: &Visit, id: FlowId) -> Result<Option<FlowView>, StoreError> {
    let tenant = visit.tenant();
    let Some(flow) = flow::find(tx, tenant, id).await? else {
        return Ok(None);
    };
    if visit.now >= flow.expires_at {
        return Ok(None);
    }
    let challenges = challenge::list(tx, id).await?;
    let met = meet(tx, visit, &flow).await?;
    let is_signed_out = !still_signed_in(tx, visit, &flow).await?;
    let scene = visit.scene(&met);
    let demand = scene.demand(&flow);
    let [mailbox, phone] =
        [Channel::Mail, Channel::Text].map(|one| flow.destination_for(one, &scene).masked());
    let is_own = visit.visitor() == Some(flow.visitor);
    let may_know = met.standing == Standing::Familiar || flow.is_known();
    let apps = match met.account.filter(|_| is_own && may_know) {
        Some(account) if met.holdings.apps > 0 => app::list(tx, account).await?,
        Some(_) | None => Vec::new(),
    };
    let waited = if is_own && may_know {
        Waited::look_up(tx, &flow, met.account).await?
    } else {
        Waited::default()
    };
    Ok(Some(FlowView {
        flow,
        challenges,
        standing: met.standing,
        demand,
        apps: apps.iter().map(|app| app.label.to_string()).collect(),
        mailbox,
        phone,
        holdings: met.holdings,
        waited,
        is_own,
        is_signed_out,
    }))
}
