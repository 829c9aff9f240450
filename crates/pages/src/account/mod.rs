//! *My account*: what happened, and where the person is signed in.

mod activity;
mod sentence;
mod sessions;

pub use activity::{ActivityItem, ActivityPage};
pub use sessions::{SessionItem, SessionsPage};
