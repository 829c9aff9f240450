//! A code page of each kind.

use core::time::Duration;

use kadomori_domain::{
    code::{CodeLength, Unreadable},
    gate::Reason,
    id::FlowId,
    time::Time,
};

use super::{CodeMessage, CodePage, Viewer};
use crate::{sample, when::Zone};

impl CodePage {
    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let mut samples = plain();
        samples.extend(after_a_try());
        samples.extend(after_a_wish());
        samples
    }
}

fn plain() -> Vec<(&'static str, CodePage)> {
    let stranger = stranger(None);
    let every_reason = CodePage {
        because: Reason::ALL.to_vec(),
        zone: Zone::utc(),
        ..known(None)
    };
    let ready = CodePage {
        now: minutes(2),
        ..stranger.clone()
    };
    let over = CodePage {
        now: minutes(11),
        keep: true,
        ..known(None)
    };
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
            CodePage {
                keep: true,
                ..stranger(Some(CodeMessage::Wrong { left: 1 }))
            },
        ),
        ("wrong_known", known(Some(CodeMessage::Wrong { left: 4 }))),
        (
            "superseded",
            CodePage {
                now: minutes(4),
                ..stranger(Some(superseded))
            },
        ),
        (
            "expired",
            CodePage {
                now: minutes(11),
                ..stranger(Some(CodeMessage::Expired))
            },
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

fn minutes(minutes: u64) -> Time {
    sample::NOON.plus(Duration::from_mins(minutes))
}

fn stranger(message: Option<CodeMessage>) -> CodePage {
    let flow = FlowId::from_bytes([1; 16]);
    CodePage {
        frame: sample::frame(&format!("/sign-in/{flow}")),
        flow,
        reference: sample::reference(),
        length: CodeLength::SIX,
        viewer: Viewer::Stranger {
            address: "mika@example.jp".to_owned(),
        },
        sent_at: sample::NOON,
        expires_at: minutes(10),
        resend_at: minutes(1),
        now: sample::NOON.plus(Duration::from_secs(5)),
        zone: sample::zone(),
        because: vec![Reason::NewDevice],
        message,
        keep: false,
    }
}

fn known(message: Option<CodeMessage>) -> CodePage {
    CodePage {
        viewer: Viewer::Known {
            masked: "m…@example.jp".to_owned(),
        },
        because: vec![Reason::WayIn],
        ..stranger(message)
    }
}
