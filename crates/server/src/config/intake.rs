//! Settings about mails that come in, those that come back and those that people forward, held
//! against each other and against the mail server.

use super::check::{domain_of, is_related};
use super::load::Given;
use super::table::Config;

/// Characters of a local part (RFC 5321 §4.5.3.1.1), less the delimiter and a tag's 42.
const LONGEST: usize = 64 - 1 - 42;

/// Reports what doesn't go together.
pub(super) fn check(config: &Config, given: &mut Given) {
    let intake = &config.intake;
    let has_door = intake.lmtp.is_some() || intake.maildir.is_some();
    if let Some(address) = &config.genuine.address {
        of_forwarded(config, address, has_door, given);
    }
    match (&intake.address, has_door) {
        (Some(_), false) => given.conflict(
            &["intake.address", "intake.lmtp", "intake.maildir"],
            "There is an address for mails that come back, and no way for them to reach Kadomori.",
            "Set `intake.lmtp` or `intake.maildir` too, or leave out `intake.address`.",
        ),
        (None, true) if config.genuine.address.is_none() => given.conflict(
            &["intake.lmtp", "intake.maildir", "intake.address"],
            "There is a way for mails to come back, and no address for them.",
            "Set `intake.address` too, as \"bounces@example.jp\".",
        ),
        (Some(address), true) => of_address(config, address, given),
        (None, true | false) => {}
    }
}

/// The address to which people forward mails.
fn of_forwarded(config: &Config, address: &str, has_door: bool, given: &mut Given) {
    if !has_door {
        given.conflict(
            &["genuine.address", "intake.lmtp", "intake.maildir"],
            "There is an address for mails that people forward, and no way for them to reach \
             Kadomori.",
            "Set `intake.lmtp` or `intake.maildir` too, or leave out `genuine.address`.",
        );
    }
    if config.mail.server.is_none() {
        given.conflict(
            &["genuine.address", "mail.server"],
            "There is an address for mails that people forward, and no mail server by which \
             answers leave.",
            "Set `mail.server` and `mail.from` too, or leave out `genuine.address`.",
        );
    }
    let is_same = |other: &Option<String>| {
        let other = other.as_deref();
        other.is_some_and(|other| other.eq_ignore_ascii_case(address))
    };
    if is_same(&config.intake.address) || is_same(&config.mail.from) {
        given.conflict(
            &["genuine.address", "intake.address", "mail.from"],
            "One address can't be for mails that people forward and for something else.",
            "Choose another one, as \"check@example.jp\".",
        );
    }
}

fn of_address(config: &Config, address: &str, given: &mut Given) {
    if config.mail.server.is_none() {
        given.conflict(
            &["intake.address", "mail.server"],
            "There is an address for mails that come back, and no mail server by which any leave.",
            "Set `mail.server` and `mail.from` too, or leave out `intake.address`.",
        );
    }
    let local = address.rsplit_once('@').map_or("", |(local, _)| local);
    if local.len() > LONGEST {
        given.conflict(
            &["intake.address"],
            "With the name of a mail added, the part before the @ is longer than mail servers take.",
            format!("Choose one of at most {LONGEST} characters, as \"bounces\"."),
        );
    }
}

impl Config {
    /// SPF is asked for the envelope's sender, and counts for the sender people see only where
    /// both domains belong together (RFC 7489 §3.1.2).
    pub(super) fn intake_advice(&self) -> Option<String> {
        let (address, from) = (self.intake.address.as_deref()?, self.mail.from.as_deref()?);
        let (back, from) = (domain_of(address), domain_of(from));
        (!is_related(back, from)).then(|| {
            format!(
                "Mails come from {from} and go back to {back}: SPF will speak for {back}, which \
                 says nothing about {from}. Let `intake.address` be in the domain of `mail.from`."
            )
        })
    }
}
