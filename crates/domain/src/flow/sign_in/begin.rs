//! The first step: an address was typed.

use crate::{
    address::MailAddress,
    challenge::Challenge,
    event::{Facts, OverallLimit, Sending, Withheld},
    flow::{
        Flow, SignIn, Tries,
        sending::{SendKeys, Spending},
        turn::Turn,
    },
    gate::{Hold, Reason},
    id::{FlowId, MessageId},
    locale::Locale,
    message::{CodeMail, Message},
    step::{ChallengeChange, FlowChange, Step},
    token::TokenHash,
};

/// What a person typed at the door.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The flow's name.
    pub flow: FlowId,
    /// The browser.
    pub visitor: TokenHash,
    /// The address.
    pub address: MailAddress,
    /// The language of the page.
    pub locale: Locale,
    /// The browser's time zone (an IANA name), where it told.
    pub zone: Option<String>,
}

/// Begins a sign-in: makes the flow, the challenge and the message.
///
/// The same work is done for every address. What must not be sent is made all
/// the same, and dropped when it would be rendered.
#[must_use]
pub fn begin(arrival: Arrival, keys: &SendKeys, mut turn: Turn<'_>) -> Step<()> {
    let scene = turn.scene;
    let policy = scene.policy;
    let because = scene.reasons();
    let mut flow = Flow {
        id: arrival.flow,
        tenant: scene.tenant,
        visitor: arrival.visitor,
        address: arrival.address,
        locale: arrival.locale,
        zone: arrival.zone,
        tries: Tries {
            used: 0,
            most: policy.code.tries,
        },
        state: SignIn::Abandoned,
        created_at: scene.now,
        expires_at: scene.now.plus(policy.code.flow_lifetime),
    };
    let challenge = turn.challenge(&flow);
    flow.state = SignIn::AwaitingCode {
        challenge: challenge.id,
        because: because.clone(),
    };
    turn.effects
        .rates
        .extend(keys.spend_network(turn.rows, &policy.limits, scene.now));
    let held = keys.message_hold(turn.rows, &policy.limits, scene.now);
    let request = CodeRequest {
        challenge: &challenge,
        because,
        sending: Sending::First,
        held,
    };
    turn.request_code(&flow, request, keys);
    turn.effects
        .challenges
        .push(ChallengeChange::Insert(challenge));
    Step {
        flow: FlowChange::Begun(flow),
        outcome: (),
        effects: turn.effects,
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
            None => (!self.scene.leads_somewhere()).then_some(Withheld::NoAccount),
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
            flow: flow.id,
            challenge: challenge.id,
            payload: CodeMail {
                to: flow.address.clone(),
                locale,
                zone,
                purpose: challenge.purpose,
                reference: challenge.reference,
                asked_at: scene.now,
                expires_at: challenge.expires_at,
                agent: scene.client.agent.clone(),
            },
            withheld,
            created_at: scene.now,
            expires_at: challenge.expires_at,
        }
    }
}
