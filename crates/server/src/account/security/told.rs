//! What the overview tells first: the change that was just made, or why it wasn't. It comes
//! with the page's own address, in a word.

use kadomori_domain::{event::SecurityChange, holdings::Keeps, security::Refused};
use kadomori_pages::account::security::SecurityNotice;
use serde::{Deserialize, Serialize};

/// What the overview's own address may say.
#[derive(Default, Deserialize)]
pub(crate) struct Told {
    done: Option<SecurityChange>,
    not: Option<Word>,
}

/// Why a change was not made.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Word {
    LastWayIn,
    TwoStepNeedsIt,
    ShortPassword,
    NoOtherStrongWay,
    LastNotices,
    AlreadyThere,
    NotThere,
}

impl Told {
    /// What the page says.
    pub(crate) fn notice(&self) -> Option<SecurityNotice> {
        if let Some(change) = self.done {
            return Some(SecurityNotice::Done(change));
        }
        Some(SecurityNotice::Refused(match self.not? {
            Word::LastWayIn => Keeps::LastWayIn.into(),
            Word::TwoStepNeedsIt => Keeps::TwoStepNeedsIt.into(),
            Word::ShortPassword => Keeps::ShortPassword.into(),
            Word::NoOtherStrongWay => Refused::NoOtherStrongWay,
            Word::LastNotices => Refused::LastNotices,
            Word::AlreadyThere => Refused::AlreadyThere,
            Word::NotThere => Refused::NotThere,
        }))
    }
}

impl Word {
    /// The word for a refusal; what has a page of its own is told there.
    pub(crate) fn of(refused: &Refused) -> Self {
        match refused {
            Refused::Keeps(Keeps::LastWayIn) => Self::LastWayIn,
            Refused::Keeps(Keeps::TwoStepNeedsIt) | Refused::NotReady(_) => Self::TwoStepNeedsIt,
            Refused::Keeps(Keeps::ShortPassword) => Self::ShortPassword,
            Refused::NoOtherStrongWay => Self::NoOtherStrongWay,
            Refused::LastNotices => Self::LastNotices,
            Refused::AlreadyThere | Refused::TooMany { .. } => Self::AlreadyThere,
            Refused::NotThere => Self::NotThere,
        }
    }
}
