//! A message becomes a mail. Here, and in the check of a try, is where a code exists.

use kadomori_domain::{challenge::Challenge, message::Message};
use kadomori_pages::{RenderError, mail};

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

/// The mail that `message` is, with the code that follows from `challenge`.
pub(super) fn render(
    app: &Shared,
    message: &Message,
    challenge: &Challenge,
) -> Result<OutgoingMail, Unrendered> {
    let code = challenge.code(&app.keys).ok_or(Unrendered::NoKey)?;
    let payload = &message.payload;
    let zone = payload
        .zone
        .as_deref()
        .and_then(kadomori_pages::Zone::known);
    let written = mail::CodeMail {
        locale: payload.locale,
        site_name: app.site.name.clone(),
        code: code.grouped(),
        reference: payload.reference,
        purpose: payload.purpose,
        asked_at: payload.asked_at,
        expires_at: payload.expires_at,
        zone: zone.unwrap_or_else(|| app.site.zone.clone()),
        agent: payload.agent.clone(),
    };
    let mail = written.render()?;
    Ok(OutgoingMail {
        message_id: format!("{}@{}", message.id, app.site.mail_domain),
        date: message.created_at.micros(),
        from: Sender {
            name: app.site.name.clone(),
            address: app.site.mail_from.clone(),
        },
        to: payload.to.to_string(),
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        language: payload.locale.tag().to_owned(),
    })
}
