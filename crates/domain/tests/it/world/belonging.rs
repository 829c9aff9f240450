//! What the one account of the world has: its rows, and the secrets that answer for them.

use std::collections::BTreeMap;

use kadomori_domain::{
    address::MailAddress,
    chance::Chance,
    factor::{
        FactorKind,
        passkey::{Aaguid, Backup, CredentialId, NewPasskey, Passkey, Transports},
        password::{
            Accepted, HashMemory, Known, OwnWords, Password, PasswordCost, PasswordHash, Rules,
            SecondStep, judge,
        },
        recovery_code::{RecoveryCode, RecoverySet},
        totp::TotpSeed,
    },
    holdings::{Holdings, PasswordHeld},
    id::{AccountId, AppId, ContactId, PasskeyId, TenantId},
    identifier::Identifier,
    key::KeyRing,
    label::Label,
    phone::PhoneNumber,
    policy::PasswordPolicy,
    seal::{SealUse, Sealed},
    security::{App, Belongings, Contact, HeldIdentifier, HeldPhrase, Phone},
    time::Time,
};

use super::{World, address};

pub(crate) const PASSWORD: &str = "blue kettle on a hill";
pub(crate) const SHORT: &str = "kettlehill";

#[derive(Clone)]
pub(crate) struct Owned {
    pub(crate) id: AccountId,
    pub(crate) contacts: Vec<Contact>,
    pub(crate) phones: Vec<Phone>,
    pub(crate) identifiers: Vec<HeldIdentifier>,
    pub(crate) apps: Vec<App>,
    pub(crate) seeds: BTreeMap<AppId, TotpSeed>,
    pub(crate) passkeys: Vec<Passkey>,
    pub(crate) password: Option<(PasswordHash, PasswordHeld)>,
    /// The codes that were printed last, and what the database keeps of each that is left.
    pub(crate) printed: Vec<RecoveryCode>,
    pub(crate) codes: Vec<[u8; 32]>,
    pub(crate) two_step_since: Option<Time>,
    pub(crate) phrase: Option<HeldPhrase>,
}

impl Owned {
    pub(crate) fn new(id: AccountId, mailbox: &str, now: Time, chance: &mut Chance) -> Self {
        let address = address(mailbox);
        Self {
            id,
            contacts: vec![contact(&address, now, chance)],
            phones: Vec::new(),
            identifiers: vec![HeldIdentifier {
                identifier: Identifier::Mail(address),
                signs_in: true,
                created_at: now,
            }],
            apps: Vec::new(),
            seeds: BTreeMap::new(),
            passkeys: Vec::new(),
            password: None,
            printed: Vec::new(),
            codes: Vec::new(),
            two_step_since: None,
            phrase: None,
        }
    }

    pub(crate) fn holdings(&self) -> Holdings {
        let count = |count: usize| u32::try_from(count).expect("few");
        Holdings {
            mailboxes: count(self.contacts.iter().filter(|one| one.codes).count()),
            phones: count(self.phones.len()),
            password: self
                .password
                .as_ref()
                .map_or(PasswordHeld::None, |(_, held)| *held),
            apps: count(self.apps.len()),
            passkeys: count(self.passkeys.len()),
            verified_passkeys: count(self.passkeys.iter().filter(|one| one.verified).count()),
            recovery_codes: count(self.codes.len()),
            two_step_since: self.two_step_since,
        }
    }

    pub(crate) fn belongings(&self) -> Belongings<'_> {
        Belongings {
            holdings: self.holdings(),
            contacts: &self.contacts,
            phones: &self.phones,
            identifiers: &self.identifiers,
            apps: &self.apps,
            passkeys: &self.passkeys,
            phrase: self.phrase.as_ref(),
        }
    }

    /// Where text messages go: to the preferred number, else the first.
    pub(crate) fn phone(&self, preferred: Option<&str>) -> Option<PhoneNumber> {
        let mut phones = self.phones.iter();
        let exact = phones.find(|one| Some(one.number.as_e164()) == preferred);
        exact.or(self.phones.first()).map(|one| one.number.clone())
    }

    /// Where codes go: to the preferred address if it receives them, else the first that does.
    pub(crate) fn mailbox(&self, preferred: Option<&str>) -> Option<MailAddress> {
        let codes = || self.contacts.iter().filter(|one| one.codes);
        let exact = codes().find(|one| Some(one.address.normal().as_str()) == preferred);
        exact
            .or_else(|| codes().next())
            .map(|one| one.address.clone())
    }
}

impl World {
    /// The account gets one more of a kind, out of nowhere.
    pub(crate) fn hold(&mut self, way: FactorKind) {
        let now = self.now;
        match way {
            FactorKind::MailCode => {
                let more = format!("mika{}@example.jp", self.owned().contacts.len());
                let contact = contact(&address(&more), now, &mut self.chance());
                self.owned_mut().contacts.push(contact);
            }
            FactorKind::SmsCode => {
                let more = format!("+8190123456{:02}", 78 - self.owned().phones.len());
                let phone = phone(&more, now, &mut self.chance());
                self.owned_mut().phones.push(phone);
            }
            FactorKind::Password => self.hold_password(PASSWORD),
            FactorKind::Totp => {
                let (app, seed) = self.new_app();
                let owned = self.owned_mut();
                owned.seeds.insert(app.id, seed);
                owned.apps.push(app);
            }
            FactorKind::Passkey => self.hold_passkey(true),
            FactorKind::RecoveryCode => {
                let hashes = self.print_codes();
                self.owned_mut().codes = hashes;
            }
        }
    }

    pub(crate) fn hold_password(&mut self, text: &str) {
        let held = accepted(text).held();
        self.owned_mut().password = Some((hash(held), held));
    }

    pub(crate) fn hold_passkey(&mut self, verified: bool) {
        let passkey = self.new_passkey(verified);
        self.owned_mut().passkeys.push(passkey);
    }

    pub(crate) fn hold_two_step(&mut self) {
        self.owned_mut().two_step_since = Some(self.now);
    }

    pub(crate) fn new_app(&mut self) -> (App, TotpSeed) {
        let mut chance = self.chance();
        let seed = TotpSeed::draw(&mut chance);
        let app = App {
            id: AppId::new(self.now, &mut chance),
            label: label("phone"),
            seed: sealed(&self.keys, &mut chance),
            last_step: None,
            created_at: self.now,
            used_at: None,
        };
        (app, seed)
    }

    pub(crate) fn new_passkey(&mut self, verified: bool) -> Passkey {
        let mut chance = self.chance();
        let new = NewPasskey {
            credential: CredentialId::from_bytes(chance.bytes::<16>()).expect("an id"),
            public_key: vec![0xa5],
            counter: 0,
            backup: Backup::DeviceBound,
            verified,
            transports: Transports::default(),
            aaguid: Aaguid::default(),
            discoverable: Some(true),
        };
        let id = PasskeyId::new(self.now, &mut chance);
        new.keep(id, label("laptop"), self.now)
    }

    /// Prints a new set, and tells what the database would keep of it.
    pub(crate) fn print_codes(&mut self) -> Vec<[u8; 32]> {
        let set = RecoverySet::draw(&mut self.chance());
        let index = self.keys.index_key(TenantId::DEFAULT);
        let hashes = set.hashes(&index, self.owned().id).to_vec();
        self.owned_mut().printed = set.codes().to_vec();
        hashes
    }
}

pub(crate) fn contact(address: &MailAddress, now: Time, chance: &mut Chance) -> Contact {
    Contact {
        id: ContactId::new(now, chance),
        address: address.clone(),
        codes: true,
        notices: true,
        confirmed_at: Some(now),
        created_at: now,
        broken_at: None,
    }
}

pub(crate) fn phone(number: &str, now: Time, chance: &mut Chance) -> Phone {
    Phone {
        id: ContactId::new(now, chance),
        number: PhoneNumber::from_e164(number).expect("a number"),
        confirmed_at: Some(now),
        created_at: now,
        broken_at: None,
    }
}

pub(crate) fn label(text: &str) -> Label {
    Label::parse(text).expect("a label")
}

pub(crate) fn sealed(keys: &KeyRing, chance: &mut Chance) -> Sealed {
    keys.seal(SealUse::TotpSeed, TenantId::DEFAULT, b"row", b"x", chance)
}

/// What the judge says of a password beside a second step.
pub(crate) fn accepted(text: &str) -> Accepted {
    let rules = Rules {
        policy: &PasswordPolicy {
            minimum: 15,
            minimum_with_second_step: 8,
            cost: cost(),
        },
        second_step: SecondStep::On,
        own_words: &OwnWords::of([]),
        known: Known::No,
    };
    judge(&password(text), &rules).expect("a good password")
}

pub(crate) fn password(text: &str) -> Password {
    Password::parse(text).expect("a password")
}

/// Cheap enough for tests.
pub(crate) fn cost() -> PasswordCost {
    PasswordCost::new(8, 1, 1).expect("a cost")
}

/// The hash of the one password of this length that the world knows.
pub(crate) fn hash(held: PasswordHeld) -> PasswordHash {
    let text = password(text_of(held));
    PasswordHash::make(&text, cost(), &[9; 16], &mut HashMemory::new())
}

pub(crate) fn text_of(held: PasswordHeld) -> &'static str {
    match held {
        PasswordHeld::Short => SHORT,
        PasswordHeld::Long | PasswordHeld::None => PASSWORD,
    }
}
