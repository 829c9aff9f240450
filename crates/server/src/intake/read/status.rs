//! Status codes (RFC 3463), and which of them say that the next mail would come back as well.

use kadomori_domain::delivery::Permanence;

/// A status code: what happened (2 delivered, 4 not yet, 5 not), what it is about, and the detail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Status {
    pub(crate) class: u8,
    pub(crate) subject: u16,
    pub(crate) detail: u16,
}

/// Codes of class 5 that speak of the mailbox itself, as the registry of enhanced status codes
/// describes them: RFC 3463 §3.2 and §3.3, RFC 7505 §4.2 for 5.1.10.
///
/// All others are soft: mailbox full (5.2.2), a mail too large (5.2.3, 5.3.4), the network
/// (5.4.x), policy (5.7.x), and those about us as the sender (5.1.7, 5.1.8).
const GONE: [(u16, u16); 6] = [
    // No such mailbox.
    (1, 1),
    // No such domain.
    (1, 2),
    // The address can't be one.
    (1, 3),
    // The mailbox has moved, and nobody knows where to.
    (1, 6),
    // The domain says that it takes no mail.
    (1, 10),
    // The mailbox is switched off.
    (2, 1),
];

/// What Exchange Online says of an address that isn't in its directory, with a code that means
/// something else by its registry: 5.4.1 (Microsoft, "Fix NDR error code 550 5.4.1": "because the
/// recipient's email address is invalid").
const NOT_IN_DIRECTORY: (Status, &str) = (
    Status {
        class: 5,
        subject: 4,
        detail: 1,
    },
    "recipient address rejected: access denied",
);

/// How those who give no code, or one that says nothing, call a mailbox that doesn't take this
/// mail, in small letters. docomo answers `550 Unknown user a@docomo.ne.jp`, au
/// `550 <a@ezweb.ne.jp>: User unknown`, SoftBank `550 Invalid recipient: <a@i.softbank.jp>`,
/// Yahoo! JAPAN `554 delivery error: dd This user doesn't have a yahoo.co.jp account`; the first
/// two say so too when the person's own filter keeps the mail out, which the next won't pass
/// either.
const UNKNOWN: [&str; 6] = [
    "unknown user",
    "user unknown",
    "no such user",
    "invalid recipient",
    "user doesn't have a",
    "no mailbox here by that name",
];

impl Status {
    /// Reads a field such as `5.1.1` or `5.1.1 (bad destination mailbox address)`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let code = text
            .trim_start()
            .split(|c: char| !c.is_ascii_digit() && c != '.')
            .next()?;
        let mut numbers = code.trim_end_matches('.').split('.');
        let class = match numbers.next()? {
            "2" => 2,
            "4" => 4,
            "5" => 5,
            _ => return None,
        };
        let subject = number(numbers.next()?)?;
        let detail = number(numbers.next()?)?;
        numbers.next().is_none().then_some(Self {
            class,
            subject,
            detail,
        })
    }

    /// The codes in a free text.
    pub(crate) fn list(text: &str) -> impl Iterator<Item = Self> {
        text.split(|c: char| !c.is_ascii_digit() && c != '.')
            .filter(|word| word.len() >= 5)
            .filter_map(Self::parse)
    }

    /// Whether it says no more than its class does.
    pub(crate) fn is_vague(self) -> bool {
        self.detail == 0
    }

    /// Whether the next mail would come back as well, by the code alone.
    pub(crate) fn permanence(self) -> Permanence {
        if self.class == 5 && GONE.contains(&(self.subject, self.detail)) {
            Permanence::Hard
        } else {
            Permanence::Soft
        }
    }
}

impl core::fmt::Display for Status {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

/// Whether the next mail would come back as well, by a code and the words beside it.
pub(super) fn permanence(code: Option<Status>, words: &str) -> Permanence {
    let (not_in_directory, said) = NOT_IN_DIRECTORY;
    match code {
        Some(code) if code == not_in_directory && words.to_ascii_lowercase().contains(said) => {
            Permanence::Hard
        }
        Some(code) if code.class != 5 || !code.is_vague() => code.permanence(),
        Some(_) | None if says_unknown(words) => Permanence::Hard,
        Some(_) | None => Permanence::Soft,
    }
}

/// Whether words that come without a telling code speak of a mailbox that isn't there.
pub(super) fn says_unknown(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    UNKNOWN.iter().any(|sign| words.contains(sign))
}

/// Up to three digits without a nought before them (RFC 3463 §2).
fn number(digits: &str) -> Option<u16> {
    let is_plain = (1..=3).contains(&digits.len()) && (digits == "0" || !digits.starts_with('0'));
    is_plain.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_what_speaks_of_the_mailbox_is_hard() {
        let of = |text: &str| Status::parse(text).unwrap().permanence();
        for code in ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"] {
            assert_eq!(of(code), Permanence::Hard, "{code}");
        }
        for code in [
            "5.0.0", "5.1.0", "5.1.7", "5.1.8", "5.2.0", "5.2.2", "5.2.3", "5.3.4", "5.4.1",
            "5.4.4", "5.7.1", "5.7.26", "4.1.1", "4.2.2", "4.4.7",
        ] {
            assert_eq!(of(code), Permanence::Soft, "{code}");
        }
    }

    #[test]
    fn a_code_is_found_among_words_and_an_address_is_none() {
        let found = |text: &str| {
            let codes = Status::list(text).map(|status| status.to_string());
            codes.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(found("Sorry, no mailbox here (#5.1.1)"), "5.1.1");
        assert_eq!(found("550-5.1.1 The account"), "5.1.1");
        assert_eq!(found("550 5.1.1. 452 4.2.2"), "5.1.1 4.2.2");
        for text in [
            "5.1.1.7", "15.1.1", "5.1", "5.1.1000", "5..1.1", "3.1.1", "v4.99",
        ] {
            assert_eq!(found(text), "", "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_code_reads_as_it_is_written(class in 0_usize..3, subject in 0_u16..1000, detail in 0_u16..1000) {
            let status = Status { class: [2, 4, 5][class], subject, detail };
            prop_assert_eq!(Status::parse(&status.to_string()), Some(status));
            let commented = format!(" {status} (because)");
            prop_assert_eq!(Status::parse(&commented), Some(status));
        }

        #[test]
        fn no_text_makes_it_stumble(text in "\\PC{0,80}") {
            let _ = (Status::parse(&text), Status::list(&text).count(), says_unknown(&text));
        }
    }
}
