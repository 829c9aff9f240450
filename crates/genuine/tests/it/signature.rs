//! Signatures: each way to hold and to fail.

use kadomori_genuine::auth::{Signature, SignatureState};

use crate::support::{
    authenticate,
    sign::{self, Key, Signing, Way},
};

const MAIL: &str = "From: Example <no-reply@example.jp>\n\
    To: mika@example.net\n\
    Subject: =?utf-8?B?44Kz44O844OJ?=\n\
    Date: Thu, 02 Jul 2026 09:00:00 +0900\n\
    Message-ID: <1@example.jp>\n\
    MIME-Version: 1.0\n\
    Content-Type: text/plain; charset=utf-8\n\
    \n\
    Your code:  123456 \n\
    \n\
    コード\t123456\n\
    \t \n\
    \n";

fn verified(mail: &[u8], signings: &[&Signing]) -> Vec<Signature> {
    let entries = signings.iter().map(|signing| signing.entry());
    authenticate(mail, &sign::dns(entries)).signatures
}

fn state(mail: &[u8], signing: &Signing) -> SignatureState {
    let signatures = verified(mail, &[signing]);
    assert_eq!(signatures.len(), 1);
    signatures[0].state
}

fn changed(mail: &[u8], from: &str, to: &str) -> Vec<u8> {
    let at = mail
        .windows(from.len())
        .position(|it| it == from.as_bytes());
    let at = at.expect("the text to change");
    let mut mail = mail.to_vec();
    mail.splice(at..at + from.len(), to.bytes());
    mail
}

#[test]
fn what_nobody_changed_holds() {
    for key in [Key::Rsa2048, Key::Rsa1024, Key::Ed25519] {
        for (head, body) in [
            (Way::Relaxed, Way::Relaxed),
            (Way::Relaxed, Way::Simple),
            (Way::Simple, Way::Relaxed),
            (Way::Simple, Way::Simple),
        ] {
            let signing = Signing {
                key,
                head,
                body,
                ..Signing::by("example.jp")
            };
            let signatures = verified(&signing.sign(MAIL.as_bytes()), &[&signing]);

            let expected = Signature {
                domain: "example.jp".to_owned(),
                selector: "s1".to_owned(),
                state: SignatureState::Holds,
                aligned: true,
                partial: false,
                length: false,
                covers: true,
                covers_to: true,
            };
            assert_eq!(signatures, [expected], "{key:?} {head:?} {body:?}");
        }
    }
}
