//! The way through switching two-step verification on: pages that are opened from it say
//! so in their address, show where they stand, and lead back to it.

use kadomori_domain::event::SecurityChange;
use kadomori_pages::account::security::Guide;
use serde::Deserialize;

use super::told;

/// Where the way goes on.
pub(crate) const TWO_STEP: &str = "/account/security/two-step?go=on";

/// Whether a page was opened on the way, as its address says; so does its form's.
#[derive(Clone, Copy, Default, Deserialize)]
pub(crate) struct Guided {
    guide: Option<Way>,
}

/// The ways that there are.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Way {
    TwoStep,
}

impl Guided {
    /// What the page shows of it.
    pub(crate) const fn guide(self) -> Guide {
        match self.guide {
            Some(Way::TwoStep) => Guide::TwoStep,
            None => Guide::Alone,
        }
    }

    /// The address of a page on the same way.
    pub(crate) fn page(self, path: &str) -> String {
        match self.guide {
            Some(Way::TwoStep) => format!("{path}?guide=two-step"),
            None => path.to_owned(),
        }
    }

    /// Where to go where there is nothing to do any more.
    pub(crate) fn back(self) -> &'static str {
        match self.guide {
            Some(Way::TwoStep) => TWO_STEP,
            None => "/account/security",
        }
    }

    /// Where a change that was made leads.
    pub(crate) fn done(self, change: SecurityChange) -> String {
        match self.guide {
            Some(Way::TwoStep) => TWO_STEP.to_owned(),
            None => told::done(change),
        }
    }
}
