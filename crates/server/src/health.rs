//! For monitors: alive, ready, and the figures.

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use kadomori_store::{outbox, params};

use crate::{app::App, metrics};

/// The process answers.
pub(crate) async fn live() -> &'static str {
    "alive\n"
}

/// The database answers too.
pub(crate) async fn ready(State(app): State<App>) -> Response {
    let asked = app.db.read((), |tx, ()| {
        Box::pin(async move { tx.query("SELECT 1", &params![]).await })
    });
    match asked.await {
        Ok(_) => "ready\n".into_response(),
        Err(error) => {
            tracing::error!(%error, "not ready");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database can't be reached\n",
            )
                .into_response()
        }
    }
}

/// The figures in the OpenMetrics format.
pub(crate) async fn metrics(State(app): State<App>) -> Response {
    match app
        .db
        .read((), |tx, ()| Box::pin(outbox::backlog(tx)))
        .await
    {
        Ok(backlog) => {
            let waiting = u32::try_from(backlog.length).unwrap_or(u32::MAX);
            let oldest = backlog.oldest.map(|oldest| app.clock.now().since(oldest));
            app.metrics.outbox(waiting, oldest.unwrap_or_default());
        }
        Err(error) => tracing::error!(%error, "the outbox can't be counted"),
    }
    match app.metrics.encode() {
        Ok(text) => ([(header::CONTENT_TYPE, metrics::CONTENT_TYPE)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
