//! A private Postfix: its own configuration, queue and ports, delivering whatever it takes into one Maildir.
//!
//! Mail for `reject-…@` is refused for good and mail for `defer-…@` for now, so that tests can see both.
//! Nothing is ever sent on: there is no client in its list of services.

mod config;

use super::folder::{self, Folder};
use super::{Env, Life, port};
use crate::failure::Outcome;
use crate::process::{as_root, run_quietly};

/// The daemon that starts all the others, as Debian installs it.
pub(crate) const MASTER: &str = "/usr/lib/postfix/sbin/master";

const POSTFIX: &str = "/usr/sbin/postfix";
const PART: &str = "postfix";

/// A running Postfix.
pub(crate) struct Postfix {
    folder: Folder,
    starttls: u16,
    tls: u16,
    life: Life,
}

impl Postfix {
    /// Writes a configuration, starts Postfix and waits until it takes connections.
    pub(crate) fn start(life: Life) -> Outcome<Self> {
        let folder = Folder::make(PART, life)?;
        let postfix = Self {
            folder,
            starttls: port::free()?,
            tls: port::free()?,
            life,
        };
        config::write(&postfix.folder, postfix.starttls, postfix.tls)?;
        run_quietly(
            as_root(POSTFIX)
                .arg("-c")
                .arg(postfix.folder.join("etc"))
                .arg("check"),
        )?;
        postfix.spawn()?;
        port::wait_for("Postfix", postfix.starttls)?;
        port::wait_for("Postfix", postfix.tls)?;
        eprintln!(
            "Postfix listens on 127.0.0.1:{} (STARTTLS) and 127.0.0.1:{} (TLS)",
            postfix.starttls, postfix.tls
        );
        Ok(postfix)
    }

    /// Its ports, the certificate to trust, and where the mail arrives.
    pub(crate) fn env(&self) -> Env {
        vec![
            ("KADOMORI_TEST_SMTP_PORT", self.starttls.to_string()),
            ("KADOMORI_TEST_SMTPS_PORT", self.tls.to_string()),
            (
                "KADOMORI_TEST_SMTP_CA",
                self.folder.join("etc/tls.pem").display().to_string(),
            ),
            (
                "KADOMORI_TEST_MAILDIR",
                self.folder.join("mail/inbox").display().to_string(),
            ),
        ]
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
    folder.remove(PART)
}
