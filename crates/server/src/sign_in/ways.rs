//! The ways to sign in, compared. The same page for everyone.

use axum::http::StatusCode;
use kadomori_pages::sign_in::WaysPage;

use crate::{
    extract::Visit,
    reply::{Reply, page},
};

/// Shows the comparison.
pub(crate) async fn show(visit: Visit) -> Reply {
    let ways = WaysPage {
        frame: visit.frame(visit.cookies.visitor.as_ref()),
    };
    page(StatusCode::OK, ways.render())
}
