//! Every step that the world takes is an arrow of the drawing.

use kadomori_domain::flow::{Flow, State};

use super::World;

const DRAWING: &str = include_str!("../../../../../docs/flows/proving.mermaid");

impl World {
    /// Checks that a flow went along an arrow, or stayed where it was.
    pub(crate) fn note_arrow(&self, next: &Flow) {
        let from = self.flows.get(&next.id).map(|flow| &flow.state);
        let (from, to) = (from.map_or("[*]", State::name), next.state.name());
        // A passkey at the door begins a flow and answers it at once.
        let begun_and_answered =
            from == "[*]" && (is_drawn("AwaitingWay", to) && is_drawn("[*]", "AwaitingWay"));
        assert!(
            from == to || is_drawn(from, to) || begun_and_answered,
            "{from} --> {to} isn't drawn"
        );
    }
}

fn is_drawn(from: &str, to: &str) -> bool {
    let arrows = DRAWING.lines().filter_map(|line| line.split_once("-->"));
    let mut ends = arrows.map(|(from, to)| (from, to.split(':').next().unwrap_or_default()));
    ends.any(|(one, other)| one.trim() == from && other.trim() == to)
}
