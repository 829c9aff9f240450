//! The accounts that sign in: made beforehand, through the store, in the database that the
//! server then opens.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

use kadomori_domain::account::NewAccount;
use kadomori_domain::address::MailAddress;
use kadomori_domain::chance::Chance;
use kadomori_domain::id::{AccountId, ContactId, TenantId};
use kadomori_domain::locale::Locale;
use kadomori_domain::time::Time;
use kadomori_store::{Db, DbOptions, StoreError, Tx, account, tenant};

use crate::outcome::Outcome;

/// Mails that one address may be sent in a day (`limits.sends_per_recipient_day`, its bound).
pub(crate) const MAILS_EACH: usize = 20;
/// Accounts made in one transaction.
const AT_ONCE: usize = 500;
/// A domain that nobody has (RFC 2606).
const DOMAIN: &str = "bench.example";

/// Whose turn it is: each account in turn, so that none meets its limit before all do.
#[derive(Debug)]
pub(crate) struct Turns {
    accounts: usize,
    given: AtomicUsize,
}

impl Turns {
    /// Turns for this many accounts.
    pub(crate) fn new(accounts: usize) -> Self {
        Self {
            accounts,
            given: AtomicUsize::new(0),
        }
    }

    /// A number that nobody had before.
    pub(crate) fn anybody(&self) -> usize {
        self.given.fetch_add(1, Ordering::Relaxed)
    }

    /// The next account; `None` when all have had the mails they may have.
    pub(crate) fn next(&self) -> Option<usize> {
        let turn = self.given.fetch_add(1, Ordering::Relaxed);
        (turn < self.accounts * MAILS_EACH).then(|| turn % self.accounts.max(1))
    }
}

/// The address of the account with this number.
pub(crate) fn address(number: usize) -> String {
    format!("u{number}@{DOMAIN}")
}

/// The number of the account whose address stands in angle brackets in this line.
pub(crate) fn numbered(line: &str) -> Option<usize> {
    let (_, rest) = line.split_once("<u")?;
    rest.split_once('@')?.0.parse().ok()
}

/// Makes the tables and this many accounts.
pub(crate) async fn make(options: &DbOptions, accounts: usize) -> Outcome {
    let db = Db::open(options)?;
    db.migrate().await?;
    let now = now();
    let named = ("Bench".to_owned(), now);
    db.write(named, |tx, (name, now)| {
        Box::pin(tenant::insert_default(tx, name, *now))
    })
    .await?;
    let mut chance = Chance::new([7; 32]);
    let mut numbers = 0..accounts;
    loop {
        let some: Vec<_> = numbers.by_ref().take(AT_ONCE).collect();
        if some.is_empty() {
            break;
        }
        let some: Result<Vec<_>, _> = some
            .into_iter()
            .map(|number| new(number, now, &mut chance))
            .collect();
        db.write(some?, |tx, some| Box::pin(insert(tx, some)))
            .await?;
    }
    db.close().await;
    Ok(())
}

fn new(number: usize, now: Time, chance: &mut Chance) -> Outcome<NewAccount> {
    let address = address(number);
    Ok(NewAccount {
        id: AccountId::new(now, chance),
        tenant: TenantId::DEFAULT,
        contact: ContactId::new(now, chance),
        address: MailAddress::parse(&address).map_err(|why| format!("{address}: {why:?}"))?,
        confirmed_at: Some(now),
        locale: Locale::En,
        zone: Some("Asia/Tokyo".to_owned()),
        created_at: now,
    })
}

async fn insert(tx: &mut Tx, some: &[NewAccount]) -> Result<(), StoreError> {
    for one in some {
        account::insert(tx, one).await?;
    }
    Ok(())
}

fn now() -> Time {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let micros = since.map(|since| since.as_micros()).unwrap_or_default();
    Time::from_micros(i64::try_from(micros).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_back_to_its_account() {
        let line = format!("RCPT TO:<{}>\r\n", address(1234));
        assert_eq!(numbered(&line), Some(1234));
        assert_eq!(numbered("RCPT TO:<a@bench.example>"), None);
    }

    #[test]
    fn turns_end_before_a_limit_is_met() {
        let turns = Turns::new(2);
        let given: Vec<_> = std::iter::from_fn(|| turns.next()).collect();
        assert_eq!(given.len(), 40);
        assert_eq!(given.iter().filter(|one| **one == 1).count(), 20);
    }
}
