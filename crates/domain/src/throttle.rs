//! Limits: two kinds of row, kept in the shared database, decided here.
//!
//! A *rate* row is a level that leaks, or a count of strikes with a wait; a
//! *budget* row is a count by the day. Every key has two lanes: what strangers
//! spend is never taken from a browser that the account knows.

use core::time::Duration;
use std::collections::BTreeMap;

use crate::{
    factor::FactorKind,
    key::IndexKey,
    time::{Time, micros_of},
};

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    /// Messages to one contact.
    SendsToRecipient,
    /// Messages for one account.
    SendsForAccount,
    /// Flows that a network began and did not finish.
    SendsFromNetwork,
    /// Messages of the whole tenant.
    SendsOverall,
    /// Wrong codes in a row for one account.
    WrongCodes,
    /// Wrong passwords in a row for one account.
    WrongPasswords,
    /// Wrong codes of authenticator apps in a row for one account.
    WrongAppCodes,
    /// Wrong recovery codes in a row for one account.
    WrongRecoveryCodes,
    /// Passkeys in a row that could not be accepted for one account.
    WrongPasskeys,
    /// Ceremonies with passkeys that a network began.
    CeremoniesFromNetwork,
    /// Text messages of the whole tenant: each costs money.
    TextsOverall,
    /// Mails that a network had judged.
    ChecksFromNetwork,
    /// Forwarded mails that were answered for one account.
    ChecksForAccount,
    /// Answers to one forwarded mail.
    AnswersToMail,
}

impl Limit {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::SendsToRecipient,
        Self::SendsForAccount,
        Self::SendsFromNetwork,
        Self::SendsOverall,
        Self::WrongCodes,
        Self::WrongPasswords,
        Self::WrongAppCodes,
        Self::WrongRecoveryCodes,
        Self::WrongPasskeys,
        Self::CeremoniesFromNetwork,
        Self::TextsOverall,
        Self::ChecksFromNetwork,
        Self::ChecksForAccount,
        Self::AnswersToMail,
    ];

    /// Where wrong answers in a row of a way are counted. Codes that were sent have one row,
    /// however they travel: else each way would give a guesser more tries.
    #[must_use]
    pub const fn wrong(way: FactorKind) -> Self {
        match way {
            FactorKind::MailCode | FactorKind::SmsCode => Self::WrongCodes,
            FactorKind::Password => Self::WrongPasswords,
            FactorKind::Totp => Self::WrongAppCodes,
            FactorKind::Passkey => Self::WrongPasskeys,
            FactorKind::RecoveryCode => Self::WrongRecoveryCodes,
        }
    }

    /// Its name in the database and the metrics; never changed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SendsToRecipient => "sends_to_recipient",
            Self::SendsForAccount => "sends_for_account",
            Self::SendsFromNetwork => "sends_from_network",
            Self::SendsOverall => "sends_overall",
            Self::WrongCodes => "wrong_codes",
            Self::WrongPasswords => "wrong_passwords",
            Self::WrongAppCodes => "wrong_app_codes",
            Self::WrongRecoveryCodes => "wrong_recovery_codes",
            Self::WrongPasskeys => "wrong_passkeys",
            Self::CeremoniesFromNetwork => "ceremonies_from_network",
            Self::TextsOverall => "texts_overall",
            Self::ChecksFromNetwork => "checks_from_network",
            Self::ChecksForAccount => "checks_for_account",
            Self::AnswersToMail => "answers_to_mail",
        }
    }
}

/// Whose doing it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lane {
    /// A browser that the account has signed in on.
    Familiar,
    /// Any other.
    Stranger,
}

impl Lane {
    /// Its name in the database; never changed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Familiar => "familiar",
            Self::Stranger => "stranger",
        }
    }
}

/// Which row: a limit, on something known by a keyed hash, in a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// What is limited.
    pub limit: Limit,
    /// Whom it concerns.
    pub hash: [u8; 32],
    /// Whose doing.
    pub lane: Lane,
}

impl Key {
    /// The row of `limit` for whomever `value` names.
    #[must_use]
    pub fn new(index: &IndexKey, limit: Limit, value: &[u8], lane: Lane) -> Self {
        Self {
            limit,
            hash: index.hash(limit.name(), value),
            lane,
        }
    }
}

/// The rows that a decision looks at, locked by the transaction it is made in.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// Rate rows.
    pub rates: BTreeMap<Key, RateRow>,
    /// What is spent of budgets in the days that count.
    pub spent: BTreeMap<Key, i64>,
}

impl Rows {
    /// The rate row of `key`; a fresh one when it was never used.
    #[must_use]
    pub fn rate(&self, key: &Key) -> RateRow {
        self.rates.get(key).copied().unwrap_or_default()
    }

    /// What is spent of the budget of `key`.
    #[must_use]
    pub fn spent(&self, key: &Key) -> i64 {
        self.spent.get(key).copied().unwrap_or_default()
    }
}

/// A rate row. What its numbers mean is told by [`Rate`] or [`Strikes`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RateRow {
    /// The level (one use is the rate's span in microseconds) or the count of strikes.
    pub level: i64,
    /// When the level was as it stands.
    pub at: Time,
    /// Until when there is a wait; in the past when there is none.
    pub until: Time,
}

/// So many at once, and as many again over a span, drop by drop.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// How many at once.
    pub burst: u32,
    /// The span in which a full level leaks away.
    pub per: Duration,
}

impl Rate {
    /// When one more is allowed: `None` now, or the moment from which it will be.
    #[must_use]
    pub fn allows(&self, row: &RateRow, now: Time) -> Option<Time> {
        let over = self
            .level(row, now)
            .saturating_add(self.one())
            .saturating_sub(self.full());
        let wait = u64::try_from(over)
            .ok()?
            .div_ceil(u64::from(self.burst.max(1)));
        (wait > 0).then(|| now.plus(Duration::from_micros(wait)))
    }

    /// The row after one use.
    #[must_use]
    pub fn spend(&self, row: &RateRow, now: Time) -> RateRow {
        let level = self.level(row, now).saturating_add(self.one());
        RateRow {
            level,
            at: now,
            until: row.until,
        }
    }

    /// The row after one use is given back.
    #[must_use]
    pub fn give_back(&self, row: &RateRow, now: Time) -> RateRow {
        let level = (self.level(row, now) - self.one()).max(0);
        RateRow {
            level,
            at: now,
            until: row.until,
        }
    }

    /// What one use adds: in every microsecond, `burst` of it leaks away, so that a
    /// full level of `burst` uses is gone after the span, without rounding.
    fn one(&self) -> i64 {
        micros_of(self.per).max(1)
    }

    fn full(&self) -> i64 {
        i64::from(self.burst).saturating_mul(self.one())
    }

    fn level(&self, row: &RateRow, now: Time) -> i64 {
        let elapsed = now.micros().saturating_sub(row.at.micros()).max(0);
        row.level
            .saturating_sub(elapsed.saturating_mul(i64::from(self.burst)))
            .max(0)
    }
}

/// So many in a number of whole UTC days, counted by the day.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// How many.
    pub most: u32,
    /// In how many days, today among them.
    pub days: u16,
}

impl Budget {
    /// Whether one more is allowed after `spent` in the days that count.
    #[must_use]
    pub const fn allows(&self, spent: i64) -> bool {
        spent < self.most as i64
    }

    /// The first day that counts, on `day`.
    #[must_use]
    pub const fn first_day(&self, day: i64) -> i64 {
        day - (self.days as i64 - 1)
    }

    /// When a budget that is spent on `now`'s day has room again, at the earliest.
    #[must_use]
    pub fn renews(now: Time) -> Time {
        Time::from_micros((now.day() + 1).saturating_mul(86_400_000_000))
    }
}

/// Failures in a row: some are free, then each brings a wait that doubles.
#[derive(Clone, Copy, Debug)]
pub struct Strikes {
    /// With this many, the waits begin.
    pub free: u32,
    /// The first wait.
    pub first_wait: Duration,
    /// No wait is longer.
    pub longest_wait: Duration,
}

impl Strikes {
    /// Until when there is a wait, if there is one.
    #[must_use]
    pub fn waits(&self, row: &RateRow, now: Time) -> Option<Time> {
        (now < row.until).then_some(row.until)
    }

    /// The row after one more failure.
    #[must_use]
    pub fn strike(&self, row: &RateRow, now: Time) -> RateRow {
        let level = row.level.saturating_add(1);
        let past = level - i64::from(self.free);
        let until = if past < 0 {
            row.until
        } else {
            now.plus(self.wait(past))
        };
        RateRow {
            level,
            at: now,
            until,
        }
    }

    /// The row after a success.
    #[must_use]
    pub fn forgive(now: Time) -> RateRow {
        RateRow {
            level: 0,
            at: now,
            until: Time::default(),
        }
    }

    fn wait(&self, past: i64) -> Duration {
        let doublings = u32::try_from(past).unwrap_or(u32::MAX).min(31);
        self.first_wait
            .saturating_mul(1 << doublings)
            .min(self.longest_wait)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HOUR: Duration = Duration::from_hours(1);
    const FIVE: Rate = Rate {
        burst: 5,
        per: HOUR,
    };

    fn at(seconds: i64) -> Time {
        Time::from_micros(1_700_000_000_000_000 + seconds * 1_000_000)
    }

    #[test]
    fn five_at_once_then_one_every_twelve_minutes() {
        let mut row = RateRow::default();
        for _ in 0..5 {
            assert_eq!(FIVE.allows(&row, at(0)), None);
            row = FIVE.spend(&row, at(0));
        }
        assert_eq!(FIVE.allows(&row, at(0)), Some(at(720)));
        assert_eq!(FIVE.allows(&row, at(719)), Some(at(720)));
        assert_eq!(FIVE.allows(&row, at(720)), None);
    }

    #[test]
    fn what_is_given_back_can_be_used_again() {
        let row = (0..5).fold(RateRow::default(), |row, _| FIVE.spend(&row, at(0)));
        assert_eq!(FIVE.allows(&FIVE.give_back(&row, at(0)), at(0)), None);
        assert_eq!(FIVE.give_back(&RateRow::default(), at(0)).level, 0);
    }

    #[test]
    fn waits_begin_with_the_tenth_failure_and_double_up_to_a_day() {
        let strikes = Strikes {
            free: 10,
            first_wait: Duration::from_mins(1),
            longest_wait: HOUR * 24,
        };
        let mut row = RateRow::default();
        for _ in 0..9 {
            row = strikes.strike(&row, at(0));
        }
        assert_eq!(strikes.waits(&row, at(0)), None);
        row = strikes.strike(&row, at(0));
        assert_eq!(strikes.waits(&row, at(0)), Some(at(60)));
        assert_eq!(strikes.waits(&row, at(60)), None);
        row = strikes.strike(&row, at(60));
        assert_eq!(strikes.waits(&row, at(60)), Some(at(180)));
        for _ in 0..60 {
            row = strikes.strike(&row, at(0));
        }
        assert_eq!(strikes.waits(&row, at(0)), Some(at(86_400)));
        assert_eq!(strikes.waits(&Strikes::forgive(at(0)), at(0)), None);
    }

    #[test]
    fn a_budget_counts_whole_days() {
        let budget = Budget {
            most: 10,
            days: 365,
        };
        assert!(budget.allows(9) && !budget.allows(10));
        assert_eq!(budget.first_day(400), 36);
        assert_eq!(Budget { most: 1, days: 1 }.first_day(400), 400);
        assert_eq!(Budget::renews(at(0)).day(), at(0).day() + 1);
    }

    proptest! {
        #[test]
        fn no_order_of_uses_beats_the_rate(gaps in proptest::collection::vec(0_i64..2_000, 1..200)) {
            let (mut row, mut now, mut used) = (RateRow::default(), 0, 0_i64);
            for gap in gaps {
                now += gap;
                if FIVE.allows(&row, at(now)).is_none() {
                    row = FIVE.spend(&row, at(now));
                    used += 1;
                }
            }
            prop_assert!(used <= 5 + now / 720 + 1);
        }

        #[test]
        fn a_clock_that_steps_back_gives_nothing(back in 0_i64..100_000) {
            let row = (0..5).fold(RateRow::default(), |row, _| FIVE.spend(&row, at(0)));
            prop_assert!(FIVE.allows(&row, at(-back)).is_some());
        }
    }
}
