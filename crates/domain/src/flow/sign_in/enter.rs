//! Going in: a session is opened for what the gate let pass.

use crate::{
    device::{DeviceHere, DeviceSeen},
    event::Facts,
    flow::{Flow, SignIn, turn::Turn},
    gate::{Pass, Reason},
    id::{AccountId, SessionId},
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
pub(super) struct Joining<'a> {
    pub(super) account: AccountId,
    pub(super) pass: &'a Pass,
    pub(super) keep: Keep,
    pub(super) reference: Reference,
    pub(super) because: Vec<Reason>,
}

impl Flow {
    pub(super) fn enter(&mut self, joining: Joining<'_>, turn: &mut Turn<'_>) -> Entrance {
        let Joining {
            account,
            pass,
            keep,
            reference,
            because,
        } = joining;
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
        let opened = Session::open(pass, stay, (id, token), &scene.policy.session, scene.now);
        self.state = SignIn::SignedIn {
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
        let agent = scene.client.agent.clone();
        turn.effects.device = Some(DeviceSeen {
            device,
            agent,
            at: scene.now,
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
}
