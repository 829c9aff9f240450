//! A private Kannel, with two message centres behind it: Kannel's own fake one, and one of ours
//! that fails, refuses and is late.
//!
//! Texts for +81 80 … go to ours (`smsc.py` tells what becomes of which number), all others to
//! the fake one, which reports each as delivered at once. The fake one's driver listens on all
//! of the machine's addresses, whatever it is told, and shuts the door on all but 127.0.0.1.

mod config;

use std::path::PathBuf;

use self::config::{Ports, USER};
use super::folder::Folder;
use super::program::{self, Program};
use super::{Env, Life, PYTHON, port};
use crate::failure::Outcome;
use crate::place;

/// The gateway's middle, as Debian installs it.
pub(crate) const BEARERBOX: &str = "/usr/sbin/bearerbox";
/// Kannel's own fake message centre, out of the package with its tests.
pub(crate) const FAKESMSC: &str = "/usr/lib/kannel/test/fakesmsc";

const SMSBOX: &str = "/usr/sbin/smsbox";
const PART: &str = "kannel";
/// The file in which a test tells what becomes of texts to a number from now on.
const FATES: &str = "fates";
/// In the order in which they end.
const PROGRAMS: [&str; 4] = ["fakesmsc", "smsbox", "bearerbox", "smsc"];

/// A running Kannel.
pub(crate) struct Kannel {
    folder: Folder,
    ports: Ports,
    password: String,
    life: Life,
}

impl Kannel {
    /// Writes a configuration, starts the gateway and both centres, and waits for all of them.
    pub(crate) fn start(life: Life) -> Outcome<Self> {
        let kannel = Self {
            folder: Folder::make(PART, life)?,
            ports: Ports::free()?,
            password: format!("kannel-{}", std::process::id()),
            life,
        };
        config::write(&kannel.folder, &kannel.ports, &kannel.password)?;
        kannel.spawn()?;
        eprintln!("Kannel listens on 127.0.0.1:{}", kannel.ports.sendsms);
        Ok(kannel)
    }

    /// Where texts are handed in, by whom, and where those that have arrived are written down.
    pub(crate) fn env(&self) -> Env {
        let url = format!("http://127.0.0.1:{}/cgi-bin/sendsms", self.ports.sendsms);
        vec![
            ("KADOMORI_TEST_KANNEL_SENDSMS", url),
            ("KADOMORI_TEST_KANNEL_USER", USER.to_owned()),
            ("KADOMORI_TEST_KANNEL_PASSWORD", self.password.clone()),
            (
                "KADOMORI_TEST_FAKESMSC_LOG",
                self.log("fakesmsc").display().to_string(),
            ),
            (
                "KADOMORI_TEST_SMSC_LOG",
                self.log("smsc").display().to_string(),
            ),
            (
                "KADOMORI_TEST_TEXT_FATES",
                self.folder.join(FATES).display().to_string(),
            ),
        ]
    }

    fn spawn(&self) -> Outcome {
        let config = self.folder.join("kannel.conf").display().to_string();
        let smsc = self.ports.smsc.to_string();
        let log = self.log("smsc").display().to_string();
        let fates = self.folder.write(FATES, "")?.display().to_string();
        let script = place::workspace().join("xtask/src/part/kannel/smsc.py");
        let script = script.display().to_string();
        self.run("smsc", PYTHON, &[&script, &smsc, &log, &fates])?;
        port::wait_for("the message centre", self.ports.smsc)?;
        self.run("bearerbox", BEARERBOX, &[&config])?;
        port::wait_for("Kannel's bearerbox", self.ports.admin)?;
        port::wait_for("Kannel's bearerbox", self.ports.smsbox)?;
        self.run("smsbox", SMSBOX, &[&config])?;
        port::wait_for("Kannel's smsbox", self.ports.sendsms)?;
        self.call_in_the_fake_centre()
    }

    /// It has no flag for a log; what it prints is what has arrived.
    fn call_in_the_fake_centre(&self) -> Outcome {
        let port = self.ports.fake.to_string();
        let program = Program {
            name: "fakesmsc",
            path: FAKESMSC,
            log: Some(self.log("fakesmsc")),
        };
        // It insists on a message to send, and is told to send it no times.
        let arguments = ["-H", "127.0.0.1", "-r", &port, "-m", "0", "1 2 text none"];
        program.start(&self.folder, self.life, &arguments)?;
        port::wait_until("Kannel", || self.centres_are_online())
    }

    fn centres_are_online(&self) -> bool {
        config::status(self.ports.admin).is_ok_and(|status| status.matches("(online ").count() == 2)
    }

    fn run(&self, name: &str, path: &str, arguments: &[&str]) -> Outcome {
        let program = Program {
            name,
            path,
            log: None,
        };
        program.start(&self.folder, self.life, arguments)
    }

    fn log(&self, name: &str) -> PathBuf {
        self.folder.join(&format!("{name}.log"))
    }
}

impl Drop for Kannel {
    fn drop(&mut self) {
        if self.life == Life::ThisCommand
            && let Err(failure) = stop(&self.folder)
        {
            eprintln!("xtask: {failure}");
        }
    }
}

/// Stops the Kannel that was started by hand, if one was.
pub(crate) fn stop_started() -> Outcome {
    Folder::started(PART)?.map_or(Ok(()), |folder| stop(&folder))
}

fn stop(folder: &Folder) -> Outcome {
    program::end(folder, &PROGRAMS)?;
    folder.remove(PART)
}
