//! A report as programs read it: what `kadomori mail check --json` prints and
//! `POST /api/v1/mail/check` answers. `docs/api.md` describes it; names and ids stay the same.

use kadomori_genuine::{Advice, Finding, Language, Report, Unreadable, Verdict};
use serde::Serialize;

/// A report.
#[derive(Serialize)]
pub(crate) struct Told {
    verdict: &'static str,
    /// What the verdict means, in a sentence.
    text: String,
    brand: Option<String>,
    evidence: Vec<Evidence>,
    advice: Vec<Said>,
}

/// One thing that was found.
#[derive(Serialize)]
struct Evidence {
    id: &'static str,
    /// Below 0 for the mail, above 0 against it.
    weight: i8,
    place: &'static str,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    seen: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    against: Option<String>,
}

/// Something that is said, and its id.
#[derive(Serialize)]
struct Said {
    id: &'static str,
    text: String,
}

/// That there is nothing to tell, in the same form.
#[derive(Serialize)]
pub(crate) struct Untold {
    verdict: Option<&'static str>,
    brand: Option<&'static str>,
    evidence: [(); 0],
    advice: [(); 0],
    error: Said,
}

impl Told {
    /// This report in this language.
    pub(crate) fn new(report: &Report, language: Language) -> Self {
        let evidence = |finding: &Finding| Evidence {
            id: finding.kind.id(),
            weight: finding.weight.number(),
            place: finding.place.word(),
            text: finding.sentence(language),
            seen: finding.seen.clone(),
            against: finding.against.clone(),
        };
        let brand = report.brand_name.as_deref();
        Self {
            verdict: report.verdict.word(),
            text: report.verdict.sentence(brand, language),
            brand: report.brand.as_ref().map(|brand| brand.0.clone()),
            evidence: report.findings.iter().map(evidence).collect(),
            advice: report
                .advice_in(language)
                .map(|(advice, text)| Said {
                    id: advice.id(),
                    text,
                })
                .collect(),
        }
    }

    /// This of a mail that nobody has to judge, since it is known.
    pub(crate) fn known(verdict: Verdict, text: String) -> Self {
        Self {
            verdict: verdict.word(),
            text,
            brand: None,
            evidence: Vec::new(),
            advice: Vec::new(),
        }
    }

    /// With another verdict, by what is known beside what was found.
    pub(crate) fn decided(self, verdict: Verdict, text: String) -> Self {
        let verdict = verdict.word();
        if self.verdict == verdict {
            return self;
        }
        Self {
            verdict,
            text,
            ..self
        }
    }

    /// With other advice.
    pub(crate) fn advising(self, advice: &[Advice], language: Language) -> Self {
        let advice = said(advice, language);
        Self { advice, ..self }
    }
}

impl Untold {
    /// That there is nothing to judge.
    pub(crate) fn new(id: &'static str, text: String) -> Self {
        Self {
            verdict: None,
            brand: None,
            evidence: [],
            advice: [],
            error: Said { id, text },
        }
    }
}

fn said(advice: &[Advice], language: Language) -> Vec<Said> {
    let said = |advice: &Advice| Said {
        id: advice.id(),
        text: advice.sentence(language),
    };
    advice.iter().map(said).collect()
}

/// The id of why there is nothing to judge, which stays the same.
pub(crate) const fn unreadable_id(why: Unreadable) -> &'static str {
    match why {
        Unreadable::Empty => "empty",
        Unreadable::OutlookMessage => "outlook-message",
        Unreadable::NotAMail => "not-a-mail",
        Unreadable::TooLarge => "too-large",
    }
}
