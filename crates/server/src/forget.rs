//! Forgetting what has expired, a little at a time.

use core::time::Duration;

use kadomori_store::{
    StoreError,
    purge::{self, Purged, Retention},
};
use tokio::sync::watch;

use crate::app::App;

/// How often what is due is looked for.
const EVERY: Duration = Duration::from_mins(10);
/// Rows of a table that go in one transaction, so that no request waits for long.
const AT_ONCE: u32 = 500;

/// Forgets until `stop` changes.
pub(crate) async fn run(app: App, retention: Retention, mut stop: watch::Receiver<()>) {
    loop {
        if let Err(error) = all(&app, retention).await {
            tracing::error!(%error, "what has expired couldn't be deleted; it is tried again");
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stop.changed() => return,
        }
    }
}

/// Forgets everything that is due now; tells how many rows went.
pub async fn all(app: &App, retention: Retention) -> Result<u64, StoreError> {
    let mut rows = 0;
    loop {
        let due = (retention, app.clock.now());
        let purged: Purged = app
            .db
            .write(due, |tx, (retention, now)| {
                Box::pin(purge::delete(tx, retention, *now, AT_ONCE))
            })
            .await?;
        rows += purged.rows;
        if !purged.more {
            return Ok(rows);
        }
    }
}
