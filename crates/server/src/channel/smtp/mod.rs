//! Mails to a mail server by SMTP (RFC 5321), over connections that are kept.
//!
//! The dialogue and TLS are lettre's; the pool is ours. lettre's own takes a
//! connection back whatever state it was dropped in, so that after a timeout
//! the answer to one mail could be read as the answer to the next, and it
//! needs a running executor to be dropped.

mod dialogue;
mod option;
#[cfg(test)]
mod tests;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use lettre::transport::smtp::client::AsyncSmtpConnection;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout};

use self::dialogue::{Envelope, Way};
pub use self::option::{Login, SmtpOptions, SmtpSetupError};
use super::address::AddrSpec;
use super::{Answer, Channel, MailError, OutgoingMail, SendError, build};
use crate::dkim::DkimSigner;

/// How long a connection is kept without use: shorter than mail servers wait.
const IDLE: Duration = Duration::from_secs(30);

/// Mails built, signed and given to a mail server.
#[derive(Debug)]
pub struct SmtpChannel {
    transport: SmtpTransport,
    signer: Option<DkimSigner>,
}

impl SmtpChannel {
    /// A channel over `transport`. Mails are signed if there is a `signer`.
    #[must_use]
    pub fn new(transport: SmtpTransport, signer: Option<DkimSigner>) -> Self {
        Self { transport, signer }
    }

    fn source(&self, mail: &OutgoingMail) -> Result<Vec<u8>, SendError> {
        let source = build(mail)?;
        match &self.signer {
            Some(signer) => Ok(signer.sign(&source, mail.date)?),
            None => Ok(source),
        }
    }
}

impl Channel for SmtpChannel {
    type Outgoing = OutgoingMail;

    fn name(&self) -> &'static str {
        "smtp"
    }

    async fn hand_over(&self, mail: &OutgoingMail) -> Result<Answer, SendError> {
        let source = self.source(mail)?;
        let sender = mail.envelope_from.as_ref().unwrap_or(&mail.from.address);
        self.transport.send(&source, sender, &mail.to).await
    }
}

/// A mail server and the connections to it.
///
/// Needs tokio only while [`send`](Self::send) runs: it starts no tasks, and may
/// be dropped anywhere.
#[derive(Debug)]
pub struct SmtpTransport {
    way: Way,
    timeout: Duration,
    turns: Semaphore,
    kept: Kept,
}

impl SmtpTransport {
    /// A transport as configured. Reads the CA file; connects to nothing yet.
    pub fn new(options: SmtpOptions) -> Result<Self, SmtpSetupError> {
        Ok(Self {
            timeout: options.timeout,
            turns: Semaphore::new(options.connections.max(1)),
            kept: Kept::default(),
            way: Way::new(options)?,
        })
    }

    /// Gives one written mail to the server, from and to these addresses.
    ///
    /// Waits for its turn while all connections are busy, for as long as the configured
    /// timeout; from then on it ends within the same. After a timeout, or when the caller
    /// drops this future, it isn't known whether the server took the mail.
    pub async fn send(&self, mail: &[u8], from: &str, to: &str) -> Result<Answer, SendError> {
        let envelope = Envelope {
            from: AddrSpec::parse(from)
                .map_err(MailError::From)?
                .into_address(),
            to: AddrSpec::parse(to).map_err(MailError::To)?.into_address(),
        };
        // Behind connections that hang, a mail would wait for many timeouts; another
        // provider, or a later try, may be quicker.
        let turn = timeout(self.timeout, self.turns.acquire()).await;
        let _turn = match turn {
            Ok(turn) => turn.map_err(|closed| closed.to_string()),
            Err(_) => Err("all connections to it were busy for too long".to_owned()),
        }
        .map_err(|why| SendError::Unreachable { why })?;
        match timeout(self.timeout, self.converse(&envelope, mail)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(SendError::TimedOut {
                seconds: self.timeout.as_secs(),
            }),
        }
    }

    /// A connection leaves the pool for the length of one mail and comes back
    /// only after a complete dialogue: one that was broken off, by an error, a
    /// timeout or the caller, is dropped and so closed.
    async fn converse(&self, envelope: &Envelope, mail: &[u8]) -> Result<Answer, SendError> {
        let mut connection = self.connection_that_takes(envelope).await?;
        let outcome = dialogue::hand_over(&mut connection, envelope, mail).await;
        if outcome.is_ok() || dialogue::reset(&mut connection).await.is_ok() {
            self.kept.put(connection);
        }
        outcome
    }

    /// A connection on which the server has taken the envelope's sender.
    async fn connection_that_takes(
        &self,
        envelope: &Envelope,
    ) -> Result<AsyncSmtpConnection, SendError> {
        while let Some(mut kept) = self.kept.take() {
            // The server may have closed it meanwhile; no mail is on its way
            // yet, so the next connection can take it.
            if dialogue::begin(&mut kept, envelope).await.is_ok() {
                return Ok(kept);
            }
        }
        let mut fresh = self.way.open().await?;
        dialogue::begin(&mut fresh, envelope).await?;
        Ok(fresh)
    }
}

/// Connections between two mails.
#[derive(Default)]
struct Kept(Mutex<Vec<(AsyncSmtpConnection, Instant)>>);

impl core::fmt::Debug for Kept {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Kept").finish_non_exhaustive()
    }
}

impl Kept {
    /// The connection used last, if it is young enough; closes those that aren't.
    fn take(&self) -> Option<AsyncSmtpConnection> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(_, since)| since.elapsed() < IDLE);
        kept.pop().map(|(connection, _)| connection)
    }

    fn put(&self, connection: AsyncSmtpConnection) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push((connection, Instant::now()));
    }
}
