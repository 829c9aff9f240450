//! A step: what a decision comes to, with all its consequences.
//!
//! Handlers write none of these by hand: one function of the store writes a
//! whole step in the transaction that decided it.

use crate::{
    account::NewAccount,
    challenge::Challenge,
    device::DeviceSeen,
    event::{Event, Facts, OverallLimit},
    factor::checked::FactorUse,
    flow::Flow,
    id::AccountId,
    message::Message,
    security::{Change, Deed},
    session::{OpenedSession, StepUp},
    throttle::{Key, RateRow},
};

/// The flow as it goes on, what came of it, and what is to be written with it.
#[derive(Debug)]
pub struct Step<O> {
    /// The flow's next state.
    pub flow: FlowChange,
    /// What to tell the person.
    pub outcome: O,
    /// All else.
    pub effects: Effects,
}

/// What becomes of a flow.
#[derive(Debug)]
pub enum FlowChange {
    /// It begins.
    Begun(Flow),
    /// It goes on.
    Moved(Flow),
}

impl FlowChange {
    /// The flow.
    #[must_use]
    pub const fn flow(&self) -> &Flow {
        match self {
            Self::Begun(flow) | Self::Moved(flow) => flow,
        }
    }

    pub(crate) fn into_flow(self) -> Flow {
        match self {
            Self::Begun(flow) | Self::Moved(flow) => flow,
        }
    }
}

/// What is to be written with a step, in this order.
#[derive(Debug, Default)]
pub struct Effects {
    /// Rate rows as they stand now.
    pub rates: Vec<(Key, RateRow)>,
    /// Budgets, and how much of each is spent today.
    pub budgets: Vec<(Key, u32)>,
    /// Challenges.
    pub challenges: Vec<ChallengeChange>,
    /// An account to make.
    pub account: Option<NewAccount>,
    /// A browser that signed in.
    pub device: Option<DeviceSeen>,
    /// A session to open.
    pub session: Option<OpenedSession>,
    /// A session that proves more than before.
    pub step_up: Option<StepUp>,
    /// What the use of a way leaves behind, and whose way it is; by condition, so that it
    /// happens once.
    pub used: Vec<(AccountId, FactorUse)>,
    /// Changes of what protects the account that the step is about.
    pub changes: Vec<(AccountId, Change)>,
    /// Lines for the history.
    pub events: Vec<Event>,
    /// Messages for the outbox.
    pub messages: Vec<Message>,
}

impl Effects {
    /// Those of a deed.
    #[must_use]
    pub fn of(deed: Deed) -> Self {
        let mut effects = Self::default();
        effects.add(deed);
        effects
    }

    /// Adds what a deed comes to.
    pub(crate) fn add(&mut self, deed: Deed) {
        self.changes.extend(deed.changes);
        self.events.extend(deed.events);
        self.messages.extend(deed.messages);
    }

    /// The limit of the whole tenant that this step passed, if it passed one.
    #[must_use]
    pub fn limit_passed(&self) -> Option<OverallLimit> {
        self.events.iter().find_map(|event| match event.facts {
            Facts::LimitPassed { limit } => Some(limit),
            _ => None,
        })
    }
}

/// What becomes of a challenge.
#[derive(Clone, Debug)]
pub enum ChallengeChange {
    /// It is made.
    Insert(Challenge),
    /// Its message goes out once more.
    SentAgain(Challenge),
    /// Another takes its place.
    Supersede(Challenge),
    /// Its code was accepted; by condition, so that it happens once.
    Consume(Challenge),
}
