//! An authenticator app is added: its key, then its first code. Nothing counts before that
//! code was right.

use axum::http::StatusCode;
use kadomori_domain::{
    chance::Chance,
    code::{Code, CodeLength},
    event::SecurityChange,
    factor::{
        checked::NotRight,
        totp::{self, TotpCheck, TotpSeed},
    },
    id::AppId,
    label::{Label, NotALabel},
    seal::{SealUse, row_context},
    security::{App, MOST_APPS, Refused},
};
use kadomori_pages::{
    Frame,
    account::security::{AppConfirmPage, AppMessage, AppNewPage, app_name},
};
use kadomori_store::{StoreError, Tx, enrolment::EnrolmentKind};
use serde::Deserialize;

use super::{
    deed::{Asking, Carried},
    guide::Guided,
    pending::{self, Found, Pending},
    told,
};
use crate::{
    extract::{Form, FormFields, Fresh, Query, SignedIn},
    reply::{PageError, Reply, page, see_other},
};

const PAGE: &str = "/account/security/app/new";
const KIND: EnrolmentKind = EnrolmentKind::App;

/// Shows the key of the app that is being added, or what such an app is.
pub(crate) async fn show(fresh: Fresh, Query(guided): Query<Guided>) -> Reply {
    let full = is_full(&fresh);
    let Fresh { signed_in, met } = fresh;
    if !full && let Some(seed) = waiting(&signed_in).await? {
        let asking = Asks::first(&signed_in, met.holdings.apps, guided);
        return asking.show(StatusCode::OK, &signed_in, &seed);
    }
    let new = AppNewPage {
        frame: signed_in.frame(),
        held: met.holdings.apps,
        full,
        guide: guided.guide(),
    };
    page(StatusCode::OK, new.render())
}

/// What is sent to begin.
#[derive(Deserialize)]
pub(crate) struct BeginForm {
    /// A new key is wanted in place of the one that waits.
    again: Option<String>,
}

impl FormFields for BeginForm {}

/// Draws a key; one that waits stays, so that pressing twice changes nothing.
pub(crate) async fn begin(
    fresh: Fresh,
    Query(guided): Query<Guided>,
    Form(form): Form<BeginForm>,
) -> Reply {
    let signed_in = &fresh.signed_in;
    let wants_another = form.again.is_some();
    if !is_full(&fresh) {
        let db = &signed_in.visit.app.db;
        let asked = (Asking::of(signed_in), wants_another);
        let begun = db.write(asked, |tx, (asking, wants_another)| {
            Box::pin(async move {
                let found = pending::find(tx, asking, KIND).await?;
                if *wants_another || !matches!(found, Found::Waiting(_)) {
                    draw(tx, asking).await?;
                }
                Ok(())
            })
        });
        begun.await?;
    }
    see_other(&guided.page(PAGE))
}

/// What is typed to confirm.
#[derive(Deserialize)]
pub(crate) struct ConfirmForm {
    #[serde(default)]
    code: String,
    #[serde(default)]
    name: String,
}

impl FormFields for ConfirmForm {}

/// Adds the app whose first code is right.
pub(crate) async fn confirm(
    fresh: Fresh,
    Query(guided): Query<Guided>,
    Form(form): Form<ConfirmForm>,
) -> Reply {
    let held = fresh.met.holdings.apps;
    let signed_in = &fresh.signed_in;
    let mut asks = Asks::first(signed_in, held, guided);
    if !form.name.trim().is_empty() {
        asks.name = form.name;
    }
    let label = match Label::parse(&asks.name) {
        Ok(label) => label,
        Err(why) => {
            asks.name_error = Some(why);
            return asks.again(signed_in).await;
        }
    };
    let code = match Code::parse(&form.code, CodeLength::SIX) {
        Ok(code) => code,
        Err(why) => {
            asks.message = Some(AppMessage::Unreadable(why));
            return asks.again(signed_in).await;
        }
    };
    let typed = (Asking::of(signed_in), code, label);
    let db = &signed_in.visit.app.db;
    let came = db.write(typed, |tx, (asking, code, label)| {
        Box::pin(add(tx, asking, code, label))
    });
    let carried = match came.await? {
        Came::Carried(carried) => carried,
        Came::Unlike(why) => {
            asks.message = Some(AppMessage::NotRight(why));
            return asks.again(signed_in).await;
        }
        Came::Renewed => {
            asks.message = Some(AppMessage::KeyRenewed);
            return asks.again(signed_in).await;
        }
        Came::Confirmed => return see_other(guided.back()),
    };
    match carried {
        Carried::Out => {
            signed_in.visit.app.bell.notify_one();
            see_other(&guided.done(SecurityChange::AppAdded))
        }
        // The page says so.
        Carried::Not(Refused::TooMany { .. }) => see_other(PAGE),
        Carried::Not(_) | Carried::Taken | Carried::NotFresh => {
            told::reply(&carried, SecurityChange::AppAdded, PAGE)
        }
    }
}

/// What came of the first code.
enum Came {
    Carried(Carried),
    /// It isn't right.
    Unlike(NotRight),
    /// The key had waited too long; there is a new one.
    Renewed,
    /// There is nothing to confirm any more: it was, in another window.
    Confirmed,
}

async fn add(tx: &mut Tx, asking: &Asking, code: &Code, label: &Label) -> Result<Came, StoreError> {
    let (row, seed) = match pending::find(tx, asking, KIND).await? {
        Found::Waiting(pending) => match seed_of(&pending) {
            Some(seed) => (pending.row, seed),
            None => return draw(tx, asking).await.map(|()| Came::Renewed),
        },
        Found::Over => return draw(tx, asking).await.map(|()| Came::Renewed),
        Found::Nothing => return Ok(Came::Confirmed),
    };
    let visit = &asking.visit;
    let step = match accepted(seed.verify(code, visit.now, None, visit.app.policy.app_codes)) {
        Ok(step) => step,
        Err(why) => return Ok(Came::Unlike(why)),
    };
    let mut chance = visit.chance();
    let app = sealed(asking, &seed, label, step, &mut chance);
    let carried = pending::confirm(tx, asking, row.id, &mut chance, |owner| owner.add_app(app));
    Ok(carried.await?.map_or(Came::Confirmed, Came::Carried))
}

/// The step of a right code: it was used by confirming, and lets nobody in.
fn accepted(check: TotpCheck) -> Result<i64, NotRight> {
    match check {
        TotpCheck::Right { step } => Ok(step),
        TotpCheck::Used { .. } => Err(NotRight::Used),
        TotpCheck::Ahead { steps } => Err(NotRight::ClockFast {
            minutes: totp::minutes(steps),
        }),
        TotpCheck::Behind { steps } => Err(NotRight::ClockSlow {
            minutes: totp::minutes(steps),
        }),
        TotpCheck::Wrong => Err(NotRight::Mismatch),
    }
}

fn sealed(asking: &Asking, seed: &TotpSeed, label: &Label, step: i64, chance: &mut Chance) -> App {
    let visit = &asking.visit;
    let id = AppId::new(visit.now, chance);
    let context = row_context(asking.account(), id.as_bytes());
    let (keys, tenant) = (&visit.app.keys, visit.tenant());
    App {
        id,
        label: label.clone(),
        seed: keys.seal(SealUse::TotpSeed, tenant, &context, seed.as_bytes(), chance),
        last_step: Some(step),
        created_at: visit.now,
        used_at: None,
    }
}

async fn draw(tx: &mut Tx, asking: &Asking) -> Result<(), StoreError> {
    let mut chance = asking.visit.chance();
    let seed = TotpSeed::draw(&mut chance);
    pending::begin(tx, asking, KIND, seed.as_bytes(), &mut chance).await
}

async fn waiting(signed_in: &SignedIn) -> Result<Option<TotpSeed>, PageError> {
    Ok(match pending::look(signed_in, KIND).await? {
        Found::Waiting(pending) => seed_of(&pending),
        Found::Over | Found::Nothing => None,
    })
}

fn seed_of(pending: &Pending) -> Option<TotpSeed> {
    TotpSeed::from_bytes(&pending.plain).ok()
}

fn is_full(fresh: &Fresh) -> bool {
    usize::try_from(fresh.met.holdings.apps).unwrap_or(usize::MAX) >= MOST_APPS
}

/// What the page with the key says beside it.
struct Asks {
    name: String,
    name_error: Option<NotALabel>,
    message: Option<AppMessage>,
    guided: Guided,
}

impl Asks {
    fn first(signed_in: &SignedIn, held: u32, guided: Guided) -> Self {
        Self {
            name: app_name(signed_in.visit.locale, held),
            name_error: None,
            message: None,
            guided,
        }
    }

    /// The page once more, with what to know; where nothing waits any more, its beginning.
    async fn again(self, signed_in: &SignedIn) -> Reply {
        match waiting(signed_in).await? {
            Some(seed) => self.show(StatusCode::UNPROCESSABLE_ENTITY, signed_in, &seed),
            None => see_other(&self.guided.page(PAGE)),
        }
    }

    fn show(self, status: StatusCode, signed_in: &SignedIn, seed: &TotpSeed) -> Reply {
        let site = &signed_in.visit.app.site.name;
        let address = signed_in.account.address.to_string();
        let confirm = AppConfirmPage {
            frame: Frame {
                path: PAGE.to_owned(),
                ..signed_in.frame()
            },
            key: seed.grouped().to_string(),
            uri: seed.uri(site, &address).to_string(),
            name: self.name,
            name_error: self.name_error,
            message: self.message,
            guide: self.guided.guide(),
        };
        page(status, confirm.render())
    }
}
