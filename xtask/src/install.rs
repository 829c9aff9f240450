//! What a fresh Debian 12 machine lacks: Debian packages, each installed only when it is missing.
//!
//! A machine that has everything is left alone and needs no network. The services that come with
//! packages are neither started nor left to start with the machine.

use std::path::Path;
use std::process::Command;

use crate::failure::{Failure, Outcome};
use crate::part::{dns, kannel, postfix, postgres};
use crate::process;

/// A Debian package, and the file that shows that it is there.
struct Package {
    name: &'static str,
    proof: &'static str,
}

const DATABASE: Package = Package {
    name: "postgresql-15",
    proof: postgres::SERVER,
};

const PACKAGES: [Package; 13] = [
    DATABASE,
    Package {
        name: "postfix",
        proof: postfix::MASTER,
    },
    Package {
        name: "postgrey",
        proof: postfix::POSTGREY,
    },
    Package {
        name: "kannel",
        proof: kannel::BEARERBOX,
    },
    Package {
        name: "kannel-extras",
        proof: kannel::FAKESMSC,
    },
    Package {
        name: "nsd",
        proof: dns::NSD,
    },
    Package {
        name: "openssl",
        proof: "/usr/bin/openssl",
    },
    Package {
        name: "chromium",
        proof: "/usr/bin/chromium",
    },
    Package {
        name: "fonts-noto-cjk",
        proof: "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    },
    Package {
        name: "python3-venv",
        proof: "/usr/share/doc/python3-venv",
    },
    // An authenticator app, and a scanner of QR codes.
    Package {
        name: "oathtool",
        proof: "/usr/bin/oathtool",
    },
    Package {
        name: "zbar-tools",
        proof: "/usr/bin/zbarimg",
    },
    // What the browser's driver is linked with, and a bare machine may lack.
    Package {
        name: "libatomic1",
        proof: "/usr/share/doc/libatomic1",
    },
];

/// Packages whose service is to stay off: the parts run servers of their own.
const SERVICES: [&str; 4] = ["postfix", "postgrey", "kannel", "nsd"];

/// Asked before a package starts its service; 101 means no (Debian's invoke-rc.d).
const MAY_START: &str = "/usr/sbin/policy-rc.d";

/// Installs what is missing, and says what that was.
pub(crate) fn run() -> Outcome {
    let missing: Vec<&str> = PACKAGES
        .iter()
        .filter(|package| !Path::new(package.proof).exists())
        .map(|package| package.name)
        .collect();
    if missing.is_empty() {
        eprintln!("every Debian package is there");
        return Ok(());
    }
    eprintln!("installing {}", missing.join(", "));
    apt(&["update"])?;
    answer_postfix()?;
    without_services(&missing, || {
        if missing.contains(&DATABASE.name) {
            without_a_cluster(|| install(&missing))
        } else {
            install(&missing)
        }
    })
}

/// Keeps packages from starting services while `work` installs them, now and with the machine.
/// A machine that has its own say in this keeps it.
fn without_services(missing: &[&str], work: impl FnOnce() -> Outcome) -> Outcome {
    if Path::new(MAY_START).exists() {
        work()?;
    } else {
        let forbid =
            format!("printf '#!/bin/sh\\nexit 101\\n' > {MAY_START} && chmod 755 {MAY_START}");
        process::run_quietly(process::as_root("sh").args(["-c", &forbid]))?;
        let done = work();
        process::run_quietly(process::as_root("rm").args(["-f", MAY_START]))?;
        done?;
    }
    for service in SERVICES.iter().filter(|service| missing.contains(service)) {
        process::run_quietly(process::as_root("update-rc.d").args([service, "disable"]))?;
    }
    Ok(())
}

/// Postfix asks what kind of mail server this is; the machine's own stays unconfigured.
fn answer_postfix() -> Outcome {
    let answer = "postfix postfix/main_mailer_type select No configuration";
    process::run_quietly(
        process::as_root("sh").args(["-c", &format!("echo '{answer}' | debconf-set-selections")]),
    )
}

/// Keeps the PostgreSQL package from starting a cluster of its own while `work` installs it.
fn without_a_cluster(work: impl FnOnce() -> Outcome) -> Outcome {
    const FOLDER: &str = "/etc/postgresql-common/createcluster.d";
    install(&["postgresql-common"])?;
    let note =
        format!("mkdir -p {FOLDER} && echo 'create_main_cluster = false' > {FOLDER}/kadomori.conf");
    process::run_quietly(process::as_root("sh").args(["-c", &note]))?;
    let done = work();
    process::run_quietly(process::as_root("rm").args(["-f", &format!("{FOLDER}/kadomori.conf")]))?;
    done
}

fn install(packages: &[&str]) -> Outcome {
    apt(&[&["install", "--yes", "--no-install-recommends"], packages].concat())
}

/// apt-get, waiting for a lock that another holds, and never asking anything.
fn apt(words: &[&str]) -> Outcome {
    let mut command: Command = process::as_root("env");
    command.args([
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "--quiet",
        "-o",
        "DPkg::Lock::Timeout=600",
    ]);
    process::run(command.args(words)).map_err(|failure| {
        Failure::new(format!(
            "{failure}\n(Debian 12 with apt-get, and root or sudo, is expected)"
        ))
    })
}
