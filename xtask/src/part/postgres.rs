//! A private PostgreSQL 15: a fresh cluster, TCP on loopback only, no password, fsync on.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use super::folder::{self, Folder};
use super::{Env, Life, port};
use crate::failure::Outcome;
use crate::process::{is_root, run_quietly};

/// The server's program, as Debian installs it.
pub(crate) const SERVER: &str = "/usr/lib/postgresql/15/bin/postgres";

const INITDB: &str = "/usr/lib/postgresql/15/bin/initdb";
const CONTROL: &str = "/usr/lib/postgresql/15/bin/pg_ctl";
const IS_READY: &str = "/usr/lib/postgresql/15/bin/pg_isready";
const PART: &str = "postgres";
/// PostgreSQL refuses to run as root, so root runs it as the user that the package made.
const USER: &str = "postgres";

/// A running PostgreSQL.
pub(crate) struct Postgres {
    folder: Folder,
    port: u16,
    life: Life,
}

impl Postgres {
    /// Makes a cluster, starts it and waits until it takes connections.
    pub(crate) fn start(life: Life) -> Outcome<Self> {
        let postgres = Self {
            folder: Folder::make(PART, life)?,
            port: port::free()?,
            life,
        };
        postgres.init()?;
        postgres.spawn()?;
        port::wait_until("PostgreSQL", || postgres.is_ready())?;
        eprintln!("PostgreSQL listens on 127.0.0.1:{}", postgres.port);
        Ok(postgres)
    }

    /// The address of its superuser's database.
    pub(crate) fn env(&self) -> Env {
        vec![(
            "KADOMORI_TEST_POSTGRES",
            format!("postgres://{USER}@127.0.0.1:{}/postgres", self.port),
        )]
    }

    fn init(&self) -> Outcome {
        if is_root() {
            self.folder.make_for("data", USER)?;
        }
        let mut initdb = as_user(INITDB);
        initdb.args([
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--auth=trust",
            "--username",
            USER,
            "--no-sync",
        ]);
        run_quietly(
            initdb
                .arg("--pgdata")
                .arg(self.folder.join("data"))
                .current_dir("/"),
        )
    }

    fn spawn(&self) -> Outcome {
        let mut command = folder::daemon(SERVER, Some(USER), self.life);
        command
            .arg("-D")
            .arg(self.folder.join("data"))
            .args(["-p", &self.port.to_string()]);
        for setting in [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=300",
            "fsync=on",
        ] {
            command.args(["-c", setting]);
        }
        // A group of its own: a Ctrl-C meant for this command must not end what goes on after it.
        folder::spawn(command.process_group(0), PART)
    }

    fn is_ready(&self) -> bool {
        let mut command = Command::new(IS_READY);
        run_quietly(command.args([
            "--host",
            "127.0.0.1",
            "--username",
            USER,
            "--port",
            &self.port.to_string(),
        ]))
        .is_ok()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if self.life == Life::ThisCommand
            && let Err(failure) = stop(&self.folder)
        {
            eprintln!("xtask: {failure}");
        }
    }
}

/// Stops the PostgreSQL that was started by hand, if one was.
pub(crate) fn stop_started() -> Outcome {
    Folder::started(PART)?.map_or(Ok(()), |folder| stop(&folder))
}

fn stop(folder: &Folder) -> Outcome {
    let data = folder.join("data");
    if is_running(&data) {
        run_quietly(
            as_user(CONTROL)
                .args(["stop", "--mode=fast", "--wait", "--pgdata"])
                .arg(&data)
                .current_dir("/"),
        )?;
    }
    folder.remove(PART)
}

fn is_running(data: &Path) -> bool {
    run_quietly(
        as_user(CONTROL)
            .args(["status", "--pgdata"])
            .arg(data)
            .current_dir("/"),
    )
    .is_ok()
}

fn as_user(program: &str) -> Command {
    folder::daemon(program, Some(USER), Life::UntilStopped)
}
