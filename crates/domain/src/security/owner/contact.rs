//! Addresses and user names: what reaches the person, and what they sign in with.

use crate::{
    address::MailAddress,
    event::SecurityChange,
    factor::FactorKind,
    holdings::Holdings,
    id::ContactId,
    identifier::Identifier,
    phone::PhoneNumber,
    security::{
        Belongings, Change, Contact, Deed, HeldIdentifier, MOST_CONTACTS, MOST_PHONES, Owner,
        Refused,
    },
    user_name::UserName,
};

/// What an address receives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receives {
    /// Whether codes go there.
    pub codes: bool,
    /// Whether notices of changes go there.
    pub notices: bool,
}

/// Whether something may be signed in with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// It may.
    On,
    /// It may not.
    Off,
}

impl Belongings<'_> {
    /// Whether an address could be added; asked before a code is sent to it, and again after.
    pub fn may_add_contact(&self, address: &MailAddress) -> Result<(), Refused> {
        let normal = address.normal();
        if self
            .contacts
            .iter()
            .any(|one| one.address.normal() == normal)
        {
            return Err(Refused::AlreadyThere);
        }
        if self.contacts.len() >= MOST_CONTACTS {
            return Err(Refused::TooMany {
                most: MOST_CONTACTS,
            });
        }
        Ok(())
    }

    /// Whether a phone number could be added; asked before a code is sent to it, and again
    /// after.
    pub fn may_add_phone(&self, number: &PhoneNumber) -> Result<(), Refused> {
        if self.phones.iter().any(|one| one.number == *number) {
            return Err(Refused::AlreadyThere);
        }
        if self.phones.len() >= MOST_PHONES {
            return Err(Refused::TooMany { most: MOST_PHONES });
        }
        Ok(())
    }
}

impl Owner<'_> {
    /// Adds an address that a flow confirmed: it receives codes and notices; signing in with it is switched on apart.
    pub(crate) fn add_contact(mut self, address: MailAddress) -> Result<Deed, Refused> {
        self.scene.has.may_add_contact(&address)?;
        let masked = address.masked();
        self.draft.add_contact(address);
        self.draft.tell(SecurityChange::ContactAdded, Some(&masked));
        Ok(self.done())
    }

    /// Adds a phone number that a flow confirmed: it receives codes; signing in with it is
    /// switched on apart.
    pub(crate) fn add_phone(mut self, number: PhoneNumber) -> Result<Deed, Refused> {
        self.scene.has.may_add_phone(&number)?;
        let masked = number.masked();
        self.draft.add_phone(number);
        self.draft.tell(SecurityChange::PhoneAdded, Some(&masked));
        Ok(self.done())
    }

    /// Removes a phone number, and with it what can be signed in with by it.
    pub fn remove_phone(mut self, id: ContactId) -> Result<Deed, Refused> {
        let mut phones = self.scene.has.phones.iter();
        let phone = phones.find(|one| one.id == id).ok_or(Refused::NotThere)?;
        let identifier = Identifier::Phone(phone.number.clone());
        let rest = self.holdings().without(FactorKind::SmsCode);
        self.leaves(rest, self.is_named_without(&identifier))?;
        if self.held(&identifier).is_some() {
            self.draft.change(Change::RemoveIdentifier(identifier));
        }
        self.draft.change(Change::RemovePhone(id));
        let masked = phone.number.masked();
        self.draft.tell(SecurityChange::PhoneRemoved, Some(&masked));
        Ok(self.done())
    }

    /// Changes what an address receives. One whose notices are switched off is told of it.
    pub fn update_contact(mut self, id: ContactId, receives: Receives) -> Result<Deed, Refused> {
        let contact = self.contact(id)?.clone();
        let Receives { codes, notices } = receives;
        if (contact.codes, contact.notices) == (codes, notices) {
            return Ok(self.done());
        }
        if contact.codes && !codes {
            let rest = self.holdings().without(FactorKind::MailCode);
            self.leaves(rest, self.is_named())?;
        }
        if contact.notices && !notices && !self.is_another_told(id) {
            return Err(Refused::LastNotices);
        }
        let masked = contact.address.masked();
        self.draft.change(Change::UpdateContact(Contact {
            codes,
            notices,
            ..contact
        }));
        self.draft
            .tell(SecurityChange::ContactChanged, Some(&masked));
        Ok(self.done())
    }

    /// Removes an address, and with it what can be signed in with by it. It is told.
    pub fn remove_contact(mut self, id: ContactId) -> Result<Deed, Refused> {
        let contact = self.contact(id)?.clone();
        if !self.is_another_told(id) {
            return Err(Refused::LastNotices);
        }
        let identifier = Identifier::Mail(contact.address.clone());
        let holdings = self.holdings();
        let rest = Holdings {
            mailboxes: holdings.mailboxes.saturating_sub(u32::from(contact.codes)),
            ..holdings
        };
        self.leaves(rest, self.is_named_without(&identifier))?;
        if self.held(&identifier).is_some() {
            self.draft.change(Change::RemoveIdentifier(identifier));
        }
        self.draft.change(Change::RemoveContact(id));
        let masked = contact.address.masked();
        self.draft.tell_also(
            SecurityChange::ContactRemoved,
            Some(&masked),
            Some(&contact),
        );
        Ok(self.done())
    }

    /// Lets an address or number of the account, or its user name, be signed in with, or not any more.
    pub fn set_identifier(
        mut self,
        identifier: &Identifier,
        switch: Switch,
    ) -> Result<Deed, Refused> {
        let held = self.held(identifier);
        let created_at = held.map_or(self.scene.now, |one| one.created_at);
        // As it is written in the row it belongs to, and not as it came in.
        let known = match held {
            Some(one) => one.identifier.clone(),
            None => self.own_contact(identifier)?,
        };
        let signs_in = switch == Switch::On;
        if held.is_some_and(|one| one.signs_in) == signs_in {
            return Ok(self.done());
        }
        if !signs_in {
            self.leaves(self.holdings(), self.is_named_without(&known))?;
        }
        let told = match switch {
            Switch::On => SecurityChange::IdentifierOn,
            Switch::Off => SecurityChange::IdentifierOff,
        };
        let masked = known.masked();
        self.draft.change(Change::SetIdentifier(HeldIdentifier {
            identifier: known,
            signs_in,
            created_at,
        }));
        self.draft.tell(told, Some(&masked));
        Ok(self.done())
    }

    /// Takes a user name, in place of the older one if there is one. It is signed in with.
    pub fn set_user_name(mut self, name: UserName) -> Result<Deed, Refused> {
        let wanted = Identifier::UserName(name);
        let older = self.user_name().cloned();
        if older.as_ref() == Some(&wanted) {
            return Ok(self.done());
        }
        if let Some(older) = older {
            self.draft.change(Change::RemoveIdentifier(older));
        }
        let masked = wanted.masked();
        self.draft.change(Change::SetIdentifier(HeldIdentifier {
            identifier: wanted,
            signs_in: true,
            created_at: self.scene.now,
        }));
        self.draft
            .tell(SecurityChange::UserNameChanged, Some(&masked));
        Ok(self.done())
    }

    /// Gives the user name up.
    pub fn remove_user_name(mut self) -> Result<Deed, Refused> {
        let name = self.user_name().cloned().ok_or(Refused::NotThere)?;
        self.leaves(self.holdings(), self.is_named_without(&name))?;
        let masked = name.masked();
        self.draft.change(Change::RemoveIdentifier(name));
        self.draft
            .tell(SecurityChange::UserNameRemoved, Some(&masked));
        Ok(self.done())
    }

    fn contact(&self, id: ContactId) -> Result<&Contact, Refused> {
        let mut contacts = self.scene.has.contacts.iter();
        contacts.find(|one| one.id == id).ok_or(Refused::NotThere)
    }

    /// Whether an address other than this one receives notices.
    fn is_another_told(&self, id: ContactId) -> bool {
        let mut contacts = self.scene.has.contacts.iter();
        contacts.any(|one| one.id != id && one.notices)
    }

    fn held(&self, identifier: &Identifier) -> Option<&HeldIdentifier> {
        let mut held = self.scene.has.identifiers.iter();
        held.find(|one| one.identifier.is_same_as(identifier))
    }

    /// The identifier that one of the account's addresses or numbers would be.
    fn own_contact(&self, identifier: &Identifier) -> Result<Identifier, Refused> {
        let contacts = self.scene.has.contacts.iter();
        let phones = self.scene.has.phones.iter();
        contacts
            .map(|one| Identifier::Mail(one.address.clone()))
            .chain(phones.map(|one| Identifier::Phone(one.number.clone())))
            .find(|one| one.is_same_as(identifier))
            .ok_or(Refused::NotThere)
    }

    fn user_name(&self) -> Option<&Identifier> {
        let mut held = self.scene.has.identifiers.iter().map(|one| &one.identifier);
        held.find(|one| matches!(one, Identifier::UserName(_)))
    }

    fn is_named_without(&self, identifier: &Identifier) -> bool {
        let mut held = self.scene.has.identifiers.iter();
        held.any(|one| one.signs_in && !one.identifier.is_same_as(identifier))
    }
}
