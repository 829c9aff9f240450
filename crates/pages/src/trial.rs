//! The trial: the first steps on a new server, and the inbox that stands in for a mail server
//! and for phones.

use core::{fmt, time::Duration};
use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{locale::Locale, time::Time};

use crate::{
    frame::{Frame, RenderError},
    mail::CodeMail,
    sample,
    text_message::CodeText,
    when::Zone,
};

/// `GET /` of a server that has no mail server yet.
#[derive(Clone, Debug, Template)]
#[template(path = "trial/welcome.html")]
pub struct WelcomePage {
    /// The surroundings.
    pub frame: Frame,
}

/// `GET /inbox`.
#[derive(Clone, Debug, Template)]
#[template(path = "trial/inbox.html")]
pub struct InboxPage {
    /// The surroundings.
    pub frame: Frame,
    /// The mails and text messages, the newest first.
    pub mails: Vec<InboxItem>,
    /// The reader's zone.
    pub zone: Zone,
    /// The moment of the page.
    pub now: Time,
}

/// A mail or a text message in the list.
#[derive(Clone, Debug)]
pub struct InboxItem {
    /// Its name in `/inbox/{id}`, of letters that need no escape in an address.
    pub id: String,
    /// Which of the two.
    pub kind: InboxKind,
    /// To whom.
    pub to: String,
    /// A mail's subject, a text's first line.
    pub subject: String,
    /// When it was sent.
    pub at: Time,
}

/// What lies in the inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InboxKind {
    /// A mail.
    Mail,
    /// A text message.
    Text,
}

/// `GET /inbox/{id}` of a mail.
///
/// The HTML part stands in a sandboxed frame by `srcdoc`, which inherits the page's
/// content security policy: this page alone needs `style-src 'self' 'unsafe-inline'`,
/// or the mail is shown without its looks.
#[derive(Clone, Debug, Template)]
#[template(path = "trial/mail.html")]
pub struct InboxMailPage {
    /// The surroundings.
    pub frame: Frame,
    /// Its subject.
    pub subject: String,
    /// From whom.
    pub from: String,
    /// To whom.
    pub to: String,
    /// When it was sent.
    pub at: Time,
    /// Its plain text part.
    pub text: String,
    /// Its HTML part.
    pub html: String,
    /// The reader's zone.
    pub zone: Zone,
    /// The moment of the page.
    pub now: Time,
}

/// `GET /inbox/{id}` of a text message.
#[derive(Clone, Template)]
#[template(path = "trial/text.html")]
pub struct InboxTextPage {
    /// The surroundings.
    pub frame: Frame,
    /// To which number.
    pub to: String,
    /// When it was sent.
    pub at: Time,
    /// What it says.
    pub body: String,
    /// The language of what it says.
    pub language: String,
    /// The reader's zone.
    pub zone: Zone,
    /// The moment of the page.
    pub now: Time,
}

impl WelcomePage {
    /// The page.
    pub fn render(&self) -> Result<String, RenderError> {
        Ok(Template::render(self)?)
    }

    fn lead(&self) -> Cow<'static, str> {
        self.frame.say(
            "welcome-lead",
            &[("site", self.frame.site_name.as_str().into())],
        )
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![(
            "plain",
            Self {
                frame: trial_frame("/"),
            },
        )]
    }
}

impl InboxPage {
    /// The page.
    pub fn render(&self) -> Result<String, RenderError> {
        Ok(Template::render(self)?)
    }

    fn when(&self, mail: &InboxItem) -> String {
        self.zone.moment(mail.at, self.now, self.frame.locale)
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let mail = |id: &str, subject: &str, hours| InboxItem {
            id: id.to_owned(),
            kind: InboxKind::Mail,
            to: "mika@example.jp".to_owned(),
            subject: subject.to_owned(),
            at: sample::NOON.minus(Duration::from_secs(hours * 3_600_u64)),
        };
        let text = InboxItem {
            kind: InboxKind::Text,
            to: "+819012345678".to_owned(),
            ..mail("3", "サインインの確認コード", 0)
        };
        let mails = vec![
            text,
            mail("2", "Your Kadomori sign-in code (K7P)", 0),
            mail("1", "Kadomori サインインの確認コード（T4M）", 20),
        ];
        let page = |mails| Self {
            frame: trial_frame("/inbox"),
            mails,
            zone: sample::zone(),
            now: sample::NOON,
        };
        vec![("empty", page(Vec::new())), ("three", page(mails))]
    }
}

impl InboxTextPage {
    /// The page.
    pub fn render(&self) -> Result<String, RenderError> {
        Ok(Template::render(self)?)
    }

    fn when(&self) -> String {
        self.zone.moment(self.at, self.now, self.frame.locale)
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |locale: Locale| {
            let (_, text) = CodeText::samples().into_iter().next()?;
            Some(Self {
                frame: trial_frame("/inbox/3"),
                to: "+819012345678".to_owned(),
                at: sample::NOON,
                body: CodeText { locale, ..text }.render(),
                language: locale.tag().to_owned(),
                zone: sample::zone(),
                now: sample::NOON,
            })
        };
        [
            ("english_text", page(Locale::En)),
            ("japanese_text", page(Locale::Ja)),
        ]
        .into_iter()
        .filter_map(|(name, page)| Some((name, page?)))
        .collect()
    }
}

/// Logs see neither the number nor the code.
impl fmt::Debug for InboxTextPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InboxTextPage").finish_non_exhaustive()
    }
}

impl InboxMailPage {
    /// The page.
    pub fn render(&self) -> Result<String, RenderError> {
        Ok(Template::render(self)?)
    }

    fn when(&self) -> String {
        self.zone.moment(self.at, self.now, self.frame.locale)
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |locale| {
            let (_, _, mail) = CodeMail::samples().into_iter().next()?;
            let mail = CodeMail { locale, ..mail }.render().ok()?;
            Some(Self {
                frame: trial_frame("/inbox/2"),
                subject: mail.subject,
                from: "Kadomori <kadomori@localhost>".to_owned(),
                to: "mika@example.jp".to_owned(),
                at: sample::NOON,
                text: mail.text,
                html: mail.html,
                zone: sample::zone(),
                now: sample::NOON,
            })
        };
        [
            ("english_mail", page(Locale::En)),
            ("japanese_mail", page(Locale::Ja)),
        ]
        .into_iter()
        .filter_map(|(name, page)| Some((name, page?)))
        .collect()
    }
}

fn trial_frame(path: &str) -> Frame {
    Frame {
        trial: true,
        ..sample::frame(path)
    }
}
