//! Waits: what holds the person of an account back at the moment, for those who look
//! after accounts. Not for deciding about a request, which locks its rows first.

use crate::{
    account::Account,
    flow::sending::{Concerned, SendKeys},
    gate::Refusal,
    id::FlowId,
    key::IndexKey,
    policy::LimitPolicy,
    throttle::{Budget, Key, Lane, Rows},
    time::Time,
};

/// A wait in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// In which browsers the person waits.
    pub lane: Lane,
    /// Why.
    pub because: Refusal,
    /// Until when.
    pub until: Time,
}

/// The rows that may hold the person of an account back, in either lane.
#[derive(Clone, Debug)]
pub struct WaitKeys([(Lane, SendKeys); 2]);

impl WaitKeys {
    /// The rows of `account`.
    #[must_use]
    pub fn new(index: &IndexKey, account: &Account) -> Self {
        Self([Lane::Familiar, Lane::Stranger].map(|lane| {
            let concerned = Concerned {
                address: &account.address,
                account: Some(account.id),
                network: None,
                lane,
                contact_lane: lane,
                // No flow asks; it only chooses a row of the overall limit, which holds nobody.
                flow: FlowId::from_bytes([0; 16]),
            };
            (lane, SendKeys::new(index, &concerned))
        }))
    }

    /// The rate rows, in the order in which every transaction locks them.
    #[must_use]
    pub fn rates(&self) -> Vec<Key> {
        let mut keys: Vec<Key> = self
            .0
            .iter()
            .flat_map(|(_, keys)| keys.contact_rates())
            .collect();
        keys.sort_unstable();
        keys
    }

    /// The budgets, each with the number of days that count, in the order of their keys.
    #[must_use]
    pub fn budgets(&self, limits: &LimitPolicy) -> Vec<(Key, Budget)> {
        let mut budgets: Vec<_> = self
            .0
            .iter()
            .flat_map(|(_, keys)| keys.budgets(limits))
            .collect();
        budgets.sort_unstable_by_key(|(key, _)| *key);
        budgets
    }

    /// The waits in force at `now`.
    #[must_use]
    pub fn in_force(&self, rows: &Rows, limits: &LimitPolicy, now: Time) -> Vec<Wait> {
        self.0
            .iter()
            .flat_map(|(lane, keys)| {
                keys.message_holds(rows, limits, now).map(|hold| Wait {
                    lane: *lane,
                    because: hold.because,
                    until: hold.until,
                })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::*;
    use crate::{
        address::MailAddress,
        id::{AccountId, TenantId},
        key::{KeyId, KeyRing, RootKey},
        locale::Locale,
        throttle::{Limit, RateRow},
    };

    const NOW: Time = Time::from_micros(1_795_316_580_000_000);

    fn keys() -> WaitKeys {
        let ring = KeyRing::new(vec![RootKey::new(KeyId(1), [1; 32])]).expect("one key");
        let account = Account {
            id: AccountId::from_bytes([7; 16]),
            tenant: TenantId::DEFAULT,
            address: MailAddress::parse("mika@example.jp").expect("an address"),
            locale: Locale::Ja,
            zone: None,
            created_at: NOW,
        };
        WaitKeys::new(&ring.index_key(TenantId::DEFAULT), &account)
    }

    fn is(limit: Limit, lane: Lane) -> impl Fn(&&Key) -> bool {
        move |key| key.limit == limit && key.lane == lane
    }

    #[test]
    fn without_rows_nobody_waits() {
        let waits = keys().in_force(&Rows::default(), &LimitPolicy::default(), NOW);
        assert_eq!(waits, []);
    }

    #[test]
    fn each_lane_waits_for_itself_and_for_every_reason() {
        let (keys, limits) = (keys(), LimitPolicy::default());
        let mut rows = Rows::default();
        let until = NOW.plus(Duration::from_mins(4));
        let rates = keys.rates();
        let wrong_codes = rates.iter().find(is(Limit::WrongCodes, Lane::Stranger));
        let struck = RateRow {
            level: 12,
            at: NOW,
            until,
        };
        rows.rates.insert(*wrong_codes.expect("a row"), struck);
        let budgets = keys.budgets(&limits);
        let mut spent = budgets.iter().map(|(key, _)| key);
        let sends = spent.find(is(Limit::SendsForAccount, Lane::Stranger));
        rows.spent.insert(*sends.expect("a row"), 20);

        let wait = |because, until| Wait {
            lane: Lane::Stranger,
            because,
            until,
        };
        assert_eq!(
            keys.in_force(&rows, &limits, NOW),
            [
                wait(Refusal::TooManyWrongCodes, until),
                wait(Refusal::TooManySends, Budget::renews(NOW)),
            ]
        );
        assert_eq!(
            keys.in_force(&rows, &limits, Budget::renews(NOW)).len(),
            1,
            "a wait that is over isn't told"
        );
    }

    #[test]
    fn rows_are_named_in_the_order_in_which_they_are_locked() {
        let keys = keys();
        assert!(keys.rates().is_sorted());
        let budgets = keys.budgets(&LimitPolicy::default());
        assert!(budgets.is_sorted_by_key(|(key, _)| *key));
        assert_eq!((keys.rates().len(), budgets.len()), (4, 4));
    }
}
