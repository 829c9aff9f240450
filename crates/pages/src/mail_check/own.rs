//! What is known of our own mails, in words: the same on the page, for programs, and wherever
//! else it is told.

use kadomori_domain::{
    locale::Locale,
    own_mail::{About, Claim, CodeState, Ours, OwnMail, Text, Unknown},
    time::Time,
};

use crate::{
    text::{Value, say, text},
    when::Zone,
    wording,
};

/// What is known of a mail, a sentence each, the most important first. `site` is our name.
#[must_use]
pub fn own_mail(
    locale: Locale,
    own: &OwnMail,
    site: &str,
    (zone, now): (&Zone, Time),
) -> Vec<String> {
    let t = |id: &str| text(locale, id).into_owned();
    let of_site = |id: &str| say(locale, id, &[("site", site.into())]).into_owned();
    match own {
        OwnMail::Ours(ours) => of_ours(locale, ours, zone, now),
        OwnMail::OursToSomebodyElse => vec![t("own-else"), t("own-else-means")],
        OwnMail::ClaimsToBeOurs { claims } => {
            let mut said = vec![of_site("own-fake")];
            said.extend(claims.iter().map(|claim| of_site(claimed(*claim))));
            said
        }
        OwnMail::Copied { sent, leads } => {
            let mut said = facts(locale, sent, zone, now);
            said.push(t(if *leads { "own-copy-leads" } else { "own-copy" }));
            said
        }
        OwnMail::NotOurs { days } => {
            let days = [("site", site.into()), ("days", (*days).into())];
            vec![say(locale, "own-not", &days).into_owned()]
        }
        OwnMail::CannotKnow(why) => vec![t(match why {
            Unknown::Key => "own-unknown-key",
            Unknown::TooOld => "own-unknown-old",
            Unknown::Before => "own-unknown-before",
            Unknown::Lost => "own-unknown-lost",
        })],
    }
}

/// A mail that is proved to be ours.
fn of_ours(locale: Locale, ours: &Ours, zone: &Zone, now: Time) -> Vec<String> {
    let mut said = Vec::new();
    said.push(match ours.text {
        Text::Unchanged => text(locale, "own-unchanged").into_owned(),
        Text::Changed => text(locale, "own-changed").into_owned(),
        Text::Unseen => text(locale, "own-unseen").into_owned(),
    });
    let facts = facts(locale, ours, zone, now);
    // Of a changed mail, what was sent is not what is read now.
    said.extend(facts);
    if !ours.to_you {
        said.push(text(locale, "own-stranger").into_owned());
    }
    said
}

/// What was sent, when, to whom, and whether it is still good.
pub(super) fn facts(locale: Locale, ours: &Ours, zone: &Zone, now: Time) -> Vec<String> {
    let time = zone.moment(ours.at, now, locale);
    let mut said = vec![];
    let to = [("to", ours.to.as_str().into()), ("time", time.into())];
    let sent = if ours.to.is_empty() {
        "own-sent-gone"
    } else {
        "own-sent"
    };
    said.push(say(locale, sent, &to).into_owned());
    if let Some(about) = ours.about {
        said.push(of_about(locale, about));
    }
    if let Some(reference) = ours.reference {
        let reference = [("reference", Value::from(reference.to_string()))];
        said.push(say(locale, "own-reference", &reference).into_owned());
    }
    if let Some(agent) = &ours.agent {
        let agent = wording::agent(locale, Some(agent));
        said.push(say(locale, "own-agent", &[("agent", agent.into())]).into_owned());
    }
    match ours.code {
        CodeState::None => {}
        CodeState::Works { until } => {
            let time = zone.until(until, now, locale);
            said.push(say(locale, "own-code-works", &[("time", time.into())]).into_owned());
        }
        CodeState::Over => said.push(text(locale, "own-code-over").into_owned()),
    }
    said
}

fn of_about(locale: Locale, about: About) -> String {
    match about {
        About::Code { purpose } => {
            let purpose = wording::purpose(locale, purpose);
            say(locale, "own-about-code", &[("purpose", purpose.into())]).into_owned()
        }
        About::Notice { change } => {
            let change = text(locale, wording::change(change));
            say(locale, "own-about-notice", &[("change", change.into())]).into_owned()
        }
        About::Verdict => text(locale, "own-about-verdict").into_owned(),
    }
}

const fn claimed(claim: Claim) -> &'static str {
    match claim {
        Claim::Address => "own-claim-address",
        Claim::Name => "own-claim-name",
        Claim::Sender => "own-claim-sender",
        Claim::Subject => "own-claim-subject",
        Claim::Mark => "own-claim-mark",
    }
}
