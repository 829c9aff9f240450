//! Whether a loss is denied: "nobody will be locked out" threatens nobody.
//!
//! Threats hold denials, too ("so that it isn't closed", "if you do not"). So only what stands
//! right beside the loss denies it, and only where nothing is to be done.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    said::{Sentence, cut},
    words::Notion,
};

/// How much of the sentence after a loss is looked at, in octets.
const AFTER: usize = 72;

/// What denies a loss before it.
static BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?-u:\b)(?:(?:is|are|was|were|be|been|will|has|have|had|does|did) not|(?:is|are|was|were|wo|has|have|had|does|did)n't|never)(?: be| been| being| get)?(?: temporarily| permanently| automatically)? $|(?-u:\b)(?:nobody|no one|no-one|nothing|none|no accounts?|no mailbox(?:es)?)(?: [a-z]+){0,3} $",
    )
    .ok()
});

/// What denies it after it.
static BEHIND: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^([^、。,.!]{0,12}?)(?:し|され|なり|あり|ござい|いたし|致し)ません(?:[^かとよ]|$)")
        .ok()
});

/// What may stand between a Japanese loss and the word that denies something else.
const ELSE: [&str; 6] = ["解除", "再開", "復旧", "利用", "使用", "まで"];

/// Whether a loss is told of that isn't denied.
pub(super) fn tells_of_loss(sentence: &Sentence<'_>) -> bool {
    let asks = sentence.has(&[Notion::Act]);
    let mut losses = sentence.words.iter().filter(|it| it.notion == Notion::Loss);
    losses.any(|loss| asks || !is_denied(&sentence.read, loss.start, loss.end))
}

fn is_denied(read: &str, start: usize, end: usize) -> bool {
    let before = read.get(..start).unwrap_or_default();
    let after = cut(read.get(end..).unwrap_or_default(), AFTER);
    let by_before = BEFORE.as_ref().is_some_and(|it| it.is_match(before));
    let by_after = BEHIND.as_ref().and_then(|it| it.captures(after));
    let by_after = by_after.and_then(|it| it.get(1));
    by_before || by_after.is_some_and(|it| !ELSE.iter().any(|one| it.as_str().contains(one)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::said::Said;

    fn tells(text: &str) -> bool {
        Said::of_text(text).sentences.iter().any(tells_of_loss)
    }

    #[test]
    fn who_says_that_nothing_is_lost_threatens_nobody() {
        for text in [
            "My account is not locked.",
            "Nobody will be locked out of their accounts.",
            "Your access won't be restricted.",
            "期日を過ぎてもアカウントは停止しません。",
            "アカウントが削除されることはありません。",
        ] {
            assert!(!tells(text), "{text}");
        }
    }

    #[test]
    fn a_threat_that_holds_a_denial_is_one() {
        for text in [
            "Verify it so that your account is not suspended.",
            "Accounts that are not verified will be closed.",
            "Do not get locked out.",
            "If not, your account will be deleted.",
            "アカウントが制限され、ご利用いただけません。",
            "ロックされ解除できません。",
            "停止されません様ご確認ください。",
            "確認しませんと停止されます。",
        ] {
            assert!(tells(text), "{text}");
        }
    }
}
