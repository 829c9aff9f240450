//! The programs' door: JSON in place of pages. It knows no cookies and no sign-in, so that what
//! a browser carries with it opens nothing here. `docs/api.md` describes it.

pub(crate) mod mail_check;
mod problem;
