//! A message becomes a mail or a text message. Here, and in the check of a try, is where a
//! code exists.

use kadomori_domain::{
    challenge::Challenge,
    code::Code,
    delivery::Tag,
    destination::Destination,
    locale::Locale,
    mark::Content,
    message::{CodeMessage, Message, NoticeMail, Payload},
};
use kadomori_pages::{RenderError, Zone, mail, text_message::CodeText};
use zeroize::Zeroizing;

use super::{phrase::Phrases, verdict};
use crate::{
    app::Shared,
    channel::{OutgoingMail, Sender, text::OutgoingText},
    own_mail,
};

/// A message as it leaves.
#[derive(Debug)]
pub(super) enum Rendered {
    /// By mail.
    Mail(Box<OutgoingMail>),
    /// As a text message.
    Text(OutgoingText),
}

/// Why a message can't leave.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unrendered {
    /// The key of its code isn't here; another server may have it.
    #[error("the key of its code isn't in this server's key file")]
    NoKey,
    /// It goes to nobody.
    #[error("it goes to nobody")]
    Nobody,
    /// The text can't be written out.
    #[error(transparent)]
    Render(#[from] RenderError),
}

/// What a message is written with, as it stands at the moment when it leaves.
#[derive(Debug)]
pub(super) struct Beside {
    /// What its code follows from, where it brings one.
    pub(super) challenge: Option<Challenge>,
    /// The phrases that may stand in it.
    pub(super) phrases: Phrases,
}

/// What `message` is, with the code that follows from its challenge where it brings one, and
/// with the phrase of whoever it goes to.
pub(super) fn render(
    app: &Shared,
    message: &Message,
    beside: &Beside,
) -> Result<Rendered, Unrendered> {
    let (mail, locale) = match &message.payload {
        Payload::Code(payload) => {
            let challenge = beside.challenge.as_ref();
            let code = challenge.and_then(|challenge| challenge.code(&app.keys));
            let code = code.ok_or(Unrendered::NoKey)?;
            let mail = match &payload.to {
                Destination::Mail(_) => code_mail(app, payload, &code, &beside.phrases).render()?,
                Destination::Phone(number) => {
                    let body = code_text(app, payload, &code).render();
                    let index = app.keys.index_key(message.tenant);
                    return Ok(Rendered::Text(OutgoingText {
                        id: message.id,
                        date: message.created_at.micros(),
                        to: number.clone(),
                        body: Zeroizing::new(body),
                        language: payload.locale.tag().to_owned(),
                        tag: Tag::of(message.id, &index),
                    }));
                }
                Destination::NoMailbox(_) | Destination::NoPhone(_) => {
                    return Err(Unrendered::Nobody);
                }
            };
            (mail, payload.locale)
        }
        Payload::Notice(payload) => (
            notice_mail(app, payload, &beside.phrases).render()?,
            payload.locale,
        ),
        Payload::Verdict(payload) => (
            verdict::mail(app, payload, &beside.phrases).render()?,
            payload.locale,
        ),
    };
    let mail = outgoing(app, message, mail, locale);
    Ok(Rendered::Mail(Box::new(mail)))
}

/// A mail with all that stands on its envelope and in its headers.
fn outgoing(app: &Shared, message: &Message, mail: mail::Mail, locale: Locale) -> OutgoingMail {
    OutgoingMail {
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
        mark: Some(own_mail::mark(
            app,
            message,
            Content {
                from: &app.site.mail_from,
                subject: &mail.subject,
                text: &mail.text,
                html: &mail.html,
            },
        )),
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        language: locale.tag().to_owned(),
        answers: answers(&message.payload),
    }
}

/// The mail that this one answers.
fn answers(payload: &Payload) -> Option<String> {
    match payload {
        Payload::Code(_) | Payload::Notice(_) => None,
        Payload::Verdict(mail) => mail.answers.clone(),
    }
}

fn code_text(app: &Shared, payload: &CodeMessage, code: &Code) -> CodeText {
    CodeText {
        locale: payload.locale,
        site_name: app.site.name.clone(),
        code: code.reveal().to_owned(),
        reference: payload.reference,
        purpose: payload.purpose,
        expires_at: payload.expires_at,
        zone: zone(app, payload.zone.as_deref()),
        host: app.site.host.clone(),
    }
}

fn code_mail(
    app: &Shared,
    payload: &CodeMessage,
    code: &Code,
    phrases: &Phrases,
) -> mail::CodeMail {
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
        phrase: phrases.now.clone(),
    }
}

fn notice_mail(app: &Shared, payload: &NoticeMail, phrases: &Phrases) -> mail::NoticeMail {
    mail::NoticeMail {
        locale: payload.locale,
        site_name: app.site.name.clone(),
        reference: payload.reference,
        change: payload.change,
        label: payload.label.clone(),
        at: payload.at,
        zone: zone(app, payload.zone.as_deref()),
        agent: payload.agent.clone(),
        phrase: phrases.now.clone(),
        former_phrase: phrases.former.clone(),
    }
}

pub(super) fn zone(app: &Shared, own: Option<&str>) -> Zone {
    own.and_then(Zone::known)
        .unwrap_or_else(|| app.site.zone.clone())
}
