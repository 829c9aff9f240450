//! How PostgreSQL is reached: the URL, TLS, and the pool.

use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::PostgresOptions;
use crate::error::StoreError;

/// How long to wait for a free connection, and for a new one.
const WAIT: Duration = Duration::from_secs(5);
/// After how long silence on a connection that owes an answer means that it is dead.
const SILENCE: Duration = Duration::from_secs(15);

pub(super) fn pool(options: &PostgresOptions) -> Result<Pool, StoreError> {
    let (mut config, tls) = read_url(&options.url)?;
    if let Some(password) = &options.password {
        config.password(password);
    }
    config.application_name("kadomori");
    config.connect_timeout(WAIT);
    config.tcp_user_timeout(SILENCE);
    Pool::builder(manager(config, tls, options)?)
        .max_size(options.max_connections.max(2))
        .wait_timeout(Some(WAIT))
        .create_timeout(Some(WAIT))
        .recycle_timeout(Some(WAIT))
        .runtime(Runtime::Tokio1)
        .build()
        .map_err(|error| StoreError::Options(error.to_string()))
}

/// How the connection is protected. What libpq calls `prefer` and `require` accepts whoever
/// answers, and would hand them the password; so there is no such mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tls {
    Off,
    Verified,
}

fn read_url(url: &str) -> Result<(Config, Tls), StoreError> {
    let (url, mode) = take_mode(url);
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return Err(StoreError::Options(
            "the URL doesn't begin with postgres://".to_owned(),
        ));
    }
    // The error may quote the URL, and with it the password.
    let mut config: Config = url.parse().map_err(|_| {
        StoreError::Options(
            "the URL can't be read; it looks like postgres://user:password@host:5432/database"
                .to_owned(),
        )
    })?;
    let tls = match mode.as_deref() {
        Some("disable") => Tls::Off,
        None if config.get_hosts().iter().all(is_here) => Tls::Off,
        None | Some("verify-full") => Tls::Verified,
        Some(other) => {
            return Err(StoreError::Options(format!(
                "sslmode={other} isn't offered, since it doesn't check who answers; \
                 use verify-full, or disable on a network of your own"
            )));
        }
    };
    config.ssl_mode(match tls {
        Tls::Off => SslMode::Disable,
        Tls::Verified => SslMode::Require,
    });
    Ok((config, tls))
}

/// Takes `sslmode` out of the URL, since the library knows other modes than we do.
fn take_mode(url: &str) -> (String, Option<String>) {
    let Some((address, query)) = url.split_once('?') else {
        return (url.to_owned(), None);
    };
    let (modes, others): (Vec<_>, Vec<_>) = query
        .split('&')
        .partition(|pair| pair.starts_with("sslmode="));
    let mode = modes.last().and_then(|pair| pair.split_once('='));
    let url = format!("{address}?{}", others.join("&"));
    (
        url.trim_end_matches('?').to_owned(),
        mode.map(|(_, mode)| mode.to_owned()),
    )
}

fn is_here(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            name == "localhost"
                || name
                    .parse::<std::net::IpAddr>()
                    .is_ok_and(|address| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

fn manager(config: Config, tls: Tls, options: &PostgresOptions) -> Result<Manager, StoreError> {
    // A connection that is closed is noticed without asking it.
    let recycling = ManagerConfig {
        recycling_method: RecyclingMethod::Fast,
    };
    Ok(match tls {
        Tls::Off => Manager::from_config(config, NoTls, recycling),
        Tls::Verified => {
            let connector = MakeRustlsConnect::new(client_config(options)?);
            Manager::from_config(config, connector, recycling)
        }
    })
}

fn client_config(options: &PostgresOptions) -> Result<ClientConfig, StoreError> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| StoreError::Options(error.to_string()))?
        .with_root_certificates(roots(options)?)
        .with_no_client_auth())
}

fn roots(options: &PostgresOptions) -> Result<RootCertStore, StoreError> {
    let Some(file) = &options.ca_file else {
        return Ok(RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        });
    };
    let unreadable = |error: String| StoreError::Options(format!("{}: {error}", file.display()));
    let certificates = CertificateDer::pem_file_iter(file)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| unreadable(error.to_string()))?;
    let mut roots = RootCertStore::empty();
    for certificate in certificates {
        roots
            .add(certificate)
            .map_err(|error| unreadable(error.to_string()))?;
    }
    if roots.is_empty() {
        return Err(unreadable("there is no certificate in it".to_owned()));
    }
    Ok(roots)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tls(url: &str) -> Tls {
        read_url(url).unwrap().1
    }

    #[test]
    fn another_machine_is_spoken_to_by_tls_unless_told_otherwise() {
        assert_eq!(tls("postgres://k@localhost/k"), Tls::Off);
        assert_eq!(
            tls("postgres://k@127.0.0.1:5432/k?connect_timeout=3"),
            Tls::Off
        );
        assert_eq!(tls("postgresql://k@%2Frun%2Fpostgresql/k"), Tls::Off);
        assert_eq!(tls("postgres://k@db.example/k"), Tls::Verified);
        assert_eq!(tls("postgres://k@localhost,db.example/k"), Tls::Verified);
        assert_eq!(tls("postgres://k@db.example/k?sslmode=disable"), Tls::Off);
        assert_eq!(
            tls("postgres://k@localhost/k?sslmode=verify-full"),
            Tls::Verified
        );
    }

    #[test]
    fn a_mode_that_checks_nobody_is_refused_by_name() {
        let refused = read_url("postgres://k@db/k?sslmode=require").unwrap_err();
        assert!(refused.to_string().contains("sslmode=require"));
    }

    #[test]
    fn a_url_that_cannot_be_read_is_not_quoted() {
        for url in ["mysql://k:hush@h/d", "postgres://k:hush@h:port/d"] {
            let refused = read_url(url).unwrap_err().to_string();
            assert!(!refused.contains("hush"), "{refused}");
        }
    }
}
