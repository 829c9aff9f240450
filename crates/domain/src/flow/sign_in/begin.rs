//! The first step: an address was typed.

use crate::{
    challenge::Challenge,
    delivery::Channel,
    destination::Destination,
    device::Standing,
    event::{Facts, OverallLimit, Sending, Withheld},
    factor::FactorKind,
    flow::{
        Bound, Flow, State, Tries,
        sending::{SendKeys, Spending},
        turn::{Demand, Scene, Turn},
    },
    gate::{Hold, Reason},
    id::{FlowId, MessageId},
    identifier::Identifier,
    locale::Locale,
    message::{CodeMessage, Message, Payload},
    proof::Proof,
    purpose::Purpose,
    session::Keep,
    step::{ChallengeChange, FlowChange, Step},
    token::TokenHash,
};

/// How a person comes to a flow.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The flow's name.
    pub flow: FlowId,
    /// The browser.
    pub visitor: TokenHash,
    /// What the flow leads to.
    pub purpose: Purpose,
    /// What was typed, or the address that a signed-in person is shown under.
    pub identifier: Identifier,
    /// Where codes go, if not where the account receives them: a contact to be confirmed.
    pub destination: Option<Destination>,
    /// Whose flow it is, where a session or a passkey told that.
    pub bound: Option<Bound>,
    /// The way that the person chose.
    pub wanted: Wanted,
    /// The language of the page.
    pub locale: Locale,
    /// The browser's time zone (an IANA name), where it told.
    pub zone: Option<String>,
    /// Where the person was going, in the server's words.
    pub errand: Option<String>,
    /// What was proven already: fresh proofs of the session. For a step-up alone.
    pub proofs: Vec<Proof>,
}

/// The way that a person chose when they came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// None: the best one is offered.
    Best,
    /// They want to see all of them.
    List,
    /// This one.
    Way(FactorKind),
}

impl Arrival {
    /// Where the codes of the flow go.
    #[must_use]
    pub fn destination(&self, scene: &Scene<'_>) -> Destination {
        if let Some(destination) = &self.destination {
            return destination.clone();
        }
        let demand = scene.demanded(self.purpose, self.proofs());
        let way = self.way(scene, &demand);
        let channel = way.and_then(Channel::of).unwrap_or(Channel::Mail);
        scene.destination(channel, &self.identifier)
    }

    /// What was proven and counts here: what a session has proven says nothing of a contact
    /// that is to be confirmed.
    fn proofs(&self) -> &[Proof] {
        match self.purpose {
            Purpose::ChangeSecurity => &self.proofs,
            Purpose::SignIn
            | Purpose::CreateAccount
            | Purpose::ResetPassword
            | Purpose::ConfirmContact
            | Purpose::ConfirmPhone => &[],
        }
    }

    /// The way that is asked for first; `None` for the list of all.
    fn way(&self, scene: &Scene<'_>, demand: &Demand) -> Option<FactorKind> {
        match self.wanted {
            Wanted::List => None,
            Wanted::Way(way) if scene.policy.offers(way) => Some(way),
            Wanted::Way(_) | Wanted::Best => scene.first_way(self, demand),
        }
    }
}

/// Begins a flow: makes it and, where a code is sent, the challenge and the message.
///
/// The same work is done for every identifier. What must not be sent is made all
/// the same, and dropped when it would be rendered.
#[must_use]
pub fn begin(mut arrival: Arrival, keys: &SendKeys, mut turn: Turn<'_>) -> Step<()> {
    let scene = turn.scene;
    arrival.proofs = arrival.proofs().to_vec();
    let demand = scene.demanded(arrival.purpose, &arrival.proofs);
    let way = arrival.way(scene, &demand);
    let mut flow = Flow::new(arrival, scene);
    turn.effects
        .rates
        .extend(keys.spend_network(turn.rows, &scene.policy.limits, scene.now));
    turn.ask_for(&mut flow, way, demand.because, keys);
    Step {
        flow: FlowChange::Begun(flow),
        outcome: (),
        effects: turn.effects,
    }
}

impl Scene<'_> {
    /// The way to offer first: what worked on a browser that the account knows, else the
    /// strongest convenient one there; a code to what was typed to everyone else, so that the
    /// page tells nothing.
    fn first_way(&self, arrival: &Arrival, demand: &Demand) -> Option<FactorKind> {
        let is_known = self.standing == Standing::Familiar || arrival.bound.is_some();
        match arrival.purpose {
            Purpose::SignIn | Purpose::ChangeSecurity if is_known => {
                self.offer(&demand.ways, arrival.proofs())
            }
            Purpose::ConfirmPhone => Some(FactorKind::SmsCode),
            Purpose::CreateAccount | Purpose::ConfirmContact => Some(FactorKind::MailCode),
            Purpose::SignIn | Purpose::ChangeSecurity | Purpose::ResetPassword => {
                let typed = match arrival.identifier {
                    Identifier::Phone(_) => FactorKind::SmsCode,
                    Identifier::Mail(_) | Identifier::UserName(_) => FactorKind::MailCode,
                };
                Some(typed)
                    .filter(|way| self.policy.offers(*way))
                    .or(Some(FactorKind::MailCode))
            }
        }
    }

    /// Of `ways`, the one to offer first to someone whom the account knows.
    pub(crate) fn offer(&self, ways: &[FactorKind], proofs: &[Proof]) -> Option<FactorKind> {
        let held = |way: &FactorKind| {
            ways.contains(way) && self.holdings.has(*way) && *way != FactorKind::RecoveryCode
        };
        let habit = self.habit.filter(|_| proofs.is_empty()).filter(held);
        habit.or_else(|| ways.iter().copied().find(held))
    }
}

impl Flow {
    pub(super) fn new(arrival: Arrival, scene: &Scene<'_>) -> Self {
        let destination = arrival.destination(scene);
        Self {
            id: arrival.flow,
            tenant: scene.tenant,
            visitor: arrival.visitor,
            purpose: arrival.purpose,
            identifier: arrival.identifier,
            destination,
            bound: arrival.bound,
            locale: arrival.locale,
            zone: arrival.zone,
            tries: Tries {
                used: 0,
                most: scene.policy.code.tries,
            },
            keep: Keep::Brief,
            proofs: arrival.proofs,
            errand: arrival.errand,
            state: State::Abandoned,
            created_at: scene.now,
            expires_at: scene.now.plus(scene.policy.code.flow_lifetime),
        }
    }
}

impl Flow {
    /// Where the flow's codes go when they travel so: where they went already, so long as that
    /// is one.
    #[must_use]
    pub fn destination_for(&self, channel: Channel, scene: &Scene<'_>) -> Destination {
        if self.destination.channel() == channel {
            return self.destination.clone();
        }
        scene.destination(channel, &self.identifier)
    }
}

impl Turn<'_> {
    /// Goes over to a way: a code is sent where that is the way, else the page asks.
    pub(super) fn ask_for(
        &mut self,
        flow: &mut Flow,
        way: Option<FactorKind>,
        because: Vec<Reason>,
        keys: &SendKeys,
    ) {
        flow.state = match way {
            None => State::Choosing { because },
            Some(way) => match Channel::of(way) {
                Some(channel) => return self.send_code(flow, channel, because, keys),
                None => State::AwaitingWay { way, because },
            },
        };
    }

    fn send_code(
        &mut self,
        flow: &mut Flow,
        channel: Channel,
        because: Vec<Reason>,
        keys: &SendKeys,
    ) {
        let scene = self.scene;
        flow.destination = flow.destination_for(channel, scene);
        let challenge = self.challenge(flow);
        flow.state = State::AwaitingCode {
            way: channel.way(),
            challenge: challenge.id,
            because: because.clone(),
        };
        let held = keys.message_hold(self.rows, scene.policy, scene.now);
        let request = CodeRequest {
            challenge: &challenge,
            because,
            sending: Sending::First,
            held,
        };
        self.request_code(flow, request, keys);
        self.effects
            .challenges
            .push(ChallengeChange::Insert(challenge));
    }
}

/// A message with a code, asked for.
pub(super) struct CodeRequest<'a> {
    pub(super) challenge: &'a Challenge,
    pub(super) because: Vec<Reason>,
    pub(super) sending: Sending,
    pub(super) held: Option<Hold>,
}

impl Turn<'_> {
    /// Puts the message and its line of history among the effects, sent or withheld.
    pub(super) fn request_code(&mut self, flow: &Flow, request: CodeRequest<'_>, keys: &SendKeys) {
        let CodeRequest {
            challenge,
            because,
            sending,
            held,
        } = request;
        let withheld = match held {
            Some(hold) => Some(Withheld::by(hold.because)),
            None => (!self.scene.leads_somewhere(flow)).then_some(Withheld::NoAccount),
        };
        let Scene { policy, now, .. } = *self.scene;
        let spending = if held.is_some() {
            keys.spare(self.rows)
        } else {
            keys.spend(self.rows, policy, now, withheld.is_none())
        };
        self.spend(spending);
        let Challenge {
            purpose, reference, ..
        } = *challenge;
        self.tell(
            flow,
            Facts::CodeRequested {
                purpose,
                reference,
                because,
                sending,
                withheld,
            },
        );
        let message = self.message(flow, challenge, withheld);
        self.effects.messages.push(message);
    }

    fn spend(&mut self, spending: Spending) {
        self.effects.rates.extend(spending.rates);
        self.effects.budgets.extend(spending.budgets);
        let passed = [
            (spending.passes_overall, OverallLimit::Sends),
            (spending.passes_texts, OverallLimit::Texts),
        ];
        for (_, limit) in passed.into_iter().filter(|(passes, _)| *passes) {
            self.tell_of(None, None, Facts::LimitPassed { limit });
        }
    }

    fn message(
        &mut self,
        flow: &Flow,
        challenge: &Challenge,
        withheld: Option<Withheld>,
    ) -> Message {
        let scene = self.scene;
        let (locale, zone) = match scene.reader {
            Some(reader) => (reader.locale, reader.zone.clone()),
            None => (flow.locale, flow.zone.clone()),
        };
        Message {
            id: MessageId::new(scene.now, self.chance()),
            tenant: scene.tenant,
            account: scene.account,
            serves: Some((flow.id, challenge.id)),
            payload: Payload::Code(CodeMessage {
                to: flow.destination.clone(),
                locale,
                zone,
                purpose: challenge.purpose,
                reference: challenge.reference,
                asked_at: scene.now,
                expires_at: challenge.expires_at,
                agent: scene.client.agent.clone(),
            }),
            withheld,
            created_at: scene.now,
            expires_at: challenge.expires_at,
        }
    }
}
