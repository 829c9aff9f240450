//! What becomes of a message once a provider has it, and the tag by which later reports
//! find it.

use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

use crate::{factor::FactorKind, id::MessageId, key::IndexKey, message::Payload};

/// Where a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It waits, or is tried again.
    Queued,
    /// A provider took it, and answers for it from here.
    HandedOver,
    /// The provider says that it is still trying (RFC 3464 §2.3.3, `delayed`).
    Delayed,
    /// It reached the mailbox or the phone.
    Delivered,
    /// It came back after a provider had taken it.
    Bounced,
    /// A provider refused it for good.
    Refused,
    /// There was no use in sending it any more before a provider took it.
    Expired,
}

/// How a message travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// As a mail.
    Mail,
    /// As a text message.
    Text,
}

impl Channel {
    /// Its name in the database and the metrics; never changed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Text => "text",
        }
    }

    /// The channel with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Mail, Self::Text]
            .into_iter()
            .find(|channel| channel.name() == name)
    }

    /// The way to prove whose codes travel so.
    #[must_use]
    pub const fn way(self) -> FactorKind {
        match self {
            Self::Mail => FactorKind::MailCode,
            Self::Text => FactorKind::SmsCode,
        }
    }

    /// How the codes of a way travel; `None` where it has none that are sent.
    #[must_use]
    pub const fn of(way: FactorKind) -> Option<Self> {
        match way {
            FactorKind::MailCode => Some(Self::Mail),
            FactorKind::SmsCode => Some(Self::Text),
            FactorKind::Password
            | FactorKind::Totp
            | FactorKind::Passkey
            | FactorKind::RecoveryCode => None,
        }
    }
}

/// How a message travels and where to, without saying to whom.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Bound {
    /// How.
    pub channel: Channel,
    /// The recipient's domain, in lower case; or the country of its number.
    pub area: String,
}

impl Bound {
    /// Where this goes.
    #[must_use]
    pub fn of(payload: &Payload) -> Self {
        let to = payload.to();
        Self {
            channel: to.channel(),
            area: to.area(),
        }
    }

    /// What too many at once may not crowd: one domain's mail servers. Text messages of a
    /// country go to the provider alone, and crowd nobody.
    #[must_use]
    pub fn lane(&self) -> &str {
        match self.channel {
            Channel::Mail => &self.area,
            Channel::Text => "",
        }
    }
}

/// What is told of a message after it was handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Report {
    /// It is late; it is still tried.
    Delayed,
    /// It reached the mailbox or the phone.
    Delivered,
    /// It did not, and nobody tries any more.
    Failed(Permanence),
}

/// Whether the next message to the same contact would fail as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permanence {
    /// Yes: there is no such mailbox or number (RFC 3463 §3.2: 5.1.1, 5.1.10, 5.2.1 and the like).
    Hard,
    /// Perhaps not: a full mailbox, a phone that is switched off, a network in trouble.
    Soft,
}

impl Permanence {
    /// What a mail server's refusal says of the mailbox: its enhanced status code (RFC 3463)
    /// where there is one, as in `550 5.1.1 no such user`, or else the reply code alone.
    #[must_use]
    pub fn of_answer(answer: &str) -> Self {
        let mut words = answer.split([' ', '-']).filter(|word| !word.is_empty());
        let reply = words.next().unwrap_or_default();
        match words.next().and_then(Self::of_status) {
            Some(permanence) => permanence,
            // RFC 5321 §4.2.3: no mailbox, not local, name not allowed.
            None if matches!(reply, "550" | "551" | "553") => Self::Hard,
            None => Self::Soft,
        }
    }

    /// What an enhanced status code (RFC 3463, as in `5.1.1`) says of the mailbox; `None` when
    /// it isn't one of a lasting failure.
    #[must_use]
    pub fn of_status(status: &str) -> Option<Self> {
        let mut parts = status.split('.');
        let (class, subject, detail) = (parts.next()?, parts.next()?, parts.next()?);
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if class != "5" || parts.next().is_some() || !is_number(subject) || !is_number(detail) {
            return None;
        }
        let is_hard = match subject {
            // The address doesn't exist, moved, or takes no mail (§3.2; RFC 7505 §3); but 5.1.7
            // and 5.1.8 speak of the sender's.
            "1" => !matches!(detail, "7" | "8"),
            // Disabled; others are a full mailbox or one mail too large.
            "2" => detail == "1",
            // The network, rules about contents and senders: not the mailbox's fault.
            _ => false,
        };
        Some(if is_hard { Self::Hard } else { Self::Soft })
    }
}

impl DeliveryState {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Queued,
        Self::HandedOver,
        Self::Delayed,
        Self::Delivered,
        Self::Bounced,
        Self::Refused,
        Self::Expired,
    ];

    /// Its name in the database and the metrics; never changed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::HandedOver => "handed_over",
            Self::Delayed => "delayed",
            Self::Delivered => "delivered",
            Self::Bounced => "bounced",
            Self::Refused => "refused",
            Self::Expired => "expired",
        }
    }

    /// The state with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Where the message is after a try by the worker that came to `next`. Reports may have
    /// overtaken the worker; they know better.
    #[must_use]
    pub const fn after_try(self, next: Self) -> Self {
        match self {
            Self::Queued => next,
            Self::HandedOver
            | Self::Delayed
            | Self::Delivered
            | Self::Bounced
            | Self::Refused
            | Self::Expired => self,
        }
    }

    /// Whether nothing more can be done for the message by sending it: it arrived, or it came
    /// back.
    #[must_use]
    pub const fn is_settled(self) -> bool {
        match self {
            Self::Delivered | Self::Bounced | Self::Refused | Self::Expired => true,
            Self::Queued | Self::HandedOver | Self::Delayed => false,
        }
    }

    /// Where the message is after `report`; `None` when that tells nothing new. Reports come
    /// late, twice and in any order: what reached somebody stays delivered.
    #[must_use]
    pub const fn after(self, report: Report) -> Option<Self> {
        match (self, report) {
            // The worker may die between the hand-over and its line: a report proves it.
            (Self::Queued | Self::HandedOver, Report::Delayed) => Some(Self::Delayed),
            (
                Self::Queued | Self::HandedOver | Self::Delayed | Self::Bounced | Self::Expired,
                Report::Delivered,
            ) => Some(Self::Delivered),
            (
                Self::Queued | Self::HandedOver | Self::Delayed | Self::Expired,
                Report::Failed(_),
            ) => Some(Self::Bounced),
            (
                Self::Delayed | Self::Delivered | Self::Bounced | Self::Refused | Self::Expired,
                Report::Delayed,
            )
            | (Self::Delivered | Self::Refused, Report::Delivered)
            | (Self::Delivered | Self::Bounced | Self::Refused, Report::Failed(_)) => None,
        }
    }
}

/// Octets of the MAC in a tag.
const MAC: usize = 10;

/// A message's name as it travels in an envelope sender or a report's address: nobody
/// without the key can make one, so that nobody can report on messages of others.
///
/// 42 letters and digits, all lower case (mail systems may fold case): the 16 octets of the
/// name and 10 of a MAC, in base32 (RFC 4648 §6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag(String);

impl Tag {
    /// The tag of a message.
    #[must_use]
    pub fn of(message: MessageId, index: &IndexKey) -> Self {
        let mut octets = message.as_bytes().to_vec();
        octets.extend(mac(message, index));
        Self(
            data_encoding::BASE32_NOPAD
                .encode(&octets)
                .to_ascii_lowercase(),
        )
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The message that a tag names; `None` when the tag isn't one of ours.
    #[must_use]
    pub fn open(text: &str, index: &IndexKey) -> Option<MessageId> {
        let octets = data_encoding::BASE32_NOPAD
            .decode(text.to_ascii_uppercase().as_bytes())
            .ok()?;
        let (name, told) = octets.split_at_checked(16)?;
        let message = MessageId::from_bytes(name.try_into().ok()?);
        let is_ours: bool = mac(message, index).as_slice().ct_eq(told).into();
        is_ours.then_some(message)
    }
}

fn mac(message: MessageId, index: &IndexKey) -> Vec<u8> {
    let hash = index.hash("delivery_tag", message.as_bytes());
    hash.into_iter().take(MAC).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        id::TenantId,
        key::{KeyId, KeyRing, RootKey},
    };

    const REPORTS: [Report; 4] = [
        Report::Delayed,
        Report::Delivered,
        Report::Failed(Permanence::Hard),
        Report::Failed(Permanence::Soft),
    ];

    fn index(key: u8) -> IndexKey {
        let ring = KeyRing::new(vec![RootKey::new(KeyId(1), [key; 32])]).expect("one key");
        ring.index_key(TenantId::DEFAULT)
    }

    #[test]
    fn a_refusal_says_of_the_mailbox_what_its_status_says() {
        for (answer, permanence) in [
            (
                "550 5.1.1 <mika@example.jp>: no such user",
                Permanence::Hard,
            ),
            ("550-5.1.1 The mailbox does not exist", Permanence::Hard),
            ("556 5.1.10 it takes no mail", Permanence::Hard),
            ("550 5.2.1 disabled", Permanence::Hard),
            ("550 no such user here", Permanence::Hard),
            ("552 5.2.2 full", Permanence::Soft),
            ("550 5.7.1 your network is listed", Permanence::Soft),
            ("550 5.1.8 the sender's domain is unknown", Permanence::Soft),
            ("554 transaction refused", Permanence::Soft),
            ("", Permanence::Soft),
        ] {
            assert_eq!(Permanence::of_answer(answer), permanence, "{answer}");
        }
        assert_eq!(Permanence::of_status("4.1.1"), None);
        assert_eq!(Permanence::of_status("5.1"), None);
        assert_eq!(Permanence::of_status("5.1.1.1"), None);
        assert_eq!(Permanence::of_status("5.x.1"), None);
    }

    #[test]
    fn a_report_that_overtook_the_worker_knows_better() {
        let delivered = DeliveryState::Queued
            .after(Report::Delivered)
            .expect("news");
        assert_eq!(delivered.after_try(DeliveryState::HandedOver), delivered);
        let taken = DeliveryState::Queued.after_try(DeliveryState::HandedOver);
        assert_eq!(taken, DeliveryState::HandedOver);
    }

    #[test]
    fn what_reached_somebody_stays_delivered() {
        for report in REPORTS {
            assert_eq!(DeliveryState::Delivered.after(report), None);
        }
    }

    #[test]
    fn what_came_back_can_still_turn_out_to_have_arrived() {
        let bounced = DeliveryState::HandedOver.after(Report::Failed(Permanence::Soft));
        assert_eq!(bounced, Some(DeliveryState::Bounced));
        let arrived = DeliveryState::Bounced.after(Report::Delivered);
        assert_eq!(arrived, Some(DeliveryState::Delivered));
        assert_eq!(DeliveryState::Bounced.after(Report::Delayed), None);
    }

    #[test]
    fn the_same_report_twice_tells_nothing_new() {
        for state in DeliveryState::ALL {
            for report in REPORTS {
                if let Some(after) = state.after(report) {
                    assert_eq!(after.after(report), None, "{state:?} {report:?}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn a_tag_is_opened_by_its_own_key_alone(name: [u8; 16]) {
            let message = MessageId::from_bytes(name);
            let tag = Tag::of(message, &index(1));
            prop_assert_eq!(tag.as_str().len(), 42);
            prop_assert_eq!(Tag::open(tag.as_str(), &index(1)), Some(message));
            let shouted = tag.as_str().to_ascii_uppercase();
            prop_assert_eq!(Tag::open(&shouted, &index(1)), Some(message));
            prop_assert_eq!(Tag::open(tag.as_str(), &index(2)), None);
        }

        #[test]
        fn a_changed_tag_names_nothing(name: [u8; 16], place in 0_usize..41, sign in "[a-z2-7]") {
            let tag = Tag::of(MessageId::from_bytes(name), &index(1));
            let mut changed = tag.as_str().to_owned();
            changed.replace_range(place..=place, &sign);
            prop_assume!(changed != tag.as_str());
            prop_assert_eq!(Tag::open(&changed, &index(1)), None);
        }

        #[test]
        fn no_text_makes_it_stumble(text in "\\PC{0,60}") {
            prop_assert_eq!(Tag::open(&text, &index(1)), None);
        }
    }
}
