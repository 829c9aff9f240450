//! The overview: each way with its state, and what can be done with it.

mod samples;

use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{
    event::SecurityChange,
    factor::{FactorKind, passkey::Backup},
    holdings::{Holdings, PasswordHeld},
    id::{AppId, ContactId, PasskeyId},
    policy::Texts,
    security::Refused,
    time::Time,
};

use super::recovery;
use crate::{
    frame::{Frame, renders},
    when::Zone,
    wording,
};

/// `GET /account/security`.
///
/// Links lead to the pages of each change. Three kinds of forms post from here, all with
/// `csrf`: for each address `/account/security/address/{id}` with `codes` and `notices`
/// (each present when ticked), and for each address and the user name
/// `/account/security/identifier` with `kind`, `value` (an identifier's kind and normal
/// form) and `signs_in` (`yes` or `no`); so for each phone number.
#[derive(Clone, Debug, Template)]
#[template(path = "account/security.html")]
pub struct SecurityPage {
    /// The surroundings.
    pub frame: Frame,
    /// The moment of the page.
    pub now: Time,
    /// The reader's zone.
    pub zone: Zone,
    /// What has just been done, or couldn't be.
    pub notice: Option<SecurityNotice>,
    /// What the account holds: whether there is a password, two-step verification, and
    /// what may be removed follow from it.
    pub holdings: Holdings,
    /// When the password was chosen, if there is one.
    pub password_at: Option<Time>,
    /// The authenticator apps.
    pub apps: Vec<AppItem>,
    /// The passkeys.
    pub passkeys: Vec<PasskeyItem>,
    /// When the present recovery codes were made, if there were any.
    pub recovery_at: Option<Time>,
    /// The addresses.
    pub addresses: Vec<AddressItem>,
    /// The phone numbers.
    pub phones: Vec<PhoneItem>,
    /// Whether text messages are sent here: else numbers can only be removed.
    pub texts: Texts,
    /// The user name, if there is one.
    pub user_name: Option<UserNameItem>,
    /// When the phrase in mails was chosen, if there is one.
    pub phrase_at: Option<Time>,
    /// JSON that tells the browser which passkeys are left (`signalAllAcceptedCredentials`).
    pub signal: Option<String>,
}

/// An authenticator app.
#[derive(Clone, Debug)]
pub struct AppItem {
    /// Its name in paths.
    pub id: AppId,
    /// What the person calls it.
    pub label: String,
    /// When it was added.
    pub created_at: Time,
    /// When it was last used.
    pub used_at: Option<Time>,
}

/// A passkey.
#[derive(Clone, Debug)]
pub struct PasskeyItem {
    /// Its name in paths.
    pub id: PasskeyId,
    /// What the person calls it.
    pub label: String,
    /// Whether it is, or may be, copied between devices.
    pub backup: Backup,
    /// Whether its device checks its owner.
    pub verified: bool,
    /// When it was added.
    pub created_at: Time,
    /// When it was last used.
    pub used_at: Option<Time>,
}

/// A mail address.
#[derive(Clone, Debug)]
pub struct AddressItem {
    /// Its name in paths.
    pub id: ContactId,
    /// The address, in full.
    pub address: String,
    /// Its normal form, by which it is an identifier.
    pub normal: String,
    /// Whether codes go there.
    pub codes: bool,
    /// Whether notices of changes go there.
    pub notices: bool,
    /// Whether it may be signed in with.
    pub signs_in: bool,
    /// Since when mails to it come back.
    pub broken_at: Option<Time>,
}

/// A phone number.
#[derive(Clone, Debug)]
pub struct PhoneItem {
    /// Its name in paths.
    pub id: ContactId,
    /// The number, in full, as it reads well.
    pub number: String,
    /// Its normal form (E.164), by which it is an identifier.
    pub normal: String,
    /// Whether it may be signed in with.
    pub signs_in: bool,
    /// When it was added.
    pub created_at: Time,
    /// Since when text messages to it come back.
    pub broken_at: Option<Time>,
}

/// The user name.
#[derive(Clone, Debug)]
pub struct UserNameItem {
    /// The name.
    pub name: String,
    /// Whether it may be signed in with.
    pub signs_in: bool,
}

/// What has just been done, or couldn't be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecurityNotice {
    /// This was done.
    Done(SecurityChange),
    /// It can't be done: nobody could get in any more, say, or the thing is gone.
    Refused(Refused),
    /// The person proved that it's them; the change can be made now.
    Proven,
}

renders!(SecurityPage);

/// A thing of which there may be several, in words.
struct Thing {
    name: String,
    facts: Vec<Cow<'static, str>>,
    /// Where it is named and removed.
    path: String,
}

impl SecurityPage {
    fn notice(&self) -> Option<Cow<'static, str>> {
        let locale = self.frame.locale;
        Some(match self.notice.as_ref()? {
            SecurityNotice::Done(change) => self.frame.t(wording::change(*change)),
            SecurityNotice::Refused(why) => wording::refused(locale, why),
            SecurityNotice::Proven => self.frame.t("security-proven"),
        })
    }

    /// Whether the notice is of something that was not done.
    fn is_refused(&self) -> bool {
        matches!(self.notice, Some(SecurityNotice::Refused(_)))
    }

    fn two_step_since(&self) -> Option<Cow<'static, str>> {
        let time = self.day(self.holdings.two_step_since?);
        Some(
            self.frame
                .say("two-step-on-since", &[("time", time.into())]),
        )
    }

    fn passkeys(&self) -> Vec<Thing> {
        let words = |passkey: &PasskeyItem| {
            let backup = match passkey.backup {
                Backup::Synced => "passkey-synced",
                Backup::Eligible => "passkey-eligible",
                Backup::DeviceBound => "passkey-bound",
            };
            let mut facts = vec![self.frame.t(backup)];
            if !passkey.verified {
                facts.push(self.frame.t("passkey-unverified"));
            }
            facts.extend(self.times(passkey.created_at, passkey.used_at));
            Thing {
                name: passkey.label.clone(),
                facts,
                path: format!("/account/security/passkey/{}", passkey.id),
            }
        };
        self.passkeys.iter().map(words).collect()
    }

    fn apps(&self) -> Vec<Thing> {
        let words = |app: &AppItem| Thing {
            name: app.label.clone(),
            facts: self.times(app.created_at, app.used_at).into(),
            path: format!("/account/security/app/{}", app.id),
        };
        self.apps.iter().map(words).collect()
    }

    /// When it was added, and when it was last used.
    fn times(&self, created_at: Time, used_at: Option<Time>) -> [Cow<'static, str>; 2] {
        let used = match used_at {
            None => self.frame.t("security-unused"),
            Some(at) => {
                let time = self.zone.moment(at, self.now, self.frame.locale);
                self.frame.say("security-used", &[("time", time.into())])
            }
        };
        [self.added(created_at), used]
    }

    fn day(&self, time: Time) -> String {
        self.zone.day(time, self.now, self.frame.locale)
    }

    /// The mark on a contact that nothing reaches.
    fn broken(&self, since: Option<&Time>) -> Option<Cow<'static, str>> {
        let time = self.zone.moment(*since?, self.now, self.frame.locale);
        Some(self.frame.say("broken-mark", &[("time", time.into())]))
    }

    /// Whether there is something to say of phone numbers.
    fn has_phones(&self) -> bool {
        self.sends_texts() || !self.phones.is_empty()
    }

    fn sends_texts(&self) -> bool {
        self.texts == Texts::On
    }

    fn added(&self, at: Time) -> Cow<'static, str> {
        self.frame
            .say("security-added", &[("time", self.day(at).into())])
    }

    fn password_facts(&self) -> Vec<Cow<'static, str>> {
        let since = self.password_at.map(|at| {
            let time = self.day(at);
            self.frame.say("password-since", &[("time", time.into())])
        });
        let short = match self.holdings.password {
            PasswordHeld::Short => Some(self.frame.t("password-short")),
            PasswordHeld::None | PasswordHeld::Long => None,
        };
        since.into_iter().chain(short).collect()
    }

    fn has_password(&self) -> bool {
        self.holdings.has(FactorKind::Password)
    }

    fn recovery_left(&self) -> Option<Cow<'static, str>> {
        let was_made = self.holdings.recovery_codes > 0 || self.recovery_at.is_some();
        was_made.then(|| recovery::left(&self.frame, self.holdings.recovery_codes))
    }

    fn recovery_made(&self) -> Option<Cow<'static, str>> {
        let time = self.day(self.recovery_at?);
        Some(self.frame.say("recovery-made", &[("time", time.into())]))
    }

    fn phrase_chosen(&self) -> Option<Cow<'static, str>> {
        let time = self.day(self.phrase_at?);
        Some(self.frame.say("phrase-since", &[("time", time.into())]))
    }

    fn runs_low(&self) -> bool {
        self.recovery_at.is_some() && self.holdings.recovery_codes <= Holdings::FEW_RECOVERY_CODES
    }

    /// A button's name for those who hear it without its line.
    fn named(&self, id: &str, name: &str) -> Cow<'static, str> {
        self.frame
            .say(id, &[("name", name.into()), ("address", name.into())])
    }
}
