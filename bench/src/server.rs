//! The server under load: the real program, with settings of its own, in a process of its own.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::http::Connection;
use crate::outcome::Outcome;

/// How long the server may take to start, or to stop.
const PATIENCE: Duration = Duration::from_secs(20);

/// Whether mails are signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signing {
    /// By both of the server's keys.
    On,
    /// Not at all.
    Off,
}

/// Everything that the server is to know.
#[derive(Clone, Debug)]
pub(crate) struct Setup {
    /// The program.
    pub(crate) binary: PathBuf,
    /// Its folder, with its settings, data and log.
    pub(crate) folder: PathBuf,
    /// The mail server.
    pub(crate) sink: SocketAddr,
    /// Whether mails are signed.
    pub(crate) signing: Signing,
    /// What the settings say about the database.
    pub(crate) database: String,
}

/// A running server.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    /// Where it shows its pages.
    pub(crate) pages: SocketAddr,
    /// Where it shows its figures.
    pub(crate) figures: SocketAddr,
    /// How long it took from being started to its first good answer.
    pub(crate) took: Duration,
}

impl Setup {
    /// The folder with the server's data.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Limits that a benchmark doesn't meet, as far as their bounds allow; the rest as it is
    /// by default.
    fn settings(&self, pages: SocketAddr, figures: SocketAddr) -> String {
        let mut text = String::new();
        let signing = match self.signing {
            Signing::On => "on",
            Signing::Off => "off",
        };
        let _ = write!(
            text,
            "data_dir = \"{data}\"\n\
             [http]\nlisten = \"{pages}\"\n\
             [metrics]\nlisten = \"{figures}\"\n\
             [mail]\nfrom = \"no-reply@bench.example\"\nserver = \"{host}\"\nport = {port}\n\
             security = \"plain\"\n\
             [dkim]\nsigning = \"{signing}\"\n\
             [limits]\nsends_per_recipient_hour = 20\nsends_per_recipient_day = 20\n\
             sends_per_account_day = 100\nsends_per_network_hour = 100000\n\
             sends_overall_hour = 10000000\n{database}",
            data = self.data().display(),
            host = self.sink.ip(),
            port = self.sink.port(),
            database = self.database,
        );
        text
    }

    /// Starts the server, and waits until it answers.
    pub(crate) async fn start(&self) -> Outcome<Server> {
        let (pages, figures) = (free()?, free()?);
        fs::create_dir_all(&self.folder)?;
        let settings = self.folder.join("kadomori.toml");
        fs::write(&settings, self.settings(pages, figures))?;
        let log = File::create(self.folder.join("log"))?;
        let started = Instant::now();
        let child = command(&self.binary, &settings)
            .current_dir(&self.folder)
            .stderr(log)
            .spawn()
            .map_err(|error| format!("{}: {error}", self.binary.display()))?;
        let mut server = Server {
            child,
            pages,
            figures,
            took: Duration::ZERO,
        };
        server.until_it_answers(started).await.map_err(|failure| {
            let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            format!("{failure}\n{log}")
        })?;
        server.took = started.elapsed();
        Ok(server)
    }
}

impl Server {
    /// The name of its process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Tells it to stop, and waits until it has.
    pub(crate) async fn stop(mut self) -> Outcome {
        let pid = self.pid().to_string();
        Command::new("kill").args(["-TERM", &pid]).status()?;
        let told = Instant::now();
        while told.elapsed() < PATIENCE {
            if self.child.try_wait()?.is_some() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Err("the server didn't stop when told to".into())
    }

    async fn until_it_answers(&mut self, started: Instant) -> Outcome {
        while started.elapsed() < PATIENCE {
            if is_alive(self.pages).await {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                return Err(format!("the server ended with {status}").into());
            }
            tokio::time::sleep(Duration::from_micros(500)).await;
        }
        Err("the server doesn't answer".into())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail only when it has ended already.
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

async fn is_alive(pages: SocketAddr) -> bool {
    let Ok(mut connection) = Connection::open(Ipv4Addr::LOCALHOST, pages).await else {
        return false;
    };
    let request = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let answer = connection.exchange(request).await;
    answer.is_ok_and(|answer| answer.status == 200)
}

fn command(binary: &Path, settings: &Path) -> Command {
    let mut command = Command::new(binary);
    command.arg("--config").arg(settings).arg("serve");
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command
}

/// A port that was free a moment ago.
fn free() -> std::io::Result<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()
}
