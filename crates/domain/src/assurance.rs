//! How sure a sign-in is: computed from what was proven, and from nothing else.
//!
//! `docs/decisions/0014-assurance.md` tells why the levels lie as they do.

use serde::{Deserialize, Serialize};

use crate::proof::Shown;

/// An assurance level, from the weakest to the strongest, as Kadomori publishes it in `acr`.
///
/// Levels follow NIST SP 800-63B-4. A code by mail never counts towards its AAL2
/// (§3.1.3.1), so that two steps of which one is a mail have a level of their own below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assurance {
    /// One proof that can be relayed or shared: a code by mail or text message, a password.
    Single,
    /// One proof on a trusted device, where a second would have been asked for.
    Device,
    /// One proof of something that is held: an app's code, a passkey whose device did not
    /// check its owner, a recovery code.
    Held,
    /// Two proofs that together are no AAL2: one is a mail, or both are things held.
    TwoSteps,
    /// Something known and something held: AAL2. With a phone that receives text messages it
    /// is a restricted one (NIST SP 800-63B-4 §3.2.9), which `sms` in `amr` tells.
    Two,
    /// A passkey whose device checked its owner: AAL2, and no other site can relay it.
    Resistant,
}

impl Assurance {
    /// All of them, from the weakest to the strongest.
    pub const ALL: [Self; 6] = [
        Self::Single,
        Self::Device,
        Self::Held,
        Self::TwoSteps,
        Self::Two,
        Self::Resistant,
    ];

    /// The level that these proofs reach; `None` without any.
    #[must_use]
    pub fn of(shown: &[Shown]) -> Option<Self> {
        let known = shown.iter().any(|one| matches!(one, Shown::Password));
        let held = shown.iter().any(|one| is_held(*one));
        let verified = |one: &Shown| matches!(one, Shown::Passkey { verified: true, .. });
        if shown.iter().any(verified) {
            return Some(Self::Resistant);
        }
        let texted = shown.iter().any(|one| matches!(one, Shown::SmsCode));
        if known && (held || texted) {
            return Some(Self::Two);
        }
        let first = shown.first()?;
        if shown.iter().any(|one| one.kind() != first.kind()) {
            return Some(Self::TwoSteps);
        }
        Some(if held { Self::Held } else { Self::Single })
    }

    /// Whether two steps were taken, or one that proves two.
    #[must_use]
    pub fn has_two_steps(self) -> bool {
        self >= Self::TwoSteps
    }

    /// Its name in the database and the logs; never changed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Device => "device",
            Self::Held => "held",
            Self::TwoSteps => "two_steps",
            Self::Two => "two",
            Self::Resistant => "resistant",
        }
    }

    /// The level with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }

    /// Its Authentication Context Class Reference (`OpenID` Connect Core 1.0 §2); never changed.
    #[must_use]
    pub const fn acr(self) -> &'static str {
        match self {
            Self::Single => "urn:kadomori:acr:1",
            Self::Device => "urn:kadomori:acr:1-device",
            Self::Held => "urn:kadomori:acr:1-held",
            Self::TwoSteps => "urn:kadomori:acr:1-two",
            Self::Two => "urn:kadomori:acr:2",
            Self::Resistant => "urn:kadomori:acr:2-pr",
        }
    }
}

/// Something held rather than known (NIST SP 800-63B-4 §3.1); a mailbox is neither, and a
/// number can be taken over, so that alone it is worth no more than a password.
const fn is_held(shown: Shown) -> bool {
    match shown {
        Shown::Totp | Shown::Passkey { .. } | Shown::RecoveryCode => true,
        Shown::MailCode | Shown::SmsCode | Shown::Password => false,
    }
}

/// The Authentication Methods References of these proofs (RFC 8176 §2), in a fixed order.
///
/// `mail` and `recovery` are private values beside `otp`: the registry has none for them.
#[must_use]
pub fn amr(shown: &[Shown]) -> Vec<&'static str> {
    let mut values = Vec::new();
    for one in shown {
        match one {
            Shown::MailCode => values.extend(["otp", "mail"]),
            Shown::SmsCode => values.extend(["otp", "sms"]),
            Shown::Password => values.push("pwd"),
            Shown::Totp => values.push("otp"),
            Shown::Passkey { verified, synced } => {
                values.extend([if *synced { "swk" } else { "hwk" }, "pop"]);
                if *verified {
                    values.push("user");
                }
            }
            Shown::RecoveryCode => values.extend(["otp", "recovery"]),
        }
    }
    if Assurance::of(shown).is_some_and(Assurance::has_two_steps) {
        values.push("mfa");
    }
    values.sort_unstable();
    values.dedup();
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Shown = Shown::Passkey {
        verified: false,
        synced: false,
    };
    const CHECKED_KEY: Shown = Shown::Passkey {
        verified: true,
        synced: true,
    };

    #[test]
    fn levels_follow_from_proofs_alone() {
        let level = |shown: &[Shown]| Assurance::of(shown);
        assert_eq!(level(&[]), None);
        assert_eq!(level(&[Shown::MailCode]), Some(Assurance::Single));
        assert_eq!(level(&[Shown::Password]), Some(Assurance::Single));
        assert_eq!(level(&[Shown::Totp]), Some(Assurance::Held));
        assert_eq!(level(&[KEY]), Some(Assurance::Held));
        let mailed = [Shown::Password, Shown::MailCode];
        assert_eq!(level(&mailed), Some(Assurance::TwoSteps));
        let both_held = [Shown::Totp, Shown::RecoveryCode];
        assert_eq!(level(&both_held), Some(Assurance::TwoSteps));
        assert_eq!(level(&[Shown::Password, Shown::Totp]), Some(Assurance::Two));
        assert_eq!(level(&[CHECKED_KEY]), Some(Assurance::Resistant));
    }

    #[test]
    fn the_same_way_twice_is_one_step() {
        let twice = [Shown::MailCode, Shown::MailCode];
        assert_eq!(Assurance::of(&twice), Some(Assurance::Single));
    }

    #[test]
    fn a_mail_never_makes_aal2() {
        for other in [Shown::Totp, KEY, Shown::RecoveryCode, Shown::Password] {
            let level = Assurance::of(&[Shown::MailCode, other]);
            assert!(level < Some(Assurance::Two), "{other:?}");
        }
    }

    #[test]
    fn a_text_message_counts_beside_what_is_known_and_little_alone() {
        assert_eq!(Assurance::of(&[Shown::SmsCode]), Some(Assurance::Single));
        let known = [Shown::Password, Shown::SmsCode];
        assert_eq!(Assurance::of(&known), Some(Assurance::Two));
        let mailed = [Shown::MailCode, Shown::SmsCode];
        assert_eq!(Assurance::of(&mailed), Some(Assurance::TwoSteps));
        assert_eq!(amr(&known), ["mfa", "otp", "pwd", "sms"]);
    }

    #[test]
    fn names_and_classes_are_each_their_own() {
        for level in Assurance::ALL {
            assert_eq!(Assurance::named(level.name()), Some(level));
            let same = Assurance::ALL.iter().filter(|one| one.acr() == level.acr());
            assert_eq!(same.count(), 1);
        }
    }

    #[test]
    fn methods_are_told_in_the_registrys_words() {
        assert_eq!(amr(&[Shown::MailCode]), ["mail", "otp"]);
        assert_eq!(amr(&[CHECKED_KEY]), ["mfa", "pop", "swk", "user"]);
        assert_eq!(amr(&[Shown::Password, Shown::Totp]), ["mfa", "otp", "pwd"]);
    }
}
