//! What calendars write before the title of a meeting. "Canceled: account review" cancels a
//! meeting, and no account.

use std::sync::LazyLock;

use regex::Regex;

use super::attachment::is_invitation;
use crate::mail::Mail;

/// What is written before the title.
static BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^\s*(?:(?:cancell?ed|accepted|declined|tentative(?:ly accepted)?|(?:updated )?invitation|forwarded|abgesagt|zugesagt|abgelehnt|annulé|accepté|refusé|cancelad[oa]|aceptad[oa]|aceit[oa]|キャンセル(?:済み)?|取り消し済み|承諾済み|承諾|辞退|仮承諾|招待|会議通知)\s*[::]\s*)+",
    )
    .ok()
});

/// The subject; without what calendars write before it, where the mail is a calendar's.
pub(super) fn title(mail: &Mail) -> &str {
    let subject = mail.subject.as_str();
    if !mail.attachments.iter().any(is_invitation) {
        return subject;
    }
    let before = BEFORE.as_ref().and_then(|it| it.find(subject));
    before.map_or(subject, |it| subject.get(it.end()..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::Attachment;

    #[test]
    fn only_calendars_cancel_meetings() {
        let subject = "Canceled: Review of the account";
        let mut mail = Mail {
            subject: subject.to_owned(),
            ..Mail::default()
        };
        assert_eq!(title(&mail), subject);
        mail.attachments = vec![Attachment {
            kind: "text/calendar".to_owned(),
            inline: true,
            ..Attachment::default()
        }];
        assert_eq!(title(&mail), "Review of the account");
    }
}
