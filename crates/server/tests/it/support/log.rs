//! All that is logged at the finest level, by whomever, kept for tests to search.

use std::{
    io::{self, Write},
    sync::{Mutex, Once, PoisonError},
};

use tracing::level_filters::LevelFilter;

static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static LISTENING: Once = Once::new();

struct Ear;

impl Write for Ear {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
        lines.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Begins to listen.
pub(crate) fn listen() {
    LISTENING.call_once(|| {
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(LevelFilter::TRACE)
            .with_ansi(false)
            .without_time()
            .with_writer(|| Ear)
            .finish();
        tracing::subscriber::set_global_default(subscriber).unwrap();
    });
}

/// All that was logged since the listening began.
pub(crate) fn logged() -> String {
    let lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
    String::from_utf8_lossy(&lines).into_owned()
}
