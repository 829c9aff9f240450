//! Devices, which accounts were signed in on them, and which of those trust them.

use kadomori_domain::{
    account::Reader,
    address::MailAddress,
    client::Agent,
    device::{DeviceHere, DeviceSeen, Standing},
    factor::FactorKind,
    flow::Flow,
    holdings::Holdings,
    id::{AccountId, DeviceId, TenantId},
    identifier::Identifier,
    locale::Locale,
    phone::PhoneNumber,
    time::Time,
    token::TokenHash,
};

use crate::{
    Row, StoreError, Tx,
    column::{from_json, to_json},
    params,
};

/// Who an identifier and a device cookie belong to, and whether they know each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acquaintance {
    /// The account that can be signed in with the identifier.
    pub account: Option<AccountId>,
    /// Whether an account has the identifier and it may not be signed in with.
    pub barred: bool,
    /// How the account's person wants to be spoken to.
    pub reader: Option<Reader>,
    /// What the account holds; nothing where there is none.
    pub holdings: Holdings,
    /// Where its mails with codes go: the address that was typed, if it receives codes, else
    /// the first one that does. One that mails come back from is the last resort.
    pub mailbox: Option<MailAddress>,
    /// Where its text messages with codes go, chosen likewise.
    pub phone: Option<PhoneNumber>,
    /// The device that the cookie names.
    pub device: Option<DeviceId>,
    /// What the account knows of the device.
    pub standing: Standing,
    /// Whether its person trusts the device, and that still holds.
    pub trusted: bool,
    /// The way that was proven first at the last sign-in there.
    pub habit: Option<FactorKind>,
}

/// What [`find`] and [`find_for_account`] ask about an account `a` and the cookie's hash `$3`;
/// `$4` is what was typed, `$5` where a flow's codes went already: that stays.
const COLUMNS: &str = "a.id, a.locale, a.zone, a.holdings, m.address, d.id, k.device,
     k.trusted_until, k.way, p.normal";
const JOINS: &str = "LEFT JOIN device d ON d.tenant = $1 AND d.secret_hash = $3
     LEFT JOIN account_device k ON k.account = a.id AND k.device = d.id
     LEFT JOIN contact m ON m.id = (SELECT c.id FROM contact c
         WHERE c.account = a.id AND c.kind = 'mail' AND c.codes = 1
         ORDER BY CASE WHEN c.normal = $5 THEN 0 ELSE 1 END,
             CASE WHEN c.broken_at IS NULL THEN 0 ELSE 1 END,
             CASE WHEN c.normal = $4 THEN 0 ELSE 1 END, c.id LIMIT 1)
     LEFT JOIN contact p ON p.id = (SELECT c.id FROM contact c
         WHERE c.account = a.id AND c.kind = 'phone'
         ORDER BY CASE WHEN c.normal = $5 THEN 0 ELSE 1 END,
             CASE WHEN c.broken_at IS NULL THEN 0 ELSE 1 END,
             CASE WHEN c.normal = $4 THEN 0 ELSE 1 END, c.id LIMIT 1)";

/// Looks up an identifier and a device cookie. One statement, and the same one, whatever exists.
pub async fn find(
    tx: &mut Tx,
    tenant: TenantId,
    identifier: &Identifier,
    cookie: Option<TokenHash>,
    now: Time,
) -> Result<Acquaintance, StoreError> {
    find_by_name(tx, tenant, (identifier, None), cookie, now).await
}

async fn find_by_name(
    tx: &mut Tx,
    tenant: TenantId,
    (identifier, stays): (&Identifier, Option<String>),
    cookie: Option<TokenHash>,
    now: Time,
) -> Result<Acquaintance, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS}, i.signs_in FROM (SELECT 1 AS one) o
         LEFT JOIN identifier i ON i.tenant = $1 AND i.kind = $2 AND i.normal = $4
         LEFT JOIN account a ON a.id = i.account AND i.signs_in = 1 {JOINS}"
    );
    let named = identifier.normal();
    let asked = params![tenant, identifier.kind(), cookie, named, stays];
    let row = tx.query_one(&sql, &asked).await?;
    let signs_in: Option<bool> = row.get(10)?;
    Ok(Acquaintance {
        barred: signs_in == Some(false),
        ..read(&row, now)?
    })
}

/// What [`find`] tells, about the account of someone who is signed in, or whose passkey told
/// who they are.
pub async fn find_for_account(
    tx: &mut Tx,
    tenant: TenantId,
    account: AccountId,
    cookie: Option<TokenHash>,
    now: Time,
) -> Result<Acquaintance, StoreError> {
    find_by_account(tx, tenant, (account, None), cookie, now).await
}

/// What [`find`] tells, about whoever a flow belongs to: the account that it is bound to by
/// now, or the one that has what was typed. Its codes go where the flow's went already, so
/// long as that receives the account's codes.
pub async fn find_for_flow(
    tx: &mut Tx,
    tenant: TenantId,
    flow: &Flow,
    cookie: Option<TokenHash>,
    now: Time,
) -> Result<Acquaintance, StoreError> {
    let stays = Some(flow.destination.normal());
    match flow.bound {
        Some(bound) => find_by_account(tx, tenant, (bound.account, stays), cookie, now).await,
        None => find_by_name(tx, tenant, (&flow.identifier, stays), cookie, now).await,
    }
}

async fn find_by_account(
    tx: &mut Tx,
    tenant: TenantId,
    (account, stays): (AccountId, Option<String>),
    cookie: Option<TokenHash>,
    now: Time,
) -> Result<Acquaintance, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM (SELECT 1 AS one) o
         LEFT JOIN account a ON a.id = $2 AND a.tenant = $1 {JOINS}"
    );
    let nothing: Option<String> = None;
    let asked = params![tenant, account, cookie, nothing, stays];
    read(&tx.query_one(&sql, &asked).await?, now)
}

fn read(row: &Row, now: Time) -> Result<Acquaintance, StoreError> {
    let locale: Option<Locale> = row.get(1)?;
    let zone = row.get(2)?;
    let holdings: Option<String> = row.get(3)?;
    let known: Option<DeviceId> = row.get(6)?;
    let trusted_until: Option<Time> = row.get(7)?;
    Ok(Acquaintance {
        account: row.get(0)?,
        barred: false,
        reader: locale.map(|locale| Reader { locale, zone }),
        holdings: match holdings {
            Some(text) => from_json("account.holdings", &text)?,
            None => Holdings::default(),
        },
        mailbox: row.get(4)?,
        phone: row.get(9)?,
        device: row.get(5)?,
        standing: match known {
            Some(_) => Standing::Familiar,
            None => Standing::New,
        },
        trusted: trusted_until.is_some_and(|until| now < until),
        habit: row.get(8)?,
    })
}

/// A device that an account was signed in on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownDevice {
    /// The device.
    pub id: DeviceId,
    /// The browser.
    pub agent: Agent,
    /// Until when it is trusted; that may be over. `None` where it never was, or is no more.
    pub trusted_until: Option<Time>,
    /// When the account was signed in on it last.
    pub sign_in_at: Time,
}

/// The devices that the account was signed in on, the latest first.
pub async fn list(tx: &mut Tx, account: AccountId) -> Result<Vec<KnownDevice>, StoreError> {
    let rows = tx
        .query(
            "SELECT d.id, d.agent, k.trusted_until, k.sign_in_at
             FROM account_device k JOIN device d ON d.id = k.device
             WHERE k.account = $1 ORDER BY k.sign_in_at DESC, d.id",
            &params![account],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let agent: String = row.get(1)?;
            Ok(KnownDevice {
                id: row.get(0)?,
                agent: from_json("device.agent", &agent)?,
                trusted_until: row.get(2)?,
                sign_in_at: row.get(3)?,
            })
        })
        .collect()
}

/// Trusts a device of the account no more, or none of them; tells how many were trusted.
pub async fn untrust(
    tx: &mut Tx,
    account: AccountId,
    device: Option<DeviceId>,
    now: Time,
) -> Result<u32, StoreError> {
    let rows = tx
        .query(
            "SELECT device FROM account_device
             WHERE account = $1 AND device = COALESCE($2, device) AND trusted_until > $3",
            &params![account, device, now],
        )
        .await?;
    tx.execute(
        "UPDATE account_device SET trusted_until = NULL
         WHERE account = $1 AND device = COALESCE($2, device)",
        &params![account, device],
    )
    .await?;
    Ok(u32::try_from(rows.len()).unwrap_or(u32::MAX))
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
        "INSERT INTO account_device (account, device, tenant, first_sign_in_at, sign_in_at,
             trusted_until, way)
         VALUES ($1, $2, $3, $4, $4, $5, $6)
         ON CONFLICT (account, device) DO UPDATE SET sign_in_at = excluded.sign_in_at,
             trusted_until = COALESCE(excluded.trusted_until, account_device.trusted_until),
             way = COALESCE(excluded.way, account_device.way)",
        &params![
            account,
            seen.device.id(),
            tenant,
            seen.at,
            seen.trusted_until,
            seen.way
        ],
    )
    .await?;
    Ok(())
}
