//! States, tries and reports in the words of those who look after accounts. No wildcard: a new
//! one has to find its words here.

use kadomori_domain::{
    attempt::Outcome,
    delivery::{Channel, DeliveryState, Permanence},
};

/// What a message is called.
pub(super) const fn message(channel: Channel) -> &'static str {
    match channel {
        Channel::Mail => "mail",
        Channel::Text => "text",
    }
}

/// Where a message is.
pub(super) const fn state(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Queued => "waits to be taken",
        DeliveryState::HandedOver => "handed over",
        DeliveryState::Delayed => "late, still tried",
        DeliveryState::Delivered => "arrived",
        DeliveryState::Bounced => "came back",
        DeliveryState::Refused => "refused",
        DeliveryState::Expired => "given up, too late",
    }
}

/// What that means, and what to do.
pub(super) const fn meaning(state: DeliveryState, channel: Channel) -> &'static str {
    match (state, channel) {
        (DeliveryState::Queued, _) => {
            "No provider took it yet. The tries below say why; it is tried again by itself."
        }
        (DeliveryState::HandedOver, Channel::Mail) => {
            "The provider took it, and nothing came back. Look into the folder for junk, and \
             search for the reference; then ask the provider about its answer below."
        }
        (DeliveryState::HandedOver, Channel::Text) => {
            "The provider took it, and hasn't told the rest. The phone may be off or out of \
             reach; then ask the provider about its answer below."
        }
        (DeliveryState::Delayed, _) => {
            "The provider has it and couldn't deliver it so far; its words below say why. It \
             goes on trying."
        }
        (DeliveryState::Delivered, Channel::Mail) => {
            "It lies in the mailbox. Look into the folder for junk, and search for the reference."
        }
        (DeliveryState::Delivered, Channel::Text) => "It is on the phone.",
        (DeliveryState::Bounced, _) => {
            "It didn't arrive and won't. The last report says why: often a mistyped or closed \
             address, a full mailbox, or a rule against the sender."
        }
        (DeliveryState::Refused, _) => {
            "The provider won't take it. Its answer says why: often a mistyped or closed \
             address, or a rule against the sender."
        }
        (DeliveryState::Expired, _) => {
            "Its code ended, was used or was replaced before a provider took it. A new code is \
             a new message."
        }
    }
}

/// What came of a try, or what was reported.
pub(super) const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::HandedOver => "took it",
        Outcome::PutOff => "put it off",
        Outcome::Trouble => "couldn't be used",
        Outcome::Refused => "refused it",
        Outcome::Expired => "given up, too late",
        Outcome::Delayed => "reports: late, still tried",
        Outcome::Delivered => "reports: arrived",
        Outcome::Bounced(Permanence::Hard) => "reports: came back, no such recipient",
        Outcome::Bounced(Permanence::Soft) => "reports: came back",
    }
}
