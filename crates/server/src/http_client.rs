//! The one way by which requests leave: to a service that the settings name, over TLS that
//! is verified, or without TLS as far as this computer. No redirect is followed, no proxy of
//! the environment is asked, an answer has bounds in time and in size, and what goes over the
//! line is never logged.
//!
//! Each request has a connection of its own: they are few, and none can then be answered
//! with what was meant for another.

#[cfg(test)]
pub(crate) mod tests;

use core::{error::Error, fmt, time::Duration};
use std::{io, net::SocketAddr, path::PathBuf, sync::Arc};

use http_body_util::{BodyExt as _, Full};
use hyper::{
    Method, Request,
    body::{Bytes, Incoming},
    header::{self, HeaderName, HeaderValue},
};
use hyper_util::rt::TokioIo;
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, InvalidDnsNameError, ServerName, pem::PemObject as _},
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    task::JoinSet,
    time::timeout,
};
use tokio_rustls::TlsConnector;

use crate::config::ServiceUrl;

/// How much of an answer's body is read; the rest is left unread.
const BODY: usize = 16 * 1024;
/// How much an answer's head may take.
const HEAD: usize = 32 * 1024;
/// How many headers it may have.
const HEADERS: usize = 100;
/// How Kadomori names itself.
const AGENT: &str = concat!("Kadomori/", env!("CARGO_PKG_VERSION"));

/// A service and how it is reached.
pub struct HttpClient {
    service: ServiceUrl,
    name: ServerName<'static>,
    host: HeaderValue,
    tls: Option<TlsConnector>,
    timeout: Duration,
}

/// A request; the service's host isn't in it.
pub(crate) struct HttpRequest {
    /// What is to be done.
    pub(crate) method: Method,
    /// Where, from the host on: it begins with a slash.
    pub(crate) path: String,
    /// What is said about it.
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    /// What is sent.
    pub(crate) body: Vec<u8>,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct HttpReply {
    /// Its status.
    pub(crate) status: u16,
    /// The beginning of its body, at most 16 KiB.
    pub(crate) body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum HttpError {
    /// No connection, or one that broke off, or on which nobody speaks HTTP.
    Unreachable {
        /// What the machine saw.
        why: String,
    },
    /// No connection that could be trusted; nothing was sent over it.
    Tls {
        /// What was wrong with it.
        why: String,
    },
    /// No answer in time; whether the request was heard isn't known.
    TimedOut {
        /// How long it was waited for, in seconds.
        seconds: u64,
    },
}

/// Why a service can't be set up.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum HttpSetupError {
    /// The CA file can't be read, or holds no certificates.
    #[error("the file of certificate authorities {} can't be used: {why}", path.display())]
    CaFile {
        /// The configured file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The host isn't one that a certificate could name.
    #[error("{host:?} isn't a host that can be reached")]
    Host {
        /// The configured host.
        host: String,
    },
    /// TLS can't be set up.
    #[error("TLS can't be set up: {why}")]
    Tls {
        /// What the TLS library said.
        why: String,
    },
}

impl fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpClient")
            .field("service", &self.service.as_str())
            .finish_non_exhaustive()
    }
}

impl HttpClient {
    /// A client for one service. Reads the CA file; connects to nothing yet. `timeout` is the
    /// longest that one request may take, from connecting to the end of its answer.
    pub fn new(
        service: &ServiceUrl,
        ca_file: Option<&PathBuf>,
        timeout: Duration,
    ) -> Result<Self, HttpSetupError> {
        let host = service.host();
        let unusable = || HttpSetupError::Host { host: host.clone() };
        let name = ServerName::try_from(host.clone());
        let tls = if service.is_plain() {
            None
        } else {
            Some(TlsConnector::from(Arc::new(tls(ca_file)?)))
        };
        Ok(Self {
            name: name.map_err(|_: InvalidDnsNameError| unusable())?,
            host: HeaderValue::from_str(&service.authority()).map_err(|_| unusable())?,
            service: service.clone(),
            tls,
            timeout,
        })
    }

    /// The service.
    pub(crate) fn service(&self) -> &ServiceUrl {
        &self.service
    }

    /// Sends a request, and gives the answer, whatever its status.
    pub(crate) async fn send(&self, request: HttpRequest) -> Result<HttpReply, HttpError> {
        let answer = timeout(self.timeout, self.exchange(request)).await;
        answer.unwrap_or(Err(HttpError::TimedOut {
            seconds: self.timeout.as_secs(),
        }))
    }

    async fn exchange(&self, request: HttpRequest) -> Result<HttpReply, HttpError> {
        let request = self.written(request)?;
        let stream = self.reach().await?;
        match &self.tls {
            None => converse(stream, request).await,
            Some(tls) => {
                let stream = tls.connect(self.name.clone(), stream).await;
                let stream = stream.map_err(|error| not_trusted(&error))?;
                converse(stream, request).await
            }
        }
    }

    fn written(&self, request: HttpRequest) -> Result<Request<Full<Bytes>>, HttpError> {
        let mut written = Request::builder()
            .method(request.method)
            .uri(request.path)
            .body(Full::new(Bytes::from(request.body)))
            .map_err(|error| unreachable(&error))?;
        let headers = written.headers_mut();
        headers.insert(header::HOST, self.host.clone());
        headers.insert(header::USER_AGENT, HeaderValue::from_static(AGENT));
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        headers.extend(request.headers);
        Ok(written)
    }

    /// A stream to the first address that answers; without TLS, only on this computer.
    async fn reach(&self) -> Result<TcpStream, HttpError> {
        let host = self.service.host();
        let found = tokio::net::lookup_host((host.as_str(), self.service.port())).await;
        let mut found: Vec<SocketAddr> = found.map_err(|error| unreachable(&error))?.collect();
        if self.tls.is_none() {
            found.retain(|address| address.ip().to_canonical().is_loopback());
        }
        let why = format!("{host} leads to no address that may be used");
        let mut last = HttpError::Unreachable { why };
        for address in found {
            // Half the time, so that a second address still gets its chance.
            let connected = timeout(self.timeout / 2, TcpStream::connect(address)).await;
            let reached = connected.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()));
            match reached.and_then(|stream| stream.set_nodelay(true).map(|()| stream)) {
                Ok(stream) => return Ok(stream),
                Err(error) => last = unreachable(&error),
            }
        }
        Err(last)
    }
}

#[expect(
    clippy::disallowed_types,
    reason = "this is the one client, with timeouts and bounds"
)]
async fn converse<S>(stream: S, request: Request<Full<Bytes>>) -> Result<HttpReply, HttpError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let shaken = hyper::client::conn::http1::Builder::new()
        .max_buf_size(HEAD)
        .max_headers(HEADERS)
        .handshake(TokioIo::new(stream))
        .await;
    let (mut sender, connection) = shaken.map_err(|error| unreachable(&error))?;
    // Ends with this function, however that ends.
    let mut driven = JoinSet::new();
    driven.spawn(connection);
    let answer = sender.send_request(request).await;
    let answer = answer.map_err(|error| unreachable(&error))?;
    let status = answer.status().as_u16();
    let body = beginning(answer.into_body()).await;
    body.map(|body| HttpReply { status, body })
        .map_err(|error| unreachable(&error))
}

async fn beginning(mut body: Incoming) -> Result<Vec<u8>, hyper::Error> {
    let mut read = Vec::new();
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame?.into_data() {
            let room = BODY.saturating_sub(read.len());
            read.extend(data.iter().take(room));
            if data.len() >= room {
                break;
            }
        }
    }
    Ok(read)
}

fn tls(ca_file: Option<&PathBuf>) -> Result<ClientConfig, HttpSetupError> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let versions =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let mut config = versions
        .map_err(|error| HttpSetupError::Tls {
            why: error.to_string(),
        })?
        .with_root_certificates(roots(ca_file)?)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

fn roots(ca_file: Option<&PathBuf>) -> Result<RootCertStore, HttpSetupError> {
    let mut roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    let Some(path) = ca_file else {
        return Ok(roots);
    };
    let unusable = |why: String| HttpSetupError::CaFile {
        path: path.clone(),
        why,
    };
    let found = CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| unusable(error.to_string()))?;
    if found.is_empty() {
        return Err(unusable("it holds no certificate in PEM form".to_owned()));
    }
    for certificate in found {
        let added = roots.add(certificate);
        added.map_err(|error| unusable(error.to_string()))?;
    }
    Ok(roots)
}

fn unreachable(error: &(dyn Error + 'static)) -> HttpError {
    HttpError::Unreachable {
        why: words_of(error),
    }
}

fn not_trusted(error: &io::Error) -> HttpError {
    let why = words_of(error);
    let inner = error.get_ref();
    if inner.is_some_and(<dyn Error + Send + Sync>::is::<rustls::Error>) {
        HttpError::Tls { why }
    } else {
        HttpError::Unreachable { why }
    }
}

/// The words of what lies at the bottom of an error.
fn words_of(error: &(dyn Error + 'static)) -> String {
    let last = std::iter::successors(Some(error), |cause| Error::source(*cause)).last();
    last.unwrap_or(error).to_string()
}
