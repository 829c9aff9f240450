//! Where settings come from: the file, the environment, and the files that hold
//! secrets. All of it is handed over as values, so that reading settings is a pure
//! function; [`Sources::from_process`] is the one place that looks at the process.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

/// The file that is read when `--config` names none.
pub const DEFAULT_FILE: &str = "kadomori.toml";

/// The variable that names the file, for where a flag is hard to pass.
pub(super) const FILE_VARIABLE: &str = "KADOMORI_CONFIG";

/// How a file that holds a secret is read.
pub(super) type ReadFile = fn(&Path) -> io::Result<Vec<u8>>;

/// Everything that settings are read from.
pub struct Sources {
    pub(super) file: ConfigFile,
    pub(super) variables: Vec<(String, OsString)>,
    pub(super) read_file: ReadFile,
}

/// The language that programs at this terminal are to speak, as `ja_JP.UTF-8` (POSIX, XBD 8.2).
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the environment"
)]
pub(crate) fn terminal_language() -> Option<String> {
    let mut names = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter();
    names.find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
}

/// The settings file, as it was found.
pub(super) enum ConfigFile {
    /// None was named, and none lies in the folder.
    Absent,
    /// It was read.
    Found { name: String, content: Vec<u8> },
    /// It was named or lies there, and can't be read.
    Unreadable { name: String, error: io::Error },
}

impl Sources {
    /// What this process was started with. `file` is the value of `--config`.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the environment"
    )]
    pub fn from_process(file: Option<&Path>) -> Self {
        let named = file
            .map(Path::to_path_buf)
            .or_else(|| std::env::var_os(FILE_VARIABLE).map(PathBuf::from))
            .filter(|path| !path.as_os_str().is_empty());
        let variables = std::env::vars_os()
            .map(|(name, value)| (name.to_string_lossy().into_owned(), value))
            .collect();
        Self {
            file: ConfigFile::open(named.as_deref()),
            variables,
            read_file: read,
        }
    }

    /// Settings that are given as values: the text of a file, and variables. Files that hold
    /// secrets are still read from the disk.
    #[must_use]
    pub fn given(text: &str, variables: &[(&str, &str)]) -> Self {
        let file = ConfigFile::Found {
            name: DEFAULT_FILE.to_owned(),
            content: text.as_bytes().to_vec(),
        };
        let variables = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.into()))
            .collect();
        Self {
            file,
            variables,
            read_file: read,
        }
    }
}

impl ConfigFile {
    fn open(named: Option<&Path>) -> Self {
        let path = named.unwrap_or(Path::new(DEFAULT_FILE));
        let name = path.display().to_string();
        match read(path) {
            Ok(content) => Self::Found { name, content },
            Err(error) if named.is_none() && error.kind() == io::ErrorKind::NotFound => {
                Self::Absent
            }
            Err(error) => Self::Unreadable { name, error },
        }
    }
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    std::fs::read(path)
}
