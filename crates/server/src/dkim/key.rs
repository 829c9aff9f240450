//! The signing keys: made once, kept in files that nobody else can read.

use std::path::Path;
use std::{fs, io};

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::pki_types::pem::PemObject as _;
use zeroize::Zeroizing;

use super::DkimError;
use crate::secret_file;

/// How many bytes fill one line of PEM (RFC 7468 §2).
const PEM_LINE: usize = 48;
/// The smallest RSA modulus worth signing with, in bytes (RFC 8301 §3.2).
const RSA_MODULUS: usize = 256;

/// The two kinds of key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Algorithm {
    Rsa,
    Ed25519,
}

impl Algorithm {
    /// The word for file names, selectors and the DNS record's `k=`.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Rsa => "rsa",
            Self::Ed25519 => "ed25519",
        }
    }

    /// The word for the signature's `a=`.
    pub(super) fn tag(self) -> &'static str {
        match self {
            Self::Rsa => "rsa-sha256",
            Self::Ed25519 => "ed25519-sha256",
        }
    }

    /// A new private key, as PKCS#8.
    fn generate(self) -> Result<Zeroizing<Vec<u8>>, DkimError> {
        let der = match self {
            Self::Rsa => RsaKeyPair::generate(KeySize::Rsa2048)
                .and_then(|pair| pair.as_der())
                .map(|der: Pkcs8V1Der<'_>| der.as_ref().to_vec()),
            Self::Ed25519 => Ed25519KeyPair::generate()
                .and_then(|pair| pair.to_pkcs8v1())
                .map(|der| der.as_ref().to_vec()),
        };
        der.map(Zeroizing::new).map_err(|_| DkimError::Crypto)
    }
}

/// A private key that signs, and its public half.
#[derive(Debug)]
pub(super) struct Key {
    pair: Pair,
    public: String,
}

#[derive(Debug)]
enum Pair {
    Rsa(RsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl Key {
    fn from_pem(algorithm: Algorithm, pem: &str) -> Result<Self, String> {
        let der = PrivatePkcs8KeyDer::from_pem_slice(pem.as_bytes())
            .map_err(|_| "it holds no private key in PEM form (PKCS#8)".to_owned())?;
        let pair = Pair::from_pkcs8(algorithm, der.secret_pkcs8_der())?;
        let public = pair
            .public()
            .ok_or("its public half can't be written down")?;
        Ok(Self { pair, public })
    }

    pub(super) fn algorithm(&self) -> Algorithm {
        match self.pair {
            Pair::Rsa(_) => Algorithm::Rsa,
            Pair::Ed25519(_) => Algorithm::Ed25519,
        }
    }

    /// The public key for the DNS record's `p=`.
    pub(super) fn public(&self) -> &str {
        &self.public
    }

    /// RFC 6376 §3.3.2 for RSA; RFC 8463 §3 for Ed25519, which signs the hash.
    pub(super) fn sign(&self, data: &[u8]) -> Result<Vec<u8>, DkimError> {
        match &self.pair {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(
                    &RSA_PKCS1_SHA256,
                    &SystemRandom::new(),
                    data,
                    &mut signature,
                )
                .map_err(|_| DkimError::Crypto)?;
                Ok(signature)
            }
            Pair::Ed25519(pair) => {
                let hash = digest(&SHA256, data);
                let signature = pair
                    .try_sign(hash.as_ref())
                    .map_err(|_| DkimError::Crypto)?;
                Ok(signature.as_ref().to_vec())
            }
        }
    }
}

impl Pair {
    fn from_pkcs8(algorithm: Algorithm, der: &[u8]) -> Result<Self, String> {
        let wrong = |_| format!("it holds no {} key", algorithm.word());
        match algorithm {
            Algorithm::Rsa => {
                let pair = RsaKeyPair::from_pkcs8(der).map_err(wrong)?;
                if pair.public_modulus_len() < RSA_MODULUS {
                    return Err("an RSA key needs at least 2048 bits".to_owned());
                }
                Ok(Self::Rsa(pair))
            }
            Algorithm::Ed25519 => Ed25519KeyPair::from_pkcs8(der)
                .map(Self::Ed25519)
                .map_err(wrong),
        }
    }

    /// An RSA key with its algorithm around it (RFC 6376 §3.6.1), an Ed25519
    /// key bare (RFC 8463 §4).
    fn public(&self) -> Option<String> {
        match self {
            Self::Rsa(pair) => {
                let der: PublicKeyX509Der<'_> = pair.public_key().as_der().ok()?;
                Some(BASE64.encode(der.as_ref()))
            }
            Self::Ed25519(pair) => Some(BASE64.encode(pair.public_key())),
        }
    }
}

/// The key in this file, made if there is none.
pub(super) fn open(algorithm: Algorithm, path: &Path) -> Result<Key, DkimError> {
    let unusable = |why: String| DkimError::File {
        path: path.to_owned(),
        why,
    };
    let failed = |error: io::Error| unusable(error.to_string());
    if !path.try_exists().map_err(failed)? {
        secret_file::make(path, &pem(&algorithm.generate()?)).map_err(failed)?;
    }
    if secret_file::is_exposed(path).map_err(failed)? {
        return Err(unusable(
            "others may read it (run chmod 600 on it)".to_owned(),
        ));
    }
    let text = Zeroizing::new(fs::read_to_string(path).map_err(failed)?);
    Key::from_pem(algorithm, &text).map_err(unusable)
}

fn pem(der: &[u8]) -> Zeroizing<String> {
    let mut text = Zeroizing::new("-----BEGIN PRIVATE KEY-----\n".to_owned());
    for line in der.chunks(PEM_LINE) {
        text.push_str(&BASE64.encode(line));
        text.push('\n');
    }
    text.push_str("-----END PRIVATE KEY-----\n");
    text
}
