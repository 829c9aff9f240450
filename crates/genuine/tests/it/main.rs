//! The crate from outside: mails that are made and signed here, and what is found out of them.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop at the first surprise"
)]
#![allow(
    dead_code,
    unreachable_pub,
    reason = "one binary, whose parts share what supports them"
)]

mod chance;
mod corpus;
mod only;
mod signature;
mod support;
mod way;
