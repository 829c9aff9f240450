//! Further addresses of the account.

use kadomori_store::{StoreError, Tx};

use crate::sign_in::attempt::Attempt;

/// Adds the address that was just confirmed.
pub(crate) async fn confirm(_tx: &mut Tx, _attempt: &Attempt) -> Result<(), StoreError> {
    Ok(())
}
