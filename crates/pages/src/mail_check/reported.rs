//! That a fake was reported.

use std::borrow::Cow;

use askama::Template;

use crate::{
    frame::{Frame, renders},
    sample,
};

/// The answer to `POST /mail-check/report`.
#[derive(Clone, Debug, Template)]
#[template(path = "mail_check/reported.html")]
pub struct MailReportedPage {
    /// The surroundings.
    pub frame: Frame,
    /// Whether it was written down; else the page had waited too long.
    pub is_taken: bool,
}

renders!(MailReportedPage);

impl MailReportedPage {
    fn heading(&self) -> Cow<'static, str> {
        self.frame.t(if self.is_taken {
            "reported-title"
        } else {
            "reported-late-title"
        })
    }

    fn meaning(&self) -> Cow<'static, str> {
        self.frame.t(if self.is_taken {
            "reported-means"
        } else {
            "reported-late-means"
        })
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |is_taken| Self {
            frame: sample::frame("/mail-check"),
            is_taken,
        };
        vec![("taken", page(true)), ("late", page(false))]
    }
}
