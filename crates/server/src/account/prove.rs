//! "Check that it's you": before what protects the account is changed.

use axum::http::StatusCode;
use kadomori_domain::{
    address::MailAddress,
    delivery::Channel,
    factor::FactorKind,
    flow::{
        Bound,
        sign_in::{self, Arrival, Wanted},
        turn::Turn,
    },
    gate::Hold,
    id::{AccountId, FlowId, SessionId},
    identifier::Identifier,
    phone::PhoneNumber,
    proof::Proof,
    purpose::Purpose,
    token::TokenHash,
};
use kadomori_pages::{account::security::ProvePage, ending::Ending, sign_in::WayChoice};
use kadomori_store::{StoreError, Tx, app, device, step, throttle};
use serde::Deserialize;

use crate::{
    extract::{Form, FormFields, Query, SignedIn, Visit, with_step},
    reply::{PageError, Reply, page, see_other, with_cookies},
    sign_in::{
        requested,
        way::{WayWord, held_note},
    },
};

/// Where the person was going.
#[derive(Default, Deserialize)]
pub(crate) struct Going {
    to: Option<String>,
}

/// A page of the account that may be gone back to; anything else leads to the overview.
fn known_page(to: Option<&str>) -> String {
    let is_plain = |path: &str| {
        path.bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-'))
    };
    let (path, query) = match to.map(|to| to.split_once('?').ok_or(to)) {
        Some(Ok((path, query))) => (path, Some(query)),
        Some(Err(path)) => (path, None),
        None => ("", None),
    };
    let is_page = path.starts_with("/account/") && is_plain(path);
    if is_page && path != "/account/security" {
        with_step(path, query)
    } else {
        // Nothing there says by itself that changes can be made now.
        "/account/security?proven=yes".to_owned()
    }
}

/// Shows the ways that lead on; those who need none go on at once.
pub(crate) async fn show(signed_in: SignedIn, Query(going): Query<Going>) -> Reply {
    let to = known_page(going.to.as_deref());
    let met = signed_in.meet().await?;
    if signed_in.is_fresh(&met) {
        return see_other(&to);
    }
    let visit = &signed_in.visit;
    let scene = visit.scene(&met);
    let fresh = scene.fresh(Purpose::ChangeSecurity, &signed_in.session.proofs);
    let demand = scene.demanded(Purpose::ChangeSecurity, &fresh);
    let apps = names_of_apps(&signed_in).await?;
    let detail = |way: FactorKind| match way {
        FactorKind::MailCode => met.mailbox.as_ref().map(MailAddress::masked),
        FactorKind::SmsCode => met.phone.as_ref().map(PhoneNumber::masked),
        FactorKind::Totp => Some(apps.join(", ")).filter(|apps| !apps.is_empty()),
        FactorKind::Password | FactorKind::Passkey | FactorKind::RecoveryCode => None,
    };
    let choice = |way: &FactorKind| WayChoice {
        way: *way,
        detail: detail(*way),
    };
    let minutes = visit.app.policy.fresh.as_secs() / 60;
    let (secret, cookie) = visit.visitor_secret();
    let prove = ProvePage {
        frame: kadomori_pages::Frame {
            csrf: visit.frame(Some(&secret)).csrf,
            ..signed_in.frame()
        },
        to,
        ways: demand.ways.iter().map(choice).collect(),
        shown: fresh.iter().map(Proof::kind).collect(),
        because: demand.because,
        fresh_minutes: u32::try_from(minutes).unwrap_or(u32::MAX),
    };
    Ok(with_cookies(
        page(StatusCode::OK, prove.render())?,
        [cookie],
    ))
}

async fn names_of_apps(signed_in: &SignedIn) -> Result<Vec<String>, PageError> {
    let db = &signed_in.visit.app.db;
    let apps = db.read(signed_in.account.id, |tx, account| {
        Box::pin(app::list(tx, *account))
    });
    Ok(apps
        .await?
        .iter()
        .map(|app| app.label.to_string())
        .collect())
}

/// The way that is chosen.
#[derive(Deserialize)]
pub(crate) struct ProveForm {
    way: WayWord,
    to: Option<String>,
}

impl FormFields for ProveForm {}

/// Begins to prove.
pub(crate) async fn submit(signed_in: SignedIn, Form(form): Form<ProveForm>) -> Reply {
    let visit = signed_in.visit.clone();
    let visitor = visit
        .visitor()
        .ok_or(PageError::Ending(Ending::CookiesOff))?;
    let proving = Proving {
        visitor,
        account: signed_in.account.id,
        identifier: Identifier::Mail(signed_in.account.address.clone()),
        session: signed_in.session.id,
        proofs: signed_in.session.proofs.clone(),
        wanted: form.way.wanted(),
        errand: known_page(form.to.as_deref()),
        visit: visit.clone(),
    };
    let begun = visit
        .app
        .db
        .write(proving, |tx, proving| Box::pin(begin(tx, proving)))
        .await?;
    let (flow, held) = begun;
    if let Some(Hold { because, until }) = held {
        let note = held_note(because, until);
        return see_other(&format!("/sign-in/{flow}{note}"));
    }
    requested(&visit, None);
    see_other(&format!("/sign-in/{flow}"))
}

struct Proving {
    visit: Visit,
    visitor: TokenHash,
    account: AccountId,
    identifier: Identifier,
    session: SessionId,
    proofs: Vec<Proof>,
    wanted: Wanted,
    errand: String,
}

/// Begins the flow. Where no mail can go, it begins with the list of ways, and says so.
async fn begin(tx: &mut Tx, proving: &Proving) -> Result<(FlowId, Option<Hold>), StoreError> {
    let visit = &proving.visit;
    let (tenant, now) = (visit.tenant(), visit.now);
    let mut chance = visit.chance();
    let met = device::find_for_account(tx, tenant, proving.account, visit.device(), now).await?;
    let scene = visit.scene(&met);
    let id = FlowId::new(now, &mut chance);
    let mut arrival = Arrival {
        flow: id,
        visitor: proving.visitor,
        purpose: Purpose::ChangeSecurity,
        identifier: proving.identifier.clone(),
        destination: None,
        bound: Some(Bound {
            account: proving.account,
            session: Some(proving.session),
        }),
        wanted: proving.wanted,
        locale: visit.locale,
        zone: met.reader.as_ref().and_then(|reader| reader.zone.clone()),
        errand: Some(proving.errand.clone()),
        proofs: scene.fresh(Purpose::ChangeSecurity, &proving.proofs),
    };
    let keys = scene.send_keys(&arrival.destination(&scene), id);
    let rows = throttle::find_send_rows(tx, tenant, &keys, scene.policy, now).await?;
    let is_sent = match proving.wanted {
        Wanted::Way(way) => Channel::of(way).is_some(),
        Wanted::Best | Wanted::List => false,
    };
    let held = scene.own_hold(&keys, &rows).filter(|_| is_sent);
    if held.is_some() {
        arrival.wanted = Wanted::List;
    }
    let begun = sign_in::begin(arrival, &keys, Turn::new(&scene, &rows, &[], &mut chance));
    step::write(tx, tenant, &begun, now).await?;
    Ok((id, held))
}
