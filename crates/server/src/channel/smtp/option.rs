//! What an operator sets about the mail server, checked before anything is sent.

use std::path::PathBuf;
use std::time::Duration;

use lettre::transport::smtp::client::{Certificate, TlsParameters};
use lettre::transport::smtp::extension::ClientId;

use crate::config::{MailSecurity, Secret};

/// The mail server and how to talk to it.
#[derive(Clone, Debug)]
pub struct SmtpOptions {
    /// Its host name or address.
    pub server: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected; plain only reaches this very machine.
    pub security: MailSecurity,
    /// The name and password it asks for, if it does.
    pub login: Option<Login>,
    /// The longest that handing over one mail may take, from connecting to
    /// the last answer.
    pub timeout: Duration,
    /// A PEM file with certificate authorities trusted besides the usual ones.
    pub ca_file: Option<PathBuf>,
    /// How many connections may be open at once.
    pub connections: usize,
    /// The name we greet it with: a host name of ours (RFC 5321 §4.1.1.1).
    pub hello_name: String,
}

/// A name and a password for the mail server.
#[derive(Clone, Debug)]
pub struct Login {
    /// The name.
    pub username: String,
    /// The password.
    pub password: Secret,
}

/// Why the settings about the mail server can't be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SmtpSetupError {
    /// The CA file can't be read, or holds no certificates.
    #[error("the file of certificate authorities {} can't be used: {why}", path.display())]
    CaFile {
        /// The configured file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// TLS can't be set up.
    #[error("TLS to the mail server can't be set up: {why}")]
    Tls {
        /// What the TLS library said.
        why: String,
    },
    /// The name to greet with isn't a host name.
    #[error("{name:?} isn't a host name to greet the mail server with")]
    HelloName {
        /// The configured name.
        name: String,
    },
}

impl SmtpOptions {
    /// The name for `EHLO`; what isn't a host name could break the command.
    pub(super) fn hello(&self) -> Result<ClientId, SmtpSetupError> {
        let of_host = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
        let name = self.hello_name.clone();
        if name.is_empty() || !name.bytes().all(of_host) {
            return Err(SmtpSetupError::HelloName { name });
        }
        Ok(ClientId::Domain(name))
    }

    /// The trusted authorities and the name that the server must prove.
    pub(super) fn tls(&self) -> Result<TlsParameters, SmtpSetupError> {
        let mut builder = TlsParameters::builder(self.server.clone());
        if let Some(authorities) = self.extra_authorities()? {
            builder = builder.add_root_certificate(authorities);
        }
        builder.build_rustls().map_err(|error| SmtpSetupError::Tls {
            why: error.to_string(),
        })
    }

    fn extra_authorities(&self) -> Result<Option<Certificate>, SmtpSetupError> {
        let Some(path) = &self.ca_file else {
            return Ok(None);
        };
        let unusable = |why: String| SmtpSetupError::CaFile {
            path: path.clone(),
            why,
        };
        let pem = std::fs::read_to_string(path).map_err(|error| unusable(error.to_string()))?;
        if !pem.contains("-----BEGIN CERTIFICATE-----") {
            return Err(unusable("it holds no certificate in PEM form".to_owned()));
        }
        let read = Certificate::from_pem(pem.as_bytes());
        read.map(Some).map_err(|error| unusable(error.to_string()))
    }
}
