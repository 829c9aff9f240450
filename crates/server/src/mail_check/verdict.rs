//! What is told of a mail: what is known of our own mails over what the checker found.

use kadomori_domain::own_mail::{OwnMail, Text};
use kadomori_genuine::{Advice, Finding, Language, Report, Verdict as Found};
use kadomori_pages::mail_check::{Evidence, Side, Verdict};

/// What the page says.
pub(super) struct Told {
    pub(super) verdict: Verdict,
    pub(super) sentence: Option<String>,
    pub(super) evidence: Vec<Evidence>,
    pub(super) advice: Vec<String>,
}

/// What is told, in this language. There is no report where the mail is known to be ours.
pub(super) fn tell(report: Option<&Report>, own: &OwnMail, language: Language) -> Told {
    let found = report.map_or(Found::Unproven, |report| report.verdict);
    let sentence = report.map(|report| {
        let brand = report.brand_name.as_deref();
        report.verdict.sentence(brand, language)
    });
    let findings = report.map(|report| report.findings.as_slice());
    let said: Vec<String> = match (own_advice(own), report) {
        (Some(advice), _) => advice.iter().map(|it| it.sentence(language)).collect(),
        (None, Some(report)) => report.advice_in(language).map(|(_, said)| said).collect(),
        (None, None) => Vec::new(),
    };
    Told {
        verdict: verdict(with_own(found, own)),
        sentence: sentence.filter(|it| !it.is_empty()),
        evidence: findings
            .unwrap_or_default()
            .iter()
            .map(|finding| evidence(finding, language))
            .collect(),
        advice: said.into_iter().filter(|it| !it.is_empty()).collect(),
    }
}

/// Whether there is something for those who run the site: a mail that poses as ours.
pub(super) fn is_fake_of_ours(own: &OwnMail) -> bool {
    match own {
        OwnMail::ClaimsToBeOurs { .. } => true,
        OwnMail::Ours(ours) => ours.text == Text::Changed,
        OwnMail::Copied { leads, .. } => *leads,
        OwnMail::OursToSomebodyElse | OwnMail::NotOurs { .. } | OwnMail::CannotKnow(_) => false,
    }
}

/// What we know of our own mails decides; where it only adds, the worse counts.
pub(crate) fn with_own(found: Found, own: &OwnMail) -> Found {
    match own {
        OwnMail::Ours(ours) => match ours.text {
            Text::Unchanged => Found::Genuine,
            Text::Unseen => Found::Unproven,
            Text::Changed => found.max(Found::Suspicious),
        },
        OwnMail::ClaimsToBeOurs { .. } => Found::Fake,
        OwnMail::OursToSomebodyElse | OwnMail::Copied { leads: true, .. } => {
            found.max(Found::Suspicious)
        }
        OwnMail::Copied { leads: false, .. } | OwnMail::CannotKnow(_) => found.max(Found::Unproven),
        OwnMail::NotOurs { .. } => found,
    }
}

/// What to do about mails of ours and such as pose as ours; `None` where the checker's advice
/// is better.
pub(crate) const fn own_advice(own: &OwnMail) -> Option<&'static [Advice]> {
    match own {
        OwnMail::Ours(ours) => Some(match ours.text {
            Text::Unchanged | Text::Unseen => &[Advice::KeepCodeToYourself, Advice::MayBeIgnored],
            Text::Changed => FAKE,
        }),
        OwnMail::OursToSomebodyElse
        | OwnMail::ClaimsToBeOurs { .. }
        | OwnMail::Copied { leads: true, .. } => Some(FAKE),
        OwnMail::Copied { leads: false, .. } => Some(&[
            Advice::KeepCodeToYourself,
            Advice::UseYourBookmark,
            Advice::SendTheOriginal,
        ]),
        OwnMail::NotOurs { .. } | OwnMail::CannotKnow(_) => None,
    }
}

const FAKE: &[Advice] = &[
    Advice::TouchNothing,
    Advice::UseYourBookmark,
    Advice::IfYouGaveSomething,
];

const fn verdict(found: Found) -> Verdict {
    match found {
        Found::Genuine => Verdict::Genuine,
        Found::Unproven => Verdict::Unproven,
        Found::Suspicious => Verdict::Suspicious,
        Found::Fake => Verdict::Fake,
    }
}

fn evidence(finding: &Finding, language: Language) -> Evidence {
    let sentence = finding.sentence(language);
    // Most sentences name it already.
    let seen = finding.seen.clone().filter(|seen| !sentence.contains(seen));
    Evidence {
        side: match finding.weight.number() {
            1.. => Side::Against,
            0 => Side::Neither,
            _ => Side::For,
        },
        place: finding.place.word(),
        sentence,
        seen,
    }
}

#[cfg(test)]
mod tests {
    use kadomori_domain::own_mail::{Claim, CodeState, Ours, Unknown};
    use kadomori_domain::time::Time;

    use super::*;

    #[test]
    fn what_a_sentence_names_is_not_shown_again() {
        use kadomori_genuine::{Kind, Place, Weight};

        for &kind in Kind::ALL {
            let finding = Finding::new(kind, Weight::Strong, Place::From).seen("desk@example.test");
            for language in [Language::English, Language::Japanese] {
                let told = evidence(&finding, language);
                let named = told.sentence.contains("desk@example[.]test");
                let shown = told.seen.as_deref() == Some("desk@example[.]test");
                assert!(named != shown, "{kind:?}: {told:?}");
            }
        }
    }

    fn ours(text: Text) -> Ours {
        Ours {
            to: "m…@example.jp".to_owned(),
            to_you: true,
            at: Time::from_micros(0),
            about: None,
            reference: None,
            agent: None,
            text,
            code: CodeState::None,
        }
    }

    #[test]
    fn our_own_knowledge_makes_no_mail_better_than_it_is() {
        use Found::{Fake, Genuine, Suspicious, Unproven};
        let claims = OwnMail::ClaimsToBeOurs {
            claims: vec![Claim::Sender],
        };
        let copied = |leads| OwnMail::Copied {
            sent: ours(Text::Unseen),
            leads,
        };
        for (own, of_genuine, of_fake) in [
            (claims, Fake, Fake),
            (OwnMail::Ours(ours(Text::Changed)), Suspicious, Fake),
            (OwnMail::OursToSomebodyElse, Suspicious, Fake),
            (copied(true), Suspicious, Fake),
            (copied(false), Unproven, Fake),
            (OwnMail::CannotKnow(Unknown::Key), Unproven, Fake),
            (OwnMail::NotOurs { days: 180 }, Genuine, Fake),
        ] {
            assert_eq!(with_own(Genuine, &own), of_genuine, "{own:?}");
            assert_eq!(with_own(Fake, &own), of_fake, "{own:?}");
        }
        let own = OwnMail::Ours(ours(Text::Unchanged));
        assert_eq!(with_own(Unproven, &own), Genuine);
        assert_eq!(
            with_own(Unproven, &OwnMail::Ours(ours(Text::Unseen))),
            Unproven
        );
    }
}
