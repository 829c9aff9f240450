//! LMTP (RFC 2033): a mail server hands over what arrived, and gets an answer for each
//! recipient once it is dealt with.

mod dialogue;
mod lines;

use core::time::Duration;
use std::{
    io,
    os::unix::fs::{FileTypeExt as _, PermissionsExt as _},
    path::Path,
    sync::Arc,
};

use kadomori_domain::id::MessageId;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, UnixListener},
    sync::{Semaphore, watch},
    task::JoinSet,
    time::timeout,
};

use self::{
    dialogue::{Dialogue, Envelope, Next},
    lines::{Heard, Lines},
};
use super::{
    Desk, Recipient,
    forwarded::Dealt,
    read::{Incoming, ReversePath},
};
use crate::config::Door;

/// Conversations at once; whoever comes beyond them waits.
const AT_ONCE: usize = 32;
/// For how long a command may be waited for (RFC 5321 §4.5.3.2.7).
const COMMAND: Duration = Duration::from_mins(5);
/// How long a whole mail may take (RFC 5321 §4.5.3.2.5 has three minutes for each piece).
const MAIL: Duration = Duration::from_mins(10);
/// How long what we say may take to be heard.
const SAYING: Duration = Duration::from_mins(1);
/// After an error of the listener, such as too many open files.
const PAUSE: Duration = Duration::from_secs(1);

/// The mail is ours to deal with, or was dealt with.
const TAKEN: &str = "250 2.0.0 taken\r\n";

/// An open door.
#[derive(Debug)]
pub(super) enum Listener {
    /// A port.
    Port(TcpListener),
    /// A socket file.
    File(UnixListener),
}

impl Listener {
    pub(super) async fn open(door: &Door) -> io::Result<Self> {
        match door {
            Door::Port(address) => TcpListener::bind(address).await.map(Self::Port),
            Door::File(path) => open_file(path).map(Self::File),
        }
    }
}

/// The file of one who died lies in the way and answers nobody. Owner and group may open the
/// new one: the mail server's user is put into Kadomori's group.
fn open_file(path: &Path) -> io::Result<UnixListener> {
    let is_socket = std::fs::symlink_metadata(path).is_ok_and(|it| it.file_type().is_socket());
    if is_socket && std::os::unix::net::UnixStream::connect(path).is_err() {
        std::fs::remove_file(path)?;
    }
    let listener = UnixListener::bind(path)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o660))?;
    Ok(listener)
}

/// Takes conversations until `stop` changes; then lets those under way finish their mail.
pub(super) async fn run(desk: Desk, listener: Listener, mut stop: watch::Receiver<()>) {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut talks = JoinSet::new();
    loop {
        while talks.try_join_next().is_some() {}
        let stopped = stop.clone();
        let came = tokio::select! {
            came = next(&desk, &listener, &places, stopped) => came,
            _ = stop.changed() => break,
        };
        match came {
            Ok(talk) => {
                talks.spawn(talk);
            }
            Err(error) => {
                tracing::error!(%error, "a connection of a mail server can't be taken");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    drop(listener);
    while talks.join_next().await.is_some() {}
}

/// The next conversation, ready to be held.
async fn next(
    desk: &Desk,
    listener: &Listener,
    places: &Arc<Semaphore>,
    stop: watch::Receiver<()>,
) -> io::Result<impl Future<Output = ()> + Send + use<>> {
    let place = Arc::clone(places).acquire_owned().await;
    let place = place.map_err(io::Error::other)?;
    let stream: Box<dyn Stream> = match listener {
        Listener::Port(listener) => {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            Box::new(stream)
        }
        Listener::File(listener) => Box::new(listener.accept().await?.0),
    };
    let talk = Talk {
        dialogue: Dialogue::new(&desk.host, desk.largest),
        lines: Lines::new(stream),
        desk: desk.clone(),
    };
    Ok(async move {
        if let Err(error) = talk.hold(stop).await {
            tracing::debug!(%error, "a mail server's connection broke off");
        }
        drop(place);
    })
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// A conversation under way.
struct Talk {
    desk: Desk,
    dialogue: Dialogue,
    lines: Lines<Box<dyn Stream>>,
}

impl Talk {
    async fn hold(mut self, mut stop: watch::Receiver<()>) -> io::Result<()> {
        self.say(&self.dialogue.greeting()).await?;
        loop {
            let heard = tokio::select! {
                heard = timeout(COMMAND, self.lines.command()) => heard,
                _ = stop.changed() => return self.say("421 4.3.2 closing for now\r\n").await,
            };
            let next = match heard {
                Err(_) => {
                    return self
                        .say("421 4.4.2 nothing was said for too long\r\n")
                        .await;
                }
                Ok(heard) => match heard? {
                    Heard::End => return Ok(()),
                    Heard::TooLong => self.dialogue.hear_too_much(),
                    Heard::Whole(line) => {
                        let desk = &self.desk;
                        self.dialogue.hear(&line, |address| desk.behind(address))
                    }
                },
            };
            match next {
                Next::Say(reply) => self.say(&reply).await?,
                Next::Leave(reply) => return self.say(reply).await,
                Next::Mail(reply) => {
                    self.say(reply).await?;
                    self.take_mail().await?;
                }
            }
        }
    }

    async fn take_mail(&mut self) -> io::Result<()> {
        let Envelope { from, recipients } = self.dialogue.envelope();
        let heard = timeout(MAIL, self.lines.mail(self.desk.largest)).await??;
        let mail = match heard {
            Heard::End => return Err(io::ErrorKind::UnexpectedEof.into()),
            Heard::TooLong => {
                for recipient in &recipients {
                    self.say(too_large(*recipient)).await?;
                }
                return Ok(());
            }
            Heard::Whole(mail) => Arc::new(mail),
        };
        let mut told = None;
        // RFC 2033 §4.2: an answer for each recipient that was taken, in their order.
        for recipient in recipients {
            let reply = match recipient {
                Recipient::Returned(message) => {
                    let incoming = match told.take() {
                        Some(incoming) => incoming,
                        None => super::understand(Arc::clone(&mail), from.clone()).await,
                    };
                    let reply = deal(&self.desk, message, &incoming).await;
                    told = Some(incoming);
                    reply
                }
                Recipient::Check => check(&self.desk, &mail, &from).await,
            };
            self.say(reply).await?;
        }
        Ok(())
    }

    async fn say(&mut self, lines: &str) -> io::Result<()> {
        timeout(SAYING, self.lines.say(lines)).await?
    }
}

/// A mail that someone forwarded is never refused: the mail server would write to whoever is
/// said to have sent it.
const fn too_large(recipient: Recipient) -> &'static str {
    match recipient {
        Recipient::Returned(_) => "552 5.3.4 this mail is too large\r\n",
        Recipient::Check => TAKEN,
    }
}

/// Answers a forwarded mail, or doesn't; the mail server isn't told which.
async fn check(desk: &Desk, mail: &[u8], from: &ReversePath) -> &'static str {
    match desk.check(mail, from).await {
        Ok(Dealt::Done) => TAKEN,
        Ok(Dealt::Later) => "451 4.3.2 this can't be looked at now\r\n",
        Err(error) => {
            tracing::error!(%error, "a forwarded mail couldn't be answered; the mail server keeps it");
            "451 4.3.0 this can't be written down now\r\n"
        }
    }
}

/// Nothing is said to be taken before it is written down.
async fn deal(desk: &Desk, message: MessageId, incoming: &Incoming) -> &'static str {
    match incoming {
        Incoming::Returned(returned) => match desk.take(message, returned).await {
            Ok(()) => TAKEN,
            Err(error) => {
                tracing::error!(%error, mail = %message, "a mail that came back couldn't be written down; the mail server keeps it");
                "451 4.3.0 this can't be written down now\r\n"
            }
        },
        Incoming::Other(other) => {
            tracing::debug!(mail = %message, ?other, "a mail that tells of none of ours was refused");
            "550 5.7.1 this address takes returned mails only\r\n"
        }
    }
}
