//! SQLite's one writer: a thread that puts the writes which are waiting behind one
//! BEGIN IMMEDIATE … COMMIT, so that many of them share one fsync (group commit).
//!
//! - Each write has its own savepoint: one that fails or panics undoes only itself.
//! - Nobody is answered before the COMMIT that carries them.
//! - Where SQLite ended the whole transaction (a full disk, an I/O error), the others of the
//!   batch run again, each in a transaction of its own.
//! - A batch is bounded by number and time; it never waits for more to come: what arrives
//!   while one batch is being synced makes up the next.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::sqlite::SqliteTx;
use super::tx::Connection;
use super::{Tx, Work, caught};
use crate::error::StoreError;

/// Writes behind one COMMIT at most.
const MOST: usize = 128;
/// How long a batch takes in further writes. Tests hold one open to look into it.
const LONGEST: Duration = Duration::from_millis(if cfg!(test) { 60_000 } else { 5 });
/// Writes that may wait; beyond it the server is overloaded and says so.
const WAITING: usize = 4096;

#[derive(Debug)]
pub(super) struct Writer {
    queue: SyncSender<Message>,
}

enum Message {
    Job(Box<dyn Job>),
    Close(oneshot::Sender<()>),
}

impl Writer {
    pub(super) fn start(connection: SqliteTx) -> Result<Self, StoreError> {
        let (queue, messages) = sync_channel(WAITING);
        let tx = Tx::new(Connection::Sqlite(connection));
        std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || write_all(tx, Queue::new(messages)))
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self { queue })
    }

    pub(super) async fn write<I, O, F>(&self, input: I, work: F) -> Result<O, StoreError>
    where
        I: Send + Sync + 'static,
        O: Send + 'static,
        F: for<'t> Fn(&'t mut Tx, &'t I) -> Work<'t, O> + Send + Sync + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let task = Task {
            input,
            work,
            outcome: Err(StoreError::Closed),
            reply,
        };
        self.queue
            .try_send(Message::Job(Box::new(task)))
            .map_err(|refused| match refused {
                TrySendError::Full(_) => {
                    StoreError::Busy(format!("{WAITING} writes are waiting already"))
                }
                TrySendError::Disconnected(_) => StoreError::Closed,
            })?;
        answer.await.unwrap_or(Err(StoreError::Closed))
    }

    pub(super) async fn close(&self) {
        let (done, closed) = oneshot::channel();
        let queue = self.queue.clone();
        // The queue may be full, and waiting for room would block this thread.
        let sent = tokio::task::spawn_blocking(move || queue.send(Message::Close(done)));
        // An error here means that the writer has gone already, which is what we want.
        if let Ok(Ok(())) = sent.await {
            let _gone = closed.await;
        }
    }
}

/// A write whose types are forgotten.
trait Job: Send {
    /// Runs the closure and keeps what came of it.
    fn run(&mut self, tx: &mut Tx) -> Ran;
    /// Replaces what came of it.
    fn fail(&mut self, error: StoreError);
    /// Tells whoever waits, if anyone still does.
    fn answer(self: Box<Self>);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ran {
    /// To be committed.
    Kept,
    /// To be undone; might end otherwise on another state.
    Undone,
    /// To be undone, and not run again.
    Panicked,
}

struct Task<I, O, F> {
    input: I,
    work: F,
    outcome: Result<O, StoreError>,
    reply: oneshot::Sender<Result<O, StoreError>>,
}

impl<I, O, F> Job for Task<I, O, F>
where
    I: Send,
    O: Send,
    F: for<'t> Fn(&'t mut Tx, &'t I) -> Work<'t, O> + Send,
{
    fn run(&mut self, tx: &mut Tx) -> Ran {
        self.outcome = caught::at_once(tx, &self.input, &self.work);
        match self.outcome {
            Ok(_) => Ran::Kept,
            Err(StoreError::Panicked | StoreError::Awaited) => Ran::Panicked,
            Err(_) => Ran::Undone,
        }
    }

    fn fail(&mut self, error: StoreError) {
        self.outcome = Err(error);
    }

    fn answer(self: Box<Self>) {
        // Nobody listens when the caller has gone away; the write stands all the same.
        let _gone = self.reply.send(self.outcome);
    }
}

/// What is waiting, until told to close.
struct Queue {
    messages: Receiver<Message>,
    closing: Option<oneshot::Sender<()>>,
}

impl Queue {
    fn new(messages: Receiver<Message>) -> Self {
        Self {
            messages,
            closing: None,
        }
    }

    /// Waits for the next write; `None` when it is time to go.
    fn next(&mut self) -> Option<Box<dyn Job>> {
        if self.closing.is_some() {
            return None;
        }
        let message = self.messages.recv().ok()?;
        self.job(message)
    }

    /// The next write that is here already.
    fn waiting(&mut self) -> Option<Box<dyn Job>> {
        if self.closing.is_some() {
            return None;
        }
        let message = self.messages.try_recv().ok()?;
        self.job(message)
    }

    fn job(&mut self, message: Message) -> Option<Box<dyn Job>> {
        match message {
            Message::Job(job) => Some(job),
            Message::Close(done) => {
                self.closing = Some(done);
                None
            }
        }
    }
}

fn write_all(mut tx: Tx, mut queue: Queue) {
    while let Some(first) = queue.next() {
        write_batch(&mut tx, first, &mut queue);
    }
    drop(tx);
    if let Some(done) = queue.closing.take() {
        let _gone = done.send(());
    }
}

fn write_batch(tx: &mut Tx, first: Box<dyn Job>, queue: &mut Queue) {
    if let Err(error) = control(tx, "BEGIN IMMEDIATE") {
        return refuse(first, &error, queue);
    }
    let started = Instant::now();
    let mut batch = Vec::new();
    let mut next = Some(first);
    while let Some(mut job) = next {
        let ran = in_savepoint(tx, &mut *job);
        batch.push((job, ran.unwrap_or(Ran::Panicked)));
        if ran.is_none() {
            return one_by_one(tx, batch);
        }
        let room = batch.len() < MOST && started.elapsed() < LONGEST;
        next = if room { queue.waiting() } else { None };
    }
    match control(tx, "COMMIT") {
        Ok(()) => batch.into_iter().for_each(|(job, _)| job.answer()),
        Err(_) => one_by_one(tx, batch),
    }
}

/// Runs a write as a part of the batch; `None` when the whole transaction is lost by it.
fn in_savepoint(tx: &mut Tx, job: &mut dyn Job) -> Option<Ran> {
    let mut ran = Ran::Undone;
    let went = control(tx, "SAVEPOINT work").and_then(|()| {
        ran = job.run(tx);
        if is_over(tx) {
            return Ok(());
        }
        if ran != Ran::Kept {
            control(tx, "ROLLBACK TO work")?;
        }
        control(tx, "RELEASE work")
    });
    if let Err(error) = went {
        job.fail(error);
        return None;
    }
    (!is_over(tx)).then_some(ran)
}

/// After the loss of a batch: everything but what lost it, or panicked, has another go.
fn one_by_one(tx: &mut Tx, batch: Vec<(Box<dyn Job>, Ran)>) {
    give_up(tx);
    for (mut job, ran) in batch {
        if ran != Ran::Panicked {
            alone(tx, &mut *job);
        }
        job.answer();
    }
}

fn alone(tx: &mut Tx, job: &mut dyn Job) {
    let went = control(tx, "BEGIN IMMEDIATE").and_then(|()| {
        if job.run(tx) == Ran::Kept {
            control(tx, "COMMIT")
        } else {
            Ok(())
        }
    });
    if let Err(error) = went {
        job.fail(error);
    }
    give_up(tx);
}

/// Without a transaction nothing can be written; who is waiting shouldn't wait in turn.
fn refuse(first: Box<dyn Job>, error: &StoreError, queue: &mut Queue) {
    let mut next = Some(first);
    while let Some(mut job) = next {
        job.fail(StoreError::Busy(error.to_string()));
        job.answer();
        next = queue.waiting();
    }
}

fn give_up(tx: &Tx) {
    if !is_over(tx)
        && let Err(error) = control(tx, "ROLLBACK")
    {
        tracing::error!(%error, "SQLite refused to roll back");
    }
}

fn is_over(tx: &Tx) -> bool {
    match &tx.connection {
        Connection::Sqlite(sqlite) => sqlite.is_autocommit(),
        Connection::Postgres(_) => true,
    }
}

fn control(tx: &Tx, sql: &str) -> Result<(), StoreError> {
    match &tx.connection {
        Connection::Sqlite(sqlite) => sqlite.control(sql),
        Connection::Postgres(_) => Err(StoreError::Closed),
    }
}
