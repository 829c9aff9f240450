//! Writing what protects an account: each change into its rows, and what the account holds
//! counted anew. Whether it may be changed was decided before.

use kadomori_domain::{
    factor::checked::FactorUse,
    id::{AccountId, TenantId},
    security::Change,
    time::Time,
};

use crate::{
    StoreError, Tx, account, app, contact, device, holdings, identifier,
    passkey::{self, Told},
    password, recovery_code, session,
};

/// What came of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Changed {
    /// It is written.
    Done,
    /// Nothing is: another account has the identifier or the passkey, or this one has the
    /// address already.
    AlreadyTaken,
    /// Nothing is: the account hasn't got what was to be changed, or not any more.
    NotThere,
}

/// Writes a change, and counts anew what the account holds.
///
/// The account is locked until the transaction ends. A decision about what may be taken away
/// locks it beforehand, by [`holdings::find_for_update`].
pub async fn apply(
    tx: &mut Tx,
    tenant: TenantId,
    account: AccountId,
    change: &Change,
    now: Time,
) -> Result<Changed, StoreError> {
    lock(tx, tenant, account).await?;
    let changed = write(tx, tenant, account, change, now).await?;
    holdings::update(tx, account).await?;
    Ok(changed)
}

/// Writes what the use of a way leaves behind, and counts anew what the account holds.
/// `false` when the way was used up meanwhile, or is gone: then nothing is written.
pub(crate) async fn apply_use(
    tx: &mut Tx,
    tenant: TenantId,
    account: AccountId,
    used: &FactorUse,
    now: Time,
) -> Result<bool, StoreError> {
    match used {
        FactorUse::App { id, step } => app::update_used(tx, account, *id, *step, now).await,
        FactorUse::RecoveryCode { hash } => {
            lock(tx, tenant, account).await?;
            let written = recovery_code::update_used(tx, account, *hash, now).await?;
            holdings::update(tx, account).await?;
            Ok(written)
        }
        // What a counter that went back means is told by the history, not by the row.
        FactorUse::Passkey {
            id,
            counter,
            synced,
            went_back: _,
        } => {
            let told = Told {
                counter: *counter,
                synced: *synced,
            };
            passkey::update_used(tx, account, *id, told, now).await
        }
        FactorUse::Password { sealed } => password::update_sealed(tx, account, sealed).await,
    }
}

async fn lock(tx: &mut Tx, tenant: TenantId, account: AccountId) -> Result<(), StoreError> {
    let found = holdings::find_for_update(tx, tenant, account).await?;
    found.map(drop).ok_or(StoreError::Missing)
}

async fn write(
    tx: &mut Tx,
    tenant: TenantId,
    account: AccountId,
    change: &Change,
    now: Time,
) -> Result<Changed, StoreError> {
    Ok(match change {
        Change::SetPassword(new) => done(password::update(tx, tenant, account, new).await?),
        Change::RemovePassword => there(password::delete(tx, account).await?),
        Change::AddApp(new) => done(app::insert(tx, tenant, account, new).await?),
        Change::RenameApp(id, label) => there(app::update_label(tx, account, *id, label).await?),
        Change::RemoveApp(id) => there(app::delete(tx, account, *id).await?),
        Change::AddPasskey(new) => free(passkey::insert(tx, tenant, account, new).await?),
        Change::RenamePasskey(id, label) => {
            there(passkey::update_label(tx, account, *id, label).await?)
        }
        Change::RemovePasskey(id) => there(passkey::delete(tx, account, *id).await?),
        Change::ReplaceRecoveryCodes { hashes, at } => {
            done(recovery_code::update_all(tx, tenant, account, hashes, *at).await?)
        }
        Change::AddContact(new) => free(contact::insert(tx, tenant, account, new).await?),
        Change::UpdateContact(next) => there(contact::update(tx, account, next).await?),
        Change::RemoveContact(id) => there(contact::delete(tx, account, *id).await?),
        Change::SetIdentifier(held) => free(identifier::update(tx, tenant, account, held).await?),
        Change::RemoveIdentifier(one) => there(identifier::delete(tx, tenant, account, one).await?),
        Change::SetTwoStep(since) => done(account::update_two_step(tx, account, *since).await?),
        Change::EndSessions { but: Some(one) } => {
            session::delete_others(tx, account, *one).await?;
            Changed::Done
        }
        Change::EndSessions { but: None } => {
            session::delete_all(tx, tenant, account).await?;
            Changed::Done
        }
        Change::Untrust { device } => {
            device::untrust(tx, account, *device, now).await?;
            Changed::Done
        }
    })
}

const fn done((): ()) -> Changed {
    Changed::Done
}

const fn free(written: bool) -> Changed {
    if written {
        Changed::Done
    } else {
        Changed::AlreadyTaken
    }
}

const fn there(written: bool) -> Changed {
    if written {
        Changed::Done
    } else {
        Changed::NotThere
    }
}
