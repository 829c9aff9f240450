//! A turn: the scene of a decision, and what gathers while it is made.

use core::time::Duration;

use crate::{
    account::Reader,
    address::MailAddress,
    challenge::{Asked, Challenge},
    chance::Chance,
    client::{Client, Network},
    delivery::Channel,
    destination::Destination,
    device::{DeviceHere, NewDevice, Standing},
    event::{Event, Facts, Personal},
    factor::FactorKind,
    flow::{
        Flow,
        sending::{Concerned, SendKeys},
    },
    gate::{self, Hold, Pass, Question, Reason, Verdict},
    holdings::Holdings,
    id::{AccountId, DeviceId, EventId, FlowId, TenantId},
    identifier::Identifier,
    key::KeyRing,
    phone::PhoneNumber,
    policy::{Policy, Registration},
    proof::Proof,
    purpose::Purpose,
    reference::Reference,
    risk::Level,
    step::{Effects, FlowChange, Step},
    throttle::{Lane, Rows},
    time::Time,
    token::Token,
};

/// Everything around a decision that isn't the flow itself.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The organisation.
    pub tenant: TenantId,
    /// The moment.
    pub now: Time,
    /// The keys of codes and hashes.
    pub keys: &'a KeyRing,
    /// What the organisation has decided.
    pub policy: &'a Policy,
    /// Who asks.
    pub client: &'a Client,
    /// Whether the client's network is exempt from limits.
    pub exempt: bool,
    /// The account that has the flow's address, if one has.
    pub account: Option<AccountId>,
    /// How that account's person wants to be spoken to; whoever asks may be someone else.
    pub reader: Option<&'a Reader>,
    /// What that account holds; nothing where there is none.
    pub holdings: Holdings,
    /// Where mails with codes for that account go, if they can go anywhere.
    pub mailbox: Option<&'a MailAddress>,
    /// Where text messages with codes for it go, if they can go anywhere.
    pub phone: Option<&'a PhoneNumber>,
    /// Whether the identifier belongs to an account and may not sign in to it.
    pub barred: bool,
    /// What that account knows of the browser.
    pub standing: Standing,
    /// Whether its person trusts the browser, and that still holds.
    pub trusted: bool,
    /// The way that worked first on this browser the last time.
    pub habit: Option<FactorKind>,
    /// The device that the browser's cookie names, if it names one.
    pub device: Option<DeviceId>,
    /// How unusual the request looks.
    pub level: Level,
}

impl Scene<'_> {
    /// The network whose limits are spent; `None` when it is exempt.
    #[must_use]
    pub fn network(&self) -> Option<Network> {
        (!self.exempt).then(|| Network::of(self.client.ip))
    }

    /// Where a message to the account goes, or to whom was named where there is none.
    #[must_use]
    pub fn destination(&self, channel: Channel, identifier: &Identifier) -> Destination {
        let own = match channel {
            Channel::Mail => self.mailbox.cloned().map(Destination::Mail),
            Channel::Text => self.phone.cloned().map(Destination::Phone),
        };
        own.unwrap_or_else(|| match (channel, identifier) {
            (Channel::Mail, Identifier::Mail(address)) => Destination::Mail(address.clone()),
            (Channel::Text, Identifier::Phone(number)) => Destination::Phone(number.clone()),
            (_, named) => Destination::nowhere(channel, named.normal()),
        })
    }

    /// Whether codes of the account go there.
    fn is_own(&self, destination: &Destination) -> bool {
        match destination {
            Destination::Mail(address) => {
                let own = self.mailbox.map(MailAddress::normal);
                own == Some(address.normal())
            }
            Destination::Phone(number) => self.phone == Some(number),
            Destination::NoMailbox(_) | Destination::NoPhone(_) => false,
        }
    }

    /// The rows that bound a message to `destination` in `flow`.
    #[must_use]
    pub fn send_keys(&self, destination: &Destination, flow: FlowId) -> SendKeys {
        let lane = self.standing.lane();
        let concerned = Concerned {
            destination,
            account: self.account,
            network: self.network(),
            lane,
            contact_lane: if self.is_own(destination) {
                lane
            } else {
                Lane::Stranger
            },
            flow,
        };
        SendKeys::new(&self.keys.index_key(self.tenant), &concerned)
    }

    /// The limit that keeps this browser from beginning a flow and is said openly: its
    /// network's to anyone, since it tells nothing of any account; the contact's only to
    /// a browser that the account knows. For the rest, what they see is the same whether
    /// or not anything is sent.
    #[must_use]
    pub fn spoken_hold(&self, keys: &SendKeys, rows: &Rows) -> Option<Hold> {
        keys.network_hold(rows, &self.policy.limits, self.now)
            .or_else(|| self.own_hold(keys, rows))
    }

    /// What holds back messages to the contact, as far as this browser is told.
    #[must_use]
    pub fn own_hold(&self, keys: &SendKeys, rows: &Rows) -> Option<Hold> {
        match self.standing {
            Standing::New => None,
            Standing::Familiar => keys.message_hold(rows, self.policy, self.now),
        }
    }

    /// Whether a code of `flow` can lead anywhere: to its account, or to a new one.
    pub(crate) fn leads_somewhere(&self, flow: &Flow) -> bool {
        if flow.purpose == Purpose::ConfirmContact || flow.purpose == Purpose::ConfirmPhone {
            return true;
        }
        if self.account.is_some() {
            // What was typed may name another account since the code was sent; and that
            // account's codes go elsewhere.
            return self.is_own(&flow.destination);
        }
        if flow.destination.channel() == Channel::Text {
            // A text message costs money: nobody gets one for a number that no account has.
            return false;
        }
        let may_join = self.policy.registration == Registration::Open && !self.barred;
        flow.purpose == Purpose::SignIn && may_join && flow.identifier.address().is_some()
    }

    fn question<'a>(&'a self, purpose: Purpose, proofs: &'a [Proof]) -> Question<'a> {
        Question {
            purpose,
            proofs,
            holdings: &self.holdings,
            trusted: self.trusted,
            standing: self.standing,
            level: self.level,
            policy: self.policy,
            hold: None,
            now: self.now,
        }
    }

    pub(crate) fn decide(&self, purpose: Purpose, proofs: &[Proof]) -> Verdict {
        gate::decide(&self.question(purpose, proofs))
    }

    /// Those of `proofs` that are young enough for `purpose`.
    #[must_use]
    pub fn fresh(&self, purpose: Purpose, proofs: &[Proof]) -> Vec<Proof> {
        self.question(purpose, proofs).fresh()
    }

    /// The right to go through for `purpose` with these proofs, if the gate gives it.
    #[must_use]
    pub fn pass(&self, purpose: Purpose, proofs: &[Proof]) -> Option<Pass> {
        match self.decide(purpose, proofs) {
            Verdict::Pass(pass) => Some(pass),
            Verdict::Demand { .. } | Verdict::Refuse { .. } => None,
        }
    }

    /// What the gate demands of `flow` now; nothing where it lets pass.
    #[must_use]
    pub fn demand(&self, flow: &Flow) -> Demand {
        self.demanded(flow.purpose, &flow.proofs)
    }

    /// What the gate demands for `purpose` of someone with these proofs.
    #[must_use]
    pub fn demanded(&self, purpose: Purpose, proofs: &[Proof]) -> Demand {
        match self.decide(purpose, proofs) {
            Verdict::Demand { ways, because, .. } => Demand { ways, because },
            Verdict::Pass(_) | Verdict::Refuse { .. } => Demand::default(),
        }
    }
}

/// What the gate demands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// The ways that lead there, the one to offer first at the front.
    pub ways: Vec<FactorKind>,
    /// Why.
    pub because: Vec<Reason>,
}

/// One decision in the making: what it looks at, and the effects that gather.
pub struct Turn<'a> {
    /// The scene.
    pub scene: &'a Scene<'a>,
    /// The rows of limits, locked.
    pub rows: &'a Rows,
    /// The challenges of the browser's flows, oldest first: this flow's among them.
    pub challenges: &'a [Challenge],
    chance: &'a mut Chance,
    pub(crate) effects: Effects,
}

impl<'a> Turn<'a> {
    /// A turn in which nothing has happened yet.
    pub fn new(
        scene: &'a Scene<'a>,
        rows: &'a Rows,
        challenges: &'a [Challenge],
        chance: &'a mut Chance,
    ) -> Self {
        Self {
            scene,
            rows,
            challenges,
            chance,
            effects: Effects::default(),
        }
    }

    /// The turn is over.
    pub(crate) fn done<O>(self, flow: Flow, outcome: O) -> Step<O> {
        Step {
            flow: FlowChange::Moved(flow),
            outcome,
            effects: self.effects,
        }
    }

    pub(crate) fn chance(&mut self) -> &mut Chance {
        self.chance
    }

    /// A challenge for the flow's destination, with a reference that no mail of the flow bears.
    pub(crate) fn challenge(&mut self, flow: &Flow) -> Challenge {
        // No two mails that this browser waits for bear the same signs.
        let taken: Vec<Reference> = self.challenges.iter().map(|one| one.reference).collect();
        let contact = flow.destination.normal();
        let asked = Asked {
            tenant: self.scene.tenant,
            flow: flow.id,
            purpose: flow.purpose,
            contact: &contact,
            taken: &taken,
        };
        let Scene {
            keys, policy, now, ..
        } = *self.scene;
        Challenge::new(&asked, keys.newest(), &policy.code, now, self.chance)
    }

    /// The browser's device; a new one when its cookie names none.
    pub(crate) fn device(&mut self) -> DeviceHere {
        if let Some(device) = self.scene.device {
            return DeviceHere::Known(device);
        }
        let token = Token::draw(self.chance);
        let hash = self
            .scene
            .keys
            .index_key(self.scene.tenant)
            .device_hash(&token);
        let id = DeviceId::new(self.scene.now, self.chance);
        DeviceHere::New(NewDevice { id, token, hash })
    }

    /// Adds a line to the history of the account that has the flow's address, if one has.
    pub(crate) fn tell(&mut self, flow: &Flow, facts: Facts) {
        self.tell_of(self.scene.account, Some(flow), facts);
    }

    /// Adds a line to the history of `account`.
    pub(crate) fn tell_of(
        &mut self,
        account: Option<AccountId>,
        flow: Option<&Flow>,
        facts: Facts,
    ) {
        let scene = self.scene;
        // Lines of one moment are told in the order in which they came about.
        let earlier = u64::try_from(self.effects.events.len()).unwrap_or(0);
        let place = scene.now.plus(Duration::from_micros(earlier));
        self.effects.events.push(Event {
            id: EventId::new(place, self.chance),
            tenant: scene.tenant,
            account,
            at: scene.now,
            facts,
            personal: Personal {
                contact: flow.map(|flow| flow.identifier.normal()),
                label: None,
                ip: Some(scene.client.ip),
                agent: Some(scene.client.agent.clone()),
            },
        });
    }
}
