//! The code was asked for once more.

use crate::{
    challenge::Challenge,
    event::Sending,
    flow::{
        Flow, State,
        sending::SendKeys,
        sign_in::begin::CodeRequest,
        turn::{Scene, Turn},
    },
    gate::{Hold, Reason, Refusal},
    step::{ChallengeChange, Step},
    time::Time,
};

/// What came of asking for the code once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResendOutcome {
    /// The same code is on its way again; it ends when it always did.
    SentSame,
    /// A new code is on its way; the older one is void.
    SentNew,
    /// It was sent a moment ago.
    TooSoon {
        /// From when on it can be sent again.
        at: Time,
    },
    /// A limit on the contact stands in the way. Only said on browsers that the account
    /// knows; the others see the same whether or not anything is sent.
    Held {
        /// Which.
        because: Refusal,
        /// Until when.
        until: Time,
    },
    /// A code of this flow was accepted already.
    AlreadyUsed,
    /// All tries were used.
    TooManyTries,
    /// The person went on with another address.
    Abandoned,
    /// The person went over to another way.
    OtherWay,
}

impl Flow {
    /// Sends the code once more, or a new one when the old one has too little life left.
    /// No try is given back.
    #[must_use]
    pub fn resend(mut self, keys: &SendKeys, mut turn: Turn<'_>) -> Step<ResendOutcome> {
        let (pending, because) = match &self.state {
            State::AwaitingCode {
                challenge, because, ..
            } => (*challenge, because.clone()),
            State::Choosing { .. } | State::AwaitingWay { .. } => {
                return turn.done(self, ResendOutcome::OtherWay);
            }
            State::AddressProven { .. }
            | State::Proven { .. }
            | State::SignedIn { .. }
            | State::Done => return turn.done(self, ResendOutcome::AlreadyUsed),
            State::Spent => return turn.done(self, ResendOutcome::TooManyTries),
            State::Abandoned => return turn.done(self, ResendOutcome::Abandoned),
        };
        let scene = turn.scene;
        let Some(current) = turn.challenges.iter().find(|one| one.id == pending) else {
            return turn.done(self, ResendOutcome::Abandoned);
        };
        let ready = current.sent_at.plus(scene.policy.code.resend_after);
        if scene.now < ready {
            return turn.done(self, ResendOutcome::TooSoon { at: ready });
        }
        let held = keys.message_hold(turn.rows, scene.policy, scene.now);
        if let Some(Hold { because, until }) = scene.own_hold(keys, turn.rows) {
            return turn.done(self, ResendOutcome::Held { because, until });
        }
        let outcome = if lasts(current, scene) {
            self.send_same(current, because, held, keys, &mut turn);
            ResendOutcome::SentSame
        } else {
            self.send_new(current, because, held, keys, &mut turn);
            ResendOutcome::SentNew
        };
        turn.done(self, outcome)
    }

    fn send_same(
        &self,
        current: &Challenge,
        because: Vec<Reason>,
        held: Option<Hold>,
        keys: &SendKeys,
        turn: &mut Turn<'_>,
    ) {
        let again = Challenge {
            sent_at: turn.scene.now,
            ..current.clone()
        };
        let request = CodeRequest {
            challenge: &again,
            because,
            sending: Sending::Same,
            held,
        };
        turn.request_code(self, request, keys);
        turn.effects
            .challenges
            .push(ChallengeChange::SentAgain(again));
    }

    fn send_new(
        &mut self,
        current: &Challenge,
        because: Vec<Reason>,
        held: Option<Hold>,
        keys: &SendKeys,
        turn: &mut Turn<'_>,
    ) {
        let fresh = turn.challenge(self);
        let older = Challenge {
            superseded_at: Some(turn.scene.now),
            ..current.clone()
        };
        self.state = State::AwaitingCode {
            way: self.destination.channel().way(),
            challenge: fresh.id,
            because: because.clone(),
        };
        let request = CodeRequest {
            challenge: &fresh,
            because,
            sending: Sending::Renewed,
            held,
        };
        turn.request_code(self, request, keys);
        turn.effects.challenges.extend([
            ChallengeChange::Supersede(older),
            ChallengeChange::Insert(fresh),
        ]);
    }
}

fn lasts(current: &Challenge, scene: &Scene<'_>) -> bool {
    current.is_live(scene.now)
        && current.expires_at.since(scene.now) >= scene.policy.code.resend_same
}
