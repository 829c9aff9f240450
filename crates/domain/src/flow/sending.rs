//! Whether one more message may be sent, and what sending it spends.

use crate::{
    client::Network,
    delivery::Channel,
    destination::Destination,
    factor::FactorKind,
    gate::{Hold, Refusal},
    id::{AccountId, FlowId},
    key::IndexKey,
    policy::{LimitPolicy, Policy},
    throttle::{Budget, Key, Lane, Limit, Rate, RateRow, Rows},
    time::Time,
};

/// Rows over which the tenant's overall count is spread, so that no single row
/// makes every request wait for every other.
const OVERALL_SHARDS: u32 = 16;

/// The rows that bound a message.
#[derive(Clone, Copy, Debug)]
pub struct SendKeys {
    recipient: Key,
    account: Key,
    network: Option<Key>,
    overall: Key,
    wrong_codes: Key,
    /// What the tenant pays for; only where the message is a text message.
    texts: Option<Key>,
}

/// Whom a message concerns.
#[derive(Clone, Copy, Debug)]
pub struct Concerned<'a> {
    /// The contact.
    pub destination: &'a Destination,
    /// The account, if there is one; a contact without account is bounded alike.
    pub account: Option<AccountId>,
    /// The network that asks; `None` when it is exempt.
    pub network: Option<Network>,
    /// Whose limits of the account and the network are spent.
    pub lane: Lane,
    /// Whose limits of the contact are spent: a stranger's where the contact isn't the
    /// account's, or not yet, so that adding an address never uses up what is its owner's.
    pub contact_lane: Lane,
    /// The flow that asks.
    pub flow: FlowId,
}

/// What sending a message spends.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spending {
    pub(crate) rates: Vec<(Key, RateRow)>,
    pub(crate) budgets: Vec<(Key, u32)>,
    pub(crate) passes_overall: bool,
    pub(crate) passes_texts: bool,
}

impl SendKeys {
    /// The rows that bound a message to `concerned`.
    #[must_use]
    pub fn new(index: &IndexKey, concerned: &Concerned<'_>) -> Self {
        let lane = concerned.lane;
        let contact = concerned.destination.normal();
        let key = |limit, value: &[u8]| Key::new(index, limit, value, lane);
        let shard = concerned
            .flow
            .as_bytes()
            .last()
            .copied()
            .unwrap_or_default()
            % 16;
        Self {
            recipient: Key::new(
                index,
                Limit::SendsToRecipient,
                contact.as_bytes(),
                concerned.contact_lane,
            ),
            account: match &concerned.account {
                Some(account) => key(Limit::SendsForAccount, account.as_bytes()),
                None => key(Limit::SendsForAccount, contact.as_bytes()),
            },
            network: concerned
                .network
                .map(|network| key(Limit::SendsFromNetwork, &network.bytes())),
            overall: Key::new(index, Limit::SendsOverall, &[shard], Lane::Stranger),
            wrong_codes: wrong_key(
                index,
                FactorKind::MailCode,
                Who::new(concerned.account, &contact),
                lane,
            ),
            texts: match concerned.destination.channel() {
                Channel::Mail => None,
                Channel::Text => Some(Key::new(index, Limit::TextsOverall, &[], Lane::Stranger)),
            },
        }
    }

    /// The rate rows to load, in the order in which every transaction locks them.
    #[must_use]
    pub fn rates(&self) -> Vec<Key> {
        let mut keys = vec![self.recipient, self.overall, self.wrong_codes];
        keys.extend(self.network);
        keys.sort_unstable();
        keys
    }

    /// The rate row about the contact alone.
    pub(crate) const fn contact_rate(&self) -> Key {
        self.recipient
    }

    /// The budgets to load, each with the number of days that count.
    #[must_use]
    pub fn budgets(&self, policy: &Policy) -> Vec<(Key, Budget)> {
        let limits = &policy.limits;
        let mut budgets = vec![
            (self.recipient, limits.recipient_budget),
            (self.account, limits.account_budget),
        ];
        budgets.extend(self.texts.map(|key| (key, policy.texts.daily)));
        budgets.sort_unstable_by_key(|(key, _)| *key);
        budgets
    }

    /// A network that began too many flows and finished none of them.
    #[must_use]
    pub fn network_hold(&self, rows: &Rows, limits: &LimitPolicy, now: Time) -> Option<Hold> {
        let until = limits
            .network_rate
            .allows(&rows.rate(&self.network?), now)?;
        Some(Hold {
            because: Refusal::NetworkBusy,
            until,
        })
    }

    /// What stands in the way of a message to this contact or account.
    pub(crate) fn message_hold(&self, rows: &Rows, policy: &Policy, now: Time) -> Option<Hold> {
        let limits = &policy.limits;
        let wrong_codes = limits.wrong_codes.waits(&rows.rate(&self.wrong_codes), now);
        let hold = |because| move |until| Hold { because, until };
        wrong_codes
            .map(hold(Refusal::TooManyWrongCodes))
            .or_else(|| {
                self.sends_hold(rows, limits, now)
                    .map(hold(Refusal::TooManySends))
            })
            .or_else(|| {
                let texts = self
                    .texts
                    .filter(|key| !policy.texts.daily.allows(rows.spent(key)));
                texts.map(|_| hold(Refusal::NoMoreTexts)(Budget::renews(now)))
            })
    }

    /// Until when too many messages before stand in the way of one more.
    pub(crate) fn sends_hold(&self, rows: &Rows, limits: &LimitPolicy, now: Time) -> Option<Time> {
        let budgets = [
            (self.recipient, limits.recipient_budget),
            (self.account, limits.account_budget),
        ];
        if budgets
            .iter()
            .any(|(key, budget)| !budget.allows(rows.spent(key)))
        {
            return Some(Budget::renews(now));
        }
        limits
            .recipient_rate
            .allows(&rows.rate(&self.recipient), now)
    }

    /// What a message that goes out spends of contact, account and tenant; of text messages
    /// only where it really `leaves`, since only those are paid for.
    pub(crate) fn spend(&self, rows: &Rows, policy: &Policy, now: Time, leaves: bool) -> Spending {
        let limits = &policy.limits;
        let mut budgets = vec![(self.recipient, 1), (self.account, 1)];
        budgets.extend(self.texts.map(|key| (key, u32::from(leaves))));
        let last = |key: &Key| rows.spent(key) + 1 == i64::from(policy.texts.daily.most);
        let overall = overall_share(limits);
        let level = rows.rate(&self.overall);
        Spending {
            rates: vec![
                (
                    self.recipient,
                    limits
                        .recipient_rate
                        .spend(&rows.rate(&self.recipient), now),
                ),
                (self.overall, overall.spend(&level, now)),
            ],
            budgets,
            passes_overall: overall.allows(&level, now).is_some(),
            passes_texts: leaves && self.texts.as_ref().is_some_and(last),
        }
    }

    /// What a message that is held back spends: nothing, in as many rows, so that it costs
    /// the database the same.
    pub(crate) fn spare(&self, rows: &Rows) -> Spending {
        let as_it_is = |key| (key, rows.rate(&key));
        let mut budgets = vec![(self.recipient, 0), (self.account, 0)];
        budgets.extend(self.texts.map(|key| (key, 0)));
        Spending {
            rates: [self.recipient, self.overall].map(as_it_is).into(),
            budgets,
            passes_overall: false,
            passes_texts: false,
        }
    }

    /// What a flow that begins spends of its network.
    pub(crate) fn spend_network(
        &self,
        rows: &Rows,
        limits: &LimitPolicy,
        now: Time,
    ) -> Option<(Key, RateRow)> {
        let key = self.network?;
        Some((key, limits.network_rate.spend(&rows.rate(&key), now)))
    }
}

/// Under what tries are counted: the account or, where there is none, what was typed, so
/// that an identifier without account is counted the same way.
#[derive(Clone, Copy, Debug)]
pub struct Who<'a>(Option<AccountId>, &'a str);

impl<'a> Who<'a> {
    /// The account, or an identifier in its normal form.
    #[must_use]
    pub const fn new(account: Option<AccountId>, normal: &'a str) -> Self {
        Self(account, normal)
    }
}

/// The row that counts wrong answers in a row of a way.
#[must_use]
pub fn wrong_key(index: &IndexKey, way: FactorKind, who: Who<'_>, lane: Lane) -> Key {
    let limit = Limit::wrong(way);
    match who {
        Who(Some(account), _) => Key::new(index, limit, account.as_bytes(), lane),
        Who(None, normal) => Key::new(index, limit, normal.as_bytes(), lane),
    }
}

/// The row that counts the unfinished flows of a network.
#[must_use]
pub fn network_key(index: &IndexKey, network: Network, lane: Lane) -> Key {
    Key::new(index, Limit::SendsFromNetwork, &network.bytes(), lane)
}

fn overall_share(limits: &LimitPolicy) -> Rate {
    let burst = limits.overall_rate.burst.div_ceil(OVERALL_SHARDS);
    Rate {
        burst,
        per: limits.overall_rate.per,
    }
}
