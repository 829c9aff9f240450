//! What was named on the command line, as mails one after another.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use super::mbox::Mailbox;

/// A name on the command line.
pub(super) enum Source {
    /// `-`
    Input,
    /// A file or a folder.
    Path(PathBuf),
}

/// A mail, or why there is none.
pub(super) struct Opened {
    /// What it is called.
    pub(super) name: String,
    /// Its octets.
    pub(super) mail: Result<Vec<u8>, Unopened>,
}

/// Why there are no octets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unopened {
    /// There is no such file.
    Missing,
    /// It can't be read.
    Unreadable,
    /// A folder without a file.
    EmptyFolder,
}

impl From<io::Error> for Unopened {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            _ => Self::Unreadable,
        }
    }
}

impl Source {
    pub(super) fn named(path: &Path) -> Self {
        if path.as_os_str() == "-" {
            Self::Input
        } else {
            Self::Path(path.to_owned())
        }
    }

    /// Its mails, each of which is looked at up to `longest` octets and a little.
    pub(super) fn open(self, longest: usize) -> Mails {
        let (files, trouble) = match self {
            Self::Input => (vec![None], None),
            Self::Path(path) => match listed(&path) {
                Ok(None) => (vec![Some(path)], None),
                Ok(Some(files)) if files.is_empty() => {
                    (Vec::new(), Some((path, Unopened::EmptyFolder)))
                }
                Ok(Some(files)) => (files.into_iter().map(Some).collect(), None),
                Err(error) => (Vec::new(), Some((path, error.into()))),
            },
        };
        Mails {
            files: files.into_iter(),
            trouble,
            open: None,
            longest,
        }
    }
}

/// The files of a folder by their names; `None` for what is no folder.
fn listed(path: &Path) -> io::Result<Option<Vec<PathBuf>>> {
    if !fs::metadata(path)?.is_dir() {
        return Ok(None);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        let is_file = || fs::metadata(entry.path()).is_ok_and(|it| it.is_file());
        if !is_hidden && is_file() {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(Some(files))
}

/// A file that is being read.
type Open = Mailbox<Box<dyn Read>>;

/// The mails of a source, one at a time.
pub(super) struct Mails {
    /// Files that are still to come; standard input is `None`.
    files: std::vec::IntoIter<Option<PathBuf>>,
    /// What is wrong with the source itself.
    trouble: Option<(PathBuf, Unopened)>,
    open: Option<(String, Open)>,
    longest: usize,
}

impl Iterator for Mails {
    type Item = Opened;

    fn next(&mut self) -> Option<Opened> {
        if let Some((path, why)) = self.trouble.take() {
            return Some(Opened {
                name: path.display().to_string(),
                mail: Err(why),
            });
        }
        loop {
            if self.open.is_none() {
                let (name, opened) = self.open_next()?;
                match opened {
                    Ok(mailbox) => self.open = Some((name, mailbox)),
                    Err(why) => {
                        let mail = Err(why);
                        return Some(Opened { name, mail });
                    }
                }
            }
            let turned = match &mut self.open {
                Some((_, mailbox)) => mailbox.turn(),
                None => return None,
            };
            match turned {
                Ok(true) => break,
                Ok(false) => self.open = None,
                Err(error) => {
                    let (name, _) = self.open.take()?;
                    let mail = Err(error.into());
                    return Some(Opened { name, mail });
                }
            }
        }
        let (name, mailbox) = self.open.as_mut()?;
        Some(Opened {
            name: match mailbox.number() {
                Some(number) => format!("{name}#{number}"),
                None => name.clone(),
            },
            mail: Ok(mailbox.take_mail()),
        })
    }
}

impl Mails {
    fn open_next(&mut self) -> Option<(String, Result<Open, Unopened>)> {
        let (name, input): (_, io::Result<Box<dyn Read>>) = match self.files.next()? {
            None => ("-".to_owned(), Ok(Box::new(io::stdin()))),
            Some(path) => {
                let opened = File::open(&path).map(|file| Box::new(file) as Box<dyn Read>);
                (path.display().to_string(), opened)
            }
        };
        let opened = input.map(|input| Mailbox::new(input, self.longest));
        Some((name, opened.map_err(Unopened::from)))
    }
}
