//! The time and chance of a test: both stand still until they are told otherwise.

use core::time::Duration;
use std::sync::{
    Mutex,
    atomic::{AtomicI64, Ordering},
};

use kadomori_domain::{chance::Chance, time::Time};
use kadomori_server::clock::{Clock, Entropy, NoEntropy};

/// 12:03 in Tokyo, on a Sunday: 2026-11-22 03:03:00 UTC.
const START: i64 = 1_795_316_580_000_000;

/// A clock that stands still.
pub(crate) struct TestClock(AtomicI64);

impl Default for TestClock {
    fn default() -> Self {
        Self(AtomicI64::new(START))
    }
}

impl TestClock {
    pub(crate) fn advance(&self, span: Duration) {
        let micros = i64::try_from(span.as_micros()).unwrap();
        self.0.fetch_add(micros, Ordering::SeqCst);
    }

    pub(crate) fn set(&self, time: Time) {
        self.0.store(time.micros(), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Time {
        Time::from_micros(self.0.load(Ordering::SeqCst))
    }
}

/// Seeds that follow from a number and from how many were drawn.
pub(crate) struct TestEntropy(Mutex<(u64, u64)>);

impl TestEntropy {
    pub(crate) fn new(number: u64) -> Self {
        Self(Mutex::new((number, 0)))
    }

    /// From here on as a fresh one with this number.
    pub(crate) fn begin(&self, number: u64) {
        *self.0.lock().unwrap() = (number, 0);
    }
}

impl Entropy for TestEntropy {
    fn seed(&self) -> Result<[u8; 32], NoEntropy> {
        let mut drawn = self.0.lock().unwrap();
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&drawn.0.to_be_bytes());
        seed[8..16].copy_from_slice(&drawn.1.to_be_bytes());
        drawn.1 += 1;
        Ok(Chance::new(seed).bytes())
    }
}
