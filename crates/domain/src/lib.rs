//! The rules of Kadomori, as pure functions over values.
//!
//! Nothing here reads a clock, draws chance, asks a database or speaks to the
//! network: whoever calls gives these as values. A decision returns a
//! [`step::Step`], which holds the next state and everything that follows from it.
//!
//! The vocabulary: an [`account`] has identifiers and contacts ([`address`]); a
//! [`flow`] is one person's journey through the pages, bound to one browser; a
//! [`challenge`] is one pending verification, answered by a [`code`] and known to
//! the person by its [`reference`]; a [`factor`] is a way to prove, a [`proof`]
//! what was proven; the [`gate`] decides; a [`session`] is a stay that the gate
//! let in; [`throttle`] bounds everything; an [`event`] is a line in the history;
//! a [`message`] says something to someone; an [`operator`] looks after accounts.

pub mod account;
pub mod address;
pub mod assurance;
pub mod attempt;
pub mod challenge;
pub mod chance;
pub mod client;
pub mod code;
pub mod delivery;
pub mod destination;
pub mod device;
pub mod event;
pub mod factor;
pub mod flow;
pub mod forwarded;
pub mod gate;
pub mod holdings;
pub mod id;
pub mod identifier;
pub mod key;
pub mod label;
pub mod locale;
pub mod mark;
pub mod message;
pub mod operator;
pub mod own_mail;
pub mod phone;
pub mod phrase;
pub mod policy;
pub mod proof;
pub mod purpose;
pub mod reach;
pub mod reference;
pub mod risk;
pub mod seal;
pub mod security;
pub mod session;
pub mod step;
mod text;
pub mod throttle;
pub mod time;
pub mod token;
pub mod user_name;
pub mod wait;
pub mod wave;
