//! "Where you're signed in": every open sign-in, each with a way to end it.

use core::time::Duration;
use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{
    assurance::Assurance,
    client::Agent,
    factor::FactorKind,
    id::{DeviceId, SessionId},
    time::Time,
};

use crate::{
    frame::{Frame, RenderError},
    sample,
    when::{self, Zone},
    wording,
};

/// `GET /account/sessions`.
///
/// Each line's form posts to `/account/sessions/{id}/end`, each trusted device's to
/// `/account/devices/{device}/untrust`; the last of each to `/sign-out-everywhere` and
/// `/account/devices/untrust`; all with `csrf`.
#[derive(Clone, Debug, Template)]
#[template(path = "account/sessions.html")]
pub struct SessionsPage {
    /// The surroundings.
    pub frame: Frame,
    /// The account's address.
    pub address: String,
    /// The reader's zone.
    pub zone: Zone,
    /// The moment of the page.
    pub now: Time,
    /// What has just been done.
    pub notice: Option<SessionsNotice>,
    /// The open sign-ins.
    pub sessions: Vec<SessionItem>,
    /// The devices that skip the second step.
    pub trusted: Vec<TrustedItem>,
}

/// What has just been done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionsNotice {
    /// Another device was signed out.
    Ended,
    /// A device is trusted no more.
    Untrusted,
    /// No device is trusted any more.
    AllUntrusted,
}

/// A trusted device.
#[derive(Clone, Debug)]
pub struct TrustedItem {
    /// Its name in paths.
    pub device: DeviceId,
    /// The browser.
    pub agent: Option<Agent>,
    /// Until when it is trusted.
    pub until: Time,
    /// Whether it is the one that the page is read on.
    pub current: bool,
}

/// An open sign-in.
#[derive(Clone, Debug)]
pub struct SessionItem {
    /// Its name.
    pub id: SessionId,
    /// The browser.
    pub agent: Option<Agent>,
    /// When it was opened.
    pub created_at: Time,
    /// When it was last used.
    pub seen_at: Time,
    /// Whether it is the one that the page is read in.
    pub current: bool,
    /// Whether it outlives the browser window.
    pub kept: bool,
    /// How it was proven, in the order of proving.
    pub ways: Vec<FactorKind>,
    /// How sure it is.
    pub assurance: Assurance,
}

impl SessionsPage {
    /// The page.
    pub fn render(&self) -> Result<String, RenderError> {
        Ok(Template::render(self)?)
    }

    fn agent(&self, session: &SessionItem) -> Cow<'static, str> {
        wording::agent(self.frame.locale, session.agent.as_ref())
    }

    fn signed_in(&self, session: &SessionItem) -> Cow<'static, str> {
        let time = self
            .zone
            .moment(session.created_at, self.now, self.frame.locale);
        self.frame
            .say("sessions-signed-in", &[("time", time.into())])
    }

    fn last_used(&self, session: &SessionItem) -> Cow<'static, str> {
        let time = when::ago(session.seen_at, self.now, self.frame.locale).unwrap_or_else(|| {
            self.zone
                .moment(session.seen_at, self.now, self.frame.locale)
                .into()
        });
        self.frame
            .say("sessions-last-used", &[("time", time.into())])
    }

    fn notice(&self) -> Option<Cow<'static, str>> {
        Some(self.frame.t(match self.notice? {
            SessionsNotice::Ended => "sessions-notice-ended",
            SessionsNotice::Untrusted => "sessions-notice-untrusted",
            SessionsNotice::AllUntrusted => "sessions-notice-all-untrusted",
        }))
    }

    fn level(&self, session: &SessionItem) -> Cow<'static, str> {
        self.frame.t(match session.assurance {
            Assurance::Single => "sessions-level-single",
            Assurance::Device => "sessions-level-device",
            Assurance::Held => "sessions-level-held",
            Assurance::TwoSteps => "sessions-level-two-steps",
            Assurance::Two => "sessions-level-two",
            Assurance::Resistant => "sessions-level-resistant",
        })
    }

    fn ways(&self, session: &SessionItem) -> Option<Cow<'static, str>> {
        if session.ways.is_empty() {
            return None;
        }
        let ways = wording::ways_used(self.frame.locale, &session.ways);
        Some(self.frame.say("sessions-ways", &[("ways", ways.into())]))
    }

    fn trusted_agent(&self, item: &TrustedItem) -> Cow<'static, str> {
        wording::agent(self.frame.locale, item.agent.as_ref())
    }

    fn until(&self, item: &TrustedItem) -> Cow<'static, str> {
        let day = self.zone.day(item.until, self.now, self.frame.locale);
        self.frame.say("trusted-until", &[("day", day.into())])
    }

    fn untrust_label(&self, item: &TrustedItem) -> Cow<'static, str> {
        let values = [
            ("agent", self.trusted_agent(item).into()),
            ("until", self.until(item).into()),
        ];
        self.frame.say("trusted-end-label", &values)
    }

    fn end_label(&self, session: &SessionItem) -> Cow<'static, str> {
        let values = [
            ("agent", self.agent(session).into()),
            ("signed-in", self.signed_in(session).into()),
        ];
        self.frame.say("sessions-end-label", &values)
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let several = Self {
            sessions: several(),
            trusted: trusted(),
            ..page()
        };
        let said = |notice| Self {
            notice: Some(notice),
            ..page()
        };
        vec![
            ("only_here", page()),
            ("several", several),
            ("ended", said(SessionsNotice::Ended)),
            ("untrusted", said(SessionsNotice::Untrusted)),
            ("all_untrusted", said(SessionsNotice::AllUntrusted)),
        ]
    }
}

fn page() -> SessionsPage {
    SessionsPage {
        frame: sample::account_frame("/account/sessions"),
        address: "mika@example.jp".to_owned(),
        zone: sample::zone(),
        now: sample::NOON.plus(Duration::from_secs(20)),
        notice: None,
        sessions: vec![here()],
        trusted: Vec::new(),
    }
}

fn here() -> SessionItem {
    SessionItem {
        id: SessionId::from_bytes([1; 16]),
        agent: Some(sample::agent("Chrome", "Windows")),
        created_at: sample::NOON,
        seen_at: sample::NOON,
        current: true,
        kept: false,
        ways: vec![FactorKind::MailCode],
        assurance: Assurance::Single,
    }
}

/// One at each level.
fn several() -> Vec<SessionItem> {
    use FactorKind::{MailCode, Passkey, Password, Totp};
    let other = |id, agent, hours: u64, ways: &[FactorKind], assurance| SessionItem {
        id: SessionId::from_bytes([id; 16]),
        agent,
        created_at: sample::NOON.minus(Duration::from_secs(hours * 3_600)),
        seen_at: sample::NOON.minus(Duration::from_secs(hours * 900)),
        current: false,
        kept: true,
        ways: ways.to_vec(),
        assurance,
    };
    let known = |browser: Option<&str>, system: Option<&str>| {
        Some(Agent {
            browser: browser.map(str::to_owned),
            system: system.map(str::to_owned),
        })
    };
    let safari = known(Some("Safari"), Some("iPhone"));
    let firefox = known(Some("Firefox"), None);
    let android = known(None, Some("Android"));
    let edge = known(Some("Edge"), Some("Windows"));
    vec![
        here(),
        other(2, safari, 1, &[Passkey], Assurance::Resistant),
        other(3, firefox, 20, &[Password, Totp], Assurance::Two),
        other(4, android, 400, &[MailCode, Password], Assurance::TwoSteps),
        other(5, edge, 300, &[Password], Assurance::Device),
        other(6, None, 90, &[Totp], Assurance::Held),
    ]
}

fn trusted() -> Vec<TrustedItem> {
    let item = |id, agent, days: u64, current| TrustedItem {
        device: DeviceId::from_bytes([id; 16]),
        agent,
        until: sample::NOON.plus(Duration::from_hours(days * 24)),
        current,
    };
    vec![
        item(1, Some(sample::agent("Chrome", "Windows")), 29, true),
        item(2, None, 12, false),
    ]
}
