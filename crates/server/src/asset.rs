//! Style, script and icon. Their addresses change with their content, so that browsers
//! may keep them for good.

use axum::{
    http::{HeaderValue, header},
    response::IntoResponse,
};
use kadomori_pages::{asset, ending::Ending};

use crate::{
    extract::Path,
    reply::{PageError, Reply},
};

/// Answers with the asset of this name.
pub(crate) async fn show(Path(name): Path) -> Reply {
    let found = asset::find(&name).ok_or(PageError::Ending(Ending::NotFound))?;
    let kept = HeaderValue::from_static("public, max-age=31536000, immutable");
    let kind = HeaderValue::from_static(found.media_type);
    Ok((
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, kept)],
        found.content,
    )
        .into_response())
}
