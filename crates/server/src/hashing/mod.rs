//! Where passwords are hashed: threads of their own, and a short queue before them.
//!
//! A hash takes tens of milliseconds and 46 MiB by design. On the threads that answer
//! requests a burst of them would stop everything else, and without a bound it would fill
//! the memory. So a fixed number of threads computes, a bounded number of jobs waits, and
//! whoever comes beyond that is told at once to try again. A job whose browser went away
//! while it waited is dropped uncomputed.

mod queue;
mod worker;

use std::{io, num::NonZeroUsize, sync::Arc, thread};

use kadomori_domain::factor::password::{
    HashMemory, Password, PasswordCost, PasswordHash, Verified,
};
use prometheus_client::metrics::{counter::Counter, gauge::Gauge};
use tokio::sync::oneshot;

use queue::{Job, Queue};

/// The most threads that are chosen by themselves: together they take 368 MiB.
const MOST_THREADS: usize = 8;

/// The threads and their queue. Dropping it ends them after the hash that each is at.
pub struct Hashing {
    queue: Arc<Queue>,
    figures: HashingFigures,
}

/// How much is hashed at once, and how much may wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashingOptions {
    /// Threads; each takes the memory of one hash while it works.
    pub threads: NonZeroUsize,
    /// Jobs that may wait for a thread.
    pub waiting: usize,
}

impl HashingOptions {
    /// `threads`, or as many as there are cores, up to eight.
    #[must_use]
    pub fn new(threads: Option<NonZeroUsize>, waiting: usize) -> Self {
        let cores = || thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let chosen = || NonZeroUsize::new(cores().min(MOST_THREADS)).unwrap_or(NonZeroUsize::MIN);
        Self {
            threads: threads.unwrap_or_else(chosen),
            waiting,
        }
    }
}

/// What a monitor is told of it. Clones count together.
#[derive(Clone, Debug, Default)]
pub struct HashingFigures {
    /// Jobs that wait.
    pub waiting: Gauge,
    /// Hashes that were computed.
    pub done: Counter,
    /// Jobs that found the queue full.
    pub refused: Counter,
    /// Jobs whose browser went away while they waited.
    pub abandoned: Counter,
}

/// Why there is no hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotHashed {
    /// As much as may wait is waiting: the person should try again in a moment.
    #[error("too many passwords wait to be hashed")]
    Busy,
    /// Hashing broke, or the server is stopping.
    #[error("hashing ended before there was a hash")]
    Ended,
}

impl Hashing {
    /// Starts the threads.
    pub fn start(options: HashingOptions, figures: HashingFigures) -> io::Result<Self> {
        let queue = Arc::new(Queue::new(options.waiting, figures.clone()));
        let hashing = Self { queue, figures };
        for number in 1..=options.threads.get() {
            let queue = Arc::clone(&hashing.queue);
            thread::Builder::new()
                .name(format!("hashing-{number}"))
                .spawn(move || worker::run(&queue))?;
        }
        Ok(hashing)
    }

    /// Hashes a password, with a salt that was drawn for it.
    pub async fn hash(
        &self,
        password: Password,
        cost: PasswordCost,
        salt: [u8; 16],
    ) -> Result<PasswordHash, NotHashed> {
        self.run(move |memory| PasswordHash::make(&password, cost, &salt, memory))
            .await
    }

    /// Compares a password with a hash. Where there is none to compare with, because the
    /// account has no password or doesn't exist, the work is the same and `None` comes of it.
    pub async fn verify(
        &self,
        hash: Option<PasswordHash>,
        password: Password,
        today: PasswordCost,
    ) -> Result<Option<Verified>, NotHashed> {
        self.place()?.verify(hash, password, today).await
    }

    /// What a monitor is told.
    #[must_use]
    pub const fn figures(&self) -> &HashingFigures {
        &self.figures
    }

    /// Takes a place in the queue, for what is to be computed a moment later: whoever
    /// gets none is told before anything is counted.
    pub fn place(&self) -> Result<Place<'_>, NotHashed> {
        self.queue.reserve()?;
        Ok(Place { hashing: self })
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut HashMemory) -> T + Send + 'static,
    ) -> Result<T, NotHashed> {
        self.place()?.run(work).await
    }
}

/// A place in the queue. Dropping it gives it back.
pub struct Place<'a> {
    hashing: &'a Hashing,
}

impl Place<'_> {
    /// [`Hashing::verify`], in this place.
    pub async fn verify(
        self,
        hash: Option<PasswordHash>,
        password: Password,
        today: PasswordCost,
    ) -> Result<Option<Verified>, NotHashed> {
        let has_one = hash.is_some();
        let hash = hash.unwrap_or_else(|| PasswordHash::decoy(today));
        self.run(move |memory| hash.verify(&password, today, memory).filter(|_| has_one))
            .await
    }

    async fn run<T: Send + 'static>(
        self,
        work: impl FnOnce(&mut HashMemory) -> T + Send + 'static,
    ) -> Result<T, NotHashed> {
        let (reply, answer) = oneshot::channel();
        let done = self.hashing.figures.done.clone();
        let order = Box::new(Order { work, reply, done });
        // In this order nobody gets between: it is never a place too few.
        let pushed = self.hashing.queue.push(order);
        drop(self);
        pushed?;
        answer.await.map_err(|_| NotHashed::Ended)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.hashing.queue.release();
    }
}

impl Drop for Hashing {
    fn drop(&mut self) {
        self.queue.close();
    }
}

/// Work, and who waits for it.
struct Order<T, F> {
    work: F,
    reply: oneshot::Sender<T>,
    done: Counter,
}

impl<T: Send, F: FnOnce(&mut HashMemory) -> T + Send> Job for Order<T, F> {
    fn is_wanted(&self) -> bool {
        !self.reply.is_closed()
    }

    fn run(self: Box<Self>, memory: &mut HashMemory) {
        let answer = (self.work)(memory);
        self.done.inc();
        // Nobody is left to tell where this fails.
        let _ = self.reply.send(answer);
    }
}

#[cfg(test)]
mod tests;
