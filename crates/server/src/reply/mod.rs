//! What goes back: pages, redirects, cookies, and pages for what went wrong.

mod dress;
mod error;
mod page;
mod problem;

pub(crate) use dress::dress;
pub(crate) use error::{Cause, PageError};
pub(crate) use page::{Reply, page, see_other, with_cookies};
pub(crate) use problem::Problem;
