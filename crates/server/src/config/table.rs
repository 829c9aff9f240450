//! Every setting of Kadomori: its words, type, default and bounds, each said once.
//!
//! `docs/config.md` and the example file are written from this table. How a value
//! is read is the business of [`super::kind`]; how settings bear on each other, of
//! [`super::check`]. Bounds of codes, limits and sessions are those of NIST SP
//! 800-63B-4 and OWASP ASVS 5.0.0, where these name one.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;
use jiff::tz::TimeZone;
use kadomori_domain::phone::Country;

use super::choice::{
    DkimSigning, GenuineDns, LogFormat, LogLevel, MailSecurity, Registration, TextProvider,
};
use super::door::{Door, delimiter, door};
use super::key::settings;
use super::kind::{WholeInternet, networks, optional, servers, span, whole, words};
use super::public_url::PublicUrl;
use super::secret::Secret;
use super::service_url::ServiceUrl;
use super::text::{account_name, countries, country, service_url, text_sender};
use super::written::{
    domain, name, path, postgres, public_url, secret, selector, sender, server, socket, time_zone,
    user_name,
};

/// The port in the defaults of `http.listen` and `public_url`.
const TRIAL_PORT: u16 = 8080;

const fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

const fn minutes(count: u64) -> Duration {
    Duration::from_mins(count)
}

const fn hours(count: u64) -> Duration {
    Duration::from_hours(count)
}

const fn days(count: u64) -> Duration {
    Duration::from_hours(24 * count)
}

settings! {
    /// These stand at the top of the file, above the first `[section]`.
    "" => Config {
        /// Where browsers reach Kadomori. Cookies belong to this address, and forms are
        /// taken only from it, so it is what people see in their browser, not what a
        /// proxy connects to. When it isn't set and `http.listen` is on this computer
        /// alone, it is `http://localhost` with the port of `http.listen`.
        public_url: PublicUrl = PublicUrl::localhost(TRIAL_PORT), public_url();
        /// The name on pages and in mails: "Your Kadomori sign-in code".
        name: String = "Kadomori".to_owned(), name();
        /// Who may make an account. `"open"`: anyone who reads mail at the address they
        /// type. `"closed"`: an operator makes the accounts, with `kadomori account create`.
        /// The pages look the same either way, so that they don't tell who has an account.
        registration: Registration = Registration::Open, words();
        /// The zone in which times are told to people whose own isn't known. It is named
        /// beside each time.
        time_zone: TimeZone = TimeZone::UTC, time_zone();
        /// The folder for the SQLite database, the key file and the DKIM keys. It is made
        /// at the first start, for the user that runs Kadomori alone.
        data_dir: PathBuf = PathBuf::from("kadomori-data"), path();
    }
    with {
        http: HttpConfig,
        metrics: MetricsConfig,
        database: DatabaseConfig,
        mail: MailConfig,
        dkim: DkimConfig,
        intake: IntakeConfig,
        genuine: GenuineConfig,
        text: TextConfig,
        log: LogConfig,
        code: CodeConfig,
        password: PasswordConfig,
        limits: LimitsConfig,
        session: SessionConfig,
        retention: RetentionConfig,
    }
}

settings! {
    /// Where Kadomori answers, and whom it believes about a visitor's address.
    "http" => HttpConfig {
        /// Where Kadomori listens. It speaks plain HTTP; beyond this computer a proxy
        /// with TLS stands before it.
        listen: SocketAddr = SocketAddr::from((Ipv4Addr::LOCALHOST, TRIAL_PORT)), socket();
        /// The proxies that stand before Kadomori. From these, and from nobody else, it
        /// believes `X-Forwarded-For`. Without it all visitors seem to come from the
        /// proxy, and share its limits.
        trusted_proxies: Vec<IpNet> = Vec::new(), networks(WholeInternet::Refused);
        /// Networks that `limits.sends_per_network_hour` and
        /// `limits.checks_per_network_hour` don't count: an office or a school whose people
        /// all come from one address.
        exempt_networks: Vec<IpNet> = Vec::new(), networks(WholeInternet::Fine);
    }
}

settings! {
    /// Figures for a monitor, in the OpenMetrics format, at `/metrics`.
    "metrics" => MetricsConfig {
        /// Where `/metrics` is answered. It is an address of its own, so that a proxy for
        /// the pages never shows it. Nothing is answered when it isn't set.
        listen: Option<SocketAddr> = None, optional(socket());
    }
}

settings! {
    /// Where accounts are kept: a SQLite file on one computer, or PostgreSQL 15 or newer
    /// for several.
    "database" => DatabaseConfig {
        /// The PostgreSQL to use. When it isn't set, Kadomori uses `kadomori.db`, a SQLite
        /// file in `data_dir`.
        url: Option<Secret> = None, optional(postgres());
        /// The password for `database.url`, when it isn't in it.
        password: Option<Secret> = None, optional(secret());
        /// A file that holds the password instead; a line end after it is left out.
        password_file: Option<PathBuf> = None, optional(path());
        /// How many connections to PostgreSQL each Kadomori keeps open at most.
        max_connections: u16 = 16, whole(2, 1000);
    }
}

settings! {
    /// The mail server that takes Kadomori's mails. Without one Kadomori is being tried
    /// out: it shows the mails on a page of its own, `/inbox`, and then answers this
    /// computer only.
    "mail" => MailConfig {
        /// The address that mails come from.
        from: Option<String> = None, optional(sender());
        /// The mail server.
        server: Option<String> = None, optional(server());
        /// Its port. When it isn't set: 587 with `"starttls"`, 465 with `"tls"`, 25 with
        /// `"plain"`.
        port: u16 = MailSecurity::StartTls.usual_port(), whole(1, u16::MAX);
        /// How the way to it is protected. `"starttls"`: by TLS, before anything else is
        /// said, or no mail leaves. `"tls"`: by TLS from the first byte. `"plain"`: not at
        /// all, which only a mail server on this computer may have.
        security: MailSecurity = MailSecurity::StartTls, words();
        /// The user name, for a mail server that wants one.
        username: Option<String> = None, optional(user_name());
        /// The password that goes with it.
        password: Option<Secret> = None, optional(secret());
        /// A file that holds the password instead; a line end after it is left out.
        password_file: Option<PathBuf> = None, optional(path());
        /// A file with certificates (PEM) of authorities to trust besides the usual ones,
        /// for a mail server with a certificate of your own.
        ca_file: Option<PathBuf> = None, optional(path());
        /// How long to wait for an answer before trying again later.
        timeout: Duration = seconds(20), span(seconds(1), minutes(5));
        /// How many connections to the mail server each Kadomori keeps open at most.
        connections: u16 = 8, whole(1, 100);
        /// How many mails to one domain are under way at once, so that a domain whose servers
        /// are slow holds up its own mails and no others. When it isn't set, half of
        /// `mail.connections`, and at most 4.
        per_domain: u16 = 4, whole(1, 100);
        /// The name server to ask what the sending domain has published, and about mails that
        /// are judged, as in `127.0.0.1:53`. When it isn't set, the one of this machine.
        name_server: Option<SocketAddr> = None, optional(socket());
    }
    with {
        second: MailSecondConfig,
    }
}

settings! {
    /// A second mail server, for when the first is down or slow: it takes the very mail that the
    /// first can't. Its settings are those of the first. What the DNS says about who may send
    /// for the domain of `mail.from` (SPF) has to name both.
    "mail.second" => MailSecondConfig {
        /// The mail server.
        server: Option<String> = None, optional(server());
        /// Its port. When it isn't set: 587 with `"starttls"`, 465 with `"tls"`, 25 with
        /// `"plain"`.
        port: u16 = MailSecurity::StartTls.usual_port(), whole(1, u16::MAX);
        /// How the way to it is protected, as for the first.
        security: MailSecurity = MailSecurity::StartTls, words();
        /// The user name, for a mail server that wants one.
        username: Option<String> = None, optional(user_name());
        /// The password that goes with it.
        password: Option<Secret> = None, optional(secret());
        /// A file that holds the password instead; a line end after it is left out.
        password_file: Option<PathBuf> = None, optional(path());
        /// A file with certificates (PEM) of authorities to trust besides the usual ones.
        ca_file: Option<PathBuf> = None, optional(path());
        /// How long to wait for an answer before trying again later.
        timeout: Duration = seconds(20), span(seconds(1), minutes(5));
        /// How many connections to the mail server each Kadomori keeps open at most.
        connections: u16 = 8, whole(1, 100);
    }
}

settings! {
    /// The signature by which other mail servers tell Kadomori's mails from forged ones.
    /// The keys are made when `mail.from` is set; `kadomori dkim records` prints the
    /// DNS records to publish.
    "dkim" => DkimConfig {
        /// `"on"`: Kadomori signs its mails. `"off"`: they leave unsigned, for a mail server
        /// that signs them itself; without either, many receivers take them for junk.
        signing: DkimSigning = DkimSigning::On, words();
        /// The domain that signs: that of `mail.from`, or one above or below it. When it
        /// isn't set, that of `mail.from`.
        domain: Option<String> = None, optional(domain());
        /// The name under which the keys are published, as in
        /// `kadomori._domainkey.example.jp`; each kind of key adds its own to it.
        selector: String = "kadomori".to_owned(), selector();
    }
}

settings! {
    /// Mails that couldn't be delivered and come back. With these settings each mail leaves
    /// with an envelope sender of its own, and Kadomori learns which one came back and why.
    /// The mail server has to bring what arrives at `intake.address`, by one of two ways;
    /// [At the terminal](operator.md#mails-that-come-back) shows how. Without them such mails
    /// go to `mail.from`, unseen by Kadomori.
    "intake" => IntakeConfig {
        /// The address that mails come back to. A signed name of the mail is put before the
        /// `@`, as in `bounces+k5q…@example.jp`. Its domain is best that of `mail.from`, so
        /// that SPF speaks for both.
        address: Option<String> = None, optional(sender());
        /// What parts the address from the name: the mail server's own sign for this
        /// (Postfix: `recipient_delimiter`).
        delimiter: char = '+', delimiter();
        /// Where the mail server hands the mails over by LMTP (RFC 2033): an address of this
        /// computer or of a private network, or a socket file, which the mail server has to be
        /// allowed to open.
        lmtp: Option<Door> = None, optional(door());
        /// A Maildir into which the mail server puts them instead. What Kadomori has dealt
        /// with is deleted; what isn't for it stays in `cur`.
        maildir: Option<PathBuf> = None, optional(path());
        /// The largest mail that is taken, in MiB.
        largest: u8 = 10, whole(1, 100);
    }
}

settings! {
    /// Whether a mail is genuine, as people ask Kadomori. What it is told stays in memory, and
    /// no link of a mail is ever opened.
    "genuine" => GenuineConfig {
        /// A table of your own brands (TOML), as your organisation's, over the one that is
        /// shipped. `kadomori mail brands` shows what comes of both, and
        /// `kadomori mail brands --check` whether the file is right.
        brands: Option<PathBuf> = None, optional(path());
        /// Mail servers whose word on a sender is believed, by the names with which they sign
        /// `Authentication-Results` (RFC 8601), as `["mx.example.jp"]`: those through which your
        /// people's mail comes. Only name a server that removes such headers of others.
        trusted: Vec<String> = Vec::new(), servers();
        /// What the DNS is asked while a mail is judged. `"brands"`: only names of brands in
        /// the table, since any other question could tell the sender that the mail was opened.
        /// `"off"`: nothing, so that no mail can be proved genuine. `mail.name_server` is
        /// asked.
        dns: GenuineDns = GenuineDns::Brands, words();
        /// The address to which people forward a mail to have it checked, as
        /// "check@example.jp". The answer goes to confirmed addresses of accounts alone. The
        /// mail server has to bring what arrives there by `intake.lmtp` or `intake.maildir`;
        /// [At the terminal](operator.md#mails-that-people-forward) shows how. Without it
        /// people check mails on a page alone.
        address: Option<String> = None, optional(sender());
    }
}

settings! {
    /// Codes by text message, as a way to prove oneself beside a password. It is off until a
    /// provider is set: text messages can be read and redirected on their way, so a code in
    /// one never counts for more than one in a mail. [At the terminal](operator.md#text-messages)
    /// tells more.
    "text" => TextConfig {
        /// How the provider is talked to. `"kannel"`: as a Kannel gateway. `"twilio"`: as
        /// Twilio, whose Messages API others speak too. `"webhook"`: by signed requests to a
        /// program of your own, as [text-webhook.md](text-webhook.md) describes.
        provider: Option<TextProvider> = None, optional(words::<TextProvider>());
        /// Where it is. Kannel: its `sendsms` service. Twilio: the address before
        /// `/2010-04-01`; when it isn't set, Twilio's own.
        url: Option<ServiceUrl> = None, optional(service_url());
        /// The user name. Kannel: that of a `sendsms-user`. Twilio: the name of an API key,
        /// when it isn't the account itself that signs in.
        username: Option<String> = None, optional(user_name());
        /// The password that goes with it. Twilio: the account's auth token, or the API key's
        /// secret.
        password: Option<Secret> = None, optional(secret());
        /// A file that holds the password instead; a line end after it is left out.
        password_file: Option<PathBuf> = None, optional(path());
        /// What signs. Webhook: `whsec_` and base64, for what Kadomori sends and for the
        /// reports it takes. Twilio: the account's auth token, which signs reports, when
        /// `password` is an API key's secret.
        secret: Option<Secret> = None, optional(secret());
        /// A file that holds the secret instead; a line end after it is left out.
        secret_file: Option<PathBuf> = None, optional(path());
        /// Twilio: the account's name (SID).
        account: Option<String> = None, optional(account_name());
        /// From whom the texts come: a number, or a name where networks take one. Twilio: also
        /// a messaging service (`MG…`). Kannel has a sender of its own when it isn't set.
        from: Option<String> = None, optional(text_sender());
        /// A file with certificates (PEM) of authorities to trust besides the usual ones, for
        /// a provider with a certificate of your own.
        ca_file: Option<PathBuf> = None, optional(path());
        /// How long to wait for an answer before trying again later.
        timeout: Duration = seconds(20), span(seconds(1), seconds(60));
        /// The country of numbers that are typed without one, as `090-1234-5678`.
        country: Country = Country::JAPAN, country();
        /// The countries that texts may go to. When it isn't set, that of `text.country`
        /// alone: texts abroad cost more, and are what swindlers ask for.
        countries: Vec<Country> = Vec::new(), countries();
        /// Texts in a day altogether. When they are spent, no more are sent until the next
        /// day.
        per_day: u32 = 500, whole(1, 1_000_000);
    }
    with {
        second: TextSecondConfig,
    }
}

settings! {
    /// A second provider of text messages, for when the first is down or slow. Its settings
    /// are those of the first.
    "text.second" => TextSecondConfig {
        /// How the provider is talked to. `"kannel"`: as a Kannel gateway. `"twilio"`: as
        /// Twilio, whose Messages API others speak too. `"webhook"`: by signed requests to a
        /// program of your own, as [text-webhook.md](text-webhook.md) describes.
        provider: Option<TextProvider> = None, optional(words::<TextProvider>());
        /// Where it is. Kannel: its `sendsms` service. Twilio: the address before
        /// `/2010-04-01`; when it isn't set, Twilio's own.
        url: Option<ServiceUrl> = None, optional(service_url());
        /// The user name. Kannel: that of a `sendsms-user`. Twilio: the name of an API key,
        /// when it isn't the account itself that signs in.
        username: Option<String> = None, optional(user_name());
        /// The password that goes with it. Twilio: the account's auth token, or the API key's
        /// secret.
        password: Option<Secret> = None, optional(secret());
        /// A file that holds the password instead; a line end after it is left out.
        password_file: Option<PathBuf> = None, optional(path());
        /// What signs. Webhook: `whsec_` and base64, for what Kadomori sends and for the
        /// reports it takes. Twilio: the account's auth token, which signs reports, when
        /// `password` is an API key's secret.
        secret: Option<Secret> = None, optional(secret());
        /// A file that holds the secret instead; a line end after it is left out.
        secret_file: Option<PathBuf> = None, optional(path());
        /// Twilio: the account's name (SID).
        account: Option<String> = None, optional(account_name());
        /// From whom the texts come: a number, or a name where networks take one. Twilio: also
        /// a messaging service (`MG…`). Kannel has a sender of its own when it isn't set.
        from: Option<String> = None, optional(text_sender());
        /// A file with certificates (PEM) of authorities to trust besides the usual ones, for
        /// a provider with a certificate of your own.
        ca_file: Option<PathBuf> = None, optional(path());
        /// How long to wait for an answer before trying again later.
        timeout: Duration = seconds(20), span(seconds(1), seconds(60));
    }
}

settings! {
    /// What Kadomori writes about its work, on standard error. See `docs/logging.md`.
    "log" => LogConfig {
        /// `"text"` to read at a terminal, `"json"` (an object a line) for a collector.
        format: LogFormat = LogFormat::Text, words();
        /// How much. `"debug"` and `"trace"` are about Kadomori's own steps; the libraries
        /// in it never say more than warnings, since they may print what they carry.
        level: LogLevel = LogLevel::Info, words();
    }
}

settings! {
    /// The codes that people get by mail.
    "code" => CodeConfig {
        /// How many digits.
        length: u8 = 6, whole(6, 10);
        /// How long a code works.
        lifetime: Duration = minutes(10), span(minutes(1), minutes(10));
        /// How many times a code may be typed. Asking for a new one never gives tries back.
        tries: u8 = 5, whole(3, 5);
        /// How long to wait before the mail can be sent once more.
        resend_after: Duration = seconds(60), span(seconds(30), seconds(300));
    }
}

settings! {
    /// Passwords: what a new one has to be, and how they are hashed. Each is hashed by
    /// Argon2id with 46 MiB of memory, on threads of their own.
    "password" => PasswordConfig {
        /// The fewest characters of a password that is the only thing asked for.
        minimum: u8 = 15, whole(8, 64);
        /// The fewest characters of a password beside which a second step is always asked
        /// for.
        minimum_with_second_step: u8 = 8, whole(8, 64);
        /// A Pwned Passwords file, ordered by hash, of passwords to refuse: lines of SHA-1,
        /// a colon and a number. It stays on the disk. When it isn't set, the list of common
        /// passwords that comes with Kadomori is asked alone.
        breached_file: Option<PathBuf> = None, optional(path());
        /// How many passwords are hashed at once; each takes 46 MiB meanwhile. With `0`, one
        /// for each core, up to eight.
        hash_threads: u16 = 0, whole(0, 256);
        /// How many may wait to be hashed. Whoever comes beyond that is told to try again
        /// in a moment.
        hash_queue: u16 = 128, whole(1, 10_000);
    }
}

settings! {
    /// How often is too often. Browsers that an account knows have limits of their own,
    /// which strangers can't use up.
    "limits" => LimitsConfig {
        /// Mails to one address in an hour.
        sends_per_recipient_hour: u32 = 5, whole(1, 20);
        /// Mails to one address in a day.
        sends_per_recipient_day: u32 = 10, whole(3, 20);
        /// Mails for one account in a day, to all its addresses together.
        sends_per_account_day: u32 = 20, whole(3, 100);
        /// Mails in an hour for sign-ins that one network (an IPv4 /24, an IPv6 /56) began
        /// and didn't complete. See also `http.exempt_networks`.
        sends_per_network_hour: u32 = 30, whole(5, 100_000);
        /// Mails in an hour altogether. More than this is an alert in the log and in the
        /// metrics, and never a refusal.
        sends_overall_hour: u32 = 3000, whole(10, 10_000_000);
        /// Wrong codes in a row for one account, over all its codes, before waits begin:
        /// one minute, then twice as long each time, up to a day.
        wrong_before_wait: u32 = 10, whole(3, 20);
        /// Mails that one network (an IPv4 /24, an IPv6 /56) may have judged in an hour. See
        /// also `http.exempt_networks`.
        checks_per_network_hour: u32 = 60, whole(1, 100_000);
    }
}

settings! {
    /// How long people stay signed in. The first two are for "keep me signed in", the
    /// others for everyone else, whose sign-in also ends with the browser.
    "session" => SessionConfig {
        /// Kept: at most this long.
        keep: Duration = days(30), span(hours(1), days(30));
        /// Kept: at most this long without a visit.
        keep_idle: Duration = days(7), span(minutes(5), days(30));
        /// Not kept: at most this long.
        brief: Duration = hours(24), span(minutes(15), hours(24));
        /// Not kept: at most this long without a visit.
        brief_idle: Duration = hours(1), span(minutes(5), hours(24));
    }
}

settings! {
    /// How long the past is remembered. What is older is deleted by itself.
    "retention" => RetentionConfig {
        /// What happened to each account, as *My activity* shows it.
        events: Duration = days(180), span(days(30), days(730));
        /// Which mails were sent, for telling real ones from forged ones.
        ledger: Duration = days(180), span(days(30), days(730));
    }
}
