//! Whether it wants a sign-in of somebody else's approved in an app.
//!
//! The number to choose there stands on the screen of who signs in (number matching). A mail
//! that tells it beforehand is from whoever sits before that screen.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    Scene,
    said::{Said, Sentence},
    words::Notion,
};
use crate::report::{Finding, Kind, Weight};

/// How many sentences after the one that speaks of requests may tell the number.
const AFTER: usize = 5;

/// A number to choose: two figures that one is to enter, and no time, date or amount.
static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?:choose|select|pick|enter|type|tap|press|match|number(?: is| will be)?)(?: on)?:?(?: the)?(?: number)? ?["“'「]?[0-9]{2}(?:["”'」]|[.,!;]?(?:\s|$))|(?:^|[^0-9:.,/-])[0-9]{2}["”'」]? ?(?:を|と)(?:入力|選|押|タップ|お選び|ご入力)"#,
    )
    .ok()
});

/// Looks for a request to approve.
pub(super) fn find(scene: &Scene<'_>, said: &Said<'_>, found: &mut Vec<Finding>) {
    let Some(number) = NUMBER.as_ref() else {
        return;
    };
    let sentences = said.sentences.as_slice();
    for (at, sentence) in sentences.iter().enumerate() {
        if !sentence.has(&[Notion::Prompt]) {
            continue;
        }
        let near = || sentences.iter().skip(at).take(1 + AFTER);
        let approves = near().any(|it| it.affirms(Notion::Approve));
        let told = |it: &&Sentence<'_>| number.is_match(&it.read);
        if approves && let Some(told) = near().find(told) {
            let weight = if scene.poses() {
                Weight::Decisive
            } else if scene.passed_on || said.count(Notion::Fraud) >= 2 {
                Weight::Weak
            } else {
                Weight::Strong
            };
            let finding = Finding::new(Kind::AsksToApprove, weight, told.place).seen(told.text);
            found.push(finding);
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_to_choose_is_told_from_others() {
        let number = NUMBER.as_ref().unwrap();
        for text in [
            "choose 38.",
            "please select the number 47",
            "the number is 12, then tap yes",
            "番号の入力を求められたら 62 を入力し",
            "「62」を選んで",
        ] {
            assert!(number.is_match(text), "{text}");
        }
        for text in [
            "between 20:00 and 21:00",
            "enter the 6-digit code 482913",
            "select 2026-11-24",
            "18:30を入力",
            "within 24 hours",
            "the two-digit number on your screen",
        ] {
            assert!(!number.is_match(text), "{text}");
        }
    }
}
