//! The files of a Maildir: `new` holds what arrived, `tmp` what a server of ours has claimed,
//! `cur` what isn't for us.

use core::time::Duration;
use std::{
    ffi::{OsStr, OsString},
    fs, io,
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
};

use kadomori_domain::time::Time;

/// What the name of a claimed file begins with; the time of the claim and a dot follow.
const CLAIMED: &str = "kadomori.";
/// After so long whoever claimed a mail is dead.
const LEASE: Duration = Duration::from_mins(5);

/// A Maildir.
#[derive(Clone, Debug)]
pub(in super::super) struct Maildir {
    root: PathBuf,
}

/// A mail that is ours alone to deal with.
#[derive(Debug)]
pub(super) struct Claim {
    maildir: Maildir,
    name: OsString,
    claimed: PathBuf,
    /// The mail; `None` when it is too large.
    pub(super) mail: Option<Vec<u8>>,
}

impl Maildir {
    /// The one in this folder, with its parts, which are made if they aren't there.
    pub(in super::super) fn open(root: &Path) -> io::Result<Self> {
        for part in ["new", "cur", "tmp"] {
            fs::create_dir_all(root.join(part))?;
        }
        Ok(Self {
            root: root.to_owned(),
        })
    }

    /// The names of at most so many mails that arrived, the oldest first as far as their names
    /// tell.
    pub(super) fn list(&self, most: usize) -> io::Result<Vec<OsString>> {
        let mut names = self.names("new")?;
        names.sort();
        names.truncate(most);
        Ok(names)
    }

    /// Claims a mail and reads it; `None` when another was faster.
    pub(super) fn claim(
        &self,
        name: &OsStr,
        now: Time,
        largest: usize,
    ) -> io::Result<Option<Claim>> {
        let mut held = OsString::from(format!("{CLAIMED}{}.", now.micros()));
        held.push(name);
        let claimed = self.root.join("tmp").join(held);
        match fs::rename(self.root.join("new").join(name), &claimed) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            renamed => renamed?,
        }
        let length = fs::metadata(&claimed)?.len();
        let fits = usize::try_from(length).is_ok_and(|length| length <= largest);
        Ok(Some(Claim {
            maildir: self.clone(),
            name: name.to_owned(),
            mail: if fits {
                Some(fs::read(&claimed)?)
            } else {
                None
            },
            claimed,
        }))
    }

    /// Puts back what those who died had claimed.
    pub(super) fn put_back_abandoned(&self, now: Time) -> io::Result<()> {
        for held in self.names("tmp")? {
            let Some((at, name)) = claimed_at(&held) else {
                continue;
            };
            if now.since(at) > LEASE {
                let put_back = fs::rename(
                    self.root.join("tmp").join(&held),
                    self.root.join("new").join(name),
                );
                gone_is_fine(put_back)?;
            }
        }
        Ok(())
    }

    fn names(&self, part: &str) -> io::Result<Vec<OsString>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(self.root.join(part))? {
            let entry = entry?;
            let name = entry.file_name();
            let is_hidden = name.as_encoded_bytes().starts_with(b".");
            if !is_hidden && entry.file_type()?.is_file() {
                names.push(name);
            }
        }
        Ok(names)
    }
}

impl Claim {
    /// Leaves it in `cur`, unread, for the operator.
    pub(super) fn keep(self) -> io::Result<()> {
        let mut name = self.name;
        if !name.as_encoded_bytes().contains(&b':') {
            name.push(":2,");
        }
        fs::rename(self.claimed, self.maildir.root.join("cur").join(name))
    }

    /// Puts it back, to be dealt with later.
    pub(super) fn put_back(self) -> io::Result<()> {
        fs::rename(self.claimed, self.maildir.root.join("new").join(self.name))
    }

    /// Deletes it.
    pub(super) fn delete(self) -> io::Result<()> {
        gone_is_fine(fs::remove_file(self.claimed))
    }
}

/// The time and the mail in the name of a claimed file.
fn claimed_at(held: &OsStr) -> Option<(Time, &OsStr)> {
    let rest = held.as_bytes().strip_prefix(CLAIMED.as_bytes())?;
    let dot = rest.iter().position(|byte| *byte == b'.')?;
    let (micros, name) = (rest.get(..dot)?, rest.get(dot + 1..)?);
    let micros = str::from_utf8(micros).ok()?.parse().ok()?;
    Some((Time::from_micros(micros), OsStr::from_bytes(name)))
}

fn gone_is_fine(outcome: io::Result<()>) -> io::Result<()> {
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        outcome => outcome,
    }
}
