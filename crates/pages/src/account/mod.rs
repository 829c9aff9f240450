//! *My account*: what happened, where the person is signed in, and what protects it.

mod activity;
pub mod security;
mod sentence;
mod sessions;

pub use activity::{ActivityItem, ActivityPage, BrokenItem};
pub use sessions::{SessionItem, SessionsNotice, SessionsPage, TrustedItem};
