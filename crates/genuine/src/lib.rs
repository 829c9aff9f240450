//! Is this mail genuine?
//!
//! Octets and options go in, a [`Report`] comes out. Nothing is fetched, nothing is kept, no
//! clock is read; the DNS is asked through a [`Resolver`] that is handed in. Not for judging
//! whether mail is wanted: an advertisement that says who it is from is none of our business.
//!
//! The way of a mail through the house:
//!
//! 1. [`source`] tells what was handed in: a mail, a text copied out of one, something else;
//! 2. [`mail`] cuts it into headers, texts, links and attachments, within [`Limits`];
//! 3. [`brand`] says which brand it claims to be from;
//! 4. [`auth`] says who really sent it;
//! 5. [`rule`] holds all of that against what that brand's code mails are like, and finds;
//! 6. `enclosed` judges the mails within the mail, each by itself, and tells of them;
//! 7. [`verdict`] weighs the findings, by gates and not by a sum.

pub mod auth;
pub mod brand;
mod enclosed;
mod line;
pub mod mail;
pub mod name;
mod options;
mod report;
pub mod rule;
pub mod source;
pub mod verdict;
mod wording;

use mail::Mail;
use rule::Scene;

pub use self::{
    auth::{Lookup, Offline, Resolver},
    options::{Limits, Options},
    report::{Finding, Kind, Place, Report, Verdict, Weight, harmless},
    source::Unreadable,
    wording::{Advice, Language},
};

/// Judges one mail.
///
/// `input` is the mail as a file holds it, with CRLF or LF; or the text of one, without headers.
/// It is as slow as `input` is long and asks `resolver` a bounded number of questions.
pub fn check(
    input: &[u8],
    options: &Options<'_>,
    resolver: &dyn Resolver,
) -> Result<Report, Unreadable> {
    let mail = source::open(input, &options.limits)?;
    Ok(judge(&mail, options, resolver, enclosed::find))
}

/// Judges one mail that was opened; `within` tells of the mails in it.
fn judge(
    mail: &Mail,
    options: &Options<'_>,
    resolver: &dyn Resolver,
    within: fn(&Scene<'_>, &dyn Resolver) -> Vec<Finding>,
) -> Report {
    let claim = brand::claim(mail, options.brands);
    let authentication = auth::authenticate(mail, options, resolver);
    let scene = Scene::new(mail, &claim, &authentication, options);
    let mut findings = rule::all(&scene);
    findings.extend(within(&scene, resolver));
    verdict::weigh(&scene, findings)
}
