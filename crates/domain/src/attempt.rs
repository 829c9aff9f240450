//! What happened to a message, one line for each try at handing it over and for each report
//! about it. The ledger says where a message is; these say how it came there.

use crate::{
    delivery::{Permanence, Report},
    id::{MessageId, TenantId},
    time::Time,
};

/// One try, or one report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The message.
    pub message: MessageId,
    /// The organisation.
    pub tenant: TenantId,
    /// When.
    pub at: Time,
    /// The provider that was asked, or that reported.
    pub provider: String,
    /// What came of it.
    pub outcome: Outcome,
    /// What the provider said, or what the machine saw.
    pub answer: Option<String>,
}

/// What came of a try, or what was reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The provider took it.
    HandedOver,
    /// The provider asked to come back later.
    PutOff,
    /// The provider couldn't be used: not reached, silent, or nothing that could be trusted.
    Trouble,
    /// The provider refused it for good.
    Refused,
    /// There was no use in it any more.
    Expired,
    /// Reported: it is late, and still tried.
    Delayed,
    /// Reported: it reached the mailbox or the phone.
    Delivered,
    /// Reported: it didn't, and nobody tries any more.
    Bounced(Permanence),
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::HandedOver,
        Self::PutOff,
        Self::Trouble,
        Self::Refused,
        Self::Expired,
        Self::Delayed,
        Self::Delivered,
        Self::Bounced(Permanence::Hard),
        Self::Bounced(Permanence::Soft),
    ];

    /// What a report says.
    #[must_use]
    pub const fn of(report: Report) -> Self {
        match report {
            Report::Delayed => Self::Delayed,
            Report::Delivered => Self::Delivered,
            Report::Failed(permanence) => Self::Bounced(permanence),
        }
    }

    /// Its name in the database and the metrics; never changed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::HandedOver => "handed_over",
            Self::PutOff => "put_off",
            Self::Trouble => "trouble",
            Self::Refused => "refused",
            Self::Expired => "expired",
            Self::Delayed => "delayed",
            Self::Delivered => "delivered",
            Self::Bounced(Permanence::Hard) => "bounced_hard",
            Self::Bounced(Permanence::Soft) => "bounced_soft",
        }
    }

    /// The outcome with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_is_found_by_its_name() {
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::named(outcome.name()), Some(outcome));
        }
        assert_eq!(Outcome::named("lost"), None);
    }
}
