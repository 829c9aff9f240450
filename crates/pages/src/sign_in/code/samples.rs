//! A code page of each kind.

use core::time::Duration;

use kadomori_domain::{
    code::{CodeLength, Unreadable},
    delivery::Channel,
    gate::Reason,
    purpose::Purpose,
    time::Time,
};

use super::{CodeMessage, CodePage, Viewer};
use crate::{
    frame::Frame,
    sample,
    sign_in::{Asked, Delivery, Stage, Typed},
    when::Zone,
};

impl CodePage {
    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let mut samples = plain();
        samples.extend(after_a_try());
        samples.extend(after_a_wish());
        samples.extend(for_other_purposes());
        samples.extend(by_text());
        samples.extend(by_text_known());
        samples.extend(waited_for());
        samples
    }
}

fn plain() -> Vec<(&'static str, CodePage)> {
    let stranger = stranger(None);
    let every_reason = with(known(None), |asked| {
        asked.because = Reason::ALL.to_vec();
        asked.zone = Zone::utc();
    });
    let ready = with(stranger.clone(), |asked| asked.now = minutes(2));
    let over = with(known(None), |asked| {
        asked.now = minutes(11);
        asked.keep = true;
    });
    vec![
        ("stranger", stranger),
        ("known", known(None)),
        ("every_reason", every_reason),
        ("resend_ready", ready),
        ("over", over),
    ]
}

fn after_a_try() -> Vec<(&'static str, CodePage)> {
    let unreadable = |why| stranger(Some(CodeMessage::Unreadable(why)));
    let waiting = |until| stranger(Some(CodeMessage::Waiting { until }));
    let superseded = CodeMessage::Superseded {
        reference: sample::reference(),
        sent_at: minutes(3),
    };
    vec![
        ("wrong", stranger(Some(CodeMessage::Wrong { left: 3 }))),
        (
            "wrong_last",
            with(stranger(Some(CodeMessage::Wrong { left: 1 })), |asked| {
                asked.keep = true;
            }),
        ),
        ("wrong_known", known(Some(CodeMessage::Wrong { left: 4 }))),
        (
            "superseded",
            with(stranger(Some(superseded)), |asked| asked.now = minutes(4)),
        ),
        (
            "expired",
            with(stranger(Some(CodeMessage::Expired)), |asked| {
                asked.now = minutes(11);
            }),
        ),
        ("empty", unreadable(Unreadable::Empty)),
        ("no_code", unreadable(Unreadable::NoCode)),
        ("ambiguous", unreadable(Unreadable::Ambiguous)),
        ("waiting", waiting(minutes(37))),
        (
            "waiting_known",
            known(Some(CodeMessage::Waiting { until: minutes(2) })),
        ),
        ("waiting_long", waiting(minutes(24 * 60))),
    ]
}

fn after_a_wish() -> Vec<(&'static str, CodePage)> {
    vec![
        (
            "sent_again_stranger",
            stranger(Some(CodeMessage::SentAgain)),
        ),
        ("sent_again_known", known(Some(CodeMessage::SentAgain))),
        ("sent_new_stranger", stranger(Some(CodeMessage::SentNew))),
        ("sent_new_known", known(Some(CodeMessage::SentNew))),
        (
            "too_soon",
            stranger(Some(CodeMessage::TooSoon { at: minutes(1) })),
        ),
        (
            "held",
            known(Some(CodeMessage::Held { until: minutes(37) })),
        ),
    ]
}

fn for_other_purposes() -> Vec<(&'static str, CodePage)> {
    let second = with(known(None), |asked| {
        asked.stage = Stage::Further;
        asked.because = vec![Reason::TwoStep];
    });
    let reset = with(stranger(None), |asked| {
        asked.purpose = Purpose::ResetPassword;
        asked.because = vec![Reason::Reset];
    });
    let elsewhere = CodeMessage::OtherPurpose {
        purpose: Purpose::SignIn,
    };
    let reset_with_other_code = CodePage {
        message: Some(elsewhere),
        ..reset.clone()
    };
    let step_up = signed_in(Purpose::ChangeSecurity, Reason::Sensitive);
    let confirm = CodePage {
        viewer: Viewer::Known {
            masked: "mika@post.example.jp".to_owned(),
            delivery: Box::new(Delivery::sample(Channel::Mail)),
        },
        ..signed_in(Purpose::ConfirmContact, Reason::NewContact)
    };
    vec![
        ("second_step", second),
        ("reset", reset),
        ("reset_with_other_code", reset_with_other_code),
        ("step_up", step_up),
        ("confirm_contact", confirm),
        ("other_way", known(Some(CodeMessage::OtherWay))),
    ]
}

/// To strangers, by text message.
fn by_text() -> Vec<(&'static str, CodePage)> {
    let page = |message| {
        let page = CodePage {
            channel: Channel::Text,
            ..stranger(message)
        };
        with(page, type_number)
    };
    let by_address = CodePage {
        channel: Channel::Text,
        ..stranger(None)
    };
    let superseded = CodeMessage::Superseded {
        reference: sample::reference(),
        sent_at: minutes(3),
    };
    let elsewhere = CodeMessage::OtherPurpose {
        purpose: Purpose::SignIn,
    };
    let said = |message| page(Some(message));
    let waiting = CodeMessage::Waiting { until: minutes(37) };
    let too_soon = CodeMessage::TooSoon { at: minutes(1) };
    let unreadable = |why| said(CodeMessage::Unreadable(why));
    vec![
        ("text_stranger", page(None)),
        ("text_stranger_by_address", by_address),
        ("mail_stranger_by_number", with(stranger(None), type_number)),
        ("text_superseded", said(superseded)),
        ("text_empty", unreadable(Unreadable::Empty)),
        ("text_no_code", unreadable(Unreadable::NoCode)),
        ("text_waiting", said(waiting)),
        ("text_too_soon", said(too_soon)),
        ("text_other_purpose", said(elsewhere)),
        ("text_sent_again_stranger", said(CodeMessage::SentAgain)),
        ("text_sent_new_stranger", said(CodeMessage::SentNew)),
    ]
}

/// To those who are known, by text message.
fn by_text_known() -> Vec<(&'static str, CodePage)> {
    let viewer = |number: &str| Viewer::Known {
        masked: number.to_owned(),
        delivery: Box::new(Delivery::sample(Channel::Text)),
    };
    let page = |message| CodePage {
        channel: Channel::Text,
        viewer: viewer("…5678"),
        ..known(message)
    };
    let confirm = CodePage {
        channel: Channel::Text,
        viewer: viewer("+81 90-1234-5678"),
        ..signed_in(Purpose::ConfirmPhone, Reason::NewContact)
    };
    let said = |message| page(Some(message));
    let held = CodeMessage::Held { until: minutes(37) };
    vec![
        ("text_known", page(None)),
        ("text_sent_again_known", said(CodeMessage::SentAgain)),
        ("text_sent_new_known", said(CodeMessage::SentNew)),
        ("text_held", said(held)),
        ("no_more_texts", said(CodeMessage::NoMoreTexts)),
        ("text_other_way", said(CodeMessage::OtherWay)),
        ("confirm_phone", confirm),
    ]
}

/// Each thing that may become of the message.
fn waited_for() -> Vec<(&'static str, CodePage)> {
    let samples = Delivery::samples().into_iter();
    let page = |(name, delivery): (&'static str, Delivery)| {
        let is_over = delivery.is_over;
        let masked = match delivery.channel {
            Channel::Mail => "m…@example.jp",
            Channel::Text => "…5678",
        };
        let page = CodePage {
            channel: delivery.channel,
            viewer: Viewer::Known {
                masked: masked.to_owned(),
                delivery: Box::new(delivery),
            },
            ..known(None)
        };
        let now = if is_over { minutes(11) } else { minutes(2) };
        (name, with(page, |asked| asked.now = now))
    };
    samples.map(page).collect()
}

fn type_number(asked: &mut Asked) {
    "+81 90-1234-5678".clone_into(&mut asked.account);
    asked.typed = Typed::Number;
}

fn minutes(minutes: u64) -> Time {
    sample::NOON.plus(Duration::from_mins(minutes))
}

fn stranger(message: Option<CodeMessage>) -> CodePage {
    let asked = Asked::sample();
    CodePage {
        frame: sample::frame(&format!("/sign-in/{}", asked.flow)),
        asked,
        channel: Channel::Mail,
        reference: sample::reference(),
        length: CodeLength::SIX,
        viewer: Viewer::Stranger,
        expires_at: minutes(10),
        resend_at: minutes(1),
        message,
    }
}

fn known(message: Option<CodeMessage>) -> CodePage {
    let known = CodePage {
        viewer: Viewer::Known {
            masked: "m…@example.jp".to_owned(),
            delivery: Box::new(Delivery::sample(Channel::Mail)),
        },
        ..stranger(message)
    };
    with(known, |asked| asked.because = vec![Reason::WayIn])
}

/// Someone who is signed in.
fn signed_in(purpose: Purpose, because: Reason) -> CodePage {
    let page = CodePage {
        frame: Frame {
            signed_in_as: Some("mika@example.jp".to_owned()),
            ..stranger(None).frame
        },
        ..known(None)
    };
    with(page, |asked| {
        asked.purpose = purpose;
        asked.because = vec![because];
    })
}

fn with(mut page: CodePage, change: impl FnOnce(&mut Asked)) -> CodePage {
    change(&mut page.asked);
    page
}
