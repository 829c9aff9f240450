//! Journeys: what people and programs do with Kadomori's pages, and what comes of it. A file
//! per story; each runs on SQLite and on PostgreSQL.

#[cfg(test)]
#[macro_use]
mod support;

#[cfg(test)]
mod code;
#[cfg(test)]
mod code_input;
#[cfg(test)]
mod first_journey;
#[cfg(test)]
mod language;
#[cfg(test)]
mod leaving;
#[cfg(test)]
mod operator;
#[cfg(test)]
mod resend;
#[cfg(test)]
mod staying;
