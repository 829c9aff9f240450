//! Ceremonies with a software authenticator that can lie, and the standard's own vectors.

use kadomori_domain::{
    chance::Chance,
    factor::{
        checked::NotRight,
        passkey::{Asserted, Backup, CounterSignal, NewPasskey, Passkey, UserHandle},
    },
    id::{AccountId, PasskeyId, TenantId},
    key::{KeyId, KeyRing, RootKey},
    label::Label,
    time::Time,
};
use serde_json::json;

use super::webauthn::{
    AssertRefusal, Assertion, Begun, Discoverable, EnrolRefusal, Enrolling, Known, RelyingParty,
    Unfit, Verification,
};
use softkey::{Key, SoftKey};

mod softkey;
mod unreadable;
mod vector;

const ORIGIN: &str = "http://localhost:8080";
const NOW: Time = Time::from_micros(1_000_000_000);

fn site() -> RelyingParty {
    RelyingParty::new(ORIGIN, "localhost", "Kadomori")
}

fn chance(seed: u8) -> Chance {
    Chance::new([seed; 32])
}

fn handle(seed: u8) -> UserHandle {
    let keys = KeyRing::new(vec![RootKey::new(KeyId(1), [1; 32])]).unwrap();
    let account = AccountId::new(NOW, &mut chance(seed));
    UserHandle::of(account, &keys.index_key(TenantId::DEFAULT))
}

fn begin_enrol(existing: &[Passkey]) -> Begun {
    let who = Enrolling {
        handle: handle(1),
        account: "mika@example.jp",
        existing,
        discoverable: Discoverable::Preferred,
    };
    site().begin_enrol(&who, NOW, &mut chance(2))
}

fn enrol(key: &mut SoftKey) -> Result<NewPasskey, EnrolRefusal> {
    let begun = begin_enrol(&[]);
    let answer = key.create(&begun.options);
    site().finish_enrol(&begun.state, &answer, NOW)
}

fn kept(key: &mut SoftKey) -> Passkey {
    let id = PasskeyId::new(NOW, &mut chance(3));
    let new = enrol(key).unwrap();
    new.keep(id, Label::parse("鍵").unwrap(), NOW)
}

/// Signs in with a passkey that is found without an address.
fn sign_in(key: &mut SoftKey, passkey: &Passkey) -> Result<Asserted, AssertRefusal> {
    let begun = site().begin_sign_in(None, Verification::Preferred, NOW, &mut chance(4));
    let answer = key.get(&begun.options);
    finish(&begun, &answer, passkey)
}

fn finish(begun: &Begun, answer: &str, passkey: &Passkey) -> Result<Asserted, AssertRefusal> {
    let assertion = Assertion::parse(answer)?;
    let known = Known {
        passkey,
        handle: handle(1),
    };
    site().finish_sign_in(&begun.state, &assertion, Some(known), NOW)
}

#[test]
fn a_passkey_is_made_and_signs_in_with_every_algorithm_that_is_offered() {
    for private in [Key::es256(), Key::ed25519(), Key::rs256()] {
        let mut key = SoftKey::new(ORIGIN);
        key.key = private;
        let passkey = kept(&mut key);
        assert_eq!(passkey.credential.as_bytes(), key.credential);
        assert_eq!(passkey.backup, Backup::Synced);
        assert!(passkey.verified);
        assert_eq!(passkey.transports.words(), ["hybrid", "internal"]);
        assert_eq!(passkey.aaguid.0, [0xaa; 16]);

        let asserted = sign_in(&mut key, &passkey).unwrap();
        assert_eq!(asserted.passkey(), passkey.id);
        assert!(asserted.is_verified());
        assert_eq!(asserted.counter(), 2);
        assert_eq!(asserted.signal(), CounterSignal::Fine);
    }
}

#[test]
fn whether_it_can_be_found_without_an_address_is_told() {
    let new = enrol(&mut SoftKey::new(ORIGIN)).unwrap();
    assert_eq!(new.discoverable, Some(true));
}

#[test]
fn options_say_what_the_standard_calls_for() {
    let mut key = SoftKey::new(ORIGIN);
    let passkey = kept(&mut key);
    let begun = begin_enrol(std::slice::from_ref(&passkey));
    assert_eq!(
        begun.options,
        json!({
            "rp": { "id": "localhost", "name": "Kadomori" },
            "user": {
                "id": handle(1).to_string(),
                "name": "mika@example.jp",
                "displayName": "mika@example.jp",
            },
            "challenge": begun.options["challenge"],
            "pubKeyCredParams": [
                { "type": "public-key", "alg": -8 },
                { "type": "public-key", "alg": -7 },
                { "type": "public-key", "alg": -257 },
            ],
            "timeout": 300_000,
            "excludeCredentials": [{
                "type": "public-key",
                "id": passkey.credential.to_string(),
                "transports": ["hybrid", "internal"],
            }],
            "authenticatorSelection": {
                "residentKey": "preferred",
                "requireResidentKey": false,
                "userVerification": "preferred",
            },
            "attestation": "none",
            "extensions": { "credProps": true },
        })
    );
    let asked = site().begin_sign_in(None, Verification::Required, NOW, &mut chance(4));
    assert_eq!(
        asked.options,
        json!({
            "challenge": asked.options["challenge"],
            "timeout": 300_000,
            "rpId": "localhost",
            "allowCredentials": [],
            "userVerification": "required",
        })
    );
    assert_eq!(asked.options["challenge"].as_str().unwrap().len(), 43);
    assert_ne!(asked.options["challenge"], begun.options["challenge"]);
    let fetched = asked.for_browser("ab12");
    assert_eq!(fetched["ceremony"], "ab12");
    assert_eq!(fetched["publicKey"], asked.options);
}

#[test]
fn nothing_but_our_own_page_is_answered() {
    let mut home = SoftKey::new(ORIGIN);
    let passkey = kept(&mut home);
    let refused = Unfit::WrongOrigin;
    for origin in [
        "http://localhost:8081",
        "http://localhost",
        "https://localhost:8080",
        "http://mail.localhost:8080",
        "http://localhost:8080/",
        "http://localhost.example.net:8080",
    ] {
        origin.clone_into(&mut home.origin);
        assert_eq!(
            sign_in(&mut home, &passkey),
            Err(refused.into()),
            "{origin}"
        );
        let made = enrol(&mut SoftKey::new(origin));
        assert_eq!(made, Err(refused.into()), "{origin}");
    }
    ORIGIN.clone_into(&mut home.origin);

    home.cross_origin = true;
    assert_eq!(sign_in(&mut home, &passkey), Err(refused.into()));
    home.cross_origin = false;
    home.top_origin = Some("https://example.net".to_owned());
    assert_eq!(sign_in(&mut home, &passkey), Err(refused.into()));
    home.top_origin = None;
    home.site = Some("example.net".to_owned());
    assert_eq!(sign_in(&mut home, &passkey), Err(refused.into()));
    home.site = None;
    assert!(sign_in(&mut home, &passkey).is_ok());
}

#[test]
fn an_answer_is_good_for_the_ceremony_that_asked_and_for_no_other() {
    let mut key = SoftKey::new(ORIGIN);
    let passkey = kept(&mut key);
    let first = site().begin_sign_in(None, Verification::Preferred, NOW, &mut chance(4));
    let answer = key.get(&first.options);
    assert!(finish(&first, &answer, &passkey).is_ok());

    let later = site().begin_sign_in(None, Verification::Preferred, NOW, &mut chance(5));
    let replayed = finish(&later, &answer, &passkey);
    assert_eq!(replayed, Err(Unfit::OtherCeremony.into()));
    let making = begin_enrol(&[]);
    let crossed = finish(&making, &answer, &passkey);
    assert_eq!(crossed, Err(Unfit::OtherCeremony.into()));

    // The same challenge, signed as the other kind of ceremony.
    let mut options = later.options.clone();
    options["user"] = json!({ "id": "AA" });
    options["rp"] = json!({ "id": "localhost" });
    let made = site().finish_enrol(&later.state, &key.create(&options), NOW);
    assert_eq!(made, Err(Unfit::OtherCeremony.into()));
}

#[test]
fn an_answer_that_comes_too_late_is_told_so() {
    let mut key = SoftKey::new(ORIGIN);
    let begun = begin_enrol(&[]);
    let answer = key.create(&begun.options);
    let made = site().finish_enrol(&begun.state, &answer, begun.expires_at);
    assert_eq!(made, Err(Unfit::Expired.into()));
    let before = Time::from_micros(begun.expires_at.micros() - 1);
    assert!(site().finish_enrol(&begun.state, &answer, before).is_ok());
}

#[test]
fn an_owner_who_was_not_checked_is_told_and_refused_only_where_it_has_to_be() {
    let mut key = SoftKey::new(ORIGIN);
    key.verified = false;
    let passkey = kept(&mut key);
    assert!(!passkey.verified);
    assert!(!sign_in(&mut key, &passkey).unwrap().is_verified());

    let begun = site().begin_sign_in(None, Verification::Required, NOW, &mut chance(4));
    let answer = key.get(&begun.options);
    let refused = finish(&begun, &answer, &passkey);
    assert_eq!(refused, Err(Unfit::NotVerified.into()));

    key.verified = true;
    assert!(sign_in(&mut key, &passkey).unwrap().is_verified());
    key.present = false;
    let refused = sign_in(&mut key, &passkey);
    assert_eq!(refused, Err(Unfit::NotPresent.into()));
}

#[test]
fn a_cloned_counter_is_a_sign_and_refuses_nothing() {
    let mut key = SoftKey::new(ORIGIN);
    key.counter = 40;
    let mut passkey = kept(&mut key);
    let asserted = sign_in(&mut key, &passkey).unwrap();
    assert_eq!(asserted.signal(), CounterSignal::Fine);
    passkey.counter = asserted.counter();

    key.counter = 12;
    let cloned = sign_in(&mut key, &passkey).unwrap();
    assert_eq!(cloned.signal(), CounterSignal::WentBack);
    assert_eq!(cloned.counter(), passkey.counter);
}

#[test]
fn an_authenticator_without_a_counter_gives_no_sign() {
    let mut key = SoftKey::new(ORIGIN);
    key.counter = 0;
    let passkey = kept(&mut key);
    let signal = sign_in(&mut key, &passkey).unwrap().signal();
    assert_eq!(signal, CounterSignal::Fine);
}

#[test]
fn only_a_passkey_of_the_account_that_it_names_proves_anything() {
    let mut key = SoftKey::new(ORIGIN);
    let passkey = kept(&mut key);
    let begun = site().begin_sign_in(None, Verification::Preferred, NOW, &mut chance(4));
    let unknown = Err(AssertRefusal::UnknownKey);

    let answer = Assertion::parse(&key.get(&begun.options)).unwrap();
    let removed = site().finish_sign_in(&begun.state, &answer, None, NOW);
    assert_eq!(removed, unknown);
    let other = Known {
        passkey: &passkey,
        handle: handle(9),
    };
    let elsewhere = site().finish_sign_in(&begun.state, &answer, Some(other), NOW);
    assert_eq!(elsewhere, unknown);

    key.handle = None;
    assert_eq!(sign_in(&mut key, &passkey), unknown, "it names no account");
    let listed = [passkey.clone()];
    let begun = site().begin_sign_in(Some(&listed), Verification::Preferred, NOW, &mut chance(4));
    let answer = key.get(&begun.options);
    assert!(finish(&begun, &answer, &passkey).is_ok(), "it was named");
}

#[test]
fn only_a_passkey_that_was_asked_for_answers() {
    let mut key = SoftKey::new(ORIGIN);
    let passkey = kept(&mut key);
    let mut other = SoftKey::new(ORIGIN);
    other.credential = vec![9; 32];
    let listed = [kept(&mut other)];
    let begun = site().begin_sign_in(Some(&listed), Verification::Preferred, NOW, &mut chance(4));
    let answer = key.get(&begun.options);
    let refused = finish(&begun, &answer, &passkey);
    assert_eq!(refused, Err(AssertRefusal::UnknownKey));

    let none = site().begin_sign_in(Some(&[]), Verification::Preferred, NOW, &mut chance(4));
    let answer = key.get(&none.options);
    let refused = finish(&none, &answer, &passkey);
    assert_eq!(refused, Err(AssertRefusal::UnknownKey));
}

#[test]
fn a_signature_by_another_key_proves_nothing() {
    let mut key = SoftKey::new(ORIGIN);
    let passkey = kept(&mut key);
    for another in [Key::es256(), Key::ed25519(), Key::rs256()] {
        key.key = another;
        let refused = sign_in(&mut key, &passkey);
        assert_eq!(refused, Err(AssertRefusal::WrongSignature));
    }
}

#[test]
fn a_passkey_that_is_copied_is_told_and_one_that_changes_its_nature_is_refused() {
    let mut key = SoftKey::new(ORIGIN);
    key.backed_up = false;
    let passkey = kept(&mut key);
    assert_eq!(passkey.backup, Backup::Eligible);
    key.backed_up = true;
    let asserted = sign_in(&mut key, &passkey).unwrap();
    assert_eq!(asserted.backup(), Backup::Synced);

    key.eligible = false;
    let impossible = sign_in(&mut key, &passkey);
    assert!(matches!(impossible, Err(AssertRefusal::Unfit(_))));
    key.backed_up = false;
    let changed = sign_in(&mut key, &passkey);
    assert_eq!(changed, Err(AssertRefusal::Changed));
}

#[test]
fn a_passkey_is_not_taken_twice() {
    let mut key = SoftKey::new(ORIGIN);
    let existing = [kept(&mut key)];
    let begun = begin_enrol(&existing);
    let answer = key.create(&begun.options);
    let again = site().finish_enrol(&begun.state, &answer, NOW);
    assert_eq!(again, Err(EnrolRefusal::AlreadyThere));
}

#[test]
fn every_refusal_has_its_word_for_the_person() {
    for (refusal, told) in [
        (AssertRefusal::UnknownKey, NotRight::UnknownPasskey),
        (AssertRefusal::WrongSignature, NotRight::Mismatch),
        (AssertRefusal::Changed, NotRight::Mismatch),
        (Unfit::WrongOrigin.into(), NotRight::OtherSite),
        (Unfit::OtherCeremony.into(), NotRight::CeremonyOver),
        (Unfit::Expired.into(), NotRight::CeremonyOver),
        (Unfit::NotVerified.into(), NotRight::Mismatch),
        (Unfit::Malformed("answer").into(), NotRight::Mismatch),
    ] {
        assert_eq!(refusal.not_right(), told, "{refusal}");
    }
}

#[test]
fn browsers_are_told_which_passkeys_are_left() {
    let mut key = SoftKey::new(ORIGIN);
    let left = [kept(&mut key)];
    let told = site().signal_all(handle(1), &left);
    assert_eq!(told["rpId"], "localhost");
    assert_eq!(told["userId"], handle(1).to_string());
    let id = left[0].credential.to_string();
    assert_eq!(told["allAcceptedCredentialIds"], json!([id]));
    let begun = site().begin_sign_in(None, Verification::Preferred, NOW, &mut chance(4));
    let answer = Assertion::parse(&key.get(&begun.options)).unwrap();
    let told = site().signal_unknown(&answer);
    assert_eq!(told, json!({ "rpId": "localhost", "credentialId": id }));
}
