//! The worker that empties the outbox: claims, renders, hands over, writes down.
//!
//! Several may run, on several servers. One that dies loses its claims after a while,
//! and another sends the same mails under the same names.

mod deliver;
mod render;

use core::time::Duration;
use std::sync::Arc;

use kadomori_domain::{chance::Chance, time::Time};
use kadomori_store::{
    StoreError, Tx,
    ledger::{self, Bound},
    outbox::{self, Claimed, Worker},
    reach,
};
use tokio::{
    sync::{Notify, Semaphore, watch},
    task::JoinSet,
};

use crate::app::App;

/// How often the outbox is looked into without being rung for: mails of other servers,
/// and those that are to be tried again.
const LOOK: Duration = Duration::from_secs(1);
/// For how long a claim lasts: long enough for all that is under way to run into a mail
/// server's silence, and short enough that what a dead worker held still has most of its
/// code's life. Should both send it, it is the same mail.
const LEASE: Duration = Duration::from_mins(3);
/// Mails under way at once. Those for which no connection is free wait for one, far
/// less long than a claim lasts; the next is ready when a connection comes free.
const UNDER_WAY: u32 = 32;
/// With this much room among them, claiming more is worth a transaction.
const WORTH_CLAIMING: usize = 8;

/// Empties the outbox until `stop` changes; then finishes what is under way and puts
/// the rest back.
pub(crate) async fn run(app: App, mut stop: watch::Receiver<()>) {
    let worker = name(&app);
    let room = Arc::new(Semaphore::new(usize::try_from(UNDER_WAY).unwrap_or(1)));
    let freed = Arc::new(Notify::new());
    let mut under_way = JoinSet::new();
    loop {
        while under_way.try_join_next().is_some() {}
        let free = room.available_permits();
        let asked = u32::try_from(free).unwrap_or(UNDER_WAY);
        let claimed = match claim(&app, worker, asked).await {
            Ok(claimed) => claimed,
            Err(error) => {
                tracing::error!(%error, "the outbox can't be read; it is tried again");
                Vec::new()
            }
        };
        let more_wait = claimed.len() >= free;
        for one in claimed {
            let Ok(place) = Arc::clone(&room).acquire_owned().await else {
                return;
            };
            let (app, freed) = (Arc::clone(&app), Arc::clone(&freed));
            under_way.spawn(async move {
                deliver::deliver(&app, worker, one).await;
                drop(place);
                freed.notify_one();
            });
        }
        tokio::select! {
            () = has_room(&room, &freed), if more_wait => {}
            () = app.bell.notified(), if !more_wait => {}
            () = tokio::time::sleep(LOOK) => {}
            _ = stop.changed() => break,
        }
    }
    while under_way.join_next().await.is_some() {}
    release(&app, worker).await;
}

/// Waits until so many mails are dealt with that it is worth claiming more.
async fn has_room(room: &Semaphore, freed: &Notify) {
    while room.available_permits() < WORTH_CLAIMING {
        freed.notified().await;
    }
}

/// Sends everything that is due, and waits until it is done. For tests and the terminal.
pub async fn drain(app: &App) -> Result<usize, StoreError> {
    let worker = name(app);
    let mut sent = 0;
    loop {
        let claimed = claim(app, worker, UNDER_WAY).await?;
        if claimed.is_empty() {
            return Ok(sent);
        }
        sent += claimed.len();
        for one in claimed {
            deliver::deliver(app, worker, one).await;
        }
    }
}

fn name(app: &App) -> Worker {
    Chance::new(app.entropy.seed().unwrap_or_default()).bytes()
}

struct Claim {
    app: App,
    worker: Worker,
    now: Time,
    most: u32,
}

async fn claim(app: &App, worker: Worker, most: u32) -> Result<Vec<Claimed>, StoreError> {
    if most == 0 {
        return Ok(Vec::new());
    }
    let now = app.clock.now();
    // Most looks find nothing; they needn't take the writer's turn.
    if !app
        .db
        .read(now, |tx, now| Box::pin(outbox::is_due(tx, *now)))
        .await?
    {
        return Ok(Vec::new());
    }
    let claim = Claim {
        app: Arc::clone(app),
        worker,
        now,
        most,
    };
    app.db
        .write(claim, |tx, claim| Box::pin(claim_and_enter(tx, claim)))
        .await
}

/// Claims, and enters in the ledger what is about to be handed over.
async fn claim_and_enter(tx: &mut Tx, claim: &Claim) -> Result<Vec<Claimed>, StoreError> {
    let Claim {
        app,
        worker,
        now,
        most,
    } = claim;
    let claimed = outbox::claim(tx, *worker, *now, LEASE, *most).await?;
    for Claimed { message, .. } in claimed.iter().filter(|one| one.message.withheld.is_none()) {
        let index = app.keys.index_key(message.tenant);
        let to = message.payload.to();
        let bound = Bound {
            recipient: reach::recipient(&index, &to.normal()),
            channel: to.channel(),
            area: to.area(),
        };
        ledger::insert(tx, message, &bound, *now).await?;
    }
    Ok(claimed)
}

async fn release(app: &App, worker: Worker) {
    let claims = (worker, app.clock.now());
    let put_back = app.db.write(claims, |tx, (worker, now)| {
        Box::pin(outbox::release(tx, *worker, *now))
    });
    if let Err(error) = put_back.await {
        tracing::error!(%error, "claimed mails couldn't be put back; they are after their lease");
    }
}
