//! From settings to the shared state: the database opened and brought up to date, the
//! keys checked against it, the way for mails chosen.

use std::{
    fs::DirBuilder,
    io,
    num::NonZeroUsize,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use kadomori_domain::delivery;
use kadomori_store::{Db, DbOptions, PostgresOptions, StoreError, tenant};
use tokio::sync::Notify;

use crate::{
    app::{self, App, Shared, Site},
    blocklist::{Blocklist, BlocklistError},
    channel::{
        Channel as _, Inbox, Login, MailChannel, Provider, Route, SmtpChannel, SmtpOptions,
        SmtpSetupError, SmtpTransport,
        text::{TextChannel, TextSetupError},
    },
    clock::{Clock, Entropy, NoEntropy},
    config::{Config, DkimSigning, MailServerConfig},
    dkim::{DkimError, DkimSigner},
    genuine::{BrandsError, Genuine},
    hashing::{Hashing, HashingOptions},
    keys::{self, KeyError},
    metrics::Metrics,
    own_mail::OwnKeys,
};

/// Why the server can't start, in words for the operator.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The data folder can't be made.
    #[error("The folder {} can't be made: {why}. Set `data_dir` to another one.", path.display())]
    Folder {
        /// Which.
        path: PathBuf,
        /// What the system said.
        why: io::Error,
    },
    /// The database can't be opened or brought up to date.
    #[error("The database can't be used: {0}.")]
    Store(#[from] StoreError),
    /// There are no keys to work with.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The settings about the mail server can't be used.
    #[error("Mails can't be sent: {0}.")]
    Smtp(#[from] SmtpSetupError),
    /// The settings about a provider of text messages can't be used.
    #[error("Text messages can't be sent: {0}.")]
    Text(#[from] TextSetupError),
    /// The keys that sign mails can't be used.
    #[error("Mails can't be signed: {0}.")]
    Dkim(#[from] DkimError),
    /// A list of passwords to refuse can't be used.
    #[error(transparent)]
    Blocklist(#[from] BlocklistError),
    /// The operator's table of brands can't be used.
    #[error(transparent)]
    Brands(#[from] BrandsError),
    /// The threads that hash passwords can't be started.
    #[error("The threads that hash passwords can't be started: {0}.")]
    Hashing(io::Error),
    /// The operating system gave no randomness.
    #[error(transparent)]
    Entropy(#[from] NoEntropy),
}

/// Opens everything that the settings name.
pub async fn open(
    config: &Config,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
) -> Result<App, OpenError> {
    let blocklist = Blocklist::open(config.password.breached_file.as_deref())?;
    let genuine = Genuine::open(config)?;
    make_folder(&config.data_dir)?;
    let db = Db::open(&database(config))?;
    db.migrate().await?;
    let now = clock.now();
    let named = (config.name.clone(), now);
    db.write(named, |tx, (name, now)| {
        Box::pin(tenant::insert_default(tx, name, *now))
    })
    .await?;
    let keys = keys::open(&config.data_dir, &db, entropy.seed()?, now).await?;
    let mail = mail(config)?;
    let text = text(config, &mail, &clock)?;
    let metrics = Metrics::new();
    tell_providers(&metrics, &mail, text.as_ref());
    let hashing = Hashing::start(hashing_options(config), metrics.hashing());
    Ok(Arc::new(Shared {
        db,
        keys,
        policy: app::policy(config),
        site: Site::new(config),
        clock,
        entropy,
        metrics,
        mail,
        text,
        areas: Mutex::default(),
        bell: Notify::new(),
        hashing: hashing.map_err(OpenError::Hashing)?,
        blocklist,
        genuine,
        own_keys: OwnKeys::open(&config.data_dir),
    }))
}

/// The database that the settings name.
#[must_use]
pub fn database(config: &Config) -> DbOptions {
    let settings = &config.database;
    match &settings.url {
        None => DbOptions::sqlite(sqlite_file(config)),
        Some(url) => DbOptions::Postgres(PostgresOptions {
            url: url.reveal().to_owned(),
            password: settings
                .password
                .as_ref()
                .map(|password| password.reveal().to_owned()),
            ca_file: None,
            max_connections: settings.max_connections.into(),
        }),
    }
}

/// How passwords are hashed, by the settings.
#[must_use]
pub fn hashing_options(config: &Config) -> HashingOptions {
    let threads = NonZeroUsize::new(config.password.hash_threads.into());
    HashingOptions::new(threads, config.password.hash_queue.into())
}

/// The file of the database, where no PostgreSQL is named.
pub(crate) fn sqlite_file(config: &Config) -> PathBuf {
    config.data_dir.join("kadomori.db")
}

fn make_folder(path: &Path) -> Result<(), OpenError> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.map_err(|why| OpenError::Folder {
        path: path.to_owned(),
        why,
    })
}

/// Each provider counts as one that can be used, until it shows otherwise.
fn tell_providers(metrics: &Metrics, mail: &Route<MailChannel>, text: Option<&Route<TextChannel>>) {
    for provider in mail.providers() {
        metrics.provider(delivery::Channel::Mail, provider.name(), true);
    }
    for provider in text.into_iter().flat_map(Route::providers) {
        metrics.provider(delivery::Channel::Text, provider.name(), true);
    }
}

/// The route of mails: to the mail server or two, or to the inbox page of a trial.
fn mail(config: &Config) -> Result<Route<MailChannel>, OpenError> {
    let Some(settings) = config.mail.first() else {
        let inbox = MailChannel::Inbox(Inbox::default());
        return Ok(Route::new(Provider::new(inbox.name(), inbox), None));
    };
    let mut name = settings.server.clone();
    let first = mail_server(config, settings)?;
    let mut second = None;
    if let Some(settings) = config.mail.second.server() {
        let mut second_name = settings.server.clone();
        if name == second_name {
            name = format!("{name}:{}", config.mail.port);
            second_name = format!("{second_name}:{}", settings.port);
        }
        second = Some(Provider::new(second_name, mail_server(config, settings)?));
    }
    let route = Route::new(Provider::new(name, first), second);
    Ok(route.with_at_once_to_an_area(config.mail.per_domain.into()))
}

fn mail_server(config: &Config, settings: MailServerConfig) -> Result<MailChannel, OpenError> {
    let login = settings.username.zip(settings.password);
    let transport = SmtpTransport::new(SmtpOptions {
        server: settings.server,
        port: settings.port,
        security: settings.security,
        login: login.map(|(username, password)| Login { username, password }),
        timeout: settings.timeout,
        ca_file: settings.ca_file,
        connections: settings.connections.into(),
        hello_name: config.public_url.host(),
    })?;
    let channel = SmtpChannel::new(transport, signer(config)?);
    Ok(MailChannel::Smtp(Box::new(channel)))
}

/// The route of text messages: to a provider or two; else to the inbox page, where mails go
/// there too; else nowhere.
pub fn text(
    config: &Config,
    mail: &Route<MailChannel>,
    clock: &Arc<dyn Clock>,
) -> Result<Option<Route<TextChannel>>, OpenError> {
    let origin = config.public_url.origin();
    let mut made: Vec<Provider<TextChannel>> = Vec::new();
    for settings in config.text.providers() {
        let channel = TextChannel::new(&settings, &origin, Arc::clone(clock))?;
        let mut name = channel.name().to_owned();
        if made.iter().any(|other| other.name() == name) {
            name.push_str("-2");
        }
        made.push(Provider::new(name, channel));
    }
    if made.is_empty()
        && let MailChannel::Inbox(inbox) = mail.first()
    {
        let inbox = TextChannel::Inbox(inbox.clone());
        made.push(Provider::new(inbox.name(), inbox));
    }
    let mut made = made.into_iter();
    Ok(made.next().map(|first| Route::new(first, made.next())))
}

fn signer(config: &Config) -> Result<Option<DkimSigner>, DkimError> {
    let settings = &config.dkim;
    match (&settings.domain, settings.signing) {
        (Some(domain), DkimSigning::On) => {
            DkimSigner::open(&config.data_dir, domain, &settings.selector).map(Some)
        }
        (None, _) | (_, DkimSigning::Off) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Sources;

    #[test]
    fn mails_leave_unsigned_where_the_mail_server_signs_them() {
        let text = "mail.from = \"a@example.jp\"\nmail.server = \"mx.example.jp\"\n\
                    dkim.signing = \"off\"\n";
        let config = Config::load(&Sources::given(text, &[])).expect("settings");
        assert!(signer(&config).expect("no key is needed").is_none());
    }
}
