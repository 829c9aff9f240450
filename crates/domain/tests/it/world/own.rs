//! Changing what protects the account, by the right that the gate gives.

use kadomori_domain::{
    event::SecurityChange,
    factor::FactorKind,
    flow::sign_in::Outcome,
    gate::Pass,
    id::{SessionId, TenantId},
    operator::Operator,
    purpose::Purpose,
    security::{Deed, Owner, OwnerScene, Refused, Removal, Stranded},
};

use super::{
    Try, Whose, World,
    answer::BRIEF,
    belonging::{accepted, sealed},
    client, reader,
};

impl World {
    /// What the signed-in person of `browser` does as the owner; `None` where the gate
    /// doesn't let them.
    pub(crate) fn with_owner<T>(
        &mut self,
        browser: usize,
        play: impl FnOnce(Owner<'_>) -> T,
    ) -> Option<T> {
        let (session, pass) = self.pass(browser, Purpose::ChangeSecurity)?;
        let admitted = self.admit(session, &pass, play);
        Some(admitted.expect("a pass to change security"))
    }

    /// Whether the gate's pass for a purpose makes an owner.
    pub(crate) fn admits(&mut self, browser: usize, purpose: Purpose) -> bool {
        let (session, pass) = self.pass(browser, purpose).expect("a pass");
        self.admit(session, &pass, |_| ()).is_some()
    }

    /// The gate's pass for what was proven in the browser's session.
    fn pass(&self, browser: usize, purpose: Purpose) -> Option<(SessionId, Pass)> {
        let id = self.browsers[browser].session?;
        let session = self.sessions.iter().find(|one| one.id == id)?;
        let pass = self.look(&Whose::Account, browser, |scene| {
            scene.pass(purpose, &session.proofs)
        })?;
        Some((id, pass))
    }

    fn admit<T>(
        &mut self,
        session: SessionId,
        pass: &Pass,
        play: impl FnOnce(Owner<'_>) -> T,
    ) -> Option<T> {
        let mut chance = self.chance();
        let (client, reader) = (client(), reader());
        let owned = self.owned();
        let scene = OwnerScene {
            tenant: TenantId::DEFAULT,
            account: owned.id,
            session,
            now: self.now,
            client: &client,
            reader: &reader,
            has: owned.belongings(),
        };
        Owner::new(pass, scene, &mut chance).map(play)
    }

    /// One deed of someone who has just proven all that the gate asks for; written, if it
    /// isn't refused.
    pub(crate) fn deed(
        &mut self,
        browser: usize,
        play: impl FnOnce(Owner<'_>) -> Result<Deed, Refused>,
    ) -> Result<(), Refused> {
        self.step_up(browser);
        let done = self.with_owner(browser, play).expect("fresh proofs");
        done.map(|deed| self.apply_deed(deed))
    }

    /// Signs in by whatever the gate asks for; `false` where that leads nowhere.
    pub(crate) fn sign_in(&mut self, browser: usize) -> bool {
        let named = self.owned().identifiers.iter().find(|one| one.signs_in);
        match named.map(|one| one.identifier.clone()) {
            Some(identifier) => {
                self.begin_as(browser, identifier);
                self.prove_all()
            }
            // A passkey alone tells whose it is.
            None if self.holdings().passkeys > 0 => {
                let outcome = self.begin_with_passkey(browser, true, BRIEF);
                matches!(outcome, Outcome::SignedIn(_)) || self.prove_all()
            }
            None => false,
        }
    }

    /// Proves in the browser's session, until the gate lets its person change things.
    pub(crate) fn step_up(&mut self, browser: usize) {
        // Each step of an app counts once, and the waits of earlier acts are over.
        self.wait(super::MINUTE);
        self.rates.clear();
        self.budgets.clear();
        if self.browsers[browser].session.is_none() {
            assert!(self.sign_in(browser), "there is a way in");
        }
        if self.with_owner(browser, |_| ()).is_none() {
            self.begin_step_up(browser);
            assert!(self.prove_all(), "there is a way to prove");
        }
    }

    /// Answers the flow that was begun last, by the ways that the gate names, but for
    /// recovery codes, until it is over.
    fn prove_all(&mut self) -> bool {
        let (id, browser) = self.current.expect("a flow");
        for _ in 0..4 {
            self.wait(super::MINUTE);
            let flow = self.flows[&id].clone();
            let demand = self.look(&Whose::Flow(&flow), browser, |scene| scene.demand(&flow));
            let holdings = self.holdings();
            let mut ways = demand.ways.into_iter();
            let is_held = |way: &FactorKind| holdings.has(*way);
            let Some(way) = ways.find(|way| is_held(way) && *way != FactorKind::RecoveryCode)
            else {
                return false;
            };
            self.choose(id, Some(way));
            match self.answer_in(id, way, Try::Right, BRIEF) {
                Outcome::SignedIn(_) | Outcome::SteppedUp { .. } => return true,
                Outcome::MoreNeeded => {}
                other => panic!("{way:?}: {other:?}"),
            }
        }
        false
    }

    pub(crate) fn set_password(&mut self, text: &str) -> Result<(), Refused> {
        let sealed = sealed(&self.keys.clone(), &mut self.chance());
        self.deed(0, |owner| owner.set_password(sealed, &accepted(text)))
    }

    pub(crate) fn add_app(&mut self) -> Result<(), Refused> {
        let (app, seed) = self.new_app();
        self.owned_mut().seeds.insert(app.id, seed);
        self.deed(0, |owner| owner.add_app(app))
    }

    pub(crate) fn add_passkey(&mut self, verified: bool) -> Result<(), Refused> {
        let passkey = self.new_passkey(verified);
        self.deed(0, |owner| owner.add_passkey(passkey))
    }

    pub(crate) fn replace_codes(&mut self) -> Result<(), Refused> {
        let hashes = self.print_codes();
        self.deed(0, |owner| owner.replace_recovery_codes(hashes))
    }

    pub(crate) fn help(&mut self, removal: Removal) -> Result<(), Refused> {
        let chance = self.chance();
        let mut operator = Operator::new(TenantId::DEFAULT, self.now, chance);
        let reader = reader();
        let owned = self.owned();
        let stranded = Stranded {
            account: owned.id,
            reader: &reader,
            has: owned.belongings(),
        };
        let deed = operator.remove_way(&stranded, removal)?;
        self.apply_deed(deed);
        Ok(())
    }

    /// What was told last, to whom.
    pub(crate) fn told(&self) -> Vec<(SecurityChange, String)> {
        let all = self.notices.iter();
        all.map(|one| (one.change, one.to.to_string())).collect()
    }
}
