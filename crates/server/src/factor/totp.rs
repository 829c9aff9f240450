//! The code of an authenticator app, as an answer to a flow.

use kadomori_domain::{
    code::{Code, CodeLength},
    factor::{
        FactorKind,
        checked::{Checked, NotRight},
        totp::{self, OpenedApp, TotpSeed},
    },
    flow::sign_in::{Outcome, Strike},
    id::{AccountId, TenantId},
    key::KeyRing,
    seal::{NotOpened, SealUse, row_context},
    security::App,
};
use kadomori_store::{StoreError, Tx, app};
use serde::Deserialize;

use crate::{
    extract::{Form, FormFields, Path, Visit},
    metrics,
    reply::Reply,
    sign_in::{
        answer::{answer, uncounted},
        attempt::{Around, Attempt, Ticks},
        flow_view::FlowView,
        said::Said,
    },
};

const WAY: FactorKind = FactorKind::Totp;

/// What is typed on the page.
#[derive(Deserialize)]
pub(crate) struct AppForm {
    #[serde(default)]
    code: String,
    #[serde(flatten)]
    ticks: Ticks,
}

impl FormFields for AppForm {}

/// Takes the code.
pub(crate) async fn submit(visit: Visit, Path(id): Path, Form(form): Form<AppForm>) -> Reply {
    let attempt = Attempt::new(&visit, &id, &form.ticks)?;
    let code = match Code::parse(&form.code, CodeLength::SIX) {
        Ok(code) => code,
        Err(unreadable) => {
            visit.app.metrics.code(metrics::CodeOutcome::Unclear);
            let view = FlowView::open(&visit, attempt.flow).await?;
            return view
                .again(&visit, Said::Unreadable(unreadable), &form.ticks)
                .await;
        }
    };
    let typed = (attempt.clone(), code);
    let tried = visit
        .app
        .db
        .write(typed, |tx, (attempt, code)| {
            Box::pin(try_code(tx, attempt, code))
        })
        .await?;
    match tried {
        Some(outcome) => answer(&attempt, outcome, &form.ticks).await,
        None => uncounted(&visit, attempt.flow).await,
    }
}

/// Counts the try, then looks at all of the account's apps.
async fn try_code(
    tx: &mut Tx,
    attempt: &Attempt,
    code: &Code,
) -> Result<Option<Outcome>, StoreError> {
    let visit = &attempt.visit;
    let Some(around) = Around::count_try(tx, attempt, WAY).await? else {
        return Ok(None);
    };
    let apps = app::list_for_update(tx, around.met.account).await?;
    let checked = match around.met.account {
        Some(account) => check(visit, account, &apps, code),
        None => totp::check(&[], code, visit.now, visit.app.policy.app_codes),
    };
    let outcome = around
        .settle(tx, attempt, WAY, checked, Strike::Due)
        .await?;
    Ok(Some(outcome))
}

fn check(visit: &Visit, account: AccountId, apps: &[App], code: &Code) -> Checked {
    let opened: Result<Vec<OpenedApp>, NotOpened> = apps
        .iter()
        .map(|app| open(&visit.app.keys, visit.tenant(), account, app))
        .collect();
    match opened {
        Ok(apps) => totp::check(&apps, code, visit.now, visit.app.policy.app_codes),
        Err(error) => {
            tracing::error!(%error, "an authenticator app's seed can't be opened");
            Checked::Wrong(NotRight::KeyMissing)
        }
    }
}

/// The app with its seed.
fn open(
    keys: &KeyRing,
    tenant: TenantId,
    account: AccountId,
    app: &App,
) -> Result<OpenedApp, NotOpened> {
    let context = row_context(account, app.id.as_bytes());
    let seed = keys.open(SealUse::TotpSeed, tenant, &context, &app.seed)?;
    let seed = TotpSeed::from_bytes(&seed).map_err(|_| NotOpened::Altered)?;
    Ok(OpenedApp {
        id: app.id,
        seed,
        last_step: app.last_step,
    })
}
