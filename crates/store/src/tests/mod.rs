//! What the aggregates remember, on both engines. The rows that the tests work with are made
//! here.

mod account;
mod acquaintance;
mod change;
mod delivery;
mod factor_use;
mod flow;
mod forwarded;
mod message;
mod own_mail;
mod pending;
mod phrase;
mod planner;
mod step;

use core::time::Duration;
use std::ops::Deref;

use kadomori_domain::{
    account::NewAccount,
    address::MailAddress,
    assurance::Assurance,
    client::Agent,
    device::{DeviceHere, DeviceSeen, NewDevice},
    factor::{
        FactorKind,
        passkey::{Aaguid, Backup, CredentialId, Passkey, Transports},
    },
    holdings::{Holdings, PasswordHeld},
    id::{AccountId, AppId, ContactId, DeviceId, PasskeyId, SessionId, TenantId},
    identifier::Identifier,
    label::Label,
    locale::Locale,
    phone::Country,
    proof::{Proof, Shown},
    seal::Sealed,
    security::{App, Change, Contact, HeldIdentifier, HeldPhrase, NewPassword},
    session::{Keep, Session},
    time::Time,
    token::{Token, TokenHash},
};

use crate::{
    Engine,
    device::{self, Acquaintance},
    holdings, security,
    security::Changed,
    session, tenant,
    testing::{TestDb, fresh},
};

const TENANT: TenantId = TenantId::DEFAULT;
/// Mika's account, which every test begins with.
const MIKA: AccountId = AccountId::from_bytes([1; 16]);
/// The account of another person, where a test makes it.
const TAROU: AccountId = AccountId::from_bytes([9; 16]);
/// The moment of all tests.
const NOW: Time = Time::from_micros(1_800_000_000_000_000);
const HOUR: Duration = Duration::from_hours(1);

/// Runs statements in a transaction of their own: `run!(db, input, |tx, input| …)`.
macro_rules! run {
    ($db:expr, $input:expr, |$tx:ident, $given:ident| $work:expr) => {
        $db.write($input, |$tx, $given| {
            Box::pin(async move {
                let _used = $given;
                $work
            })
        })
        .await
    };
}
use run;

/// A database with Mika's account, which has the address `mika@example.jp`.
struct World(TestDb);

impl Deref for World {
    type Target = TestDb;

    fn deref(&self) -> &TestDb {
        &self.0
    }
}

impl World {
    async fn new(engine: Engine) -> Self {
        let world = Self(fresh(engine).await);
        run!(world, (), |tx, input| tenant::insert_default(
            tx, "Kadomori", NOW
        )
        .await)
        .unwrap();
        world.add_account(MIKA, "mika@example.jp").await;
        world
    }

    async fn add_account(&self, id: AccountId, typed: &str) {
        let new = NewAccount {
            id,
            tenant: TENANT,
            contact: ContactId::from_bytes(*id.as_bytes()),
            address: address(typed),
            confirmed_at: Some(NOW),
            locale: Locale::Ja,
            zone: Some("Asia/Tokyo".to_owned()),
            created_at: NOW,
        };
        let made = run!(self, new, |tx, new| crate::account::insert(tx, new).await);
        assert!(made.unwrap(), "{typed} is taken");
    }

    /// Changes what protects Mika's account.
    async fn change(&self, change: Change) {
        assert_eq!(self.try_to(change).await, Changed::Done);
    }

    async fn try_to(&self, change: Change) -> Changed {
        run!(self, change, |tx, change| {
            security::apply(tx, TENANT, MIKA, change, NOW).await
        })
        .unwrap()
    }

    async fn holdings(&self) -> Holdings {
        let found = run!(self, (), |tx, input| holdings::find(tx, TENANT, MIKA).await);
        found.unwrap().unwrap()
    }

    async fn find(&self, typed: &str, cookie: Option<TokenHash>) -> Acquaintance {
        let asked = (Identifier::parse(typed, Country::JAPAN).unwrap(), cookie);
        let found = run!(self, asked, |tx, asked| {
            device::find(tx, TENANT, &asked.0, asked.1, NOW).await
        });
        found.unwrap()
    }

    /// Signs Mika in on the device with this number, and gives the session the same one.
    async fn sign_in(&self, number: u8, way: Option<FactorKind>, trusted_until: Option<Time>) {
        let given = (number, way, trusted_until);
        run!(self, given, |tx, given| {
            let (number, way, trusted_until) = *given;
            let seen = DeviceSeen {
                device: DeviceHere::New(NewDevice {
                    id: DeviceId::from_bytes([number; 16]),
                    token: Token::parse(&"A".repeat(43)).unwrap(),
                    hash: cookie(number),
                }),
                agent: Agent::default(),
                at: NOW,
                way,
                trusted_until,
            };
            device::insert(tx, TENANT, MIKA, &seen).await?;
            session::insert(tx, &a_session(number), 20).await
        })
        .unwrap();
    }
}

fn address(typed: &str) -> MailAddress {
    MailAddress::parse(typed).unwrap()
}

fn label(text: &str) -> Label {
    Label::parse(text).unwrap()
}

fn cookie(number: u8) -> TokenHash {
    TokenHash::from_bytes([number; 32])
}

fn proof(shown: Shown) -> Proof {
    Proof::recall(shown, NOW)
}

/// Something sealed, which nobody can open.
fn sealed(number: u8) -> Sealed {
    let mut bytes = vec![1, 0, 0, 0, 1];
    bytes.extend([number; 24 + 16]);
    Sealed::from_bytes(&bytes).unwrap()
}

fn a_session(number: u8) -> Session {
    Session {
        id: SessionId::from_bytes([number; 16]),
        tenant: TENANT,
        account: MIKA,
        device: DeviceId::from_bytes([number; 16]),
        token: cookie(number),
        created_at: NOW,
        seen_at: NOW,
        idle_for: HOUR,
        ends_at: NOW.plus(HOUR * 24),
        keep: Keep::Kept,
        assurance: Assurance::Single,
        ways: vec![FactorKind::MailCode],
        proofs: vec![proof(Shown::MailCode)],
    }
}

fn a_contact(number: u8, typed: &str) -> Contact {
    Contact {
        id: ContactId::from_bytes([number; 16]),
        address: address(typed),
        codes: true,
        notices: true,
        confirmed_at: Some(NOW),
        created_at: NOW,
        broken_at: None,
    }
}

fn held(typed: &str, signs_in: bool) -> HeldIdentifier {
    HeldIdentifier {
        identifier: Identifier::parse(typed, Country::JAPAN).unwrap(),
        signs_in,
        created_at: NOW,
    }
}

fn a_password(number: u8, held: PasswordHeld) -> NewPassword {
    NewPassword {
        sealed: sealed(number),
        held,
        at: NOW,
    }
}

fn a_phrase(number: u8) -> HeldPhrase {
    HeldPhrase {
        sealed: sealed(number),
        chosen_at: NOW,
    }
}

fn an_app(number: u8) -> App {
    App {
        id: AppId::from_bytes([number; 16]),
        label: label("電話"),
        seed: sealed(number),
        last_step: None,
        created_at: NOW,
        used_at: None,
    }
}

fn a_passkey(number: u8, verified: bool) -> Passkey {
    Passkey {
        id: PasskeyId::from_bytes([number; 16]),
        credential: CredentialId::from_bytes([number; 20]).unwrap(),
        public_key: vec![0xa5, number],
        label: label("鍵"),
        counter: 7,
        backup: Backup::Eligible,
        verified,
        transports: Transports::from_words(["internal".to_owned(), "hybrid".to_owned()]),
        aaguid: Aaguid([number; 16]),
        created_at: NOW,
        used_at: None,
    }
}
