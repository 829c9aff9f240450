//! The worker that empties the outbox: claims, renders, hands over, writes down.
//!
//! Several may run, on several servers. One that dies loses its claims after a while,
//! and another sends the same mails under the same names.

mod deliver;
mod lane;
mod phrase;
mod record;
mod render;
mod verdict;

use core::time::Duration;
use std::sync::Arc;

use kadomori_domain::{chance::Chance, delivery::Bound, time::Time};
use kadomori_store::{
    StoreError, Tx, ledger,
    outbox::{self, Claimed, Worker},
    reach,
};
use tokio::{
    sync::{Notify, Semaphore, watch},
    task::JoinSet,
};

use self::lane::{Lanes, Room};
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
pub async fn run(app: App, mut stop: watch::Receiver<()>) {
    let worker = name(&app);
    let room = Arc::new(Semaphore::new(usize::try_from(UNDER_WAY).unwrap_or(1)));
    let freed = Arc::new(Notify::new());
    let lanes = Lanes::new(app.mail.at_once_to_an_area());
    let mut under_way = JoinSet::new();
    loop {
        while under_way.try_join_next().is_some() {}
        let free = room.available_permits();
        let asked = u32::try_from(free).unwrap_or(UNDER_WAY);
        let taken = match claim(&app, worker, asked, lanes.room()).await {
            Ok(taken) => taken,
            Err(error) => {
                tracing::error!(%error, "the outbox can't be read; it is tried again");
                Taken::default()
            }
        };
        let more_wait = taken.claimed.len() >= free;
        for one in taken.claimed {
            let Ok(place) = Arc::clone(&room).acquire_owned().await else {
                return;
            };
            let lane = lanes.enter(&lane_of(&one));
            let (app, freed) = (Arc::clone(&app), Arc::clone(&freed));
            under_way.spawn(async move {
                deliver::deliver(&app, worker, one).await;
                drop((lane, place));
                freed.notify_one();
            });
        }
        // With the full lanes left out, the next claim brings what waits behind them.
        let others_wait = taken.put_back > 0;
        let lane_waits = !lanes.room().full().is_empty();
        tokio::select! {
            () = has_room(&room, &freed), if more_wait => {}
            () = std::future::ready(()), if others_wait => {}
            () = freed.notified(), if lane_waits && !more_wait => {}
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
        let claimed = claim(app, worker, UNDER_WAY, Room::endless())
            .await?
            .claimed;
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
    room: Room,
}

/// What a claim brought.
#[derive(Debug, Default)]
struct Taken {
    /// Messages to deal with.
    claimed: Vec<Claimed>,
    /// How many more were due, for which there is no room on their lanes.
    put_back: usize,
}

async fn claim(app: &App, worker: Worker, most: u32, room: Room) -> Result<Taken, StoreError> {
    if most == 0 {
        return Ok(Taken::default());
    }
    let now = app.clock.now();
    // Most looks find nothing; they needn't take the writer's turn.
    let due = (now, room.full());
    let is_due = app.db.read(due, |tx, (now, busy)| {
        Box::pin(outbox::is_due(tx, *now, busy))
    });
    if !is_due.await? {
        return Ok(Taken::default());
    }
    let claim = Claim {
        app: Arc::clone(app),
        worker,
        now,
        most,
        room,
    };
    app.db
        .write(claim, |tx, claim| Box::pin(claim_and_enter(tx, claim)))
        .await
}

/// Claims as far as there is room on the lanes, and enters in the ledger what is about to be
/// handed over.
async fn claim_and_enter(tx: &mut Tx, claim: &Claim) -> Result<Taken, StoreError> {
    let Claim {
        app,
        worker,
        now,
        most,
        room,
    } = claim;
    let mut room = room.clone();
    let mut taken = Taken::default();
    for one in outbox::claim(tx, *worker, *now, LEASE, *most, &room.full()).await? {
        let message = &one.message;
        if !room.take(&lane_of(&one)) {
            outbox::put_back(tx, message.id, *worker, *now).await?;
            taken.put_back += 1;
            continue;
        }
        if message.withheld.is_none() {
            let index = app.keys.index_key(message.tenant);
            let recipient = reach::recipient(&index, &message.payload.to().normal());
            ledger::insert(tx, message, recipient, *now).await?;
        }
        taken.claimed.push(one);
    }
    Ok(taken)
}

/// The lane of a message; what is withheld goes nowhere.
fn lane_of(claimed: &Claimed) -> String {
    match claimed.message.withheld {
        Some(_) => String::new(),
        None => Bound::of(&claimed.message.payload).lane().to_owned(),
    }
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
