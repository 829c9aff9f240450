//! The texts that the tests of this module send, and the settings of providers.

use core::time::Duration;

use kadomori_domain::{
    delivery::Tag,
    id::{MessageId, TenantId},
    key::{IndexKey, KeyId, KeyRing, RootKey},
    phone::PhoneNumber,
};
use zeroize::Zeroizing;

use super::{OutgoingText, Reports};
use crate::config::{Secret, ServiceUrl, TextProvider, TextProviderConfig};

const ID: MessageId = MessageId::from_bytes([1; 16]);

/// How the tag of the English text begins.
pub(crate) const TAG: &str = "aeaqcaibaeaqcaibaeaqcaiba";

fn index_key() -> IndexKey {
    let ring = KeyRing::new(vec![RootKey::new(KeyId(1), [7; 32])]).unwrap();
    ring.index_key(TenantId::DEFAULT)
}

/// Where the reports of these tests come to.
pub(super) fn reports() -> Reports {
    Reports {
        at: "https://id.example.jp/hooks/text/here".to_owned(),
    }
}

pub(crate) fn english() -> OutgoingText {
    OutgoingText {
        id: ID,
        date: 1_795_348_980_000_000,
        to: PhoneNumber::from_e164("+819012345678").unwrap(),
        body: Zeroizing::new("Your Kadomori code is 482913.\n\n@id.example.jp #482913".to_owned()),
        language: "en".to_owned(),
        tag: Tag::of(ID, &index_key()),
    }
}

pub(crate) fn japanese() -> OutgoingText {
    OutgoingText {
        id: MessageId::from_bytes([2; 16]),
        body: Zeroizing::new("確認コード 482913\n\n@id.example.jp #482913".to_owned()),
        language: "ja".to_owned(),
        ..english()
    }
}

pub(crate) fn settings(provider: TextProvider, port: u16, path: &str) -> TextProviderConfig {
    TextProviderConfig {
        provider,
        url: ServiceUrl::parse(&format!("http://localhost:{port}{path}")).unwrap(),
        username: None,
        password: None,
        secret: None,
        account: None,
        from: None,
        ca_file: None,
        timeout: Duration::from_secs(2),
    }
}

/// A password that nothing may tell.
pub(crate) const PASSWORD: &str = "hunter2-hunter2";

pub(crate) fn password() -> Secret {
    Secret::new(PASSWORD)
}
