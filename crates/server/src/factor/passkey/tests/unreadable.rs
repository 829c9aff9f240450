//! What can't be read is refused, wherever it is cut or altered, and stops nobody else.

use coset::cbor::{Value as Cbor, cbor, ser::into_writer};
use serde_json::Value;

use super::{
    super::{
        authenticator_data::{AuthenticatorData, in_attestation},
        ceremony::Ceremony,
        cose::PublicKey,
    },
    *,
};

fn data_of(made: &[u8], flags: u8) -> Vec<u8> {
    [&[7; 32], [flags].as_slice(), &[0, 0, 0, 1], made].concat()
}

fn made_of(public_key: &[u8]) -> Vec<u8> {
    [&[0; 16], [0, 3].as_slice(), &[1, 2, 3], public_key].concat()
}

fn written(value: &Cbor) -> Vec<u8> {
    let mut bytes = Vec::new();
    into_writer(value, &mut bytes).unwrap();
    bytes
}

#[test]
fn authenticator_data_is_read_to_its_last_byte() {
    let key = Key::es256().public();
    let whole = data_of(&made_of(&key), 0x41);
    let read = AuthenticatorData::parse(&whole).unwrap();
    assert_eq!(read.made.unwrap().public_key, key);
    for length in 0..whole.len() {
        assert_eq!(AuthenticatorData::parse(&whole[..length]), None, "{length}");
    }
    assert_eq!(AuthenticatorData::parse(&[whole, vec![0]].concat()), None);
    assert_eq!(AuthenticatorData::parse(&data_of(&[0], 0x01)), None);
}

#[test]
fn extensions_are_skipped_when_they_are_a_map() {
    let extended = written(&cbor!({ "credProtect" => 2 }).unwrap());
    assert!(AuthenticatorData::parse(&data_of(&extended, 0x81)).is_some());
    let key = made_of(&Key::es256().public());
    let both = [key, extended].concat();
    let read = AuthenticatorData::parse(&data_of(&both, 0xc1)).unwrap();
    assert!(read.made.is_some());
    let list = written(&cbor!([1]).unwrap());
    assert_eq!(AuthenticatorData::parse(&data_of(&list, 0x81)), None);
    assert_eq!(AuthenticatorData::parse(&data_of(&[], 0x81)), None);
}

#[test]
fn a_credential_id_longer_than_the_standard_allows_is_refused() {
    let key = Key::es256().public();
    for (length, is_read) in [(1, true), (1023, true), (1024, false), (0, false)] {
        let id = vec![1; usize::from(length)];
        let made = [&[0; 16], u16::to_be_bytes(length).as_slice(), &id, &key].concat();
        let read = AuthenticatorData::parse(&data_of(&made, 0x41));
        assert_eq!(read.is_some(), is_read, "{length}");
    }
}

#[test]
fn lists_within_lists_exhaust_nothing() {
    let deep = vec![0x81; 100_000];
    assert_eq!(AuthenticatorData::parse(&data_of(&deep, 0x81)), None);
    assert_eq!(in_attestation(&deep), None);
    assert!(PublicKey::parse(&deep).is_none());
    let endless = [0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
    assert_eq!(AuthenticatorData::parse(&data_of(&endless, 0x81)), None);
}

#[test]
fn an_attestation_holds_its_data_once() {
    let data = || Cbor::Bytes(vec![1]);
    let once = cbor!({ "fmt" => "packed", "attStmt" => { "alg" => -7 }, "authData" => data() });
    assert_eq!(in_attestation(&written(&once.unwrap())), Some(vec![1]));
    let name = || Cbor::Text("authData".to_owned());
    let twice = Cbor::Map(vec![(name(), data()), (name(), data())]);
    assert_eq!(in_attestation(&written(&twice)), None);
    assert_eq!(in_attestation(&written(&Cbor::Map(vec![]))), None);
    assert_eq!(in_attestation(b""), None);
}

#[test]
fn keys_that_were_not_asked_for_or_are_none_are_refused() {
    let bytes = |byte: u8, length: usize| Cbor::Bytes(vec![byte; length]);
    let keys = [
        // ES384, not offered.
        cbor!({ 1 => 2, 3 => -35, -1 => 2, -2 => bytes(1, 48), -3 => bytes(1, 48) }),
        // No point of the curve.
        cbor!({ 1 => 2, 3 => -7, -1 => 1, -2 => bytes(1, 32), -3 => bytes(1, 32) }),
        // A point that is given by one coordinate and a sign.
        cbor!({ 1 => 2, 3 => -7, -1 => 1, -2 => bytes(1, 32), -3 => true }),
        // Another curve than the algorithm's.
        cbor!({ 1 => 2, 3 => -7, -1 => 8, -2 => bytes(1, 32), -3 => bytes(1, 32) }),
        // An algorithm of another kind of key.
        cbor!({ 1 => 1, 3 => -7, -1 => 6, -2 => bytes(1, 32) }),
        // Too short.
        cbor!({ 1 => 1, 3 => -8, -1 => 6, -2 => bytes(1, 31) }),
        cbor!({ 1 => 3, 3 => -257, -1 => bytes(255, 128), -2 => Cbor::Bytes(vec![1, 0, 1]) }),
        // Without an algorithm.
        cbor!({ 1 => 1, -1 => 6, -2 => bytes(1, 32) }),
        cbor!({}),
    ];
    for key in keys {
        let key = written(&key.unwrap());
        assert!(PublicKey::parse(&key).is_none(), "{key:x?}");
    }
    let good = Key::ed25519().public();
    assert!(PublicKey::parse(&[good, vec![0]].concat()).is_none());
}

#[test]
fn an_answer_that_is_cut_or_altered_anywhere_proves_nothing() {
    let mut key = SoftKey::new(ORIGIN);
    let passkey = kept(&mut key);
    let begun = site().begin_sign_in(None, Verification::Preferred, NOW, &mut chance(4));
    let answer = key.get(&begun.options);
    for end in 0..answer.len() {
        assert!(Assertion::parse(&answer[..end]).is_err(), "{end}");
    }
    let told: Value = serde_json::from_str(&answer).unwrap();
    for member in [
        "clientDataJSON",
        "authenticatorData",
        "signature",
        "userHandle",
    ] {
        let text = told["response"][member].as_str().unwrap();
        for place in 0..text.len() - 1 {
            let mut altered = text.as_bytes().to_vec();
            altered[place] = if altered[place] == b'A' { b'B' } else { b'A' };
            let mut told = told.clone();
            told["response"][member] = json!(String::from_utf8(altered).unwrap());
            let result = finish(&begun, &told.to_string(), &passkey);
            assert!(result.is_err(), "{member} {place}");
        }
    }
}

#[test]
fn answers_are_read_as_browsers_and_password_managers_write_them() {
    let mut key = SoftKey::new(ORIGIN);
    let passkey = kept(&mut key);
    let begun = site().begin_sign_in(None, Verification::Preferred, NOW, &mut chance(4));
    let mut told: Value = serde_json::from_str(&key.get(&begun.options)).unwrap();
    let padded = format!("{}=", told["rawId"].as_str().unwrap());
    told["rawId"] = json!(padded);
    told["clientExtensionResults"] = json!({ "prf": {}, "appid": false, "new": [1] });
    told["authenticatorAttachment"] = Value::Null;
    assert!(finish(&begun, &told.to_string(), &passkey).is_ok());
    told["type"] = json!("password");
    assert!(Assertion::parse(&told.to_string()).is_err());
}

#[test]
fn a_state_that_another_version_wrote_is_not_guessed_at() {
    let begun = begin_enrol(&[]);
    assert!(Ceremony::recall(&begun.state, NOW).is_ok());
    let mut state: Value = serde_json::from_slice(&begun.state).unwrap();
    state["version"] = json!(2);
    let state = serde_json::to_vec(&state).unwrap();
    let refused = Ceremony::recall(&state, NOW);
    assert!(matches!(refused, Err(Unfit::Malformed(_))));
    assert!(Ceremony::recall(b"", NOW).is_err());
}
