//! Writing a step: its flow and all its consequences, in the transaction that decided it.

use kadomori_domain::{
    id::TenantId,
    step::{Effects, FlowChange, Step},
    time::Time,
};

use crate::{
    StoreError, Tx, account, challenge, device, event, flow, outbox,
    security::{self, Changed},
    session, throttle,
};

/// The most sessions an account has at once.
const MOST_SESSIONS: u32 = 20;

/// Whether a step could be written as it was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Applied {
    /// All of it was written.
    Whole,
    /// Another transaction has taken the address, or something else that one account alone
    /// can have, meanwhile; decide again.
    AddressTaken,
}

/// Writes a step that makes no account, and adds nothing that another may have.
pub async fn write<O>(
    tx: &mut Tx,
    tenant: TenantId,
    step: &Step<O>,
    now: Time,
) -> Result<(), StoreError> {
    match apply(tx, tenant, step, now).await? {
        Applied::Whole => Ok(()),
        Applied::AddressTaken => Err(StoreError::Missing),
    }
}

/// Writes `step`.
///
/// After [`Applied::AddressTaken`] the caller decides again in the same transaction:
/// nothing of the step was written.
pub async fn apply<O>(
    tx: &mut Tx,
    tenant: TenantId,
    step: &Step<O>,
    now: Time,
) -> Result<Applied, StoreError> {
    let Effects {
        rates,
        budgets,
        challenges,
        account,
        device,
        session,
        step_up,
        used,
        changes,
        events,
        messages,
    } = &step.effects;
    if let Some(new) = account
        && !account::insert(tx, new).await?
    {
        return Ok(Applied::AddressTaken);
    }
    // Before all else: after a change that can't be written, nothing is.
    match security::apply_all(tx, tenant, changes, now).await? {
        Changed::Done => {}
        Changed::AlreadyTaken => return Ok(Applied::AddressTaken),
        Changed::NotThere => return Err(StoreError::Missing),
    }
    match &step.flow {
        FlowChange::Begun(flow) => flow::insert(tx, flow).await?,
        FlowChange::Moved(flow) => flow::update(tx, flow).await?,
    }
    throttle::update_rates(tx, tenant, rates).await?;
    throttle::update_budgets(tx, tenant, budgets, now).await?;
    for change in challenges {
        challenge::update(tx, change).await?;
    }
    if let Some(opened) = session {
        if let Some(seen) = device {
            device::insert(tx, tenant, opened.session.account, seen).await?;
        }
        session::insert(tx, &opened.session, MOST_SESSIONS).await?;
    }
    if let Some(next) = step_up {
        once(session::update_step_up(tx, next).await?)?;
    }
    for (account, used) in used {
        once(security::apply_use(tx, tenant, *account, used, now).await?)?;
    }
    for line in events {
        event::insert(tx, line).await?;
    }
    for message in messages {
        outbox::insert(tx, message).await?;
    }
    Ok(Applied::Whole)
}

/// What the step rests on is there no more, or was used by another: the whole step is undone,
/// so that nothing counts twice.
const fn once(written: bool) -> Result<(), StoreError> {
    if written {
        Ok(())
    } else {
        Err(StoreError::Missing)
    }
}
