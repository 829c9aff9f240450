//! The password, as an answer to a flow: two transactions, and the hash between them. The
//! try counts as wrong in the first, before anything was looked at; what the second finds is
//! the account's password by then.

use kadomori_domain::{
    chance::Chance,
    factor::{
        FactorKind,
        checked::{Checked, NotRight},
        password::{self, NotAPassword, Password, PasswordHash, Verified},
    },
    flow::sign_in::{Outcome, Strike},
    id::{AccountId, TenantId},
    key::KeyRing,
    seal::{NotOpened, SealUse, Sealed, row_context},
    security::NewPassword,
};
use kadomori_store::{StoreError, Tx, password as rows};
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::{
    extract::{Form, FormFields, Path, Visit},
    hashing::Place,
    metrics,
    reply::{PageError, Reply},
    sign_in::{
        answer::{answer, uncounted},
        attempt::{Around, Attempt, Ticks},
        flow_view::FlowView,
        said::Said,
    },
};

const WAY: FactorKind = FactorKind::Password;

/// What is typed on the page.
#[derive(Deserialize)]
pub(crate) struct PasswordForm {
    #[serde(default)]
    password: String,
    #[serde(flatten)]
    ticks: Ticks,
}

impl FormFields for PasswordForm {}

/// Takes the password.
pub(crate) async fn submit(visit: Visit, Path(id): Path, Form(form): Form<PasswordForm>) -> Reply {
    let attempt = Attempt::new(&visit, &id, &form.ticks)?;
    let typed = Zeroizing::new(form.password);
    let typed = match Password::parse(&typed) {
        Ok(password) => Some(password),
        Err(NotAPassword::Empty) => return again(&attempt, Said::Empty, &form.ticks).await,
        // It is nobody's.
        Err(NotAPassword::TooLong | NotAPassword::Control) => None,
    };
    let Ok(place) = visit.app.hashing.place() else {
        return again(&attempt, Said::Busy, &form.ticks).await;
    };
    let db = &visit.app.db;
    let taken = db.write(attempt.clone(), |tx, attempt| {
        Box::pin(take_try(tx, attempt))
    });
    let kept = match taken.await? {
        None => return uncounted(&visit, attempt.flow).await,
        Some(Taken::Ended(outcome)) => return answer(&attempt, outcome, &form.ticks).await,
        Some(Taken::Counted(kept)) => kept,
    };
    let looked = look(&visit, place, typed, kept).await?;
    let looked = (attempt.clone(), looked);
    let settled = db.write(looked, |tx, (attempt, looked)| {
        Box::pin(settle(tx, attempt, looked))
    });
    match settled.await? {
        Some(outcome) => answer(&attempt, outcome, &form.ticks).await,
        None => uncounted(&visit, attempt.flow).await,
    }
}

/// The page again, with what cost no try.
async fn again(attempt: &Attempt, said: Said, ticks: &Ticks) -> Reply {
    let visit = &attempt.visit;
    visit.app.metrics.code(metrics::CodeOutcome::Unclear);
    let view = FlowView::open(visit, attempt.flow).await?;
    view.again(visit, said, ticks).await
}

/// A try that was taken.
enum Taken {
    /// It counts; this is the account's password, if there is an account and it has one.
    Counted(Option<Kept>),
    /// It isn't looked at.
    Ended(Outcome),
}

/// The password that an account had when the try was taken.
struct Kept {
    account: AccountId,
    sealed: Sealed,
}

async fn take_try(tx: &mut Tx, attempt: &Attempt) -> Result<Option<Taken>, StoreError> {
    let Some(around) = Around::count_try(tx, attempt, WAY).await? else {
        return Ok(None);
    };
    // The same question for an account that there isn't.
    let account = around.met.account;
    let found = rows::find(tx, account).await?;
    let kept = account.zip(found).map(|(account, found)| Kept {
        account,
        sealed: found.sealed,
    });
    let ended = around
        .decide(tx, &attempt.visit, |flow, turn| flow.take_try(WAY, turn))
        .await?;
    Ok(Some(match ended {
        Some(outcome) => Taken::Ended(outcome),
        None => Taken::Counted(kept),
    }))
}

/// What came of looking.
#[derive(Default)]
struct Looked {
    verified: Option<Verified>,
    /// The same password's hash, where the one that is kept is behind in cost or key.
    renewed: Option<Sealed>,
}

/// Compares what was typed: at the same cost for everyone whose password was set at
/// today's, and for those who have none.
async fn look(
    visit: &Visit,
    place: Place<'_>,
    typed: Option<Password>,
    kept: Option<Kept>,
) -> Result<Looked, PageError> {
    let (keys, tenant) = (&visit.app.keys, visit.tenant());
    let today = visit.app.policy.password.cost;
    let opened = kept.and_then(|Kept { account, sealed }| {
        let hash = open(keys, tenant, account, &sealed).ok()?;
        Some((account, sealed, hash))
    });
    let Some(typed) = typed else {
        return Ok(Looked::default());
    };
    let hash = opened.as_ref().map(|(_, _, hash)| hash.clone());
    let verified = place.verify(hash, typed.clone(), today).await?;
    let (Some(verified), Some((account, sealed, hash))) = (verified, opened) else {
        return Ok(Looked::default());
    };
    // Apart from the chance of what is written: a salt has nothing to do with a session.
    let mut chance = Chance::new(visit.app.entropy.seed()?);
    let hash = if verified.needs_rehash() {
        // Where there is no room for it now, it is done another time.
        let again = visit.app.hashing.hash(typed, today, chance.bytes());
        again.await.ok()
    } else {
        sealed.is_behind(keys).then_some(hash)
    };
    Ok(Looked {
        renewed: hash.map(|hash| seal(keys, tenant, account, &hash, &mut chance)),
        verified: Some(verified),
    })
}

/// Settles what was looked at on the password that the account has now.
async fn settle(
    tx: &mut Tx,
    attempt: &Attempt,
    looked: &Looked,
) -> Result<Option<Outcome>, StoreError> {
    let visit = &attempt.visit;
    let Some(around) = Around::lock(tx, attempt, WAY).await? else {
        return Ok(None);
    };
    let account = around.met.account;
    let found = rows::find_for_update(tx, account).await?;
    let checked = match account.zip(found) {
        Some((account, found)) => check(visit, account, &found, looked),
        None => password::check(looked.verified.as_ref(), None, None, visit.now),
    };
    let outcome = around
        .settle(tx, attempt, WAY, checked, Strike::Taken)
        .await?;
    Ok(Some(outcome))
}

fn check(visit: &Visit, account: AccountId, found: &NewPassword, looked: &Looked) -> Checked {
    match open(&visit.app.keys, visit.tenant(), account, &found.sealed) {
        Ok(stored) => {
            let (verified, renewed) = (looked.verified.as_ref(), looked.renewed.clone());
            password::check(verified, Some(&stored), renewed, visit.now)
        }
        Err(error) => {
            tracing::error!(%error, "a password's hash can't be opened");
            Checked::Wrong(NotRight::KeyMissing)
        }
    }
}

/// An account has one password, and no row of another kind stands beside it.
const ROW: &[u8; 16] = &[0; 16];

/// Seals a password's hash for its account.
pub(crate) fn seal(
    keys: &KeyRing,
    tenant: TenantId,
    account: AccountId,
    hash: &PasswordHash,
    chance: &mut Chance,
) -> Sealed {
    let context = row_context(account, ROW);
    let plain = hash.reveal().as_bytes();
    keys.seal(SealUse::PasswordHash, tenant, &context, plain, chance)
}

/// Opens what [`seal`] sealed.
fn open(
    keys: &KeyRing,
    tenant: TenantId,
    account: AccountId,
    sealed: &Sealed,
) -> Result<PasswordHash, NotOpened> {
    let context = row_context(account, ROW);
    let plain = keys.open(SealUse::PasswordHash, tenant, &context, sealed)?;
    let text = core::str::from_utf8(&plain).map_err(|_| NotOpened::Altered)?;
    PasswordHash::parse(text).map_err(|_| NotOpened::Altered)
}
