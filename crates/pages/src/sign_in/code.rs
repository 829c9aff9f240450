//! The code page: where the mail went, one field, and what came of the last try.

use core::time::Duration;
use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{
    code::{CodeLength, Unreadable},
    gate::Reason,
    id::FlowId,
    reference::Reference,
    time::Time,
};

use crate::{
    frame::{Frame, RenderError},
    rich::Rich,
    sample,
    text::Value,
    when::{self, Zone},
    wording,
};

/// `GET /sign-in/{flow}`, and every answer to a try that leaves the flow open.
///
/// Three forms, each with `csrf`: `POST /sign-in/{flow}` with `code` and `keep`
/// (present when ticked), `POST /sign-in/{flow}/resend`, `POST /sign-in/{flow}/address`.
#[derive(Clone, Debug, Template)]
#[template(path = "sign_in/code.html")]
pub struct CodePage {
    /// The surroundings.
    pub frame: Frame,
    /// The journey.
    pub flow: FlowId,
    /// The signs on the mail.
    pub reference: Reference,
    /// How many digits the code has.
    pub length: CodeLength,
    /// To whom the page speaks.
    pub viewer: Viewer,
    /// When the code was last sent.
    pub sent_at: Time,
    /// Until when it works.
    pub expires_at: Time,
    /// From when on it can be sent again.
    pub resend_at: Time,
    /// The moment of the page.
    pub now: Time,
    /// The reader's zone.
    pub zone: Zone,
    /// Why a code is needed.
    pub because: Vec<Reason>,
    /// What came of the last try or wish.
    pub message: Option<CodeMessage>,
    /// Whether "keep me signed in" is ticked.
    pub keep: bool,
}

/// To whom the code page speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Somebody on a browser that no account with this address knows; the page is
    /// the same whether there is one.
    Stranger {
        /// The address as it was typed.
        address: String,
    },
    /// Somebody on a browser that the account has signed in on.
    Known {
        /// The address as `m…@example.jp`.
        masked: String,
    },
}

/// What came of the last try or wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeMessage {
    /// It doesn't match.
    Wrong {
        /// Tries that remain.
        left: u32,
    },
    /// It is the code of an earlier mail of this flow.
    Superseded {
        /// The signs on the mail to use.
        reference: Reference,
        /// When that was sent.
        sent_at: Time,
    },
    /// Its time is over.
    Expired,
    /// It can't be read as a code; this cost no try.
    Unreadable(Unreadable),
    /// Too many wrong codes from new devices.
    Waiting {
        /// Until when.
        until: Time,
    },
    /// The same code was sent once more.
    SentAgain,
    /// A new code was sent, and the older one is void.
    SentNew,
    /// It can't be sent again yet.
    TooSoon {
        /// From when on it can.
        at: Time,
    },
    /// So many were sent that the next has to wait. Only told on known devices.
    Held {
        /// Until when.
        until: Time,
    },
}

/// How a message is said: as what went wrong with the field, or as news.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tone {
    Error,
    News,
}

impl CodeMessage {
    const fn tone(&self) -> Tone {
        match self {
            Self::Wrong { .. }
            | Self::Superseded { .. }
            | Self::Expired
            | Self::Unreadable(_)
            | Self::Waiting { .. } => Tone::Error,
            Self::SentAgain | Self::SentNew | Self::TooSoon { .. } | Self::Held { .. } => {
                Tone::News
            }
        }
    }
}

impl CodePage {
    /// The page.
    pub fn render(&self) -> Result<String, RenderError> {
        Ok(Template::render(self)?)
    }

    fn is_known(&self) -> bool {
        matches!(self.viewer, Viewer::Known { .. })
    }

    /// Whether a new code is the next thing to do.
    fn is_over(&self) -> bool {
        self.now >= self.expires_at || self.message == Some(CodeMessage::Expired)
    }

    fn digits(&self) -> Value<'static> {
        u32::try_from(self.length.digits())
            .unwrap_or_default()
            .into()
    }

    fn badge(&self) -> Value<'static> {
        Value::Badge(self.reference.to_string())
    }

    fn expires(&self) -> Value<'static> {
        self.zone
            .until(self.expires_at, self.now, self.frame.locale)
            .into()
    }

    fn lead(&self) -> Rich {
        let (digits, reference) = (("digits", self.digits()), ("reference", self.badge()));
        match &self.viewer {
            Viewer::Stranger { .. } => self.frame.rich("code-lead-stranger", &[digits, reference]),
            Viewer::Known { masked } => {
                let address = ("address", Value::Strong(masked));
                self.frame.rich(
                    "code-lead-known",
                    &[digits, reference, address, ("time", self.expires())],
                )
            }
        }
    }

    /// Beside the field; not while waiting, where another time matters.
    fn works_until(&self) -> Option<Cow<'static, str>> {
        let is_waiting = matches!(self.message, Some(CodeMessage::Waiting { .. }));
        (!is_waiting).then(|| {
            self.frame
                .say("code-works-until", &[("time", self.expires())])
        })
    }

    /// The ids of what describes the field.
    fn described_by(&self) -> &'static str {
        match (self.error().is_some(), self.works_until().is_some()) {
            (true, true) => "code-error code-time",
            (true, false) => "code-error",
            (false, _) => "code-time",
        }
    }

    fn label(&self) -> Cow<'static, str> {
        self.frame.say("code-label", &[("digits", self.digits())])
    }

    fn becauses(&self) -> impl Iterator<Item = Cow<'static, str>> {
        self.because
            .iter()
            .map(|reason| wording::because(self.frame.locale, *reason))
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

    /// Whether the news says where to look, so that the lead needn't.
    fn news_leads(&self) -> bool {
        matches!(
            self.message,
            Some(CodeMessage::SentAgain | CodeMessage::SentNew)
        )
    }

    fn sentence(&self, message: &CodeMessage, with_badge: bool) -> Rich {
        let badge = |reference: Reference| {
            let text = reference.to_string();
            if with_badge {
                Value::Badge(text)
            } else {
                text.into()
            }
        };
        let until = |time| Value::from(self.zone.until(time, self.now, self.frame.locale));
        let say = |id: &str, values: &[(&'static str, Value<'_>)]| self.frame.rich(id, values);
        let (digits, reference) = (
            ("digits", self.digits()),
            ("reference", badge(self.reference)),
        );
        let for_viewer = |known, stranger| if self.is_known() { known } else { stranger };
        match message {
            CodeMessage::Wrong { left } => say("code-wrong", &[("left", (*left).into())]),
            CodeMessage::Superseded { reference, sent_at } => say(
                "code-superseded",
                &[("reference", badge(*reference)), ("time", until(*sent_at))],
            ),
            CodeMessage::Expired => say("code-expired", &[("time", until(self.expires_at))]),
            CodeMessage::Unreadable(Unreadable::Empty) => say("code-empty", &[digits, reference]),
            CodeMessage::Unreadable(Unreadable::NoCode) => say("code-none", &[digits, reference]),
            CodeMessage::Unreadable(Unreadable::Ambiguous) => say("code-ambiguous", &[digits]),
            CodeMessage::Waiting { until: time } => say("code-waiting", &[("time", until(*time))]),
            CodeMessage::SentAgain => say(
                for_viewer("code-sent-again", "code-sent-again-stranger"),
                &[reference],
            ),
            CodeMessage::SentNew => say(
                for_viewer("code-sent-new", "code-sent-new-stranger"),
                &[reference],
            ),
            CodeMessage::TooSoon { at } => say("code-too-soon", &[("time", until(*at))]),
            CodeMessage::Held { until: time } => say("code-held", &[("time", until(*time))]),
        }
    }

    fn help_junk(&self) -> Cow<'static, str> {
        self.frame.say(
            "code-help-junk",
            &[("reference", self.reference.to_string().into())],
        )
    }

    fn help_address(&self) -> Option<Cow<'static, str>> {
        match &self.viewer {
            Viewer::Stranger { address } => Some(
                self.frame
                    .say("code-help-address", &[("address", address.as_str().into())]),
            ),
            Viewer::Known { .. } => None,
        }
    }

    /// Seconds until the code can be sent again.
    fn wait(&self) -> u64 {
        when::seconds(self.resend_at.since(self.now))
    }

    fn resend_hint(&self) -> Cow<'static, str> {
        let time = self.zone.until(self.resend_at, self.now, self.frame.locale);
        self.frame.say("code-resend-from", &[("time", time.into())])
    }

    /// The fact that can be told on a known device, for those to whom nothing came.
    fn sent(&self) -> Cow<'static, str> {
        let time = self.zone.moment(self.sent_at, self.now, self.frame.locale);
        self.frame.say("code-help-sent", &[("time", time.into())])
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let stranger = |message| Self {
            message,
            ..Self::sample()
        };
        let known = |message| Self {
            viewer: Viewer::Known {
                masked: "m…@example.jp".to_owned(),
            },
            because: vec![Reason::WayIn],
            message,
            ..Self::sample()
        };
        let minutes = |minutes: u64| sample::NOON.plus(Duration::from_secs(minutes * 60));
        let superseded = || CodeMessage::Superseded {
            reference: sample::reference(),
            sent_at: minutes(3),
        };
        let late = Self {
            now: minutes(11),
            keep: true,
            ..known(None)
        };
        vec![
            ("stranger", stranger(None)),
            ("known", known(None)),
            (
                "every_reason",
                Self {
                    because: Reason::ALL.to_vec(),
                    zone: Zone::utc(),
                    ..known(None)
                },
            ),
            (
                "resend_ready",
                Self {
                    now: minutes(2),
                    ..stranger(None)
                },
            ),
            ("over", late),
            ("wrong", stranger(Some(CodeMessage::Wrong { left: 3 }))),
            (
                "wrong_last",
                Self {
                    keep: true,
                    ..stranger(Some(CodeMessage::Wrong { left: 1 }))
                },
            ),
            (
                "superseded",
                Self {
                    now: minutes(4),
                    ..stranger(Some(superseded()))
                },
            ),
            (
                "expired",
                Self {
                    now: minutes(11),
                    ..stranger(Some(CodeMessage::Expired))
                },
            ),
            (
                "empty",
                stranger(Some(CodeMessage::Unreadable(Unreadable::Empty))),
            ),
            (
                "no_code",
                stranger(Some(CodeMessage::Unreadable(Unreadable::NoCode))),
            ),
            (
                "ambiguous",
                stranger(Some(CodeMessage::Unreadable(Unreadable::Ambiguous))),
            ),
            (
                "waiting",
                stranger(Some(CodeMessage::Waiting { until: minutes(37) })),
            ),
            (
                "waiting_long",
                stranger(Some(CodeMessage::Waiting {
                    until: minutes(24 * 60),
                })),
            ),
            (
                "sent_again_stranger",
                stranger(Some(CodeMessage::SentAgain)),
            ),
            ("sent_again_known", known(Some(CodeMessage::SentAgain))),
            ("sent_new_stranger", stranger(Some(CodeMessage::SentNew))),
            ("sent_new_known", known(Some(CodeMessage::SentNew))),
            (
                "too_soon",
                stranger(Some(CodeMessage::TooSoon { at: minutes(1) })),
            ),
            (
                "held",
                known(Some(CodeMessage::Held { until: minutes(37) })),
            ),
        ]
    }

    fn sample() -> Self {
        let flow = FlowId::from_bytes([1; 16]);
        Self {
            frame: sample::frame(&format!("/sign-in/{flow}")),
            flow,
            reference: sample::reference(),
            length: CodeLength::SIX,
            viewer: Viewer::Stranger {
                address: "mika@example.jp".to_owned(),
            },
            sent_at: sample::NOON,
            expires_at: sample::NOON.plus(Duration::from_secs(600)),
            resend_at: sample::NOON.plus(Duration::from_secs(60)),
            now: sample::NOON.plus(Duration::from_secs(5)),
            zone: sample::zone(),
            because: vec![Reason::NewDevice],
            message: None,
            keep: false,
        }
    }
}
