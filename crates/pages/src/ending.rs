//! Endings: pages on which a journey can't go on, each with what happened, what it
//! means, and one next step. None tells whether an account exists.

use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{id::FlowId, time::Time};

use crate::{
    frame::{Frame, RenderError},
    sample,
    when::Zone,
};

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "ending/ending.html")]
pub struct EndingPage {
    /// The surroundings.
    pub frame: Frame,
    /// Which ending.
    pub kind: Ending,
}

/// Why a journey can't go on.
#[derive(Clone, Debug)]
pub enum Ending {
    /// The code of this flow was used.
    AlreadyUsed {
        /// Whether this browser is signed in.
        signed_in: bool,
    },
    /// Five wrong codes were typed into this flow.
    TooManyTries,
    /// The flow waited too long for its person.
    Expired,
    /// The flow was begun in another browser.
    OtherBrowser,
    /// There is no such flow (any more).
    FlowGone,
    /// The person went on with another address.
    Abandoned,
    /// What the flow was for was carried out: a password was chosen, say, in another window.
    Done,
    /// The person proved again that it's them, in another window.
    ProvenElsewhere,
    /// The flow belongs to someone who is signed out by now.
    SignedOut,
    /// The way doesn't lead on from where the flow stands.
    WayNotHere {
        /// The flow, whose page shows what does.
        flow: FlowId,
    },
    /// The browser returns no cookies.
    CookiesOff,
    /// The form didn't come from a page of ours.
    ForeignForm,
    /// There is no page at this address.
    NotFound,
    /// The page takes no such request.
    WrongMethod,
    /// More was sent than any form of ours holds.
    TooLarge,
    /// The server has no room for the request right now.
    Busy,
    /// Too many sign-ins were begun from this network and not finished.
    NetworkBusy {
        /// Until when.
        until: Time,
        /// The moment of the page.
        now: Time,
        /// The reader's zone.
        zone: Zone,
    },
    /// Something broke on our side.
    Broken {
        /// The number under which the log has it.
        case: String,
    },
}

/// The one next step.
struct NextStep {
    label: Cow<'static, str>,
    href: String,
}

impl EndingPage {
    /// The page.
    pub fn render(&self) -> Result<String, RenderError> {
        Ok(Template::render(self)?)
    }

    fn id(&self) -> &'static str {
        match &self.kind {
            Ending::AlreadyUsed { signed_in: true } => "ending-already-used-signed-in",
            Ending::AlreadyUsed { signed_in: false } => "ending-already-used",
            Ending::TooManyTries => "ending-too-many-tries",
            Ending::Expired => "ending-expired",
            Ending::OtherBrowser => "ending-other-browser",
            Ending::FlowGone => "ending-flow-gone",
            Ending::Abandoned => "ending-abandoned",
            Ending::Done => "ending-done",
            Ending::ProvenElsewhere => "ending-proven-elsewhere",
            Ending::SignedOut => "ending-signed-out",
            Ending::WayNotHere { .. } => "ending-way-not-here",
            Ending::CookiesOff => "ending-cookies-off",
            Ending::ForeignForm => "ending-foreign-form",
            Ending::NotFound => "ending-not-found",
            Ending::WrongMethod => "ending-wrong-method",
            Ending::TooLarge => "ending-too-large",
            Ending::Busy => "ending-busy",
            Ending::NetworkBusy { .. } => "ending-network-busy",
            Ending::Broken { .. } => "ending-broken",
        }
    }

    fn what_happened(&self) -> Cow<'static, str> {
        self.frame.t(self.id())
    }

    fn what_it_means(&self) -> Cow<'static, str> {
        let id = format!("{}-means", self.id());
        match &self.kind {
            Ending::NetworkBusy { until, now, zone } => {
                let time = zone.until(*until, *now, self.frame.locale);
                self.frame.say(&id, &[("time", time.into())])
            }
            _ => self.frame.t(&id),
        }
    }

    fn case(&self) -> Option<&str> {
        match &self.kind {
            Ending::Broken { case } => Some(case),
            _ => None,
        }
    }

    fn next_step(&self) -> NextStep {
        let of_flow;
        let (id, href) = match &self.kind {
            Ending::WayNotHere { flow } => {
                of_flow = format!("/sign-in/{flow}");
                ("ending-to-flow", of_flow.as_str())
            }
            Ending::ProvenElsewhere => ("ending-to-security", "/account/security"),
            Ending::AlreadyUsed { signed_in: true } => ("ending-to-account", "/account"),

            Ending::AlreadyUsed { signed_in: false }
            | Ending::TooManyTries
            | Ending::Expired
            | Ending::OtherBrowser
            | Ending::FlowGone
            | Ending::SignedOut
            | Ending::Abandoned => ("ending-begin-again", "/sign-in"),
            Ending::CookiesOff
            | Ending::ForeignForm
            | Ending::WrongMethod
            | Ending::TooLarge
            | Ending::Busy
            | Ending::NetworkBusy { .. }
            | Ending::Broken { .. } => ("ending-try-again", self.frame.path.as_str()),
            Ending::NotFound | Ending::Done => ("ending-to-start", "/"),
        };
        NextStep {
            label: self.frame.t(id),
            href: href.to_owned(),
        }
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let until = sample::NOON.plus(core::time::Duration::from_mins(37));
        let network = Ending::NetworkBusy {
            until,
            now: sample::NOON,
            zone: sample::zone(),
        };
        let way_not_here = Ending::WayNotHere {
            flow: FlowId::from_bytes([1; 16]),
        };
        [
            ("already_used", Ending::AlreadyUsed { signed_in: false }),
            (
                "already_used_signed_in",
                Ending::AlreadyUsed { signed_in: true },
            ),
            ("too_many_tries", Ending::TooManyTries),
            ("expired", Ending::Expired),
            ("other_browser", Ending::OtherBrowser),
            ("flow_gone", Ending::FlowGone),
            ("abandoned", Ending::Abandoned),
            ("done", Ending::Done),
            ("proven_elsewhere", Ending::ProvenElsewhere),
            ("signed_out", Ending::SignedOut),
            ("way_not_here", way_not_here),
            ("cookies_off", Ending::CookiesOff),
            ("foreign_form", Ending::ForeignForm),
            ("not_found", Ending::NotFound),
            ("wrong_method", Ending::WrongMethod),
            ("too_large", Ending::TooLarge),
            ("busy", Ending::Busy),
            ("network_busy", network),
            (
                "broken",
                Ending::Broken {
                    case: "H4M-93T".to_owned(),
                },
            ),
        ]
        .map(|(name, kind)| {
            (
                name,
                Self {
                    frame: sample::frame("/sign-in"),
                    kind,
                },
            )
        })
        .into()
    }
}
