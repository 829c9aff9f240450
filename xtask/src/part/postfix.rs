//! A private Postfix: its own configuration, queue and ports, delivering whatever it takes into one Maildir.
//!
//! Mail for `reject-…@` is refused for good and mail for `defer-…@` for now, so that tests can see both.
//! Nothing is ever sent on: there is no client in its list of services.

use std::fmt::Write as _;
use std::process::Command;

use super::folder::{self, Folder};
use super::{Env, Life, port};
use crate::failure::Outcome;
use crate::process::{as_root, read, run_quietly};

/// The daemon that starts all the others, as Debian installs it.
pub(crate) const MASTER: &str = "/usr/lib/postfix/sbin/master";

const POSTFIX: &str = "/usr/sbin/postfix";
const PART: &str = "postfix";
/// Whoever owns the Maildir: nobody of importance, since a mail's content is a stranger's.
const MAIL_USER: &str = "nobody";

/// Which answer a recipient gets at once, by the beginning of the address.
const RECIPIENTS: &str = "\
/^\"?reject-/  550 5.1.1 No such user here
/^\"?defer-/   450 4.2.0 Try again later
";

/// A certificate for `localhost` that is its own root, as rustls and OpenSSL both take it.
const CERTIFICATE: &str = "\
[req]
distinguished_name = name
x509_extensions = extensions
prompt = no
[name]
CN = localhost
[extensions]
subjectAltName = DNS:localhost, IP:127.0.0.1
basicConstraints = critical, CA:FALSE
";

/// The daemons behind the two listeners: name, type, rights, how many, program.
const SERVICES: &str = "\
cleanup unix n - n - 0 cleanup
qmgr unix n - n 5 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
";

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
        postfix.configure()?;
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

    fn configure(&self) -> Outcome {
        let folder = &self.folder;
        let me = read(Command::new("id").arg("-un"))?;
        folder.make_for("etc", &me)?;
        folder.make_for("queue", "root")?;
        folder.make_for("data", "postfix")?;
        folder.make_for("mail", MAIL_USER)?;
        folder.write("etc/recipients", RECIPIENTS)?;
        folder.write("etc/main.cf", &self.main()?)?;
        folder.write("etc/master.cf", &self.services())?;
        let request = folder.write("etc/certificate.cnf", CERTIFICATE)?;
        let mut openssl = Command::new("openssl");
        openssl
            .args([
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-config",
            ])
            .arg(request);
        openssl
            .arg("-keyout")
            .arg(folder.join("etc/tls.key"))
            .arg("-out")
            .arg(folder.join("etc/tls.pem"));
        run_quietly(&mut openssl)
    }

    fn main(&self) -> Outcome<String> {
        let (user, group) = (
            read(Command::new("id").args(["-u", MAIL_USER]))?,
            read(Command::new("id").args(["-g", MAIL_USER]))?,
        );
        let at = |name: &str| self.folder.join(name).display().to_string();
        let settings: [(&str, &str); 27] = [
            ("compatibility_level", "3.6"),
            ("queue_directory", &at("queue")),
            ("data_directory", &at("data")),
            ("command_directory", "/usr/sbin"),
            ("daemon_directory", "/usr/lib/postfix/sbin"),
            ("maillog_file", "/dev/stdout"),
            ("mail_owner", "postfix"),
            ("setgid_group", "postdrop"),
            ("inet_interfaces", "127.0.0.1"),
            ("inet_protocols", "ipv4"),
            ("myhostname", "localhost"),
            ("mydestination", ""),
            ("mynetworks", ""),
            ("alias_maps", ""),
            ("local_recipient_maps", ""),
            ("virtual_mailbox_domains", "static:all"),
            ("virtual_mailbox_maps", "static:inbox/"),
            ("virtual_mailbox_base", &at("mail")),
            ("virtual_uid_maps", &format!("static:{user}")),
            ("virtual_gid_maps", &format!("static:{group}")),
            (
                "smtpd_recipient_restrictions",
                &format!(
                    "check_recipient_access regexp:{}, reject_unauth_destination",
                    at("etc/recipients")
                ),
            ),
            ("smtpd_tls_cert_file", &at("etc/tls.pem")),
            ("smtpd_tls_key_file", &at("etc/tls.key")),
            ("smtpd_tls_security_level", "may"),
            ("smtpd_client_connection_count_limit", "0"),
            ("smtpd_client_connection_rate_limit", "0"),
            ("smtpd_peername_lookup", "no"),
        ];
        let mut text = String::new();
        for (name, value) in settings {
            let _ = writeln!(text, "{name} = {value}");
        }
        Ok(text)
    }

    fn services(&self) -> String {
        format!(
            "127.0.0.1:{} inet n - n - - smtpd\n127.0.0.1:{} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes\n{SERVICES}",
            self.starttls, self.tls
        )
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
