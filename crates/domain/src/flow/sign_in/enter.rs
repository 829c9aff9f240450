//! Going in: a session is opened for what the gate let pass.

use crate::{
    assurance::Assurance,
    device::{DeviceHere, DeviceSeen},
    event::Facts,
    flow::{
        Flow, State,
        sign_in::{Trust, Wishes},
        turn::Turn,
    },
    gate::{Pass, Reason},
    id::{AccountId, SessionId},
    proof::Proof,
    reference::Reference,
    session::{Keep, Session, Stay},
    time::Time,
    token::Token,
};

/// What the browser is given when a session is opened.
#[derive(Debug)]
pub struct Entrance {
    /// Whose session it is.
    pub account: AccountId,
    /// The session's secret, for its cookie.
    pub session: Token,
    /// Whether the cookie outlives the window.
    pub keep: Keep,
    /// When the session ends at the latest.
    pub ends_at: Time,
    /// A secret for the device cookie, where the browser had none.
    pub device: Option<Token>,
}

/// Who goes in, and by what right.
#[derive(Clone, Copy)]
pub(super) struct Joining<'a> {
    pub(super) account: AccountId,
    pub(super) pass: &'a Pass,
    pub(super) wishes: Wishes,
    pub(super) reference: Option<Reference>,
}

impl Flow {
    pub(super) fn enter(&mut self, joining: Joining<'_>, turn: &mut Turn<'_>) -> Entrance {
        let Joining {
            account,
            pass,
            wishes,
            reference,
        } = joining;
        let keep = wishes.keep;
        let because = self.reasons().to_vec();
        let scene = turn.scene;
        let device = turn.device();
        let device_token = match &device {
            DeviceHere::Known(_) => None,
            DeviceHere::New(new) => Some(new.token.clone()),
        };
        let stay = Stay {
            tenant: self.tenant,
            account,
            device: device.id(),
            keep,
        };
        let id = SessionId::new(scene.now, turn.chance());
        let token = Token::draw(turn.chance());
        let opened = Session::open(
            (pass, &self.proofs),
            stay,
            (id, token),
            &scene.policy.session,
            scene.now,
        );
        self.state = State::SignedIn {
            account,
            session: id,
        };
        let facts = Facts::SignedIn {
            reference,
            ways: pass.ways().to_vec(),
            assurance: pass.assurance(),
            because,
            standing: scene.standing,
        };
        turn.tell_of(Some(account), None, facts);
        let trusted_until = self.trust(account, wishes.trust, turn);
        turn.effects.device = Some(DeviceSeen {
            device,
            agent: scene.client.agent.clone(),
            at: scene.now,
            way: self.proofs.first().map(Proof::kind),
            trusted_until,
        });
        let entrance = Entrance {
            account,
            session: opened.token.clone(),
            keep,
            ends_at: opened.session.ends_at,
            device: device_token,
        };
        turn.effects.session = Some(opened);
        entrance
    }

    /// Why it was to be proven who the person is.
    fn reasons(&self) -> &[Reason] {
        match &self.state {
            State::AddressProven { because, .. } => because,
            other => other.because().unwrap_or_default(),
        }
    }

    /// Trusts the device, where the person said so and two steps were really taken.
    fn trust(&self, account: AccountId, trust: Trust, turn: &mut Turn<'_>) -> Option<Time> {
        let scene = turn.scene;
        let has_two_steps = Assurance::of(&self.shown()).is_some_and(Assurance::has_two_steps);
        let may = scene.holdings.is_two_step() && has_two_steps;
        if trust == Trust::Untrusted || !may {
            return None;
        }
        let until = scene.now.plus(scene.policy.trust);
        turn.tell_of(Some(account), None, Facts::DeviceTrusted { until });
        Some(until)
    }
}
