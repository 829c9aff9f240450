//! Holdings: which ways an account has to prove that it's its person, and what follows
//! from them. Counts only; no address, name or secret.

use serde::{Deserialize, Serialize};

use crate::{assurance::Assurance, factor::FactorKind, policy::Texts, proof::Shown, time::Time};

/// What an account holds. The default is what an unknown account holds: nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Holdings {
    /// Mail addresses that receive codes.
    pub mailboxes: u32,
    /// Phone numbers, all of which receive codes.
    pub phones: u32,
    /// The password, if there is one.
    pub password: PasswordHeld,
    /// Authenticator apps.
    pub apps: u32,
    /// Passkeys, of either kind.
    pub passkeys: u32,
    /// Of them, those whose device checks its owner.
    pub verified_passkeys: u32,
    /// Recovery codes that are left.
    pub recovery_codes: u32,
    /// Since when two-step verification is on.
    pub two_step_since: Option<Time>,
}

/// Whether there is a password.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordHeld {
    /// There is none.
    #[default]
    None,
    /// One that is long enough only beside a second step.
    Short,
    /// One that may stand alone.
    Long,
}

/// Why something can't be taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeps {
    /// Nobody could get in any more.
    LastWayIn,
    /// Two-step verification is on and would have no second step, or no way to sign in
    /// when one is lost.
    TwoStepNeedsIt,
    /// The password is short: it needs the second step beside it.
    ShortPassword,
}

impl Holdings {
    /// The most recovery codes there are at once.
    pub const RECOVERY_CODES: u32 = 10;
    /// With this few recovery codes left, the person is warned.
    pub const FEW_RECOVERY_CODES: u32 = 3;

    /// These holdings where text messages are sent; where they aren't, phones are nothing to
    /// prove with.
    #[must_use]
    pub const fn reached_by(self, texts: Texts) -> Self {
        match texts {
            Texts::On => self,
            Texts::Off => Self { phones: 0, ..self },
        }
    }

    /// How many of a kind there are.
    #[must_use]
    pub const fn count(&self, kind: FactorKind) -> u32 {
        match kind {
            FactorKind::MailCode => self.mailboxes,
            FactorKind::SmsCode => self.phones,
            FactorKind::Password => match self.password {
                PasswordHeld::None => 0,
                PasswordHeld::Short | PasswordHeld::Long => 1,
            },
            FactorKind::Totp => self.apps,
            FactorKind::Passkey => self.passkeys,
            FactorKind::RecoveryCode => self.recovery_codes,
        }
    }

    /// Whether there is one of a kind.
    #[must_use]
    pub const fn has(&self, kind: FactorKind) -> bool {
        self.count(kind) > 0
    }

    /// Whether two-step verification is on.
    #[must_use]
    pub const fn is_two_step(&self) -> bool {
        self.two_step_since.is_some()
    }

    /// The ways there are, the strongest convenient one first.
    #[must_use]
    pub fn ways(&self) -> Vec<FactorKind> {
        let held = FactorKind::BY_CONVENIENCE.into_iter();
        held.filter(|kind| self.has(*kind)).collect()
    }

    /// The level that sensitive changes ask for: the highest that the account's ways reach,
    /// recovery codes apart, which stand in for what is lost.
    #[must_use]
    pub fn highest(&self) -> Assurance {
        let all: Vec<Shown> = FactorKind::ALL
            .into_iter()
            .filter(|kind| *kind != FactorKind::RecoveryCode && self.has(*kind))
            .map(|kind| self.best(kind))
            .collect();
        Assurance::of(&all).unwrap_or(Assurance::Single)
    }

    /// The most that a way of this account can show.
    #[must_use]
    pub const fn best(&self, kind: FactorKind) -> Shown {
        match kind {
            FactorKind::MailCode => Shown::MailCode,
            FactorKind::SmsCode => Shown::SmsCode,
            FactorKind::Password => Shown::Password,
            FactorKind::Totp => Shown::Totp,
            FactorKind::Passkey => Shown::Passkey {
                verified: self.verified_passkeys > 0,
                synced: false,
            },
            FactorKind::RecoveryCode => Shown::RecoveryCode,
        }
    }

    /// The ways that lead from `shown` to where `enough` holds: each stands in a set of
    /// ways that is enough and would not be without it. The strongest convenient one first.
    #[must_use]
    pub fn ways_to(&self, shown: &[Shown], enough: impl Fn(&[Shown]) -> bool) -> Vec<FactorKind> {
        let taken = |kind: FactorKind| shown.iter().any(|one| one.kind() == kind);
        let open: Vec<FactorKind> = self
            .ways()
            .into_iter()
            // A passkey without its owner's check may be shown again with it.
            .filter(|kind| !taken(*kind) || !shown.contains(&self.best(*kind)))
            .collect();
        let reaches = |set: u32| {
            let mut all = shown.to_vec();
            let chosen = open.iter().enumerate();
            all.extend(
                chosen
                    .filter(|(place, _)| set & (1 << place) != 0)
                    .map(|(_, kind)| self.best(*kind)),
            );
            enough(&all)
        };
        let sets: Vec<u32> = (0..1_u32 << open.len())
            .filter(|set| reaches(*set))
            .collect();
        let least = |set: &u32| {
            !sets
                .iter()
                .any(|other| other != set && set & other == *other)
        };
        let useful = sets
            .iter()
            .filter(|set| least(set))
            .fold(0, |all, set| all | set);
        open.iter()
            .enumerate()
            .filter(|(place, _)| useful & (1 << place) != 0)
            .map(|(_, kind)| *kind)
            .collect()
    }

    /// These holdings with one less of a kind.
    #[must_use]
    pub const fn without(self, kind: FactorKind) -> Self {
        match kind {
            FactorKind::MailCode => Self {
                mailboxes: self.mailboxes.saturating_sub(1),
                ..self
            },
            FactorKind::SmsCode => Self {
                phones: self.phones.saturating_sub(1),
                ..self
            },
            FactorKind::Password => Self {
                password: PasswordHeld::None,
                ..self
            },
            FactorKind::Totp => Self {
                apps: self.apps.saturating_sub(1),
                ..self
            },
            FactorKind::Passkey => Self {
                passkeys: self.passkeys.saturating_sub(1),
                // Which of them goes isn't known here; the careful guess is a verified one.
                verified_passkeys: self.verified_passkeys.saturating_sub(1),
                ..self
            },
            FactorKind::RecoveryCode => Self {
                recovery_codes: 0,
                ..self
            },
        }
    }

    /// These holdings with one more of a kind.
    #[must_use]
    pub const fn with(self, kind: FactorKind) -> Self {
        match kind {
            FactorKind::MailCode => Self {
                mailboxes: self.mailboxes + 1,
                ..self
            },
            FactorKind::SmsCode => Self {
                phones: self.phones + 1,
                ..self
            },
            FactorKind::Password => Self {
                password: PasswordHeld::Long,
                ..self
            },
            FactorKind::Totp => Self {
                apps: self.apps + 1,
                ..self
            },
            FactorKind::Passkey => Self {
                // Whether its device checks its owner is seen when it is used.
                passkeys: self.passkeys + 1,
                ..self
            },
            FactorKind::RecoveryCode => Self {
                recovery_codes: Self::RECOVERY_CODES,
                ..self
            },
        }
    }

    /// Why one of a kind can't be taken away; `None` when it can.
    #[must_use]
    pub fn keeps(&self, kind: FactorKind) -> Option<Keeps> {
        self.keeps_from(self.without(kind))
    }

    /// Why no less than this may be left: `rest` is what would be. `None` when it may.
    #[must_use]
    pub fn keeps_from(&self, rest: Self) -> Option<Keeps> {
        if !rest.opens() {
            return Some(Keeps::LastWayIn);
        }
        let has_net = rest.recovery_codes > 0 || rest.has_second_way();
        if self.is_two_step() && !(rest.bears_two_steps() && has_net) {
            return Some(Keeps::TwoStepNeedsIt);
        }
        None
    }

    /// Why two-step verification can't be switched off; `None` when it can.
    #[must_use]
    pub const fn keeps_two_step(&self) -> Option<Keeps> {
        match self.password {
            PasswordHeld::Short => Some(Keeps::ShortPassword),
            PasswordHeld::None | PasswordHeld::Long => None,
        }
    }

    /// Whether somebody can get in with what there is, recovery codes apart.
    #[must_use]
    pub fn opens(&self) -> bool {
        FactorKind::ALL
            .into_iter()
            .any(|kind| kind != FactorKind::RecoveryCode && self.has(kind))
    }

    /// Whether two steps can be taken with what there is, recovery codes apart: something
    /// held, and a way beside it, or a passkey that proves two by itself.
    #[must_use]
    pub fn bears_two_steps(&self) -> bool {
        let held = self.apps + self.passkeys + self.phones > 0;
        held && self.highest().has_two_steps()
    }

    /// Whether the loss of any one thing leaves two steps to take, recovery codes apart: an
    /// app, passkey or number whose device is gone, a password that is forgotten. A mailbox isn't
    /// mislaid like these; for the day when it is, there are recovery codes.
    #[must_use]
    pub fn has_second_way(&self) -> bool {
        let lost = [
            FactorKind::Password,
            FactorKind::SmsCode,
            FactorKind::Totp,
            FactorKind::Passkey,
        ];
        let mut held = lost.into_iter().filter(|kind| self.has(*kind));
        self.bears_two_steps() && held.all(|kind| self.without(kind).highest().has_two_steps())
    }

    /// Whether few recovery codes are left of a set that there was.
    #[must_use]
    pub const fn runs_low(&self) -> bool {
        self.recovery_codes > 0 && self.recovery_codes <= Self::FEW_RECOVERY_CODES
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What an account may hold, two-step verification being off.
    pub(crate) fn any_holdings() -> impl Strategy<Value = Holdings> {
        let counts = (0..3_u32, 0..3_u32, 0..3_u32, 0..3_u32, 0..11_u32);
        let beside = (0..3_u8, 0..3_u32);
        (counts, beside).prop_map(
            |((mailboxes, apps, passkeys, verified, codes), (password, phones))| Holdings {
                mailboxes,
                phones,
                password: match password {
                    0 => PasswordHeld::None,
                    1 => PasswordHeld::Short,
                    _ => PasswordHeld::Long,
                },
                apps,
                passkeys,
                verified_passkeys: verified.min(passkeys),
                recovery_codes: codes,
                two_step_since: None,
            },
        )
    }

    fn mail_only() -> Holdings {
        Holdings {
            mailboxes: 1,
            ..Holdings::default()
        }
    }

    fn full() -> Holdings {
        Holdings {
            password: PasswordHeld::Long,
            apps: 1,
            passkeys: 1,
            verified_passkeys: 1,
            recovery_codes: 10,
            ..mail_only()
        }
    }

    #[test]
    fn the_highest_level_is_what_all_ways_together_reach() {
        assert_eq!(Holdings::default().highest(), Assurance::Single);
        assert_eq!(mail_only().highest(), Assurance::Single);
        assert_eq!(full().highest(), Assurance::Resistant);
        let key = Holdings {
            verified_passkeys: 0,
            ..full()
        };
        assert_eq!(key.highest(), Assurance::Two);
    }

    #[test]
    fn only_ways_that_lead_there_are_named() {
        let enough = |shown: &[Shown]| Assurance::of(shown) >= Some(Assurance::Two);
        let held = Holdings {
            verified_passkeys: 0,
            passkeys: 0,
            recovery_codes: 0,
            ..full()
        };
        let ways = held.ways_to(&[Shown::MailCode], enough);
        assert_eq!(ways.len(), 2, "{ways:?}");
        assert!(!ways.contains(&FactorKind::MailCode));
        let after_password = held.ways_to(&[Shown::Password], enough);
        assert_eq!(after_password, [FactorKind::Totp]);
    }

    #[test]
    fn the_last_way_in_stays() {
        assert_eq!(
            mail_only().keeps(FactorKind::MailCode),
            Some(Keeps::LastWayIn)
        );
        assert_eq!(full().keeps(FactorKind::MailCode), None);
    }

    #[test]
    fn two_steps_keep_what_they_rest_on() {
        let on = Holdings {
            apps: 1,
            recovery_codes: 10,
            two_step_since: Some(Time::from_micros(1)),
            ..mail_only()
        };
        let needs_it = Some(Keeps::TwoStepNeedsIt);
        assert_eq!(on.keeps(FactorKind::Totp), needs_it);
        assert_eq!(on.keeps(FactorKind::MailCode), needs_it);
        let two_apps = Holdings { apps: 2, ..on };
        assert_eq!(two_apps.keeps(FactorKind::Totp), None);
    }

    #[test]
    fn two_steps_keep_a_net_for_the_day_when_one_is_lost() {
        let on = Holdings {
            apps: 1,
            recovery_codes: 10,
            two_step_since: Some(Time::from_micros(1)),
            ..mail_only()
        };
        let needs_it = Some(Keeps::TwoStepNeedsIt);
        assert_eq!(on.keeps(FactorKind::RecoveryCode), needs_it);
        let two_apps = Holdings { apps: 2, ..on };
        assert_eq!(two_apps.keeps(FactorKind::RecoveryCode), None);
        let used_up = Holdings {
            recovery_codes: 0,
            ..two_apps
        };
        assert_eq!(used_up.keeps(FactorKind::Totp), needs_it);
    }

    #[test]
    fn a_second_way_is_one_that_is_left_when_another_is_lost() {
        use FactorKind::{MailCode, Passkey, Password, Totp};
        let holds = |ways: &[FactorKind]| {
            let all = ways.iter();
            all.fold(mail_only(), |held, way| held.with(*way))
                .has_second_way()
        };
        assert!(!holds(&[]));
        assert!(!holds(&[Totp]));
        assert!(!holds(&[Totp, MailCode]), "two mailboxes are one way");
        assert!(holds(&[Totp, Totp]));
        assert!(holds(&[Totp, Password]));
        assert!(holds(&[Totp, Passkey]));
        assert!(!holds(&[Password]), "nothing held");
        let alone = Holdings {
            apps: 2,
            ..Holdings::default()
        };
        assert!(!alone.has_second_way(), "two apps alone are one step");
    }

    #[test]
    fn a_short_password_keeps_the_second_step() {
        let short = Holdings {
            password: PasswordHeld::Short,
            ..full()
        };
        assert_eq!(short.keeps_two_step(), Some(Keeps::ShortPassword));
        assert_eq!(full().keeps_two_step(), None);
    }
}
