//! Pages, mails and text messages: a typed context for each template, and the texts in each
//! language.
//!
//! A context holds what a page is about, as values of `domain`; putting it into
//! words happens here and nowhere else. Nothing here knows requests, cookies or
//! the database. Every context has samples, and one test renders each of them in
//! each language.

pub mod account;
pub mod asset;
pub mod ending;
mod frame;
pub mod mail;
pub mod mail_check;
pub mod password;
pub mod qr;
pub mod reset;
mod rich;
pub mod sample;
pub mod sign_in;
mod task;
mod text;
pub mod text_message;
pub mod trial;
mod when;
mod wording;

pub use frame::{Frame, RenderError};
pub use when::Zone;
