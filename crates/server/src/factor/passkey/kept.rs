//! Ceremonies as rows: what was asked of a browser, and its answer, taken once and verified.

use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};
use kadomori_domain::{
    factor::passkey::{Asserted, CredentialId, Passkey, UserHandle},
    id::{AccountId, CeremonyId, FlowId},
    token::TokenHash,
};
use kadomori_store::{
    StoreError, Tx,
    ceremony::{self, Ceremony, CeremonyKind},
    passkey,
};
use serde::Deserialize;

use super::webauthn::{AssertRefusal, Assertion, Begun, Known, RelyingParty, Unfit};
use crate::{app::Shared, extract::Visit};

/// What a page's script fills in.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct Answer {
    /// The credential, as the browser writes it.
    #[serde(default)]
    pub(crate) answer: String,
    /// The name of the ceremony's row.
    #[serde(default)]
    pub(crate) ceremony: String,
}

impl Shared {
    /// The site, as passkeys know it.
    pub(crate) fn relying_party(&self) -> RelyingParty {
        let origin = &self.site.origin;
        let host = origin.split_once("://").map_or("", |(_, rest)| rest);
        let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
        RelyingParty::new(origin.clone(), host, self.site.name.clone())
    }
}

/// Writes down what a browser is asked for, and tells its script.
pub(crate) async fn begin(
    tx: &mut Tx,
    visit: &Visit,
    row: Row,
    begun: &Begun,
) -> Result<serde_json::Value, StoreError> {
    let new = Ceremony {
        id: row.id,
        tenant: visit.tenant(),
        visitor: row.visitor,
        flow: row.flow,
        account: row.account,
        kind: row.kind,
        state: begun.state.clone(),
        created_at: visit.now,
        expires_at: begun.expires_at,
    };
    ceremony::insert(tx, &new).await?;
    Ok(begun.for_browser(row.id))
}

/// What a ceremony's row says besides its state.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub(crate) id: CeremonyId,
    pub(crate) visitor: TokenHash,
    pub(crate) flow: Option<FlowId>,
    pub(crate) account: Option<AccountId>,
    pub(crate) kind: CeremonyKind,
}

/// Options, as a page's script fetches them.
pub(crate) fn told(options: &serde_json::Value) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (kind, options.to_string()).into_response()
}

/// An answer with the rows that it is verified by.
pub(crate) struct Taken {
    ceremony: Ceremony,
    known: Option<(AccountId, Passkey)>,
}

/// Takes the ceremony that is answered, once, with the passkey that answers.
pub(crate) async fn take(
    tx: &mut Tx,
    visit: &Visit,
    answered: &Answered,
) -> Result<Option<Taken>, StoreError> {
    let tenant = visit.tenant();
    let found = ceremony::take(tx, tenant, answered.ceremony, answered.visitor, visit.now).await?;
    let fits =
        |ceremony: &Ceremony| ceremony.flow == answered.flow && ceremony.kind == CeremonyKind::Get;
    let Some(ceremony) = found.filter(fits) else {
        return Ok(None);
    };
    let known = passkey::find_for_update(tx, tenant, &answered.credential).await?;
    Ok(Some(Taken { ceremony, known }))
}

/// Which ceremony a browser answers, with which passkey.
pub(crate) struct Answered {
    pub(crate) ceremony: CeremonyId,
    pub(crate) visitor: TokenHash,
    pub(crate) flow: Option<FlowId>,
    pub(crate) credential: CredentialId,
}

impl Taken {
    /// Verifies the answer; whose passkey it is comes with it.
    pub(crate) fn verify(
        &self,
        visit: &Visit,
        assertion: &Assertion,
    ) -> Result<(AccountId, Asserted), AssertRefusal> {
        let index = visit.app.keys.index_key(visit.tenant());
        let known = self.known.as_ref().map(|(account, passkey)| Known {
            passkey,
            handle: UserHandle::of(*account, &index),
        });
        let site = visit.app.relying_party();
        let asserted = site.finish_sign_in(&self.ceremony.state, assertion, known, visit.now)?;
        let (account, _) = self.known.as_ref().ok_or(AssertRefusal::UnknownKey)?;
        Ok((*account, asserted))
    }
}

impl Answer {
    /// The ceremony's name and the answer, if both can be read.
    pub(crate) fn parse(&self) -> Result<(CeremonyId, Assertion), Unfit> {
        let ceremony = self
            .ceremony
            .parse()
            .map_err(|_| Unfit::Malformed("ceremony"))?;
        Ok((ceremony, Assertion::parse(&self.answer)?))
    }
}
