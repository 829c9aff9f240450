//! The mail that tells of a change of what protects an account.

use core::time::Duration;
use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{
    client::Agent, event::SecurityChange, locale::Locale, phrase::Phrase, reference::Reference,
    time::Time,
};

use super::{Mail, PhraseLine, flowing};
use crate::{
    frame::RenderError,
    sample,
    text::{say, text},
    when::Zone,
    wording,
};

/// A mail that tells of a change.
#[derive(Clone, Debug)]
pub struct NoticeMail {
    /// The language of the one who receives it.
    pub locale: Locale,
    /// The organisation's name for its door.
    pub site_name: String,
    /// The signs in the subject.
    pub reference: Reference,
    /// What was changed.
    pub change: SecurityChange,
    /// What the thing is called: a passkey's name, an address in its masked form.
    pub label: Option<String>,
    /// When.
    pub at: Time,
    /// The zone of the time.
    pub zone: Zone,
    /// The browser it was changed with; `None` when an operator did it.
    pub agent: Option<Agent>,
    /// The phrase of the one who receives it, if they have one.
    pub phrase: Option<Phrase>,
    /// The phrase that they had until this change, where it is about that.
    pub former_phrase: Option<Phrase>,
}

#[derive(Template)]
#[template(path = "mail/notice.txt", whitespace = "preserve")]
struct NoticeText<'a> {
    words: &'a Words<'a>,
}

#[derive(Template)]
#[template(path = "mail/notice.html")]
struct NoticeHtml<'a> {
    words: &'a Words<'a>,
}

/// What both parts say.
struct Words<'a> {
    locale: Locale,
    reference: String,
    heading: Cow<'static, str>,
    /// The heading without the reference, which stands as a badge beside it.
    plain_heading: Cow<'static, str>,
    change: Cow<'static, str>,
    which: Option<Cow<'static, str>>,
    when: Cow<'static, str>,
    /// The one that was known until now comes first: by it the mail is known again.
    phrases: Vec<PhraseLine<'a>>,
    yours: Cow<'static, str>,
    not_yours: Cow<'static, str>,
    no_links: Cow<'static, str>,
}

impl Words<'_> {
    /// A paragraph without the line breaks of the plain text.
    fn flowing(&self, paragraph: &str) -> String {
        flowing(self.locale, paragraph)
    }
}

impl NoticeMail {
    /// The mail.
    pub fn render(&self) -> Result<Mail, RenderError> {
        let words = self.words();
        Ok(Mail {
            subject: self.subject(),
            text: NoticeText { words: &words }.render()? + "\n",
            html: NoticeHtml { words: &words }.render()?,
        })
    }

    fn subject(&self) -> String {
        let values = [
            ("site", self.site_name.as_str().into()),
            ("reference", self.reference.to_string().into()),
        ];
        say(self.locale, "mail-notice-subject", &values).into_owned()
    }

    fn words(&self) -> Words<'_> {
        let locale = self.locale;
        let reference = self.reference.to_string();
        let which = self.label.as_deref().map(|label| {
            let label = inert(label);
            say(locale, "mail-notice-what", &[("label", label.into())])
        });
        let site = inert(&self.site_name);
        let (yours, not_yours) = match &self.agent {
            Some(_) => ("mail-notice-yours", "mail-notice-not-yours"),
            None => ("mail-notice-known", "mail-notice-not-known"),
        };
        Words {
            locale,
            heading: say(
                locale,
                "mail-notice-heading",
                &[("reference", reference.as_str().into())],
            ),
            plain_heading: text(locale, "mail-notice-heading-plain"),
            reference,
            change: text(locale, wording::change(self.change)),
            which,
            when: self.when(),
            phrases: self.phrases(),
            yours: text(locale, yours),
            not_yours: say(locale, not_yours, &[("site", site.into())]),
            no_links: text(locale, "mail-notice-no-links"),
        }
    }

    fn phrases(&self) -> Vec<PhraseLine<'_>> {
        let former = self.former_phrase.as_ref();
        let former = former.map(|one| PhraseLine::new(self.locale, "mail-phrase-former", one));
        let now = self.phrase.as_ref();
        let now = now.map(|one| PhraseLine::new(self.locale, "mail-phrase", one));
        former.into_iter().chain(now).collect()
    }

    /// The mail may be read days later, so the day is written out.
    fn when(&self) -> Cow<'static, str> {
        let locale = self.locale;
        let time = ("time", self.zone.whole_moment(self.at, locale).into());
        match &self.agent {
            Some(agent) => {
                let agent = wording::agent(locale, Some(agent));
                say(locale, "mail-notice-when", &[time, ("agent", agent.into())])
            }
            None => say(locale, "mail-notice-when-operator", &[time]),
        }
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let mail = |change, label: Option<&str>| Self {
            locale: Locale::default(),
            site_name: "Kadomori".to_owned(),
            reference: sample::reference(),
            change,
            label: label.map(str::to_owned),
            at: sample::NOON.minus(Duration::from_mins(4)),
            zone: sample::zone(),
            agent: Some(sample::agent("Chrome", "Windows")),
            phrase: None,
            former_phrase: None,
        };
        let by_operator = Self {
            agent: None,
            zone: Zone::utc(),
            ..mail(SecurityChange::TwoStepOff, None)
        };
        let phrase_changed = Self {
            phrase: sample::phrase(),
            former_phrase: Phrase::parse("雨上がりの橋と三毛猫").ok(),
            ..mail(SecurityChange::PhraseChanged, None)
        };
        let beside_phrase = Self {
            phrase: sample::phrase(),
            ..mail(SecurityChange::PasskeyRemoved, Some("My key ring"))
        };
        vec![
            ("phrase_changed", phrase_changed),
            ("beside_phrase", beside_phrase),
            (
                "passkey_added",
                mail(SecurityChange::PasskeyAdded, Some("My key ring")),
            ),
            (
                "contact_removed",
                mail(SecurityChange::ContactRemoved, Some("m…@example.jp")),
            ),
            ("password_reset", mail(SecurityChange::PasswordReset, None)),
            ("by_operator", by_operator),
        ]
    }
}

/// A text that no mail program takes for a link: an address or host that somebody wrote
/// into a name would else be one.
fn inert(text: &str) -> String {
    let mut inert = String::with_capacity(text.len());
    for c in text.chars() {
        inert.push(match c {
            '@' => '＠',
            '.' => '．',
            ':' => '：',
            '/' => '／',
            other => other,
        });
    }
    inert
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_looks_like_a_link_is_none() {
        assert_eq!(inert("https://evil.example"), "https：／／evil．example");
        assert_eq!(inert("m…@example.jp"), "m…＠example．jp");
        assert_eq!(inert("会社の鍵"), "会社の鍵");
    }

    #[test]
    fn every_change_is_told_in_both_languages() {
        for change in SecurityChange::ALL {
            let (_, sample) = NoticeMail::samples().swap_remove(0);
            for locale in Locale::ALL {
                let mail = NoticeMail {
                    locale,
                    change,
                    ..sample.clone()
                };
                let mail = mail.render().expect("a mail");
                assert!(!mail.text.contains('⟦'), "{change:?}: {}", mail.text);
            }
        }
    }
}
