//! What a request's own address says. Anyone may write anything there, so what can't be
//! read is answered as a page that isn't there, or passed over.

use axum::{
    extract::{self, FromRequestParts},
    http::request::Parts,
};
use kadomori_pages::ending::Ending;
use serde::de::DeserializeOwned;

use crate::reply::PageError;

/// The part of the path that its pattern leaves open.
pub(crate) struct Path(pub(crate) String);

/// The query; as if there were none where it can't be read.
pub(crate) struct Query<T>(pub(crate) T);

impl<S: Send + Sync> FromRequestParts<S> for Path {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        match extract::Path::from_request_parts(parts, state).await {
            Ok(extract::Path(name)) => Ok(Self(name)),
            Err(_) => Err(PageError::Ending(Ending::NotFound)),
        }
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Default> FromRequestParts<S> for Query<T> {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let read = extract::Query::try_from_uri(&parts.uri);
        Ok(Self(
            read.map(|extract::Query(query)| query).unwrap_or_default(),
        ))
    }
}
