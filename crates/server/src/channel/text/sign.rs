//! Signatures: of what goes to a webhook and comes from it, and of what Twilio reports.

use core::{fmt, time::Duration};

use aws_lc_rs::hmac;
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use kadomori_domain::time::Time;

/// How far the clocks of both sides may be apart, and for how long what was overheard could be
/// said again.
const WINDOW: Duration = Duration::from_mins(5);
/// The signature's version: HMAC-SHA256.
const VERSION: &str = "v1,";

/// The key of a webhook, by the Standard Webhooks specification.
pub(super) struct WebhookKey(hmac::Key);

impl fmt::Debug for WebhookKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookKey(…)")
    }
}

/// What came signed: the three headers, and the body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signed<'a> {
    /// `webhook-id`.
    pub(crate) id: &'a str,
    /// `webhook-timestamp`: seconds since 1970.
    pub(crate) timestamp: &'a str,
    /// `webhook-signature`: one or several, parted by spaces.
    pub(crate) signature: &'a str,
    /// What was sent.
    pub(crate) body: &'a [u8],
}

impl WebhookKey {
    pub(super) fn new(key: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, key))
    }

    /// The signature over an id, a time and a body.
    pub(super) fn sign(&self, id: &str, timestamp: i64, body: &[u8]) -> String {
        let mut context = hmac::Context::with_key(&self.0);
        context.update(format!("{id}.{timestamp}.").as_bytes());
        context.update(body);
        format!("{VERSION}{}", BASE64.encode(context.sign()))
    }

    /// Whether one of the signatures is by this key, and of these minutes.
    pub(super) fn has_signed(&self, signed: Signed<'_>, now: Time) -> bool {
        let Ok(seconds) = signed.timestamp.parse::<i64>() else {
            return false;
        };
        let Some(told) = seconds.checked_mul(1_000_000) else {
            return false;
        };
        if now.micros().abs_diff(told) > u64::try_from(WINDOW.as_micros()).unwrap_or(u64::MAX) {
            return false;
        }
        let mut content = format!("{}.{}.", signed.id, signed.timestamp).into_bytes();
        content.extend(signed.body);
        let mut signatures = signed.signature.split(' ').take(4);
        signatures.any(|signature| {
            let mac = signature.strip_prefix(VERSION);
            let mac = mac.and_then(|mac| BASE64.decode(mac).ok());
            mac.is_some_and(|mac| hmac::verify(&self.0, &content, &mac).is_ok())
        })
    }
}

/// The token by which Twilio signs what it reports.
pub(super) struct TwilioKey(hmac::Key);

impl fmt::Debug for TwilioKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TwilioKey(…)")
    }
}

impl TwilioKey {
    pub(super) fn new(token: &str) -> Self {
        let algorithm = hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY;
        Self(hmac::Key::new(algorithm, token.as_bytes()))
    }

    /// Whether `signature` is this token's over an address and the fields of a form, in the
    /// order of their names.
    pub(super) fn has_signed(
        &self,
        url: &str,
        fields: &[(String, String)],
        signature: &str,
    ) -> bool {
        let Ok(mac) = BASE64.decode(signature) else {
            return false;
        };
        let mut fields: Vec<_> = fields.iter().collect();
        fields.sort();
        fields.dedup();
        let signed = fields
            .into_iter()
            .fold(url.to_owned(), |signed, (name, value)| {
                signed + name + value
            });
        hmac::verify(&self.0, signed.as_bytes(), &mac).is_ok()
    }

    #[cfg(test)]
    fn sign(&self, content: &str) -> String {
        BASE64.encode(hmac::sign(&self.0, content.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time::from_micros(1_614_265_330_000_000);

    /// The example of the Standard Webhooks specification and of its libraries' tests.
    const SIGNED: Signed<'_> = Signed {
        id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp: "1614265330",
        signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        body: b"{\"test\": 2432232314}",
    };

    fn key() -> WebhookKey {
        let key = BASE64.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        WebhookKey::new(&key)
    }

    #[test]
    fn the_specifications_own_example_is_signed_and_verified() {
        let signature = key().sign(SIGNED.id, 1_614_265_330, SIGNED.body);
        assert_eq!(signature, SIGNED.signature);
        assert!(key().has_signed(SIGNED, NOW));
    }

    #[test]
    fn one_good_signature_among_others_is_enough() {
        let signature = format!("v1a,x v1,AAAA {}", SIGNED.signature);
        let several = Signed {
            signature: &signature,
            ..SIGNED
        };
        assert!(key().has_signed(several, NOW));
    }

    #[test]
    fn what_was_changed_or_is_old_is_not_taken() {
        let long_ago = NOW.plus(Duration::from_secs(301));
        let too_soon = NOW.minus(Duration::from_secs(301));
        for now in [long_ago, too_soon] {
            assert!(!key().has_signed(SIGNED, now));
        }
        assert!(key().has_signed(SIGNED, NOW.plus(Duration::from_secs(299))));
        for changed in [
            Signed {
                id: "msg_other",
                ..SIGNED
            },
            Signed {
                timestamp: "1614265331",
                ..SIGNED
            },
            Signed {
                timestamp: "9223372036854775807",
                ..SIGNED
            },
            Signed {
                timestamp: "soon",
                ..SIGNED
            },
            Signed {
                body: b"{\"test\": 2432232315}",
                ..SIGNED
            },
            Signed {
                signature: "",
                ..SIGNED
            },
            Signed {
                signature: "v1,",
                ..SIGNED
            },
            Signed {
                signature: "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                ..SIGNED
            },
        ] {
            assert!(!key().has_signed(changed, NOW), "{changed:?}");
        }
        assert!(!WebhookKey::new(&[0; 24]).has_signed(SIGNED, NOW));
    }

    /// The example of Twilio's documentation ("Validating requests").
    const URL: &str = "https://mycompany.com/myapp.php?foo=1&bar=2";

    fn fields() -> Vec<(String, String)> {
        [
            ("To", "+18005551212"),
            ("Digits", "1234"),
            ("CallSid", "CA1234567890ABCDE"),
            ("From", "+14158675309"),
            ("Caller", "+14158675309"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }

    #[test]
    fn twilios_own_example_is_verified() {
        let key = TwilioKey::new("12345");
        let signature = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
        assert!(key.has_signed(URL, &fields(), signature));
        assert!(!key.has_signed("https://mycompany.com/", &fields(), signature));
        assert!(!key.has_signed(URL, &fields()[1..], signature));
        assert!(!TwilioKey::new("12346").has_signed(URL, &fields(), signature));
        for broken in ["", "RSOYDt4T", "not base64"] {
            assert!(!key.has_signed(URL, &fields(), broken));
        }
    }

    #[test]
    fn a_field_that_comes_twice_counts_once() {
        let key = TwilioKey::new("12345");
        let mut twice = fields();
        twice.extend(fields());
        assert!(key.has_signed(URL, &twice, "RSOYDt4T1cUTdK1PDd93/VVr8B8="));
        assert_eq!(key.sign("x").len(), 28);
    }
}
