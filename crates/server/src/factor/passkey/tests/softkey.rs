//! A browser and an authenticator in one: takes the options, gives the answer.
//!
//! It does as it is told, lies included, and uses nothing of the code under test, so that
//! journeys may use it too.

use aws_lc_rs::{
    digest,
    rand::SystemRandom,
    rsa::KeySize,
    signature::{
        ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _,
        RSA_PKCS1_SHA256, RsaKeyPair,
    },
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use coset::{
    CborSerializable as _, CoseKeyBuilder,
    cbor::{Value as Cbor, cbor, ser::into_writer},
    iana,
};
use serde_json::{Value, json};

/// The private key.
pub(crate) enum Key {
    Es256(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
    Rs256(RsaKeyPair),
}

impl Key {
    pub(crate) fn es256() -> Self {
        Self::Es256(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap())
    }

    pub(crate) fn ed25519() -> Self {
        Self::Ed25519(Ed25519KeyPair::generate().unwrap())
    }

    pub(crate) fn rs256() -> Self {
        Self::Rs256(RsaKeyPair::generate(KeySize::Rsa2048).unwrap())
    }

    /// The public half as a `COSE_Key`.
    pub(crate) fn public(&self) -> Vec<u8> {
        match self {
            Self::Es256(pair) => {
                let point = pair.public_key().as_ref();
                let (x, y) = point[1..].split_at(32);
                let curve = iana::EllipticCurve::P_256;
                CoseKeyBuilder::new_ec2_pub_key(curve, x.to_vec(), y.to_vec())
                    .algorithm(iana::Algorithm::ES256)
                    .build()
                    .to_vec()
                    .unwrap()
            }
            Self::Ed25519(pair) => {
                let x = pair.public_key().as_ref();
                written(
                    &cbor!({ 1 => 1, 3 => -8, -1 => 6, -2 => Cbor::Bytes(x.to_vec()) }).unwrap(),
                )
            }
            Self::Rs256(pair) => {
                // PKCS #1 in DER: for 2048 bits the modulus lies at a fixed place.
                let der = pair.public_key().as_ref();
                let (n, e) = (der[9..265].to_vec(), der[267..].to_vec());
                let (n, e) = (Cbor::Bytes(n), Cbor::Bytes(e));
                written(&cbor!({ 1 => 3, 3 => -257, -1 => n, -2 => e }).unwrap())
            }
        }
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Self::Es256(pair) => pair.sign(&random, message).unwrap().as_ref().to_vec(),
            Self::Ed25519(pair) => pair.sign(message).as_ref().to_vec(),
            Self::Rs256(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)
                    .unwrap();
                signature
            }
        }
    }
}

/// A passkey, the authenticator that has it, and the browser before it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a bit or a member of what is said"
)]
pub(crate) struct SoftKey {
    pub(crate) key: Key,
    pub(crate) credential: Vec<u8>,
    /// The account, as `create` was told it.
    pub(crate) handle: Option<Vec<u8>>,
    /// The next counter; it grows by one with each use.
    pub(crate) counter: u32,
    pub(crate) present: bool,
    pub(crate) verified: bool,
    pub(crate) eligible: bool,
    pub(crate) backed_up: bool,
    /// The page that calls.
    pub(crate) origin: String,
    pub(crate) cross_origin: bool,
    pub(crate) top_origin: Option<String>,
    /// The site that the authenticator signs for; else the one in the options.
    pub(crate) site: Option<String>,
}

impl SoftKey {
    /// A phone in the hands of its owner, with our page before it.
    pub(crate) fn new(origin: &str) -> Self {
        Self {
            key: Key::es256(),
            credential: (1..=20).collect(),
            handle: None,
            counter: 1,
            present: true,
            verified: true,
            eligible: true,
            backed_up: true,
            origin: origin.to_owned(),
            cross_origin: false,
            top_origin: None,
            site: None,
        }
    }

    /// What `navigator.credentials.create({ publicKey: options })` comes to, as JSON.
    pub(crate) fn create(&mut self, options: &Value) -> String {
        let handle = options["user"]["id"].as_str().unwrap();
        self.handle = Some(URL_SAFE_NO_PAD.decode(handle).unwrap());
        let client_data = self.client_data("webauthn.create", options);
        let site = options["rp"]["id"].as_str().unwrap();
        let length = u16::try_from(self.credential.len()).unwrap().to_be_bytes();
        let made = [
            &[0xaa; 16],
            length.as_slice(),
            &self.credential,
            &self.key.public(),
        ];
        let data = self.data(site, &made.concat());
        let object = cbor!({ "fmt" => "none", "attStmt" => {}, "authData" => Cbor::Bytes(data) });
        let response = json!({
            "clientDataJSON": text(&client_data),
            "attestationObject": text(&written(&object.unwrap())),
            "transports": ["internal", "hybrid"],
        });
        self.answer(&response, &json!({ "credProps": { "rk": true } }))
    }

    /// What `navigator.credentials.get({ publicKey: options })` comes to, as JSON.
    pub(crate) fn get(&mut self, options: &Value) -> String {
        let client_data = self.client_data("webauthn.get", options);
        let data = self.data(options["rpId"].as_str().unwrap(), &[]);
        let hash = digest::digest(&digest::SHA256, &client_data);
        let signature = self.key.sign(&[data.as_slice(), hash.as_ref()].concat());
        let response = json!({
            "clientDataJSON": text(&client_data),
            "authenticatorData": text(&data),
            "signature": text(&signature),
            "userHandle": self.handle.as_deref().map(text),
        });
        self.answer(&response, &json!({}))
    }

    fn answer(&self, response: &Value, extensions: &Value) -> String {
        json!({
            "id": text(&self.credential),
            "rawId": text(&self.credential),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "response": response,
            "clientExtensionResults": extensions,
        })
        .to_string()
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let mut told = json!({
            "type": kind,
            "challenge": options["challenge"],
            "origin": self.origin,
            "crossOrigin": self.cross_origin,
        });
        if let Some(top) = &self.top_origin {
            told["topOrigin"] = json!(top);
        }
        told.to_string().into_bytes()
    }

    fn data(&mut self, site: &str, made: &[u8]) -> Vec<u8> {
        let site = self.site.as_deref().unwrap_or(site);
        let flags = u8::from(self.present)
            | u8::from(self.verified) << 2
            | u8::from(self.eligible) << 3
            | u8::from(self.backed_up) << 4
            | u8::from(!made.is_empty()) << 6;
        let counter = self.counter;
        self.counter += u32::from(counter > 0);
        let hash = digest::digest(&digest::SHA256, site.as_bytes());
        [hash.as_ref(), &[flags], &counter.to_be_bytes(), made].concat()
    }
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn written(value: &Cbor) -> Vec<u8> {
    let mut bytes = Vec::new();
    into_writer(value, &mut bytes).unwrap();
    bytes
}
