//! The folder of one part: outside the checkout, since other users have to reach it.
//!
//! PostgreSQL and Postfix drop the rights of root; a checkout under a home folder is closed to them.

use std::fs::{self, DirBuilder, File};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{self, Command, Stdio};

use super::Life;
use crate::failure::{Failure, Outcome};
use crate::place;
use crate::process::{as_root, is_root, not_started, run_quietly};

/// A part's folder under the machine's temporary folder.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// Makes the folder of a part; it must not be there yet.
    pub(crate) fn make(part: &str, life: Life) -> Outcome<Self> {
        let folder = std::env::temp_dir().join(format!("kadomori-{part}-{}", process::id()));
        DirBuilder::new()
            .mode(0o755)
            .create(&folder)
            .map_err(Failure::file(&folder))?;
        fs::set_permissions(&folder, PermissionsExt::from_mode(0o755))
            .map_err(Failure::file(&folder))?;
        if life == Life::UntilStopped {
            let note = note(part)?;
            fs::write(&note, folder.as_os_str().as_encoded_bytes())
                .map_err(Failure::file(&note))?;
        }
        Ok(Self(folder))
    }

    /// The folder of a part that was started by hand and not stopped since.
    pub(crate) fn started(part: &str) -> Outcome<Option<Self>> {
        let note = note(part)?;
        if !note.exists() {
            return Ok(None);
        }
        fs::read_to_string(&note)
            .map(|folder| Some(Self(folder.into())))
            .map_err(Failure::file(&note))
    }

    /// Removes the folder, and the note that it was started by hand.
    pub(crate) fn remove(&self, part: &str) -> Outcome {
        run_quietly(as_root("rm").arg("-rf").arg(&self.0))?;
        let note = note(part)?;
        let ours = fs::read_to_string(&note).is_ok_and(|folder| Path::new(&folder) == self.0);
        if ours {
            fs::remove_file(&note).map_err(Failure::file(&note))
        } else {
            Ok(())
        }
    }

    /// A path in the folder.
    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Makes a folder inside that belongs to `owner`, for which root's rights are needed.
    pub(crate) fn make_for(&self, name: &str, owner: &str) -> Outcome<PathBuf> {
        let inside = self.join(name);
        run_quietly(
            as_root("install")
                .args(["-d", "-m", "755", "-o", owner])
                .arg(&inside),
        )?;
        Ok(inside)
    }

    /// Makes a folder inside for whoever runs this chore, and for nobody else.
    pub(super) fn make_own(&self, name: &str) -> Outcome<PathBuf> {
        let inside = self.join(name);
        DirBuilder::new()
            .mode(0o700)
            .recursive(true)
            .create(&inside)
            .map_err(Failure::file(&inside))?;
        Ok(inside)
    }

    /// Writes a file into the folder.
    pub(crate) fn write(&self, name: &str, text: &str) -> Outcome<PathBuf> {
        let path = self.join(name);
        fs::write(&path, text).map_err(Failure::file(&path))?;
        Ok(path)
    }
}

/// Starts a daemon; what it prints goes into the part's log, which stays after it has ended.
pub(crate) fn spawn(command: &mut Command, part: &str) -> Outcome {
    spawn_with_log(command, &log(part)?).map(drop)
}

/// Starts a daemon whose words go into this file, and returns its process id.
pub(super) fn spawn_with_log(command: &mut Command, log: &Path) -> Outcome<u32> {
    let out = File::create(log).map_err(Failure::file(log))?;
    let errors = out.try_clone().map_err(Failure::file(log))?;
    command
        .stdin(Stdio::null())
        .stdout(out)
        .stderr(errors)
        .current_dir("/");
    command
        .spawn()
        .map(|child| child.id())
        .map_err(|error| not_started(command, &error))
}

/// The log of a part or of one of its programs.
pub(super) fn log(name: &str) -> Outcome<PathBuf> {
    Ok(logs()?.join(format!("{name}.log")))
}

/// A command that is interrupted when this one ends, if `life` says so, however this one ends.
///
/// `user` is whom root runs it as; without one it runs as root.
pub(crate) fn daemon(program: &str, user: Option<&str>, life: Life) -> Command {
    let mut command = if user.is_none() {
        as_root("setpriv")
    } else {
        Command::new("setpriv")
    };
    if let Some(user) = user.filter(|_| is_root()) {
        command.args(["--reuid", user, "--regid", user, "--clear-groups"]);
    }
    command.args(end_with("INT", life)).arg(program);
    command
}

/// The same for a program that runs as whoever runs this chore, and has nothing to put in order.
pub(super) fn own(program: &str, life: Life) -> Command {
    let mut command = Command::new("setpriv");
    // Kannel, asked to end, waits for a message centre that may have ended before it.
    command.args(end_with("KILL", life)).arg(program);
    command
}

/// What `setpriv` is told of the moment when this command ends.
fn end_with(signal: &'static str, life: Life) -> [&'static str; 2] {
    match life {
        Life::ThisCommand => ["--pdeathsig", signal],
        Life::UntilStopped => ["--pdeathsig", "clear"],
    }
}

fn note(part: &str) -> Outcome<PathBuf> {
    Ok(logs()?.join(format!("{part}.folder")))
}

fn logs() -> Outcome<PathBuf> {
    let folder = place::parts();
    fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
    Ok(folder)
}
