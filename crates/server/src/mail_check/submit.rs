//! A mail is handed in.

use axum::{
    extract::{Request, State},
    http::StatusCode,
};
use kadomori_domain::own_mail::{OwnMail, Text};
use kadomori_genuine::Report;
use kadomori_pages::mail_check::{MailProblem, MailResultPage};

use super::{
    Guest,
    upload::Upload,
    verdict::{self, Told},
};
use crate::{
    app::App,
    extract::Visit,
    genuine::{self, NotChecked},
    own_mail::{self, Viewer},
    reply::{Reply, page},
    sign_in::address::own_zone,
};

/// Judges it, and shows what was found.
pub(crate) async fn submit(visit: Visit, State(app): State<App>, request: Request) -> Reply {
    let upload = Upload::read(request, &app).await?;
    let guest = Guest::of(visit).await?;
    let zone = guest.visit.zone(own_zone(&upload.zone).as_deref());
    if let Some(until) = genuine::count(&app, guest.visit.caller.ip()).await? {
        let now = guest.visit.now;
        let held = MailProblem::Held { until, now, zone };
        return guest.ask(StatusCode::TOO_MANY_REQUESTS, Some(held));
    }
    if upload.is_too_large {
        let most = u32::try_from(genuine::LARGEST / (1024 * 1024)).unwrap_or(u32::MAX);
        let problem = MailProblem::TooLarge { most };
        return guest.ask(StatusCode::PAYLOAD_TOO_LARGE, Some(problem));
    }
    if upload.mail.trim_ascii().is_empty() {
        let problem = Some(MailProblem::Nothing);
        return guest.ask(StatusCode::UNPROCESSABLE_ENTITY, problem);
    }
    let viewer = match &guest.account {
        Some(account) => Viewer::Known(account.id),
        None => Viewer::Stranger,
    };
    let own = own_mail::look(&app, &upload.mail, &viewer).await?;
    let report = match check(&guest, &upload, &own, &viewer).await {
        Ok(report) => report,
        Err(why) => return unchecked(&guest, why),
    };
    let locale = guest.visit.locale;
    let Told {
        verdict,
        sentence,
        evidence,
        advice,
    } = verdict::tell(report.as_ref(), &own, genuine::language(locale));
    let traits = verdict::is_fake_of_ours(&own)
        .then(|| own_mail::traits(&app, &upload.mail, &mut guest.visit.chance()))
        .flatten();
    guest.dress(|frame| {
        let result = MailResultPage {
            frame,
            verdict,
            sentence,
            own,
            evidence,
            advice,
            traits: traits.map(|traits| traits.as_str().to_owned()),
            now: guest.visit.now,
            zone,
        };
        page(StatusCode::OK, result.render())
    })
}

/// What the checker finds. Of a mail that is ours to the letter it is not asked: it would judge
/// by a table of brands what is known.
async fn check(
    guest: &Guest,
    upload: &Upload,
    own: &OwnMail,
    viewer: &Viewer,
) -> Result<Option<Report>, NotChecked> {
    if matches!(own, OwnMail::Ours(ours) if ours.text != Text::Changed) {
        return Ok(None);
    }
    let app = &guest.visit.app;
    let reader = own_mail::reader(app, &upload.mail, viewer).await;
    let reader = reader.map_err(|_| NotChecked::Busy)?;
    genuine::check(app, upload.mail.to_vec(), reader.as_deref())
        .await
        .map(Some)
}

fn unchecked(guest: &Guest, why: NotChecked) -> Reply {
    let language = genuine::language(guest.visit.locale);
    let (status, problem) = match why {
        NotChecked::Unreadable(why) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            MailProblem::Said(why.sentence(language)),
        ),
        NotChecked::Busy => (StatusCode::SERVICE_UNAVAILABLE, MailProblem::Busy),
        NotChecked::Broken => (StatusCode::INTERNAL_SERVER_ERROR, MailProblem::Broken),
    };
    guest.ask(status, Some(problem))
}
