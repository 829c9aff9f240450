//! What may become of a message, one of each kind.

use core::time::Duration;

use kadomori_domain::{delivery::Channel, factor::FactorKind, time::Time};

use super::{Back, Delivery, DeliveryFact, DeliveryStep, Taker, Wait};
use crate::{sample, sign_in::WayChoice};

impl Delivery {
    /// One of each kind, mails and text messages.
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        let mut samples = mails();
        samples.extend(mails_in_vain());
        samples.extend(texts());
        samples
    }

    /// A mail that was taken a moment ago.
    pub(crate) fn sample(channel: Channel) -> Self {
        let taker = match channel {
            Channel::Mail => theirs(),
            Channel::Text => Taker::Unnamed,
        };
        of(channel, vec![sent(), at(2, DeliveryFact::Taken(taker))])
    }
}

fn mails() -> Vec<(&'static str, Delivery)> {
    let relayed = Taker::Carrier {
        host: "smtp.example.net".to_owned(),
    };
    let put_off = |why, again_at| at(3, DeliveryFact::PutOff { why, again_at });
    let late = mail(vec![
        sent(),
        at(2, DeliveryFact::Taken(relayed)),
        at(40, DeliveryFact::Late),
    ]);
    let arrived = mail(vec![
        sent(),
        put_off(Wait::Greylisting, None),
        at(33, DeliveryFact::SentAgain),
        at(35, DeliveryFact::Taken(theirs())),
        at(38, DeliveryFact::Arrived),
    ]);
    let taken = Delivery::sample(Channel::Mail);
    let soon = Some(seconds(150));
    let greylisted = put_off(Wait::Greylisting, Some(seconds(300)));
    vec![
        ("waiting_sending", mail(vec![at(0, DeliveryFact::Sending)])),
        ("waiting_taken", taken.clone()),
        ("waiting_taken_long_ago", instead(taken)),
        ("waiting_put_off", mail(vec![sent(), greylisted])),
        (
            "waiting_full",
            mail(vec![sent(), put_off(Wait::Full, soon)]),
        ),
        (
            "waiting_put_off_somehow",
            mail(vec![sent(), put_off(Wait::Other, None)]),
        ),
        ("waiting_late", instead(late)),
        ("waiting_arrived", arrived),
    ]
}

fn mails_in_vain() -> Vec<(&'static str, Delivery)> {
    let came_back = |why| mail(vec![sent(), at(4, DeliveryFact::CameBack(why))]);
    let stuck = mail(vec![at(3, DeliveryFact::Stuck)]);
    let no_way_out = Delivery {
        trouble: Some(seconds(3)),
        ..stuck.clone()
    };
    let broken = Delivery {
        broken_at: Some(sample::NOON.minus(Duration::from_hours(30))),
        ..Delivery::sample(Channel::Mail)
    };
    let over = Delivery {
        is_over: true,
        ..mail(vec![at(600, DeliveryFact::TooLate)])
    };
    vec![
        (
            "waiting_unsent",
            instead(mail(vec![at(0, DeliveryFact::Unsent)])),
        ),
        ("waiting_stuck", stuck),
        ("waiting_no_such_mailbox", instead(came_back(Back::Nobody))),
        ("waiting_mailbox_full", instead(came_back(Back::Full))),
        ("waiting_not_taken", came_back(Back::NotTaken)),
        ("waiting_no_way_out", instead(no_way_out)),
        ("waiting_broken_before", instead(broken)),
        ("waiting_too_late", over),
    ]
}

fn texts() -> Vec<(&'static str, Delivery)> {
    let text = |steps| of(Channel::Text, steps);
    let taken = at(2, DeliveryFact::Taken(Taker::Unnamed));
    let then = |what| text(vec![sent(), taken.clone(), at(20, what)]);
    let no_way_out = Delivery {
        trouble: Some(seconds(3)),
        ..text(vec![at(0, DeliveryFact::Sending)])
    };
    let put_off = DeliveryFact::PutOff {
        why: Wait::Other,
        again_at: Some(seconds(90)),
    };
    let broken = Delivery {
        broken_at: Some(sample::NOON.minus(Duration::from_hours(30))),
        ..Delivery::sample(Channel::Text)
    };
    let stuck = DeliveryFact::Stuck;
    vec![
        ("waiting_text_taken", Delivery::sample(Channel::Text)),
        ("waiting_text_arrived", then(DeliveryFact::Arrived)),
        ("waiting_text_late", instead(then(DeliveryFact::Late))),
        (
            "waiting_text_no_such_number",
            instead(then(DeliveryFact::CameBack(Back::Nobody))),
        ),
        (
            "waiting_text_not_arrived",
            instead(then(DeliveryFact::CameBack(Back::NotTaken))),
        ),
        ("waiting_text_put_off", text(vec![sent(), at(3, put_off)])),
        ("waiting_text_stuck", text(vec![at(3, stuck)])),
        ("waiting_text_no_way_out", instead(no_way_out)),
        ("waiting_text_broken_before", instead(broken)),
    ]
}

fn mail(steps: Vec<DeliveryStep>) -> Delivery {
    of(Channel::Mail, steps)
}

fn of(channel: Channel, steps: Vec<DeliveryStep>) -> Delivery {
    Delivery {
        channel,
        steps,
        trouble: None,
        broken_at: None,
        instead: None,
        is_over: false,
    }
}

/// The same, with another way beside it.
fn instead(delivery: Delivery) -> Delivery {
    let instead = match delivery.channel {
        Channel::Mail => WayChoice {
            way: FactorKind::SmsCode,
            detail: Some("…5678".to_owned()),
        },
        Channel::Text => WayChoice {
            way: FactorKind::Passkey,
            detail: None,
        },
    };
    Delivery {
        instead: Some(instead),
        ..delivery
    }
}

fn sent() -> DeliveryStep {
    at(1, DeliveryFact::Sent)
}

fn theirs() -> Taker {
    Taker::Theirs {
        host: "mx.example.jp".to_owned(),
    }
}

fn at(after: u64, what: DeliveryFact) -> DeliveryStep {
    DeliveryStep {
        at: seconds(after),
        what,
    }
}

fn seconds(after: u64) -> Time {
    sample::NOON.plus(Duration::from_secs(after))
}
