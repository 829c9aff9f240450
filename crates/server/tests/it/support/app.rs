//! A Kadomori over a database of its own, with a clock and chance that the test holds.

use core::time::Duration;
use std::sync::{Arc, Mutex};

use axum::Router;
use kadomori_domain::{
    account::NewAccount,
    address::MailAddress,
    chance::Chance,
    factor::password::PasswordCost,
    id::{AccountId, ContactId, TenantId},
    key::{KeyId, KeyRing, RootKey},
    locale::Locale,
    policy::{Policy, Texts},
    time::Time,
};
use kadomori_server::{
    app::{self, App, Shared, Site},
    blocklist::Blocklist,
    channel::{Inbox, MailChannel, Provider, Route},
    clock::{Clock, Entropy as _},
    config::{Config, Sources},
    genuine::Genuine,
    hashing::Hashing,
    metrics::Metrics,
    open, outbox,
    own_mail::OwnKeys,
    routes,
};
use kadomori_store::{
    Db, Engine, account, tenant,
    testing::{self, TestDb},
};
use tokio::sync::Notify;

use super::{
    Browser, Letter,
    chance::{TestClock, TestEntropy},
};

/// The settings of an installation that people use.
pub(crate) const REAL: &str = "public_url = \"https://id.example.jp\"\n\
     time_zone = \"Asia/Tokyo\"\n\
     [mail]\nfrom = \"no-reply@example.jp\"\nserver = \"localhost\"\nsecurity = \"plain\"\n";

/// What an app is made of.
pub(crate) struct Setup {
    engine: Engine,
    settings: String,
    mail: Route<MailChannel>,
    texts: Option<Texts>,
}

impl Setup {
    /// An installation that people use, whose mails can be looked at.
    pub(crate) fn on(engine: Engine) -> Self {
        Self {
            engine,
            settings: REAL.to_owned(),
            mail: alone(MailChannel::Inbox(Inbox::default())),
            texts: None,
        }
    }

    /// With text messages, which can be looked at like the mails.
    pub(crate) fn texts(mut self) -> Self {
        self.texts = Some(Texts::On);
        self
    }

    /// The trial that an empty folder gives.
    pub(crate) fn trial(self) -> Self {
        self.settings("")
    }

    /// Other settings altogether.
    pub(crate) fn settings(mut self, settings: &str) -> Self {
        settings.clone_into(&mut self.settings);
        self
    }

    /// Settings before those that are there: for the file's top level.
    pub(crate) fn top(mut self, settings: &str) -> Self {
        self.settings = format!("{settings}\n{}", self.settings);
        self
    }

    /// Settings after those that are there: further sections.
    pub(crate) fn section(mut self, settings: &str) -> Self {
        self.settings = format!("{}\n{settings}\n", self.settings);
        self
    }

    /// Another way for mails.
    pub(crate) fn mail(mut self, mail: MailChannel) -> Self {
        self.mail = alone(mail);
        self
    }

    /// Two ways for mails, the second for when the first is in trouble.
    pub(crate) fn mails(mut self, first: MailChannel, second: MailChannel) -> Self {
        let first = Provider::new("first.example.jp", first);
        let second = Provider::new("second.example.jp", second);
        self.mail = Route::new(first, Some(second));
        self
    }

    /// Opens it, with a fresh database.
    pub(crate) async fn open(self) -> TestApp {
        let db = Arc::new(testing::fresh(self.engine).await);
        let clock = Arc::new(TestClock::default());
        let named = clock.now();
        db.write(named, |tx, now| {
            Box::pin(tenant::insert_default(tx, "Kadomori", *now))
        })
        .await
        .unwrap();
        let node = Node {
            db: (**db).clone(),
            settings: self.settings,
            mail: self.mail,
            texts: self.texts,
            number: 1,
            cost: quick(),
        };
        TestApp::new(node, db, clock)
    }
}

/// One of the servers on a database.
struct Node {
    db: Db,
    settings: String,
    mail: Route<MailChannel>,
    /// Whether text messages are sent, where it isn't as the settings say.
    texts: Option<Texts>,
    number: u64,
    cost: PasswordCost,
}

/// A running Kadomori. Clones are the same one.
#[derive(Clone)]
pub(crate) struct TestApp {
    pub(crate) app: App,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) entropy: Arc<TestEntropy>,
    pub(crate) db: Arc<TestDb>,
    settings: String,
    router: Router,
}

impl TestApp {
    /// An installation that people use.
    pub(crate) async fn real(engine: Engine) -> Self {
        Setup::on(engine).open().await
    }

    /// The trial that an empty folder gives.
    pub(crate) async fn trial(engine: Engine) -> Self {
        Setup::on(engine).trial().open().await
    }

    fn new(node: Node, db: Arc<TestDb>, clock: Arc<TestClock>) -> Self {
        let config = Config::load(&Sources::given(&node.settings, &[])).unwrap();
        let entropy = Arc::new(TestEntropy::new(node.number));
        let metrics = Metrics::new();
        let hashing = Hashing::start(open::hashing_options(&config), metrics.hashing()).unwrap();
        let watch: Arc<dyn Clock> = clock.clone();
        let text = open::text(&config, &node.mail, &watch).unwrap();
        let mut policy = hashing_at(node.cost, app::policy(&config));
        policy.texts.texts = node.texts.unwrap_or(policy.texts.texts);
        let app = Arc::new(Shared {
            db: node.db,
            keys: KeyRing::new(vec![RootKey::new(KeyId(1), [7; 32])]).unwrap(),
            policy,
            site: Site::new(&config),
            clock: clock.clone(),
            entropy: entropy.clone(),
            metrics,
            mail: node.mail,
            text,
            areas: Mutex::default(),
            bell: Notify::new(),
            hashing,
            blocklist: Blocklist::open(config.password.breached_file.as_deref()).unwrap(),
            genuine: Genuine::open(&config).unwrap(),
            own_keys: OwnKeys::default(),
        });
        Self {
            router: routes::pages(Arc::clone(&app)),
            app,
            clock,
            entropy,
            db,
            settings: node.settings,
        }
    }

    /// The same app around state that was opened elsewhere.
    pub(crate) fn around(
        app: App,
        db: Arc<TestDb>,
        clock: Arc<TestClock>,
        entropy: Arc<TestEntropy>,
    ) -> Self {
        Self {
            router: routes::pages(Arc::clone(&app)),
            app,
            clock,
            entropy,
            db,
            settings: String::new(),
        }
    }

    /// A further server on the same database, with connections and chance of its own.
    pub(crate) fn another_server(&self) -> Self {
        self.another_server_mailing(MailChannel::Inbox(Inbox::default()))
    }

    /// A further server, which sends no text messages.
    pub(crate) fn another_server_without_texts(&self) -> Self {
        let mail = MailChannel::Inbox(Inbox::default());
        self.further(mail, quick(), Texts::Off)
    }

    /// A further server, with a way of its own for mails.
    pub(crate) fn another_server_mailing(&self, mail: MailChannel) -> Self {
        self.further(mail, quick(), self.app.policy.texts.texts)
    }

    /// A further server, at which the hash of a password costs this.
    pub(crate) fn another_server_hashing_at(&self, cost: PasswordCost) -> Self {
        let mail = MailChannel::Inbox(Inbox::default());
        self.further(mail, cost, self.app.policy.texts.texts)
    }

    fn further(&self, mail: MailChannel, cost: PasswordCost, texts: Texts) -> Self {
        let node = Node {
            db: Db::open(&self.db.options()).unwrap(),
            settings: self.settings.clone(),
            mail: alone(mail),
            texts: Some(texts),
            number: 2,
            cost,
        };
        Self::new(node, Arc::clone(&self.db), Arc::clone(&self.clock))
    }

    /// The pages.
    pub(crate) fn router(&self) -> Router {
        self.router.clone()
    }

    /// A browser that was never here.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.clone())
    }

    /// The present moment.
    pub(crate) fn now(&self) -> Time {
        self.clock.now()
    }

    /// Lets time pass.
    pub(crate) fn advance(&self, span: Duration) {
        self.clock.advance(span);
    }

    /// Sends everything that is due; tells how many messages were dealt with.
    pub(crate) async fn deliver_mail(&self) -> usize {
        outbox::drain(&self.app).await.unwrap()
    }

    /// The mails that an address got, the oldest first.
    pub(crate) fn mails_to(&self, address: &str) -> Vec<Letter> {
        let MailChannel::Inbox(inbox) = self.app.mail.first() else {
            panic!("this app's mails go to a mail server");
        };
        let mut mails = inbox.list();
        mails.reverse();
        mails
            .into_iter()
            .filter(|mail| mail.to.eq_ignore_ascii_case(address))
            .map(Letter::from)
            .collect()
    }

    /// Delivers, and opens the newest mail to an address that brings a code.
    pub(crate) async fn newest_mail_to(&self, address: &str) -> Letter {
        self.deliver_mail().await;
        let mut mails = self.mails_to(address);
        mails.retain(Letter::brings_code);
        mails.pop().expect("a mail with a code came")
    }

    /// Makes an account as an operator does, without any browser.
    pub(crate) async fn make_account(&self, address: &str) -> AccountId {
        let mut chance = Chance::new(self.entropy.seed().unwrap());
        let now = self.now();
        let new = NewAccount {
            id: AccountId::new(now, &mut chance),
            tenant: TenantId::DEFAULT,
            contact: ContactId::new(now, &mut chance),
            address: MailAddress::parse(address).unwrap(),
            confirmed_at: Some(now),
            locale: Locale::En,
            zone: None,
            created_at: now,
        };
        let id = new.id;
        let made = self
            .app
            .db
            .write(new, |tx, new| Box::pin(account::insert(tx, new)))
            .await
            .unwrap();
        assert!(made, "{address} has an account already");
        id
    }

    /// The figures, as a monitor reads them.
    pub(crate) fn figure(&self, name: &str) -> Option<String> {
        let text = self.app.metrics.encode().unwrap();
        let line = text.lines().find(|line| line.starts_with(name))?;
        Some(line.rsplit(' ').next()?.to_owned())
    }
}

/// A route with one provider.
fn alone(mail: MailChannel) -> Route<MailChannel> {
    Route::new(Provider::new("smtp.example.jp", mail), None)
}

/// Next to nothing.
fn quick() -> PasswordCost {
    PasswordCost::new(8, 1, 1).unwrap()
}

/// The same decisions, with hashes that cost this.
fn hashing_at(cost: PasswordCost, mut policy: Policy) -> Policy {
    policy.password.cost = cost;
    policy
}
