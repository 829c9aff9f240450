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
    sign_in::{Asked, Stage, Typed},
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

fn by_text() -> Vec<(&'static str, CodePage)> {
    let known_with = |message| CodePage {
        channel: Channel::Text,
        viewer: Viewer::Known {
            masked: "…5678".to_owned(),
        },
        ..known(message)
    };
    let stranger_with = |message| {
        let page = CodePage {
            channel: Channel::Text,
            ..stranger(message)
        };
        with(page, type_number)
    };
    let by_address = with(stranger_with(None), |asked| {
        let Asked { account, typed, .. } = Asked::sample();
        (asked.account, asked.typed) = (account, typed);
    });
    let by_number_to_mail = with(stranger(None), type_number);
    let superseded = CodeMessage::Superseded {
        reference: sample::reference(),
        sent_at: minutes(3),
    };
    let confirm = CodePage {
        channel: Channel::Text,
        viewer: Viewer::Known {
            masked: "+81 90-1234-5678".to_owned(),
        },
        ..signed_in(Purpose::ConfirmPhone, Reason::NewContact)
    };
    let unreadable = |why| stranger_with(Some(CodeMessage::Unreadable(why)));
    let elsewhere = CodeMessage::OtherPurpose {
        purpose: Purpose::SignIn,
    };
    let too_soon = CodeMessage::TooSoon { at: minutes(1) };
    let held = CodeMessage::Held { until: minutes(37) };
    let waiting = CodeMessage::Waiting { until: minutes(37) };
    vec![
        ("text_stranger", stranger_with(None)),
        ("text_stranger_by_address", by_address),
        ("mail_stranger_by_number", by_number_to_mail),
        ("text_known", known_with(None)),
        ("text_superseded", stranger_with(Some(superseded))),
        ("text_empty", unreadable(Unreadable::Empty)),
        ("text_no_code", unreadable(Unreadable::NoCode)),
        ("text_waiting", stranger_with(Some(waiting))),
        (
            "text_sent_again_stranger",
            stranger_with(Some(CodeMessage::SentAgain)),
        ),
        (
            "text_sent_again_known",
            known_with(Some(CodeMessage::SentAgain)),
        ),
        (
            "text_sent_new_stranger",
            stranger_with(Some(CodeMessage::SentNew)),
        ),
        (
            "text_sent_new_known",
            known_with(Some(CodeMessage::SentNew)),
        ),
        ("text_too_soon", stranger_with(Some(too_soon))),
        ("text_held", known_with(Some(held))),
        ("no_more_texts", known_with(Some(CodeMessage::NoMoreTexts))),
        ("text_other_purpose", stranger_with(Some(elsewhere))),
        ("text_other_way", known_with(Some(CodeMessage::OtherWay))),
        ("confirm_phone", confirm),
    ]
}

fn type_number(asked: &mut Asked) {
    asked.account = "+81 90-1234-5678".to_owned();
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
        sent_at: sample::NOON,
        expires_at: minutes(10),
        resend_at: minutes(1),
        message,
    }
}

fn known(message: Option<CodeMessage>) -> CodePage {
    let known = CodePage {
        viewer: Viewer::Known {
            masked: "m…@example.jp".to_owned(),
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
