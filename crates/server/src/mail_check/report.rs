//! A fake of our own mails is reported.

use axum::http::StatusCode;
use kadomori_pages::mail_check::MailReportedPage;
use serde::Deserialize;

use super::Guest;
use crate::{
    extract::{Form, FormFields, Visit},
    own_mail::{self, Reported},
    reply::{Reply, page},
};

/// What the page of a verdict carries.
#[derive(Deserialize)]
pub(crate) struct ReportForm {
    #[serde(default)]
    traits: String,
}

impl FormFields for ReportForm {}

/// Writes its traits down, and nothing else of it.
pub(crate) async fn report(visit: Visit, Form(form): Form<ReportForm>) -> Reply {
    let guest = Guest::of(visit).await?;
    let reported = own_mail::keep(&guest.visit.app, &form.traits).await?;
    let (status, is_taken) = match reported {
        Reported::Kept => (StatusCode::OK, true),
        Reported::NotTaken => (StatusCode::UNPROCESSABLE_ENTITY, false),
    };
    guest.dress(|mut frame| {
        "/mail-check".clone_into(&mut frame.path);
        page(status, MailReportedPage { frame, is_taken }.render())
    })
}
