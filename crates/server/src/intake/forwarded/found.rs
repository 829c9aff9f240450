//! What is found of the mail, as data that the answer is written from: names of findings, and
//! none of the mail's words.

use kadomori_domain::{
    forwarded::{Form, Forwarder, Found, OwnFact, Verdict},
    own_mail::{OwnMail, Text},
};
use kadomori_genuine::{Finding, Report, Weight};
use kadomori_store::StoreError;

use super::{Dealt, inner::Inner};
use crate::{
    app::App,
    genuine::{self, NotChecked, unreadable_id},
    own_mail::{self, Viewer},
};

/// Reasons that an answer gives.
const REASONS: usize = 5;

/// What is found of what somebody forwarded; or what becomes of it meanwhile.
pub(super) async fn of(
    app: &App,
    forwarder: &Forwarder,
    inner: Inner,
) -> Result<Result<Found, Dealt>, StoreError> {
    let Inner { octets, form } = inner;
    let viewer = Viewer::Known(forwarder.account);
    let own = fact(app, own_mail::look(app, &octets, &viewer).await?);
    // Our own mails are known, not judged.
    if let Some(verdict) = own.as_ref().and_then(OwnFact::verdict) {
        return Ok(Ok(Found {
            form,
            own,
            ..nothing(verdict)
        }));
    }
    let reader = forwarder.address.to_string();
    let found = match genuine::check(app, octets, Some(&reader)).await {
        Ok(report) => judgement(&report),
        Err(NotChecked::Unreadable(why)) => Found {
            unreadable: Some(unreadable_id(why).to_owned()),
            ..nothing(Verdict::Unreadable)
        },
        Err(NotChecked::Busy) => return Ok(Err(Dealt::Later)),
        Err(NotChecked::Broken) => return Ok(Err(Dealt::Done)),
    };
    Ok(Ok(Found { form, own, ..found }))
}

/// Whether it is, or poses as, one of our own.
fn fact(app: &App, known: OwnMail) -> Option<OwnFact> {
    match known {
        OwnMail::Ours(ours) => Some(match ours.text {
            Text::Unchanged => OwnFact::Ours {
                at: ours.at,
                reference: ours.reference,
                about: ours.about,
                agent: ours.agent,
            },
            Text::Changed | Text::Unseen => OwnFact::Altered {
                at: ours.at,
                reference: ours.reference,
            },
        }),
        OwnMail::OursToSomebodyElse => Some(OwnFact::SomebodyElses),
        OwnMail::ClaimsToBeOurs { .. } => Some(OwnFact::NotOurs {
            days: own_mail::days(app),
        }),
        OwnMail::Copied { sent, leads } => Some(OwnFact::Alike {
            at: sent.at,
            reference: sent.reference,
            leads,
        }),
        OwnMail::NotOurs { .. } => None,
        OwnMail::CannotKnow(_) => Some(OwnFact::Unknown),
    }
}

fn judgement(report: &Report) -> Found {
    Found {
        brand: report.brand_name.clone(),
        reasons: reasons(report),
        advice: report.advice.iter().map(|it| it.id().to_owned()).collect(),
        ..nothing(verdict(report.verdict))
    }
}

/// A verdict alone.
const fn nothing(verdict: Verdict) -> Found {
    Found {
        verdict,
        brand: None,
        reasons: Vec::new(),
        advice: Vec::new(),
        unreadable: None,
        form: Form::Original,
        own: None,
    }
}

const fn verdict(verdict: kadomori_genuine::Verdict) -> Verdict {
    match verdict {
        kadomori_genuine::Verdict::Genuine => Verdict::Genuine,
        kadomori_genuine::Verdict::Unproven => Verdict::Unproven,
        kadomori_genuine::Verdict::Suspicious => Verdict::Suspicious,
        kadomori_genuine::Verdict::Fake => Verdict::Fake,
    }
}

/// The weightiest findings, each kind once. What speaks the other way than the verdict would
/// only confuse in so few words.
fn reasons(report: &Report) -> Vec<(String, i8)> {
    let tells = |finding: &&Finding| match report.verdict {
        kadomori_genuine::Verdict::Genuine => finding.weight == Weight::For,
        kadomori_genuine::Verdict::Unproven => true,
        kadomori_genuine::Verdict::Suspicious | kadomori_genuine::Verdict::Fake => {
            finding.weight > Weight::Neutral
        }
    };
    let mut reasons: Vec<(String, i8)> = Vec::new();
    for finding in report.findings.iter().filter(tells) {
        let id = finding.kind.id();
        if !reasons.iter().any(|(known, _)| known == id) {
            reasons.push((id.to_owned(), finding.weight.number()));
        }
    }
    reasons.truncate(REASONS);
    reasons
}
