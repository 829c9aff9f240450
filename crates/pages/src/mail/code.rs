//! The mail that brings a code.
//!
//! A person may paste the whole mail into the field for the code. So no line beside the
//! code begins or ends with a digit, and no other group of digits is as long as a code.

use core::time::Duration;
use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{
    client::Agent, locale::Locale, phrase::Phrase, purpose::Purpose, reference::Reference,
    time::Time,
};

use super::{Mail, PhraseLine, flowing};
use crate::{
    frame::RenderError,
    sample,
    text::{Value, say, text},
    when::Zone,
    wording,
};

/// A mail that brings a code.
#[derive(Clone, Debug)]
pub struct CodeMail {
    /// The language of the one who receives it.
    pub locale: Locale,
    /// The organisation's name for its door.
    pub site_name: String,
    /// The code in groups: `482 913`.
    pub code: String,
    /// The signs in the subject and on the page.
    pub reference: Reference,
    /// What the code is for.
    pub purpose: Purpose,
    /// When it was asked for.
    pub asked_at: Time,
    /// Until when it works.
    pub expires_at: Time,
    /// The zone of the times.
    pub zone: Zone,
    /// The browser it was asked for in.
    pub agent: Agent,
    /// The phrase of the one who receives it, if they have chosen one.
    pub phrase: Option<Phrase>,
}

#[derive(Template)]
#[template(path = "mail/code.txt", whitespace = "preserve")]
struct CodeText<'a> {
    words: &'a Words<'a>,
}

#[derive(Template)]
#[template(path = "mail/code.html")]
struct CodeHtml<'a> {
    words: &'a Words<'a>,
}

/// What both parts say.
struct Words<'a> {
    locale: Locale,
    code: &'a str,
    reference: String,
    heading: Cow<'static, str>,
    /// The heading without the reference, which stands as a badge beside it.
    plain_heading: Cow<'static, str>,
    works_until: Cow<'static, str>,
    asked: Cow<'static, str>,
    phrase: Option<PhraseLine<'a>>,
    not_asked: Cow<'static, str>,
    no_links: Cow<'static, str>,
}

impl Words<'_> {
    /// A paragraph without the line breaks of the plain text.
    fn flowing(&self, paragraph: &str) -> String {
        flowing(self.locale, paragraph)
    }
}

impl CodeMail {
    /// The mail.
    pub fn render(&self) -> Result<Mail, RenderError> {
        let words = self.words();
        Ok(Mail {
            subject: self.subject(),
            text: CodeText { words: &words }.render()? + "\n",
            html: CodeHtml { words: &words }.render()?,
        })
    }

    fn subject(&self) -> String {
        let values = [
            ("site", self.site_name.as_str().into()),
            ("reference", self.reference.to_string().into()),
        ];
        let id = match self.purpose {
            Purpose::SignIn | Purpose::CreateAccount => "mail-code-subject",
            Purpose::ResetPassword => "mail-reset-subject",
            Purpose::ChangeSecurity => "mail-security-subject",
            // A number is confirmed by text message; no mail says this.
            Purpose::ConfirmContact | Purpose::ConfirmPhone => "mail-contact-subject",
        };
        say(self.locale, id, &values).into_owned()
    }

    /// What it means when a code comes that was not asked for.
    const fn not_asked(&self) -> &'static str {
        match self.purpose {
            Purpose::SignIn | Purpose::CreateAccount => "mail-code-not-asked",
            Purpose::ResetPassword => "mail-reset-not-asked",
            Purpose::ChangeSecurity => "mail-security-not-asked",
            Purpose::ConfirmContact | Purpose::ConfirmPhone => "mail-contact-not-asked",
        }
    }

    fn words(&self) -> Words<'_> {
        let locale = self.locale;
        let reference = self.reference.to_string();
        let until = Value::from(self.zone.named_clock(self.expires_at, locale));
        let asked = [
            ("time", self.zone.bare_clock(self.asked_at, locale).into()),
            ("purpose", wording::purpose(locale, self.purpose).into()),
            ("agent", wording::agent(locale, Some(&self.agent)).into()),
        ];
        Words {
            locale,
            code: &self.code,
            heading: say(
                locale,
                "mail-code-heading",
                &[("reference", reference.as_str().into())],
            ),
            plain_heading: text(locale, "mail-code-heading-plain"),
            reference,
            works_until: say(locale, "mail-code-works-until", &[("time", until)]),
            asked: say(locale, "mail-code-asked", &asked),
            phrase: self
                .phrase
                .as_ref()
                .map(|phrase| PhraseLine::new(locale, "mail-phrase", phrase)),
            not_asked: text(locale, self.not_asked()),
            no_links: text(locale, "mail-code-no-links"),
        }
    }

    /// One of each kind, with the code that it brings.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, &'static str, Self)> {
        let chrome = || sample::agent("Chrome", "Windows");
        let tokyo = |purpose| Self::sample("Asia/Tokyo", purpose, chrome());
        let create_account = Self::sample("Asia/Kolkata", Purpose::CreateAccount, chrome());
        let unknown_agent = Self::sample("UTC", Purpose::SignIn, Agent::default());
        let phrase = Self {
            phrase: sample::phrase(),
            ..tokyo(Purpose::SignIn)
        };
        let phone = sample::agent("Mobile Safari", "iPhone");
        let leading_zeros = Self {
            code: "000 012".to_owned(),
            reference: sample::sample_reference("A3A"),
            ..Self::sample("America/New_York", Purpose::SignIn, phone)
        };
        vec![
            ("sign_in", "482913", tokyo(Purpose::SignIn)),
            ("create_account", "482913", create_account),
            ("unknown_agent", "482913", unknown_agent),
            ("reset_password", "482913", tokyo(Purpose::ResetPassword)),
            ("change_security", "482913", tokyo(Purpose::ChangeSecurity)),
            ("confirm_contact", "482913", tokyo(Purpose::ConfirmContact)),
            ("phrase", "482913", phrase),
            ("leading_zeros", "000012", leading_zeros),
        ]
    }

    fn sample(zone: &str, purpose: Purpose, agent: Agent) -> Self {
        Self {
            locale: Locale::default(),
            site_name: "Kadomori".to_owned(),
            code: "482 913".to_owned(),
            reference: sample::reference(),
            purpose,
            asked_at: sample::NOON,
            expires_at: sample::NOON.plus(Duration::from_mins(10)),
            zone: Zone::parse(zone),
            agent,
            phrase: None,
        }
    }
}
