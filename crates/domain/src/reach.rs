//! Whether messages still reach a contact: what their coming back says of it.

use core::time::Duration;

use crate::time::Time;

/// After so many messages in a row that came back for good, a contact counts as broken. One
/// may be a mistake of the other side.
pub const BOUNCES: u32 = 2;
/// An earlier message that came back longer ago than this says nothing about today.
const REMEMBERED: Duration = Duration::from_hours(24 * 90);

/// How messages to a contact have fared. The default is what stands after one arrived, as a
/// report or its code coming back shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// How many in a row came back for good.
    pub bounces: u32,
    /// When the last of them did.
    pub bounced_at: Option<Time>,
    /// Since when the contact counts as broken.
    pub broken_at: Option<Time>,
}

impl Reach {
    /// After one more message came back for good. Each message counts once; that is for the
    /// caller to see to.
    #[must_use]
    pub fn after_bounce(self, now: Time) -> Self {
        let is_remembered = self
            .bounced_at
            .is_some_and(|earlier| now.since(earlier) <= REMEMBERED);
        let before = if is_remembered { self.bounces } else { 0 };
        let bounces = before.saturating_add(1);
        let broken = (bounces >= BOUNCES).then_some(now);
        Self {
            bounces,
            bounced_at: Some(now),
            broken_at: self.broken_at.or(broken),
        }
    }

    /// Whether `next` is the first to say that the contact is broken.
    #[must_use]
    pub const fn broke(self, next: Self) -> bool {
        self.broken_at.is_none() && next.broken_at.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time::from_micros(1_800_000_000_000_000);

    #[test]
    fn one_message_that_comes_back_breaks_nothing() {
        let reach = Reach::default().after_bounce(NOW);
        assert_eq!((reach.bounces, reach.broken_at), (1, None));
    }

    #[test]
    fn the_second_in_a_row_breaks_the_contact_and_the_third_tells_nothing_new() {
        let once = Reach::default().after_bounce(NOW);
        let twice = once.after_bounce(NOW.plus(Duration::from_mins(5)));
        assert!(once.broke(twice));
        let thrice = twice.after_bounce(NOW.plus(Duration::from_mins(9)));
        assert!(!twice.broke(thrice));
        assert_eq!(thrice.broken_at, twice.broken_at);
    }

    #[test]
    fn after_one_that_arrived_the_count_begins_anew() {
        let arrived = Reach::default();
        assert_eq!(arrived.after_bounce(NOW).broken_at, None);
    }

    #[test]
    fn what_came_back_months_ago_does_not_count() {
        let earlier = NOW.minus(REMEMBERED + Duration::from_secs(1));
        let reach = Reach::default().after_bounce(earlier).after_bounce(NOW);
        assert_eq!((reach.bounces, reach.broken_at), (1, None));
    }
}
