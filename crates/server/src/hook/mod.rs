//! What providers of text messages report. Programs come here, not browsers: nothing asks
//! for a cookie or sets one, and nothing is shown.
//!
//! A report's address carries the signed name of its message, so that nobody can report on
//! messages of others; Twilio and webhooks sign what they say besides. The answer never tells
//! whether there is such a message.

pub(crate) mod kannel;
pub(crate) mod twilio;
pub(crate) mod webhook;

use axum::http::StatusCode;
use kadomori_domain::{
    delivery::{Report, Tag},
    id::MessageId,
};

use crate::{
    app::App,
    channel::{Provider, Route, text::TextChannel},
    delivery::{self, Told},
};

/// The largest report, in bytes.
pub(crate) const LONGEST: usize = 16 * 1024;

/// The configured providers of text messages.
fn providers(app: &App) -> impl Iterator<Item = &Provider<TextChannel>> {
    app.text.iter().flat_map(Route::providers)
}

/// The message that a tag names.
fn opened(app: &App, tag: &str) -> Option<MessageId> {
    Tag::open(tag, &app.keys.index_key(app.site.tenant))
}

/// Takes a report. `None` for what says nothing new, as that the network has the text.
async fn tell(
    app: &App,
    provider: &str,
    message: Option<MessageId>,
    (report, answer): (Option<Report>, String),
) -> StatusCode {
    let (Some(message), Some(report)) = (message, report) else {
        return StatusCode::NO_CONTENT;
    };
    let told = Told {
        message,
        report,
        provider: provider.to_owned(),
        answer,
    };
    match delivery::take(app, told).await {
        Ok(_) => StatusCode::NO_CONTENT,
        Err(error) => {
            tracing::error!(%error, id = %message, "a report on a text couldn't be taken");
            // So that it comes again.
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}
