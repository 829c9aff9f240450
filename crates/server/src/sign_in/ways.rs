//! The ways to sign in, compared. The same page for everyone.

use axum::http::StatusCode;
use kadomori_domain::factor::FactorKind;
use kadomori_pages::sign_in::WaysPage;

use crate::{
    extract::Visit,
    reply::{Reply, page},
};

/// Shows the comparison.
pub(crate) async fn show(visit: Visit) -> Reply {
    let ways = WaysPage {
        frame: visit.frame(visit.cookies.visitor.as_ref()),
        ways: FactorKind::BY_CONVENIENCE
            .into_iter()
            .filter(|way| visit.app.policy.offers(*way))
            .collect(),
    };
    page(StatusCode::OK, ways.render())
}
