//! What a step of a benchmark comes to: a sentence for the person at the terminal.

use std::error::Error;

/// Why a benchmark can't go on.
pub(crate) type Failure = Box<dyn Error + Send + Sync>;

/// The result of a step.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;
