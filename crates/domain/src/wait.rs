//! Waits: what holds the person of an account back at the moment, for those who look
//! after accounts. Not for deciding about a request, which locks its rows first.

use crate::{
    destination::Destination,
    factor::FactorKind,
    flow::sending::{Concerned, SendKeys, Who, wrong_key},
    gate::Refusal,
    id::{AccountId, FlowId},
    key::IndexKey,
    policy::{LimitPolicy, Policy},
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
    /// At which way, where wrong answers are why.
    pub way: Option<FactorKind>,
    /// Until when.
    pub until: Time,
}

/// The rows that may hold the person of an account back, in either lane.
#[derive(Clone, Debug)]
pub struct WaitKeys([LaneKeys; 2]);

/// Those of one lane.
#[derive(Clone, Debug)]
struct LaneKeys {
    lane: Lane,
    /// Wrong answers, by way.
    wrong: Vec<(FactorKind, Key)>,
    /// Messages, by address or number.
    sends: Vec<SendKeys>,
}

impl WaitKeys {
    /// The rows of `account`, which has these `contacts`.
    #[must_use]
    pub fn new(index: &IndexKey, account: AccountId, contacts: &[Destination]) -> Self {
        Self([Lane::Familiar, Lane::Stranger].map(|lane| {
            let sends = contacts.iter().map(|destination| {
                let concerned = Concerned {
                    destination,
                    account: Some(account),
                    network: None,
                    lane,
                    contact_lane: lane,
                    // No flow asks; it only chooses a row of the overall limit, which holds nobody.
                    flow: FlowId::from_bytes([0; 16]),
                };
                SendKeys::new(index, &concerned)
            });
            let who = Who::new(Some(account), "");
            LaneKeys {
                lane,
                wrong: counted_apart()
                    .map(|way| (way, wrong_key(index, way, who, lane)))
                    .collect(),
                sends: sends.collect(),
            }
        }))
    }

    /// The rate rows, in the order in which every transaction locks them.
    #[must_use]
    pub fn rates(&self) -> Vec<Key> {
        let mut keys = Vec::new();
        for LaneKeys { wrong, sends, .. } in &self.0 {
            keys.extend(wrong.iter().map(|(_, key)| *key));
            keys.extend(sends.iter().map(SendKeys::contact_rate));
        }
        keys.sort_unstable();
        keys
    }

    /// The budgets, each with the number of days that count, in the order of their keys.
    #[must_use]
    pub fn budgets(&self, policy: &Policy) -> Vec<(Key, Budget)> {
        let sends = self.0.iter().flat_map(|keys| &keys.sends);
        let mut budgets: Vec<_> = sends.flat_map(|keys| keys.budgets(policy)).collect();
        budgets.sort_unstable_by_key(|(key, _)| *key);
        // That of the account stands there once for each address.
        budgets.dedup_by_key(|(key, _)| *key);
        budgets
    }

    /// The waits in force at `now`.
    #[must_use]
    pub fn in_force(&self, rows: &Rows, limits: &LimitPolicy, now: Time) -> Vec<Wait> {
        let mut waits = Vec::new();
        for LaneKeys { lane, wrong, sends } in &self.0 {
            let wait = |because, way, until| Wait {
                lane: *lane,
                because,
                way,
                until,
            };
            waits.extend(wrong.iter().filter_map(|(way, key)| {
                let until = limits.wrong_codes.waits(&rows.rate(key), now)?;
                Some(wait(Refusal::TooManyWrongCodes, Some(*way), until))
            }));
            let sends = sends.iter();
            waits.extend(sends.filter_map(|keys| {
                let until = keys.sends_hold(rows, limits, now)?;
                Some(wait(Refusal::TooManySends, None, until))
            }));
        }
        // What holds back every address is told once.
        waits.dedup();
        waits
    }
}

/// The ways whose wrong answers have a row each: codes by text message count with those by
/// mail.
fn counted_apart() -> impl Iterator<Item = FactorKind> {
    let all = FactorKind::ALL.into_iter();
    all.filter(|way| *way != FactorKind::SmsCode)
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::*;
    use crate::{
        address::MailAddress,
        id::TenantId,
        key::{KeyId, KeyRing, RootKey},
        throttle::{Limit, RateRow},
    };

    const NOW: Time = Time::from_micros(1_795_316_580_000_000);

    fn keys() -> WaitKeys {
        let ring = KeyRing::new(vec![RootKey::new(KeyId(1), [1; 32])]).expect("one key");
        let contact = |address| Destination::Mail(MailAddress::parse(address).expect("an address"));
        let contacts = [contact("mika@example.jp"), contact("mika@example.com")];
        let account = AccountId::from_bytes([7; 16]);
        WaitKeys::new(&ring.index_key(TenantId::DEFAULT), account, &contacts)
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
        let wrong_app_codes = rates.iter().find(is(Limit::WrongAppCodes, Lane::Stranger));
        rows.rates.insert(*wrong_app_codes.expect("a row"), struck);
        let budgets = keys.budgets(&Policy::default());
        let mut spent = budgets.iter().map(|(key, _)| key);
        let sends = spent.find(is(Limit::SendsForAccount, Lane::Stranger));
        rows.spent.insert(*sends.expect("a row"), 20);

        let wait = |because, way, until| Wait {
            lane: Lane::Stranger,
            because,
            way,
            until,
        };
        let wrong = |way| wait(Refusal::TooManyWrongCodes, Some(way), until);
        assert_eq!(
            keys.in_force(&rows, &limits, NOW),
            [
                wrong(FactorKind::MailCode),
                wrong(FactorKind::Totp),
                wait(Refusal::TooManySends, None, Budget::renews(NOW)),
            ],
            "what holds back both addresses is told once"
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
        let budgets = keys.budgets(&Policy::default());
        assert!(budgets.is_sorted_by_key(|(key, _)| *key));
        // Of each lane five ways and two addresses; two addresses and the account.
        assert_eq!((keys.rates().len(), budgets.len()), (14, 6));
    }
}
