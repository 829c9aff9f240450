//! The phrase in mails, chosen and removed.

use crate::{
    event::SecurityChange,
    message::Payload,
    seal::Sealed,
    security::{Change, Deed, HeldPhrase, Owner, Refused},
};

impl Owner<'_> {
    /// Sets the phrase, or another one.
    pub fn set_phrase(mut self, sealed: Sealed) -> Result<Deed, Refused> {
        let told = match self.scene.has.phrase {
            None => SecurityChange::PhraseChosen,
            Some(_) => SecurityChange::PhraseChanged,
        };
        let chosen_at = self.scene.now;
        let chosen = HeldPhrase { sealed, chosen_at };
        self.draft.change(Change::SetPhrase(chosen));
        Ok(self.told_by_the_former(told))
    }

    /// Removes the phrase.
    pub fn remove_phrase(mut self) -> Result<Deed, Refused> {
        if self.scene.has.phrase.is_none() {
            return Err(Refused::NotThere);
        }
        self.draft.change(Change::RemovePhrase);
        Ok(self.told_by_the_former(SecurityChange::PhraseRemoved))
    }

    /// The notices bear the phrase that was known until now: a person whose phrase somebody
    /// else has changed would else take the one mail that warns them for a fake.
    fn told_by_the_former(mut self, change: SecurityChange) -> Deed {
        self.draft.tell(change, None);
        let former = self.scene.has.phrase.map(|held| &held.sealed);
        let mut deed = self.done();
        for message in &mut deed.messages {
            if let Payload::Notice(notice) = &mut message.payload {
                notice.former_phrase = former.cloned();
            }
        }
        deed
    }
}
