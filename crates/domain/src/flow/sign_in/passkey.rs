//! A passkey at the door: it tells by itself whose it is, and nothing is typed.

use crate::{
    factor::{FactorKind, checked::Right},
    flow::{
        Bound, Flow, State,
        sign_in::{Arrival, Outcome, Wishes, settle::wrong_key_of},
        turn::{Scene, Turn},
    },
    id::AccountId,
    purpose::Purpose,
    step::{FlowChange, Step},
    throttle::Key,
};

/// The rows that a passkey at the door writes, in the order in which every transaction
/// locks them.
#[must_use]
pub fn passkey_keys(scene: &Scene<'_>, account: AccountId) -> Vec<Key> {
    vec![wrong_key_of(scene, account, FactorKind::Passkey)]
}

/// Begins a sign-in with a passkey of `scene.account` that was just shown. The flow goes by
/// the account, whatever `arrival` says: nothing was typed.
///
/// Its network spends nothing: what a flow spends is given back with its first proof.
#[must_use]
pub fn begin_with_passkey(
    arrival: Arrival,
    right: Right,
    wishes: Wishes,
    turn: Turn<'_>,
) -> Step<Outcome> {
    let scene = turn.scene;
    let bound = scene.account.map(|account| Bound {
        account,
        session: None,
    });
    let arrival = Arrival {
        purpose: Purpose::SignIn,
        bound,
        proofs: Vec::new(),
        ..arrival
    };
    let because = scene.demanded(arrival.purpose, &[]).because;
    let mut flow = Flow::new(arrival, scene);
    flow.state = State::AwaitingWay {
        way: FactorKind::Passkey,
        because,
    };
    let Step {
        flow,
        outcome,
        effects,
    } = flow.go_on(right, None, wishes, turn);
    Step {
        flow: FlowChange::Begun(flow.into_flow()),
        outcome,
        effects,
    }
}
