//! What holds for the workspace as a whole: its arrows, and the map of it.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod architecture;
mod arrow;
mod manifest;
