//! How unusual a sign-in looks.

use serde::{Deserialize, Serialize};

/// The level that an assessment comes to.
///
/// Until the watch learns from history, the server assesses every request as
/// [`Level::Ordinary`]; the gate decides by the level wherever it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Nothing stands out.
    Ordinary,
    /// Something does.
    Unusual,
}
