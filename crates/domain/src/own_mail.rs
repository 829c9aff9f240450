//! Whether a mail is one of ours: what is kept of each message so that it can be told later,
//! when the message itself is long gone, and what can come of asking.

use serde::{Deserialize, Serialize};

use crate::{
    client::Agent, delivery::Channel, event::SecurityChange, message::Payload, purpose::Purpose,
    reference::Reference, time::Time,
};

/// What a message was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum About {
    /// It brought a code.
    Code {
        /// What for.
        purpose: Purpose,
    },
    /// It told of a change of what protects the account.
    Notice {
        /// Which.
        change: SecurityChange,
    },
    /// It told what a mail is that the person had forwarded.
    Verdict,
}

impl About {
    /// What a message with this payload is about.
    #[must_use]
    pub const fn of(payload: &Payload) -> Self {
        match payload {
            Payload::Code(message) => Self::Code {
                purpose: message.purpose,
            },
            Payload::Notice(mail) => Self::Notice {
                change: mail.change,
            },
            Payload::Verdict(_) => Self::Verdict,
        }
    }
}

/// The program that asked for it; `None` where no browser did.
#[must_use]
pub const fn asked_with(payload: &Payload) -> Option<&Agent> {
    match payload {
        Payload::Code(message) => Some(&message.agent),
        Payload::Notice(mail) => mail.agent.as_ref(),
        Payload::Verdict(_) => None,
    }
}

/// Whether messages of this way carry our mark: a text message has no place for it.
#[must_use]
pub const fn is_marked(channel: Channel) -> bool {
    match channel {
        Channel::Mail => true,
        Channel::Text => false,
    }
}

/// What is known of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnMail {
    /// We sent it, to whoever asks or to whom it names: by our mark or signature and the
    /// recipient together.
    Ours(Ours),
    /// We sent it, to somebody else than it is held up for. Nothing more is told of it.
    OursToSomebodyElse,
    /// It poses as ours, and we never sent it.
    ClaimsToBeOurs {
        /// By what, the plainest first.
        claims: Vec<Claim>,
    },
    /// It is a text that was copied out of a mail, with the signs of one that we sent to who
    /// asks. Anybody can write those, so they prove nothing by themselves.
    Copied {
        /// What we sent.
        sent: Ours,
        /// Whether it leads anywhere. No mail of ours does.
        leads: bool,
    },
    /// It says nothing of us, and is none of those that we sent in so many days.
    NotOurs {
        /// How long what was sent is remembered.
        days: u32,
    },
    /// It may be ours.
    CannotKnow(Unknown),
}

/// A mail of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ours {
    /// To whom, masked.
    pub to: String,
    /// Whether that is known to be who asks.
    pub to_you: bool,
    /// When it was sent.
    pub at: Time,
    /// What it was about; `None` when that isn't remembered any more.
    pub about: Option<About>,
    /// The signs in its subject.
    pub reference: Option<Reference>,
    /// The program that asked for it.
    pub agent: Option<Agent>,
    /// Whether it still says what it said.
    pub text: Text,
    /// What became of its code.
    pub code: CodeState,
}

/// Whether a mail still says what it said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Text {
    /// To the letter, white space aside.
    Unchanged,
    /// Something was changed, added or taken away since.
    Changed,
    /// Only the signs in its subject were seen.
    Unseen,
}

/// What became of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CodeState {
    /// There was none.
    None,
    /// It works until then, in the browser that asked for it.
    Works {
        /// Until when.
        until: Time,
    },
    /// It doesn't work any more.
    Over,
}

impl CodeState {
    /// What can be said of the code of a message by its time alone.
    #[must_use]
    pub fn by_time(ends_at: Option<Time>, now: Time) -> Self {
        match ends_at {
            None => Self::None,
            Some(until) if now < until => Self::Works { until },
            Some(_) => Self::Over,
        }
    }
}

/// By what a mail poses as ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Claim {
    /// It says that it is from our very address.
    Address,
    /// It is named as our mails are.
    Name,
    /// Its sender calls itself by our name.
    Sender,
    /// Its subject is one that our mails have.
    Subject,
    /// It bears a mark that isn't from us, or was made for another mail.
    Mark,
}

/// Why it can't be known whether a mail is ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unknown {
    /// The key of its mark isn't here any more.
    Key,
    /// It is older than what is remembered.
    TooOld,
    /// It was sent before our mails bore marks.
    Before,
    /// What would tell it was lost: a text that was copied, or a mail with few headers.
    Lost,
}
