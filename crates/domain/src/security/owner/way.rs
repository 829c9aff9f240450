//! Ways to prove: setting, adding, naming and removing them.

use crate::{
    event::SecurityChange,
    factor::{FactorKind, passkey::Passkey, password::Accepted},
    holdings::{Holdings, Keeps, PasswordHeld},
    id::{AppId, PasskeyId},
    label::Label,
    seal::Sealed,
    security::{App, Change, Deed, MOST_APPS, MOST_PASSKEYS, NewPassword, Owner, Refused},
};

impl Owner<'_> {
    /// Sets the password, or another one, and ends all other sessions. `accepted` is what
    /// the judge said of it.
    pub fn set_password(mut self, sealed: Sealed, accepted: &Accepted) -> Result<Deed, Refused> {
        let held = accepted.held();
        if held == PasswordHeld::Short && !self.holdings().is_two_step() {
            // It was judged while two-step verification was on, which it isn't any more.
            return Err(Keeps::ShortPassword.into());
        }
        let told = match self.holdings().password {
            PasswordHeld::None => SecurityChange::PasswordSet,
            PasswordHeld::Short | PasswordHeld::Long => SecurityChange::PasswordChanged,
        };
        let at = self.scene.now;
        let new = NewPassword { sealed, held, at };
        self.draft.change(Change::SetPassword(new));
        let but = Some(self.scene.session);
        self.draft.change(Change::EndSessions { but });
        self.draft.tell(told, None);
        Ok(self.done())
    }

    /// Removes the password, where an app or a passkey stays.
    pub fn remove_password(mut self) -> Result<Deed, Refused> {
        let holdings = self.holdings();
        if !holdings.has(FactorKind::Password) {
            return Err(Refused::NotThere);
        }
        if holdings.apps + holdings.passkeys == 0 {
            return Err(Refused::NoOtherStrongWay);
        }
        self.leaves(holdings.without(FactorKind::Password), self.is_named())?;
        self.draft.change(Change::RemovePassword);
        self.draft.tell(SecurityChange::PasswordRemoved, None);
        Ok(self.done())
    }

    /// Adds an authenticator app whose first code was right.
    pub fn add_app(mut self, app: App) -> Result<Deed, Refused> {
        if self.scene.has.apps.len() >= MOST_APPS {
            return Err(Refused::TooMany { most: MOST_APPS });
        }
        let label = app.label.clone();
        self.draft.change(Change::AddApp(app));
        self.draft
            .tell(SecurityChange::AppAdded, Some(label.as_str()));
        Ok(self.done())
    }

    /// Names an app anew.
    pub fn rename_app(mut self, id: AppId, label: &Label) -> Result<Deed, Refused> {
        if self.app(id)?.label != *label {
            self.draft.change(Change::RenameApp(id, label.clone()));
            self.draft
                .tell(SecurityChange::AppRenamed, Some(label.as_str()));
        }
        Ok(self.done())
    }

    /// Removes an app.
    pub fn remove_app(mut self, id: AppId) -> Result<Deed, Refused> {
        let label = self.app(id)?.label.clone();
        let rest = self.holdings().without(FactorKind::Totp);
        self.leaves(rest, self.is_named())?;
        self.draft.change(Change::RemoveApp(id));
        self.draft
            .tell(SecurityChange::AppRemoved, Some(label.as_str()));
        Ok(self.done())
    }

    /// Adds a passkey that was just made.
    pub fn add_passkey(mut self, passkey: Passkey) -> Result<Deed, Refused> {
        let there = self.scene.has.passkeys;
        if there.iter().any(|one| one.credential == passkey.credential) {
            return Err(Refused::AlreadyThere);
        }
        if there.len() >= MOST_PASSKEYS {
            return Err(Refused::TooMany {
                most: MOST_PASSKEYS,
            });
        }
        let label = passkey.label.clone();
        self.draft.change(Change::AddPasskey(Box::new(passkey)));
        self.draft
            .tell(SecurityChange::PasskeyAdded, Some(label.as_str()));
        Ok(self.done())
    }

    /// Names a passkey anew.
    pub fn rename_passkey(mut self, id: PasskeyId, label: &Label) -> Result<Deed, Refused> {
        if self.passkey(id)?.label != *label {
            self.draft.change(Change::RenamePasskey(id, label.clone()));
            self.draft
                .tell(SecurityChange::PasskeyRenamed, Some(label.as_str()));
        }
        Ok(self.done())
    }

    /// Removes a passkey.
    pub fn remove_passkey(mut self, id: PasskeyId) -> Result<Deed, Refused> {
        let passkey = self.passkey(id)?;
        let label = passkey.label.clone();
        let holdings = self.holdings();
        let rest = Holdings {
            passkeys: holdings.passkeys.saturating_sub(1),
            verified_passkeys: holdings
                .verified_passkeys
                .saturating_sub(u32::from(passkey.verified)),
            ..holdings
        };
        self.leaves(rest, self.is_named())?;
        self.draft.change(Change::RemovePasskey(id));
        self.draft
            .tell(SecurityChange::PasskeyRemoved, Some(label.as_str()));
        Ok(self.done())
    }

    /// Puts a new set of recovery codes in place of the older one: what the database keeps
    /// of each.
    pub fn replace_recovery_codes(mut self, hashes: Vec<[u8; 32]>) -> Result<Deed, Refused> {
        if hashes.is_empty() {
            return Err(Refused::NotThere);
        }
        let at = self.scene.now;
        self.draft
            .change(Change::ReplaceRecoveryCodes { hashes, at });
        self.draft.tell(SecurityChange::RecoveryCodesReplaced, None);
        Ok(self.done())
    }

    /// Removes the recovery codes.
    pub fn remove_recovery_codes(mut self) -> Result<Deed, Refused> {
        let holdings = self.holdings();
        if !holdings.has(FactorKind::RecoveryCode) {
            return Err(Refused::NotThere);
        }
        self.leaves(holdings.without(FactorKind::RecoveryCode), self.is_named())?;
        let (hashes, at) = (Vec::new(), self.scene.now);
        self.draft
            .change(Change::ReplaceRecoveryCodes { hashes, at });
        self.draft.tell(SecurityChange::RecoveryCodesRemoved, None);
        Ok(self.done())
    }

    fn app(&self, id: AppId) -> Result<&App, Refused> {
        let mut apps = self.scene.has.apps.iter();
        apps.find(|one| one.id == id).ok_or(Refused::NotThere)
    }

    fn passkey(&self, id: PasskeyId) -> Result<&Passkey, Refused> {
        let mut passkeys = self.scene.has.passkeys.iter();
        passkeys.find(|one| one.id == id).ok_or(Refused::NotThere)
    }
}
