//! What a person can do with a flow, but for answering.

use kadomori_domain::{
    address::MailAddress,
    delivery::Channel,
    destination::Destination,
    factor::FactorKind,
    flow::{
        Bound, Flow,
        sign_in::{
            self, Arrival, ChooseOutcome, ConfirmOutcome, CreateOutcome, Outcome, ResendOutcome,
            ResetOutcome, Wanted, Wishes, passkey_keys, reset_keys,
        },
        turn::{Scene, Turn},
    },
    id::FlowId,
    identifier::Identifier,
    locale::Locale,
    proof::Shown,
    purpose::Purpose,
    session::Keep,
    step::Step,
};

use super::{
    Whose, World,
    belonging::{accepted, sealed},
    identifier,
};

impl World {
    /// How someone in `browser` comes to a flow.
    pub(crate) fn arrival(&mut self, browser: usize, purpose: Purpose) -> Arrival {
        Arrival {
            flow: FlowId::new(self.now, &mut self.chance()),
            visitor: self.browsers[browser].visitor,
            purpose,
            identifier: identifier(),
            destination: None,
            bound: None,
            wanted: Wanted::Best,
            locale: Locale::Ja,
            zone: None,
            errand: None,
            proofs: Vec::new(),
        }
    }

    pub(crate) fn arrive(&mut self, browser: usize, arrival: Arrival) -> FlowId {
        let id = arrival.flow;
        let typed = arrival.identifier.clone();
        let whose = match arrival.bound {
            Some(_) => Whose::Account,
            None => Whose::Typed(&typed),
        };
        self.turn(&whose, browser, |scene, turn| {
            let keys = scene.send_keys(&arrival.destination(scene), id);
            sign_in::begin(arrival, &keys, turn)
        });
        self.current = Some((id, browser));
        id
    }

    /// Types the address at the door, in the first browser.
    pub(crate) fn begin(&mut self) -> FlowId {
        self.begin_in(0, Wanted::Best)
    }

    pub(crate) fn begin_in(&mut self, browser: usize, wanted: Wanted) -> FlowId {
        let arrival = self.arrival(browser, Purpose::SignIn);
        self.arrive(browser, Arrival { wanted, ..arrival })
    }

    pub(crate) fn begin_as(&mut self, browser: usize, identifier: Identifier) -> FlowId {
        let arrival = self.arrival(browser, Purpose::SignIn);
        let arrival = Arrival {
            identifier,
            ..arrival
        };
        self.arrive(browser, arrival)
    }

    pub(crate) fn begin_reset(&mut self, browser: usize) -> FlowId {
        let arrival = self.arrival(browser, Purpose::ResetPassword);
        self.arrive(browser, arrival)
    }

    /// Someone who is signed in is to prove again that it's them.
    pub(crate) fn begin_step_up(&mut self, browser: usize) -> FlowId {
        self.begin_bound(browser, Purpose::ChangeSecurity, None)
    }

    pub(crate) fn begin_confirm(&mut self, browser: usize, address: MailAddress) -> FlowId {
        self.begin_bound(browser, Purpose::ConfirmContact, Some(address))
    }

    fn begin_bound(
        &mut self,
        browser: usize,
        purpose: Purpose,
        address: Option<MailAddress>,
    ) -> FlowId {
        let session = self.browsers[browser].session.expect("someone signed in");
        let row = self.sessions.iter().find(|one| one.id == session);
        let proofs = row.expect("a session").proofs.clone();
        let fresh = self.look(&Whose::Account, browser, |scene| {
            scene.fresh(purpose, &proofs)
        });
        let arrival = self.arrival(browser, purpose);
        let bound = Some(Bound {
            account: self.owned().id,
            session: Some(session),
        });
        let begun = Arrival {
            destination: address.map(Destination::Mail),
            bound,
            proofs: fresh.clone(),
            ..arrival
        };
        let id = self.arrive(browser, begun);
        if purpose == Purpose::ChangeSecurity {
            let shown = fresh.iter().map(|proof| proof.shown()).collect();
            self.shown.insert(id, shown);
        }
        id
    }

    /// Opens the door with a passkey of the account, nothing typed.
    pub(crate) fn begin_with_passkey(
        &mut self,
        browser: usize,
        verified: bool,
        wishes: Wishes,
    ) -> Outcome {
        let right = self.passkey_right(verified).expect("a passkey");
        let arrival = self.arrival(browser, Purpose::SignIn);
        let id = arrival.flow;
        let account = self.owned().id;
        let before = self.rates.len();
        let outcome = self.turn(&Whose::Account, browser, |scene, turn| {
            assert_eq!(passkey_keys(scene, account).len(), 1);
            sign_in::begin_with_passkey(arrival, right, wishes, turn)
        });
        assert!(self.rates.len() <= before + 1, "its network spends nothing");
        self.current = Some((id, browser));
        let is_checked = verified && self.owned().passkeys.iter().any(|one| one.verified);
        let shown = Shown::Passkey {
            verified: is_checked,
            synced: false,
        };
        self.shown.insert(id, vec![shown]);
        outcome
    }

    pub(crate) fn in_flow<O>(
        &mut self,
        id: FlowId,
        play: impl FnOnce(Flow, &Scene<'_>, Turn<'_>) -> Step<O>,
    ) -> O {
        let flow = self.flows[&id].clone();
        let mut browsers = self.browsers.iter();
        let browser = browsers.position(|one| one.visitor == flow.visitor);
        let whose = flow.clone();
        self.turn(
            &Whose::Flow(&whose),
            browser.expect("its browser"),
            |scene, turn| play(flow, scene, turn),
        )
    }

    pub(crate) fn choose(&mut self, id: FlowId, way: Option<FactorKind>) -> ChooseOutcome {
        self.in_flow(id, |flow, scene, turn| {
            let channel = way
                .and_then(Channel::of)
                .unwrap_or(flow.destination.channel());
            let keys = scene.send_keys(&flow.destination_for(channel, scene), flow.id);
            flow.choose(way, &keys, turn)
        })
    }

    pub(crate) fn resend(&mut self) -> ResendOutcome {
        let (id, _) = self.current.expect("a flow");
        self.resend_in(id)
    }

    pub(crate) fn resend_in(&mut self, id: FlowId) -> ResendOutcome {
        self.in_flow(id, |flow, scene, turn| {
            let keys = scene.send_keys(&flow.destination, flow.id);
            flow.resend(&keys, turn)
        })
    }

    pub(crate) fn create(&mut self) -> CreateOutcome {
        let (id, _) = self.current.expect("a flow");
        self.in_flow(id, |flow, _, turn| flow.create_account(Keep::Kept, turn))
    }

    pub(crate) fn abandon(&mut self, id: FlowId) {
        self.in_flow(id, |flow, _, turn| flow.abandon(turn));
    }

    /// Chooses a new password in a flow that was begun to reset it.
    pub(crate) fn reset(&mut self, id: FlowId, text: &str) -> ResetOutcome {
        let sealed = sealed(&self.keys.clone(), &mut self.chance());
        let contacts = match &self.owned {
            Some(owned) => owned.contacts.clone(),
            None => Vec::new(),
        };
        self.in_flow(id, |flow, scene, turn| {
            assert!(reset_keys(scene, &flow).is_sorted());
            flow.reset_password(sealed, &accepted(text), &contacts, turn)
        })
    }

    /// Adds the address that a flow confirmed; `None` where proofs are too old for that.
    pub(crate) fn confirm(&mut self, id: FlowId, browser: usize) -> Option<ConfirmOutcome> {
        let flow = self.flows[&id].clone();
        let step = self.with_owner(browser, |owner| flow.confirm_contact(owner))?;
        let next = step.flow.flow().clone();
        self.note_arrow(&next);
        self.flows.insert(id, next);
        self.apply(step.effects, browser);
        Some(step.outcome)
    }
}
