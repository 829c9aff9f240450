//! The Python environment of the browser journeys: made once, made anew when its list changes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Outcome};
use crate::{place, process};

/// Debian's own Python: the one for which `python3-venv` is installed.
const PYTHON: &str = "/usr/bin/python3";

/// Makes the environment where it is missing, broken or older than its list, and returns its Python.
pub(crate) fn ready() -> Outcome<PathBuf> {
    let list = place::e2e().join("requirements.txt");
    let wanted = fs::read(&list).map_err(Failure::file(&list))?;
    let python = place::venv().join("bin/python");
    if fs::read(stamp()).is_ok_and(|made| made == wanted)
        && process::works(&python, &["-c", "import playwright"])
    {
        eprintln!("the Python environment is there");
        return Ok(python);
    }
    make(&list, &python)?;
    // Written last: an environment that was cut short has no stamp and is made again.
    fs::write(stamp(), wanted).map_err(Failure::file(&stamp()))?;
    Ok(python)
}

fn make(list: &Path, python: &Path) -> Outcome {
    process::run(
        Command::new(PYTHON)
            .args(["-m", "venv", "--clear"])
            .arg(place::venv()),
    )?;
    let mut pip = Command::new(python);
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--requirement",
    ]);
    process::run(pip.arg(list))
}

/// A copy of the list that the environment was made from.
fn stamp() -> PathBuf {
    place::venv().join("made-from.txt")
}
