//! A mail that a person forwarded to have it checked: whether it is answered, and what the
//! answer spends. What the mail is, others find out; here it is data without a word of it.

use core::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{
    account::Reader,
    address::MailAddress,
    chance::Chance,
    client::Agent,
    destination::Destination,
    event::{Event, Facts, OverallLimit, Personal},
    flow::sending::{Concerned, SendKeys},
    id::{AccountId, EventId, FlowId, MessageId, TenantId},
    key::IndexKey,
    message::{Message, Payload, VerdictMail},
    own_mail::About,
    policy::Policy,
    reference::Reference,
    step::Effects,
    throttle::{Budget, Key, Lane, Limit, Rate, Rows},
    time::Time,
};

/// How long it is worth answering: by then the person has decided.
const WORTH_ANSWERING: Duration = Duration::from_hours(24);

/// Each forwarded mail is answered once in this time.
const ONCE: Rate = Rate {
    burst: 1,
    per: Duration::from_hours(24 * 7),
};

/// What a mail was judged to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is from whom it says.
    Genuine,
    /// Nothing speaks against it, and nothing proves it.
    Unproven,
    /// Something speaks against it.
    Suspicious,
    /// It is not from whom it says.
    Fake,
    /// What came was no mail that can be read.
    Unreadable,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Genuine,
        Self::Unproven,
        Self::Suspicious,
        Self::Fake,
        Self::Unreadable,
    ];

    /// Its word, which stays the same.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Genuine => "genuine",
            Self::Unproven => "unproven",
            Self::Suspicious => "suspicious",
            Self::Fake => "fake",
            Self::Unreadable => "unreadable",
        }
    }
}

/// In which form the mail came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// The original, attached.
    Original,
    /// The first of several originals.
    FirstOfSeveral,
    /// Copied into another mail, without what tells where it came from.
    Copied,
}

/// What is known of it where it is, or poses as, one of ours: a fact, not a judgement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum OwnFact {
    /// We sent it to this person.
    Ours {
        /// When.
        at: Time,
        /// The signs in its subject, where they are remembered.
        reference: Option<Reference>,
        /// What it was about, where that is remembered.
        about: Option<About>,
        /// The program that it was asked for with, where it is known.
        agent: Option<Agent>,
    },
    /// We sent it to this person, and it doesn't say what it said.
    Altered {
        /// When.
        at: Time,
        /// The signs in its subject, where they are remembered.
        reference: Option<Reference>,
    },
    /// It bears the signs of one that we sent to this person, which a copy alone doesn't prove.
    Alike {
        /// When we sent that one.
        at: Time,
        /// The signs in its subject, where they are remembered.
        reference: Option<Reference>,
        /// Whether it leads anywhere. No mail of ours does.
        leads: bool,
    },
    /// We sent it to somebody else.
    SomebodyElses,
    /// It says that it is ours, and we sent nothing like it.
    NotOurs {
        /// For so many days we remember what we sent.
        days: u32,
    },
    /// It may be ours, which can't be known any more; so it is judged like any other.
    Unknown,
}

impl OwnFact {
    /// What this says that the mail is; `None` where that has to be judged.
    #[must_use]
    pub const fn verdict(&self) -> Option<Verdict> {
        match self {
            Self::Ours { .. } => Some(Verdict::Genuine),
            Self::Altered { .. } | Self::SomebodyElses | Self::Alike { leads: true, .. } => {
                Some(Verdict::Suspicious)
            }
            Self::Alike { leads: false, .. } => Some(Verdict::Unproven),
            Self::NotOurs { .. } => Some(Verdict::Fake),
            Self::Unknown => None,
        }
    }
}

/// What was found of a mail: the names of findings, none of its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// What it was judged to be.
    pub verdict: Verdict,
    /// What the brand is called that it says it is from, as our table writes it.
    pub brand: Option<String>,
    /// The ids of the weightiest findings, each with its weight.
    pub reasons: Vec<(String, i8)>,
    /// The ids of what to do now.
    pub advice: Vec<String>,
    /// Why it can't be read, where it can't.
    pub unreadable: Option<String>,
    /// In which form it came.
    pub form: Form,
    /// What is known of it where it is, or poses as, one of ours.
    pub own: Option<OwnFact>,
}

/// Who forwarded it: an account's confirmed address, from which it really came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forwarder {
    /// The organisation.
    pub tenant: TenantId,
    /// The account.
    pub account: AccountId,
    /// The address.
    pub address: MailAddress,
    /// How its person wants to be spoken to.
    pub reader: Reader,
    /// A hash that the same forwarding mail has again.
    pub mail: [u8; 32],
    /// The name of the forwarding mail (`Message-ID`, without brackets), which the answer
    /// refers to.
    pub message_id: Option<String>,
}

/// The rows that bound an answer.
#[derive(Clone, Debug)]
pub struct CheckKeys {
    sends: SendKeys,
    checks: Key,
    mail: Key,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// There was one already.
    Answered,
    /// There were too many.
    TooMany,
}

impl CheckKeys {
    /// Those of an answer to this one. It is the person who asks, from their own mailbox: a
    /// stranger who has many codes sent can't use up what answers need.
    #[must_use]
    pub fn new(index: &IndexKey, forwarder: &Forwarder) -> Self {
        let lane = Lane::Familiar;
        let account = forwarder.account.as_bytes();
        let mail = [account.as_slice(), &forwarder.mail].concat();
        let destination = Destination::Mail(forwarder.address.clone());
        Self {
            sends: SendKeys::new(
                index,
                &Concerned {
                    destination: &destination,
                    account: Some(forwarder.account),
                    network: None,
                    lane,
                    contact_lane: lane,
                    // No flow asks; it only chooses a row of the overall limit.
                    flow: FlowId::from_bytes(*account),
                },
            ),
            checks: Key::new(index, Limit::ChecksForAccount, account, lane),
            mail: Key::new(index, Limit::AnswersToMail, &mail, lane),
        }
    }

    /// The rate rows to load, in the order in which every transaction locks them.
    #[must_use]
    pub fn rates(&self) -> Vec<Key> {
        let mut keys = self.sends.rates();
        keys.extend([self.checks, self.mail]);
        keys.sort_unstable();
        keys
    }

    /// The budgets to load, each with the number of days that count.
    #[must_use]
    pub fn budgets(&self, policy: &Policy) -> Vec<(Key, Budget)> {
        let mut budgets = self.sends.budgets(policy);
        budgets.push((self.checks, policy.checks.account_budget));
        budgets.sort_unstable_by_key(|(key, _)| *key);
        budgets
    }

    /// What stands in the way of one more answer.
    #[must_use]
    pub fn hold(&self, rows: &Rows, policy: &Policy, now: Time) -> Option<NoAnswer> {
        if ONCE.allows(&rows.rate(&self.mail), now).is_some() {
            return Some(NoAnswer::Answered);
        }
        let sends = self.sends.sends_hold(rows, &policy.limits, now);
        sends
            .or_else(|| self.rests_until(rows, policy, now))
            .map(|_| NoAnswer::TooMany)
    }

    /// Until when no more mails of this account are looked at.
    fn rests_until(&self, rows: &Rows, policy: &Policy, now: Time) -> Option<Time> {
        let checks = &policy.checks;
        if !checks.account_budget.allows(rows.spent(&self.checks)) {
            return Some(Budget::renews(now));
        }
        checks.account_rate.allows(&rows.rate(&self.checks), now)
    }
}

/// Answers a forwarded mail, or says why not. A mail costs what any other does.
pub fn answer(
    forwarder: &Forwarder,
    found: Found,
    keys: &CheckKeys,
    rows: &Rows,
    policy: &Policy,
    (now, chance): (Time, &mut Chance),
) -> Result<Effects, NoAnswer> {
    if let Some(hold) = keys.hold(rows, policy, now) {
        return Err(hold);
    }
    let spending = keys.sends.spend(rows, policy, now, true);
    let mut after = rows.clone();
    let checks = policy.checks.account_rate;
    let checks = checks.spend(&rows.rate(&keys.checks), now);
    after.rates.insert(keys.checks, checks);
    *after.spent.entry(keys.checks).or_default() += 1;
    let mut effects = Effects {
        rates: spending.rates,
        budgets: spending.budgets,
        ..Effects::default()
    };
    let answered = ONCE.spend(&rows.rate(&keys.mail), now);
    effects
        .rates
        .extend([(keys.checks, checks), (keys.mail, answered)]);
    effects.budgets.push((keys.checks, 1));
    let reference = Reference::draw(chance, &[]);
    let line = |account, facts, chance: &mut Chance| Event {
        id: EventId::new(now, chance),
        tenant: forwarder.tenant,
        account,
        at: now,
        facts,
        personal: Personal::default(),
    };
    let checked = Facts::MailChecked {
        reference,
        verdict: found.verdict,
    };
    let checked = line(Some(forwarder.account), checked, chance);
    effects.events.push(checked);
    if spending.passes_overall {
        let limit = OverallLimit::Sends;
        let passed = line(None, Facts::LimitPassed { limit }, chance);
        effects.events.push(passed);
    }
    effects.messages.push(Message {
        id: MessageId::new(now, chance),
        tenant: forwarder.tenant,
        account: Some(forwarder.account),
        serves: None,
        payload: Payload::Verdict(VerdictMail {
            to: forwarder.address.clone(),
            locale: forwarder.reader.locale,
            zone: forwarder.reader.zone.clone(),
            reference,
            at: now,
            answers: forwarder.message_id.clone(),
            rests_until: keys.rests_until(&after, policy, now),
            found,
        }),
        withheld: None,
        created_at: now,
        expires_at: now.plus(WORTH_ANSWERING),
    });
    Ok(effects)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::TenantId,
        key::{KeyId, KeyRing, RootKey},
        locale::Locale,
    };

    const NOW: Time = Time::from_micros(1_795_316_580_000_000);

    fn index() -> IndexKey {
        let ring = KeyRing::new(vec![RootKey::new(KeyId(1), [1; 32])]).expect("one key");
        ring.index_key(TenantId::DEFAULT)
    }

    fn forwarder(mail: u8) -> Forwarder {
        Forwarder {
            tenant: TenantId::DEFAULT,
            account: AccountId::from_bytes([7; 16]),
            address: MailAddress::parse("mika@example.jp").expect("an address"),
            reader: Reader {
                locale: Locale::Ja,
                zone: None,
            },
            mail: [mail; 32],
            message_id: Some("a@example.jp".to_owned()),
        }
    }

    fn found() -> Found {
        Found {
            verdict: Verdict::Fake,
            brand: Some("Microsoft".to_owned()),
            reasons: vec![("from-foreign-domain".to_owned(), 3)],
            advice: vec!["touch-nothing".to_owned()],
            unreadable: None,
            form: Form::Original,
            own: None,
        }
    }

    /// Answers as the store would: the rows as the last answer left them.
    fn next(rows: &mut Rows, mail: u8, now: Time) -> Result<Effects, NoAnswer> {
        let (forwarder, policy) = (forwarder(mail), Policy::default());
        let keys = CheckKeys::new(&index(), &forwarder);
        let mut chance = Chance::new([mail; 32]);
        let answered = answer(
            &forwarder,
            found(),
            &keys,
            rows,
            &policy,
            (now, &mut chance),
        );
        if let Ok(effects) = &answered {
            rows.rates.extend(effects.rates.iter().copied());
            for (key, uses) in &effects.budgets {
                *rows.spent.entry(*key).or_default() += i64::from(*uses);
            }
        }
        answered
    }

    #[test]
    fn an_answer_tells_the_person_and_their_history() {
        let effects = next(&mut Rows::default(), 1, NOW).expect("an answer");
        let [event] = effects.events.as_slice() else {
            panic!("{effects:?}")
        };
        let [message] = effects.messages.as_slice() else {
            panic!("{effects:?}")
        };
        assert_eq!(event.account, message.account);
        assert_eq!(event.facts.reference(), Some(message.payload.reference()));
        assert_eq!(message.payload.to().normal(), "mika@example.jp");
        assert_eq!(message.serves, None);
    }

    #[test]
    fn the_same_mail_is_answered_once() {
        let mut rows = Rows::default();
        assert!(next(&mut rows, 1, NOW).is_ok());
        assert_eq!(next(&mut rows, 1, NOW).err(), Some(NoAnswer::Answered));
        let later = NOW.plus(Duration::from_hours(24 * 6));
        assert_eq!(next(&mut rows, 1, later).err(), Some(NoAnswer::Answered));
        assert!(next(&mut rows, 2, NOW).is_ok());
    }

    #[test]
    fn answers_leave_room_for_the_codes_of_the_same_hour_and_day() {
        let policy = Policy::default();
        let (checks, limits) = (policy.checks, policy.limits);
        assert!(checks.account_rate.burst < limits.recipient_rate.burst);
        assert!(checks.account_budget.most < limits.recipient_budget.most);
        assert!(checks.account_budget.most < limits.account_budget.most);
    }

    #[test]
    fn the_last_answer_of_the_hour_says_until_when_there_is_none() {
        let mut rows = Rows::default();
        let burst = u8::try_from(Policy::default().checks.account_rate.burst).expect("few");
        for mail in 1..=burst {
            let effects = next(&mut rows, mail, NOW).expect("an answer");
            let Payload::Verdict(mail_of) = &effects.messages[0].payload else {
                panic!("{effects:?}")
            };
            assert_eq!(mail_of.rests_until.is_some(), mail == burst);
        }
        assert_eq!(next(&mut rows, 99, NOW).err(), Some(NoAnswer::TooMany));
        let later = NOW.plus(Duration::from_hours(1));
        assert!(next(&mut rows, 99, later).is_ok());
    }

    #[test]
    fn an_answer_counts_as_a_mail_to_the_address_and_for_the_account() {
        let effects = next(&mut Rows::default(), 1, NOW).expect("an answer");
        let spent = |limit| {
            let mut budgets = effects.budgets.iter();
            budgets.any(|(key, uses)| (key.limit, *uses) == (limit, 1))
        };
        assert!(spent(Limit::SendsToRecipient) && spent(Limit::SendsForAccount));
        let mut rates = effects.rates.iter();
        assert!(rates.any(|(key, _)| key.limit == Limit::SendsOverall));
    }

    #[test]
    fn rows_are_named_in_the_order_in_which_they_are_locked() {
        let keys = CheckKeys::new(&index(), &forwarder(1));
        assert!(keys.rates().is_sorted());
        let budgets = keys.budgets(&Policy::default());
        assert!(budgets.is_sorted_by_key(|(key, _)| *key));
    }
}
