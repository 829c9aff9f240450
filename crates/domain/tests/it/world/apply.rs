//! Writing, as the store does: conditions hold, or the test fails.

use kadomori_domain::{
    device::{DeviceHere, DeviceSeen},
    factor::checked::FactorUse,
    id::AccountId,
    message::Payload,
    security::{Change, Deed, HeldIdentifier},
    session::StepUp,
    step::{ChallengeChange, Effects},
};

use super::{Known, Once, Owned, World, belonging::hash};

impl World {
    pub(super) fn apply(&mut self, effects: Effects, browser: usize) {
        self.rates.extend(effects.rates);
        for (key, uses) in effects.budgets {
            *self.budgets.entry((key, self.now.day())).or_default() += i64::from(uses);
        }
        for change in effects.challenges {
            self.apply_challenge(change);
        }
        if let Some(new) = effects.account {
            let mut chance = self.chance();
            let mailbox = new.address.to_string();
            self.owned = Some(Owned::new(new.id, &mailbox, self.now, &mut chance));
        }
        if let Some(seen) = effects.device {
            self.apply_device(&seen, browser);
        }
        if let Some(opened) = effects.session {
            self.opened += 1;
            let earlier = self.browsers[browser].session;
            self.sessions.retain(|one| Some(one.id) != earlier);
            self.browsers[browser].session = Some(opened.session.id);
            self.sessions.push(opened.session);
        }
        if let Some(step_up) = effects.step_up {
            self.apply_step_up(step_up);
        }
        for (account, used) in effects.used {
            self.apply_use(account, &used);
        }
        self.apply_deed(Deed {
            changes: effects.changes,
            events: effects.events,
            messages: effects.messages,
        });
    }

    fn apply_challenge(&mut self, change: ChallengeChange) {
        match change {
            ChallengeChange::Insert(challenge) => self.challenges.push(challenge),
            ChallengeChange::SentAgain(next)
            | ChallengeChange::Supersede(next)
            | ChallengeChange::Consume(next) => {
                if next.consumed_at.is_some() {
                    let is_new = self.used.insert(Once::Code(next.id));
                    assert!(is_new, "a code was accepted twice");
                }
                let row = self.challenges.iter_mut().find(|one| one.id == next.id);
                let row = row.expect("a challenge that exists");
                assert!(
                    row.consumed_at.is_none() && row.superseded_at.is_none(),
                    "what is over doesn't change"
                );
                *row = next;
            }
        }
    }

    fn apply_device(&mut self, seen: &DeviceSeen, browser: usize) {
        let here = &mut self.browsers[browser];
        here.device = Some(match &seen.device {
            DeviceHere::Known(id) => *id,
            DeviceHere::New(new) => new.id,
        });
        let earlier = here.known.unwrap_or_default();
        here.known = Some(Known {
            trusted_until: seen.trusted_until.or(earlier.trusted_until),
            way: seen.way.or(earlier.way),
        });
    }

    fn apply_step_up(&mut self, step_up: StepUp) {
        let mut sessions = self.sessions.iter_mut();
        let session = sessions.find(|one| one.id == step_up.session);
        let session = session.expect("a session that goes on");
        assert_eq!(session.account, step_up.account);
        session.token = step_up.token;
        session.proofs = step_up.proofs;
        session.assurance = step_up.assurance;
        session.ways = step_up.ways;
    }

    fn apply_use(&mut self, account: AccountId, used: &FactorUse) {
        assert_eq!(self.account(), Some(account));
        match used {
            FactorUse::App { id, step } => {
                let is_new = self.used.insert(Once::AppStep(id.to_string(), *step));
                assert!(is_new, "a step was accepted twice");
                let mut apps = self.owned_mut().apps.iter_mut();
                let app = apps.find(|app| app.id == *id).expect("an app");
                assert!(app.last_step < Some(*step), "an earlier step was accepted");
                app.last_step = Some(*step);
            }
            FactorUse::RecoveryCode { hash } => {
                let is_new = self.used.insert(Once::RecoveryCode(*hash));
                assert!(is_new, "a recovery code was accepted twice");
                let codes = &mut self.owned_mut().codes;
                let before = codes.len();
                codes.retain(|kept| kept != hash);
                assert_eq!(codes.len() + 1, before);
            }
            FactorUse::Passkey { id, counter, .. } => {
                let mut passkeys = self.owned_mut().passkeys.iter_mut();
                let passkey = passkeys.find(|one| one.id == *id).expect("a passkey");
                passkey.counter = *counter;
            }
            FactorUse::Password { .. } => {}
            FactorUse::Mailbox { normal } => {
                let now = self.now;
                let mut contacts = self.owned_mut().contacts.iter_mut();
                if let Some(contact) = contacts.find(|one| one.address.normal() == *normal) {
                    contact.confirmed_at.get_or_insert(now);
                }
            }
        }
    }

    /// Writes a deed.
    pub(crate) fn apply_deed(&mut self, deed: Deed) {
        for (account, change) in deed.changes {
            assert_eq!(self.account(), Some(account));
            self.apply_change(change);
        }
        self.events.extend(deed.events);
        for message in deed.messages {
            let code = message.serves.and_then(|(_, id)| {
                let found = self.challenges.iter().find(|one| one.id == id);
                found.and_then(|one| one.code(&self.keys))
            });
            match (message.payload, message.withheld) {
                (Payload::Code(_), Some(_)) => self.withheld += 1,
                (Payload::Code(_), None) => self.sent.push(code.expect("a code")),
                (Payload::Notice(notice), withheld) => {
                    assert!(withheld.is_none() && code.is_none());
                    self.notices.push(notice);
                }
                (Payload::Verdict(_), _) => panic!("no flow answers a forwarded mail"),
            }
        }
    }

    fn apply_change(&mut self, change: Change) {
        let owned = self.owned.as_mut().expect("an account");
        match change {
            Change::SetPassword(new) => owned.password = Some((hash(new.held), new.held)),
            Change::RemovePassword => owned.password = None,
            Change::AddApp(app) => owned.apps.push(app),
            Change::RenameApp(id, label) => {
                let mut apps = owned.apps.iter_mut();
                apps.find(|one| one.id == id).expect("an app").label = label;
            }
            Change::RemoveApp(id) => owned.apps.retain(|one| one.id != id),
            Change::AddPasskey(passkey) => owned.passkeys.push(*passkey),
            Change::RenamePasskey(id, label) => {
                let mut passkeys = owned.passkeys.iter_mut();
                passkeys.find(|one| one.id == id).expect("a passkey").label = label;
            }
            Change::RemovePasskey(id) => owned.passkeys.retain(|one| one.id != id),
            Change::ReplaceRecoveryCodes { hashes, .. } => owned.codes = hashes,
            Change::AddContact(contact) => owned.contacts.push(contact),
            Change::UpdateContact(next) => {
                let mut contacts = owned.contacts.iter_mut();
                let row = contacts.find(|one| one.id == next.id);
                *row.expect("a contact") = next;
            }
            Change::RemoveContact(id) => owned.contacts.retain(|one| one.id != id),
            Change::AddPhone(phone) => owned.phones.push(phone),
            Change::RemovePhone(id) => owned.phones.retain(|one| one.id != id),
            Change::SetIdentifier(next) => {
                owned.identifiers.retain(|one| !is_same(one, &next));
                owned.identifiers.push(next);
            }
            Change::RemoveIdentifier(gone) => {
                let before = owned.identifiers.len();
                owned.identifiers.retain(|one| one.identifier != gone);
                assert_eq!(owned.identifiers.len() + 1, before);
            }
            Change::SetPhrase(phrase) => owned.phrase = Some(phrase),
            Change::RemovePhrase => owned.phrase = None,
            Change::SetTwoStep(since) => owned.two_step_since = since,
            Change::EndSessions { but } => {
                self.sessions.retain(|one| Some(one.id) == but);
                for browser in &mut self.browsers {
                    browser.session = browser.session.filter(|one| Some(*one) == but);
                }
            }
            Change::Untrust { device } => {
                for browser in &mut self.browsers {
                    let is_meant = device.is_none() || browser.device == device;
                    if let Some(known) = browser.known.as_mut().filter(|_| is_meant) {
                        known.trusted_until = None;
                    }
                }
            }
        }
    }
}

fn is_same(one: &HeldIdentifier, other: &HeldIdentifier) -> bool {
    one.identifier.kind() == other.identifier.kind()
        && one.identifier.normal() == other.identifier.normal()
}
