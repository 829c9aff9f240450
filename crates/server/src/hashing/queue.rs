//! The bounded queue before the threads that hash.

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use kadomori_domain::factor::password::HashMemory;

use super::{HashingFigures, NotHashed};

/// Something to compute.
pub(super) trait Job: Send {
    /// Whether anyone still waits for it.
    fn is_wanted(&self) -> bool;

    /// Computes it, and tells whoever waits.
    fn run(self: Box<Self>, memory: &mut HashMemory);
}

/// Jobs in the order in which they came.
pub(super) struct Queue {
    most: usize,
    state: Mutex<State>,
    changed: Condvar,
    figures: HashingFigures,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Box<dyn Job>>,
    /// Places that were taken and hold no job yet.
    reserved: usize,
    idle: usize,
    is_closed: bool,
}

/// What a thread finds.
pub(super) enum Next {
    /// Something to compute.
    Job(Box<dyn Job>),
    /// Nothing for a while.
    Quiet,
    /// Nothing any more.
    Closed,
}

impl Queue {
    pub(super) fn new(most: usize, figures: HashingFigures) -> Self {
        Self {
            most,
            state: Mutex::default(),
            changed: Condvar::new(),
            figures,
        }
    }

    /// Takes a place for a job, or refuses at once.
    pub(super) fn reserve(&self) -> Result<(), NotHashed> {
        let mut state = self.state();
        if state.is_closed {
            return Err(NotHashed::Ended);
        }
        // A thread that is idle takes a job straight away, so that it doesn't wait.
        let is_full =
            |state: &State| state.waiting.len() + state.reserved >= self.most + state.idle;
        if is_full(&state) {
            self.drop_unwanted(&mut state);
        }
        if is_full(&state) {
            self.figures.refused.inc();
            return Err(NotHashed::Busy);
        }
        state.reserved += 1;
        Ok(())
    }

    /// Gives a place back.
    pub(super) fn release(&self) {
        let mut state = self.state();
        state.reserved = state.reserved.saturating_sub(1);
    }

    /// Takes a job in for which a place was taken.
    pub(super) fn push(&self, job: Box<dyn Job>) -> Result<(), NotHashed> {
        let mut state = self.state();
        if state.is_closed {
            return Err(NotHashed::Ended);
        }
        state.waiting.push_back(job);
        self.note(&state);
        drop(state);
        self.changed.notify_one();
        Ok(())
    }

    /// The next job that is wanted; waits for one, though not longer than `patience`.
    pub(super) fn next(&self, patience: Duration) -> Next {
        let mut state = self.state();
        loop {
            while let Some(job) = state.waiting.pop_front() {
                self.note(&state);
                if job.is_wanted() {
                    return Next::Job(job);
                }
                self.figures.abandoned.inc();
            }
            if state.is_closed {
                return Next::Closed;
            }
            state.idle += 1;
            let (woken, timeout) = self
                .changed
                .wait_timeout(state, patience)
                .unwrap_or_else(PoisonError::into_inner);
            state = woken;
            state.idle = state.idle.saturating_sub(1);
            if timeout.timed_out() && state.waiting.is_empty() && !state.is_closed {
                return Next::Quiet;
            }
        }
    }

    /// Takes nothing in any more, and drops what waits.
    pub(super) fn close(&self) {
        let mut state = self.state();
        state.is_closed = true;
        state.waiting.clear();
        self.note(&state);
        drop(state);
        self.changed.notify_all();
    }

    /// How many threads wait for something to do.
    #[cfg(test)]
    pub(super) fn idle(&self) -> usize {
        self.state().idle
    }

    fn drop_unwanted(&self, state: &mut State) {
        let before = state.waiting.len();
        state.waiting.retain(|job| job.is_wanted());
        let dropped = before - state.waiting.len();
        self.figures
            .abandoned
            .inc_by(u64::try_from(dropped).unwrap_or(u64::MAX));
    }

    fn note(&self, state: &State) {
        let waiting = i64::try_from(state.waiting.len()).unwrap_or(i64::MAX);
        self.figures.waiting.set(waiting);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No job runs under the lock, so a panic can't leave the state half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
