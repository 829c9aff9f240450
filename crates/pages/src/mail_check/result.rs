//! What a mail was found to be.

use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{
    own_mail::{About, Claim, CodeState, Ours, OwnMail, Text, Unknown},
    purpose::Purpose,
    time::Time,
};

use super::own::own_mail;
use crate::{
    frame::{Frame, renders},
    sample,
    when::Zone,
};

/// The answer to `POST /mail-check`, which is kept nowhere.
///
/// Where the mail poses as ours, a form posts `traits` with `csrf` to `/mail-check/report`.
#[derive(Clone, Debug, Template)]
#[template(path = "mail_check/result.html")]
pub struct MailResultPage {
    /// The surroundings.
    pub frame: Frame,
    /// What it was found to be, our own knowledge taken in.
    pub verdict: Verdict,
    /// What that means, in a sentence; ours to say where our own mails are concerned.
    pub sentence: Option<String>,
    /// What is known of our own mails.
    pub own: OwnMail,
    /// What was found, the weightiest first.
    pub evidence: Vec<Evidence>,
    /// What to do now, in this order.
    pub advice: Vec<String>,
    /// What a report would write down, where there is something to report.
    pub traits: Option<String>,
    /// The moment of the page.
    pub now: Time,
    /// The reader's zone.
    pub zone: Zone,
}

/// What a mail was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It is from whom it says.
    Genuine,
    /// Nothing speaks against it, and nothing proves it.
    Unproven,
    /// Something speaks against it.
    Suspicious,
    /// It is not from whom it says.
    Fake,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Whether it speaks for or against the mail.
    pub side: Side,
    /// Where in the mail: the word that programs read, as `reply-to`.
    pub place: &'static str,
    /// It in a sentence.
    pub sentence: String,
    /// What stands there, made harmless.
    pub seen: Option<String>,
}

/// Whether something speaks for or against a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Against it.
    Against,
    /// For it.
    For,
    /// Neither.
    Neither,
}

/// A group of findings, as it is shown.
struct Group<'a> {
    title: Cow<'static, str>,
    tone: &'static str,
    findings: Vec<&'a Evidence>,
}

/// The places of a mail, by the words that programs read, and what they are called.
const PLACES: [(&str, &str); 14] = [
    ("mail", "place-mail"),
    ("from", "place-from"),
    ("reply-to", "place-reply-to"),
    ("return-path", "place-return-path"),
    ("to", "place-to"),
    ("subject", "place-subject"),
    ("received", "place-received"),
    ("dkim-signature", "place-dkim-signature"),
    ("authentication-results", "place-authentication-results"),
    ("header", "place-header"),
    ("text", "place-text"),
    ("link", "place-link"),
    ("picture", "place-picture"),
    ("attachment", "place-attachment"),
];

renders!(MailResultPage);

impl MailResultPage {
    /// The word that stands above all.
    fn heading(&self) -> Cow<'static, str> {
        let id = match &self.own {
            OwnMail::Ours(ours) => match ours.text {
                Text::Unchanged => "result-ours",
                Text::Changed => "result-ours-changed",
                Text::Unseen => "result-ours-unseen",
            },
            OwnMail::OursToSomebodyElse => "result-ours-else",
            OwnMail::ClaimsToBeOurs { .. } => "result-fake-of-ours",
            OwnMail::Copied { .. } | OwnMail::NotOurs { .. } | OwnMail::CannotKnow(_) => {
                match self.verdict {
                    Verdict::Genuine => "result-genuine",
                    Verdict::Unproven => "result-unproven",
                    Verdict::Suspicious => "result-suspicious",
                    Verdict::Fake => "result-fake",
                }
            }
        };
        self.frame.t(id)
    }

    /// What our own ledger knows, where that is the news; else it stands below.
    fn knowledge(&self) -> Vec<String> {
        let (site, at) = (self.frame.site_name.as_str(), (&self.zone, self.now));
        own_mail(self.frame.locale, &self.own, site, at)
    }

    /// Whether our own knowledge is what decides.
    fn is_ours(&self) -> bool {
        match self.own {
            OwnMail::Ours(_)
            | OwnMail::OursToSomebodyElse
            | OwnMail::ClaimsToBeOurs { .. }
            | OwnMail::Copied { .. } => true,
            OwnMail::NotOurs { .. } | OwnMail::CannotKnow(_) => false,
        }
    }

    fn groups(&self) -> Vec<Group<'_>> {
        let group = |side: Side, id: &str, tone| Group {
            title: self.frame.t(id),
            tone,
            findings: self.evidence.iter().filter(|it| it.side == side).collect(),
        };
        let mut groups = vec![
            group(Side::Against, "result-against", "bad"),
            group(Side::For, "result-for", ""),
            group(Side::Neither, "result-neither", ""),
        ];
        groups.retain(|group| !group.findings.is_empty());
        groups
    }

    fn place(&self, evidence: &Evidence) -> Cow<'static, str> {
        let named = PLACES.iter().find(|(word, _)| *word == evidence.place);
        self.frame.t(named.map_or("place-mail", |(_, id)| id))
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let mut samples = of_others();
        samples.extend(of_ours());
        samples
    }
}

fn page(verdict: Verdict, own: OwnMail) -> MailResultPage {
    MailResultPage {
        frame: sample::frame("/mail-check"),
        verdict,
        sentence: None,
        own,
        evidence: Vec::new(),
        advice: vec![
            "Follow nothing in it, answer nothing, and open nothing.".to_owned(),
            "Open the site by your own bookmark.".to_owned(),
        ],
        traits: None,
        now: sample::NOON.plus(core::time::Duration::from_mins(4)),
        zone: sample::zone(),
    }
}

fn found(side: Side, place: &'static str, sentence: &str, seen: Option<&str>) -> Evidence {
    Evidence {
        side,
        place,
        sentence: sentence.to_owned(),
        seen: seen.map(str::to_owned),
    }
}

/// Mails of others, one of each verdict.
fn of_others() -> Vec<(&'static str, MailResultPage)> {
    let not_ours = OwnMail::NotOurs { days: 180 };
    let other = |verdict, sentence: &str, evidence| MailResultPage {
        sentence: Some(sentence.to_owned()),
        evidence,
        ..page(verdict, not_ours.clone())
    };
    let links = "A link leads to a site that isn't Microsoft's.";
    let foreign = "It says it is from Microsoft, and was sent from another domain.";
    let holds = "The sender's signature holds.";
    let shown = "hxxps://login[.]example[.]net/…";
    let every_place = PLACES.map(|(place, _)| found(Side::Neither, place, holds, None));
    vec![
        (
            "fake",
            other(
                Verdict::Fake,
                "This isn't from Microsoft.",
                vec![
                    found(Side::Against, "link", links, Some(shown)),
                    found(
                        Side::Against,
                        "from",
                        foreign,
                        Some("microsoft[.]example[.]org"),
                    ),
                    found(Side::For, "dkim-signature", holds, None),
                    found(Side::Neither, "mail", "The mail was sent on.", None),
                ],
            ),
        ),
        (
            "suspicious",
            other(
                Verdict::Suspicious,
                "Something speaks against this mail.",
                vec![found(
                    Side::Against,
                    "reply-to",
                    foreign,
                    Some("a@example[.]org"),
                )],
            ),
        ),
        (
            "unproven",
            other(
                Verdict::Unproven,
                "Nobody can prove who sent it.",
                every_place.into(),
            ),
        ),
        (
            "genuine",
            other(
                Verdict::Genuine,
                "This is from Microsoft.",
                vec![found(Side::For, "dkim-signature", holds, None)],
            ),
        ),
    ]
}

/// What is known of our own mails, one of each kind.
#[expect(clippy::too_many_lines, reason = "a list, one sample after another")]
fn of_ours() -> Vec<(&'static str, MailResultPage)> {
    let until = sample::NOON.plus(core::time::Duration::from_mins(10));
    let ours = |text| Ours {
        to: "m…@example.jp".to_owned(),
        to_you: true,
        at: sample::NOON,
        about: Some(About::Code {
            purpose: Purpose::SignIn,
        }),
        reference: Some(sample::reference()),
        agent: Some(sample::agent("Chrome", "Windows")),
        text,
        code: CodeState::Works { until },
    };
    let stranger = Ours {
        to_you: false,
        code: CodeState::Over,
        ..ours(Text::Unchanged)
    };
    let forgotten = Ours {
        about: None,
        reference: None,
        agent: None,
        code: CodeState::None,
        at: sample::LONG_AGO,
        ..ours(Text::Unseen)
    };
    let claims = vec![
        Claim::Address,
        Claim::Name,
        Claim::Sender,
        Claim::Subject,
        Claim::Mark,
    ];
    let known = |verdict, own| MailResultPage {
        frame: sample::account_frame("/mail-check"),
        ..page(verdict, own)
    };
    let reported = |verdict, own| MailResultPage {
        traits: Some("c2FtcGxl.c2FtcGxl".to_owned()),
        ..known(verdict, own)
    };
    let copied = |leads| OwnMail::Copied {
        sent: ours(Text::Unseen),
        leads,
    };
    let unknown = |why| page(Verdict::Unproven, OwnMail::CannotKnow(why));
    vec![
        (
            "ours",
            known(Verdict::Genuine, OwnMail::Ours(ours(Text::Unchanged))),
        ),
        (
            "ours_stranger",
            page(Verdict::Genuine, OwnMail::Ours(stranger)),
        ),
        (
            "ours_changed",
            reported(Verdict::Suspicious, OwnMail::Ours(ours(Text::Changed))),
        ),
        (
            "ours_forgotten",
            known(Verdict::Unproven, OwnMail::Ours(forgotten)),
        ),
        (
            "ours_else",
            known(Verdict::Suspicious, OwnMail::OursToSomebodyElse),
        ),
        (
            "fake_of_ours",
            reported(Verdict::Fake, OwnMail::ClaimsToBeOurs { claims }),
        ),
        ("copied", known(Verdict::Unproven, copied(false))),
        ("copied_leads", reported(Verdict::Suspicious, copied(true))),
        ("unknown_key", unknown(Unknown::Key)),
        ("unknown_old", unknown(Unknown::TooOld)),
        ("unknown_before", unknown(Unknown::Before)),
        ("unknown_lost", unknown(Unknown::Lost)),
    ]
}
