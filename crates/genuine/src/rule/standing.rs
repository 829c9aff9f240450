//! How the sender stands to the brand that the mail claims to be from.

use crate::{
    brand::{Brand, Claim, Claimed, CodeSender},
    mail::{Mail, Mailbox},
    name,
};

/// How the sender stands to the claimed brand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// No brand is claimed.
    NoClaim,
    /// It is where the brand's codes come from.
    CodeSender,
    /// It is another address of the brand's.
    Official,
    /// It is an address of the brand's that strangers write through.
    Strangers,
    /// It is a mailbox of one of the brand's customers.
    Customer,
    /// It is somebody else.
    Foreign,
    /// Nobody is named, or nobody can be told.
    Nobody,
}

impl Standing {
    /// The standing of this mail's sender.
    #[must_use]
    pub fn of(mail: &Mail, claim: &Claim<'_>) -> Self {
        let Some(brand) = claim.brand else {
            return Self::NoClaim;
        };
        match mail.from.address() {
            Some(sender) if !sender.domain.is_empty() => at(brand, sender),
            Some(_) | None => Self::Nobody,
        }
    }

    /// Whether the address is the brand's own, whoever really sent it.
    #[must_use]
    pub const fn is_official(self) -> bool {
        matches!(self, Self::CodeSender | Self::Official)
    }

    /// Whether the address is somebody else's than the brand's.
    #[must_use]
    pub const fn is_foreign(self) -> bool {
        matches!(self, Self::Customer | Self::Foreign | Self::Nobody)
    }
}

/// The standing of `sender` to `brand`.
fn at(brand: &Brand, sender: &Mailbox) -> Standing {
    let address = sender.address().to_ascii_lowercase();
    let is_within = |domains: &[String]| {
        domains
            .iter()
            .any(|domain| name::is_within(&sender.domain, domain))
    };
    if brand.senders.iter().any(|one| is_code_sender(one, sender)) {
        return Standing::CodeSender;
    }
    let strangers = brand.strangers.iter().any(|one| {
        if one.contains('@') {
            one.eq_ignore_ascii_case(&address)
        } else {
            name::is_within(&sender.domain, one)
        }
    });
    if strangers {
        return Standing::Strangers;
    }
    // A mailbox domain may lie within an official one or be one (`docomo.ne.jp`): the
    // longest name that fits decides, and among equals the customers'.
    let longest = |domains: &[String]| {
        let fitting = domains
            .iter()
            .filter(|domain| name::is_within(&sender.domain, domain));
        fitting.map(String::len).max()
    };
    if is_within(&brand.mailboxes) && longest(&brand.mailboxes) >= longest(&brand.domains) {
        return Standing::Customer;
    }
    if is_within(&brand.domains) {
        return Standing::Official;
    }
    Standing::Foreign
}

fn is_code_sender(one: &CodeSender, sender: &Mailbox) -> bool {
    match one {
        CodeSender::Address(address) => address.eq_ignore_ascii_case(&sender.address()),
        CodeSender::At(domain) => *domain == sender.domain,
        CodeSender::Ending(end, domain) => {
            *domain == sender.domain && sender.local.to_ascii_lowercase().ends_with(end.as_str())
        }
    }
}

/// Whether the brand is claimed plainly: by the sender's name or domain, or by a subject about
/// an account; not only somewhere in the text.
#[must_use]
pub fn is_plain(claim: &Claim<'_>) -> bool {
    claim.by.iter().any(|by| match by {
        Claimed::Domain | Claimed::Name | Claimed::Lookalike | Claimed::Format => true,
        Claimed::Subject => claim.account || claim.code,
        Claimed::Text | Claimed::Picture | Claimed::LinkText => false,
    })
}
