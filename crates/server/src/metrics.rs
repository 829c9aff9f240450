//! Figures for a monitor, in the OpenMetrics text format. Labels are words out of a
//! fixed few: never an address, an account, or anything a visitor typed; of the domains that
//! mails go to, those that many go to.

mod named;

use std::fmt;
use std::sync::atomic::AtomicU64;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::{Family, MetricConstructor};
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use kadomori_domain::attempt::Outcome as DeliveryOutcome;
use kadomori_domain::delivery::{Bound, Channel, DeliveryState};

use self::named::Named;
use crate::hashing::HashingFigures;

/// The `Content-Type` of [`Metrics::encode`].
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Upper ends of the groups into which answers are counted by their time, in seconds.
const SECONDS: [f64; 11] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0,
];

/// Everything that is counted, in one place.
pub struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    request_seconds: Family<Route, Histogram, Clocks>,
    codes: Family<Outcome, Counter>,
    mails: Family<Outcome, Counter>,
    tries: Family<Tried, Counter>,
    areas: Family<Came, Counter>,
    named: Mutex<Named>,
    providers: Family<Carrier, Gauge>,
    refusing: Counter,
    reports: Family<Reported, Counter>,
    outbox_length: Gauge,
    outbox_oldest_seconds: Gauge<f64, AtomicU64>,
    sessions: Counter,
    throttled: Family<Limit, Counter>,
    overall_alerts: Counter,
    hashing: HashingFigures,
}

/// What became of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeOutcome {
    /// A mail with it was asked for.
    Requested,
    /// It was right, and opened a sign-in.
    Accepted,
    /// It was wrong.
    Wrong,
    /// It was typed after its time.
    Expired,
    /// It was from an earlier mail.
    Superseded,
    /// It had been used before.
    Used,
    /// Its tries were spent.
    TooManyTries,
    /// Another browser had asked for it.
    OtherBrowser,
    /// What was typed held no code, or more than one; it cost no try.
    Unclear,
}

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailOutcome {
    /// The mail server took it.
    Sent,
    /// It will be tried again.
    Deferred,
    /// The mail server refused it for good.
    Refused,
    /// Its code ended before it could be sent.
    Expired,
    /// It was for nobody, and was dropped as planned.
    Withheld,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    route: &'static str,
    status: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Tried {
    channel: &'static str,
    provider: String,
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Came {
    channel: &'static str,
    area: String,
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Carrier {
    channel: &'static str,
    provider: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Reported {
    state: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Limit {
    limit: &'static str,
}

/// Makes the histogram of a route that hasn't been asked for yet.
#[derive(Clone)]
struct Clocks;

impl MetricConstructor<Histogram> for Clocks {
    fn new_metric(&self) -> Histogram {
        Histogram::new(SECONDS)
    }
}

impl Metrics {
    /// All figures at nought.
    #[must_use]
    pub fn new() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("kadomori"),
            requests: Family::default(),
            request_seconds: Family::new_with_constructor(Clocks),
            codes: Family::default(),
            mails: Family::default(),
            tries: Family::default(),
            areas: Family::default(),
            named: Mutex::default(),
            providers: Family::default(),
            refusing: Counter::default(),
            reports: Family::default(),
            outbox_length: Gauge::default(),
            outbox_oldest_seconds: Gauge::default(),
            sessions: Counter::default(),
            throttled: Family::default(),
            overall_alerts: Counter::default(),
            hashing: HashingFigures::default(),
        };
        metrics.register_requests();
        metrics.register_sign_in();
        metrics.register_mail();
        metrics.register_hashing();
        metrics
    }

    /// Counts an answer. `route` is the pattern of the path, not the path.
    pub fn answered(&self, route: &'static str, status: u16, took: Duration) {
        let status = status_class(status);
        self.requests
            .get_or_create(&Request { route, status })
            .inc();
        self.request_seconds
            .get_or_create(&Route { route })
            .observe(took.as_secs_f64());
    }

    /// Counts a code asked for or typed.
    pub fn code(&self, outcome: CodeOutcome) {
        self.codes
            .get_or_create(&Outcome {
                outcome: outcome.as_str(),
            })
            .inc();
    }

    /// Counts a mail that the worker has dealt with.
    pub fn mail(&self, outcome: MailOutcome) {
        self.mails
            .get_or_create(&Outcome {
                outcome: outcome.as_str(),
            })
            .inc();
    }

    /// Counts a try at handing a message over.
    pub fn tried(&self, bound: &Bound, provider: &str, outcome: DeliveryOutcome) {
        let (channel, outcome) = (bound.channel.name(), outcome.name());
        let provider = provider.to_owned();
        let tried = Tried {
            channel,
            provider,
            outcome,
        };
        self.tries.get_or_create(&tried).inc();
        let area = {
            let mut areas = self.named.lock().unwrap_or_else(PoisonError::into_inner);
            areas.name(&bound.area)
        };
        let came = Came {
            channel,
            area,
            outcome,
        };
        self.areas.get_or_create(&came).inc();
    }

    /// Notes whether a provider can be used.
    pub fn provider(&self, channel: Channel, provider: &str, is_up: bool) {
        let provider = Carrier {
            channel: channel.name(),
            provider: provider.to_owned(),
        };
        self.providers
            .get_or_create(&provider)
            .set(i64::from(is_up));
    }

    /// Counts a domain or country that began to turn messages away.
    pub fn area_refuses(&self) {
        self.refusing.inc();
    }

    /// Counts a report that told something new of a message.
    pub fn reported(&self, state: DeliveryState) {
        let state = state.name();
        self.reports.get_or_create(&Reported { state }).inc();
    }

    /// Notes how many mails wait, and how long the oldest has waited.
    pub fn outbox(&self, waiting: u32, oldest: Duration) {
        self.outbox_length.set(waiting.into());
        self.outbox_oldest_seconds.set(oldest.as_secs_f64());
    }

    /// Counts a session opened.
    pub fn session_opened(&self) {
        self.sessions.inc();
    }

    /// Counts a request that a limit refused. `limit` is the limit's name in the settings.
    pub fn throttled(&self, limit: &'static str) {
        self.throttled.get_or_create(&Limit { limit }).inc();
    }

    /// Counts a mail beyond the overall limit, which alerts and never refuses.
    pub fn overall_limit_passed(&self) {
        self.overall_alerts.inc();
    }

    /// The figures of hashing, for where it happens.
    #[must_use]
    pub fn hashing(&self) -> HashingFigures {
        self.hashing.clone()
    }

    /// All figures as text.
    pub fn encode(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }

    fn register_requests(&mut self) {
        let build = Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]);
        self.registry
            .register("build", "The version that runs", build);
        self.registry.register(
            "http_requests",
            "Answers, by route and class of status",
            self.requests.clone(),
        );
        self.registry.register_with_unit(
            "http_request_duration",
            "Time from a request to its answer",
            Unit::Seconds,
            self.request_seconds.clone(),
        );
    }

    fn register_sign_in(&mut self) {
        self.registry
            .register("codes", "Codes asked for and typed", self.codes.clone());
        self.registry
            .register("sessions_opened", "Sessions opened", self.sessions.clone());
        self.registry.register(
            "throttled",
            "Requests that a limit refused",
            self.throttled.clone(),
        );
        self.registry.register(
            "overall_limit_alerts",
            "Mails beyond limits.sends_overall_hour",
            self.overall_alerts.clone(),
        );
    }

    fn register_mail(&mut self) {
        self.registry
            .register("mails", "Mails dealt with", self.mails.clone());
        self.registry.register(
            "delivery_tries",
            "Tries at handing a message over, by provider",
            self.tries.clone(),
        );
        self.registry.register(
            "delivery_areas",
            "Tries at handing a message over, by the domain or country it goes to",
            self.areas.clone(),
        );
        self.registry.register(
            "delivery_areas_refusing",
            "Times that a domain or country began to turn messages away",
            self.refusing.clone(),
        );
        self.registry.register(
            "provider_up",
            "Whether a provider can be used, once it has been seen",
            self.providers.clone(),
        );
        self.registry.register(
            "delivery_reports",
            "Reports that told something new, by the state they told",
            self.reports.clone(),
        );
        self.registry.register(
            "outbox_length",
            "Mails that wait",
            self.outbox_length.clone(),
        );
        self.registry.register_with_unit(
            "outbox_oldest",
            "Age of the oldest mail that waits",
            Unit::Seconds,
            self.outbox_oldest_seconds.clone(),
        );
    }

    fn register_hashing(&mut self) {
        let figures = self.hashing.clone();
        self.registry.register(
            "password_hashes",
            "Passwords that were hashed",
            figures.done,
        );
        self.registry.register(
            "password_hashes_waiting",
            "Passwords that wait to be hashed",
            figures.waiting,
        );
        self.registry.register(
            "password_hashes_refused",
            "Passwords that found the queue full",
            figures.refused,
        );
        self.registry.register(
            "password_hashes_abandoned",
            "Passwords whose browser went away while they waited",
            figures.abandoned,
        );
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl CodeOutcome {
    fn as_str(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Accepted => "accepted",
            Self::Wrong => "wrong",
            Self::Expired => "expired",
            Self::Superseded => "superseded",
            Self::Used => "used",
            Self::TooManyTries => "too_many_tries",
            Self::OtherBrowser => "other_browser",
            Self::Unclear => "unclear",
        }
    }
}

impl MailOutcome {
    fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Deferred => "deferred",
            Self::Refused => "refused",
            Self::Expired => "expired",
            Self::Withheld => "withheld",
        }
    }
}

fn status_class(status: u16) -> &'static str {
    match status {
        100..=199 => "1xx",
        200..=299 => "2xx",
        300..=399 => "3xx",
        400..=499 => "4xx",
        _ => "5xx",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_is_told() {
        let metrics = Metrics::new();
        metrics.answered("/sign-in/{flow}", 303, Duration::from_millis(3));
        metrics.answered("/sign-in/{flow}", 303, Duration::from_millis(300));
        metrics.code(CodeOutcome::TooManyTries);
        metrics.mail(MailOutcome::Sent);
        metrics.reported(DeliveryState::Bounced);
        let bound = Bound {
            channel: Channel::Mail,
            area: "example.jp".to_owned(),
        };
        metrics.tried(&bound, "smtp.example.jp", DeliveryOutcome::HandedOver);
        metrics.provider(Channel::Mail, "smtp.example.jp", true);
        metrics.area_refuses();
        metrics.outbox(2, Duration::from_millis(1500));
        metrics.session_opened();
        metrics.throttled("sends_per_network_hour");
        metrics.overall_limit_passed();
        metrics.hashing().done.inc();
        metrics.hashing().waiting.set(3);
        let text = metrics
            .encode()
            .unwrap()
            .replace(env!("CARGO_PKG_VERSION"), "VERSION");
        insta::assert_snapshot!(text);
    }

    #[test]
    fn nothing_has_happened_at_the_start() {
        let text = Metrics::new().encode().unwrap();
        assert!(text.contains("kadomori_sessions_opened_total 0"), "{text}");
        assert!(text.ends_with("# EOF\n"), "{text}");
    }
}
