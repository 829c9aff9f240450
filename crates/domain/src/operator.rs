//! What an operator does with accounts: each deed with its line for the history.
//!
//! An operator's lines name nobody: the account that a line belongs to says whom it is about.

use crate::{
    account::NewAccount,
    address::MailAddress,
    chance::Chance,
    event::{Actor, Event, Facts, Personal, SignOutScope},
    id::{AccountId, ContactId, EventId, TenantId},
    locale::Locale,
    security::{self, Deed, Helper, Refused, Removal, Stranded},
    time::Time,
    wait::Wait,
};

/// An operator at work for one tenant, at one moment.
pub struct Operator {
    tenant: TenantId,
    now: Time,
    chance: Chance,
}

/// An account that an operator wants to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Its address.
    pub address: MailAddress,
    /// The language of its mails.
    pub locale: Locale,
    /// The time zone of its mails (an IANA name), where known.
    pub zone: Option<String>,
}

impl Operator {
    /// An operator who acts for `tenant` at `now`.
    #[must_use]
    pub const fn new(tenant: TenantId, now: Time, chance: Chance) -> Self {
        Self {
            tenant,
            now,
            chance,
        }
    }

    /// Makes an account. Nobody has proven its address: the operator vouches for it.
    #[must_use]
    pub fn make_account(&mut self, wanted: &Wanted) -> (NewAccount, Event) {
        let account = NewAccount {
            id: AccountId::new(self.now, &mut self.chance),
            tenant: self.tenant,
            contact: ContactId::new(self.now, &mut self.chance),
            address: wanted.address.clone(),
            confirmed_at: None,
            locale: wanted.locale,
            zone: wanted.zone.clone(),
            created_at: self.now,
        };
        let by = Actor::Operator;
        let line = self.line(Some(account.id), Facts::AccountCreated { by });
        (account, line)
    }

    /// Ends the waits of an account; `None` when there are none to end.
    #[must_use]
    pub fn unlock(&mut self, account: AccountId, waits: &[Wait]) -> Option<Event> {
        (!waits.is_empty()).then(|| self.line(Some(account), Facts::Unlocked))
    }

    /// Ends all `sessions` of an account; `None` when it has none.
    #[must_use]
    pub fn sign_out(&mut self, account: AccountId, sessions: usize) -> Option<Event> {
        let facts = Facts::SignedOut {
            scope: SignOutScope::Everywhere,
            by: Actor::Operator,
        };
        (sessions > 0).then(|| self.line(Some(account), facts))
    }

    /// Removes what someone lost who can't get in any more; their addresses are told.
    pub fn remove_way(
        &mut self,
        stranded: &Stranded<'_>,
        removal: Removal,
    ) -> Result<Deed, Refused> {
        let helper = Helper {
            tenant: self.tenant,
            now: self.now,
        };
        security::help(helper, stranded, removal, &mut self.chance)
    }

    /// Deletes an account. The line belongs to none, so that it outlives what is erased.
    #[must_use]
    pub fn delete_account(&mut self) -> Event {
        self.line(None, Facts::AccountDeleted)
    }

    fn line(&mut self, account: Option<AccountId>, facts: Facts) -> Event {
        Event {
            id: EventId::new(self.now, &mut self.chance),
            tenant: self.tenant,
            account,
            at: self.now,
            facts,
            personal: Personal::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{gate::Refusal, throttle::Lane};

    const NOW: Time = Time::from_micros(1_795_316_580_000_000);
    const ACCOUNT: AccountId = AccountId::from_bytes([7; 16]);

    fn operator() -> Operator {
        Operator::new(TenantId::DEFAULT, NOW, Chance::new([3; 32]))
    }

    #[test]
    fn an_account_that_an_operator_makes_is_vouched_for_not_proven() {
        let wanted = Wanted {
            address: MailAddress::parse("mika@example.jp").expect("an address"),
            locale: Locale::Ja,
            zone: Some("Asia/Tokyo".to_owned()),
        };
        let (account, line) = operator().make_account(&wanted);
        assert_eq!((account.confirmed_at, account.created_at), (None, NOW));
        assert_eq!(account.address, wanted.address);
        assert_eq!(line.account, Some(account.id));
        let by = Actor::Operator;
        assert_eq!(line.facts, Facts::AccountCreated { by });
    }

    #[test]
    fn what_changes_nothing_is_no_line_in_the_history() {
        assert_eq!(operator().unlock(ACCOUNT, &[]), None);
        assert_eq!(operator().sign_out(ACCOUNT, 0), None);
        let wait = Wait {
            lane: Lane::Stranger,
            because: Refusal::TooManyWrongCodes,
            way: None,
            until: NOW,
        };
        let unlocked = operator().unlock(ACCOUNT, &[wait]).map(|line| line.facts);
        assert_eq!(unlocked, Some(Facts::Unlocked));
        assert!(operator().sign_out(ACCOUNT, 1).is_some());
    }

    #[test]
    fn no_line_of_an_operator_says_anything_personal() {
        let deleted = operator().delete_account();
        assert_eq!(deleted.account, None);
        let signed_out = operator().sign_out(ACCOUNT, 2).expect("a line");
        for line in [deleted, signed_out] {
            assert_eq!(line.personal, Personal::default());
        }
    }
}
