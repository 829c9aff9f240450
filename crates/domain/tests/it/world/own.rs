//! Changing what protects the account, by the right that the gate gives.

use kadomori_domain::{
    id::TenantId,
    purpose::Purpose,
    security::{Deed, Owner, OwnerScene, Refused},
};

use super::{Try, Whose, World, answer::BRIEF, client, reader};
use kadomori_domain::{factor::FactorKind, flow::sign_in::Outcome};

impl World {
    /// What the signed-in person of `browser` does as the owner; `None` where the gate
    /// doesn't let them.
    pub(crate) fn with_owner<T>(
        &mut self,
        browser: usize,
        play: impl FnOnce(Owner<'_>) -> T,
    ) -> Option<T> {
        let id = self.browsers[browser].session?;
        let session = self.sessions.iter().find(|one| one.id == id)?.clone();
        let pass = self.look(&Whose::Account, browser, |scene| {
            scene.pass(Purpose::ChangeSecurity, &session.proofs)
        })?;
        let mut chance = self.chance();
        let (client, reader) = (client(), reader());
        let owned = self.owned.as_ref()?;
        let scene = OwnerScene {
            tenant: TenantId::DEFAULT,
            account: owned.id,
            session: id,
            now: self.now,
            client: &client,
            reader: &reader,
            has: owned.belongings(),
        };
        let owner = Owner::new(&pass, scene, &mut chance).expect("a pass to change security");
        Some(play(owner))
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
}
