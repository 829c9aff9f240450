//! A private name server: nsd with the records of senders, right ones, wrong ones and none.
//!
//! It answers for `example.` and `in-addr.arpa.` alone, and asks nobody else.

use std::path::Path;
use std::process::Command;

use super::folder::Folder;
use super::program::{self, Program};
use super::{Env, Life, port};
use crate::failure::Outcome;
use crate::process::read;

/// The server's program, as Debian installs it.
pub(crate) const NSD: &str = "/usr/sbin/nsd";

const PART: &str = "nsd";
const EXAMPLE: &str = include_str!("example.zone");
const REVERSE: &str = include_str!("reverse.zone");

/// The longest string inside a TXT record (RFC 1035 §3.3.14).
const TXT_STRING: usize = 255;

/// What stands before the 32 octets of an Ed25519 key in its PEM form: 12 octets, in base64.
const BEFORE_ED25519: usize = 16;

/// A running name server.
pub(crate) struct Dns {
    folder: Folder,
    port: u16,
    life: Life,
}

impl Dns {
    /// Makes the keys and the zones, starts the server and waits until it answers.
    pub(crate) fn start(life: Life) -> Outcome<Self> {
        let dns = Self {
            folder: Folder::make(PART, life)?,
            port: port::free()?,
            life,
        };
        dns.write_zones()?;
        let config = dns.folder.write("nsd.conf", &dns.config())?;
        let program = Program {
            name: PART,
            path: NSD,
            log: None,
        };
        let config = config.display().to_string();
        program.start(&dns.folder, life, &["-d", "-c", &config])?;
        port::wait_for("nsd", dns.port)?;
        eprintln!("nsd listens on 127.0.0.1:{}", dns.port);
        Ok(dns)
    }

    /// Its address, and a data folder with the keys that `good.example` has published.
    pub(crate) fn env(&self) -> Env {
        vec![
            ("KADOMORI_TEST_DNS", format!("127.0.0.1:{}", self.port)),
            (
                "KADOMORI_TEST_DKIM",
                self.folder.join("keys").display().to_string(),
            ),
        ]
    }

    fn write_zones(&self) -> Outcome {
        let ours = self.folder.make_own("keys/dkim/good.example")?;
        let others = self.folder.make_own("keys/dkim/wrong.example")?;
        let mut zone = EXAMPLE.to_owned();
        for (hole, folder, algorithm) in [
            ("{rsa}", &ours, "rsa"),
            ("{ed25519}", &ours, "ed25519"),
            ("{other_rsa}", &others, "rsa"),
            ("{other_ed25519}", &others, "ed25519"),
        ] {
            let key = folder.join(format!("kadomori-{algorithm}.key"));
            zone = zone.replace(hole, &strings(&record(algorithm, &key)?));
        }
        self.folder.write("example.zone", &zone)?;
        self.folder.write("reverse.zone", REVERSE).map(drop)
    }

    fn config(&self) -> String {
        let folder = self.folder.join("");
        let folder = folder.display();
        format!(
            "\
server:
  ip-address: 127.0.0.1@{port}
  username: \"\"
  server-count: 1
  zonesdir: \"{folder}\"
  database: \"\"
  zonelistfile: \"{folder}zone.list\"
  xfrdfile: \"{folder}xfrd.state\"
  xfrdir: \"{folder}\"
  pidfile: \"\"
remote-control:
  control-enable: no
zone:
  name: example
  zonefile: example.zone
zone:
  name: in-addr.arpa
  zonefile: reverse.zone
",
            port = self.port
        )
    }
}

impl Drop for Dns {
    fn drop(&mut self) {
        if self.life == Life::ThisCommand
            && let Err(failure) = stop(&self.folder)
        {
            eprintln!("xtask: {failure}");
        }
    }
}

/// Stops the name server that was started by hand, if one was.
pub(crate) fn stop_started() -> Outcome {
    Folder::started(PART)?.map_or(Ok(()), |folder| stop(&folder))
}

fn stop(folder: &Folder) -> Outcome {
    program::end(folder, &[PART])?;
    folder.remove(PART)
}

/// Makes a key, and returns the text of the record under which it is found (RFC 6376 §3.6.1,
/// RFC 8463 §4).
fn record(algorithm: &str, key: &Path) -> Outcome<String> {
    let openssl = |words: &[&str]| read(Command::new("openssl").args(words));
    let path = key.display().to_string();
    // Of these two, only RSA can be told its size; 2048 bits are its default.
    openssl(&["genpkey", "-quiet", "-algorithm", algorithm, "-out", &path])?;
    let pem = openssl(&["pkey", "-pubout", "-in", &path])?;
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let public = match algorithm {
        "ed25519" => base64.get(BEFORE_ED25519..).unwrap_or_default(),
        _ => &base64,
    };
    Ok(format!("v=DKIM1; k={algorithm}; p={public}"))
}

/// A text in as many strings as it needs.
fn strings(text: &str) -> String {
    let mut strings = Vec::new();
    let mut rest = text;
    while let Some((string, tail)) = rest.split_at_checked(TXT_STRING) {
        strings.push(format!("\"{string}\""));
        rest = tail;
    }
    strings.push(format!("\"{rest}\""));
    strings.join(" ")
}
