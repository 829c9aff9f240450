//! A message becomes a mail. Here, and in the check of a try, is where a code exists.

use kadomori_domain::{
    challenge::Challenge,
    code::Code,
    message::{CodeMessage, Message, NoticeMail, Payload},
};
use kadomori_pages::{RenderError, Zone, mail};

use crate::{
    app::Shared,
    channel::{OutgoingMail, Sender},
};

/// Why a message becomes no mail.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unrendered {
    /// The key of its code isn't here; another server may have it.
    #[error("the key of its code isn't in this server's key file")]
    NoKey,
    /// The text can't be written out.
    #[error(transparent)]
    Render(#[from] RenderError),
}

/// The mail that `message` is, with the code that follows from `challenge` where it
/// brings one.
pub(super) fn render(
    app: &Shared,
    message: &Message,
    challenge: Option<&Challenge>,
) -> Result<OutgoingMail, Unrendered> {
    let (mail, locale) = match &message.payload {
        Payload::Code(payload) => {
            let code = challenge.and_then(|challenge| challenge.code(&app.keys));
            let code = code.ok_or(Unrendered::NoKey)?;
            (code_mail(app, payload, &code).render()?, payload.locale)
        }
        Payload::Notice(payload) => (notice_mail(app, payload).render()?, payload.locale),
    };
    Ok(OutgoingMail {
        message_id: format!("{}@{}", message.id, app.site.mail_domain),
        date: message.created_at.micros(),
        from: Sender {
            name: app.site.name.clone(),
            address: app.site.mail_from.clone(),
        },
        envelope_from: app
            .site
            .returns
            .as_ref()
            .map(|returns| returns.of(message.id, &app.keys.index_key(message.tenant))),
        to: message.payload.to().to_string(),
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        language: locale.tag().to_owned(),
    })
}

fn code_mail(app: &Shared, payload: &CodeMessage, code: &Code) -> mail::CodeMail {
    mail::CodeMail {
        locale: payload.locale,
        site_name: app.site.name.clone(),
        code: code.grouped(),
        reference: payload.reference,
        purpose: payload.purpose,
        asked_at: payload.asked_at,
        expires_at: payload.expires_at,
        zone: zone(app, payload.zone.as_deref()),
        agent: payload.agent.clone(),
    }
}

fn notice_mail(app: &Shared, payload: &NoticeMail) -> mail::NoticeMail {
    mail::NoticeMail {
        locale: payload.locale,
        site_name: app.site.name.clone(),
        reference: payload.reference,
        change: payload.change,
        label: payload.label.clone(),
        at: payload.at,
        zone: zone(app, payload.zone.as_deref()),
        agent: payload.agent.clone(),
    }
}

fn zone(app: &Shared, own: Option<&str>) -> Zone {
    own.and_then(Zone::known)
        .unwrap_or_else(|| app.site.zone.clone())
}
