//! A file of breached passwords that the operator has: Pwned Passwords, ordered by hash.
//!
//! Each line is the SHA-1 of a password in hexadecimal, a colon, and how often it was
//! found. The file is tens of gigabytes long and stays on the disk: a search reads some
//! forty short pieces of it.

use std::{
    cmp::Ordering,
    fs::File,
    io,
    os::unix::fs::FileExt as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use kadomori_domain::factor::password::Password;

/// Octets of a SHA-1.
const HASH: usize = 20;
/// Octets in which a line ends, and the next one tells its hash.
const WINDOW: usize = 160;
/// Places at which a file is looked at before it is believed to be in order.
const PLACES: u64 = 1024;

/// The file.
#[derive(Clone)]
pub struct BreachedFile {
    file: Arc<File>,
    length: u64,
}

/// Why a file can't be used.
#[derive(Debug, thiserror::Error)]
pub enum NotABreachedFile {
    /// It can't be read.
    #[error(
        "The file {} can't be read: {why}. Set `password.breached_file` to one that can, \
         or leave it out.",
        path.display()
    )]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system said.
        why: io::Error,
    },
    /// It holds something else.
    #[error(
        "The file {} isn't a Pwned Passwords file: each line should be the SHA-1 of a \
         password in hexadecimal, a colon and a number. (Lists of NTLM hashes look alike, \
         but are shorter.)",
        path.display()
    )]
    Other {
        /// Which.
        path: PathBuf,
    },
    /// Its lines aren't in the order of their hashes.
    #[error(
        "The lines of the file {} aren't in the order of their hashes, so nothing can be \
         found in it. Sort it, as `LC_ALL=C sort` does, or take the edition of Pwned \
         Passwords that is ordered by hash.",
        path.display()
    )]
    Unsorted {
        /// Which.
        path: PathBuf,
    },
}

/// A line: where it begins, and the hash on it.
struct Line {
    start: u64,
    hash: [u8; HASH],
}

impl BreachedFile {
    /// Opens the file and looks at it here and there; reading all of it would take minutes.
    pub fn open(path: &Path) -> Result<Self, NotABreachedFile> {
        let path = path.to_owned();
        let opened = File::open(&path).and_then(|file| {
            let meta = file.metadata()?;
            Ok((meta.is_file(), meta.len(), file))
        });
        let (is_file, length, file) = match opened {
            Ok(opened) => opened,
            Err(why) => return Err(NotABreachedFile::Unreadable { path, why }),
        };
        if !is_file || length == 0 {
            return Err(NotABreachedFile::Other { path });
        }
        let file = Self {
            file: Arc::new(file),
            length,
        };
        match file.is_in_order() {
            Ok(true) => Ok(file),
            Ok(false) => Err(NotABreachedFile::Unsorted { path }),
            Err(why) if why.kind() == io::ErrorKind::InvalidData => {
                Err(NotABreachedFile::Other { path })
            }
            Err(why) => Err(NotABreachedFile::Unreadable { path, why }),
        }
    }

    /// Whether the file has this very password. The disk is read on a thread for that.
    pub(super) async fn holds(&self, password: &Password) -> io::Result<bool> {
        let digest = digest(&SHA1_FOR_LEGACY_USE_ONLY, password.reveal());
        let hash: [u8; HASH] = digest.as_ref().try_into().map_err(io::Error::other)?;
        let file = self.clone();
        tokio::task::spawn_blocking(move || file.finds(&hash))
            .await
            .map_err(io::Error::other)?
    }

    fn is_in_order(&self) -> io::Result<bool> {
        let mut before: Option<Line> = None;
        for place in 0..PLACES {
            let offset = u128::from(self.length) * u128::from(place) / u128::from(PLACES);
            let offset = u64::try_from(offset).map_err(io::Error::other)?;
            let Some(line) = self.line_from(offset)? else {
                continue;
            };
            if let Some(before) = before {
                let falls = line.hash < before.hash;
                let repeats = line.hash == before.hash && line.start != before.start;
                if falls || repeats {
                    return Ok(false);
                }
            }
            before = Some(line);
        }
        Ok(true)
    }

    fn finds(&self, hash: &[u8; HASH]) -> io::Result<bool> {
        // A line with this hash begins at or after `from`, and before `to`.
        let (mut from, mut to) = (0, self.length);
        while from < to {
            let middle = from + (to - from) / 2;
            match self.line_from(middle)? {
                Some(line) if line.start < to => match line.hash.cmp(hash) {
                    Ordering::Equal => return Ok(true),
                    Ordering::Less => from = line.start + 1,
                    Ordering::Greater => to = middle,
                },
                Some(_) | None => to = middle,
            }
        }
        Ok(false)
    }

    /// The first line that begins at `offset` or after it.
    fn line_from(&self, offset: u64) -> io::Result<Option<Line>> {
        let window_start = offset.saturating_sub(1);
        let mut window = [0; WINDOW];
        let window = self.read(window_start, &mut window)?;
        let skipped = if offset == 0 {
            0
        } else {
            match window.iter().position(|octet| *octet == b'\n') {
                Some(end) => end + 1,
                None if window.len() < WINDOW => return Ok(None),
                None => return Err(not_a_line()),
            }
        };
        let line = window.get(skipped..).unwrap_or_default();
        if line.is_empty() {
            return Ok(None);
        }
        let hash = hash_on(line).ok_or_else(not_a_line)?;
        let start = window_start + u64::try_from(skipped).map_err(io::Error::other)?;
        Ok(Some(Line { start, hash }))
    }

    fn read<'a>(&self, mut at: u64, buffer: &'a mut [u8]) -> io::Result<&'a [u8]> {
        let mut filled = 0;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.file.read_at(rest, at)? {
                0 => break,
                count => {
                    filled += count;
                    at += u64::try_from(count).map_err(io::Error::other)?;
                }
            }
        }
        Ok(buffer.get(..filled).unwrap_or_default())
    }
}

fn not_a_line() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        "a line is no SHA-1 with a colon behind it",
    )
}

/// The hash at the start of a line.
fn hash_on(line: &[u8]) -> Option<[u8; HASH]> {
    let (digits, behind) = line.split_at_checked(2 * HASH)?;
    behind.starts_with(b":").then_some(())?;
    let mut hash = [0; HASH];
    for (octet, pair) in hash.iter_mut().zip(digits.as_chunks().0) {
        let [high, low] = pair.map(|digit| char::from(digit).to_digit(16));
        *octet = u8::try_from(high? << 4 | low?).ok()?;
    }
    Some(hash)
}

#[cfg(test)]
pub(super) mod tests {
    use std::fmt::Write as _;

    use super::*;

    /// A file that goes when the test ends.
    pub(crate) struct Scrap(pub(crate) PathBuf);

    impl Scrap {
        pub(crate) fn new(name: &str) -> Self {
            let name = format!("kadomori-breached-{name}-{}.txt", std::process::id());
            Self(std::env::temp_dir().join(name))
        }

        pub(crate) fn holding(name: &str, text: &str) -> Self {
            let scrap = Self::new(name);
            std::fs::write(&scrap.0, text).expect("a scrap");
            scrap
        }
    }

    impl Drop for Scrap {
        fn drop(&mut self) {
            let _ = std::fs::remove_file(&self.0);
        }
    }

    /// Lines of these passwords, in the order of their hashes.
    pub(crate) fn lines(passwords: &[&str], end: &str) -> String {
        let mut hashes: Vec<String> = passwords.iter().map(|text| hash(text)).collect();
        hashes.sort();
        let mut counted = 1;
        hashes.into_iter().fold(String::new(), |mut text, hash| {
            counted = counted * 7 % 1_000_003;
            let _ = write!(text, "{hash}:{counted}{end}");
            text
        })
    }

    fn hash(text: &str) -> String {
        let digest = digest(&SHA1_FOR_LEGACY_USE_ONLY, text.as_bytes());
        digest
            .as_ref()
            .iter()
            .fold(String::new(), |mut text, octet| {
                let _ = write!(text, "{octet:02X}");
                text
            })
    }

    async fn holds(file: &BreachedFile, text: &str) -> bool {
        let password = Password::parse(text).expect("a password");
        file.holds(&password).await.expect("readable")
    }

    fn numbers(from: u32, to: u32) -> Vec<String> {
        (from..to)
            .map(|number| format!("number {number}"))
            .collect()
    }

    #[tokio::test]
    async fn every_password_is_found_and_no_other() {
        for (name, end) in [("lf", "\n"), ("crlf", "\r\n")] {
            let listed = numbers(0, 700);
            let listed: Vec<&str> = listed.iter().map(String::as_str).collect();
            let scrap = Scrap::holding(name, &lines(&listed, end));
            let file = BreachedFile::open(&scrap.0).expect("a file");
            for text in listed {
                assert!(holds(&file, text).await, "{text}");
            }
            for text in numbers(700, 1400) {
                assert!(!holds(&file, &text).await, "{text}");
            }
        }
    }

    #[tokio::test]
    async fn one_line_without_an_end_is_a_file() {
        let text = lines(&["blue kettle"], "\n");
        let scrap = Scrap::holding("one", text.trim_end());
        let file = BreachedFile::open(&scrap.0).expect("a file");
        assert!(holds(&file, "blue kettle").await);
        assert!(!holds(&file, "red kettle").await);
    }

    #[tokio::test]
    async fn the_case_of_the_hashes_makes_no_difference() {
        let text = lines(&["blue kettle", "red kettle"], "\n").to_lowercase();
        let scrap = Scrap::holding("lower", &text);
        let file = BreachedFile::open(&scrap.0).expect("a file");
        assert!(holds(&file, "red kettle").await);
    }

    #[test]
    fn a_missing_file_is_refused() {
        let scrap = Scrap::new("missing");
        let refused = BreachedFile::open(&scrap.0).err().expect("refused");
        assert!(matches!(refused, NotABreachedFile::Unreadable { .. }));
        let folder = BreachedFile::open(&std::env::temp_dir())
            .err()
            .expect("refused");
        assert!(matches!(folder, NotABreachedFile::Other { .. }));
    }

    #[test]
    fn a_file_of_something_else_is_refused() {
        for (name, text) in [
            ("empty", ""),
            ("words", "password\nsunshine\n"),
            ("ntlm", "00000011059407D743D40689940F858C:3\n"),
            ("bare", "000000005AD76BD555C1D6D771DE417A4B87E4B4\n"),
            ("long", &"0".repeat(100_000)),
        ] {
            let scrap = Scrap::holding(name, text);
            let refused = BreachedFile::open(&scrap.0).err().expect("refused");
            assert!(matches!(refused, NotABreachedFile::Other { .. }), "{name}");
        }
    }

    #[test]
    fn a_file_that_is_ordered_by_count_is_refused() {
        let listed = numbers(0, 3000);
        let text = listed.iter().fold(String::new(), |mut lines, text| {
            let _ = writeln!(lines, "{}:9", hash(text));
            lines
        });
        let scrap = Scrap::holding("unsorted", &text);
        let refused = BreachedFile::open(&scrap.0).err().expect("refused");
        assert!(matches!(refused, NotABreachedFile::Unsorted { .. }));
        assert!(refused.to_string().contains("ordered by hash"), "{refused}");
    }
}
