//! What the other side's words come to for a person: never the words themselves, which the
//! help desk has.

use kadomori_domain::delivery::{Channel, Permanence};
use kadomori_pages::sign_in::{Back, Wait};

use crate::channel::Refused;

/// Why the other side asks to wait.
pub(super) fn wait(answer: &str) -> Wait {
    let words = answer.to_ascii_lowercase();
    let is_greylisting = ["greylist", "graylist", "grey-list", "gray-list", "postgrey"]
        .iter()
        .any(|word| words.contains(word));
    if is_greylisting {
        Wait::Greylisting
    } else if is_full(answer) {
        Wait::Full
    } else {
        Wait::Other
    }
}

/// Why a provider refused a message for good.
pub(super) fn refused(channel: Channel, answer: &str) -> Back {
    // Our own words say what was refused, the other side's follow them (`SendError`).
    let (ours, theirs) = answer.split_once(": ").unwrap_or_default();
    let is_recipient = ours.ends_with(&Refused::Recipient.to_string());
    let permanence = match channel {
        _ if !is_recipient => Permanence::Soft,
        Channel::Mail => Permanence::of_answer(theirs),
        // A gateway that refuses the number means the number.
        Channel::Text => Permanence::Hard,
    };
    came_back(permanence, theirs)
}

/// Why a message came back after it had been taken.
pub(super) fn came_back(permanence: Permanence, answer: &str) -> Back {
    match permanence {
        Permanence::Hard => Back::Nobody,
        Permanence::Soft if is_full(answer) => Back::Full,
        Permanence::Soft => Back::NotTaken,
    }
}

/// Whether the status says that the mailbox is full (RFC 3463 §3.3, `X.2.2`).
fn is_full(answer: &str) -> bool {
    answer
        .split(|sign: char| !sign.is_ascii_digit() && sign != '.')
        .any(|word| matches!(word, "4.2.2" | "5.2.2"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channel::SendError;

    fn said(refused: Refused, answer: &str) -> String {
        let answer = answer.to_owned();
        SendError::Permanent { refused, answer }.to_string()
    }

    #[test]
    fn a_refusal_says_of_the_recipient_only_what_was_said_of_it() {
        for (whom, answer, why) in [
            (Refused::Recipient, "550 5.1.1 no such user", Back::Nobody),
            (Refused::Recipient, "550 no such user", Back::Nobody),
            (Refused::Recipient, "552 5.2.2 over quota", Back::Full),
            (
                Refused::Recipient,
                "550 5.7.1 you are listed",
                Back::NotTaken,
            ),
            (Refused::Message, "550 no spam here", Back::NotTaken),
            (Refused::Sender, "550 5.1.1 who are you", Back::NotTaken),
        ] {
            let answer = said(whom, answer);
            assert_eq!(refused(Channel::Mail, &answer), why, "{answer}");
        }
        let number = said(Refused::Recipient, "403 Forbidden");
        assert_eq!(refused(Channel::Text, &number), Back::Nobody);
        let message = said(Refused::Message, "400 Bad Request");
        assert_eq!(refused(Channel::Text, &message), Back::NotTaken);
        assert_eq!(refused(Channel::Mail, ""), Back::NotTaken);
    }

    #[test]
    fn a_wait_is_explained_where_the_other_side_does() {
        for (answer, why) in [
            ("450 4.2.0 <[address]>: Greylisted", Wait::Greylisting),
            ("451 4.7.1 Greylisting in action", Wait::Greylisting),
            ("452 4.2.2 Mailbox full", Wait::Full),
            ("451 4.3.0 try later", Wait::Other),
            ("", Wait::Other),
        ] {
            assert_eq!(wait(answer), why, "{answer}");
        }
    }

    #[test]
    fn what_came_back_says_why() {
        assert_eq!(came_back(Permanence::Hard, "5.1.1"), Back::Nobody);
        assert_eq!(came_back(Permanence::Soft, "smtp; 552 5.2.2"), Back::Full);
        assert_eq!(came_back(Permanence::Soft, "smtp; 15.2.21"), Back::NotTaken);
    }
}
