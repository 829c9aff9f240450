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

/// What a provider said, as one line without whom it was about: mail servers like to repeat
/// the address, and gateways the number. At most 500 characters.
#[must_use]
pub fn nameless(answer: &str) -> String {
    let line: String = answer
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(500)
        .collect();
    let words = line.split_inclusive([' ', '<', '>', '(', ')', '"', ',', ';']);
    words.map(nameless_word).collect()
}

/// A word with the sign that ended it.
fn nameless_word(word: &str) -> String {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let (name, kept) = if word.contains('@') {
        (
            "[address]",
            [' ', '<', '>', '(', ')', '"', ',', ';'].as_slice(),
        )
    } else if word.starts_with('+') && digits >= 8 {
        (
            "[number]",
            [' ', '<', '>', '(', ')', '"', ',', ';', ':', '.'].as_slice(),
        )
    } else {
        return word.to_owned();
    };
    let end = word.trim_end_matches(kept).len();
    format!("{name}{}", word.get(end..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_answer_names_nobody() {
        for (said, kept) in [
            (
                "250 2.0.0 Ok: queued as 4F1C2",
                "250 2.0.0 Ok: queued as 4F1C2",
            ),
            (
                "550 5.1.1 <mika@example.jp>: Recipient address rejected",
                "550 5.1.1 <[address]>: Recipient address rejected",
            ),
            ("550 no mika@example.jp, sorry", "550 no [address], sorry"),
            ("550 \"a b\"@example.jp", "550 \"a b\"[address]"),
            (
                "0: Accepted for +819012345678:",
                "0: Accepted for [number]:",
            ),
            ("one\r\ntwo", "one  two"),
        ] {
            assert_eq!(nameless(said), kept);
        }
    }

    proptest! {
        #[test]
        fn no_answer_keeps_an_address(said in "\\PC{0,40}@\\PC{0,40}") {
            prop_assert!(!nameless(&said).contains('@'), "{said}");
        }
    }

    #[test]
    fn every_outcome_is_found_by_its_name() {
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::named(outcome.name()), Some(outcome));
        }
        assert_eq!(Outcome::named("lost"), None);
    }
}
