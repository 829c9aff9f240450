//! The settings about mail servers: the first and the second by the same rules.

use std::path::PathBuf;
use std::time::Duration;

use super::check::is_this_computer;
use super::choice::MailSecurity;
use super::load::Given;
use super::secret::Secret;
use super::table::{Config, MailConfig, MailSecondConfig};

/// The settings of one mail server.
#[derive(Clone, Debug)]
pub struct MailServerConfig {
    /// Its host name or address.
    pub server: String,
    /// Its port.
    pub port: u16,
    /// How the way to it is protected.
    pub security: MailSecurity,
    /// The user name.
    pub username: Option<String>,
    /// The password.
    pub password: Option<Secret>,
    /// Authorities to trust besides the usual ones.
    pub ca_file: Option<PathBuf>,
    /// How long to wait for an answer.
    pub timeout: Duration,
    /// How many connections may be open at once.
    pub connections: u16,
}

/// Both sections have the same settings.
macro_rules! server_of {
    ($section:expr) => {{
        let section = $section;
        section.server.clone().map(|server| MailServerConfig {
            server,
            port: section.port,
            security: section.security,
            username: section.username.clone(),
            password: section.password.clone(),
            ca_file: section.ca_file.clone(),
            timeout: section.timeout,
            connections: section.connections,
        })
    }};
}

impl MailConfig {
    /// The first mail server; `None` in a trial.
    #[must_use]
    pub fn first(&self) -> Option<MailServerConfig> {
        server_of!(self)
    }
}

impl MailSecondConfig {
    /// The second mail server, if there is one.
    #[must_use]
    pub fn server(&self) -> Option<MailServerConfig> {
        server_of!(self)
    }
}

/// The usual ports, and how many connections one domain gets of few.
pub(super) fn complete(config: &mut Config, given: &Given) {
    let mail = &mut config.mail;
    if !given.is_set("mail.port") {
        mail.port = mail.security.usual_port();
    }
    if !given.is_set("mail.second.port") {
        mail.second.port = mail.second.security.usual_port();
    }
    if !given.is_set("mail.per_domain") {
        // So that even of few connections some are left for the others.
        mail.per_domain = mail.per_domain.min(mail.connections.div_ceil(2));
    }
}

/// Reports what doesn't go together.
pub(super) fn check(config: &Config, given: &mut Given) {
    if let Some(first) = config.mail.first() {
        let has_file = config.mail.password_file.is_some();
        server(&first, has_file, "mail", given);
    }
    let Some(second) = config.mail.second.server() else {
        return;
    };
    if config.mail.server.is_none() {
        given.conflict(
            &["mail.second.server", "mail.server"],
            "There is a second mail server, and no first.",
            "Set `mail.server` and `mail.from`, or leave out `mail.second.server`.",
        );
        return;
    }
    let has_file = config.mail.second.password_file.is_some();
    server(&second, has_file, "mail.second", given);
}

fn server(settings: &MailServerConfig, has_file: bool, section: &str, given: &mut Given) {
    let path = |key: &str| format!("{section}.{key}");
    let (security, server) = (path("security"), path("server"));
    if settings.security == MailSecurity::Plain && !is_this_computer(&settings.server) {
        given.conflict(
            &[&security, &server],
            format!(
                "Mails, and the codes in them, would go to {} readable for all between.",
                settings.server
            ),
            format!(
                "Set `{security}` to \"starttls\" or \"tls\"; \"plain\" is only for a mail server \
                 on this computer."
            ),
        );
    }
    let (username, password) = (path("username"), path("password"));
    let file = path("password_file");
    let keys = [username.as_str(), &password, &file];
    match (&settings.username, &settings.password) {
        (Some(_), None) if !has_file => given.conflict(
            &keys,
            "There is a user name for the mail server, and no password.",
            format!("Set `{file}`, or leave out `{username}`."),
        ),
        (None, Some(_)) => given.conflict(
            &keys,
            "There is a password for the mail server, and no user name.",
            format!("Set `{username}`, or leave out the password."),
        ),
        (Some(_), Some(_) | None) | (None, None) => {}
    }
}
