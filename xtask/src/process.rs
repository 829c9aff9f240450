//! Starting other programs, and saying clearly which of them failed.

use std::ffi::OsStr;
use std::process::{Command, Stdio};

use crate::failure::{Failure, Outcome};
use crate::place;

/// Cargo, in the workspace's folder; the very cargo that started this chore.
pub(crate) fn cargo() -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(place::workspace());
    command
}

/// A program that needs the rights of root: through sudo, unless we are root already.
pub(crate) fn as_root(program: impl AsRef<OsStr>) -> Command {
    if is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("sudo");
    command.arg(program);
    command
}

/// Whether this process is root's.
pub(crate) fn is_root() -> bool {
    read(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}

/// Runs a program to its end, showing what it prints.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|error| not_started(command, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "`{}` ended with {status}",
            line(command)
        )))
    }
}

/// Runs a program to its end, and only then shows what it printed: for one that runs beside
/// another.
pub(crate) fn run_and_show(command: &mut Command) -> Outcome {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| not_started(command, &error))?;
    for words in [&output.stdout, &output.stderr] {
        eprintln!("{}", String::from_utf8_lossy(words).trim_end());
    }
    if output.status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "`{}` ended with {}",
            line(command),
            output.status
        )))
    }
}

/// Runs a program to its end without a word, unless it fails; then its words are the failure.
pub(crate) fn run_quietly(command: &mut Command) -> Outcome {
    read(command).map(drop)
}

/// Runs a program and returns what it printed, without the last line's end.
pub(crate) fn read(command: &mut Command) -> Outcome<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| not_started(command, &error))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::new(format!(
            "`{}` ended with {}\n{words}",
            line(command),
            output.status
        )));
    }
    Ok(String::from_utf8_lossy(&output.stdout)
        .trim_end()
        .to_owned())
}

/// Whether a program can be started at all and is content with these arguments.
pub(crate) fn works(program: impl AsRef<OsStr>, arguments: &[&str]) -> bool {
    run_quietly(Command::new(program).args(arguments)).is_ok()
}

/// The failure of a program that could not even be started.
pub(crate) fn not_started(command: &Command, error: &std::io::Error) -> Failure {
    Failure::new(format!("`{}` could not be started: {error}", line(command)))
}

/// The command as one would type it; for messages only.
fn line(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy()];
    words.extend(command.get_args().map(OsStr::to_string_lossy));
    words.join(" ")
}
