//! `kadomori serve`: the settings become a running server, until it is told to stop.

use core::time::Duration;
use std::{net::SocketAddr, sync::Arc};

use axum::{Router, serve::ListenerExt as _};
use kadomori_store::purge::Retention;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::watch,
    task::JoinSet,
};

use super::Outcome;
use crate::{
    app::App,
    clock::{SystemClock, SystemEntropy},
    config::Config,
    forget,
    intake::Intake,
    mail_domain, open, outbox, routes, telemetry,
};

/// How long requests that are under way may take after the signal to stop.
const GRACE: Duration = Duration::from_secs(15);

/// Serves until SIGTERM or SIGINT, then lets what is under way finish.
pub(super) fn run(config: &Config) -> Outcome {
    telemetry::install(&config.log)?;
    for advice in config.advice() {
        tracing::warn!(advice, "a setting is likely not what was meant");
    }
    tokio::runtime::Runtime::new()?.block_on(serve(config))
}

async fn serve(config: &Config) -> Outcome {
    let pages = bind(config.http.listen, "http.listen").await?;
    let figures = match config.metrics.listen {
        Some(address) => Some(bind(address, "metrics.listen").await?),
        None => None,
    };
    let intake = Intake::open(config).await?;
    let told = told_to_stop()?;
    let app = open::open(config, Arc::new(SystemClock), Arc::new(SystemEntropy)).await?;
    let (stop, stopped) = watch::channel(());

    let mut beside = JoinSet::new();
    let retention = Retention {
        events: config.retention.events,
        ledger: config.retention.ledger,
        devices: config.retention.events,
    };
    let judging = Arc::clone(&app);
    beside.spawn_blocking(move || judging.genuine.make_ready());
    beside.spawn(outbox::run(Arc::clone(&app), stopped.clone()));
    beside.spawn(intake.run(Arc::clone(&app), stopped.clone()));
    beside.spawn(forget::run(Arc::clone(&app), retention, stopped.clone()));
    if let Some(listener) = figures {
        let router = routes::figures(Arc::clone(&app));
        beside.spawn(answer(listener, router, stopped.clone()));
    }
    beside.spawn(mail_domain::warn_at_start(config.clone()));
    greet(config, &app);
    let mut answering = tokio::spawn(answer(pages, routes::pages(Arc::clone(&app)), stopped));
    tokio::select! {
        () = told => {}
        _ = &mut answering => {}
    }
    tracing::info!("stopping");
    let _ = stop.send(());
    let _ = tokio::time::timeout(GRACE, answering).await;
    let _ = tokio::time::timeout(GRACE, beside.join_all()).await;
    app.db.close().await;
    tracing::info!("stopped");
    Ok(())
}

async fn bind(
    address: SocketAddr,
    setting: &str,
) -> Result<TcpListener, Box<dyn std::error::Error + Send + Sync>> {
    TcpListener::bind(address).await.map_err(|error| {
        format!(
            "Kadomori can't listen at {address}: {error}.\n\
             Stop what uses this address, or set `{setting}` to another one."
        )
        .into()
    })
}

/// Answers on a listener until the signal to stop, then finishes what is under way.
async fn answer(listener: TcpListener, router: Router, mut stopped: watch::Receiver<()>) {
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection can't be made prompt");
        }
    });
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let stop = async move {
        let _ = stopped.changed().await;
    };
    if let Err(error) = axum::serve(listener, service)
        .with_graceful_shutdown(stop)
        .await
    {
        tracing::error!(%error, "answering ended");
    }
}

fn greet(config: &Config, app: &App) {
    tracing::info!(listen = %config.http.listen, public_url = %config.public_url, "answering");
    if app.site.trial {
        eprintln!(
            "\nKadomori is being tried out on this computer.\n\n  \
             Open       {url}\n  \
             Mails      {url}/inbox\n  \
             Data       {}\n\n\
             Stop it with Ctrl-C.\n",
            config.data_dir.display(),
            url = config.public_url,
        );
    }
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
