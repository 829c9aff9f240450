//! What an answer comes to: a proof, a step further, or a strike. Every way ends here.

use crate::{
    delivery::Channel,
    device::Standing,
    event::{Facts, ProofRefusal},
    factor::{
        FactorKind,
        checked::{Checked, FactorUse, NotRight, Right},
    },
    flow::{
        Bound, Flow, State, Tries,
        sending::{Who, network_key, wrong_key},
        sign_in::{Outcome, Wishes, enter::Joining},
        turn::{Demand, Scene, Turn},
    },
    gate::{Pass, Verdict},
    id::AccountId,
    purpose::Purpose,
    reference::Reference,
    session::StepUp,
    step::Step,
    throttle::{Key, Strikes},
    time::Time,
    token::Token,
};

/// Whether the strike for a wrong answer was written before the answer was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strike {
    /// It was: looking took too long for one transaction.
    Taken,
    /// It is written with what came of it.
    Due,
}

/// The rows that a try looks at, in the order in which every transaction locks them.
#[must_use]
pub fn try_keys(scene: &Scene<'_>, flow: &Flow, way: FactorKind) -> Vec<Key> {
    let mut keys = vec![wrong(scene, flow, way)];
    keys.extend(network(scene));
    keys.sort_unstable();
    keys
}

fn wrong(scene: &Scene<'_>, flow: &Flow, way: FactorKind) -> Key {
    let normal = flow.identifier.normal();
    wrong_key(
        &scene.keys.index_key(scene.tenant),
        way,
        Who::new(scene.account, &normal),
        scene.standing.lane(),
    )
}

/// The row of wrong answers at a way of an account, in the lane of this browser.
pub(super) fn wrong_key_of(scene: &Scene<'_>, account: AccountId, way: FactorKind) -> Key {
    let index = scene.keys.index_key(scene.tenant);
    let who = Who::new(Some(account), "");
    wrong_key(&index, way, who, scene.standing.lane())
}

fn network(scene: &Scene<'_>) -> Option<Key> {
    let index = scene.keys.index_key(scene.tenant);
    scene
        .network()
        .map(|network| network_key(&index, network, scene.standing.lane()))
}

impl Flow {
    /// Takes a try at a way whose answer is looked at outside the transaction: it counts as
    /// wrong until it turns out right. The try of the flow was counted by the statement that
    /// loaded it. `None` goes on; an outcome ends it here.
    #[must_use]
    pub fn take_try(self, way: FactorKind, mut turn: Turn<'_>) -> Step<Option<Outcome>> {
        if let Some(outcome) = self.hindrance(way, &turn) {
            return self.given_back(turn, Some(outcome));
        }
        turn.strike(&self, way);
        turn.done(self, None)
    }

    /// Settles an answer that was looked at.
    #[must_use]
    pub fn settle(
        self,
        way: FactorKind,
        checked: Checked,
        strike: Strike,
        wishes: Wishes,
        mut turn: Turn<'_>,
    ) -> Step<Outcome> {
        if let Some(outcome) = self.misplaced(way) {
            return match strike {
                Strike::Taken => turn.done(self, outcome),
                Strike::Due => self.given_back(turn, outcome),
            };
        }
        if strike == Strike::Due
            && let Some(until) = turn.waits(&self, way)
        {
            turn.refuse(&self, way, ProofRefusal::Waiting);
            return self.given_back(turn, Outcome::Waiting { until });
        }
        match checked {
            Checked::Right(right) => self.proven(right, None, wishes, turn),
            Checked::Wrong(why) => self.not_right(way, why, strike, turn),
        }
    }

    /// Why an answer at `way` isn't looked at; `None` when it is.
    pub(super) fn hindrance(&self, way: FactorKind, turn: &Turn<'_>) -> Option<Outcome> {
        self.misplaced(way).or_else(|| {
            turn.waits(self, way)
                .map(|until| Outcome::Waiting { until })
        })
    }

    /// What to say where the flow doesn't stand at `way`.
    pub(super) fn misplaced(&self, way: FactorKind) -> Option<Outcome> {
        match &self.state {
            State::AwaitingCode { .. } | State::AwaitingWay { .. } | State::Choosing { .. } => {
                (self.state.way() != Some(way)).then_some(Outcome::OtherWay)
            }
            State::AddressProven { .. } => Some(Outcome::AddressProven),
            State::Proven { .. } | State::SignedIn { .. } | State::Done => {
                Some(Outcome::AlreadyUsed)
            }
            State::Spent => Some(Outcome::TooManyTries),
            State::Abandoned => Some(Outcome::Abandoned),
        }
    }

    /// Something is proven.
    pub(super) fn proven(
        self,
        right: Right,
        reference: Option<Reference>,
        wishes: Wishes,
        mut turn: Turn<'_>,
    ) -> Step<Outcome> {
        turn.give_back_network(&self);
        self.go_on(right, reference, wishes, turn)
    }

    /// Goes on with a proof: the gate is asked anew.
    pub(super) fn go_on(
        mut self,
        right: Right,
        reference: Option<Reference>,
        wishes: Wishes,
        mut turn: Turn<'_>,
    ) -> Step<Outcome> {
        let scene = turn.scene;
        if self
            .bound
            .is_some_and(|bound| scene.account != Some(bound.account))
        {
            // The proofs in it are someone else's.
            return turn.done(self, Outcome::Expired);
        }
        let Right { proof, used } = right;
        turn.note_use(&self, used);
        turn.forgive(&self, proof.kind());
        if !self.shown().contains(&proof.shown()) {
            // The mistakes of a step that then succeeded are forgiven to the next one; not
            // so when it is only taken once more, else it could be taken for more tries.
            self.tries = Tries {
                used: 0,
                ..self.tries
            };
        }
        self.proofs.retain(|one| one.shown() != proof.shown());
        self.proofs.push(proof);
        self.keep = wishes.keep;
        let Some(account) = scene.account else {
            // Nothing but a code leads anywhere for what no account has.
            return self.address_proven(turn);
        };
        // From here on it goes by the account: what was typed may come to name another.
        self.bound = self.bound.or(Some(Bound {
            account,
            session: None,
        }));
        match scene.decide(self.purpose, &self.proofs) {
            Verdict::Pass(pass) => {
                let joining = Joining {
                    account,
                    pass: &pass,
                    wishes,
                    reference,
                };
                self.conclude(joining, turn)
            }
            Verdict::Demand { ways, because, .. } => {
                let demand = Demand { ways, because };
                self.demand_more(demand, turn)
            }
            Verdict::Refuse { .. } => turn.done(self, Outcome::Expired),
        }
    }

    fn address_proven(mut self, turn: Turn<'_>) -> Step<Outcome> {
        let State::AwaitingCode {
            challenge, because, ..
        } = self.state
        else {
            return turn.done(self, Outcome::Expired);
        };
        self.state = State::AddressProven { challenge, because };
        turn.done(self, Outcome::AddressProven)
    }

    /// The gate wants more: the way to offer first is asked for at once, but for a code,
    /// which is sent when it is asked for.
    fn demand_more(mut self, demand: Demand, turn: Turn<'_>) -> Step<Outcome> {
        let Demand { ways, because } = demand;
        let first = turn.scene.offer(&ways, &self.proofs);
        self.state = match first {
            Some(way) if Channel::of(way).is_none() => State::AwaitingWay { way, because },
            Some(_) | None => State::Choosing { because },
        };
        turn.done(self, Outcome::MoreNeeded)
    }

    fn conclude(mut self, joining: Joining<'_>, mut turn: Turn<'_>) -> Step<Outcome> {
        match self.purpose {
            Purpose::SignIn | Purpose::CreateAccount => {
                let entrance = self.enter(joining, &mut turn);
                turn.done(self, Outcome::SignedIn(entrance))
            }
            Purpose::ResetPassword | Purpose::ConfirmContact | Purpose::ConfirmPhone => {
                self.state = State::Proven {
                    account: joining.account,
                };
                turn.done(self, Outcome::Proven)
            }
            Purpose::ChangeSecurity => {
                let token = turn.step_up(&self, joining.pass);
                self.state = State::Done;
                turn.done(self, Outcome::SteppedUp { session: token })
            }
        }
    }

    fn not_right(
        mut self,
        way: FactorKind,
        why: NotRight,
        strike: Strike,
        mut turn: Turn<'_>,
    ) -> Step<Outcome> {
        if !why.counts() {
            turn.refuse(&self, way, ProofRefusal::NotRight { why });
            return match strike {
                Strike::Taken => turn.done(self, Outcome::NotRight { why, left: None }),
                Strike::Due => self.given_back(turn, Outcome::NotRight { why, left: None }),
            };
        }
        if strike == Strike::Due {
            turn.strike(&self, way);
        }
        let left = self.tries.left();
        if left == 0 {
            self.state = State::Spent;
            turn.refuse(&self, way, ProofRefusal::LastTry);
            return turn.done(self, Outcome::TooManyTries);
        }
        turn.refuse(&self, way, ProofRefusal::NotRight { why });
        let why = self.told(why, turn.scene);
        let left = Some(left);
        turn.done(self, Outcome::NotRight { why, left })
    }

    /// As much of a reason as this browser may know: that a code was right once, or a clock
    /// is off, would tell a guesser that they came near. A code that is still to come can be
    /// waited for, so whoever stole the first proof isn't told of one.
    fn told(&self, why: NotRight, scene: &Scene<'_>) -> NotRight {
        let is_familiar = scene.standing == Standing::Familiar;
        let may_know = match why {
            NotRight::ClockFast { .. } => is_familiar,
            NotRight::Used | NotRight::ClockSlow { .. } => is_familiar || self.is_known(),
            NotRight::Mismatch
            | NotRight::UnknownPasskey
            | NotRight::OtherSite
            | NotRight::CeremonyOver
            | NotRight::KeyMissing => true,
        };
        if may_know { why } else { NotRight::Mismatch }
    }

    pub(super) fn given_back<O>(mut self, turn: Turn<'_>, outcome: O) -> Step<O> {
        self.tries = self.tries.give_back();
        turn.done(self, outcome)
    }
}

impl Turn<'_> {
    /// Until when answers at `way` wait, if they do.
    pub(super) fn waits(&self, flow: &Flow, way: FactorKind) -> Option<Time> {
        let strikes = self.rows.rate(&wrong(self.scene, flow, way));
        let limit = self.scene.policy.limits.wrong_codes;
        limit.waits(&strikes, self.scene.now)
    }

    /// One more wrong answer in a row.
    pub(super) fn strike(&mut self, flow: &Flow, way: FactorKind) {
        let key = wrong(self.scene, flow, way);
        let limit = self.scene.policy.limits.wrong_codes;
        self.effects
            .rates
            .push((key, limit.strike(&self.rows.rate(&key), self.scene.now)));
    }

    /// A success: wrong answers at the way are forgiven.
    fn forgive(&mut self, flow: &Flow, way: FactorKind) {
        let forgiven = Strikes::forgive(self.scene.now);
        self.effects
            .rates
            .push((wrong(self.scene, flow, way), forgiven));
    }

    /// The network gets its flow back, with the first proof in it.
    ///
    /// It is given back to the network that finishes it, which is nearly always the one
    /// that began it; in sum nothing is gained by changing networks.
    fn give_back_network(&mut self, flow: &Flow) {
        let scene = self.scene;
        let mut proofs = flow.proofs.iter();
        if proofs.any(|proof| proof.at() >= flow.created_at) {
            return;
        }
        if let Some(key) = network(scene) {
            let rate = scene.policy.limits.network_rate;
            self.effects
                .rates
                .push((key, rate.give_back(&self.rows.rate(&key), scene.now)));
        }
    }

    fn refuse(&mut self, flow: &Flow, way: FactorKind, why: ProofRefusal) {
        self.tell(flow, Facts::ProofRefused { way, why });
    }

    fn note_use(&mut self, flow: &Flow, used: Option<FactorUse>) {
        match &used {
            Some(FactorUse::RecoveryCode { .. }) => {
                let left = self.scene.holdings.recovery_codes.saturating_sub(1);
                self.tell(flow, Facts::RecoveryCodeUsed { left });
            }
            Some(FactorUse::Passkey {
                went_back: true, ..
            }) => self.tell(flow, Facts::PasskeyWentBack),
            Some(
                FactorUse::Mailbox { .. }
                | FactorUse::App { .. }
                | FactorUse::Passkey { .. }
                | FactorUse::Password { .. },
            )
            | None => {}
        }
        self.effects.used.extend(self.scene.account.zip(used));
    }

    /// The session proves more than before, and gets a new secret with it (ASVS 5.0 V7.2.4).
    fn step_up(&mut self, flow: &Flow, pass: &Pass) -> Option<Token> {
        let bound = flow.bound?;
        let session = bound.session?;
        let token = Token::draw(self.chance());
        self.effects.step_up = Some(StepUp {
            session,
            account: bound.account,
            token: token.hash(),
            proofs: flow.proofs.clone(),
            assurance: pass.assurance(),
            ways: pass.ways().to_vec(),
        });
        let facts = Facts::SteppedUp {
            ways: pass.ways().to_vec(),
            assurance: pass.assurance(),
        };
        self.tell(flow, facts);
        Some(token)
    }
}
