//! A code page of each kind.

use core::time::Duration;

use kadomori_domain::{
    code::{CodeLength, Unreadable},
    gate::Reason,
    purpose::Purpose,
    time::Time,
};

use super::{CodeMessage, CodePage, Viewer};
use crate::{
    frame::Frame,
    sample,
    sign_in::{Asked, Stage},
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

fn minutes(minutes: u64) -> Time {
    sample::NOON.plus(Duration::from_mins(minutes))
}

fn stranger(message: Option<CodeMessage>) -> CodePage {
    let asked = Asked::sample();
    CodePage {
        frame: sample::frame(&format!("/sign-in/{}", asked.flow)),
        asked,
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
