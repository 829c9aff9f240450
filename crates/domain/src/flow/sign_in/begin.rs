//! The first step: an address was typed.

use crate::{
    address::MailAddress,
    challenge::Challenge,
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
    message::{CodeMail, Message, Payload},
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
    /// Where codes go, if not where the account receives them: an address to be confirmed.
    pub address: Option<MailAddress>,
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
    /// Where the codes of the flow go; a stand-in where they can go nowhere.
    #[must_use]
    pub fn destination(&self, scene: &Scene<'_>) -> MailAddress {
        let known = self.address.as_ref().or(scene.mailbox);
        match (known, &self.identifier) {
            (Some(address), _) | (None, Identifier::Mail(address)) => address.clone(),
            (None, Identifier::UserName(name)) => MailAddress::nobody(name.as_str()),
        }
    }
}

/// Begins a flow: makes it and, where a mailed code is the way, the challenge and the message.
///
/// The same work is done for every identifier. What must not be sent is made all
/// the same, and dropped when it would be rendered.
#[must_use]
pub fn begin(mut arrival: Arrival, keys: &SendKeys, mut turn: Turn<'_>) -> Step<()> {
    let scene = turn.scene;
    if arrival.purpose != Purpose::ChangeSecurity {
        // What a session has proven says nothing of the address that is to be confirmed.
        arrival.proofs.clear();
    }
    let demand = scene.demanded(arrival.purpose, &arrival.proofs);
    let way = match arrival.wanted {
        Wanted::Best => scene.first_way(&arrival, &demand),
        Wanted::List => None,
        Wanted::Way(way) => Some(way),
    };
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
    /// strongest convenient one there; a mailed code to everyone else, so that the page
    /// tells nothing.
    fn first_way(&self, arrival: &Arrival, demand: &Demand) -> Option<FactorKind> {
        if arrival.purpose != Purpose::SignIn && arrival.purpose != Purpose::ChangeSecurity {
            return Some(FactorKind::MailCode);
        }
        let is_known = self.standing == Standing::Familiar || arrival.bound.is_some();
        if !is_known {
            return Some(FactorKind::MailCode);
        }
        self.offer(&demand.ways, &arrival.proofs)
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
        let address = arrival.destination(scene);
        Self {
            id: arrival.flow,
            tenant: scene.tenant,
            visitor: arrival.visitor,
            purpose: arrival.purpose,
            identifier: arrival.identifier,
            address,
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

impl Turn<'_> {
    /// Goes over to a way: a code is mailed where that is the way, else the page asks.
    pub(super) fn ask_for(
        &mut self,
        flow: &mut Flow,
        way: Option<FactorKind>,
        because: Vec<Reason>,
        keys: &SendKeys,
    ) {
        flow.state = match way {
            None => State::Choosing { because },
            Some(FactorKind::MailCode) => return self.mail_code(flow, because, keys),
            Some(way) => State::AwaitingWay { way, because },
        };
    }

    fn mail_code(&mut self, flow: &mut Flow, because: Vec<Reason>, keys: &SendKeys) {
        let scene = self.scene;
        let challenge = self.challenge(flow);
        flow.state = State::AwaitingCode {
            challenge: challenge.id,
            because: because.clone(),
        };
        let held = keys.message_hold(self.rows, &scene.policy.limits, scene.now);
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
        let spending = match held {
            Some(_) => keys.spare(self.rows),
            None => keys.spend(self.rows, &self.scene.policy.limits, self.scene.now),
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
        if spending.passes_overall {
            self.tell_of(
                None,
                None,
                Facts::LimitPassed {
                    limit: OverallLimit::Sends,
                },
            );
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
            payload: Payload::Code(CodeMail {
                to: flow.address.clone(),
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
