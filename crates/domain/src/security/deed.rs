//! A deed: what one change of what protects an account comes to, with all who are told.

use core::time::Duration;

use crate::{
    account::Reader,
    address::MailAddress,
    chance::Chance,
    client::Client,
    event::{Actor, Event, Facts, Personal, SecurityChange},
    id::{AccountId, ContactId, EventId, MessageId, TenantId},
    message::{Message, NoticeMail, Payload},
    phone::PhoneNumber,
    reference::Reference,
    security::{Change, Contact, Phone},
    time::Time,
};

/// How long it is worth telling of a change: mail servers that are down come back.
const WORTH_TELLING: Duration = Duration::from_hours(72);

/// A change, with its lines for the history and its notices. Written in one transaction.
#[derive(Clone, Debug, Default)]
pub struct Deed {
    /// The changes, in order.
    pub changes: Vec<(AccountId, Change)>,
    /// Lines for the history.
    pub events: Vec<Event>,
    /// Notices for the outbox.
    pub messages: Vec<Message>,
}

impl Deed {
    /// Whether all is as it was.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.events.is_empty() && self.messages.is_empty()
    }
}

/// Who changes something.
#[derive(Clone, Copy)]
pub(crate) enum Author<'a> {
    /// The person, with this program.
    Person(&'a Client),
    /// An operator, of whom nothing is told.
    Operator,
}

/// A deed in the making.
pub(crate) struct Draft<'a> {
    pub(crate) tenant: TenantId,
    pub(crate) account: AccountId,
    pub(crate) now: Time,
    pub(crate) author: Author<'a>,
    /// How the account's person wants to be spoken to.
    pub(crate) reader: &'a Reader,
    /// The addresses as they were before: they are told, and not one that was just added.
    pub(crate) contacts: &'a [Contact],
    pub(crate) chance: &'a mut Chance,
    pub(crate) deed: Deed,
}

impl Draft<'_> {
    /// Changes something.
    pub(crate) fn change(&mut self, change: Change) {
        self.deed.changes.push((self.account, change));
    }

    /// Adds an address that was just confirmed.
    pub(crate) fn add_contact(&mut self, address: MailAddress) {
        let contact = Contact {
            id: ContactId::new(self.now, self.chance),
            address,
            codes: true,
            notices: true,
            confirmed_at: Some(self.now),
            created_at: self.now,
            broken_at: None,
        };
        self.change(Change::AddContact(contact));
    }

    /// Adds a phone number that was just confirmed.
    pub(crate) fn add_phone(&mut self, number: PhoneNumber) {
        let phone = Phone {
            id: ContactId::new(self.now, self.chance),
            number,
            confirmed_at: Some(self.now),
            created_at: self.now,
            broken_at: None,
        };
        self.change(Change::AddPhone(phone));
    }

    /// Tells of a change to the history and to every address that receives notices. `label`
    /// is what the changed thing is called.
    pub(crate) fn tell(&mut self, change: SecurityChange, label: Option<&str>) {
        self.tell_also(change, label, None);
    }

    /// The same, and also to an address that may not receive notices, or not any more.
    pub(crate) fn tell_also(
        &mut self,
        change: SecurityChange,
        label: Option<&str>,
        also: Option<&Contact>,
    ) {
        let by = match self.author {
            Author::Person(_) => Actor::Person,
            Author::Operator => Actor::Operator,
        };
        self.line(Facts::SecurityChanged { change, by }, label);
        // What comes back reaches nobody, and costs the sender's good name; but better there
        // than nowhere.
        let reads = |one: &&Contact| one.notices && one.broken_at.is_none();
        let somebody_reads = self.contacts.iter().any(|one| reads(&one));
        let contacts = self.contacts.iter();
        let told = contacts.filter(|one| {
            let is_told = one.notices && (one.broken_at.is_none() || !somebody_reads);
            is_told || also.is_some_and(|also| also.id == one.id)
        });
        for contact in told {
            let notice = self.notice(contact, change, label);
            self.deed.messages.push(notice);
        }
    }

    /// Adds a line to the account's history.
    pub(crate) fn line(&mut self, facts: Facts, label: Option<&str>) {
        // Lines of one moment are told in the order in which they came about.
        let earlier = u64::try_from(self.deed.events.len()).unwrap_or(0);
        let place = self.now.plus(Duration::from_micros(earlier));
        let personal = match self.author {
            Author::Person(client) => Personal {
                contact: None,
                ip: Some(client.ip),
                agent: Some(client.agent.clone()),
                label: label.map(str::to_owned),
            },
            Author::Operator => Personal::default(),
        };
        self.deed.events.push(Event {
            id: EventId::new(place, self.chance),
            tenant: self.tenant,
            account: Some(self.account),
            at: self.now,
            facts,
            personal,
        });
    }

    fn notice(&mut self, to: &Contact, change: SecurityChange, label: Option<&str>) -> Message {
        let sent = self.deed.messages.iter();
        let taken: Vec<Reference> = sent.map(|one| one.payload.reference()).collect();
        let agent = match self.author {
            Author::Person(client) => Some(client.agent.clone()),
            Author::Operator => None,
        };
        Message {
            id: MessageId::new(self.now, self.chance),
            tenant: self.tenant,
            account: Some(self.account),
            serves: None,
            payload: Payload::Notice(NoticeMail {
                to: to.address.clone(),
                locale: self.reader.locale,
                zone: self.reader.zone.clone(),
                reference: Reference::draw(self.chance, &taken),
                change,
                label: label.map(str::to_owned),
                at: self.now,
                agent,
                former_phrase: None,
            }),
            withheld: None,
            created_at: self.now,
            expires_at: self.now.plus(WORTH_TELLING),
        }
    }
}
