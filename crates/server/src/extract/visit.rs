//! A visit: one request, as far as every page needs it.

use core::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, HeaderValue, header, request::Parts},
};
use kadomori_domain::{
    chance::Chance,
    client::Client,
    flow::turn::Scene,
    id::TenantId,
    locale::Locale,
    risk::Level,
    time::Time,
    token::{Token, TokenHash},
};
use kadomori_pages::{Frame, Zone};
use kadomori_store::device::Acquaintance;

use super::{
    CookieName, Cookies,
    client::{self, Caller},
};
use crate::{
    app::{App, Shared},
    reply::PageError,
};

/// One request, as far as every page needs it. Cloning is cheap.
#[derive(Clone)]
pub(crate) struct Visit {
    /// What all requests share.
    pub(crate) app: App,
    /// When it arrived.
    pub(crate) now: Time,
    /// Its chance; a write that runs again starts from the same seed.
    pub(crate) seed: [u8; 32],
    /// The language of the answer.
    pub(crate) locale: Locale,
    /// Who asks.
    pub(crate) caller: Arc<Caller>,
    /// What the browser brought.
    pub(crate) cookies: Arc<Cookies>,
    /// The path that was asked for, without its query.
    pub(crate) path: Arc<str>,
}

impl Visit {
    /// The visit that a request's head describes.
    pub(crate) fn of(parts: &Parts, app: &App) -> Result<Self, PageError> {
        let headers = &parts.headers;
        let cookies = Cookies::read(headers, app.site.secure);
        let socket = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let socket = socket.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
        Ok(Self {
            app: Arc::clone(app),
            now: app.clock.now(),
            seed: app.entropy.seed()?,
            locale: Self::locale_of(&cookies, headers),
            caller: Arc::new(Caller::new(
                client::address(socket, headers, &app.site),
                text(headers, header::USER_AGENT).unwrap_or_default(),
            )),
            cookies: Arc::new(cookies),
            path: parts.uri.path().into(),
        })
    }

    /// The language of the answer to a request: the chosen one, else the browser's, else English.
    pub(crate) fn locale_of(cookies: &Cookies, headers: &HeaderMap) -> Locale {
        let chosen = cookies.locale.as_deref().and_then(Locale::tagged);
        chosen.unwrap_or_else(|| Self::locale_accepted(headers))
    }

    /// The language that a request's head asks for, else English.
    pub(crate) fn locale_accepted(headers: &HeaderMap) -> Locale {
        let accepted = text(headers, header::ACCEPT_LANGUAGE).and_then(Locale::accepted);
        accepted.unwrap_or_default()
    }

    /// The tenant that answers.
    #[must_use]
    pub(crate) fn tenant(&self) -> TenantId {
        self.app.site.tenant
    }

    /// Chance for this request.
    #[must_use]
    pub(crate) fn chance(&self) -> Chance {
        Chance::new(self.seed)
    }

    /// Who asks.
    pub(crate) fn client(&self) -> &Client {
        self.caller.client()
    }

    /// What the database knows of the browser's visitor secret.
    #[must_use]
    pub(crate) fn visitor(&self) -> Option<TokenHash> {
        self.cookies.visitor.as_ref().map(Token::hash)
    }

    /// The browser's visitor secret; a new one, with the cookie that brings it, where it
    /// has none.
    #[must_use]
    pub(crate) fn visitor_secret(&self) -> (Token, Option<HeaderValue>) {
        if let Some(secret) = &self.cookies.visitor {
            return (secret.clone(), None);
        }
        let secret = Token::draw(&mut self.chance());
        let cookie = CookieName::Visitor.set(secret.reveal(), None, self.app.site.secure);
        (secret, cookie)
    }

    /// What the database knows of the browser's device secret.
    #[must_use]
    pub(crate) fn device(&self) -> Option<TokenHash> {
        let key = self.app.keys.index_key(self.tenant());
        self.cookies
            .device
            .as_ref()
            .map(|secret| key.device_hash(secret))
    }

    /// What the database knows of the browser's session secret.
    #[must_use]
    pub(crate) fn session(&self) -> Option<TokenHash> {
        self.cookies.session.as_ref().map(Token::hash)
    }

    /// The scene of a decision about `met`.
    #[must_use]
    pub(crate) fn scene<'a>(&'a self, met: &'a Acquaintance) -> Scene<'a> {
        let Shared {
            keys, policy, site, ..
        } = &*self.app;
        Scene {
            tenant: site.tenant,
            now: self.now,
            keys,
            policy,
            client: self.client(),
            exempt: site.is_exempt(self.caller.ip()),
            account: met.account,
            reader: met.reader.as_ref(),
            holdings: met.holdings.reached_by(policy.texts.texts),
            mailbox: met.mailbox.as_ref(),
            phone: met.phone.as_ref(),
            barred: met.barred,
            standing: met.standing,
            trusted: met.trusted,
            habit: met.habit,
            device: met.device,
            level: Level::Ordinary,
        }
    }

    /// What every page shows, with forms bound to `secret`.
    #[must_use]
    pub(crate) fn frame(&self, secret: Option<&Token>) -> Frame {
        let key = self.app.keys.form_key(self.tenant());
        Frame {
            locale: self.locale,
            site_name: self.app.site.name.clone(),
            csrf: secret
                .map(|secret| key.seal(secret).reveal())
                .unwrap_or_default(),
            path: self.path.to_string(),
            signed_in_as: None,
            trial: self.app.site.trial,
        }
    }

    /// The zone that times are told in: the named one, or the tenant's.
    #[must_use]
    pub(crate) fn zone(&self, own: Option<&str>) -> Zone {
        own.and_then(Zone::known)
            .unwrap_or_else(|| self.app.site.zone.clone())
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        Self::of(parts, app)
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}
