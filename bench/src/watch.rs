//! What is looked at while a load runs: the queue of mails, as the server's own figures tell
//! it, and the server's memory.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use serde::Serialize;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::http::Connection;
use crate::machine;
use crate::outcome::Outcome;

/// How often.
const PAUSE: Duration = Duration::from_millis(200);

/// The most that was seen.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Seen {
    /// Mails that waited at once.
    pub(crate) waiting: f64,
    /// The age of the oldest mail that waited, in seconds.
    pub(crate) oldest: f64,
    /// The server's memory, in MB.
    pub(crate) memory: f64,
}

/// Someone who looks, until told to stop.
#[derive(Debug)]
pub(crate) struct Watch {
    stop: watch::Sender<()>,
    looking: JoinHandle<Outcome<Seen>>,
}

impl Watch {
    /// Begins to look.
    pub(crate) fn begin(figures: SocketAddr, pid: u32) -> Self {
        let (stop, stopped) = watch::channel(());
        let looking = tokio::spawn(look(figures, pid, stopped));
        Self { stop, looking }
    }

    /// What was seen.
    pub(crate) async fn end(self) -> Outcome<Seen> {
        drop(self.stop);
        self.looking.await?
    }
}

/// How many mails wait.
pub(crate) async fn waiting(figures: SocketAddr) -> Outcome<f64> {
    let mut connection = Connection::open(Ipv4Addr::LOCALHOST, figures).await?;
    Ok(ask(&mut connection).await?.waiting)
}

async fn look(figures: SocketAddr, pid: u32, mut stopped: watch::Receiver<()>) -> Outcome<Seen> {
    let mut connection = Connection::open(Ipv4Addr::LOCALHOST, figures).await?;
    let mut most = Seen::default();
    loop {
        let seen = ask(&mut connection).await?;
        most.waiting = most.waiting.max(seen.waiting);
        most.oldest = most.oldest.max(seen.oldest);
        most.memory = most.memory.max(machine::memory(pid).unwrap_or_default());
        if tokio::time::timeout(PAUSE, stopped.changed()).await.is_ok() {
            return Ok(most);
        }
    }
}

async fn ask(connection: &mut Connection) -> Outcome<Seen> {
    let request = b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let answer = connection.exchange(request).await?;
    let figure = |name: &str| {
        let of_name = |line: &str| line.strip_prefix(name)?.trim().parse().ok();
        answer.text().lines().find_map(of_name)
    };
    Ok(Seen {
        waiting: figure("kadomori_outbox_length ").ok_or("no kadomori_outbox_length")?,
        oldest: figure("kadomori_outbox_oldest_seconds ")
            .ok_or("no kadomori_outbox_oldest_seconds")?,
        memory: 0.0,
    })
}
