//! Devices, and which accounts were signed in on them.

use kadomori_domain::{
    account::Reader,
    address::MailAddress,
    client::Agent,
    device::{DeviceHere, DeviceSeen, Standing},
    id::{AccountId, DeviceId, TenantId},
    locale::Locale,
    time::Time,
    token::TokenHash,
};

use crate::{
    StoreError, Tx,
    column::{from_json, to_json},
    params,
};

/// Who an address and a device cookie belong to, and whether they know each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acquaintance {
    /// The account that has the address.
    pub account: Option<AccountId>,
    /// How its person wants to be spoken to.
    pub reader: Option<Reader>,
    /// The device that the cookie names.
    pub device: Option<DeviceId>,
    /// What the account knows of the device.
    pub standing: Standing,
}

/// Looks up an address and a device cookie. One statement, and the same one, whatever exists.
pub async fn find(
    tx: &mut Tx,
    tenant: TenantId,
    address: &MailAddress,
    cookie: Option<TokenHash>,
) -> Result<Acquaintance, StoreError> {
    let row = tx
        .query_one(
            "SELECT i.account, d.id, k.device, a.locale, a.zone
             FROM (SELECT 1 AS one) o
             LEFT JOIN identifier i ON i.tenant = $1 AND i.kind = 'mail' AND i.normal = $2
             LEFT JOIN account a ON a.id = i.account
             LEFT JOIN device d ON d.tenant = $1 AND d.secret_hash = $3
             LEFT JOIN account_device k ON k.account = i.account AND k.device = d.id",
            &params![tenant, address.normal(), cookie],
        )
        .await?;
    let known: Option<DeviceId> = row.get(2)?;
    let locale: Option<Locale> = row.get(3)?;
    let zone = row.get(4)?;
    Ok(Acquaintance {
        account: row.get(0)?,
        reader: locale.map(|locale| Reader { locale, zone }),
        device: row.get(1)?,
        standing: if known.is_some() {
            Standing::Familiar
        } else {
            Standing::New
        },
    })
}

/// When and on what an account was signed in last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastSignIn {
    /// When.
    pub at: Time,
    /// The browser.
    pub agent: Agent,
}

/// The last sign-in of `account` on a device that is still remembered.
pub async fn find_last_sign_in(
    tx: &mut Tx,
    account: AccountId,
) -> Result<Option<LastSignIn>, StoreError> {
    let row = tx
        .query_opt(
            "SELECT k.sign_in_at, d.agent FROM account_device k JOIN device d ON d.id = k.device
             WHERE k.account = $1 ORDER BY k.sign_in_at DESC LIMIT 1",
            &params![account],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let agent: String = row.get(1)?;
    Ok(Some(LastSignIn {
        at: row.get(0)?,
        agent: from_json("device.agent", &agent)?,
    }))
}

/// Writes down that `account` was signed in on a device.
pub async fn insert(
    tx: &mut Tx,
    tenant: TenantId,
    account: AccountId,
    seen: &DeviceSeen,
) -> Result<(), StoreError> {
    let agent = to_json(&seen.agent)?;
    match &seen.device {
        DeviceHere::Known(id) => {
            tx.execute(
                "UPDATE device SET seen_at = $2, agent = $3 WHERE id = $1",
                &params![id, seen.at, agent],
            )
            .await?;
        }
        DeviceHere::New(new) => {
            tx.execute(
                "INSERT INTO device (id, tenant, secret_hash, first_seen_at, seen_at, agent)
                 VALUES ($1, $2, $3, $4, $4, $5)",
                &params![new.id, tenant, new.hash, seen.at, agent],
            )
            .await?;
        }
    }
    tx.execute(
        "INSERT INTO account_device (account, device, tenant, first_sign_in_at, sign_in_at)
         VALUES ($1, $2, $3, $4, $4)
         ON CONFLICT (account, device) DO UPDATE SET sign_in_at = excluded.sign_in_at",
        &params![account, seen.device.id(), tenant, seen.at],
    )
    .await?;
    Ok(())
}
