//! A change of what protects an account: decided and written in one transaction, in which
//! the gate is asked once more.

use kadomori_domain::{
    chance::Chance,
    flow::turn::Scene,
    id::AccountId,
    proof::Proof,
    purpose::Purpose,
    security::{Deed, Owner, OwnerScene, Refused},
    session::Session,
    time::Time,
};
use kadomori_pages::ending::Ending;
use kadomori_store::{
    StoreError, Tx, device,
    security::{self, Changed, Owned},
};

use crate::{
    extract::{SignedIn, Visit},
    reply::PageError,
};

/// What came of wanting a change.
#[derive(Debug)]
pub(crate) enum Carried {
    /// It is made.
    Out,
    /// All stays as it is.
    Not(Refused),
    /// The name or passkey belongs to another account.
    Taken,
    /// The proofs are too old by now.
    NotFresh,
}

/// Who wants a change.
#[derive(Clone)]
pub(crate) struct Asking {
    pub(crate) visit: Visit,
    pub(crate) session: Session,
    /// The moment at which the proofs have to be fresh: that of the visit, or an earlier
    /// one at which the gate let the person begin what they finish now.
    pub(crate) fresh_at: Time,
}

impl Asking {
    /// The signed-in person.
    pub(crate) fn of(signed_in: &SignedIn) -> Self {
        Self {
            visit: signed_in.visit.clone(),
            session: signed_in.session.clone(),
            fresh_at: signed_in.visit.now,
        }
    }

    /// Whose account it is.
    pub(crate) const fn account(&self) -> AccountId {
        self.session.account
    }
}

/// What protects the account, to be shown.
pub(crate) async fn owned(signed_in: &SignedIn) -> Result<Owned, PageError> {
    let asked = (signed_in.visit.tenant(), signed_in.account.id);
    let db = &signed_in.visit.app.db;
    let found = db.read(asked, |tx, (tenant, account)| {
        Box::pin(security::find(tx, *tenant, *account))
    });
    // Deleted a moment ago.
    found.await?.ok_or(PageError::Ending(Ending::SignedOut))
}

/// Makes a change that needs nothing but what the account has.
pub(crate) async fn carry_out<I>(
    signed_in: &SignedIn,
    input: I,
    deed: fn(Owner<'_>, &I) -> Result<Deed, Refused>,
) -> Result<Carried, PageError>
where
    I: Send + Sync + 'static,
{
    let asked = (Asking::of(signed_in), input);
    let db = &signed_in.visit.app.db;
    let carried = db.write(asked, move |tx, (asking, input)| {
        Box::pin(change(tx, asking, move |owner| deed(owner, input)))
    });
    let carried = carried.await?;
    if matches!(carried, Carried::Out) {
        signed_in.visit.app.bell.notify_one();
    }
    Ok(carried)
}

/// Why a change would be refused, for the page that asks whether to make it; `None` where
/// it wouldn't. Nothing is written, and it is decided anew when it is made.
pub(crate) async fn objection<I>(
    signed_in: &SignedIn,
    input: I,
    deed: fn(Owner<'_>, &I) -> Result<Deed, Refused>,
) -> Result<Option<Refused>, PageError>
where
    I: Send + Sync + 'static,
{
    let asked = (Asking::of(signed_in), input);
    let db = &signed_in.visit.app.db;
    let decided = db.read(asked, move |tx, (asking, input)| {
        Box::pin(async move {
            let (tenant, account) = (asking.visit.tenant(), asking.account());
            let Some(owned) = security::find(tx, tenant, account).await? else {
                return Ok(None);
            };
            let mut chance = asking.visit.chance();
            let proofs = &asking.session.proofs;
            let decide = |owner: Owner<'_>| deed(owner, input).err();
            owner_of(tx, asking, &owned, (proofs, &mut chance), decide).await
        })
    });
    Ok(decided.await?.flatten())
}

/// Makes a change inside a transaction.
pub(crate) async fn change(
    tx: &mut Tx,
    asking: &Asking,
    deed: impl FnOnce(Owner<'_>) -> Result<Deed, Refused> + Send,
) -> Result<Carried, StoreError> {
    let mut chance = asking.visit.chance();
    change_with(tx, asking, &mut chance, deed).await
}

/// The same, going on with chance that was drawn from before.
pub(crate) async fn change_with(
    tx: &mut Tx,
    asking: &Asking,
    chance: &mut Chance,
    deed: impl FnOnce(Owner<'_>) -> Result<Deed, Refused> + Send,
) -> Result<Carried, StoreError> {
    let decided = as_owner(tx, asking, &asking.session.proofs, chance, deed).await?;
    match decided {
        None => Ok(Carried::NotFresh),
        Some(Err(refused)) => Ok(Carried::Not(refused)),
        Some(Ok(deed)) => write(tx, asking, &deed).await,
    }
}

/// Lets the person decide as the owner of all that the account has, which is locked; `None`
/// where the gate doesn't let them.
pub(crate) async fn as_owner<T>(
    tx: &mut Tx,
    asking: &Asking,
    proofs: &[Proof],
    chance: &mut Chance,
    decide: impl FnOnce(Owner<'_>) -> T + Send,
) -> Result<Option<T>, StoreError> {
    let (tenant, account) = (asking.visit.tenant(), asking.account());
    // Locks the account, so that two changes at once see each other.
    let Some(owned) = security::find_for_update(tx, tenant, account).await? else {
        return Ok(None);
    };
    owner_of(tx, asking, &owned, (proofs, chance), decide).await
}

async fn owner_of<T>(
    tx: &mut Tx,
    asking: &Asking,
    owned: &Owned,
    (proofs, chance): (&[Proof], &mut Chance),
    decide: impl FnOnce(Owner<'_>) -> T + Send,
) -> Result<Option<T>, StoreError> {
    let Asking { visit, session, .. } = asking;
    let (tenant, account) = (visit.tenant(), session.account);
    let met = device::find_for_account(tx, tenant, account, visit.device(), visit.now).await?;
    let scene = Scene {
        now: asking.fresh_at,
        ..visit.scene(&met)
    };
    let Some(pass) = scene.pass(Purpose::ChangeSecurity, proofs) else {
        return Ok(None);
    };
    let scene = OwnerScene {
        tenant,
        account,
        session: session.id,
        now: visit.now,
        client: visit.client(),
        reader: &owned.reader,
        has: owned.belongings(visit.app.policy.texts.texts),
    };
    Ok(Owner::new(&pass, scene, chance).map(decide))
}

/// Writes a deed: all of it, or nothing.
pub(crate) async fn write(
    tx: &mut Tx,
    asking: &Asking,
    deed: &Deed,
) -> Result<Carried, StoreError> {
    let visit = &asking.visit;
    Ok(
        match security::write(tx, visit.tenant(), deed, visit.now).await? {
            Changed::Done => Carried::Out,
            Changed::AlreadyTaken => Carried::Taken,
            Changed::NotThere => Carried::Not(Refused::NotThere),
        },
    )
}
