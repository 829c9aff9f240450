//! The code page: where the message went, one field, and what came of the last try.

mod message;
mod samples;

use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{
    code::CodeLength, delivery::Channel, factor::FactorKind, purpose::Purpose,
    reference::Reference, time::Time,
};

use crate::{
    frame::{Frame, RenderError},
    rich::Rich,
    text::Value,
    when, wording,
};

use super::{Asked, Delivery, Typed};
pub use message::CodeMessage;
use message::Tone;

/// `GET /sign-in/{flow}`, and every answer to a try that leaves the flow open.
///
/// Four forms, each with `csrf`: `POST /sign-in/{flow}` with `code`, `digits`, `keep` and
/// `trust` (each present when ticked), `POST /sign-in/{flow}/resend`,
/// `POST /sign-in/{flow}/way` and, at the first step to sign in,
/// `POST /sign-in/{flow}/address`.
#[derive(Clone, Debug, Template)]
#[template(path = "sign_in/code.html")]
pub struct CodePage {
    /// The surroundings.
    pub frame: Frame,
    /// What is asked.
    pub asked: Asked,
    /// How the code travels.
    pub channel: Channel,
    /// The signs on its message.
    pub reference: Reference,
    /// How many digits the code has.
    pub length: CodeLength,
    /// To whom the page speaks.
    pub viewer: Viewer,
    /// Until when it works.
    pub expires_at: Time,
    /// From when on it can be sent again.
    pub resend_at: Time,
    /// What came of the last try or wish.
    pub message: Option<CodeMessage>,
}

/// To whom the code page speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Somebody on a browser that no account of this name knows; the page is the same
    /// whether there is one.
    Stranger,
    /// Somebody on a browser that the account has signed in on, who is signed in, or who
    /// has proven something in this flow.
    Known {
        /// The address as `m…@example.jp`, the number as `…5678`; in full where it was just
        /// typed to be confirmed.
        masked: String,
        /// What became of the message. Strangers have none, by type.
        delivery: Box<Delivery>,
    },
}

impl CodePage {
    /// The page.
    pub fn render(&self) -> Result<String, RenderError> {
        Ok(Template::render(self)?)
    }

    fn heading(&self) -> Cow<'static, str> {
        self.frame.t(self.by("code-title", "code-text-title"))
    }

    /// The id of what is said of a mail, or of a text message.
    const fn by(&self, mail: &'static str, text: &'static str) -> &'static str {
        match self.channel {
            Channel::Mail => mail,
            Channel::Text => text,
        }
    }

    fn is_known(&self) -> bool {
        matches!(self.viewer, Viewer::Known { .. })
    }

    /// Whether a new code is the next thing to do.
    fn is_over(&self) -> bool {
        self.asked.now >= self.expires_at || self.message == Some(CodeMessage::Expired)
    }

    fn digits(&self) -> Value<'static> {
        wording::digits(self.length)
    }

    fn badge(&self) -> Value<'static> {
        Value::Badge(self.reference.to_string())
    }

    fn expires(&self) -> Value<'static> {
        self.asked
            .zone
            .until(self.expires_at, self.asked.now, self.frame.locale)
            .into()
    }

    pub(super) fn lead(&self) -> Rich {
        let (digits, reference) = (("digits", self.digits()), ("reference", self.badge()));
        match &self.viewer {
            Viewer::Stranger => {
                let id = self.by("code-lead-stranger", "code-text-lead-stranger");
                self.frame.rich(id, &[self.typed(), digits, reference])
            }
            Viewer::Known { masked, delivery } => {
                let address = ("address", Value::Strong(masked));
                let id = match self.asked.purpose {
                    _ if delivery.waits_to_leave() => {
                        self.by("delivery-lead", "delivery-text-lead")
                    }
                    Purpose::ConfirmContact => "code-lead-confirm",
                    Purpose::ConfirmPhone => "code-text-lead-confirm",
                    Purpose::SignIn
                    | Purpose::CreateAccount
                    | Purpose::ResetPassword
                    | Purpose::ChangeSecurity => self.by("code-lead-known", "code-text-lead-known"),
                };
                self.frame
                    .rich(id, &[digits, reference, address, ("time", self.expires())])
            }
        }
    }

    /// What was typed, for sentences to those who may know no more.
    fn typed(&self) -> (&'static str, Value<'static>) {
        ("typed", self.asked.typed(&self.frame).into())
    }

    /// Whether the lead is said; news about a message says where to look by itself.
    pub(super) fn leads(&self) -> bool {
        !self.is_over()
            && !matches!(
                self.message,
                Some(CodeMessage::SentAgain | CodeMessage::SentNew)
            )
    }

    /// Beside the field, unless the lead says it; not while waiting, where another time matters.
    fn works_until(&self) -> Option<Cow<'static, str>> {
        let is_waiting = matches!(self.message, Some(CodeMessage::Waiting { .. }));
        let is_said = self.is_known() && self.leads();
        (!is_waiting && !is_said).then(|| {
            self.frame
                .say("code-works-until", &[("time", self.expires())])
        })
    }

    /// The ids of what describes the field: the eye is led to it, so the ear hears what stands above it.
    fn described_by(&self) -> String {
        let parts = [
            ("way-error", self.error().is_some()),
            ("code-lead", self.leads()),
            ("way-news", self.news().is_some()),
            ("code-time", self.works_until().is_some()),
        ];
        let there: Vec<_> = parts
            .into_iter()
            .filter_map(|(id, is_there)| is_there.then_some(id))
            .collect();
        there.join(" ")
    }

    fn label(&self) -> Cow<'static, str> {
        self.frame.say("code-label", &[("digits", self.digits())])
    }

    fn error(&self) -> Option<Rich> {
        self.error_with(true)
    }

    /// The error as the page's title begins with it, where a badge can't stand.
    fn error_in_title(&self) -> Option<Rich> {
        self.error_with(false)
    }

    fn error_with(&self, badge: bool) -> Option<Rich> {
        let message = if self.is_over() {
            Some(&CodeMessage::Expired)
        } else {
            self.message.as_ref()
        };
        message
            .filter(|message| message.tone() == Tone::Error)
            .map(|message| self.sentence(message, badge))
    }

    fn news(&self) -> Option<Rich> {
        self.message
            .as_ref()
            .filter(|message| message.tone() == Tone::News)
            .map(|message| self.sentence(message, true))
    }

    /// Where a message may be that seems not to have come.
    fn help_look(&self) -> Cow<'static, str> {
        self.frame.say(
            self.by("code-help-junk", "code-text-help-look"),
            &[("reference", self.reference.to_string().into())],
        )
    }

    fn help_slip(&self) -> Option<Cow<'static, str>> {
        match &self.viewer {
            Viewer::Stranger => Some(self.frame.say(
                "code-help-slip",
                &[
                    ("address", self.asked.account.as_str().into()),
                    ("button", self.asked.leave(&self.frame).into()),
                ],
            )),
            Viewer::Known { .. } => None,
        }
    }

    /// Of a number, to whoever may have no account yet.
    fn help_new(&self) -> Option<Cow<'static, str>> {
        let is_new = self.viewer == Viewer::Stranger && self.asked.typed == Typed::Number;
        is_new.then(|| {
            let button = self.asked.leave(&self.frame);
            self.frame
                .say("code-text-help-new", &[("button", button.into())])
        })
    }

    fn help_paste(&self) -> Cow<'static, str> {
        self.frame
            .t(self.by("code-help-paste", "code-text-help-paste"))
    }

    /// Seconds until the code can be sent again.
    fn wait(&self) -> u64 {
        when::seconds(self.resend_at.since(self.asked.now))
    }

    fn resend_hint(&self) -> Cow<'static, str> {
        let time = self
            .asked
            .zone
            .until(self.resend_at, self.asked.now, self.frame.locale);
        self.frame.say("code-resend-from", &[("time", time.into())])
    }

    pub(super) fn delivery(&self) -> Option<&Delivery> {
        match &self.viewer {
            Viewer::Stranger => None,
            Viewer::Known { delivery, .. } => Some(delivery),
        }
    }
}
