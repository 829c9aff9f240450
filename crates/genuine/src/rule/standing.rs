//! How the sender stands to the brand that the mail claims to be from.

use crate::{
    auth::Authentication,
    brand::{Brand, Claim, Claimed, Sender},
    mail::{Form, Mail, Mailbox},
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
            Some(sender) if !sender.domain.is_empty() => {
                let standing = at(brand, sender);
                if standing.is_official() && brand.speaks_for_strangers(&mail.subject) {
                    Self::Strangers
                } else {
                    standing
                }
            }
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
    match brand.sender(sender) {
        Some(Sender::Code) => Standing::CodeSender,
        Some(Sender::Official) => Standing::Official,
        Some(Sender::Strangers) => Standing::Strangers,
        Some(Sender::Customer) => Standing::Customer,
        None => Standing::Foreign,
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

/// Whether the text speaks as the brand about an account, and no name says that it is somebody
/// else, or it brings a code: then that is whom readers take the mail for.
pub(super) fn speaks_alone(mail: &Mail, claim: &Claim<'_>) -> bool {
    let nameless = mail.form != Form::Text && mail.from.name.trim().is_empty();
    claim.speaks && ((claim.account && nameless) || claim.code)
}

/// Whether the reader's own organisation writes, and proves it, without calling itself as the
/// brand: then a subject about the brand is what people at work write of. Whom it was put to
/// the receiver's own server wrote on top; `To` may be forged.
pub(super) fn is_own_house(mail: &Mail, claim: &Claim<'_>, known: &Authentication) -> bool {
    let Some(sender) = mail.from.address() else {
        return false;
    };
    let named = claim.by.contains(&Claimed::Name) || claim.by.contains(&Claimed::Lookalike);
    let own = mail
        .put_into()
        .is_some_and(|it| name::organisation(it) == name::organisation(&sender.domain));
    own && !named && !name::is_free_mailbox(&sender.domain) && known.is_proved()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brand::{BrandId, CodeSender, Grade};

    fn brand() -> Brand {
        let list = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect();
        Brand {
            domains: list(&["kumo.example", "mail.kumo.example.jp"]),
            strangers: list(&["share@kumo.example", "pages.kumo.example"]),
            mailboxes: list(&["kumo.example.jp", "me.kumo.example", "mail.kumo.example"]),
            senders: vec![
                CodeSender::Address("code@kumo.example".to_owned()),
                CodeSender::At("id.kumo.example".to_owned()),
                CodeSender::Ending("-master".to_owned(), "mail.kumo.example.jp".to_owned()),
            ],
            ..crate::rule::sample::row("kumo", Grade::A)
        }
    }

    #[test]
    fn the_readers_own_house_is_told_by_where_it_was_put_and_a_signature() {
        let signature = crate::auth::Signature {
            domain: "kadomori.example".to_owned(),
            selector: "a".to_owned(),
            state: crate::auth::SignatureState::Holds,
            aligned: true,
            partial: false,
            length: false,
            covers: true,
            covers_to: true,
        };
        let proved = Authentication {
            signatures: vec![signature],
            ..Authentication::default()
        };
        let way = "Received: from a.example by mx.kadomori.example; x\r\n";
        let house = |put: &str, known: &Authentication, by: Vec<Claimed>| {
            let octets = format!(
                "Delivered-To: {put}\r\n{way}From: Mika <mika@kadomori.example>\r\n\
                 To: all@kadomori.example\r\nSubject: Kumo\r\n\r\nHello\r\n"
            );
            let mail = Mail::parse(octets.as_bytes(), &crate::Limits::default());
            let claim = Claim {
                by,
                ..Claim::default()
            };
            is_own_house(&mail, &claim, known)
        };
        let subject = || vec![Claimed::Subject];
        assert!(house("<ren@kadomori.example>", &proved, subject()));
        assert!(!house("<ren@other.example>", &proved, subject()));
        let unproved = Authentication::default();
        assert!(!house("<ren@kadomori.example>", &unproved, subject()));
        let by_name = vec![Claimed::Name];
        assert!(!house("<ren@kadomori.example>", &proved, by_name));
    }

    fn standing_of(address: &str) -> Standing {
        let (local, domain) = address.split_once('@').unwrap();
        let sender = Mailbox {
            local: local.to_owned(),
            domain: domain.to_owned(),
            name: String::new(),
        };
        at(&brand(), &sender)
    }

    #[test]
    fn only_the_exact_address_is_where_codes_come_from() {
        for address in [
            "code@kumo.example",
            "CODE@kumo.example",
            "any@id.kumo.example",
            "login-master@mail.kumo.example.jp",
        ] {
            assert_eq!(standing_of(address), Standing::CodeSender, "{address}");
        }
        for address in [
            "code2@kumo.example",
            "code@post.kumo.example",
            "code@x.id.kumo.example",
            "master@mail.kumo.example.jp",
        ] {
            assert_eq!(standing_of(address), Standing::Official, "{address}");
        }
    }

    #[test]
    fn what_strangers_and_customers_write_is_not_the_brands() {
        let cases = [
            ("share@kumo.example", Standing::Strangers),
            ("a@pages.kumo.example", Standing::Strangers),
            ("someone@kumo.example.jp", Standing::Customer),
            ("someone@me.kumo.example", Standing::Customer),
            ("news@mail.kumo.example.jp", Standing::Official),
            ("code@kumo.example.evil.example", Standing::Foreign),
            ("code@notkumo.example", Standing::Foreign),
        ];
        for (address, expected) in cases {
            assert_eq!(standing_of(address), expected, "{address}");
        }
    }

    #[test]
    fn nobody_stands_anywhere_without_a_claim() {
        let claim = Claim::default();
        assert_eq!(Standing::of(&Mail::default(), &claim), Standing::NoClaim);
        let row = brand();
        let claim = Claim {
            brand: Some(&row),
            ..Claim::default()
        };
        assert_eq!(Standing::of(&Mail::default(), &claim), Standing::Nobody);
        assert_eq!(row.id, BrandId("kumo".to_owned()));
    }
}
