//! Overviews of each kind.

use core::time::Duration;

use kadomori_domain::{
    event::SecurityChange,
    factor::passkey::Backup,
    holdings::{Holdings, Keeps, PasswordHeld},
    id::{AppId, ContactId, PasskeyId},
    policy::Texts,
    security::Refused,
};

use super::{
    AddressItem, AppItem, PasskeyItem, PhoneItem, SecurityNotice, SecurityPage, UserNameItem,
};
use crate::sample;

impl SecurityPage {
    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let said = |notice| Self {
            notice: Some(notice),
            ..full()
        };
        let refused = |why| said(SecurityNotice::Refused(why));
        let few = Self {
            holdings: Holdings {
                recovery_codes: 2,
                ..full().holdings
            },
            ..full()
        };
        let mut broken = full();
        if let Some(item) = broken.addresses.last_mut() {
            item.broken_at = Some(sample::NOON.minus(Duration::from_hours(30)));
        }
        let no_phone = Self {
            texts: Texts::On,
            ..new()
        };
        let mut broken_phone = full();
        if let Some(item) = broken_phone.phones.last_mut() {
            item.broken_at = Some(sample::NOON.minus(Duration::from_hours(30)));
            item.signs_in = false;
        }
        let off = Self {
            texts: Texts::Off,
            ..full()
        };
        let short = Self {
            holdings: Holdings {
                password: PasswordHeld::Short,
                ..full().holdings
            },
            ..full()
        };
        vec![
            ("new", new()),
            ("full", full()),
            ("few_codes", few),
            ("short_password", short),
            ("broken_address", broken),
            ("no_phone", no_phone),
            ("broken_phone", broken_phone),
            ("texts_off", off),
            (
                "done",
                said(SecurityNotice::Done(SecurityChange::PasskeyAdded)),
            ),
            ("proven", said(SecurityNotice::Proven)),
            ("last_way_in", refused(Keeps::LastWayIn.into())),
            ("last_notices", refused(Refused::LastNotices)),
            ("not_there", refused(Refused::NotThere)),
        ]
    }
}

/// Of a newcomer.
fn new() -> SecurityPage {
    SecurityPage {
        frame: sample::account_frame("/account/security"),
        now: sample::NOON.plus(Duration::from_mins(4)),
        zone: sample::zone(),
        notice: None,
        holdings: Holdings {
            mailboxes: 1,
            ..Holdings::default()
        },
        password_at: None,
        apps: Vec::new(),
        passkeys: Vec::new(),
        recovery_at: None,
        addresses: vec![address(1, "mika@example.jp", true)],
        phones: Vec::new(),
        texts: Texts::Off,
        user_name: None,
        phrase_at: None,
        signal: None,
    }
}

/// Of someone who has everything.
fn full() -> SecurityPage {
    let passkey = |id, label: &str, backup, verified| PasskeyItem {
        id: PasskeyId::from_bytes([id; 16]),
        label: label.to_owned(),
        backup,
        verified,
        created_at: sample::LONG_AGO,
        used_at: verified.then_some(sample::NOON),
    };
    let app = AppItem {
        id: AppId::from_bytes([2; 16]),
        label: "会社のスマートフォン".to_owned(),
        created_at: sample::LONG_AGO,
        used_at: Some(sample::NOON.minus(Duration::from_hours(30))),
    };
    SecurityPage {
        holdings: Holdings {
            mailboxes: 1,
            phones: 1,
            password: PasswordHeld::Long,
            apps: 1,
            passkeys: 3,
            verified_passkeys: 2,
            recovery_codes: 8,
            two_step_since: Some(sample::LONG_AGO),
        },
        password_at: Some(sample::LONG_AGO),
        apps: vec![app],
        passkeys: vec![
            passkey(1, "iPhone", Backup::Synced, true),
            passkey(2, "ThinkPad", Backup::Eligible, true),
            passkey(3, "Key ring <3", Backup::DeviceBound, false),
        ],
        recovery_at: Some(sample::LONG_AGO),
        addresses: vec![
            address(1, "mika@example.jp", true),
            address(2, "a-rather-long-address-of-mika@post.example.jp", false),
        ],
        phones: vec![phone("+81 90-1234-5678", "+819012345678")],
        texts: Texts::On,
        user_name: Some(UserNameItem {
            name: "mika_t".to_owned(),
            signs_in: true,
        }),
        phrase_at: Some(sample::LONG_AGO),
        signal: Some(r#"{"rpId":"example.jp","allAcceptedCredentialIds":[]}"#.to_owned()),
        ..new()
    }
}

fn address(id: u8, address: &str, codes: bool) -> AddressItem {
    AddressItem {
        id: ContactId::from_bytes([id; 16]),
        address: address.to_owned(),
        normal: address.to_owned(),
        codes,
        notices: true,
        signs_in: codes,
        broken_at: None,
    }
}

fn phone(number: &str, normal: &str) -> PhoneItem {
    PhoneItem {
        id: ContactId::from_bytes([6; 16]),
        number: number.to_owned(),
        normal: normal.to_owned(),
        signs_in: true,
        created_at: sample::LONG_AGO,
        broken_at: None,
    }
}
