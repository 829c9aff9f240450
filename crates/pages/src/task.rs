//! A task: a page on which one thing is done, in one calm column. What its template,
//! `part/task.html`, asks of it beside its fields.

use std::borrow::Cow;

use crate::frame::Frame;

/// Where a person is who switches two-step verification on: pages on the way show it, and
/// lead back to `/account/security/two-step?go=on`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guide {
    /// The page was opened by itself.
    Alone,
    /// The page is one step on the way.
    TwoStep,
}

/// A page on which one thing is done.
pub(crate) trait Task {
    /// The surroundings.
    fn surroundings(&self) -> &Frame;

    /// The id of its heading.
    fn heading_id(&self) -> &'static str;

    /// What is wrong with what was sent.
    fn problem(&self) -> Option<Cow<'static, str>> {
        None
    }

    /// Whether it is a step of something greater.
    fn guided(&self) -> Guide {
        Guide::Alone
    }

    fn heading(&self) -> Cow<'static, str> {
        self.surroundings().t(self.heading_id())
    }

    fn error(&self) -> Option<Cow<'static, str>> {
        self.problem()
    }

    /// What it is a step of, above its heading.
    fn step(&self) -> Option<Cow<'static, str>> {
        match self.guided() {
            Guide::Alone => None,
            Guide::TwoStep => Some(self.surroundings().t("guide-whole")),
        }
    }

    /// Where the link below leads.
    fn back(&self) -> Back {
        let frame = self.surroundings();
        match self.guided() {
            Guide::Alone => Back::to_security(frame, "back-to-security"),
            Guide::TwoStep => Back {
                href: "/account/security/two-step?go=on",
                label: frame.t("guide-back"),
            },
        }
    }

    /// What its form's path ends with, so that the guide isn't forgotten on the way.
    fn query(&self) -> &'static str {
        match self.guided() {
            Guide::Alone => "",
            Guide::TwoStep => "?guide=two-step",
        }
    }
}

/// A link back.
pub(crate) struct Back {
    pub(crate) href: &'static str,
    pub(crate) label: Cow<'static, str>,
}

impl Back {
    /// To the overview, with the words of this id.
    pub(crate) fn to_security(frame: &Frame, label: &str) -> Self {
        Self {
            href: "/account/security",
            label: frame.t(label),
        }
    }
}
