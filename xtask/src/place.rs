//! Where things lie: the checkout, the target folder, the virtual environment.

use std::path::{Path, PathBuf};

/// The folder of the workspace.
pub(crate) fn workspace() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}

/// Cargo's target folder, wherever the person has put it.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || workspace().join("target"),
        |folder| workspace().join(folder),
    )
}

/// What the parts print, and where those started by hand are noted down.
pub(crate) fn parts() -> PathBuf {
    target().join("parts")
}

/// The browser journeys.
pub(crate) fn e2e() -> PathBuf {
    workspace().join("e2e")
}

/// The Python environment of the browser journeys.
pub(crate) fn venv() -> PathBuf {
    target().join("e2e-venv")
}
