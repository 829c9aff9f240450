//! What the tests share: signing mails, and asking a DNS of their own.

pub mod listening;
pub mod recipe;
pub mod rsa;
pub mod sign;

use std::sync::LazyLock;

use kadomori_genuine::{
    Limits, Options, Resolver,
    auth::{self, Authentication, FileResolver},
    brand::Brands,
    mail::Mail,
};

/// The table that is shipped.
pub static BRANDS: LazyLock<Brands> = LazyLock::new(|| Brands::with(None).unwrap());

/// 2026-07-03.
pub const NOW: i64 = 1_783_036_800;

/// What is known of a mail, with a DNS of these entries.
pub fn authenticate(octets: &[u8], dns: &str) -> Authentication {
    let resolver = FileResolver::parse(dns).unwrap();
    authenticate_with(octets, &resolver, &[])
}

/// The same, by any resolver, and with trusted receivers.
pub fn authenticate_with(
    octets: &[u8],
    resolver: &dyn Resolver,
    trusted: &[&str],
) -> Authentication {
    let trusted: Vec<String> = trusted.iter().map(|it| (*it).to_owned()).collect();
    let options = Options {
        limits: Limits::default(),
        brands: &BRANDS,
        trusted: &trusted,
        at: NOW,
        reader: None,
    };
    auth::authenticate(&Mail::parse(octets, &options.limits), &options, resolver)
}
