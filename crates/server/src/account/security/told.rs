//! What the overview tells first: the change that was just made, or why it wasn't. It comes
//! with the page's own address, in a word.

use kadomori_domain::{
    event::SecurityChange, holdings::Keeps, policy::NoTextsTo, security::Refused,
};
use kadomori_pages::account::security::SecurityNotice;
use serde::{Deserialize, Serialize};

use super::deed::Carried;
use crate::reply::{PageError, Reply, see_other};

/// What the overview's own address may say.
#[derive(Default, Deserialize, Serialize)]
pub(crate) struct Told {
    done: Option<SecurityChange>,
    not: Option<Word>,
    proven: Option<Proven>,
}

/// The person came back from proving that it's them.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum Proven {
    Yes,
}

/// The overview, saying that a change was made.
pub(crate) fn done(change: SecurityChange) -> String {
    let done = Some(change);
    overview(&Told {
        done,
        ..Told::default()
    })
}

/// The overview, saying why a change was not made.
pub(crate) fn not(refused: &Refused) -> String {
    let not = Some(Word::of(refused));
    overview(&Told {
        not,
        ..Told::default()
    })
}

/// The reply to a change whose refusals have no page of their own; `page` is where to begin
/// again when the proofs have become too old.
pub(crate) fn reply(carried: &Carried, change: SecurityChange, page: &str) -> Reply {
    match carried {
        Carried::Out => see_other(&done(change)),
        Carried::Not(refused) => see_other(&not(refused)),
        Carried::Taken => see_other(&not(&Refused::AlreadyThere)),
        Carried::NotFresh => Err(PageError::ProveFirst(page.to_owned())),
    }
}

fn overview(told: &Told) -> String {
    match serde_urlencoded::to_string(told) {
        Ok(words) => format!("/account/security?{words}"),
        // Words of ours are written down in any case.
        Err(_) => "/account/security".to_owned(),
    }
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
    NoTexts,
}

impl Told {
    /// What the page says.
    pub(crate) fn notice(&self) -> Option<SecurityNotice> {
        if let Some(change) = self.done {
            return Some(SecurityNotice::Done(change));
        }
        if self.proven.is_some() {
            return Some(SecurityNotice::Proven);
        }
        Some(SecurityNotice::Refused(match self.not? {
            Word::LastWayIn => Keeps::LastWayIn.into(),
            Word::TwoStepNeedsIt => Keeps::TwoStepNeedsIt.into(),
            Word::ShortPassword => Keeps::ShortPassword.into(),
            Word::NoOtherStrongWay => Refused::NoOtherStrongWay,
            Word::LastNotices => Refused::LastNotices,
            Word::AlreadyThere => Refused::AlreadyThere,
            Word::NotThere => Refused::NotThere,
            Word::NoTexts => Refused::NoTexts(NoTextsTo::Off),
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
            Refused::NoTexts(_) => Self::NoTexts,
        }
    }
}
