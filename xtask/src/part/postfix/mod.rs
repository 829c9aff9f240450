//! A private Postfix: its own configuration, queue and ports, delivering whatever it takes into one Maildir.
//!
//! What becomes of a mail is told by the beginning of its recipient, or by a line in a file
//! (`fates.py`):
//!
//! - `reject-` is refused for good, `defer-` for now; `grey-` for three seconds, by a real
//!   Postgrey; `hang-` gets no answer for a minute.
//! - `bounce-` is taken and comes back as a report (RFC 3464): no such user. `full-` comes back
//!   as a full mailbox, `late-` after six seconds. Of `delay-` it is reported that it is late,
//!   and then it arrives.
//!
//! Such reports go to the envelope's sender, like any mail: into the Maildir; into another one
//! when its domain begins with `maildir.`; by LMTP to a server on port PORT of this machine when
//! it begins with `lmtp-PORT.`, and PORT is one of those set aside for that. Nothing is ever sent
//! on to anybody else.

mod config;

use std::process::Command;

use self::config::{FATES, Ports};
use super::folder::{self, Folder};
use super::program::{self, Program};
use super::{Env, Life, PYTHON, port};
use crate::failure::Outcome;
use crate::place;
use crate::process::{as_root, read, run_quietly};

/// The daemon that starts all the others, as Debian installs it.
pub(crate) const MASTER: &str = "/usr/lib/postfix/sbin/master";

/// The program that greylists, as Debian installs it.
pub(crate) const POSTGREY: &str = "/usr/sbin/postgrey";

const POSTFIX: &str = "/usr/sbin/postfix";
const PART: &str = "postfix";

/// A running Postfix.
pub(crate) struct Postfix {
    folder: Folder,
    ports: Ports,
    life: Life,
}

impl Postfix {
    /// Writes a configuration, starts Postfix and waits until it takes connections.
    pub(crate) fn start(life: Life) -> Outcome<Self> {
        let postfix = Self {
            folder: Folder::make(PART, life)?,
            ports: Ports::free()?,
            life,
        };
        config::write(&postfix.folder, &postfix.ports)?;
        run_quietly(
            as_root(POSTFIX)
                .arg("-c")
                .arg(postfix.folder.join("etc"))
                .arg("check"),
        )?;
        postfix.spawn_fates()?;
        postfix.spawn_postgrey()?;
        postfix.spawn()?;
        let Ports { starttls, tls, .. } = postfix.ports;
        port::wait_for("Postfix", starttls)?;
        port::wait_for("Postfix", tls)?;
        eprintln!("Postfix listens on 127.0.0.1:{starttls} (STARTTLS) and 127.0.0.1:{tls} (TLS)");
        Ok(postfix)
    }

    /// Its ports, the certificate to trust, and where mails and reports arrive.
    pub(crate) fn env(&self) -> Env {
        vec![
            ("KADOMORI_TEST_SMTP_PORT", self.ports.starttls.to_string()),
            ("KADOMORI_TEST_SMTPS_PORT", self.ports.tls.to_string()),
            (
                "KADOMORI_TEST_SMTP_CA",
                self.folder.join("etc/tls.pem").display().to_string(),
            ),
            (
                "KADOMORI_TEST_MAILDIR",
                self.folder.join("mail/inbox").display().to_string(),
            ),
            (
                "KADOMORI_TEST_LMTP_PORTS",
                self.ports
                    .lmtp
                    .iter()
                    .map(u16::to_string)
                    .collect::<Vec<_>>()
                    .join(","),
            ),
            (
                "KADOMORI_TEST_MAIL_FATES",
                self.folder.join(FATES).display().to_string(),
            ),
            (
                "KADOMORI_TEST_BOUNCES",
                self.folder.join("mail/bounces").display().to_string(),
            ),
        ]
    }

    fn spawn_fates(&self) -> Outcome {
        let program = Program {
            name: "fates",
            path: PYTHON,
            log: None,
        };
        let script = place::workspace().join("xtask/src/part/postfix/fates.py");
        let [first, second] = self.ports.fates;
        program.start(
            &self.folder,
            self.life,
            &[
                &script.display().to_string(),
                &first.to_string(),
                &second.to_string(),
                &self.ports.hop.to_string(),
                &self.folder.join(FATES).display().to_string(),
            ],
        )?;
        port::wait_for("the fates of mails", second)
    }

    fn spawn_postgrey(&self) -> Outcome {
        let program = Program {
            name: "postgrey",
            path: POSTGREY,
            log: None,
        };
        let user = read(Command::new("id").arg("-un"))?;
        let group = read(Command::new("id").arg("-gn"))?;
        let inet = format!("--inet=127.0.0.1:{}", self.ports.postgrey);
        let memory = format!("--dbdir={}", self.folder.join("grey").display());
        let arguments = [
            &*inet,
            &memory,
            "--user",
            &user,
            "--group",
            &group,
            "--delay=3",
            // Everybody here comes from one address, which must not earn its trust.
            "--auto-whitelist-clients=0",
        ];
        program.start(&self.folder, self.life, &arguments)?;
        port::wait_for("Postgrey", self.ports.postgrey)
    }

    /// The daemon opens a session of its own, which it could not if it led a process group already.
    fn spawn(&self) -> Outcome {
        let mut command = folder::daemon(MASTER, None, self.life);
        folder::spawn(
            command.args(["-s", "-c"]).arg(self.folder.join("etc")),
            PART,
        )
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        if self.life == Life::ThisCommand
            && let Err(failure) = stop(&self.folder)
        {
            eprintln!("xtask: {failure}");
        }
    }
}

/// Stops the Postfix that was started by hand, if one was.
pub(crate) fn stop_started() -> Outcome {
    Folder::started(PART)?.map_or(Ok(()), |folder| stop(&folder))
}

fn stop(folder: &Folder) -> Outcome {
    let etc = folder.join("etc");
    let running = run_quietly(as_root(POSTFIX).arg("-c").arg(&etc).arg("status")).is_ok();
    if running {
        run_quietly(as_root(POSTFIX).arg("-c").arg(&etc).arg("stop"))?;
    }
    program::end(folder, &["postgrey", "fates"])?;
    folder.remove(PART)
}
