//! The vectors of the standard (W3C Web Authentication Level 3, §16).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::{super::cose::PublicKey, *};

const SITE: (&str, &str) = ("https://example.org", "example.org");

/// §16.2, ES256 without attestation.
const NONE_MADE: (&str, &str, &str) = (
    "AMMPt4UxxGTStncdq417YDwBFi8vpIa-pw8oOuVW4TA",
    r#"{"type":"webauthn.create","challenge":"AMMPt4UxxGTStncdq417YDwBFi8vpIa-pw8oOuVW4TA","origin":"https://example.org","crossOrigin":false,"extraData":"clientDataJSON may be extended with additional fields in the future, such as this: BkQeDjdcTBrXBiAwJTLE5Q"}"#,
    "a363666d74646e6f6e656761747453746d74a068617574684461746158a4bfabc37432958b063360d3ad6461\
     c9c4735ae7f8edd46592a5e0f01452b2e4b559000000008446ccb9ab1db374750b2367ff6f3a1f0020f91f39\
     1db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4a5010203262001215820afefa16f97\
     ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61225820930a56b87a2fca66334b03458abf\
     879717c12cc68ed73290af2e2664796b9220",
);
const NONE_USED: (&str, &str, &str, &str) = (
    "OcDnUhQXulTUPo3JUXT0I97pvzzYBP9tZchXyav01Ag",
    r#"{"type":"webauthn.get","challenge":"OcDnUhQXulTUPo3JUXT0I97pvzzYBP9tZchXyav01Ag","origin":"https://example.org","crossOrigin":false}"#,
    "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b51900000000",
    "3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd380221008480ac0f\
     0b93538174f575bf11a1dd5d78c6e486013f937295ea13653e331e87",
);

/// §16.3, ES256 that attests itself.
const SELF_MADE: (&str, &str, &str) = (
    "eGnCt3LUtY66k3jPjynibPk1qnffDaifqZwL3Ap29-U",
    r#"{"type":"webauthn.create","challenge":"eGnCt3LUtY66k3jPjynibPk1qnffDaifqZwL3Ap29-U","origin":"https://example.org","crossOrigin":false,"extraData":"clientDataJSON may be extended with additional fields in the future, such as this: U9hTXvKE2URkMnb_0xYHVg"}"#,
    "a363666d74667061636b65646761747453746d74a263616c672663736967584630440220067a20754ab92500\
     5dbf378097c92120031581c73228d1fb4f5b881bcd7da98302207fc7b147558c7c0eba3af18bd9d121fa3d3a\
     26d17fe3f220272178f473b6006d68617574684461746158a4bfabc37432958b063360d3ad6461c9c4735ae7\
     f8edd46592a5e0f01452b2e4b55d00000000df850e09db6afbdfab51697791506cfc0020455ef34e2043a87d\
     b3d4afeb39bbcb6cc32df9347c789a865ecdca129cbef58ca5010203262001215820eb151c8176b225cc6515\
     59fecf07af450fd85802046656b34c18f6cf193843c5225820927b8aa427a2be1b8834d233a2d34f61f13bfd\
     44119c325d5896e183fee484f2",
);
const SELF_USED: (&str, &str, &str, &str) = (
    "RHihCxNSNI3RYME1Ow1Gm12xnrkcJ_ffpv7Tn-Jq8gs",
    r#"{"type":"webauthn.get","challenge":"RHihCxNSNI3RYME1Ow1Gm12xnrkcJ_ffpv7Tn-Jq8gs","origin":"https://example.org","crossOrigin":false,"extraData":"clientDataJSON may be extended with additional fields in the future, such as this: gTb53rz6EhSWomXGzimC1Q"}"#,
    "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b50900000000",
    "304402203310b9431903c401f1be2bdc8d23a4007682dbbddcf846994947b7f465daf84002204e94dd00047b\
     316061b3b99772b7efd95994a83ef584b3b6b825ea3550251b66",
);

/// §16.11, Ed25519: the key, and an assertion.
const EDDSA_KEY: &str =
    "a401010327200621582044e06ddd331c36a8dc667bab52bcae63486c916aa5e339e6acebaa84934bf832";
const EDDSA_USED: (&str, &str, &str) = (
    r#"{"type":"webauthn.get","challenge":"iVlX4BxjOmmDSKLYoxpUt9sn6MHEOyCA15riGQJnv9I","origin":"https://example.org","crossOrigin":false}"#,
    "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b50100000000",
    "f5c59c7e46c34f6f8cc197101ddf9934fa2595f68eb1913a637e8419eb9ba4cfdfc48f85393bc0d40b011f0d\
     6fecb097d6607525713223a0dc0d453993dae00b",
);

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<_> = hex.chars().filter_map(|c| c.to_digit(16)).collect();
    let pairs = digits.chunks(2);
    pairs
        .map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap())
        .collect()
}

fn text(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The state of a ceremony with a challenge that is known beforehand.
fn state(kind: &serde_json::Value, challenge: &str) -> Vec<u8> {
    let state = json!({
        "version": 1,
        "kind": kind,
        "challenge": challenge,
        "verification": "preferred",
        "expires_at": NOW.micros() + 1,
    });
    serde_json::to_vec(&state).unwrap()
}

fn example() -> RelyingParty {
    RelyingParty::new(SITE.0, SITE.1, "Example")
}

fn made((challenge, client_data, object): (&str, &str, &str), credential: &str) -> NewPasskey {
    let answer = json!({
        "rawId": text(bytes(credential)),
        "type": "public-key",
        "response": {
            "clientDataJSON": text(client_data),
            "attestationObject": text(bytes(object)),
        },
    });
    let state = state(&json!({ "enrol": { "excluded": [] } }), challenge);
    let new = example().finish_enrol(&state, &answer.to_string(), NOW);
    new.unwrap()
}

fn used(
    passkey: &Passkey,
    (challenge, client_data, data, signature): (&str, &str, &str, &str),
) -> Result<Asserted, AssertRefusal> {
    let handle = handle(1);
    let answer = json!({
        "rawId": passkey.credential.to_string(),
        "type": "public-key",
        "response": {
            "clientDataJSON": text(client_data),
            "authenticatorData": text(bytes(data)),
            "signature": text(bytes(signature)),
            "userHandle": handle.to_string(),
        },
    });
    let state = state(&json!({ "sign_in": { "allowed": null } }), challenge);
    let assertion = Assertion::parse(&answer.to_string()).unwrap();
    let known = Known { passkey, handle };
    example().finish_sign_in(&state, &assertion, Some(known), NOW)
}

fn kept(new: NewPasskey) -> Passkey {
    let id = PasskeyId::new(NOW, &mut chance(3));
    new.keep(id, Label::parse("鍵").unwrap(), NOW)
}

#[test]
fn the_vector_without_attestation_is_made_and_used() {
    let credential = "f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4";
    let new = made(NONE_MADE, credential);
    assert!(!new.verified);
    assert_eq!(new.backup, Backup::Synced);
    assert_eq!(
        new.aaguid.to_string(),
        "8446ccb9-ab1d-b374-750b-2367ff6f3a1f"
    );
    let passkey = kept(new);
    let asserted = used(&passkey, NONE_USED).unwrap();
    assert!(!asserted.is_verified());
    assert_eq!(asserted.backup(), Backup::Synced);
    assert!(used(&passkey, SELF_USED).is_err(), "another's signature");
}

#[test]
fn the_vector_that_attests_itself_is_made_and_used() {
    let credential = "455ef34e2043a87db3d4afeb39bbcb6cc32df9347c789a865ecdca129cbef58c";
    let new = made(SELF_MADE, credential);
    assert!(new.verified);
    let asserted = used(&kept(new), SELF_USED).unwrap();
    assert_eq!(asserted.backup(), Backup::Eligible);
}

#[test]
fn the_vector_with_an_edwards_curve_verifies() {
    let (client_data, data, signature) = EDDSA_USED;
    let key = PublicKey::parse(&bytes(EDDSA_KEY)).unwrap();
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, client_data.as_bytes());
    let message = [bytes(data).as_slice(), hash.as_ref()].concat();
    assert!(key.verifies(&message, &bytes(signature)));
    assert!(!key.verifies(&message[1..], &bytes(signature)));
}
