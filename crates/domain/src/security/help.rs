//! Help for someone locked out: an operator removes what they lost.

use crate::{
    account::Reader,
    chance::Chance,
    event::SecurityChange,
    factor::FactorKind,
    holdings::{Holdings, Keeps, PasswordHeld},
    id::{AccountId, TenantId},
    identifier::Identifier,
    security::{Author, Belongings, Change, Deed, Draft, Phone, Refused},
    time::Time,
};

/// Whose account it is, and all that is there of it.
#[derive(Clone, Copy, Debug)]
pub struct Stranded<'a> {
    /// Whose account.
    pub account: AccountId,
    /// How its person wants to be spoken to.
    pub reader: &'a Reader,
    /// What it has.
    pub has: Belongings<'a>,
}

/// What an operator removes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removal {
    /// The password.
    Password,
    /// All phone numbers.
    Phones,
    /// All authenticator apps.
    Apps,
    /// All passkeys.
    Passkeys,
    /// The recovery codes.
    RecoveryCodes,
    /// Phone numbers, apps, passkeys and recovery codes, and two-step verification with them.
    SecondWays,
}

impl Removal {
    const fn kinds(self) -> &'static [FactorKind] {
        match self {
            Self::Password => &[FactorKind::Password],
            Self::Phones => &[FactorKind::SmsCode],
            Self::Apps => &[FactorKind::Totp],
            Self::Passkeys => &[FactorKind::Passkey],
            Self::RecoveryCodes => &[FactorKind::RecoveryCode],
            Self::SecondWays => &[
                FactorKind::SmsCode,
                FactorKind::Totp,
                FactorKind::Passkey,
                FactorKind::RecoveryCode,
            ],
        }
    }
}

/// Who helps, and when.
#[derive(Clone, Copy)]
pub(crate) struct Helper {
    pub(crate) tenant: TenantId,
    pub(crate) now: Time,
}

/// Removes `removal`. Where two steps can't be taken any more with what is left, two-step
/// verification goes off with it, and a password that is too short to stand alone goes too.
pub(crate) fn help(
    helper: Helper,
    stranded: &Stranded<'_>,
    removal: Removal,
    chance: &mut Chance,
) -> Result<Deed, Refused> {
    let has = stranded.has;
    let mut gone: Vec<FactorKind> = removal.kinds().to_vec();
    gone.retain(|kind| is_there(&has, *kind));
    let ends_two_step = has.holdings.is_two_step()
        && (removal == Removal::SecondWays || !left(&has, &gone).bears_two_steps());
    if gone.is_empty() && !ends_two_step {
        return Err(Refused::NotThere);
    }
    if ends_two_step && has.holdings.password == PasswordHeld::Short {
        gone.push(FactorKind::Password);
        gone.sort_unstable();
        gone.dedup();
    }
    let rest = left(&has, &gone);
    let mut named = has.identifiers.iter().filter(|one| one.signs_in);
    let named = named.any(|one| !is_gone(&one.identifier, &gone));
    if !rest.opens() || (!named && rest.verified_passkeys == 0) {
        return Err(Keeps::LastWayIn.into());
    }
    let mut draft = Draft {
        tenant: helper.tenant,
        account: stranded.account,
        now: helper.now,
        author: Author::Operator,
        reader: stranded.reader,
        contacts: has.contacts,
        chance,
        deed: Deed::default(),
    };
    for kind in gone {
        draft.take(kind, &has);
    }
    if ends_two_step {
        draft.change(Change::SetTwoStep(None));
        draft.change(Change::Untrust { device: None });
        draft.tell(SecurityChange::TwoStepOff, None);
    }
    Ok(draft.deed)
}

/// Whether there is one of a kind: also a number that text messages don't reach any more.
fn is_there(has: &Belongings<'_>, kind: FactorKind) -> bool {
    has.holdings.has(kind) || (kind == FactorKind::SmsCode && !has.phones.is_empty())
}

/// Whether a name to sign in with goes with these kinds.
fn is_gone(name: &Identifier, gone: &[FactorKind]) -> bool {
    match name {
        Identifier::Phone(_) => gone.contains(&FactorKind::SmsCode),
        Identifier::Mail(_) | Identifier::UserName(_) => false,
    }
}

/// What is left when all of these kinds are gone.
fn left(has: &Belongings<'_>, gone: &[FactorKind]) -> Holdings {
    let mut rest = has.holdings;
    for kind in gone {
        match kind {
            FactorKind::MailCode => rest.mailboxes = 0,
            FactorKind::SmsCode => rest.phones = 0,
            FactorKind::Password => rest.password = PasswordHeld::None,
            FactorKind::Totp => rest.apps = 0,
            FactorKind::Passkey => (rest.passkeys, rest.verified_passkeys) = (0, 0),
            FactorKind::RecoveryCode => rest.recovery_codes = 0,
        }
    }
    rest
}

impl Draft<'_> {
    /// Takes a phone number, and what can be signed in with by it.
    fn take_phone(&mut self, phone: &Phone, has: &Belongings<'_>) {
        let name = Identifier::Phone(phone.number.clone());
        if has.identifiers.iter().any(|one| one.identifier == name) {
            self.change(Change::RemoveIdentifier(name));
        }
        self.change(Change::RemovePhone(phone.id));
    }

    /// Takes all of a kind, and tells it once; by its name where there was one.
    fn take(&mut self, kind: FactorKind, has: &Belongings<'_>) {
        match kind {
            // Addresses are what the person is told by: they stay.
            FactorKind::MailCode => {}
            FactorKind::SmsCode => {
                for phone in has.phones {
                    self.take_phone(phone, has);
                }
                let only = match has.phones {
                    [phone] => Some(phone.number.masked()),
                    _ => None,
                };
                self.tell(SecurityChange::PhoneRemoved, only.as_deref());
            }
            FactorKind::Password => {
                self.change(Change::RemovePassword);
                self.tell(SecurityChange::PasswordRemoved, None);
            }
            FactorKind::Totp => {
                for app in has.apps {
                    self.change(Change::RemoveApp(app.id));
                }
                let only = match has.apps {
                    [app] => Some(app.label.as_str()),
                    _ => None,
                };
                self.tell(SecurityChange::AppRemoved, only);
            }
            FactorKind::Passkey => {
                for passkey in has.passkeys {
                    self.change(Change::RemovePasskey(passkey.id));
                }
                let only = match has.passkeys {
                    [passkey] => Some(passkey.label.as_str()),
                    _ => None,
                };
                self.tell(SecurityChange::PasskeyRemoved, only);
            }
            FactorKind::RecoveryCode => {
                let (hashes, at) = (Vec::new(), self.now);
                self.change(Change::ReplaceRecoveryCodes { hashes, at });
                self.tell(SecurityChange::RecoveryCodesRemoved, None);
            }
        }
    }
}
