//! Journeys: what people and programs do with Kadomori's pages, and what comes of it. A file
//! per story; each runs on SQLite and on PostgreSQL.

#[cfg(test)]
#[macro_use]
mod support;

#[cfg(test)]
mod at_once;
#[cfg(test)]
mod code;
#[cfg(test)]
mod code_input;
#[cfg(test)]
mod contact;
#[cfg(test)]
mod delivery;
#[cfg(test)]
mod doctor;
#[cfg(test)]
mod factor_password;
#[cfg(test)]
mod factor_recovery_code;
#[cfg(test)]
mod factor_sms_code;
#[cfg(test)]
mod factor_totp;
#[cfg(test)]
mod first_journey;
#[cfg(test)]
mod forms;
#[cfg(test)]
mod forwarded;
#[cfg(test)]
mod headers;
#[cfg(test)]
mod identifier;
#[cfg(test)]
mod intake;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod language;
#[cfg(test)]
mod leaving;
#[cfg(test)]
mod mail_check_api;
#[cfg(test)]
mod mail_check_command;
#[cfg(test)]
mod mail_check_page;
#[cfg(test)]
mod network;
#[cfg(test)]
mod operator;
#[cfg(test)]
mod operator_ways;
#[cfg(test)]
mod outbox;
#[cfg(test)]
mod own_mail;
#[cfg(test)]
mod phone;
#[cfg(test)]
mod phrase;
#[cfg(test)]
mod planner;
#[cfg(test)]
mod provider;
#[cfg(test)]
mod resend;
#[cfg(test)]
mod reset;
#[cfg(test)]
mod routes;
#[cfg(test)]
mod same_answer;
#[cfg(test)]
mod secrecy;
#[cfg(test)]
mod sends;
#[cfg(test)]
mod staying;
#[cfg(test)]
mod step_up;
#[cfg(test)]
mod text_kannel;
#[cfg(test)]
mod text_report;
#[cfg(test)]
mod text_tls;
#[cfg(test)]
mod trial_inbox;
#[cfg(test)]
mod trusted_device;
#[cfg(test)]
mod two_step;
#[cfg(test)]
mod unstorable;
#[cfg(test)]
mod waiting;
#[cfg(test)]
mod well_known;
#[cfg(test)]
mod wrong_codes;
