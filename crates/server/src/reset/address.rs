//! Whose password it is. The same page for everyone.

use axum::http::StatusCode;
use kadomori_domain::{
    flow::sign_in::Wanted,
    gate::{Hold, Refusal},
    identifier::{Identifier, NotAnIdentifier},
    purpose::Purpose,
};
use kadomori_pages::{ending::Ending, reset::ResetPage};
use serde::Deserialize;

use crate::{
    extract::{Form, FormFields, Query, Visit},
    reply::{PageError, Reply, page, see_other, with_cookies},
    sign_in::{
        address::{Arrived, Arriving, arrive, own_zone},
        flow_view::{FlowView, flow_id},
        requested,
    },
};

/// What the page's own address may say.
#[derive(Default, Deserialize)]
pub(crate) struct Coming {
    /// The flow in which the password was missed; its address is filled in.
    from: Option<String>,
}

/// Asks whose password it is.
pub(crate) async fn show(visit: Visit, Query(coming): Query<Coming>) -> Reply {
    let left = match coming.from.as_deref() {
        Some(id) => FlowView::find(&visit, flow_id(id)?)
            .await?
            .and_then(FlowView::own),
        None => None,
    };
    let address = left.map_or_else(String::new, |view| view.flow.identifier.to_string());
    asks(&visit, StatusCode::OK, address, None, None)
}

/// What is typed.
#[derive(Deserialize)]
pub(crate) struct ResetForm {
    #[serde(default)]
    address: String,
    #[serde(default)]
    zone: String,
}

impl FormFields for ResetForm {}

/// Begins, for whatever was typed.
pub(crate) async fn submit(visit: Visit, Form(form): Form<ResetForm>) -> Reply {
    let identifier = match Identifier::parse(&form.address, visit.app.policy.texts.home) {
        Ok(identifier) => identifier,
        Err(why) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return asks(&visit, status, form.address, Some(why), None);
        }
    };
    let arriving = Arriving {
        visitor: visit
            .visitor()
            .ok_or(PageError::Ending(Ending::CookiesOff))?,
        purpose: Purpose::ResetPassword,
        identifier,
        wanted: Wanted::Best,
        zone: own_zone(&form.zone),
        visit: visit.clone(),
    };
    let arrived = visit
        .app
        .db
        .write(arriving, |tx, arriving| Box::pin(arrive(tx, arriving)))
        .await?;
    match arrived {
        Arrived::Begun(flow, passed) => {
            requested(&visit, passed);
            see_other(&format!("/sign-in/{flow}"))
        }
        Arrived::Held(Hold {
            because: Refusal::NetworkBusy,
            until,
        }) => {
            visit.app.metrics.throttled("sends_per_network_hour");
            let (now, zone) = (visit.now, visit.zone(None));
            Err(PageError::Ending(Ending::NetworkBusy { until, now, zone }))
        }
        Arrived::Held(hold) => {
            let status = StatusCode::TOO_MANY_REQUESTS;
            asks(&visit, status, form.address, None, Some(hold))
        }
    }
}

fn asks(
    visit: &Visit,
    status: StatusCode,
    address: String,
    error: Option<NotAnIdentifier>,
    held: Option<Hold>,
) -> Reply {
    let (secret, cookie) = visit.visitor_secret();
    let asking = ResetPage {
        frame: visit.frame(Some(&secret)),
        address,
        error,
        texts: visit.app.policy.texts.texts,
        held,
        now: visit.now,
        zone: visit.zone(None),
    };
    Ok(with_cookies(page(status, asking.render())?, [cookie]))
}
