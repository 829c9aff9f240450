//! The answer to a forwarded mail: sentences for the names of what was found. What stood in
//! the mail isn't known here any more.

use kadomori_domain::{
    forwarded::{Found, OwnFact, Verdict},
    locale::Locale,
    message::VerdictMail,
};
use kadomori_genuine::{Advice, Finding, Kind, Language, Place, Unreadable, Weight};
use kadomori_pages::mail;

use super::{phrase::Phrases, render::zone};
use crate::{
    app::Shared,
    genuine::{self, unreadable_id},
};

/// The mail with this payload.
pub(super) fn mail(app: &Shared, payload: &VerdictMail, phrases: &Phrases) -> mail::VerdictMail {
    let Found {
        form, own, reasons, ..
    } = &payload.found;
    let language = genuine::language(payload.locale);
    mail::VerdictMail {
        locale: payload.locale,
        site_name: app.site.name.clone(),
        reference: payload.reference,
        at: payload.at,
        zone: zone(app, payload.zone.as_deref()),
        verdict: verdict(&payload.found, language),
        reasons: reasons
            .iter()
            .filter_map(|(id, weight)| reason(id, *weight, language))
            .collect(),
        advice: advice(&payload.found, payload.locale),
        form: *form,
        own: own.clone(),
        rests_until: payload.rests_until,
        phrase: phrases.now.clone(),
    }
}

/// What the mail is, in a sentence; `None` where what is known of our own mails says it.
fn verdict(found: &Found, language: Language) -> Option<String> {
    let fact = found.own.as_ref().and_then(OwnFact::verdict);
    if fact.is_some() {
        return None;
    }
    let brand = found.brand.as_deref();
    let judged = |verdict: kadomori_genuine::Verdict| verdict.sentence(brand, language);
    Some(match found.verdict {
        Verdict::Genuine => judged(kadomori_genuine::Verdict::Genuine),
        Verdict::Unproven => judged(kadomori_genuine::Verdict::Unproven),
        Verdict::Suspicious => judged(kadomori_genuine::Verdict::Suspicious),
        Verdict::Fake => judged(kadomori_genuine::Verdict::Fake),
        Verdict::Unreadable => unreadable(found.unreadable.as_deref()).sentence(language),
    })
}

/// The reason with this name. One that a newer server knew is something that can't be read.
fn unreadable(id: Option<&str>) -> Unreadable {
    let all = [
        Unreadable::Empty,
        Unreadable::OutlookMessage,
        Unreadable::NotAMail,
        Unreadable::TooLarge,
    ];
    let found = all.into_iter().find(|why| id == Some(unreadable_id(*why)));
    found.unwrap_or(Unreadable::NotAMail)
}

/// A finding in a sentence; `None` for one that only a newer server knows.
fn reason(id: &str, weight: i8, language: Language) -> Option<String> {
    let kind = Kind::ALL.iter().copied().find(|kind| kind.id() == id)?;
    let weights = [
        Weight::For,
        Weight::Neutral,
        Weight::Weak,
        Weight::Strong,
        Weight::Decisive,
    ];
    let weight = weights.into_iter().find(|it| it.number() == weight)?;
    Some(Finding::new(kind, weight, Place::Whole).sentence(language))
}

/// What to do now. Our own mails have advice of their own.
fn advice(found: &Found, locale: Locale) -> Vec<String> {
    let language = genuine::language(locale);
    let all = |advice: &[Advice]| advice.iter().map(|it| it.sentence(language)).collect();
    match &found.own {
        None | Some(OwnFact::Unknown) => {
            let known = |id: &String| ADVICE.into_iter().find(|it| it.id() == id);
            let advice: Vec<Advice> = found.advice.iter().filter_map(known).collect();
            all(&advice)
        }
        Some(OwnFact::Ours { .. }) => all(&[Advice::KeepCodeToYourself, Advice::MayBeIgnored]),
        Some(OwnFact::Altered { .. } | OwnFact::Alike { .. }) => {
            all(&[Advice::KeepCodeToYourself, Advice::TouchNothing])
        }
        Some(OwnFact::SomebodyElses) => all(&[Advice::KeepCodeToYourself, Advice::TellSomebody]),
        Some(OwnFact::NotOurs { .. }) => all(&[
            Advice::TouchNothing,
            Advice::UseYourBookmark,
            Advice::IfYouGaveSomething,
            Advice::TellSomebody,
        ]),
    }
}

const ADVICE: [Advice; 9] = [
    Advice::KeepCodeToYourself,
    Advice::MayBeIgnored,
    Advice::TouchNothing,
    Advice::UseYourBookmark,
    Advice::SendTheOriginal,
    Advice::IfYouGaveSomething,
    Advice::TellSomebody,
    Advice::AskAgainLater,
    Advice::AskTheSender,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_its_sentence_in_both_languages() {
        for language in [Language::English, Language::Japanese] {
            for kind in Kind::ALL {
                for weight in [-1, 0, 1, 2, 3] {
                    let said = reason(kind.id(), weight, language).expect("a sentence");
                    assert!(!said.is_empty(), "{kind:?}");
                    assert!(!said.contains("://"), "{kind:?}: {said}");
                }
            }
            for advice in ADVICE {
                assert!(!advice.sentence(language).is_empty(), "{advice:?}");
            }
        }
    }

    #[test]
    fn what_only_a_newer_server_knows_is_left_out() {
        assert_eq!(reason("mail-from-the-future", 2, Language::English), None);
        assert_eq!(unreadable(Some("written-in-stone")), Unreadable::NotAMail);
        assert_eq!(
            unreadable(Some(unreadable_id(Unreadable::Empty))),
            Unreadable::Empty
        );
    }
}
