//! What an organisation has decided: limits, lifetimes, who may join.

use core::time::Duration;

use crate::{
    code::CodeLength,
    factor::FactorKind,
    factor::password::{PasswordCost, SecondStep},
    factor::totp::Tolerance,
    phone::{Country, NoTexts, PhoneNumber},
    throttle::{Budget, Rate, Strikes},
};

/// The decisions of one tenant.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Whether people may make accounts by themselves.
    pub registration: Registration,
    /// Codes.
    pub code: CodePolicy,
    /// Passwords.
    pub password: PasswordPolicy,
    /// Limits.
    pub limits: LimitPolicy,
    /// Sessions.
    pub session: SessionPolicy,
    /// How long a proof is fresh enough for a change of what protects the account.
    pub fresh: Duration,
    /// How long a device stays trusted.
    pub trust: Duration,
    /// Which codes of authenticator apps are accepted.
    pub app_codes: Tolerance,
    /// Text messages.
    pub texts: TextPolicy,
    /// Mails that people forward to have them checked.
    pub checks: CheckPolicy,
}

impl Policy {
    /// Whether a way is to be had here at all.
    #[must_use]
    pub fn offers(&self, way: FactorKind) -> bool {
        match way {
            FactorKind::SmsCode => self.texts.texts == Texts::On,
            FactorKind::MailCode
            | FactorKind::Password
            | FactorKind::Totp
            | FactorKind::Passkey
            | FactorKind::RecoveryCode => true,
        }
    }
}

/// Whether people may make accounts by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registration {
    /// Whoever proves an address may make an account for it.
    Open,
    /// Only operators make accounts.
    Closed,
}

/// How codes live.
#[derive(Clone, Copy, Debug)]
pub struct CodePolicy {
    /// How many digits.
    pub length: CodeLength,
    /// How long a code works: at most ten minutes (NIST SP 800-63B-4 §3.1.3.2).
    pub lifetime: Duration,
    /// Wrong tries per flow.
    pub tries: u32,
    /// How soon the code can be sent again.
    pub resend_after: Duration,
    /// With at least this much of its life left, a code is sent again rather than replaced.
    pub resend_same: Duration,
    /// How long a flow waits for its person.
    pub flow_lifetime: Duration,
}

/// What a password has to be, and what its hash costs.
#[derive(Clone, Copy, Debug)]
pub struct PasswordPolicy {
    /// The fewest code points of one that stands alone.
    pub minimum: usize,
    /// The fewest code points of one beside which a second step is always asked for.
    pub minimum_with_second_step: usize,
    /// What its hash costs.
    pub cost: PasswordCost,
}

impl PasswordPolicy {
    /// The fewest code points of a password.
    #[must_use]
    pub const fn least(&self, second_step: SecondStep) -> usize {
        match second_step {
            SecondStep::On => self.minimum_with_second_step,
            SecondStep::Off => self.minimum,
        }
    }
}

/// Whether text messages are sent at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Texts {
    /// Codes go to phones too.
    On,
    /// They don't: the default, since numbers can be taken over (NIST SP 800-63B-4 §3.1.3.3).
    Off,
}

/// Text messages: whether, where to, and how many.
#[derive(Clone, Debug)]
pub struct TextPolicy {
    /// Whether they are sent.
    pub texts: Texts,
    /// The country of numbers that are typed without one.
    pub home: Country,
    /// The countries that they go to.
    pub countries: Vec<Country>,
    /// How many the tenant pays for by the day.
    pub daily: Budget,
}

impl TextPolicy {
    /// Whether text messages may go to a number; why not, where not.
    pub fn takes(&self, number: &PhoneNumber) -> Result<(), NoTextsTo> {
        if self.texts == Texts::Off {
            return Err(NoTextsTo::Off);
        }
        let country = number.country();
        if !country.is_some_and(|country| self.countries.contains(&country)) {
            return Err(NoTextsTo::Elsewhere);
        }
        number.receives_texts().map_err(NoTextsTo::Number)
    }
}

/// Why no text message goes to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTextsTo {
    /// Text messages aren't sent here.
    Off,
    /// It belongs to a country that they don't go to.
    Elsewhere,
    /// What it is.
    Number(NoTexts),
}

/// Limits on sending and trying.
#[derive(Clone, Copy, Debug)]
pub struct LimitPolicy {
    /// Sends to one contact.
    pub recipient_rate: Rate,
    /// Sends to one contact by the day.
    pub recipient_budget: Budget,
    /// Sends for one account by the day.
    pub account_budget: Budget,
    /// Unfinished flows of one network.
    pub network_rate: Rate,
    /// Sends of the whole tenant; passing it alerts and refuses nobody.
    pub overall_rate: Rate,
    /// Wrong codes in a row for one account.
    pub wrong_codes: Strikes,
    /// Mails that one network has judged.
    pub check_rate: Rate,
}

/// How many forwarded mails are answered. Each answer counts as a mail to its address, too;
/// so few that codes always have room beside them.
#[derive(Clone, Copy, Debug)]
pub struct CheckPolicy {
    /// For one account.
    pub account_rate: Rate,
    /// For one account by the day.
    pub account_budget: Budget,
}

/// How long sessions last.
#[derive(Clone, Copy, Debug)]
pub struct SessionPolicy {
    /// For those who asked to be kept signed in.
    pub kept: SessionSpan,
    /// For the others.
    pub brief: SessionSpan,
}

/// Ends of a session (ASVS 5.0 V7.3).
#[derive(Clone, Copy, Debug)]
pub struct SessionSpan {
    /// At the latest after this.
    pub overall: Duration,
    /// After this without a request.
    pub idle: Duration,
}

const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

impl Default for CodePolicy {
    fn default() -> Self {
        Self {
            length: CodeLength::SIX,
            lifetime: MINUTE * 10,
            tries: 5,
            resend_after: MINUTE,
            resend_same: MINUTE * 5,
            flow_lifetime: HOUR,
        }
    }
}

/// NIST SP 800-63B-4 §3.1.1.2 and OWASP ASVS 5.0, Appendix C.
impl Default for PasswordPolicy {
    fn default() -> Self {
        Self {
            minimum: 15,
            minimum_with_second_step: 8,
            cost: PasswordCost::STANDARD,
        }
    }
}

impl Default for LimitPolicy {
    fn default() -> Self {
        Self {
            recipient_rate: Rate {
                burst: 5,
                per: HOUR,
            },
            recipient_budget: Budget { most: 10, days: 1 },
            account_budget: Budget { most: 20, days: 1 },
            network_rate: Rate {
                burst: 30,
                per: HOUR,
            },
            overall_rate: Rate {
                burst: 3_000,
                per: HOUR,
            },
            wrong_codes: Strikes {
                free: 10,
                first_wait: MINUTE,
                longest_wait: DAY,
            },
            check_rate: Rate {
                burst: 60,
                per: HOUR,
            },
        }
    }
}

impl Default for CheckPolicy {
    fn default() -> Self {
        Self {
            account_rate: Rate {
                burst: 3,
                per: HOUR,
            },
            account_budget: Budget { most: 6, days: 1 },
        }
    }
}

impl Default for TextPolicy {
    fn default() -> Self {
        Self {
            texts: Texts::Off,
            home: Country::JAPAN,
            countries: vec![Country::JAPAN],
            daily: Budget { most: 500, days: 1 },
        }
    }
}

impl Default for SessionPolicy {
    fn default() -> Self {
        Self {
            kept: SessionSpan {
                overall: DAY * 30,
                idle: DAY * 7,
            },
            brief: SessionSpan {
                overall: DAY,
                idle: HOUR,
            },
        }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            registration: Registration::Open,
            code: CodePolicy::default(),
            password: PasswordPolicy::default(),
            limits: LimitPolicy::default(),
            session: SessionPolicy::default(),
            fresh: MINUTE * 10,
            trust: DAY * 30,
            app_codes: Tolerance::default(),
            texts: TextPolicy::default(),
            checks: CheckPolicy::default(),
        }
    }
}
