//! Where a mail goes back to, with the mail's own name in it: `bounces+k5q…@example.jp`
//! (variable envelope return paths, with a name that is signed).

use kadomori_domain::{delivery::Tag, id::MessageId, key::IndexKey};

/// The address that mails come back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnAddress {
    local: String,
    delimiter: char,
    domain: String,
}

impl ReturnAddress {
    /// One of `address` and the sign that parts it from the names; `None` if that has no `@`.
    #[must_use]
    pub fn new(address: &str, delimiter: char) -> Option<Self> {
        let (local, domain) = address.rsplit_once('@')?;
        Some(Self {
            local: local.to_owned(),
            delimiter,
            domain: domain.to_owned(),
        })
    }

    /// Where this message goes back to.
    #[must_use]
    pub fn of(&self, message: MessageId, index: &IndexKey) -> String {
        let Self {
            local,
            delimiter,
            domain,
        } = self;
        let tag = Tag::of(message, index);
        format!("{local}{delimiter}{}@{domain}", tag.as_str())
    }

    /// The message that came back to `recipient`; `None` for an address that we never gave.
    ///
    /// The domain isn't looked at: mail servers rewrite it on the way, and it is the tag that
    /// nobody else can make.
    #[must_use]
    pub fn open(&self, recipient: &str, index: &IndexKey) -> Option<MessageId> {
        let (local, _) = recipient.rsplit_once('@')?;
        let (base, tag) = local.trim_matches('"').rsplit_once(self.delimiter)?;
        if base.eq_ignore_ascii_case(&self.local) {
            Tag::open(tag, index)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use kadomori_domain::{
        id::TenantId,
        key::{KeyId, KeyRing, RootKey},
    };
    use proptest::prelude::*;

    use super::*;

    fn index(key: u8) -> IndexKey {
        let ring = KeyRing::new(vec![RootKey::new(KeyId(1), [key; 32])]).unwrap();
        ring.index_key(TenantId::DEFAULT)
    }

    proptest! {
        #[test]
        fn what_left_is_known_when_it_comes_back(name: [u8; 16], sign in "[+=_-]") {
            let delimiter = sign.chars().next().unwrap();
            let back = ReturnAddress::new("mail-bounces@example.jp", delimiter).unwrap();
            let message = MessageId::from_bytes(name);
            let address = back.of(message, &index(1));
            prop_assert!(address.split('@').next().unwrap().len() <= 64);
            prop_assert_eq!(back.open(&address, &index(1)), Some(message));
            prop_assert_eq!(back.open(&address.to_uppercase(), &index(1)), Some(message));
            prop_assert_eq!(back.open(&address, &index(2)), None);
            let elsewhere = address.replace("example.jp", "mx1.internal");
            prop_assert_eq!(back.open(&elsewhere, &index(1)), Some(message));
        }

        #[test]
        fn no_other_address_is_known(recipient in "(bounces\\+)?\\PC{0,50}(@\\PC{0,20})?") {
            let back = ReturnAddress::new("bounces@example.jp", '+').unwrap();
            prop_assert_eq!(back.open(&recipient, &index(1)), None);
        }
    }
}
