//! Whether a person passes a mail on within their own: what it says is then somebody else's.

use std::sync::LazyLock;

use regex::{Regex, RegexSet};

use crate::{auth::Authentication, mail::Mail, name};

/// Letters of the text that are looked at: the mark stands above what is passed on.
const BEGINNING: usize = 4_000;

/// What mail programs write above a mail that is passed on.
static MARKS: LazyLock<Option<RegexSet>> = LazyLock::new(|| {
    RegexSet::new([
        r"(?im)^[-_* >]*(?:begin )?(?:forwarded|original) (?:message|mail)(?-u:\b)",
        r"(?m)^[-_* >]*(?:転送された|元の|オリジナル(?:の)?)(?:メッセージ|メール)",
        r"(?im)^[-_* >]*(?:mensaje|mensagem|message|weitergeleitete)[^\n]{0,20}(?:reenviado|encaminhada|transféré|nachricht)",
    ])
    .ok()
});

/// The header of a mail as it is written into a text, line by line.
static HEADER: LazyLock<Option<[Regex; 2]>> = LazyLock::new(|| {
    Some([
        Regex::new(r"(?im)^[ >*]*(?:from|差出人|送信者|von|de)\s?[*]?[::].{0,80}@").ok()?,
        Regex::new(r"(?im)^[ >*]*(?:subject|件名|betreff|asunto|assunto|objet)\s?[*]?[::]").ok()?,
    ])
});

/// Whether the text holds another mail, with what programs write above one.
pub(super) fn is_passed_on(mail: &Mail) -> bool {
    let end = mail.visible.char_indices().nth(BEGINNING);
    let text = end.map_or(mail.visible.as_str(), |(end, _)| {
        mail.visible.get(..end).unwrap_or_default()
    });
    let marked = MARKS.as_ref().is_some_and(|it| it.is_match(text));
    let headed = HEADER
        .as_ref()
        .is_some_and(|both| both.iter().all(|it| it.is_match(text)));
    marked || headed
}

/// Whether a service that stands for the reader's address passed it on, and proves that it did.
/// It writes who sent it into the name, for its own address stands in `From`.
pub(super) fn is_alias(mail: &Mail, authentication: &Authentication) -> bool {
    let sender = mail.from.address();
    sender.is_some_and(|it| name::is_alias(&it.domain)) && authentication.is_proved()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(text: &str) -> Mail {
        Mail {
            visible: text.to_owned(),
            ..Mail::default()
        }
    }

    #[test]
    fn programs_leave_a_mark_when_a_mail_is_passed_on() {
        for text in [
            "Is this real?\n\n---------- Forwarded message ---------\nFrom: A <a@example.org>",
            "本物でしょうか。\n\n-------- 転送されたメッセージ --------\n件名: コード",
            "見てください\n> 差出人: チーム <a@example.org>\n> 件名: コード",
            "Hi\n\n-----Original Message-----\nFrom: someone",
            "Begin forwarded message:\n\nFrom: someone",
        ] {
            assert!(is_passed_on(&mail(text)), "{text}");
        }
    }

    #[test]
    fn an_alias_that_proves_nothing_is_none() {
        let mailbox = crate::mail::Mailbox {
            local: "a1".to_owned(),
            domain: "mozmail.com".to_owned(),
            name: String::new(),
        };
        let mut mail = mail("");
        mail.from.mailboxes.push(mailbox);
        assert!(!is_alias(&mail, &Authentication::default()));
    }

    #[test]
    fn other_texts_have_none() {
        for text in [
            "",
            "Your code is 482913.",
            "From now on we ask for a code.\nSubject to change.",
            "The original message was lost.",
            "件名: なし",
        ] {
            assert!(!is_passed_on(&mail(text)), "{text}");
        }
    }
}
