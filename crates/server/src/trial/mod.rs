//! The start page, and while Kadomori is being tried out: the inbox that catches the mails.

mod guard;

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
};
use kadomori_domain::time::Time;
use kadomori_pages::{
    ending::Ending,
    trial::{InboxItem, InboxKind, InboxMailPage, InboxPage, InboxTextPage, WelcomePage},
};

pub(crate) use guard::AtHome;

use crate::{
    app::App,
    channel::{Inbox, KeptText, MailChannel},
    extract::{Path, SignedIn, Visit},
    reply::{PageError, Reply, page, see_other},
};

/// The mail is shown as its reader's program would show it: its own styles apply, and
/// nothing of it may run, load or lead anywhere.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'self' 'unsafe-inline'; \
     script-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

/// The start: to the account, to the door, or in trial mode the first steps.
pub(crate) async fn welcome(visit: Visit) -> Reply {
    if SignedIn::find(&visit).await?.is_some() {
        return see_other("/account");
    }
    if !visit.app.site.trial {
        return see_other("/sign-in");
    }
    page(
        StatusCode::OK,
        WelcomePage {
            frame: visit.frame(None),
        }
        .render(),
    )
}

/// Lists the mails and texts that were caught.
pub(crate) async fn inbox(_: AtHome, visit: Visit, State(app): State<App>) -> Reply {
    let caught = caught(&app)?;
    let mails = caught.list().into_iter().map(|mail| InboxItem {
        id: local_part(&mail.message_id).to_owned(),
        kind: InboxKind::Mail,
        to: mail.to.clone(),
        subject: mail.subject.clone(),
        at: Time::from_micros(mail.date),
    });
    let texts = caught.texts().into_iter().map(|text| InboxItem {
        id: text.id.clone(),
        kind: InboxKind::Text,
        to: text.to.clone(),
        subject: text.body.lines().next().unwrap_or_default().to_owned(),
        at: Time::from_micros(text.date),
    });
    let mut mails: Vec<_> = mails.chain(texts).collect();
    mails.sort_by_key(|item| core::cmp::Reverse(item.at));
    let inbox = InboxPage {
        frame: visit.frame(None),
        mails,
        zone: visit.zone(None),
        now: visit.now,
    };
    page(StatusCode::OK, inbox.render())
}

/// Shows one of them.
pub(crate) async fn mail(_: AtHome, visit: Visit, Path(id): Path) -> Reply {
    let caught = caught(&visit.app)?;
    if let Some(text) = caught.texts().into_iter().find(|text| text.id == id) {
        return shown_text(&visit, &text);
    }
    let mut mails = caught.list().into_iter();
    let found = mails.find(|mail| local_part(&mail.message_id) == id);
    let mail = found.ok_or(PageError::Ending(Ending::NotFound))?;
    let shown = InboxMailPage {
        frame: visit.frame(None),
        subject: mail.subject.clone(),
        from: visit.app.site.mail_from.clone(),
        to: mail.to.clone(),
        at: Time::from_micros(mail.date),
        text: mail.text.clone(),
        html: mail.html.clone(),
        zone: visit.zone(None),
        now: visit.now,
    };
    let mut reply = page(StatusCode::OK, shown.render())?;
    let policy = HeaderValue::from_static(MAIL_POLICY);
    reply
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(reply)
}

fn shown_text(visit: &Visit, text: &KeptText) -> Reply {
    let shown = InboxTextPage {
        frame: visit.frame(None),
        to: text.to.clone(),
        at: Time::from_micros(text.date),
        body: text.body.clone(),
        language: text.language.clone(),
        zone: visit.zone(None),
        now: visit.now,
    };
    page(StatusCode::OK, shown.render())
}

fn caught(app: &App) -> Result<&Inbox, PageError> {
    match app.mail.first() {
        MailChannel::Inbox(inbox) => Ok(inbox),
        MailChannel::Smtp(_) => Err(PageError::Ending(Ending::NotFound)),
    }
}

fn local_part(message_id: &str) -> &str {
    message_id.split('@').next().unwrap_or_default()
}
