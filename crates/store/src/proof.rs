//! How proofs stand in the rows of flows and sessions. Here alone a proof comes back from
//! what was written (a test reads the sources).

use kadomori_domain::{
    proof::{Proof, Shown},
    time::Time,
};
use serde::{Deserialize, Serialize};

use crate::{
    StoreError,
    column::{from_json, to_json},
};

/// One proof in a column.
#[derive(Serialize, Deserialize)]
struct Kept {
    shown: Shown,
    at: Time,
}

/// The text of a column that keeps `proofs`.
pub(crate) fn to_text(proofs: &[Proof]) -> Result<String, StoreError> {
    let kept = |proof: &Proof| Kept {
        shown: proof.shown(),
        at: proof.at(),
    };
    to_json(&proofs.iter().map(kept).collect::<Vec<_>>())
}

/// The proofs that `column` keeps.
pub(crate) fn from_text(column: &str, text: &str) -> Result<Vec<Proof>, StoreError> {
    let kept: Vec<Kept> = from_json(column, text)?;
    let recall = |one: Kept| Proof::recall(one.shown, one.at);
    Ok(kept.into_iter().map(recall).collect())
}
