//! Signing in: a page and a form for each step of the flow.
//!
//! The rules are in `domain::flow::sign_in`; here requests become their input and
//! outcomes become replies.

pub(crate) mod address;
pub(crate) mod code;
pub(crate) mod create;
mod flow_view;
pub(crate) mod resend;
mod welcome_in;
