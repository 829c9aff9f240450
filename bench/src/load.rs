//! Load: clients that each do the next thing as soon as the last is done (a closed loop),
//! and what is counted of it. What *ends* within the window counts, wherever it began:
//! counting what begins in it would leave out the slowest.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde::Serialize;
use tokio::task::JoinSet;

use crate::meter::{Meter, Reading, Spent};
use crate::outcome::Outcome;

/// What a client's round is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Step {
    /// The round itself.
    Whole,
    /// A code asked for: from sending the form to the answer.
    Request,
    /// From that answer to the mail in the mail server's hands.
    Mail,
    /// The code typed: from sending the form to the session.
    Verify,
    /// A password typed: from sending the form to the answer.
    Password,
    /// A password that the server had no room for: answered at once, to be tried again.
    TurnedAway,
}

/// Someone who does one thing again and again.
pub(crate) trait Client: Send + 'static {
    /// Does it once, and notes how long its parts took. `false` when there is nothing left to do.
    fn round(&mut self, book: &mut Book) -> impl Future<Output = Outcome<bool>> + Send;
}

/// What a client notes down.
#[derive(Debug, Default)]
pub(crate) struct Book {
    lines: Vec<Line>,
}

/// A step, when it ended, and how long it took.
type Line = (Step, Instant, Duration);

impl Book {
    /// Notes a step that began then and ends now; gives the time.
    pub(crate) fn note(&mut self, step: Step, began: Instant) -> Instant {
        let now = Instant::now();
        self.lines.push((step, now, now - began));
        now
    }
}

/// For how long.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    /// Before anything counts.
    pub(crate) warming: Duration,
    /// While it counts.
    pub(crate) counting: Duration,
}

/// What came of it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Counted {
    /// CPU time, and the length of the window.
    pub(crate) spent: Spent,
    /// Each step that occurred, the whole round first.
    pub(crate) steps: Vec<Timing>,
    /// What went wrong, if anything did; a client that met it gave up.
    pub(crate) failures: Vec<String>,
}

/// How one step went.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Timing {
    /// Which.
    pub(crate) step: Step,
    /// How many ended in the window.
    pub(crate) count: usize,
    /// How many a second that is.
    pub(crate) per_second: f64,
    /// The median, in milliseconds.
    pub(crate) p50: f64,
    /// 95 of 100 took no longer.
    pub(crate) p95: f64,
    /// 99 of 100 took no longer.
    pub(crate) p99: f64,
}

impl Counted {
    /// A step's figures, if it occurred.
    pub(crate) fn step(&self, step: Step) -> Option<&Timing> {
        self.steps.iter().find(|timing| timing.step == step)
    }

    /// How many whole rounds a second.
    pub(crate) fn per_second(&self) -> f64 {
        self.step(Step::Whole).map_or(0.0, |whole| whole.per_second)
    }

    /// CPU milliseconds of the server for a whole round, those of PostgreSQL included.
    pub(crate) fn cpu(&self) -> f64 {
        let count = self.step(Step::Whole).map_or(0, |whole| whole.count);
        (self.spent.server + self.spent.database) * 1000.0 / float(count)
    }
}

/// Lets the clients loose for a while. They come back for the next point.
pub(crate) async fn drive<C: Client>(
    clients: Vec<C>,
    span: Span,
    meter: &Meter,
) -> (Counted, Vec<C>) {
    let stop = Arc::new(AtomicBool::new(false));
    let mut running = JoinSet::new();
    for client in clients {
        running.spawn(go_on(client, Arc::clone(&stop)));
    }
    let mut ended = Vec::new();
    wait(&mut running, &mut ended, span.warming).await;
    let began = meter.read();
    wait(&mut running, &mut ended, span.counting).await;
    let over = meter.read();
    stop.store(true, Ordering::Relaxed);
    while let Some(client) = running.join_next().await {
        ended.extend(client.ok());
    }
    let mut failures = Vec::new();
    let mut lines = Vec::new();
    let mut clients = Vec::new();
    for (client, book, failure) in ended {
        clients.push(client);
        failures.extend(failure);
        lines.extend(book.lines);
    }
    (count(&lines, began, over, failures), clients)
}

type Ended<C> = (C, Book, Option<String>);

async fn go_on<C: Client>(mut client: C, stop: Arc<AtomicBool>) -> Ended<C> {
    let mut book = Book::default();
    while !stop.load(Ordering::Relaxed) {
        match client.round(&mut book).await {
            Ok(true) => {}
            Ok(false) => break,
            Err(failure) => return (client, book, Some(failure.to_string())),
        }
    }
    (client, book, None)
}

/// Waits for a while, or until all clients have nothing left to do.
async fn wait<C: Client>(
    running: &mut JoinSet<Ended<C>>,
    ended: &mut Vec<Ended<C>>,
    length: Duration,
) {
    let all = async {
        while let Some(client) = running.join_next().await {
            ended.extend(client.ok());
        }
    };
    // Out of time is how it usually ends.
    let _out_of_time = tokio::time::timeout(length, all).await;
}

fn count(lines: &[Line], began: Reading, over: Reading, failures: Vec<String>) -> Counted {
    let spent = over - began;
    let counts = |at: Instant| began.at < at && at <= over.at;
    let steps = [
        Step::Whole,
        Step::Request,
        Step::Mail,
        Step::Verify,
        Step::Password,
        Step::TurnedAway,
    ]
    .map(|step| {
        let of_step = lines
            .iter()
            .filter(|(which, at, _)| *which == step && counts(*at));
        let mut took: Vec<_> = of_step.map(|(_, _, took)| *took).collect();
        took.sort_unstable();
        timing(step, &took, spent.seconds)
    });
    Counted {
        spent,
        steps: steps.into_iter().filter(|step| step.count > 0).collect(),
        failures,
    }
}

fn timing(step: Step, took: &[Duration], seconds: f64) -> Timing {
    let share = |percent: usize| {
        let index = (took.len() * percent).div_ceil(100).saturating_sub(1);
        took.get(index).map_or(0.0, |took| took.as_secs_f64() * 1e3)
    };
    Timing {
        step,
        count: took.len(),
        per_second: float(took.len()) / seconds,
        p50: share(50),
        p95: share(95),
        p99: share(99),
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "no count of a run comes near 2^52"
)]
fn float(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_those_of_the_sorted_list() {
        let took: Vec<_> = (1..=200).map(Duration::from_millis).collect();
        let timing = timing(Step::Whole, &took, 2.0);
        let shares = [timing.p50, timing.p95, timing.p99, timing.per_second];
        let shares = shares.map(|share| format!("{share:.0}"));
        assert_eq!(shares, ["100", "190", "198", "100"]);
    }

    struct Sleeper(usize);

    impl Client for Sleeper {
        async fn round(&mut self, book: &mut Book) -> Outcome<bool> {
            let began = Instant::now();
            tokio::time::sleep(Duration::from_millis(2)).await;
            book.note(Step::Whole, began);
            self.0 -= 1;
            Ok(self.0 > 0)
        }
    }

    #[tokio::test]
    async fn a_point_ends_early_when_nothing_is_left_to_do() {
        let span = Span {
            warming: Duration::ZERO,
            counting: Duration::from_mins(1),
        };
        let meter = Meter {
            server: std::process::id(),
            database: None,
            mailbox: None,
        };
        let (counted, clients) = drive(vec![Sleeper(5), Sleeper(7)], span, &meter).await;
        assert_eq!(clients.len(), 2);
        assert!(counted.spent.seconds < 30.0 && counted.failures.is_empty());
    }
}
