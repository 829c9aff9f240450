//! A code was typed.

use crate::{
    address::MailAddress,
    challenge::Challenge,
    code::Code,
    event::{CodeRefusal, Facts},
    factor::mail_code,
    flow::{
        Flow, SignIn,
        sending::{network_key, wrong_codes_key},
        sign_in::enter::{Entrance, Joining},
        turn::{Scene, Turn},
    },
    gate::{Reason, Verdict},
    purpose::Purpose,
    session::Keep,
    step::{ChallengeChange, Step},
    throttle::{Key, Strikes},
    time::Time,
};

/// What came of a try.
#[derive(Debug)]
pub enum CodeOutcome {
    /// The person is signed in.
    SignedIn(Entrance),
    /// The address is proven, and no account has it.
    AddressProven,
    /// It doesn't match.
    Wrong {
        /// Tries left: at least one.
        left: u32,
    },
    /// It doesn't match, and there are no tries left.
    TooManyTries,
    /// It is the code of an earlier mail of this flow.
    Superseded,
    /// Its time is over.
    Expired,
    /// A code of this flow was accepted already.
    AlreadyUsed,
    /// The person went on with another address.
    Abandoned,
    /// This server lacks the key of the code, so it can't look; another server may have it.
    KeyMissing,
    /// There is a wait after too many wrong codes.
    Waiting {
        /// Until when.
        until: Time,
    },
}

/// The rows that a try looks at, in the order in which every transaction locks them.
#[must_use]
pub fn try_keys(scene: &Scene<'_>, address: &MailAddress) -> Vec<Key> {
    let mut keys = vec![wrong_codes(scene, address)];
    keys.extend(network(scene));
    keys.sort_unstable();
    keys
}

fn wrong_codes(scene: &Scene<'_>, address: &MailAddress) -> Key {
    wrong_codes_key(
        &scene.keys.index_key(scene.tenant),
        address,
        scene.standing.lane(),
    )
}

fn network(scene: &Scene<'_>) -> Option<Key> {
    let index = scene.keys.index_key(scene.tenant);
    scene
        .network()
        .map(|network| network_key(&index, network, scene.standing.lane()))
}

impl Flow {
    /// Takes a code.
    ///
    /// The try was counted before anything was looked at, in the very statement that
    /// loaded and locked this flow. It is given back where no live code was compared.
    #[must_use]
    pub fn submit_code(self, typed: &Code, keep: Keep, turn: Turn<'_>) -> Step<CodeOutcome> {
        let (pending, because) = match &self.state {
            SignIn::AwaitingCode { challenge, because } => (*challenge, because.clone()),
            SignIn::AddressProven { .. } => return self.unlooked(turn, CodeOutcome::AddressProven),
            SignIn::SignedIn { .. } => return self.unlooked(turn, CodeOutcome::AlreadyUsed),
            SignIn::Spent => return self.unlooked(turn, CodeOutcome::TooManyTries),
            SignIn::Abandoned => return self.unlooked(turn, CodeOutcome::Abandoned),
        };
        let scene = turn.scene;
        let Some(current) = turn.challenges.iter().find(|one| one.id == pending) else {
            return self.unlooked(turn, CodeOutcome::Expired);
        };
        let strikes = turn.rows.rate(&wrong_codes(scene, &self.address));
        if let Some(until) = scene.policy.limits.wrong_codes.waits(&strikes, scene.now) {
            let outcome = CodeOutcome::Waiting { until };
            return self.refused(turn, current, CodeRefusal::Waiting, outcome);
        }
        if current.code(scene.keys).is_none() {
            return self.unlooked(turn, CodeOutcome::KeyMissing);
        }
        let is_answer =
            |one: &Challenge| one.code(scene.keys).is_some_and(|code| code.matches(typed));
        // An address that leads nowhere has no code, whatever was typed.
        let matches = is_answer(current) & scene.leads_somewhere();
        let is_older = turn
            .challenges
            .iter()
            .any(|one| one.superseded_at.is_some() && is_answer(one));
        if !current.is_live(scene.now) {
            return self.refused(turn, current, CodeRefusal::Expired, CodeOutcome::Expired);
        }
        if matches {
            return self.accepted(turn, current, because, keep);
        }
        if is_older {
            return self.refused(
                turn,
                current,
                CodeRefusal::Superseded,
                CodeOutcome::Superseded,
            );
        }
        self.wrong(turn, current)
    }

    fn accepted(
        mut self,
        mut turn: Turn<'_>,
        live: &Challenge,
        because: Vec<Reason>,
        keep: Keep,
    ) -> Step<CodeOutcome> {
        let scene = turn.scene;
        let consumed = Challenge {
            consumed_at: Some(scene.now),
            ..live.clone()
        };
        let proofs: Vec<_> = mail_code::proof(&consumed, &self.address)
            .into_iter()
            .collect();
        turn.effects
            .challenges
            .push(ChallengeChange::Consume(consumed));
        turn.forgive(&self.address);
        let Some(account) = scene.account else {
            self.state = SignIn::AddressProven {
                challenge: live.id,
                because,
            };
            return turn.done(self, CodeOutcome::AddressProven);
        };
        match scene.decide(Purpose::SignIn, &proofs) {
            Verdict::Pass(pass) => {
                let reference = live.reference;
                let joining = Joining {
                    account,
                    pass: &pass,
                    keep,
                    reference,
                    because,
                };
                let entrance = self.enter(joining, &mut turn);
                turn.done(self, CodeOutcome::SignedIn(entrance))
            }
            // The gate wants more than this one proof, which is spent.
            Verdict::Demand { .. } | Verdict::Refuse { .. } => {
                turn.done(self, CodeOutcome::Expired)
            }
        }
    }

    fn wrong(mut self, mut turn: Turn<'_>, live: &Challenge) -> Step<CodeOutcome> {
        turn.strike(&self.address);
        let (why, outcome) = match self.tries.left() {
            0 => {
                self.state = SignIn::Spent;
                (CodeRefusal::LastTry, CodeOutcome::TooManyTries)
            }
            left => (CodeRefusal::Wrong, CodeOutcome::Wrong { left }),
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
        outcome: CodeOutcome,
    ) -> Step<CodeOutcome> {
        turn.tell(
            &self,
            Facts::CodeRefused {
                reference: current.reference,
                why,
            },
        );
        self.unlooked(turn, outcome)
    }

    fn unlooked(mut self, turn: Turn<'_>, outcome: CodeOutcome) -> Step<CodeOutcome> {
        self.tries = self.tries.give_back();
        turn.done(self, outcome)
    }
}

impl Turn<'_> {
    /// One more wrong code in a row.
    fn strike(&mut self, address: &MailAddress) {
        let key = wrong_codes(self.scene, address);
        let limit = self.scene.policy.limits.wrong_codes;
        self.effects
            .rates
            .push((key, limit.strike(&self.rows.rate(&key), self.scene.now)));
    }

    /// A success: wrong codes are forgiven, and the network gets its flow back.
    ///
    /// The flow is given back to the network that finishes it, which is nearly always
    /// the one that began it; in sum nothing is gained by changing networks.
    fn forgive(&mut self, address: &MailAddress) {
        let scene = self.scene;
        self.effects
            .rates
            .push((wrong_codes(scene, address), Strikes::forgive(scene.now)));
        if let Some(key) = network(scene) {
            let rate = scene.policy.limits.network_rate;
            self.effects
                .rates
                .push((key, rate.give_back(&self.rows.rate(&key), scene.now)));
        }
    }
}
