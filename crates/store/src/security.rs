//! What protects an account: read as a whole to decide on, and each change written into its
//! rows, with what the account holds counted anew. Whether it may be changed is the domain's.

use kadomori_domain::{
    account::Reader,
    factor::{checked::FactorUse, passkey::Passkey},
    holdings::Holdings,
    id::{AccountId, TenantId},
    policy::Texts,
    security::{App, Belongings, Change, Contact, Deed, HeldIdentifier, HeldPhrase, Phone},
    time::Time,
};

use crate::{
    StoreError, Tx, account, app,
    column::from_json,
    contact, device, event, holdings, identifier, outbox, params,
    passkey::{self, Told},
    password, phrase, recovery_code, session,
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

/// All that protects an account, as its rows stand.
#[derive(Clone, Debug)]
pub struct Owned {
    /// How its person wants to be spoken to.
    pub reader: Reader,
    /// What it holds to prove with.
    pub holdings: Holdings,
    /// Its addresses, the oldest first.
    pub contacts: Vec<Contact>,
    /// Its phone numbers, the oldest first.
    pub phones: Vec<Phone>,
    /// What it can be signed in with.
    pub identifiers: Vec<HeldIdentifier>,
    /// Its authenticator apps, the oldest first.
    pub apps: Vec<App>,
    /// Its passkeys, the oldest first.
    pub passkeys: Vec<Passkey>,
    /// The phrase in its mails, if it has one.
    pub phrase: Option<HeldPhrase>,
}

impl Owned {
    /// What a decision looks at: without phones, where no text messages are sent.
    #[must_use]
    pub fn belongings(&self, texts: Texts) -> Belongings<'_> {
        Belongings {
            holdings: self.holdings.reached_by(texts),
            contacts: &self.contacts,
            phones: &self.phones,
            identifiers: &self.identifiers,
            apps: &self.apps,
            passkeys: &self.passkeys,
            phrase: self.phrase.as_ref(),
        }
    }
}

/// What protects the account, to be shown; `None` when there is no such account.
pub async fn find(
    tx: &mut Tx,
    tenant: TenantId,
    account: AccountId,
) -> Result<Option<Owned>, StoreError> {
    read(tx, tenant, account, "").await
}

/// What protects the account, with the account locked: nobody else changes it until this
/// transaction ends. For decisions about what may be changed.
pub async fn find_for_update(
    tx: &mut Tx,
    tenant: TenantId,
    account: AccountId,
) -> Result<Option<Owned>, StoreError> {
    let lock = tx.engine().for_update();
    read(tx, tenant, account, lock).await
}

async fn read(
    tx: &mut Tx,
    tenant: TenantId,
    account: AccountId,
    lock: &str,
) -> Result<Option<Owned>, StoreError> {
    let sql =
        format!("SELECT locale, zone, holdings FROM account WHERE id = $1 AND tenant = $2{lock}");
    let row = tx.query_opt(&sql, &params![account, tenant]).await?;
    let Some(row) = row else { return Ok(None) };
    let holdings: String = row.get(2)?;
    Ok(Some(Owned {
        reader: Reader {
            locale: row.get(0)?,
            zone: row.get(1)?,
        },
        holdings: from_json("account.holdings", &holdings)?,
        contacts: contact::list(tx, account).await?,
        phones: contact::list_phones(tx, account).await?,
        identifiers: identifier::list(tx, account).await?,
        apps: app::list(tx, account).await?,
        passkeys: passkey::list(tx, Some(account)).await?,
        phrase: phrase::find(tx, account).await?,
    }))
}

/// Writes a deed: its changes, its lines for the history, its notices. All of it or, where a
/// change can't be written, nothing.
///
/// The account was locked by [`find_for_update`] when the deed was decided.
pub async fn write(
    tx: &mut Tx,
    tenant: TenantId,
    deed: &Deed,
    now: Time,
) -> Result<Changed, StoreError> {
    let changed = apply_all(tx, tenant, &deed.changes, now).await?;
    if changed == Changed::Done {
        for line in &deed.events {
            event::insert(tx, line).await?;
        }
        for message in &deed.messages {
            outbox::insert(tx, message).await?;
        }
    }
    Ok(changed)
}

/// Writes all of these changes; or none, where one can't be written.
pub(crate) async fn apply_all(
    tx: &mut Tx,
    tenant: TenantId,
    changes: &[(AccountId, Change)],
    now: Time,
) -> Result<Changed, StoreError> {
    if changes.is_empty() {
        return Ok(Changed::Done);
    }
    tx.batch("SAVEPOINT changes").await?;
    for (account, change) in changes {
        let written = apply(tx, tenant, *account, change, now).await?;
        if written != Changed::Done {
            tx.batch("ROLLBACK TO SAVEPOINT changes; RELEASE SAVEPOINT changes")
                .await?;
            return Ok(written);
        }
    }
    tx.batch("RELEASE SAVEPOINT changes").await?;
    Ok(Changed::Done)
}

/// Writes one change, and counts anew what the account holds. The account stays locked until
/// the transaction ends.
pub async fn apply(
    tx: &mut Tx,
    tenant: TenantId,
    account: AccountId,
    change: &Change,
    now: Time,
) -> Result<Changed, StoreError> {
    lock(tx, tenant, account).await?;
    let changed = write_rows(tx, tenant, account, change, now).await?;
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
        FactorUse::Mailbox { normal } => {
            contact::update_confirmed(tx, account, normal, now).await?;
            Ok(true)
        }
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

async fn write_rows(
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
        Change::AddPhone(new) => free(contact::insert_phone(tx, tenant, account, new).await?),
        Change::RemoveContact(id) | Change::RemovePhone(id) => {
            there(contact::delete(tx, account, *id).await?)
        }
        Change::SetIdentifier(held) => free(identifier::update(tx, tenant, account, held).await?),
        Change::RemoveIdentifier(one) => there(identifier::delete(tx, tenant, account, one).await?),
        Change::SetPhrase(new) => done(phrase::update(tx, tenant, account, new).await?),
        Change::RemovePhrase => there(phrase::delete(tx, account).await?),
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
