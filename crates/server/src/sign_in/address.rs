//! The door: an address, a number or a user name is typed.

use axum::http::StatusCode;
use kadomori_domain::{
    chance::Chance,
    event::OverallLimit,
    flow::{
        sign_in::{self, Arrival, Wanted},
        turn::Turn,
    },
    gate::{Hold, Refusal},
    id::FlowId,
    identifier::{Identifier, NotAnIdentifier},
    purpose::Purpose,
    throttle::Rows,
    token::TokenHash,
};
use kadomori_pages::{
    Zone,
    ending::Ending,
    sign_in::{AddressPage, Notice},
};
use kadomori_store::{
    StoreError, Tx, challenge,
    device::{self, Acquaintance},
    flow, step, throttle,
};
use serde::Deserialize;

use super::{
    attempt::meet,
    flow_view::{FlowView, flow_id},
    way::WayWord,
};
use crate::{
    extract::{Form, FormFields, Path, Query, SignedIn, Visit},
    reply::{PageError, Reply, page, see_other, with_cookies},
};

/// What the door's own address may say.
#[derive(Default, Deserialize)]
pub(crate) struct Coming {
    /// The flow whose address is to be corrected.
    from: Option<String>,
    /// What was just done.
    done: Option<Done>,
}

/// What was just done.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Done {
    SignedOut,
    SignedOutEverywhere,
}

/// Shows the door. Those who are signed in go through.
pub(crate) async fn show(visit: Visit, Query(coming): Query<Coming>) -> Reply {
    if SignedIn::find(&visit).await?.is_some() {
        return see_other("/account");
    }
    let left = match coming.from.as_deref() {
        Some(id) => FlowView::find(&visit, flow_id(id)?)
            .await?
            .and_then(FlowView::own),
        None => None,
    };
    let (address, notice) = match (left, coming.done) {
        (Some(view), _) => (view.flow.identifier.to_string(), Some(Notice::OtherAddress)),
        (None, Some(Done::SignedOut)) => (String::new(), Some(Notice::SignedOut)),
        (None, Some(Done::SignedOutEverywhere)) => {
            (String::new(), Some(Notice::SignedOutEverywhere))
        }
        (None, None) => (String::new(), None),
    };
    door(&visit, StatusCode::OK, address, None, notice)
}

/// What is typed at the door.
#[derive(Deserialize)]
pub(crate) struct AddressForm {
    #[serde(default)]
    address: String,
    #[serde(default)]
    zone: String,
    way: Option<WayWord>,
}

impl FormFields for AddressForm {}

/// Begins a sign-in for the address.
pub(crate) async fn submit(visit: Visit, Form(form): Form<AddressForm>) -> Reply {
    let identifier = match Identifier::parse(&form.address, visit.app.policy.texts.home) {
        Ok(identifier) => identifier,
        Err(why) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return door(&visit, status, form.address, Some(why), None);
        }
    };
    let visitor = visit
        .visitor()
        .ok_or(PageError::Ending(Ending::CookiesOff))?;
    let own_zone = own_zone(&form.zone);
    let arriving = Arriving {
        visit: visit.clone(),
        visitor,
        purpose: Purpose::SignIn,
        identifier,
        wanted: form.way.map_or(Wanted::Best, WayWord::wanted),
        zone: own_zone.clone(),
    };
    let arrived = visit
        .app
        .db
        .write(arriving, |tx, arriving| Box::pin(arrive(tx, arriving)))
        .await?;
    match arrived {
        Arrived::Begun(flow, passed) => {
            super::requested(&visit, passed);
            see_other(&format!("/sign-in/{flow}"))
        }
        Arrived::Held(hold) => held(&visit, form.address, hold, own_zone.as_deref()),
    }
}

/// The time zone that a form told, if there is one of that name.
pub(crate) fn own_zone(told: &str) -> Option<String> {
    Zone::known(told).map(|_| told.to_owned())
}

/// A limit that is said openly: of the network on a page of its own, of the contact at
/// the door, since other addresses may go on.
fn held(visit: &Visit, address: String, hold: Hold, zone: Option<&str>) -> Reply {
    let Hold { because, until } = hold;
    let (now, zone) = (visit.now, visit.zone(zone));
    if because == Refusal::NetworkBusy {
        visit.app.metrics.throttled("sends_per_network_hour");
        return Err(PageError::Ending(Ending::NetworkBusy { until, now, zone }));
    }
    let notice = Notice::Held {
        because,
        until,
        now,
        zone,
    };
    let status = StatusCode::TOO_MANY_REQUESTS;
    door(visit, status, address, None, Some(notice))
}

/// Someone at a door, with what they typed.
pub(crate) struct Arriving {
    pub(crate) visit: Visit,
    pub(crate) visitor: TokenHash,
    pub(crate) purpose: Purpose,
    pub(crate) identifier: Identifier,
    pub(crate) wanted: Wanted,
    pub(crate) zone: Option<String>,
}

/// Whether a flow was begun for them.
pub(crate) enum Arrived {
    /// It was; and whether that passed a limit of the whole tenant.
    Begun(FlowId, Option<OverallLimit>),
    /// A limit that is said openly stands in the way.
    Held(Hold),
}

/// Begins the flow.
pub(crate) async fn arrive(tx: &mut Tx, arriving: &Arriving) -> Result<Arrived, StoreError> {
    let Arriving {
        visit,
        visitor,
        purpose,
        identifier,
        wanted,
        zone,
    } = arriving;
    let (tenant, now) = (visit.tenant(), visit.now);
    let mut chance = visit.chance();
    let met = device::find(tx, tenant, identifier, visit.device(), now).await?;
    let arrival = Arrival {
        flow: FlowId::new(now, &mut chance),
        visitor: *visitor,
        purpose: *purpose,
        identifier: identifier.clone(),
        destination: None,
        bound: None,
        wanted: *wanted,
        locale: visit.locale,
        zone: zone.clone(),
        errand: None,
        proofs: Vec::new(),
    };
    begin(tx, visit, &met, arrival, &mut chance).await
}

/// Begins a flow, unless a limit that is said openly stands in the way.
pub(crate) async fn begin(
    tx: &mut Tx,
    visit: &Visit,
    met: &Acquaintance,
    arrival: Arrival,
    chance: &mut Chance,
) -> Result<Arrived, StoreError> {
    let (tenant, now) = (visit.tenant(), visit.now);
    let (scene, id) = (visit.scene(met), arrival.flow);
    let keys = scene.send_keys(&arrival.destination(&scene), id);
    let rows = throttle::find_send_rows(tx, tenant, &keys, scene.policy, now).await?;
    if let Some(hold) = scene.spoken_hold(&keys, &rows) {
        return Ok(Arrived::Held(hold));
    }
    let begun = sign_in::begin(arrival, &keys, Turn::new(&scene, &rows, &[], chance));
    step::write(tx, tenant, &begun, now).await?;
    Ok(Arrived::Begun(id, begun.effects.limit_passed()))
}

/// Ends the flow whose address was typed wrong, and shows the door with it filled in.
pub(crate) async fn change(visit: Visit, Path(id): Path, _: Form<Correction>) -> Reply {
    let id = flow_id(&id)?;
    let visitor = visit
        .visitor()
        .ok_or(PageError::Ending(Ending::CookiesOff))?;
    let leaving = (visit.clone(), id, visitor);
    visit
        .app
        .db
        .write(leaving, |tx, (visit, id, visitor)| {
            Box::pin(leave(tx, visit, *id, *visitor))
        })
        .await?;
    see_other(&format!("/sign-in?from={id}"))
}

/// Nothing is typed to correct an address.
#[derive(Deserialize)]
pub(crate) struct Correction {}

impl FormFields for Correction {}

async fn leave(
    tx: &mut Tx,
    visit: &Visit,
    id: FlowId,
    visitor: TokenHash,
) -> Result<(), StoreError> {
    let tenant = visit.tenant();
    let Some(flow) = flow::find_for_update(tx, tenant, id, visitor).await? else {
        return Ok(());
    };
    let challenges = challenge::list_of_visitor(tx, tenant, visitor).await?;
    let met = meet(tx, visit, &flow).await?;
    let scene = visit.scene(&met);
    let (rows, mut chance) = (Rows::default(), visit.chance());
    let left = flow.abandon(Turn::new(&scene, &rows, &challenges, &mut chance));
    step::write(tx, tenant, &left, visit.now).await
}

/// The door, saying why a passkey let nobody in.
pub(crate) fn door_saying(visit: &Visit, notice: Notice) -> Reply {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    door(visit, status, String::new(), None, Some(notice))
}

/// The door. A browser without visitor secret is given one.
fn door(
    visit: &Visit,
    status: StatusCode,
    address: String,
    error: Option<NotAnIdentifier>,
    notice: Option<Notice>,
) -> Reply {
    let (secret, cookie) = visit.visitor_secret();
    let door = AddressPage {
        frame: visit.frame(Some(&secret)),
        address,
        error,
        texts: visit.app.policy.texts.texts,
        known: visit.cookies.device.is_some(),
        notice,
    };
    Ok(with_cookies(page(status, door.render())?, [cookie]))
}
