//! Public keys of passkeys: `COSE_Key` (RFC 9052 §7, RFC 9053) in, verified signatures out.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256,
    RsaPublicKeyComponents, VerificationAlgorithm,
};
use coset::{
    CoseKey, Label, RegisteredLabel, RegisteredLabelWithPrivate,
    cbor::Value,
    iana::{self, EnumI64 as _},
};

/// The algorithms that a passkey may use, the most wanted first (§5.4.3 recommends these
/// three; authenticators without any of them don't exist).
pub(super) const OFFERED: [iana::Algorithm; 3] = [
    iana::Algorithm::EdDSA,
    iana::Algorithm::ES256,
    iana::Algorithm::RS256,
];

/// The parameters of keys (RFC 9053 §7.1 and §7.2, RFC 8230 §4).
const CURVE: i64 = -1;
const X: i64 = -2;
const Y: i64 = -3;
const MODULUS: i64 = -1;
const EXPONENT: i64 = -2;

/// Bytes of one coordinate on P-256.
const COORDINATE: usize = 32;

/// A public key that can verify.
pub(super) enum PublicKey {
    /// ES256 or Ed25519.
    Curve(ParsedPublicKey),
    /// RS256, which the chips of older Windows devices make.
    Rsa(RsaPublicKeyComponents<Vec<u8>>),
}

impl PublicKey {
    /// Reads it; `None` if it isn't a key of an offered algorithm, or no point of its curve.
    pub(super) fn parse(cose: &[u8]) -> Option<Self> {
        let key = <CoseKey as coset::CborSerializable>::from_slice(cose).ok()?;
        let RegisteredLabel::Assigned(kind) = key.kty else {
            return None;
        };
        let Some(RegisteredLabelWithPrivate::Assigned(algorithm)) = key.alg else {
            return None;
        };
        match (kind, algorithm) {
            (iana::KeyType::EC2, iana::Algorithm::ES256) => Self::es256(&key),
            (iana::KeyType::OKP, iana::Algorithm::EdDSA) => Self::ed25519(&key),
            (iana::KeyType::RSA, iana::Algorithm::RS256) => Self::rs256(&key),
            _ => None,
        }
    }

    fn es256(key: &CoseKey) -> Option<Self> {
        is_on(key, iana::EllipticCurve::P_256)?;
        let (x, y) = (bytes(key, X)?, bytes(key, Y)?);
        if x.len() != COORDINATE || y.len() != COORDINATE {
            return None;
        }
        // The uncompressed form of SEC 1 §2.3.3.
        Self::on_curve(&ECDSA_P256_SHA256_ASN1, &[&[4], x, y].concat())
    }

    fn ed25519(key: &CoseKey) -> Option<Self> {
        is_on(key, iana::EllipticCurve::Ed25519)?;
        Self::on_curve(&ED25519, bytes(key, X)?)
    }

    fn on_curve(algorithm: &'static dyn VerificationAlgorithm, key: &[u8]) -> Option<Self> {
        ParsedPublicKey::new(algorithm, key).ok().map(Self::Curve)
    }

    fn rs256(key: &CoseKey) -> Option<Self> {
        let number = |name| {
            let digits = bytes(key, name)?;
            let first = digits.iter().position(|digit| *digit != 0)?;
            digits.get(first..).map(<[u8]>::to_vec)
        };
        let (n, e) = (number(MODULUS)?, number(EXPONENT)?);
        // A modulus out of bounds verifies nothing; an exponent may not be longer than any in use.
        let fits = (256..=1024).contains(&n.len()) && e.len() <= 4;
        fits.then_some(Self::Rsa(RsaPublicKeyComponents { n, e }))
    }

    /// Whether `signature` is this key's, over `message`.
    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        let verified = match self {
            Self::Curve(key) => key.verify_sig(message, signature),
            Self::Rsa(key) => key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature),
        };
        verified.is_ok()
    }
}

/// The value of a parameter that stands in the key once.
fn parameter(key: &CoseKey, name: i64) -> Option<&Value> {
    let label = Label::Int(name);
    let mut found = key.params.iter().filter(|(one, _)| *one == label);
    let (_, value) = found.next()?;
    found.next().is_none().then_some(value)
}

fn bytes(key: &CoseKey, name: i64) -> Option<&[u8]> {
    parameter(key, name)?.as_bytes().map(Vec::as_slice)
}

fn is_on(key: &CoseKey, curve: iana::EllipticCurve) -> Option<()> {
    let named = i64::try_from(parameter(key, CURVE)?.as_integer()?).ok()?;
    (named == curve.to_i64()).then_some(())
}
