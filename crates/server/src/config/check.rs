//! Settings that bear on each other: completed from one another where nobody wrote
//! them, and refused where they don't go together. What one setting takes by itself
//! is the business of [`super::table`].

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use super::kind::duration_text;
use super::load::{Given, why_unreadable};
use super::problem::Cause;
use super::public_url::{PublicUrl, Scheme};
use super::secret::Secret;
use super::source::ReadFile;
use super::table::Config;

/// Fills in what follows from other settings: the local address, the usual port, the
/// signing domain.
pub(super) fn complete(config: &mut Config, given: &Given) {
    if !given.is_set("public_url") && config.http.listen.ip().is_loopback() {
        config.public_url = PublicUrl::localhost(config.http.listen.port());
    }
    super::mail::complete(config, given);
    if config.dkim.domain.is_none() {
        config.dkim.domain = config
            .mail
            .from
            .as_deref()
            .map(|from| domain_of(from).to_owned());
    }
    super::text::complete(config);
}

/// A secret: its name among the settings, itself, and the file that may hold it instead.
type KeptSecret<'a> = (&'static str, &'a mut Option<Secret>, &'a Option<PathBuf>);

fn secrets(config: &mut Config) -> [KeptSecret<'_>; 7] {
    [
        (
            "database.password",
            &mut config.database.password,
            &config.database.password_file,
        ),
        (
            "mail.password",
            &mut config.mail.password,
            &config.mail.password_file,
        ),
        (
            "mail.second.password",
            &mut config.mail.second.password,
            &config.mail.second.password_file,
        ),
        (
            "text.password",
            &mut config.text.password,
            &config.text.password_file,
        ),
        (
            "text.secret",
            &mut config.text.secret,
            &config.text.secret_file,
        ),
        (
            "text.second.password",
            &mut config.text.second.password,
            &config.text.second.password_file,
        ),
        (
            "text.second.secret",
            &mut config.text.second.secret,
            &config.text.second.secret_file,
        ),
    ]
}

/// Reads the files that hold secrets.
pub(super) fn read_secrets(config: &mut Config, given: &mut Given, read: ReadFile) {
    for (path, secret, file) in secrets(config) {
        let Some(file) = file else { continue };
        let file_path = format!("{path}_file");
        let word = path.rsplit('.').next().unwrap_or(path);
        if secret.is_some() {
            given.conflict(
                &[&file_path, path],
                format!("The {word} is given twice, by `{path}` and by `{file_path}`."),
                format!("Leave out one of the two; `{file_path}` keeps it out of this file."),
            );
            continue;
        }
        match read_secret(file, read) {
            Ok(found) => *secret = Some(found),
            Err(why) => {
                let file = file.display().to_string();
                let place = given.place_of(&file_path);
                given.report(
                    place,
                    Cause::SecretFile {
                        path: file_path,
                        file,
                        why,
                    },
                );
            }
        }
    }
}

fn read_secret(file: &Path, read: ReadFile) -> Result<Secret, String> {
    let content = read(file).map_err(|error| why_unreadable(&error))?;
    let text = String::from_utf8(content).map_err(|_| "it isn't UTF-8 text")?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    match text {
        "" => Err("it is empty".to_owned()),
        text if text.contains(['\n', '\0']) => Err("it holds more than one line".to_owned()),
        text => Ok(Secret::new(text)),
    }
}

/// Reports every pair of settings that don't go together.
pub(super) fn check(config: &Config, given: &mut Given) {
    addresses(config, given);
    mail_needs_both(config, given);
    super::mail::check(config, given);
    if config.mail.server.is_none() {
        trial(config, given);
    }
    signing_domain(config, given);
    super::intake::check(config, given);
    super::text::check(config, given);
    database_password(config, given);
    order(config, given);
}

fn addresses(config: &Config, given: &mut Given) {
    if config.metrics.listen == Some(config.http.listen) {
        given.conflict(
            &["metrics.listen", "http.listen"],
            "The pages and the metrics can't both listen at one address.",
            "Give `metrics.listen` another port.",
        );
    }
}

fn mail_needs_both(config: &Config, given: &mut Given) {
    let keys = ["mail.from", "mail.server"];
    match (&config.mail.from, &config.mail.server) {
        (None, Some(_)) => given.conflict(
            &keys,
            "There is a mail server, and no address for mails to come from.",
            "Set `mail.from` too, as \"no-reply@example.jp\".",
        ),
        (Some(_), None) => given.conflict(
            &["mail.server", "mail.from"],
            "There is an address for mails to come from, and no mail server to take them.",
            "Set `mail.server` too, as \"smtp.example.jp\"; or leave out `mail.from` to try \
             Kadomori out with its inbox page.",
        ),
        (None, None) | (Some(_), Some(_)) => {}
    }
}

/// Without a mail server everyone who sees the inbox page can sign in as anyone.
fn trial(config: &Config, given: &mut Given) {
    const WHY: &str = "Without a mail server Kadomori shows its mails, with the codes in them, on \
                       a page for this computer only";
    const OR: &str = "Set `mail.server` and `mail.from` to send real mails; or";
    if !config.http.listen.ip().is_loopback() {
        let listen = config.http.listen;
        given.conflict(
            &["http.listen", "mail.server"],
            format!("{WHY}. At {listen} other computers would reach it."),
            format!("{OR} set `http.listen` to \"127.0.0.1:{}\".", listen.port()),
        );
    }
    if config.public_url.scheme() == Scheme::Https || !config.public_url.is_loopback() {
        given.conflict(
            &["public_url", "mail.server"],
            format!("{WHY}. {} is for others too.", config.public_url),
            format!("{OR} leave out `public_url`, or set it to \"http://localhost:8080\"."),
        );
    }
    if !config.http.trusted_proxies.is_empty() {
        given.conflict(
            &["http.trusted_proxies", "mail.server"],
            format!("{WHY}. Through a proxy others would reach it."),
            format!("{OR} leave out `http.trusted_proxies`."),
        );
    }
}

/// A signature counts for the sender only where both domains belong together (RFC 7489,
/// section 3.1.1).
fn signing_domain(config: &Config, given: &mut Given) {
    let keys = ["dkim.domain", "mail.from"];
    match (
        &config.dkim.domain,
        config.mail.from.as_deref().map(domain_of),
    ) {
        (Some(domain), Some(from)) if !is_related(domain, from) => given.conflict(
            &keys,
            format!("Mails come from {from}; a signature by {domain} says nothing about that."),
            format!("Leave out `dkim.domain`, or set it to \"{from}\" or a domain above it."),
        ),
        (Some(_), None) => given.conflict(
            &keys,
            "There is a domain to sign mails for, and no address for mails to come from.",
            "Set `mail.from` and `mail.server` too, or leave out `dkim.domain`.",
        ),
        _ => {}
    }
}

fn database_password(config: &Config, given: &mut Given) {
    let database = &config.database;
    if database.url.is_none() && (database.password.is_some() || database.password_file.is_some()) {
        let path = if given.is_set("database.password") {
            "password"
        } else {
            "password_file"
        };
        given.conflict(
            &[&format!("database.{path}"), "database.url"],
            "There is a password for PostgreSQL, and no `database.url`, so SQLite would be used.",
            format!("Set `database.url` too, or leave out `database.{path}`."),
        );
    }
}

/// Pairs of which one can't be more than the other.
fn order(config: &Config, given: &mut Given) {
    let (code, session) = (&config.code, &config.session);
    let durations = [
        (
            "code.resend_after",
            code.resend_after,
            "code.lifetime",
            code.lifetime,
        ),
        (
            "session.keep_idle",
            session.keep_idle,
            "session.keep",
            session.keep,
        ),
        (
            "session.brief_idle",
            session.brief_idle,
            "session.brief",
            session.brief,
        ),
    ];
    for (less, small, more, large) in durations {
        if small > large {
            let (small, large) = (duration_text(small), duration_text(large));
            given.conflict(
                &[less, more],
                format!("`{less}` is {small}, which is longer than `{more}`, {large}."),
                format!("Set `{less}` to {large} or less, or `{more}` to {small} or more."),
            );
        }
    }
    numbers(config, given);
}

fn numbers(config: &Config, given: &mut Given) {
    let (limits, password) = (&config.limits, &config.password);
    if password.minimum_with_second_step > password.minimum {
        given.conflict(
            &["password.minimum_with_second_step", "password.minimum"],
            "A password beside a second step would have to be longer than one that stands alone.",
            format!(
                "Set `password.minimum_with_second_step` to {} or less.",
                password.minimum
            ),
        );
    }
    if limits.sends_per_recipient_hour > limits.sends_per_recipient_day {
        given.conflict(
            &[
                "limits.sends_per_recipient_hour",
                "limits.sends_per_recipient_day",
            ],
            "More mails are allowed in an hour than in the day that holds it.",
            format!(
                "Set `limits.sends_per_recipient_hour` to {} or less.",
                limits.sends_per_recipient_day
            ),
        );
    }
}

impl Given {
    /// Reports settings that don't go together, at the first of them that somebody wrote;
    /// not when one of them is itself unclear.
    pub(super) fn conflict(
        &mut self,
        paths: &[&str],
        what: impl Into<String>,
        todo: impl Into<String>,
    ) {
        if !self.is_sure(paths) {
            return;
        }
        let Some(path) = paths
            .iter()
            .find(|path| self.is_set(path))
            .or(paths.first())
        else {
            return;
        };
        let place = self.place_of(path);
        self.report(
            place,
            Cause::Conflict {
                what: what.into(),
                todo: todo.into(),
            },
        );
    }
}

pub(super) fn domain_of(address: &str) -> &str {
    address
        .rsplit_once('@')
        .map_or(address, |(_, domain)| domain)
}

pub(super) fn is_related(one: &str, other: &str) -> bool {
    let is_below = |low: &str, high: &str| {
        low.strip_suffix(high)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    is_below(one, other) || is_below(other, one)
}

/// Whether a server's name or address is this computer.
pub(super) fn is_this_computer(server: &str) -> bool {
    server.eq_ignore_ascii_case("localhost")
        || server
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}
