//! The route of messages of a kind: a provider, and a second one for when the first is in
//! trouble, each behind a breaker. What is sent, and when again, is for others.

use std::sync::{Mutex, MutexGuard, PoisonError};

use kadomori_domain::time::Time;

use super::{
    Answer, Blame, Channel, SendError,
    breaker::{Breaker, Fared, Moved},
};
use crate::clock::Clock;

/// A way to a provider, and whether it works.
#[derive(Debug)]
pub struct Provider<C> {
    name: String,
    channel: C,
    breaker: Mutex<Breaker>,
}

/// One provider, or two in the order in which they are asked.
#[derive(Debug)]
pub struct Route<C> {
    first: Provider<C>,
    second: Option<Provider<C>>,
    at_once: usize,
}

/// So many messages to one area are under way at once, where nobody says otherwise.
const AT_ONCE: usize = 4;

/// That no message can leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Since when.
    pub since: Time,
}

/// How a message fared on its route.
#[derive(Debug)]
pub struct Passage {
    /// The providers that were asked, in their order. The last one's answer counts. None:
    /// every provider is in trouble, and it isn't time yet to see whether one is back.
    pub tries: Vec<Try>,
    /// What the message showed of the providers.
    pub turns: Vec<Turn>,
    /// When a provider is asked again, where none was asked now.
    pub next: Time,
}

/// One provider that was asked.
#[derive(Debug)]
pub struct Try {
    /// Its name.
    pub provider: String,
    /// When it had answered, or was given up.
    pub at: Time,
    /// What it said.
    pub result: Result<Answer, SendError>,
}

/// A provider that can't be used any more, or can again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Its name.
    pub provider: String,
    /// Which of the two.
    pub turned: Turned,
}

/// Whether a provider can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turned {
    /// Not any more.
    Down,
    /// Again.
    Back,
}

impl<C> Provider<C> {
    /// A provider behind a breaker that is closed. Its name stands in the history, the
    /// figures, and what the help desk reads.
    #[must_use]
    pub fn new(name: impl Into<String>, channel: C) -> Self {
        Self {
            name: name.into(),
            channel,
            breaker: Mutex::default(),
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The way to it.
    #[must_use]
    pub const fn channel(&self) -> &C {
        &self.channel
    }

    /// Since when it has been in trouble, if it is.
    #[must_use]
    pub fn trouble(&self) -> Option<Trouble> {
        let since = self.breaker().trouble_since();
        since.map(|since| Trouble { since })
    }

    fn breaker(&self) -> MutexGuard<'_, Breaker> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<C> Route<C> {
    /// A route over `first`, and over `second` when the first is in trouble.
    #[must_use]
    pub fn new(first: Provider<C>, second: Option<Provider<C>>) -> Self {
        Self {
            first,
            second,
            at_once: AT_ONCE,
        }
    }

    /// The same route, on which so many messages to one area are under way at once.
    #[must_use]
    pub fn with_at_once_to_an_area(self, at_once: usize) -> Self {
        Self { at_once, ..self }
    }

    /// How many messages to one area a worker has under way at once.
    #[must_use]
    pub const fn at_once_to_an_area(&self) -> usize {
        self.at_once
    }

    /// The way to the first provider.
    #[must_use]
    pub const fn first(&self) -> &C {
        &self.first.channel
    }

    /// Its providers, in the order in which they are asked.
    pub fn providers(&self) -> impl Iterator<Item = &Provider<C>> {
        std::iter::once(&self.first).chain(&self.second)
    }

    /// Whether no message can leave, as far as this server has seen: every provider is in
    /// trouble. Trouble of one that another stands in for is none for those who wait.
    #[must_use]
    pub fn trouble(&self) -> Option<Trouble> {
        let mut since = None;
        for provider in self.providers() {
            since = since.max(Some(provider.trouble()?.since));
        }
        since.map(|since| Trouble { since })
    }

    fn next(&self, now: Time) -> Time {
        let first = self.first.breaker().next(now);
        match &self.second {
            Some(second) => first.min(second.breaker().next(now)),
            None => first,
        }
    }
}

impl<C: Channel> Route<C> {
    /// Hands a message to the first provider, and where that is in trouble to the second, at
    /// once. After silence the first may have taken it all the same; then the second sends the
    /// same message under the same name.
    pub async fn hand_over(&self, clock: &dyn Clock, message: &C::Outgoing) -> Passage {
        let mut passage = Passage {
            tries: Vec::new(),
            turns: Vec::new(),
            next: clock.now(),
        };
        for provider in self.providers() {
            if !provider.breaker().admit(clock.now()) {
                continue;
            }
            let asked = clock.now();
            let result = provider.channel.hand_over(message).await;
            let at = clock.now();
            let is_its_fault = matches!(&result, Err(error) if error.blame() == Blame::Provider);
            let fared = if is_its_fault {
                Fared::Trouble
            } else {
                Fared::Answered(at.since(asked))
            };
            let moved = provider.breaker().note(fared, at);
            passage.turns.extend(moved.map(|moved| Turn {
                provider: provider.name.clone(),
                turned: match moved {
                    Moved::Opened => Turned::Down,
                    Moved::Closed => Turned::Back,
                },
            }));
            passage.tries.push(Try {
                provider: provider.name.clone(),
                at,
                result,
            });
            if !is_its_fault {
                break;
            }
        }
        passage.next = self.next(clock.now());
        passage
    }
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::*;

    /// A provider that answers as told.
    #[derive(Debug)]
    struct Told(Mutex<Vec<Result<Answer, SendError>>>);

    impl Told {
        fn to_say(mut answers: Vec<Result<Answer, SendError>>) -> Self {
            answers.reverse();
            Self(Mutex::new(answers))
        }
    }

    impl Channel for Told {
        type Outgoing = ();

        fn name(&self) -> &'static str {
            "told"
        }

        async fn hand_over(&self, (): &()) -> Result<Answer, SendError> {
            self.0.lock().unwrap().pop().unwrap_or_else(|| Ok(taken()))
        }
    }

    struct At(Mutex<Time>);

    impl At {
        fn start() -> Self {
            Self(Mutex::new(Time::from_micros(1_800_000_000_000_000)))
        }

        fn advance(&self, seconds: u64) {
            let mut now = self.0.lock().unwrap();
            *now = now.plus(Duration::from_secs(seconds));
        }
    }

    impl Clock for At {
        fn now(&self) -> Time {
            *self.0.lock().unwrap()
        }
    }

    fn taken() -> Answer {
        Answer {
            text: "250 Ok".to_owned(),
        }
    }

    fn down() -> Result<Answer, SendError> {
        Err(SendError::TimedOut { seconds: 20 })
    }

    fn greylisted() -> Result<Answer, SendError> {
        Err(SendError::Transient {
            answer: "451 4.7.1 Greylisted".to_owned(),
        })
    }

    fn route(first: Vec<Result<Answer, SendError>>) -> Route<Told> {
        Route::new(
            Provider::new("first", Told::to_say(first)),
            Some(Provider::new("second", Told::to_say(Vec::new()))),
        )
    }

    fn asked(passage: &Passage) -> Vec<&str> {
        let tries = passage.tries.iter();
        tries.map(|one| one.provider.as_str()).collect()
    }

    #[tokio::test]
    async fn the_second_takes_at_once_what_the_first_cannot() {
        let route = route(vec![down()]);
        let clock = At::start();
        let passage = route.hand_over(&clock, &()).await;
        assert_eq!(asked(&passage), ["first", "second"]);
        assert!(passage.tries[1].result.is_ok());
        assert_eq!(asked(&route.hand_over(&clock, &()).await), ["first"]);
    }

    #[tokio::test]
    async fn a_recipient_that_puts_off_is_not_asked_by_way_of_the_second() {
        let route = route(vec![greylisted(), greylisted(), greylisted(), greylisted()]);
        let clock = At::start();
        for _ in 0..4 {
            let passage = route.hand_over(&clock, &()).await;
            assert_eq!(asked(&passage), ["first"]);
            assert_eq!(passage.turns, []);
        }
    }

    #[tokio::test]
    async fn a_first_in_trouble_is_left_alone_and_asked_again_with_one_message() {
        let route = route(vec![down(), down(), down()]);
        let clock = At::start();
        for _ in 0..2 {
            assert_eq!(route.hand_over(&clock, &()).await.turns, []);
        }
        let turn = |turned| Turn {
            provider: "first".to_owned(),
            turned,
        };
        let passage = route.hand_over(&clock, &()).await;
        assert_eq!(passage.turns, [turn(Turned::Down)]);
        assert_eq!(asked(&route.hand_over(&clock, &()).await), ["second"]);
        assert_eq!(route.trouble(), None, "the second stands in");
        clock.advance(10);
        let passage = route.hand_over(&clock, &()).await;
        assert_eq!(asked(&passage), ["first"]);
        assert_eq!(passage.turns, [turn(Turned::Back)]);
    }

    #[tokio::test]
    async fn without_a_second_nobody_is_asked_until_the_pause_is_over() {
        let provider = Provider::new("first", Told::to_say(vec![down(), down(), down()]));
        let route = Route::new(provider, None);
        let clock = At::start();
        let began = clock.now();
        for _ in 0..3 {
            route.hand_over(&clock, &()).await;
        }
        assert_eq!(route.trouble(), Some(Trouble { since: began }));
        let passage = route.hand_over(&clock, &()).await;
        assert_eq!(asked(&passage), Vec::<&str>::new());
        assert_eq!(passage.next, began.plus(Duration::from_secs(10)));
        clock.advance(10);
        assert_eq!(asked(&route.hand_over(&clock, &()).await), ["first"]);
        assert_eq!(route.trouble(), None);
    }
}
