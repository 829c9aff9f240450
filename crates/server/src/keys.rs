//! The key file: root keys as text, readable by the server's user alone, and the check
//! that a database and a key file belong together.

use std::{
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use kadomori_domain::{
    key::{KeyId, KeyRing, KeyRingError, RootKey},
    time::Time,
};
use kadomori_store::{Db, StoreError, key_check};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::secret_file;

/// The file's name in the data folder.
pub const FILE: &str = "kadomori.key";
/// The first word of each line that holds a key; the number is the format's version.
const MARK: &str = "kadomori-key-1";

/// Why there are no keys to work with.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file can't be read or written.
    #[error("The key file {} can't be used: {why}.", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        why: io::Error,
    },
    /// Others than its owner may read it.
    #[error("Others may read the key file {}. Run: chmod 600 {}", path.display(), path.display())]
    Exposed {
        /// Which.
        path: PathBuf,
    },
    /// A line isn't a key.
    #[error("Line {line} of the key file {} is no key. Restore the file from a backup.", path.display())]
    Line {
        /// Which file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
    },
    /// The keys don't make a ring.
    #[error("The key file {} can't be used: {why}. Restore it from a backup.", path.display())]
    Ring {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        why: KeyRingError,
    },
    /// The database was written with keys, and there is no key file.
    #[error(
        "There is a database and no key file {}. Restore it from a backup: without it no \
         pending code works and no device is recognised. (To begin anew instead, move the \
         database away.)",
        path.display()
    )]
    Missing {
        /// Where it is expected.
        path: PathBuf,
    },
    /// The database was written with a key that isn't in the file.
    #[error(
        "The database was written with other keys than those in {} (key {id}). Every server \
         on this database needs the same key file; copy it from there, or restore it from a \
         backup.",
        path.display()
    )]
    Foreign {
        /// Which file.
        path: PathBuf,
        /// The key that differs or is missing.
        id: KeyId,
    },
    /// The database couldn't be asked.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The keys of this installation, checked against its database. A new database and no
/// file make a new key.
pub async fn open(folder: &Path, db: &Db, fresh: [u8; 32], now: Time) -> Result<KeyRing, KeyError> {
    let path = folder.join(FILE);
    let known = db.read((), |tx, ()| Box::pin(key_check::list(tx))).await?;
    if !path.exists() {
        if !known.is_empty() {
            return Err(KeyError::Missing { path });
        }
        let first = RootKey::new(KeyId(1), fresh);
        secret_file::make(&path, &text_of(&[first])).map_err(|why| KeyError::File {
            path: path.clone(),
            why,
        })?;
    }
    let ring = read(&path)?;
    check(&ring, &known, &path)?;
    let checks: Vec<_> = ring
        .keys()
        .map(|key| (key.id(), key.check_value()))
        .collect();
    db.write((checks, now), |tx, (checks, now)| {
        Box::pin(async move {
            for (id, value) in checks {
                key_check::insert(tx, *id, *value, *now).await?;
            }
            Ok(())
        })
    })
    .await?;
    Ok(ring)
}

/// The keys in the file at `path`.
pub fn read(path: &Path) -> Result<KeyRing, KeyError> {
    let file = |why| KeyError::File {
        path: path.to_owned(),
        why,
    };
    if secret_file::is_exposed(path).map_err(file)? {
        return Err(KeyError::Exposed {
            path: path.to_owned(),
        });
    }
    let text = Zeroizing::new(fs::read_to_string(path).map_err(file)?);
    let mut keys = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let key = parse(line);
        keys.push(key.ok_or(KeyError::Line {
            path: path.to_owned(),
            line: number + 1,
        })?);
    }
    KeyRing::new(keys).map_err(|why| KeyError::Ring {
        path: path.to_owned(),
        why,
    })
}

/// Adds a key, from which new codes follow after the next start; the older ones stay.
pub fn rotate(path: &Path, fresh: [u8; 32]) -> Result<KeyId, KeyError> {
    let ring = read(path)?;
    let next = KeyId(ring.newest().0.saturating_add(1));
    let mut keys: Vec<_> = ring.keys().cloned().collect();
    keys.push(RootKey::new(next, fresh));
    secret_file::replace(path, &text_of(&keys)).map_err(|why| KeyError::File {
        path: path.to_owned(),
        why,
    })?;
    Ok(next)
}

fn check(ring: &KeyRing, known: &[(KeyId, [u8; 32])], path: &Path) -> Result<(), KeyError> {
    for (id, value) in known {
        let same = ring
            .keys()
            .find(|key| key.id() == *id)
            .is_some_and(|key| key.check_value().ct_eq(value).into());
        if !same {
            return Err(KeyError::Foreign {
                path: path.to_owned(),
                id: *id,
            });
        }
    }
    Ok(())
}

fn text_of(keys: &[RootKey]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::from(
        "# Kadomori's root keys. Whoever has them can compute pending codes: keep this file\n\
         # as you keep a password, back it up apart from the database, and never lose it.\n",
    ));
    for key in keys {
        let secret = Zeroizing::new(STANDARD.encode(key.reveal()));
        let _ = writeln!(text, "{MARK} {} {}", key.id(), *secret);
    }
    text
}

fn parse(line: &str) -> Option<RootKey> {
    let mut words = line.split_whitespace();
    let (mark, id, secret) = (words.next()?, words.next()?, words.next()?);
    if mark != MARK || words.next().is_some() {
        return None;
    }
    let secret = Zeroizing::new(STANDARD.decode(secret).ok()?);
    Some(RootKey::new(
        KeyId(id.parse().ok()?),
        secret.as_slice().try_into().ok()?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rotated_file_keeps_its_keys_and_makes_codes_from_the_new_one() {
        let name = format!("kadomori-keys-rotated-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let path = folder.join(FILE);
        let first = RootKey::new(KeyId(1), [1; 32]);
        secret_file::make(&path, &text_of(std::slice::from_ref(&first))).unwrap();
        assert_eq!(rotate(&path, [2; 32]).unwrap(), KeyId(2));
        assert_eq!(rotate(&path, [3; 32]).unwrap(), KeyId(3));

        let ring = read(&path).unwrap();
        assert_eq!(ring.newest(), KeyId(3));
        let secrets: Vec<_> = ring.keys().map(|key| *key.reveal()).collect();
        assert_eq!(secrets, [[1; 32], [2; 32], [3; 32]]);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_database_knows_the_keys_it_was_written_with() {
        let path = Path::new("kadomori.key");
        let [one, other] = [1, 2].map(|byte| RootKey::new(KeyId(1), [byte; 32]));
        let known = [(KeyId(1), one.check_value())];
        let ring = |key| KeyRing::new(vec![key]).unwrap();
        assert!(check(&ring(one), &known, path).is_ok());
        assert!(matches!(
            check(&ring(other.clone()), &known, path),
            Err(KeyError::Foreign { id: KeyId(1), .. })
        ));
        let later = [(KeyId(2), other.check_value())];
        assert!(
            check(&ring(other), &later, path).is_err(),
            "key 2 is missing"
        );
    }
}
