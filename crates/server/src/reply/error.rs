//! What ends a request without its page. The person reads a sentence; the cause is
//! logged once, where it becomes a reply, under the case number that the page shows.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use kadomori_pages::{RenderError, ending::Ending};
use kadomori_store::StoreError;

use crate::{clock::NoEntropy, hashing::NotHashed};

/// Why a request ends without its page.
#[derive(Debug)]
pub(crate) enum PageError {
    /// A page of its own says what happened.
    Ending(Ending),
    /// The page is for those who are signed in.
    SignInFirst,
    /// The page is for those who have just proven that it's them; where to go back to then.
    ProveFirst(String),
    /// Something broke. The cause is for the log.
    Broken(Cause),
}

/// What broke.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Cause {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A page couldn't be written out.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// The operating system gave no randomness.
    #[error(transparent)]
    Entropy(#[from] NoEntropy),
    /// A password couldn't be hashed.
    #[error(transparent)]
    Hashing(#[from] NotHashed),
    /// Something that the code rules out.
    #[error("{0}")]
    Unexpected(&'static str),
}

impl From<StoreError> for PageError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy(_) | StoreError::Unavailable(_) => {
                tracing::error!(%error, "the database can't answer now");
                Self::Ending(Ending::Busy)
            }
            // A text that no database keeps can't be an address or name of ours.
            StoreError::Unstorable { .. } => Self::Ending(Ending::NotFound),
            other => Self::Broken(other.into()),
        }
    }
}

impl From<NotHashed> for PageError {
    fn from(error: NotHashed) -> Self {
        match error {
            NotHashed::Busy => Self::Ending(Ending::Busy),
            NotHashed::Ended => Self::Broken(error.into()),
        }
    }
}

impl From<RenderError> for PageError {
    fn from(error: RenderError) -> Self {
        Self::Broken(error.into())
    }
}

impl From<NoEntropy> for PageError {
    fn from(error: NoEntropy) -> Self {
        Self::Broken(error.into())
    }
}

/// The ending that a reply still has to be dressed in: the language is known outside.
#[derive(Clone, Debug)]
pub(super) struct Undressed(pub(super) std::sync::Arc<PageError>);

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let status = self.status();
        let mut response = status.into_response();
        response
            .extensions_mut()
            .insert(Undressed(std::sync::Arc::new(self)));
        response
    }
}

impl PageError {
    const fn status(&self) -> StatusCode {
        match self {
            Self::SignInFirst | Self::ProveFirst(_) => StatusCode::SEE_OTHER,
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Ending(ending) => status_of(ending),
        }
    }
}

/// The status that tells a program what the page tells a person.
pub(crate) const fn status_of(ending: &Ending) -> StatusCode {
    match ending {
        Ending::AlreadyUsed { .. } | Ending::Abandoned | Ending::Done | Ending::ProvenElsewhere => {
            StatusCode::OK
        }
        Ending::TooManyTries | Ending::Expired | Ending::WayNotHere { .. } => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Ending::OtherBrowser | Ending::CookiesOff | Ending::ForeignForm | Ending::SignedOut => {
            StatusCode::FORBIDDEN
        }
        Ending::FlowGone | Ending::NotFound => StatusCode::NOT_FOUND,
        Ending::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
        Ending::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Ending::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Ending::NetworkBusy { .. } => StatusCode::TOO_MANY_REQUESTS,
        Ending::Broken { .. } => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
