//! RSA by hand, for keys and hashes that no serious library signs with any more: what a checker
//! must refuse has to be made somehow. Slow, and open about its secrets: for tests alone.

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// A private key.
pub struct RsaKey {
    modulus: Vec<u64>,
    public: Vec<u8>,
    private: Vec<u8>,
    octets: usize,
}

impl RsaKey {
    /// Reads `BEGIN RSA PRIVATE KEY` (RFC 8017 A.1.2).
    pub fn parse(pem: &str) -> Self {
        let der = decode(pem);
        let (_, inside, _) = element(&der);
        let mut numbers = Vec::new();
        let mut rest = inside;
        while !rest.is_empty() {
            let (_, value, after) = element(rest);
            numbers.push(trimmed(value).to_vec());
            rest = after;
        }
        Self {
            octets: numbers[1].len(),
            modulus: limbs(&numbers[1]),
            public: numbers[2].clone(),
            private: numbers[3].clone(),
        }
    }

    /// Signs a hash (RFC 8017 §8.2). `algorithm` is the beginning of its `DigestInfo`.
    pub fn sign(&self, algorithm: &[u8], hash: &[u8]) -> Vec<u8> {
        let filler = self.octets - 3 - algorithm.len() - hash.len();
        let mut padded = vec![0, 1];
        padded.resize(2 + filler, 0xff);
        padded.push(0);
        padded.extend_from_slice(algorithm);
        padded.extend_from_slice(hash);
        let power = self.power(&limbs(&padded), &self.private);
        let octets = power.iter().rev().flat_map(|limb| limb.to_be_bytes());
        let octets: Vec<u8> = octets.collect();
        octets[octets.len() - self.octets..].to_vec()
    }

    /// The public key as DKIM publishes it (RFC 6376 §3.6.1).
    pub fn published(&self) -> String {
        let modulus = self
            .modulus
            .iter()
            .rev()
            .flat_map(|limb| limb.to_be_bytes());
        let modulus: Vec<u8> = modulus.collect();
        let key = wrapped(
            0x30,
            &[integer(trimmed(&modulus)), integer(&self.public)].concat(),
        );
        let kind = [
            0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0,
        ];
        let bits = wrapped(0x03, &[&[0][..], &key].concat());
        STANDARD.encode(wrapped(0x30, &[&kind[..], &bits].concat()))
    }

    fn power(&self, base: &[u64], exponent: &[u8]) -> Vec<u64> {
        let size = self.modulus.len();
        let mut one = vec![0; size];
        one[0] = 1;
        // 2^(128·size) by doubling, to come into and out of Montgomery's form.
        let mut square = one.clone();
        for _ in 0..size * 128 {
            square = self.doubled(&square);
        }
        let mut result = self.product(&one, &square);
        let base = self.product(base, &square);
        for octet in exponent {
            for bit in (0..8).rev() {
                result = self.product(&result, &result);
                if octet >> bit & 1 == 1 {
                    result = self.product(&result, &base);
                }
            }
        }
        self.product(&result, &one)
    }

    fn doubled(&self, number: &[u64]) -> Vec<u64> {
        let mut carry = 0;
        let mut twice: Vec<u64> = Vec::with_capacity(number.len());
        for limb in number {
            twice.push(limb << 1 | carry);
            carry = limb >> 63;
        }
        self.reduced(twice, carry)
    }

    /// Montgomery's product.
    fn product(&self, a: &[u64], b: &[u64]) -> Vec<u64> {
        let size = self.modulus.len();
        let mut inverse = 1_u64;
        for _ in 0..6 {
            let twice = 2_u64.wrapping_sub(self.modulus[0].wrapping_mul(inverse));
            inverse = inverse.wrapping_mul(twice);
        }
        let inverse = inverse.wrapping_neg();
        let mut sum = vec![0_u64; size + 2];
        for limb in a {
            add(&mut sum, b, *limb);
            let factor = sum[0].wrapping_mul(inverse);
            add(&mut sum, &self.modulus, factor);
            sum.remove(0);
            sum.push(0);
        }
        let over = sum[size];
        sum.truncate(size);
        self.reduced(sum, over)
    }

    fn reduced(&self, mut number: Vec<u64>, over: u64) -> Vec<u64> {
        let less = number.iter().rev().lt(self.modulus.iter().rev());
        if over == 0 && less {
            return number;
        }
        let mut borrow = false;
        for (limb, other) in number.iter_mut().zip(&self.modulus) {
            let (once, first) = limb.overflowing_sub(*other);
            let (twice, second) = once.overflowing_sub(u64::from(borrow));
            *limb = twice;
            borrow = first || second;
        }
        number
    }
}

fn add(sum: &mut [u64], number: &[u64], factor: u64) {
    let mut carry = 0_u128;
    for (at, slot) in sum.iter_mut().enumerate() {
        let limb = number.get(at).copied().unwrap_or(0);
        let value = u128::from(limb) * u128::from(factor) + u128::from(*slot) + carry;
        *slot = u64::try_from(value & u128::from(u64::MAX)).unwrap();
        carry = value >> 64;
    }
}

/// The lowest first.
fn limbs(octets: &[u8]) -> Vec<u64> {
    let chunks = octets.rchunks(8);
    chunks
        .map(|chunk| {
            chunk
                .iter()
                .fold(0, |sum, octet| sum << 8 | u64::from(*octet))
        })
        .collect()
}

fn trimmed(octets: &[u8]) -> &[u8] {
    let zeros = octets.iter().take_while(|octet| **octet == 0).count();
    &octets[zeros..]
}

/// What stands between the lines of a PEM.
pub fn decode(pem: &str) -> Vec<u8> {
    let lines = pem.lines().filter(|line| !line.starts_with("---"));
    STANDARD.decode(lines.collect::<String>()).unwrap()
}

/// Tag, value and what follows (X.690 §8.1).
fn element(der: &[u8]) -> (u8, &[u8], &[u8]) {
    let (length, start) = match der[1] {
        short @ 0..0x80 => (usize::from(short), 2),
        long => {
            let count = usize::from(long & 0x7f);
            let octets = der[2..2 + count].iter();
            let length = octets.fold(0, |sum, octet| sum << 8 | usize::from(*octet));
            (length, 2 + count)
        }
    };
    (der[0], &der[start..start + length], &der[start + length..])
}

fn integer(octets: &[u8]) -> Vec<u8> {
    let sign: &[u8] = if octets[0] >= 0x80 { &[0] } else { &[] };
    wrapped(0x02, &[sign, octets].concat())
}

fn wrapped(tag: u8, value: &[u8]) -> Vec<u8> {
    let length = value.len();
    let mut der = vec![tag];
    if length < 0x80 {
        der.push(u8::try_from(length).unwrap());
    } else {
        let octets = length.to_be_bytes();
        let octets = trimmed(&octets);
        der.push(0x80 | u8::try_from(octets.len()).unwrap());
        der.extend_from_slice(octets);
    }
    der.extend_from_slice(value);
    der
}
