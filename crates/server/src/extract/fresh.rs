//! A visit by someone who is signed in and has just proven that it's them.

use axum::{
    extract::FromRequestParts,
    http::{Method, request::Parts},
};
use kadomori_domain::purpose::Purpose;
use kadomori_store::device::{self, Acquaintance};

use super::SignedIn;
use crate::{app::App, reply::PageError};

/// A visit to what protects an account: with a session whose proofs are fresh and reach
/// the account's highest level. Without them, the answer is the page that asks for them.
///
/// It keeps pages from being filled in for nothing. What is written is decided once more,
/// in the transaction that writes it.
pub(crate) struct Fresh {
    /// The visit, the session and the account.
    pub(crate) signed_in: SignedIn,
    /// What the account holds, and knows of this browser.
    pub(crate) met: Acquaintance,
}

impl SignedIn {
    /// What the account holds, and knows of this browser.
    pub(crate) async fn meet(&self) -> Result<Acquaintance, PageError> {
        let asked = (self.visit.clone(), self.account.id);
        let met = self.visit.app.db.read(asked, |tx, (visit, account)| {
            let (tenant, cookie) = (visit.tenant(), visit.device());
            Box::pin(device::find_for_account(
                tx, tenant, *account, cookie, visit.now,
            ))
        });
        Ok(met.await?)
    }

    /// Whether what protects the account may be changed now.
    pub(crate) fn is_fresh(&self, met: &Acquaintance) -> bool {
        let scene = self.visit.scene(met);
        let pass = scene.pass(Purpose::ChangeSecurity, &self.session.proofs);
        pass.is_some()
    }
}

impl FromRequestParts<App> for Fresh {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        let signed_in = SignedIn::from_request_parts(parts, app).await?;
        let met = signed_in.meet().await?;
        if signed_in.is_fresh(&met) {
            return Ok(Self { signed_in, met });
        }
        Err(PageError::ProveFirst(page_of(parts)))
    }
}

/// What an address may say of the way that its page is a step of.
const STEPS: [&str; 2] = ["guide=two-step", "go=on"];

/// The path and what it says after its question mark, so long as it is one of [`STEPS`].
pub(crate) fn with_step(path: &str, query: Option<&str>) -> String {
    match query.filter(|query| STEPS.contains(query)) {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    }
}

/// The page to come back to: the one that was asked for, or the one that holds the form
/// that was sent.
fn page_of(parts: &Parts) -> String {
    let path = parts.uri.path();
    if parts.method == Method::GET {
        return with_step(path, parts.uri.query());
    }
    let holder = [
        ("/app/confirm", "/app/new"),
        ("/passkey", "/passkey/new"),
        ("/passkey/options", "/passkey/new"),
        ("/recovery/confirm", "/recovery"),
        ("/two-step/on", "/two-step"),
    ];
    let rest = path.strip_prefix("/account/security").unwrap_or_default();
    if let Some((_, page)) = holder.into_iter().find(|(form, _)| *form == rest) {
        return format!("/account/security{page}");
    }
    let has_page = [
        "/remove",
        "/name",
        "/new",
        "/off",
        "/password",
        "/recovery",
        "/user-name",
        "/phrase",
    ];
    if has_page.into_iter().any(|end| rest.ends_with(end)) {
        path.to_owned()
    } else {
        "/account/security".to_owned()
    }
}
