//! `kadomori serve`: the settings become a running server, until it is told to stop.

use axum::Router;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::Outcome;
use crate::config::Config;
use crate::telemetry;

/// Serves until SIGTERM or SIGINT, then lets the requests that are under way finish.
pub(super) fn run(config: &Config) -> Outcome {
    telemetry::install(&config.log)?;
    for advice in config.advice() {
        tracing::warn!(advice, "a setting is likely not what was meant");
    }
    tokio::runtime::Runtime::new()?.block_on(serve(config))
}

async fn serve(config: &Config) -> Outcome {
    let listen = config.http.listen;
    let listener = TcpListener::bind(listen).await.map_err(|error| {
        format!(
            "Kadomori can't listen at {listen}: {error}.\n\
             Stop what uses this address, or set `http.listen` to another one."
        )
    })?;
    tracing::info!(%listen, public_url = %config.public_url, "answering");
    axum::serve(listener, Router::new())
        .with_graceful_shutdown(told_to_stop()?)
        .await?;
    tracing::info!("stopped");
    Ok(())
}

/// Waits for the signal of a service manager or of a terminal.
fn told_to_stop() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
