//! The mail that answers a forwarded one. It repeats nothing of that mail: no subject, no
//! sender, no place where it leads, so that no fake travels on under our name.

use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{
    client::Agent,
    forwarded::{Form, OwnFact},
    locale::Locale,
    own_mail::About,
    phrase::Phrase,
    purpose::Purpose,
    reference::Reference,
    time::Time,
};

use super::{Mail, PhraseLine, lines::wrapped};
use crate::{
    frame::RenderError,
    sample,
    text::{say, text},
    when::Zone,
    wording,
};

/// A mail that says what a forwarded mail is.
#[derive(Clone, Debug)]
pub struct VerdictMail {
    /// The language of the one who receives it.
    pub locale: Locale,
    /// The organisation's name for its door.
    pub site_name: String,
    /// The signs in the subject.
    pub reference: Reference,
    /// When the mail was forwarded.
    pub at: Time,
    /// The zone of the times.
    pub zone: Zone,
    /// What the mail is, in a sentence; `None` where it is, or poses as, one of ours.
    pub verdict: Option<String>,
    /// Why that is thought, a sentence each.
    pub reasons: Vec<String>,
    /// What to do now, a sentence or two each.
    pub advice: Vec<String>,
    /// In which form the mail came.
    pub form: Form,
    /// What is known of it where it is, or poses as, one of ours.
    pub own: Option<OwnFact>,
    /// Until when no further mails are looked at.
    pub rests_until: Option<Time>,
    /// The phrase of the one who receives it, if they have one.
    pub phrase: Option<Phrase>,
}

#[derive(Template)]
#[template(path = "mail/verdict.txt", whitespace = "preserve")]
struct VerdictText<'a> {
    words: &'a Words<'a>,
}

#[derive(Template)]
#[template(path = "mail/verdict.html")]
struct VerdictHtml<'a> {
    words: &'a Words<'a>,
}

/// What both parts say.
struct Words<'a> {
    locale: Locale,
    reference: String,
    heading: Cow<'static, str>,
    /// The heading without the reference, which stands as a badge beside it.
    plain_heading: Cow<'static, str>,
    /// What it is; then what is known beyond.
    says: Vec<String>,
    why: Cow<'static, str>,
    reasons: Vec<String>,
    now: Cow<'static, str>,
    advice: Vec<String>,
    phrase: Option<PhraseLine<'a>>,
    /// When it was forwarded, and what else is to be known.
    rest: Vec<String>,
}

impl Words<'_> {
    /// A paragraph in lines.
    #[expect(clippy::unused_self, reason = "templates call what a value has")]
    fn lines(&self, paragraph: &str) -> String {
        wrapped("", paragraph)
    }

    /// A line of a list in lines.
    #[expect(clippy::unused_self, reason = "templates call what a value has")]
    fn listed(&self, paragraph: &str) -> String {
        wrapped("- ", paragraph)
    }
}

impl VerdictMail {
    /// The mail.
    pub fn render(&self) -> Result<Mail, RenderError> {
        let words = self.words();
        Ok(Mail {
            subject: self.heading().into_owned(),
            text: VerdictText { words: &words }.render()? + "\n",
            html: VerdictHtml { words: &words }.render()?,
        })
    }

    /// The subject is the heading: nothing else may stand there.
    fn heading(&self) -> Cow<'static, str> {
        let reference = [("reference", self.reference.to_string().into())];
        say(self.locale, "mail-verdict-heading", &reference)
    }

    fn words(&self) -> Words<'_> {
        let locale = self.locale;
        let inert = |texts: &[String]| texts.iter().map(|text| inert(text)).collect();
        let mut says = self.of_own();
        says.extend(self.verdict.as_deref().map(self::inert));
        Words {
            locale,
            reference: self.reference.to_string(),
            heading: self.heading(),
            plain_heading: text(locale, "mail-verdict-heading-plain"),
            says,
            why: text(locale, "mail-verdict-why"),
            reasons: inert(&self.reasons),
            now: text(locale, "mail-verdict-now"),
            advice: inert(&self.advice),
            phrase: self
                .phrase
                .as_ref()
                .map(|phrase| PhraseLine::new(locale, "mail-phrase", phrase)),
            rest: self.rest(),
        }
    }

    /// What is known of a mail that is, or poses as, one of ours.
    fn of_own(&self) -> Vec<String> {
        let locale = self.locale;
        let site = || ("site", inert(&self.site_name).into());
        // Without signs, as they are remembered no more, the sentence is a shorter one.
        let of = |[marked, unmarked]: [&str; 2], at: Time, reference: Option<Reference>| {
            let time = ("time", self.zone.whole_moment(at, locale).into());
            match reference {
                Some(reference) => {
                    let reference = ("reference", reference.to_string().into());
                    say(locale, marked, &[time, reference, site()])
                }
                None => say(locale, unmarked, &[time, site()]),
            }
        };
        let said = match &self.own {
            None => Vec::new(),
            Some(OwnFact::Ours {
                at,
                reference,
                about,
                agent,
            }) => {
                let mut said = vec![of(
                    ["mail-verdict-own", "mail-verdict-own-unmarked"],
                    *at,
                    *reference,
                )];
                said.extend(self.asked(about.as_ref(), agent.as_ref()));
                said
            }
            Some(OwnFact::Altered { at, reference }) => {
                vec![of(
                    ["mail-verdict-altered", "mail-verdict-altered-unmarked"],
                    *at,
                    *reference,
                )]
            }
            Some(OwnFact::Alike {
                at,
                reference,
                leads,
            }) => {
                let ids = if *leads {
                    ["mail-verdict-leads", "mail-verdict-leads-unmarked"]
                } else {
                    ["mail-verdict-alike", "mail-verdict-alike-unmarked"]
                };
                vec![of(ids, *at, *reference)]
            }
            Some(OwnFact::SomebodyElses) => vec![say(locale, "mail-verdict-of-others", &[site()])],
            Some(OwnFact::NotOurs { days }) => {
                let days = ("days", (*days).into());
                vec![say(locale, "mail-verdict-not-ours", &[days, site()])]
            }
            Some(OwnFact::Unknown) => vec![say(locale, "mail-verdict-unknown", &[site()])],
        };
        said.into_iter().map(Cow::into_owned).collect()
    }

    /// What a code of ours was asked for, and with what.
    fn asked(&self, about: Option<&About>, agent: Option<&Agent>) -> Option<Cow<'static, str>> {
        let locale = self.locale;
        match about? {
            About::Code { purpose } => {
                let agent = wording::agent(locale, Some(agent?));
                let purpose = wording::purpose(locale, *purpose);
                let asked = [("purpose", purpose.into()), ("agent", agent.into())];
                Some(say(locale, "mail-verdict-own-asked", &asked))
            }
            About::Notice { .. } | About::Verdict => None,
        }
    }

    fn rest(&self) -> Vec<String> {
        let locale = self.locale;
        let moment = |at| [("time", self.zone.whole_moment(at, locale).into())];
        let form = match self.form {
            Form::Original => None,
            Form::FirstOfSeveral => Some("mail-verdict-first"),
            Form::Copied => Some("mail-verdict-copied"),
        };
        let mut rest: Vec<Cow<'static, str>> = Vec::new();
        rest.extend(form.map(|id| text(locale, id)));
        rest.push(say(locale, "mail-verdict-when", &moment(self.at)));
        if let Some(until) = self.rests_until {
            rest.push(say(locale, "mail-verdict-rests", &moment(until)));
        }
        rest.push(text(locale, "mail-verdict-no-links"));
        rest.into_iter().map(Cow::into_owned).collect()
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let fake = Self {
            locale: Locale::default(),
            site_name: "Kadomori".to_owned(),
            reference: sample::reference(),
            at: sample::NOON,
            zone: sample::zone(),
            verdict: Some("This mail is a fake: Amazon.co.jp didn't send it.".to_owned()),
            reasons: vec![
                "It says it's from Amazon.co.jp, and comes from a domain that isn't theirs."
                    .to_owned(),
                "A link leads elsewhere.".to_owned(),
            ],
            advice: vec![
                "Press nothing in it, answer nothing and open nothing that came with it."
                    .to_owned(),
                "Open the site by your own bookmark.".to_owned(),
            ],
            form: Form::Original,
            own: None,
            rests_until: None,
            phrase: sample::phrase(),
        };
        let copied = Self {
            form: Form::Copied,
            rests_until: Some(sample::NOON.plus(core::time::Duration::from_mins(20))),
            zone: Zone::utc(),
            ..fake.clone()
        };
        let several = Self {
            form: Form::FirstOfSeveral,
            reasons: Vec::new(),
            ..fake.clone()
        };
        let mut samples = Self::samples_of_own(&fake);
        samples.extend([("copied", copied), ("several", several), ("fake", fake)]);
        samples
    }

    /// One of each kind that is about a mail of ours, or one that poses as such.
    fn samples_of_own(fake: &Self) -> Vec<(&'static str, Self)> {
        let own = |own| Self {
            verdict: None,
            reasons: Vec::new(),
            own: Some(own),
            phrase: None,
            ..fake.clone()
        };
        let (at, reference) = (sample::LONG_AGO, Some(sample::sample_reference("A3A")));
        let ours = |reference| OwnFact::Ours {
            at,
            reference,
            about: Some(About::Code {
                purpose: Purpose::SignIn,
            }),
            agent: reference.map(|_| sample::agent("Chrome", "Windows")),
        };
        let alike = |leads| OwnFact::Alike {
            at,
            reference,
            leads,
        };
        vec![
            ("own", own(ours(reference))),
            ("own_unmarked", own(ours(None))),
            ("own_altered", own(OwnFact::Altered { at, reference })),
            ("own_alike", own(alike(false))),
            ("own_leads", own(alike(true))),
            ("own_of_others", own(OwnFact::SomebodyElses)),
            ("own_not", own(OwnFact::NotOurs { days: 180 })),
            (
                "own_unknown",
                Self {
                    own: Some(OwnFact::Unknown),
                    ..fake.clone()
                },
            ),
        ]
    }
}

/// A sentence in which no mail program finds a link: the names of some brands look like one.
fn inert(sentence: &str) -> String {
    let letters: Vec<char> = sentence.chars().collect();
    let is_letter = |c: Option<&char>| c.is_some_and(char::is_ascii_alphanumeric);
    let inert = letters.iter().enumerate().map(|(place, letter)| {
        let before = place.checked_sub(1).and_then(|place| letters.get(place));
        let after = letters.get(place + 1);
        match letter {
            '@' => '＠',
            '.' if is_letter(before) && is_letter(after) => '．',
            ':' if after == Some(&'/') => '：',
            other => *other,
        }
    });
    inert.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_said_can_be_pressed() {
        assert_eq!(inert("Amazon.co.jp sent it."), "Amazon．co．jp sent it.");
        assert_eq!(inert("a@b.jp, https://b.jp"), "a＠b．jp, https：//b．jp");
    }

    #[test]
    fn every_sample_is_told_in_both_languages() {
        for (name, sample) in VerdictMail::samples() {
            for locale in Locale::ALL {
                let mail = VerdictMail {
                    locale,
                    ..sample.clone()
                };
                let mail = mail.render().expect("a mail");
                assert!(!mail.text.contains('⟦'), "{name}: {}", mail.text);
            }
        }
    }
}
