//! Everything of Kadomori that talks to the world: the pages' handlers, the mail
//! channel, the settings and the command. The rules are in `domain`, the tables in
//! `store`, the words in `pages`.

mod account;
mod api;
pub mod app;
mod asset;
pub mod blocklist;
pub mod channel;
pub mod clock;
pub mod command;
pub mod config;
pub mod delivery;
pub mod dkim;
mod extract;
mod factor;
pub mod forget;
pub mod genuine;
pub mod hashing;
mod health;
mod hook;
pub mod http_client;
pub mod intake;
pub mod keys;
mod language;
mod mail_check;
pub mod mail_domain;
pub mod metrics;
pub mod open;
pub mod operator;
pub mod outbox;
pub mod own_mail;
mod reply;
mod reset;
pub mod routes;
mod secret_file;
mod sign_in;
pub mod telemetry;
mod trial;
mod well_known;
