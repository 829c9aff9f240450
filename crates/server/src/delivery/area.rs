//! Whether a domain, or the networks of a country, began to turn messages away: what the last
//! of them came to. Each server sees its own; time is handed in.

use core::time::Duration;
use std::collections::{HashMap, VecDeque};

use kadomori_domain::{
    attempt::Outcome,
    delivery::{Bound, Permanence},
    id::MessageId,
    time::Time,
};

/// So many of an area's last messages are looked at.
const LAST: usize = 10;
/// And so many of them turned away are worth a word.
const MANY: usize = 5;
/// Messages longer ago than this don't count.
const WINDOW: Duration = Duration::from_mins(15);
/// An area is told of at most this often.
const AGAIN: Duration = Duration::from_hours(1);
/// A message that was put off is one more greylisted mail, until it is as old as this.
const GREYLISTED: Duration = Duration::from_mins(5);
/// So many areas are watched at once; the one that was heard of longest ago makes room.
const AREAS: usize = 1000;

/// The areas that messages went to lately.
#[derive(Debug, Default)]
pub struct Areas(HashMap<Bound, Area>);

/// What one of them did.
#[derive(Debug, Default)]
struct Area {
    last: VecDeque<(MessageId, Time, bool)>,
    told_at: Option<Time>,
    heard_at: Time,
}

/// What came of a message, as the area did it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Came {
    /// The message.
    pub(crate) message: MessageId,
    /// When it was asked for.
    pub(crate) asked_at: Time,
    /// What came of it.
    pub(crate) outcome: Outcome,
    /// Whether a refusal was the mailbox's matter alone: there is none.
    pub(crate) is_nobody: bool,
}

impl Areas {
    /// Notes what came of a message; `true` when it is time to say that the area turns
    /// messages away.
    pub(crate) fn note(&mut self, bound: &Bound, came: Came, now: Time) -> bool {
        let Some(turned_away) = came.turned_away(now) else {
            return false;
        };
        if self.0.len() >= AREAS && !self.0.contains_key(bound) {
            self.make_room();
        }
        let area = self.0.entry(bound.clone()).or_default();
        area.heard_at = now;
        area.last
            .retain(|(message, at, _)| *message != came.message && now.since(*at) <= WINDOW);
        if area.last.len() >= LAST {
            area.last.pop_front();
        }
        area.last.push_back((came.message, now, turned_away));
        let many = area.last.iter().filter(|(_, _, away)| *away).count() >= MANY;
        let is_time = area.told_at.is_none_or(|told| now.since(told) >= AGAIN);
        let tell = turned_away && many && is_time;
        if tell {
            area.told_at = Some(now);
        }
        tell
    }

    fn make_room(&mut self) {
        let oldest = self.0.iter().min_by_key(|(_, area)| area.heard_at);
        if let Some(oldest) = oldest.map(|(bound, _)| bound.clone()) {
            self.0.remove(&oldest);
        }
    }
}

impl Came {
    /// Whether the area turned it away; `None` where that says nothing of the area.
    fn turned_away(self, now: Time) -> Option<bool> {
        match self.outcome {
            Outcome::HandedOver | Outcome::Delivered => Some(false),
            Outcome::Refused if self.is_nobody => None,
            Outcome::Refused | Outcome::Bounced(Permanence::Soft) => Some(true),
            Outcome::PutOff if now.since(self.asked_at) >= GREYLISTED => Some(true),
            Outcome::PutOff
            | Outcome::Trouble
            | Outcome::Expired
            | Outcome::Delayed
            | Outcome::Bounced(Permanence::Hard) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use kadomori_domain::delivery::Channel;

    use super::*;

    const NOW: Time = Time::from_micros(1_800_000_000_000_000);

    fn area(name: &str) -> Bound {
        Bound {
            channel: Channel::Mail,
            area: name.to_owned(),
        }
    }

    fn came(number: u8, outcome: Outcome) -> Came {
        Came {
            message: MessageId::from_bytes([number; 16]),
            asked_at: NOW,
            outcome,
            is_nobody: false,
        }
    }

    /// What is told of messages that come to this, one a minute.
    fn told(outcomes: impl IntoIterator<Item = Outcome>) -> Vec<bool> {
        let mut areas = Areas::default();
        let jp = area("example.jp");
        let outcomes = (0..).zip(outcomes);
        outcomes
            .map(|(number, outcome)| {
                let now = NOW.plus(Duration::from_mins(number.into()));
                areas.note(&jp, came(number, outcome), now)
            })
            .collect()
    }

    #[test]
    fn half_of_the_last_ten_turned_away_is_told_once() {
        let one_in_two = [Outcome::HandedOver, Outcome::Refused];
        let told = told(one_in_two.into_iter().cycle().take(20));
        let first = told.iter().position(|told| *told);
        assert_eq!(first, Some(9));
        assert_eq!(told.iter().filter(|told| **told).count(), 1);
    }

    #[test]
    fn after_an_hour_it_is_told_again() {
        let told = told([Outcome::Refused; 70]);
        let when: Vec<_> = (0..).zip(told).filter(|(_, told)| *told).collect();
        assert_eq!(when, [(4, true), (64, true)]);
    }

    #[test]
    fn one_refusal_in_three_is_no_news() {
        let one_in_three = [Outcome::HandedOver, Outcome::Delivered, Outcome::Refused];
        let told = told(one_in_three.into_iter().cycle().take(60));
        assert!(!told.contains(&true));
    }

    #[test]
    fn mails_that_are_greylisted_are_no_news_and_those_put_off_for_long_are() {
        let mut areas = Areas::default();
        let jp = area("example.jp");
        let mut note = |minutes| {
            let now = NOW.plus(Duration::from_mins(minutes));
            (0..8_u8)
                .map(|number| areas.note(&jp, came(number, Outcome::PutOff), now))
                .filter(|told| *told)
                .count()
        };
        assert_eq!((note(0), note(1), note(4)), (0, 0, 0));
        assert_eq!(note(6), 1);
    }

    #[test]
    fn mailboxes_that_do_not_exist_say_nothing_of_the_domain() {
        let mut areas = Areas::default();
        for number in 0..20 {
            let nobody = Came {
                is_nobody: true,
                ..came(number, Outcome::Refused)
            };
            assert!(!areas.note(&area("example.jp"), nobody, NOW));
        }
    }

    #[test]
    fn strangers_who_type_many_domains_fill_nothing() {
        let mut areas = Areas::default();
        for number in 0..3000_u64 {
            let now = NOW.plus(Duration::from_secs(number));
            let name = format!("{number}.example");
            areas.note(&area(&name), came(1, Outcome::Refused), now);
        }
        assert_eq!(areas.0.len(), AREAS);
    }
}
