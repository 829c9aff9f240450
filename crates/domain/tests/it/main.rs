//! Stories and properties of flows and of what protects an account, on a small world in
//! memory that applies steps and deeds as the store does.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::redundant_closure_for_method_calls,
    reason = "a test stops at the first surprise; an owner's methods take one of a single lifetime"
)]

mod locked_out;
mod owner;
mod property;
mod reset;
mod sign_in;
mod step_up;
mod way;
mod world;
