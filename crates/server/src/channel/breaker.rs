//! A breaker: it stops asking a provider that is in trouble, and asks it again with single
//! messages after pauses that grow. Time is handed in; what counts as trouble is for others.

use core::time::Duration;

use kadomori_domain::time::Time;

/// So many messages in a row that met trouble, and the provider is left alone.
const STRIKES: u32 = 3;
/// An answer that took longer than this counts as trouble, although the message left.
const SLOW: Duration = Duration::from_secs(10);
/// The first pause; each one after a probe that met trouble is twice as long.
const PAUSE: Duration = Duration::from_secs(10);
/// The longest: a provider that is back waits no longer than this for its next message.
const LONGEST: Duration = Duration::from_mins(2);
/// A probe that nothing was heard of for so long was broken off with its worker.
const PROBE: Duration = Duration::from_mins(6);

/// Whether a provider may be asked.
#[derive(Clone, Debug, Default)]
pub(super) struct Breaker {
    state: State,
}

#[derive(Clone, Copy, Debug)]
enum State {
    /// It is asked. So many messages in a row met trouble.
    Closed { strikes: u32 },
    /// It isn't, until then.
    Open {
        since: Time,
        until: Time,
        pause: Duration,
    },
    /// One message is under way to see whether it is back.
    HalfOpen {
        since: Time,
        probed: Time,
        pause: Duration,
    },
}

impl Default for State {
    fn default() -> Self {
        Self::Closed { strikes: 0 }
    }
}

/// How a message fared with a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fared {
    /// The provider answered, after so long; what it said is the message's matter.
    Answered(Duration),
    /// It couldn't be used.
    Trouble,
}

/// What a message did to the breaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moved {
    /// From now on the provider isn't asked.
    Opened,
    /// From now on it is asked again.
    Closed,
}

impl Breaker {
    /// Whether a message may go there now. Where it is the one that finds out whether the
    /// provider is back, others may not until [`Breaker::note`] has heard of it.
    pub(super) fn admit(&mut self, now: Time) -> bool {
        let (since, pause) = match self.state {
            State::Closed { .. } => return true,
            State::Open {
                since,
                until,
                pause,
            } if until <= now => (since, pause),
            State::HalfOpen {
                since,
                probed,
                pause,
            } if now.since(probed) >= PROBE => (since, pause),
            State::Open { .. } | State::HalfOpen { .. } => return false,
        };
        self.state = State::HalfOpen {
            since,
            probed: now,
            pause,
        };
        true
    }

    /// Hears how a message fared.
    pub(super) fn note(&mut self, fared: Fared, now: Time) -> Option<Moved> {
        let is_well = match fared {
            Fared::Answered(took) => took < SLOW,
            Fared::Trouble => false,
        };
        match (self.state, is_well) {
            (State::Closed { .. }, true) => {
                self.state = State::Closed { strikes: 0 };
                None
            }
            (State::Closed { strikes }, false) if strikes.saturating_add(1) < STRIKES => {
                let strikes = strikes.saturating_add(1);
                self.state = State::Closed { strikes };
                None
            }
            (State::Closed { .. }, false) => {
                self.open(now, PAUSE, now);
                Some(Moved::Opened)
            }
            (State::HalfOpen { .. }, true) => {
                self.state = State::Closed { strikes: 0 };
                Some(Moved::Closed)
            }
            (State::HalfOpen { since, pause, .. }, false) => {
                self.open(since, pause.saturating_mul(2).min(LONGEST), now);
                None
            }
            // It was under way when the breaker opened; the probe decides.
            (State::Open { .. }, true | false) => None,
        }
    }

    /// Since when the provider has been in trouble, if it is.
    pub(super) const fn trouble_since(&self) -> Option<Time> {
        match self.state {
            State::Closed { .. } => None,
            State::Open { since, .. } | State::HalfOpen { since, .. } => Some(since),
        }
    }

    /// When the provider is asked again, while it isn't.
    pub(super) fn next(&self, now: Time) -> Time {
        match self.state {
            State::Closed { .. } => now,
            State::Open { until, .. } => until,
            // The probe is under way, and soon heard of.
            State::HalfOpen { .. } => now.plus(Duration::from_secs(2)),
        }
    }

    fn open(&mut self, since: Time, pause: Duration, now: Time) {
        self.state = State::Open {
            since,
            until: now.plus(pause),
            pause,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time::from_micros(1_800_000_000_000_000);
    const QUICK: Fared = Fared::Answered(Duration::from_millis(80));
    const LATE: Fared = Fared::Answered(Duration::from_secs(11));

    fn after(seconds: u64) -> Time {
        NOW.plus(Duration::from_secs(seconds))
    }

    /// One that opened at `NOW`.
    fn opened() -> Breaker {
        let mut breaker = Breaker::default();
        assert_eq!(breaker.note(Fared::Trouble, NOW), None);
        assert_eq!(breaker.note(Fared::Trouble, NOW), None);
        assert_eq!(breaker.note(Fared::Trouble, NOW), Some(Moved::Opened));
        breaker
    }

    #[test]
    fn three_messages_in_a_row_that_met_trouble_open_it() {
        let mut breaker = opened();
        assert!(!breaker.admit(NOW));
        assert_eq!(breaker.trouble_since(), Some(NOW));
        assert_eq!(breaker.next(NOW), after(10));
    }

    #[test]
    fn one_that_is_answered_in_between_begins_the_count_anew() {
        let mut breaker = Breaker::default();
        for _ in 0..9 {
            assert_eq!(breaker.note(Fared::Trouble, NOW), None);
            assert_eq!(breaker.note(Fared::Trouble, NOW), None);
            assert_eq!(breaker.note(QUICK, NOW), None);
        }
        assert!(breaker.admit(NOW));
    }

    #[test]
    fn answers_that_take_too_long_open_it_too() {
        let mut breaker = Breaker::default();
        assert_eq!(breaker.note(LATE, NOW), None);
        assert_eq!(breaker.note(LATE, NOW), None);
        assert_eq!(breaker.note(LATE, NOW), Some(Moved::Opened));
    }

    #[test]
    fn a_single_message_finds_out_whether_the_provider_is_back() {
        let mut breaker = opened();
        assert!(!breaker.admit(after(9)));
        assert!(breaker.admit(after(10)), "the probe");
        assert!(!breaker.admit(after(10)), "no second one beside it");
        assert_eq!(breaker.note(QUICK, after(11)), Some(Moved::Closed));
        assert!(breaker.admit(after(11)));
        assert_eq!(breaker.trouble_since(), None);
    }

    #[test]
    fn the_pause_grows_with_each_probe_in_vain_up_to_two_minutes() {
        let mut breaker = opened();
        let mut now = NOW;
        for pause in [10, 20, 40, 80, 120, 120, 120] {
            let early = now.plus(Duration::from_secs(pause - 1));
            assert!(!breaker.admit(early), "before {pause} s");
            now = now.plus(Duration::from_secs(pause));
            assert!(breaker.admit(now), "after {pause} s");
            assert_eq!(breaker.note(Fared::Trouble, now), None);
        }
        assert_eq!(breaker.trouble_since(), Some(NOW), "it is one trouble");
    }

    #[test]
    fn a_probe_that_was_broken_off_gives_way_to_another() {
        let mut breaker = opened();
        assert!(breaker.admit(after(10)));
        assert!(!breaker.admit(after(300)));
        assert!(breaker.admit(after(10 + 360)));
    }

    #[test]
    fn what_was_under_way_when_it_opened_changes_nothing() {
        let mut breaker = opened();
        assert_eq!(breaker.note(QUICK, after(1)), None);
        assert_eq!(breaker.note(Fared::Trouble, after(1)), None);
        assert!(!breaker.admit(after(9)));
        assert!(breaker.admit(after(10)));
    }
}
