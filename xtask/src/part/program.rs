//! A part's programs that run as whoever runs this chore: started, known again, ended.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::Life;
use super::folder::{self, Folder};
use crate::failure::{Failure, Outcome};
use crate::process::run_quietly;

const PATIENCE: Duration = Duration::from_secs(15);
const PAUSE: Duration = Duration::from_millis(20);

/// A program about to be started.
pub(super) struct Program<'part> {
    /// What its log and the file with its process id are called.
    pub(super) name: &'part str,
    pub(super) path: &'part str,
    /// Where its words go; into `target/parts` where nothing is named.
    pub(super) log: Option<PathBuf>,
}

impl Program<'_> {
    /// Starts it with these arguments, and notes its process id in the part's folder.
    pub(super) fn start(&self, folder: &Folder, life: Life, arguments: &[&str]) -> Outcome {
        let log = match &self.log {
            Some(log) => log.clone(),
            None => folder::log(self.name)?,
        };
        let mut command = folder::own(self.path, life);
        // A group of its own: a Ctrl-C meant for this command must not end what goes on after it.
        let id = folder::spawn_with_log(command.args(arguments).process_group(0), &log)?;
        let process = Process::now(id.to_string()).ok_or_else(|| {
            Failure::new(format!(
                "{} ended at once; see {}",
                self.name,
                log.display()
            ))
        })?;
        let note = format!("{} {}", process.id, process.since);
        folder.write(&name_of_note(self.name), &note).map(drop)
    }
}

/// Ends those of a part's programs that run, one after the other.
pub(super) fn end(folder: &Folder, names: &[&str]) -> Outcome {
    names.iter().try_for_each(|name| end_one(folder, name))
}

fn end_one(folder: &Folder, name: &str) -> Outcome {
    let note = fs::read_to_string(folder.join(&name_of_note(name))).unwrap_or_default();
    let Some((id, since)) = note.split_once(' ') else {
        return Ok(());
    };
    let ours = Process {
        id: id.to_owned(),
        since: since.to_owned(),
    };
    for signal in ["TERM", "KILL"] {
        if !ours.runs() {
            return Ok(());
        }
        // It may end by itself just now; whether it has is asked below.
        let _ = run_quietly(Command::new("sh").args(["-c", &format!("kill -s {signal} {id}")]));
        let start = Instant::now();
        while ours.runs() && start.elapsed() < PATIENCE {
            sleep(PAUSE);
        }
    }
    if ours.runs() {
        return Err(Failure::new(format!("{name} (process {id}) doesn't end")));
    }
    Ok(())
}

/// A process by its id and by when it began, so that one which has been given the same id since
/// is never taken for it.
#[derive(PartialEq, Eq)]
struct Process {
    id: String,
    since: String,
}

impl Process {
    /// The process that has this id now. One that has ended, but whose parent hasn't asked for
    /// its end, is none any more.
    fn now(id: String) -> Option<Self> {
        let stat = fs::read_to_string(Path::new("/proc").join(&id).join("stat")).ok()?;
        // The name before may hold anything; after it the fields are numbered from 3 (proc(5)).
        let (_, fields) = stat.rsplit_once(") ")?;
        let mut fields = fields.split(' ');
        let state = fields.next()?;
        let since = fields.nth(22 - 4)?.to_owned();
        (state != "Z").then_some(Self { id, since })
    }

    fn runs(&self) -> bool {
        Self::now(self.id.clone()).as_ref() == Some(self)
    }
}

fn name_of_note(name: &str) -> String {
    format!("{name}.pid")
}
