//! Passkeys: the ceremonies of Web Authentication Level 3, as the site's side of them.
//!
//! [`webauthn`] is what the rest of the server calls. It begins a ceremony (options for
//! the browser, and a state to keep until the answer comes) and finishes it (every check
//! of §7.1 and §7.2). Nothing here reads a database or knows of accounts: whose passkey it
//! is, and that a state serves once, is the flows' business. What the browser does in
//! between is `assets/passkey.js`. Why the checks are ours and the formats and signatures
//! are not: `docs/decisions/0012-passkeys.md`.

mod authenticator_data;
mod ceremony;
mod client_data;
mod cose;
pub(crate) mod door;
mod enrol;
pub(crate) mod kept;
mod options;
pub(crate) mod prove;
mod response;
mod sign_in;
#[cfg(test)]
mod tests;
pub(crate) mod webauthn;
