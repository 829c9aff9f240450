//! Everything of Kadomori that talks to the world: the pages' handlers, the mail
//! channel, the settings and the command. The rules are in `domain`, the tables in
//! `store`, the words in `pages`.

pub mod channel;
pub mod command;
pub mod config;
pub mod dkim;
pub mod metrics;
mod secret_file;
pub mod telemetry;
