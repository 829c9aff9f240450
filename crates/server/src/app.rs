//! What every request shares.

use core::time::Duration;
use std::{
    net::IpAddr,
    sync::{Arc, Mutex},
};

use ipnet::IpNet;
use kadomori_domain::{
    code::CodeLength,
    id::TenantId,
    key::KeyRing,
    policy::{
        CodePolicy, LimitPolicy, PasswordPolicy, Policy, Registration, SessionPolicy, SessionSpan,
        TextPolicy, Texts,
    },
    throttle::{Budget, Rate, Strikes},
};
use kadomori_pages::Zone;
use kadomori_store::Db;
use tokio::sync::Notify;

use crate::{
    blocklist::Blocklist,
    channel::{MailChannel, Route, text::TextChannel},
    clock::{Clock, Entropy},
    config::{self, Config},
    delivery::Areas,
    genuine::Genuine,
    hashing::Hashing,
    intake::ReturnAddress,
    metrics::Metrics,
    own_mail::OwnKeys,
};

/// The shared state; cloning it is cheap.
pub type App = Arc<Shared>;

/// What every request shares.
pub struct Shared {
    /// The database.
    pub db: Db,
    /// The keys.
    pub keys: KeyRing,
    /// What the organisation has decided.
    pub policy: Policy,
    /// How the server appears from outside.
    pub site: Site,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub entropy: Arc<dyn Entropy>,
    /// Figures.
    pub metrics: Metrics,
    /// How mails leave.
    pub mail: Route<MailChannel>,
    /// How text messages leave; `None` where none do.
    pub text: Option<Route<TextChannel>>,
    /// What became lately of messages to each domain and country.
    pub areas: Mutex<Areas>,
    /// Rung when there is something new in the outbox.
    pub bell: Notify,
    /// Where passwords are hashed.
    pub hashing: Hashing,
    /// Passwords that guessers try first.
    pub blocklist: Blocklist,
    /// What judges mails.
    pub genuine: Genuine,
    /// What our own signatures are verified with.
    pub own_keys: OwnKeys,
}

/// How the server appears from outside.
#[derive(Clone, Debug)]
pub struct Site {
    /// The tenant that answers here.
    pub tenant: TenantId,
    /// Its name.
    pub name: String,
    /// Its time zone, for those whose own isn't known.
    pub zone: Zone,
    /// Where browsers reach it: scheme, host and port.
    pub origin: String,
    /// The host alone, as text messages name it.
    pub host: String,
    /// Whether browsers reach it by TLS.
    pub secure: bool,
    /// Whether it is being tried out on one computer, with an inbox page.
    pub trial: bool,
    /// The address that mails come from.
    pub mail_from: String,
    /// The domain in `Message-ID`s.
    pub mail_domain: String,
    /// How long it is remembered which messages were sent.
    pub remembers: Duration,
    /// The address to which people forward mails to have them checked.
    pub check_address: Option<String>,
    /// Where mails come back to; `None` for `mail_from`, unseen by Kadomori.
    pub returns: Option<ReturnAddress>,
    /// Proxies that are believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Networks whose unfinished sign-ins aren't counted.
    pub exempt_networks: Vec<IpNet>,
}

/// The address of trial mails, which never leave the machine (RFC 2606 §2).
const TRIAL_SENDER: &str = "kadomori@localhost.invalid";

impl Site {
    /// The appearance that the settings describe.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        let mail_from = config
            .mail
            .from
            .clone()
            .unwrap_or_else(|| TRIAL_SENDER.to_owned());
        let mail_domain = mail_from
            .rsplit_once('@')
            .map_or_else(String::new, |(_, domain)| domain.to_owned());
        Self {
            tenant: TenantId::DEFAULT,
            name: config.name.clone(),
            zone: Zone::parse(config.time_zone.iana_name().unwrap_or("UTC")).assumed(),
            origin: config.public_url.origin(),
            host: config.public_url.host(),
            secure: config.public_url.scheme() == config::Scheme::Https,
            trial: config.is_trial(),
            mail_from,
            mail_domain,
            remembers: config.retention.ledger,
            check_address: config.genuine.address.clone(),
            returns: returns(config),
            trusted_proxies: config.http.trusted_proxies.clone(),
            exempt_networks: config.http.exempt_networks.clone(),
        }
    }

    /// Whether the limit on networks doesn't count this address.
    #[must_use]
    pub fn is_exempt(&self, ip: IpAddr) -> bool {
        self.exempt_networks
            .iter()
            .any(|network| network.contains(&ip.to_canonical()))
    }

    /// Whether this address is a proxy that is believed.
    #[must_use]
    pub fn trusts(&self, ip: IpAddr) -> bool {
        self.trusted_proxies
            .iter()
            .any(|network| network.contains(&ip.to_canonical()))
    }
}

fn returns(config: &Config) -> Option<ReturnAddress> {
    let settings = &config.intake;
    ReturnAddress::new(settings.address.as_deref()?, settings.delimiter)
}

/// The decisions that the settings describe.
#[must_use]
pub fn policy(config: &Config) -> Policy {
    let defaults = LimitPolicy::default();
    let limits = &config.limits;
    let per_hour = |burst| Rate {
        burst,
        ..defaults.recipient_rate
    };
    let per_day = |most| Budget { most, days: 1 };
    Policy {
        registration: match config.registration {
            config::Registration::Open => Registration::Open,
            config::Registration::Closed => Registration::Closed,
        },
        code: CodePolicy {
            length: CodeLength::try_from(config.code.length).unwrap_or(CodeLength::SIX),
            lifetime: config.code.lifetime,
            tries: config.code.tries.into(),
            resend_after: config.code.resend_after,
            ..CodePolicy::default()
        },
        password: PasswordPolicy {
            minimum: config.password.minimum.into(),
            minimum_with_second_step: config.password.minimum_with_second_step.into(),
            ..PasswordPolicy::default()
        },
        limits: LimitPolicy {
            recipient_rate: per_hour(limits.sends_per_recipient_hour),
            recipient_budget: per_day(limits.sends_per_recipient_day),
            account_budget: per_day(limits.sends_per_account_day),
            network_rate: per_hour(limits.sends_per_network_hour),
            overall_rate: per_hour(limits.sends_overall_hour),
            wrong_codes: Strikes {
                free: limits.wrong_before_wait,
                ..defaults.wrong_codes
            },
            check_rate: per_hour(limits.checks_per_network_hour),
        },
        session: SessionPolicy {
            kept: SessionSpan {
                overall: config.session.keep,
                idle: config.session.keep_idle,
            },
            brief: SessionSpan {
                overall: config.session.brief,
                idle: config.session.brief_idle,
            },
        },
        texts: TextPolicy {
            // Texts of a trial never leave the computer.
            texts: if config.text.provider.is_some() || config.is_trial() {
                Texts::On
            } else {
                Texts::Off
            },
            home: config.text.country,
            countries: config.text.countries.clone(),
            daily: per_day(config.text.per_day),
        },
        ..Policy::default()
    }
}
