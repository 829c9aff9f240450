//! The signs of a mail are typed: answered to who is signed in, of what was sent to them.

use axum::http::StatusCode;
use kadomori_domain::reference::Reference;
use kadomori_pages::mail_check::{MailCheckPage, MailProblem, MailReferencePage};
use serde::Deserialize;

use super::Guest;
use crate::{
    extract::{Form, FormFields, SignedIn},
    genuine, own_mail,
    reply::{Reply, page},
    sign_in::address::own_zone,
};

/// What is typed.
#[derive(Deserialize)]
pub(crate) struct ReferenceForm {
    #[serde(default)]
    reference: String,
    #[serde(default)]
    zone: String,
}

impl FormFields for ReferenceForm {}

/// Looks it up.
pub(crate) async fn look_up(signed_in: SignedIn, Form(form): Form<ReferenceForm>) -> Reply {
    let SignedIn { visit, account, .. } = signed_in;
    let guest = Guest {
        visit,
        account: Some(account.clone()),
    };
    let visit = &guest.visit;
    let own = own_zone(&form.zone);
    let zone = visit.zone(own.as_deref().or(account.zone.as_deref()));
    if let Some(until) = genuine::count(&visit.app, visit.caller.ip()).await? {
        let now = visit.now;
        let held = MailProblem::Held { until, now, zone };
        return guest.ask(StatusCode::TOO_MANY_REQUESTS, Some(held));
    }
    let Ok(reference) = Reference::parse(typed(&form.reference)) else {
        return slip(&guest, &form.reference);
    };
    let sent = own_mail::marked_with(&visit.app, account.id, reference).await?;
    guest.dress(|mut frame| {
        "/mail-check".clone_into(&mut frame.path);
        let found = MailReferencePage {
            frame,
            reference,
            sent,
            days: own_mail::days(&visit.app),
            now: visit.now,
            zone,
        };
        page(StatusCode::OK, found.render())
    })
}

/// The signs without the brackets that stand around them in a subject.
fn typed(text: &str) -> &str {
    text.trim().trim_matches(|c| "()（）".contains(c))
}

fn slip(guest: &Guest, typed: &str) -> Reply {
    let forward_to = guest.visit.app.site.check_address.clone();
    guest.dress(|mut frame| {
        "/mail-check".clone_into(&mut frame.path);
        let again = MailCheckPage {
            frame,
            forward_to,
            problem: None,
            // A whole mail may have been pasted here, with its code.
            reference: typed.chars().take(8).collect(),
            not_a_reference: Some(kadomori_domain::reference::NotAReference),
        };
        page(StatusCode::UNPROCESSABLE_ENTITY, again.render())
    })
}
