//! The person goes over to another way. What was pending ends; only the new way counts.

use crate::{
    delivery::Channel,
    factor::FactorKind,
    flow::{Flow, State, sending::SendKeys, turn::Turn},
    gate::{Hold, Reason, Refusal},
    step::{ChallengeChange, Step},
    time::Time,
};

/// What came of going over to another way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChooseOutcome {
    /// The way is asked for now; `None` when one is to be chosen from the list.
    Chosen(Option<FactorKind>),
    /// The way doesn't lead on from here.
    NotOffered,
    /// No code can be sent now. Only said on browsers that the account knows.
    Held {
        /// Which limit.
        because: Refusal,
        /// Until when.
        until: Time,
    },
    /// All that was asked for is proven already.
    AlreadyUsed,
    /// All tries were used.
    TooManyTries,
    /// The person went on with another journey.
    Abandoned,
}

impl Flow {
    /// Goes over to `way`; with `None` to the list of ways. No try is given back.
    #[must_use]
    pub fn choose(
        mut self,
        way: Option<FactorKind>,
        keys: &SendKeys,
        mut turn: Turn<'_>,
    ) -> Step<ChooseOutcome> {
        let because: Vec<Reason> = match &self.state {
            State::Choosing { because }
            | State::AwaitingCode { because, .. }
            | State::AwaitingWay { because, .. } => because.clone(),
            State::AddressProven { .. }
            | State::Proven { .. }
            | State::SignedIn { .. }
            | State::Done => return turn.done(self, ChooseOutcome::AlreadyUsed),
            State::Spent => return turn.done(self, ChooseOutcome::TooManyTries),
            State::Abandoned => return turn.done(self, ChooseOutcome::Abandoned),
        };
        let scene = turn.scene;
        if let Some(way) = way {
            if !scene.demand(&self).ways.contains(&way) {
                return turn.done(self, ChooseOutcome::NotOffered);
            }
            if self.state.way() == Some(way) && self.has_live_code(&turn) {
                return turn.done(self, ChooseOutcome::Chosen(Some(way)));
            }
            if Channel::of(way).is_some()
                && let Some(Hold { because, until }) = scene.own_hold(keys, turn.rows)
            {
                return turn.done(self, ChooseOutcome::Held { because, until });
            }
        }
        self.end_pending(&mut turn);
        turn.ask_for(&mut self, way, because, keys);
        turn.done(self, ChooseOutcome::Chosen(way))
    }

    /// Whether the flow waits for something that can still come: a code that lives, or a way
    /// that has no end.
    fn has_live_code(&self, turn: &Turn<'_>) -> bool {
        match &self.state {
            State::AwaitingCode { challenge, .. } => turn
                .challenges
                .iter()
                .any(|one| one.id == *challenge && one.is_live(turn.scene.now)),
            _ => true,
        }
    }

    /// The pending code, if there is one, is void from now on.
    pub(super) fn end_pending(&self, turn: &mut Turn<'_>) {
        let State::AwaitingCode { challenge, .. } = &self.state else {
            return;
        };
        let found = turn.challenges.iter().find(|one| one.id == *challenge);
        if let Some(pending) = found
            && pending.superseded_at.is_none()
            && pending.consumed_at.is_none()
        {
            let mut ended = pending.clone();
            ended.superseded_at = Some(turn.scene.now);
            turn.effects
                .challenges
                .push(ChallengeChange::Supersede(ended));
        }
    }
}
