//! Starting: from the process to its first good answer, with everything to be made and with
//! everything there; and the memory it then holds.

use std::fs;
use std::time::Duration;

use serde::Serialize;

use crate::machine;
use crate::outcome::Outcome;
use crate::server::Setup;

/// Starts in an empty folder.
const FIRST: usize = 3;
/// Starts in the folder of the last one.
const AGAIN: usize = 9;
/// How long the server is left alone before its memory is read.
const REST: Duration = Duration::from_secs(1);

/// How starting went; the times are medians, in milliseconds.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Starts {
    /// In an empty folder: keys, database and tables are made.
    pub(crate) first: f64,
    /// With all of it there.
    pub(crate) again: f64,
    /// The slowest of those.
    pub(crate) slowest: f64,
    /// Memory at rest, in MB.
    pub(crate) memory: f64,
}

/// Starts the server several times.
pub(crate) async fn measure(setup: &Setup) -> Outcome<Starts> {
    let mut first = Vec::new();
    for _ in 0..FIRST {
        remove(setup)?;
        first.push(once(setup).await?);
    }
    let mut again = Vec::new();
    for _ in 0..AGAIN {
        again.push(once(setup).await?);
    }
    let server = setup.start().await?;
    tokio::time::sleep(REST).await;
    let memory = machine::memory(server.pid()).ok_or("the server has no memory")?;
    server.stop().await?;
    remove(setup)?;
    again.sort_by(f64::total_cmp);
    Ok(Starts {
        first: median(first),
        slowest: again.last().copied().unwrap_or_default(),
        again: median(again),
        memory,
    })
}

async fn once(setup: &Setup) -> Outcome<f64> {
    let server = setup.start().await?;
    let took = server.took.as_secs_f64() * 1e3;
    server.stop().await?;
    Ok(took)
}

fn remove(setup: &Setup) -> Outcome {
    if setup.folder.exists() {
        fs::remove_dir_all(&setup.folder)?;
    }
    Ok(())
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}
