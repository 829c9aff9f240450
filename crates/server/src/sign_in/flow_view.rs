//! A flow as its pages see it: read, never changed.

use kadomori_domain::{
    challenge::Challenge,
    device::Standing,
    flow::{Flow, SignIn},
    id::FlowId,
};
use kadomori_pages::{
    ending::Ending,
    sign_in::{CodeMessage, CodePage, Viewer},
};
use kadomori_store::{StoreError, Tx, challenge, device, flow};

use crate::{extract::Visit, reply::PageError};

/// A flow, its challenges, and what its account knows of this browser.
pub(super) struct FlowView {
    pub(super) flow: Flow,
    pub(super) challenges: Vec<Challenge>,
    standing: Standing,
    is_own: bool,
}

/// The flow's name in a path. What names no flow is a page that isn't there.
pub(super) fn flow_id(text: &str) -> Result<FlowId, PageError> {
    text.parse()
        .map_err(|_| PageError::Ending(Ending::NotFound))
}

impl FlowView {
    /// The flow with this name, of whichever browser; `None` when it is gone.
    pub(super) async fn find(visit: &Visit, id: FlowId) -> Result<Option<Self>, PageError> {
        let asked = (visit.clone(), id);
        Ok(visit
            .app
            .db
            .read(asked, |tx, (visit, id)| Box::pin(look_up(tx, visit, *id)))
            .await?)
    }

    /// The flow of this very browser, or the page that says why there is none.
    pub(super) async fn open(visit: &Visit, id: FlowId) -> Result<Self, PageError> {
        let found = Self::find(visit, id)
            .await?
            .ok_or(PageError::Ending(Ending::FlowGone))?;
        found.own().ok_or(PageError::Ending(Ending::OtherBrowser))
    }

    /// The flow, if it belongs to this browser.
    pub(super) fn own(self) -> Option<Self> {
        self.is_own.then_some(self)
    }

    /// The challenge that waits for its code.
    pub(super) fn pending(&self) -> Option<&Challenge> {
        let SignIn::AwaitingCode { challenge, .. } = &self.flow.state else {
            return None;
        };
        self.challenges.iter().find(|one| one.id == *challenge)
    }

    /// The page on which the code is typed; `None` when none is waited for.
    pub(super) fn code_page(
        &self,
        visit: &Visit,
        message: Option<CodeMessage>,
        keep: bool,
    ) -> Option<CodePage> {
        let pending = self.pending()?;
        let SignIn::AwaitingCode { because, .. } = &self.flow.state else {
            return None;
        };
        let viewer = match self.standing {
            Standing::New => Viewer::Stranger {
                address: self.flow.address.to_string(),
            },
            Standing::Familiar => Viewer::Known {
                masked: self.flow.address.masked(),
            },
        };
        let mut frame = visit.frame(visit.cookies.visitor.as_ref());
        frame.path = format!("/sign-in/{}", self.flow.id);
        Some(CodePage {
            frame,
            flow: self.flow.id,
            reference: pending.reference,
            length: pending.length,
            viewer,
            sent_at: pending.sent_at,
            expires_at: pending.expires_at,
            resend_at: pending.sent_at.plus(visit.app.policy.code.resend_after),
            now: visit.now,
            zone: visit.zone(self.flow.zone.as_deref()),
            because: because.clone(),
            message,
            keep,
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
    let met = device::find(tx, tenant, &flow.address, visit.device()).await?;
    let is_own = visit.visitor() == Some(flow.visitor);
    Ok(Some(FlowView {
        flow,
        challenges,
        standing: met.standing,
        is_own,
    }))
}
