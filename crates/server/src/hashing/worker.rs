//! One thread that hashes.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

use kadomori_domain::factor::password::HashMemory;

use super::queue::{Next, Queue};

/// After so long without a job, a thread gives its memory back.
const PATIENCE: Duration = Duration::from_secs(10);

/// How much a thread steps back behind those that answer requests, on the scale of
/// `nice(1)`: where both want a core, hashing gets a tenth of it.
#[cfg(target_os = "linux")]
const STEP_BACK: i32 = 10;

/// Computes until the queue is closed.
pub(super) fn run(queue: &Queue) {
    step_back();
    let mut memory = HashMemory::new();
    loop {
        match queue.next(PATIENCE) {
            Next::Job(job) => {
                // A job that panics takes its caller's answer with it, and nobody else's.
                let ran = catch_unwind(AssertUnwindSafe(|| job.run(&mut memory)));
                if ran.is_err() {
                    tracing::error!("hashing a password panicked");
                    memory = HashMemory::new();
                }
            }
            Next::Quiet => memory.release(),
            Next::Closed => return,
        }
    }
}

/// On Linux a thread has a priority of its own.
#[cfg(target_os = "linux")]
fn step_back() {
    if let Err(error) = rustix::process::nice(STEP_BACK) {
        tracing::debug!(%error, "hashing runs at the priority of everything else");
    }
}

/// Elsewhere it would be the whole server's.
#[cfg(not(target_os = "linux"))]
fn step_back() {}
