//! One conversation with a mail server: opening, the mail, and a name for
//! whatever goes wrong.

use core::error::Error;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::super::{Answer, Refused, SendError};
use super::option::{Login, SmtpOptions, SmtpSetupError};
use crate::config::MailSecurity;

/// The longest text we keep of what a server says.
const ANSWER: usize = 300;

/// The addresses that servers see, whatever the headers say.
pub(super) struct Envelope {
    pub(super) from: Address,
    pub(super) to: Address,
}

/// How to get a connection over which mails may be sent.
pub(super) struct Way {
    server: String,
    port: u16,
    protection: Protection,
    credentials: Option<Credentials>,
    hello: ClientId,
    connect_timeout: Duration,
}

enum Protection {
    StartTls(TlsParameters),
    Tls(TlsParameters),
    Plain,
}

impl core::fmt::Debug for Way {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Way")
            .field("server", &self.server)
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}

impl Way {
    pub(super) fn new(options: SmtpOptions) -> Result<Self, SmtpSetupError> {
        let protection = match options.security {
            MailSecurity::StartTls => Protection::StartTls(options.tls()?),
            MailSecurity::Tls => Protection::Tls(options.tls()?),
            MailSecurity::Plain => Protection::Plain,
        };
        Ok(Self {
            protection,
            credentials: options.login.as_ref().map(credentials),
            hello: options.hello()?,
            // So that a host's second address still gets its chance.
            connect_timeout: options.timeout / 2,
            server: options.server,
            port: options.port,
        })
    }

    /// A connection that is protected as configured and logged in.
    pub(super) async fn open(&self) -> Result<AsyncSmtpConnection, SendError> {
        let mut connection = self.connect().await?;
        if let Protection::StartTls(tls) = &self.protection {
            if !connection.can_starttls() {
                let why = "it doesn't offer STARTTLS".to_owned();
                return Err(SendError::Tls { why });
            }
            let started = connection.starttls(tls.clone(), &self.hello).await;
            started.map_err(|error| SendError::Tls {
                why: words_of(&error),
            })?;
        }
        if let Some(credentials) = &self.credentials {
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            let accepted = connection.auth(&mechanisms, credentials).await;
            accepted.map_err(|error| not_logged_in(&error))?;
        }
        Ok(connection)
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, SendError> {
        let addresses = self.addresses().await?;
        if let Protection::Tls(tls) = &self.protection {
            let (wait, tls) = (Some(self.connect_timeout), Some(tls.clone()));
            let connected =
                AsyncSmtpConnection::connect_tokio1(&*addresses, wait, &self.hello, tls, None);
            return connected.await.map_err(|error| not_open(&error));
        }
        let stream = self.reach(&addresses).await?;
        let connected = AsyncSmtpConnection::connect_with_transport(Box::new(stream), &self.hello);
        connected.await.map_err(|error| not_open(&error))
    }

    /// A stream to the first address that answers. It sends at once what it is given: a
    /// mail and its final dot are two writes, and the second would otherwise wait for the
    /// server's delayed acknowledgement, some 40 ms (RFC 9293 §3.7.4).
    async fn reach(&self, addresses: &[SocketAddr]) -> Result<TcpStream, SendError> {
        let mut last = io::Error::from(io::ErrorKind::NotFound);
        for address in addresses {
            let connected = timeout(self.connect_timeout, TcpStream::connect(address)).await;
            let reached = connected.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()));
            match reached.and_then(|stream| stream.set_nodelay(true).map(|()| stream)) {
                Ok(stream) => return Ok(stream),
                Err(error) => last = error,
            }
        }
        Err(SendError::Unreachable {
            why: last.to_string(),
        })
    }

    /// Where the server's name leads; without TLS, only as far as this machine.
    async fn addresses(&self) -> Result<Vec<SocketAddr>, SendError> {
        let host = self.server.trim_start_matches('[').trim_end_matches(']');
        let unreachable = |why: String| SendError::Unreachable { why };
        let found = tokio::net::lookup_host((host, self.port)).await;
        let mut found: Vec<_> = found
            .map_err(|error| unreachable(error.to_string()))?
            .collect();
        if matches!(self.protection, Protection::Plain) {
            found.retain(|address| address.ip().is_loopback());
        }
        if found.is_empty() {
            return Err(unreachable(format!(
                "{host} leads to no address that may be used"
            )));
        }
        Ok(found)
    }
}

fn credentials(login: &Login) -> Credentials {
    Credentials::new(login.username.clone(), login.password.reveal().to_owned())
}

/// `MAIL`: from here on the server expects a mail.
pub(super) async fn begin(
    connection: &mut AsyncSmtpConnection,
    envelope: &Envelope,
) -> Result<(), SendError> {
    let mail = Mail::new(Some(envelope.from.clone()), vec![]);
    let taken = connection.command(mail).await;
    taken
        .map(drop)
        .map_err(|error| refusal(Refused::Sender, &error))
}

/// `RCPT`, `DATA` and the mail itself, after [`begin`].
pub(super) async fn hand_over(
    connection: &mut AsyncSmtpConnection,
    envelope: &Envelope,
    mail: &[u8],
) -> Result<Answer, SendError> {
    let recipient = Rcpt::new(envelope.to.clone(), vec![]);
    let taken = connection.command(recipient).await;
    taken.map_err(|error| refusal(Refused::Recipient, &error))?;
    let ready = connection.command(Data).await;
    ready.map_err(|error| refusal(Refused::Message, &error))?;
    let taken = connection.message(mail).await;
    taken
        .map(|response| answer(&response))
        .map_err(|error| refusal(Refused::Message, &error))
}

/// Leaves a refused mail behind, so that the connection can take the next.
pub(super) async fn reset(connection: &mut AsyncSmtpConnection) -> Result<(), SmtpError> {
    connection.command(Rset).await.map(drop)
}

fn answer(response: &Response) -> Answer {
    let lines: Vec<_> = response.message().collect();
    Answer {
        text: one_line(&format!("{} {}", response.code(), lines.join(" "))),
    }
}

/// What a failure while handing over means.
fn refusal(refused: Refused, error: &SmtpError) -> SendError {
    let Some(code) = error.status() else {
        return SendError::Unreachable {
            why: words_of(error),
        };
    };
    let answer = words_of(error);
    match code.to_string().as_str() {
        // RFC 4954 §6: authentication required, too weak, refused.
        "530" | "534" | "535" | "538" => SendError::Authentication { answer },
        _ if error.is_transient() => SendError::Transient { answer },
        _ => SendError::Permanent { refused, answer },
    }
}

/// What a failure before the login means. A server that turns every connection
/// away (554 as a greeting) says nothing about a mail.
fn not_open(error: &SmtpError) -> SendError {
    let why = words_of(error);
    if is_about_tls(error) {
        SendError::Tls { why }
    } else if error.is_transient() {
        SendError::Transient { answer: why }
    } else {
        SendError::Unreachable { why }
    }
}

fn not_logged_in(error: &SmtpError) -> SendError {
    let answer = words_of(error);
    if error.is_permanent() || error.is_client() {
        SendError::Authentication { answer }
    } else if error.is_transient() {
        SendError::Transient { answer }
    } else {
        SendError::Unreachable { why: answer }
    }
}

/// lettre reports a failed handshake as a failed connection.
fn is_about_tls(error: &SmtpError) -> bool {
    let is_rustls = |cause: &(dyn Error + 'static)| {
        let io_error = cause
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        io_error
            .and_then(|cause| cause.downcast_ref::<rustls::Error>())
            .is_some()
    };
    error.is_tls() || causes(error).any(is_rustls)
}

/// The server's words after their code, or the machine's.
fn words_of(error: &SmtpError) -> String {
    let words = causes(error)
        .last()
        .map_or_else(|| error.to_string(), ToString::to_string);
    match error.status() {
        Some(code) => one_line(&format!("{code} {words}")),
        None => one_line(&words),
    }
}

fn causes(error: &SmtpError) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |cause| Error::source(*cause))
}

/// What a stranger's server says may hold anything; a log line may not.
fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
        .trim()
        .chars()
        .take(ANSWER)
        .collect()
}
