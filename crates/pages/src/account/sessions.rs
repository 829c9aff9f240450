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
        let here = SessionItem {
            id: SessionId::from_bytes([1; 16]),
            agent: Some(sample::agent("Chrome", "Windows")),
            created_at: sample::NOON,
            seen_at: sample::NOON,
            current: true,
            kept: false,
            ways: vec![FactorKind::MailCode],
            assurance: Assurance::Single,
        };
        let other = |id, agent, hours: u64| SessionItem {
            id: SessionId::from_bytes([id; 16]),
            agent,
            created_at: sample::NOON.minus(Duration::from_secs(hours * 3_600)),
            seen_at: sample::NOON.minus(Duration::from_secs(hours * 900)),
            current: false,
            kept: true,
            ways: vec![FactorKind::Password, FactorKind::Totp],
            assurance: Assurance::Two,
        };
        let system_only = Agent {
            browser: None,
            system: Some("Android".to_owned()),
        };
        let browser_only = Agent {
            browser: Some("Firefox".to_owned()),
            system: None,
        };
        let others = vec![
            here.clone(),
            other(2, Some(sample::agent("Safari", "iPhone")), 1),
            other(3, Some(browser_only), 20),
            other(4, Some(system_only), 400),
            other(5, None, 90),
        ];
        let page = |sessions| Self {
            frame: Frame {
                signed_in_as: Some("mika@example.jp".to_owned()),
                ..sample::frame("/account/sessions")
            },
            address: "mika@example.jp".to_owned(),
            zone: sample::zone(),
            now: sample::NOON.plus(Duration::from_secs(20)),
            notice: None,
            sessions,
            trusted: Vec::new(),
        };
        vec![("only_here", page(vec![here])), ("several", page(others))]
    }
}
