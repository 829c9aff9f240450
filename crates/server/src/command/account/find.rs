//! `kadomori account find`: how an account stands.

use std::fmt::Write as _;

use clap::Args;
use kadomori_domain::{
    account::Account,
    address::MailAddress,
    client::Agent,
    factor::FactorKind,
    gate::Refusal,
    holdings::{Holdings, PasswordHeld},
    id::AccountId,
    identifier::Identifier,
    locale::Locale,
    phone::PhoneNumber,
    security::{Contact, HeldIdentifier, Phone},
    throttle::Lane,
    time::Time,
    wait::Wait,
};
use serde::Serialize;

use super::{
    json_line,
    moment::{self, Moments},
    sentence, unknown,
};
use crate::{
    command::desk::{Answer, Desk},
    operator::{self, Overview, Whom},
};

#[derive(Args)]
pub(in crate::command) struct Find {
    /// The account's mail address, phone number (+81 …), user name or id
    #[arg(value_name = "ADDRESS|NUMBER|NAME|ID")]
    whom: Whom,
    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

impl Find {
    pub(super) async fn answer(self, desk: &Desk) -> Answer {
        let found = operator::overview(&desk.app, &self.whom).await?;
        let overview = found.ok_or_else(|| unknown(&self.whom, desk))?;
        if self.json {
            return json_line(&OverviewLine::from(&overview));
        }
        Ok(text(&overview, &Moments::in_zone(&desk.zone)))
    }
}

/// An overview for a person to read.
pub(super) fn text(overview: &Overview, moments: &Moments) -> String {
    let account = &overview.account;
    let language = match account.locale {
        Locale::En => "English",
        Locale::Ja => "Japanese",
    };
    let zone = account.zone.as_deref().unwrap_or("not known");
    let last_sign_in = overview.last_sign_in.as_ref().map(|last| {
        let at = moments.tell(last.at);
        match sentence::agent(&last.agent) {
            Some(agent) => format!("{at}, {agent}"),
            None => at,
        }
    });
    let mut rows = vec![
        ("Id", account.id.to_string()),
        ("Made", moments.tell(account.created_at)),
        ("Language", language.to_owned()),
        ("Time zone", zone.to_owned()),
    ];
    rows.extend(names(overview, moments));
    rows.extend(ways(&overview.holdings, moments));
    rows.extend([
        ("Trusted", browsers(overview.trusted)),
        ("Signed in", browsers(overview.sessions)),
        (
            "Last sign-in",
            last_sign_in.unwrap_or_else(|| "none is remembered".to_owned()),
        ),
    ]);
    rows.extend(
        overview
            .waits
            .iter()
            .map(|wait| ("Waits", waits(wait, moments))),
    );
    if overview.waits.is_empty() {
        rows.push(("Waits", "none".to_owned()));
    }
    let mut text = format!("{}\n\n", account.address);
    for (name, value) in rows {
        let _ = writeln!(text, "  {name:<12}  {value}");
    }
    let _ = writeln!(text, "\n{}", moments.zone());
    text
}

/// Its addresses and numbers with what they receive, and its user name.
fn names(overview: &Overview, moments: &Moments) -> Vec<(&'static str, String)> {
    let mut rows = Vec::new();
    let door = |own: &Identifier| {
        let mut held = overview.identifiers.iter();
        door(held.any(|one| one.signs_in && one.identifier.is_same_as(own)))
    };
    for contact in &overview.contacts {
        let receives = match (contact.codes, contact.notices) {
            (true, true) => "codes and notices",
            (true, false) => "codes",
            (false, true) => "notices",
            (false, false) => "nothing",
        };
        let (address, back) = (&contact.address, back("mails", contact.broken_at, moments));
        let door = door(&Identifier::Mail(address.clone()));
        rows.push((
            "Address",
            format!("{address}: receives {receives}; {door}{back}"),
        ));
    }
    for phone in &overview.phones {
        let (number, back) = (
            &phone.number,
            back("text messages", phone.broken_at, moments),
        );
        let door = door(&Identifier::Phone(number.clone()));
        rows.push(("Phone", format!("{number}: {door}{back}")));
    }
    for held in &overview.identifiers {
        if let Identifier::UserName(name) = &held.identifier {
            let door = door(&held.identifier);
            rows.push(("User name", format!("{name}: {door}")));
        }
    }
    rows
}

/// What is added to a contact that isn't reached.
fn back(messages: &str, broken_at: Option<Time>, moments: &Moments) -> String {
    broken_at.map_or_else(String::new, |since| {
        format!("; {messages} come back since {}", moments.tell(since))
    })
}

const fn door(signs_in: bool) -> &'static str {
    if signs_in {
        "signs in"
    } else {
        "doesn't sign in"
    }
}

/// How its person proves who they are.
fn ways(holdings: &Holdings, moments: &Moments) -> Vec<(&'static str, String)> {
    let Holdings {
        password,
        apps,
        passkeys,
        verified_passkeys,
        recovery_codes,
        two_step_since,
        ..
    } = *holdings;
    let password = match password {
        PasswordHeld::None => "none",
        PasswordHeld::Short => "one that needs a second step beside it",
        PasswordHeld::Long => "one",
    };
    let passkeys = match (passkeys, verified_passkeys) {
        (passkeys, 0) => passkeys.to_string(),
        (passkeys, verified) => format!("{passkeys}, {verified} with a check of their owner"),
    };
    vec![
        (
            "Two steps",
            two_step_since.map_or_else(
                || "off".to_owned(),
                |since| format!("on since {}", moments.tell(since)),
            ),
        ),
        ("Password", password.to_owned()),
        ("Apps", apps.to_string()),
        ("Passkeys", passkeys),
        ("Codes left", format!("{recovery_codes} for recovery")),
    ]
}

/// A wait: where, until when, and why.
pub(super) fn waits(wait: &Wait, moments: &Moments) -> String {
    format!(
        "in {} until {}, after too many {}",
        match wait.lane {
            Lane::Familiar => "known browsers",
            Lane::Stranger => "new browsers",
        },
        moments.tell(wait.until),
        match wait.because {
            Refusal::TooManyWrongCodes => match wait.way {
                Some(FactorKind::MailCode | FactorKind::SmsCode) | None => "wrong codes",
                Some(FactorKind::Password) => "wrong passwords",
                Some(FactorKind::Totp) => "wrong codes of an app",
                Some(FactorKind::Passkey) => "answers of a passkey that weren't right",
                Some(FactorKind::RecoveryCode) => "wrong recovery codes",
            },
            Refusal::TooManySends => "messages",
            Refusal::NetworkBusy => "unfinished sign-ins",
            Refusal::NoMoreTexts => "text messages of the whole site",
            Refusal::RegistrationClosed => "requests for an account",
        },
    )
}

fn browsers(sessions: usize) -> String {
    match sessions {
        0 => "nowhere".to_owned(),
        1 => "in 1 browser".to_owned(),
        more => format!("in {more} browsers"),
    }
}

/// An account for a program to read.
#[derive(Serialize)]
pub(super) struct AccountLine<'a> {
    id: AccountId,
    address: &'a MailAddress,
    locale: Locale,
    zone: Option<&'a str>,
    created_at: String,
}

impl<'a> From<&'a Account> for AccountLine<'a> {
    fn from(account: &'a Account) -> Self {
        Self {
            id: account.id,
            address: &account.address,
            locale: account.locale,
            zone: account.zone.as_deref(),
            created_at: moment::machine(account.created_at),
        }
    }
}

/// An overview for a program to read.
#[derive(Serialize)]
pub(super) struct OverviewLine<'a> {
    #[serde(flatten)]
    account: AccountLine<'a>,
    contacts: Vec<ContactLine<'a>>,
    phones: Vec<PhoneLine<'a>>,
    identifiers: Vec<IdentifierLine<'a>>,
    two_step_since: Option<String>,
    password: PasswordHeld,
    apps: u32,
    passkeys: u32,
    verified_passkeys: u32,
    recovery_codes: u32,
    trusted: usize,
    sessions: usize,
    last_sign_in: Option<SignInLine<'a>>,
    waits: Vec<WaitLine>,
}

#[derive(Serialize)]
struct ContactLine<'a> {
    address: &'a MailAddress,
    codes: bool,
    notices: bool,
    confirmed_at: Option<String>,
    broken_at: Option<String>,
}

impl<'a> From<&'a Contact> for ContactLine<'a> {
    fn from(contact: &'a Contact) -> Self {
        Self {
            address: &contact.address,
            codes: contact.codes,
            notices: contact.notices,
            confirmed_at: contact.confirmed_at.map(moment::machine),
            broken_at: contact.broken_at.map(moment::machine),
        }
    }
}

#[derive(Serialize)]
struct PhoneLine<'a> {
    number: &'a PhoneNumber,
    confirmed_at: Option<String>,
    broken_at: Option<String>,
}

impl<'a> From<&'a Phone> for PhoneLine<'a> {
    fn from(phone: &'a Phone) -> Self {
        Self {
            number: &phone.number,
            confirmed_at: phone.confirmed_at.map(moment::machine),
            broken_at: phone.broken_at.map(moment::machine),
        }
    }
}

#[derive(Serialize)]
struct IdentifierLine<'a> {
    #[serde(flatten)]
    identifier: &'a Identifier,
    signs_in: bool,
}

impl<'a> From<&'a HeldIdentifier> for IdentifierLine<'a> {
    fn from(held: &'a HeldIdentifier) -> Self {
        Self {
            identifier: &held.identifier,
            signs_in: held.signs_in,
        }
    }
}

#[derive(Serialize)]
struct SignInLine<'a> {
    at: String,
    agent: &'a Agent,
}

#[derive(Serialize)]
struct WaitLine {
    lane: &'static str,
    because: Refusal,
    way: Option<FactorKind>,
    until: String,
}

impl<'a> From<&'a Overview> for OverviewLine<'a> {
    fn from(overview: &'a Overview) -> Self {
        let last = overview.last_sign_in.as_ref();
        let waits = overview.waits.iter().map(|wait| WaitLine {
            lane: wait.lane.name(),
            because: wait.because,
            way: wait.way,
            until: moment::machine(wait.until),
        });
        let Holdings {
            password,
            apps,
            passkeys,
            verified_passkeys,
            recovery_codes,
            two_step_since,
            ..
        } = overview.holdings;
        Self {
            account: AccountLine::from(&overview.account),
            contacts: overview.contacts.iter().map(ContactLine::from).collect(),
            phones: overview.phones.iter().map(PhoneLine::from).collect(),
            identifiers: overview
                .identifiers
                .iter()
                .map(IdentifierLine::from)
                .collect(),
            two_step_since: two_step_since.map(moment::machine),
            password,
            apps,
            passkeys,
            verified_passkeys,
            recovery_codes,
            trusted: overview.trusted,
            sessions: overview.sessions,
            last_sign_in: last.map(|last| SignInLine {
                at: moment::machine(last.at),
                agent: &last.agent,
            }),
            waits: waits.collect(),
        }
    }
}
