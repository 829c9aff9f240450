//! The settings: one file, each setting also by an environment variable, all of them
//! documented once, in [`table`].
//!
//! [`Config::load`] is a pure function of [`Sources`]: it completes what follows from
//! other settings, reads the files that hold secrets, and reports everything that is
//! wrong at once. What the settings mean is for the modules that use them.

mod advice;
mod check;
mod choice;
mod door;
mod intake;
mod key;
mod kind;
mod load;
mod mail;
mod place;
mod problem;
mod public_url;
mod raw;
pub mod render;
mod secret;
mod service_url;
mod source;
mod suggest;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod written;

pub use choice::{
    DkimSigning, GenuineDns, LogFormat, LogLevel, MailSecurity, Registration, TextProvider,
};
pub use door::Door;
pub use mail::MailServerConfig;
pub use problem::{ConfigError, Problem};
pub use public_url::{PublicUrl, Scheme};
pub use secret::Secret;
pub use service_url::ServiceUrl;
pub(crate) use source::terminal_language;
pub use source::{DEFAULT_FILE, Sources};
pub use table::{
    CodeConfig, Config, DatabaseConfig, DkimConfig, GenuineConfig, HttpConfig, IntakeConfig,
    LimitsConfig, LogConfig, MailConfig, MetricsConfig, PasswordConfig, RetentionConfig,
    SessionConfig, TextConfig, TextSecondConfig,
};
pub use text::TextProviderConfig;
pub(crate) use text::webhook_key;
pub(crate) use written::parse_time_zone;

use load::Given;

impl Config {
    /// Makes settings of what was given, or says everything that has to change.
    pub fn load(sources: &Sources) -> Result<Self, ConfigError> {
        let mut given = Given::collect(sources, &Self::sections());
        let mut config = Self::take(&mut given);
        check::read_secrets(&mut config, &mut given, sources.read_file);
        check::complete(&mut config, &given);
        check::check(&config, &mut given);
        let problems = given.into_problems();
        if problems.is_empty() {
            Ok(config)
        } else {
            Err(ConfigError::new(problems))
        }
    }

    /// The settings of an empty file: for trying out on one computer.
    #[must_use]
    pub fn for_trial() -> Self {
        let mut given = Given::default();
        let mut config = Self::take(&mut given);
        check::complete(&mut config, &given);
        config
    }

    /// Whether Kadomori is being tried out: no mail server, and a page that shows the mails.
    #[must_use]
    pub fn is_trial(&self) -> bool {
        self.mail.server.is_none()
    }
}
