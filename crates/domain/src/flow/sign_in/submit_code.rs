//! A code that was sent was typed.

use crate::{
    challenge::Challenge,
    code::Code,
    delivery::Channel,
    event::{CodeRefusal, Facts},
    factor::{FactorKind, mail_code, sms_code},
    flow::{
        Flow, State,
        sign_in::{Outcome, Wishes},
        turn::Turn,
    },
    step::{ChallengeChange, Step},
};

impl Flow {
    /// Takes a code.
    ///
    /// The try was counted before anything was looked at, in the very statement that
    /// loaded and locked this flow. It is given back where no live code was compared.
    #[must_use]
    pub fn submit_code(self, typed: &Code, wishes: Wishes, turn: Turn<'_>) -> Step<Outcome> {
        let State::AwaitingCode { way, challenge, .. } = &self.state else {
            let outcome = self.misplaced(FactorKind::MailCode);
            return self.given_back(turn, outcome.unwrap_or(Outcome::OtherWay));
        };
        let way = *way;
        let scene = turn.scene;
        let Some(current) = turn.challenges.iter().find(|one| one.id == *challenge) else {
            return self.given_back(turn, Outcome::Expired);
        };
        if let Some(until) = turn.waits(&self, way) {
            let outcome = Outcome::Waiting { until };
            return self.refused(turn, current, CodeRefusal::Waiting, outcome);
        }
        if current.code(scene.keys).is_none() {
            return self.given_back(turn, Outcome::KeyMissing);
        }
        let is_answer =
            |one: &Challenge| one.code(scene.keys).is_some_and(|code| code.matches(typed));
        // An address that leads nowhere has no code, whatever was typed.
        let matches = is_answer(current) & scene.leads_somewhere(&self);
        let is_older = turn
            .challenges
            .iter()
            .any(|one| one.flow == self.id && one.superseded_at.is_some() && is_answer(one));
        if !current.is_live(scene.now) {
            return self.refused(turn, current, CodeRefusal::Expired, Outcome::Expired);
        }
        if matches {
            return self.accepted(way, turn, current, wishes);
        }
        if is_older {
            return self.refused(turn, current, CodeRefusal::Superseded, Outcome::Superseded);
        }
        // Only codes that are void are told apart from wrong ones, and only to the browser
        // that had asked for them: about a code that lives, nothing is learnt here.
        let elsewhere = turn.challenges.iter().find(|one| {
            one.flow != self.id
                && one.purpose != self.purpose
                && !one.is_live(scene.now)
                && is_answer(one)
        });
        let outcome = elsewhere.map(|stray| Outcome::OtherPurpose {
            purpose: stray.purpose,
        });
        self.wrong(turn, current, outcome)
    }

    fn accepted(
        self,
        way: FactorKind,
        mut turn: Turn<'_>,
        live: &Challenge,
        wishes: Wishes,
    ) -> Step<Outcome> {
        let consumed = Challenge {
            consumed_at: Some(turn.scene.now),
            ..live.clone()
        };
        let right = match Channel::of(way) {
            Some(Channel::Text) => sms_code::right(&consumed),
            Some(Channel::Mail) => mail_code::right(&consumed),
            None => None,
        };
        turn.effects
            .challenges
            .push(ChallengeChange::Consume(consumed));
        match right {
            Some(right) => self.proven(right, Some(live.reference), wishes, turn),
            None => turn.done(self, Outcome::Expired),
        }
    }

    /// It doesn't match the live code, and costs a try whatever else is known of it.
    fn wrong(
        mut self,
        mut turn: Turn<'_>,
        live: &Challenge,
        elsewhere: Option<Outcome>,
    ) -> Step<Outcome> {
        turn.strike(&self, self.destination.channel().way());
        let (why, outcome) = match (self.tries.left(), elsewhere) {
            (0, _) => {
                self.state = State::Spent;
                (CodeRefusal::LastTry, Outcome::TooManyTries)
            }
            (_, Some(elsewhere)) => (CodeRefusal::OtherPurpose, elsewhere),
            (left, None) => (CodeRefusal::Wrong, Outcome::Wrong { left }),
        };
        turn.tell(
            &self,
            Facts::CodeRefused {
                reference: live.reference,
                why,
            },
        );
        turn.done(self, outcome)
    }

    /// A refusal that tells nothing about the live code.
    fn refused(
        self,
        mut turn: Turn<'_>,
        current: &Challenge,
        why: CodeRefusal,
        outcome: Outcome,
    ) -> Step<Outcome> {
        turn.tell(
            &self,
            Facts::CodeRefused {
                reference: current.reference,
                why,
            },
        );
        self.given_back(turn, outcome)
    }
}
