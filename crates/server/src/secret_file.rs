//! Files that hold secrets: made whole or not at all, readable by their owner alone.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{
    DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _, chown,
};
use std::path::Path;

use aws_lc_rs::rand::fill;

/// Puts the file there, or leaves what another process put there first: of
/// several that start at once, one wins and all read the same.
///
/// The text is written aside and linked into place, so that a crash or a full
/// disk never leaves half a secret. Missing folders are made for the owner alone.
pub(crate) fn make(path: &Path, text: &str) -> io::Result<()> {
    let folder = folder_of(path);
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
    let draft = folder.join(draft_name()?);
    let made = write(&draft, text).and_then(|()| link(&draft, path));
    fs::remove_file(&draft)?;
    made?;
    File::open(folder)?.sync_all()
}

/// Puts another text in the place of a file that is there, whole or not at all.
///
/// It stays with its owner, so that a server can read what root has written.
pub(crate) fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let owner = fs::metadata(&path)?.uid();
    let folder = folder_of(&path);
    let draft = folder.join(draft_name()?);
    let replaced = write(&draft, text)
        .and_then(|()| chown(&draft, Some(owner), None))
        .and_then(|()| fs::rename(&draft, &path));
    if replaced.is_err() {
        let _nothing_to_remove = fs::remove_file(&draft);
    }
    replaced?;
    File::open(folder)?.sync_all()
}

/// Whether others than the owner can get at the file.
pub(crate) fn is_exposed(path: &Path) -> io::Result<bool> {
    Ok(fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}

fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// A name that no other process takes, nor one that crashed has left.
fn draft_name() -> io::Result<String> {
    let mut random = [0; 8];
    fill(&mut random).map_err(|_| io::Error::other("the system gives no randomness"))?;
    Ok(format!("{:016x}.draft", u64::from_ne_bytes(random)))
}

fn write(draft: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn link(draft: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(draft, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_in_one_move_and_stays_private() {
        let name = format!("kadomori-secret-file-replaced-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let path = folder.join("secret");
        assert!(replace(&path, "first").is_err(), "there is nothing yet");
        make(&path, "first").unwrap();
        replace(&path, "second").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "second");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        assert!(!is_exposed(&path).unwrap());
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn the_first_to_come_wins_and_nothing_is_left_beside_it() {
        let name = format!("kadomori-secret-file-{}", std::process::id());
        let folder = std::env::temp_dir().join(name).join("deep");
        let path = folder.join("secret");
        make(&path, "first").unwrap();
        make(&path, "second").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "first");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        assert!(!is_exposed(&path).unwrap());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(is_exposed(&path).unwrap());
        fs::remove_dir_all(folder.parent().unwrap()).unwrap();
    }
}
