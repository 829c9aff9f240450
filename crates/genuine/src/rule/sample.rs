//! What many tests begin with: the table, a row of it, and small mails that are judged.

use std::sync::LazyLock;

use crate::{
    Limits, Offline, Options,
    brand::{Brand, BrandId, Brands, Grade},
    check,
    report::{Finding, Kind, Report, Weight},
};

/// The table as it is shipped.
pub(crate) static BRANDS: LazyLock<Brands> = LazyLock::new(|| Brands::with(None).unwrap());

/// A row without domains; a test names its own.
pub(crate) fn row(id: &str, grade: Grade) -> Brand {
    Brand {
        id: BrandId(id.to_owned()),
        name: id.to_owned(),
        grade,
        source: "a test".to_owned(),
        checked: "2026-11-22".to_owned(),
        domains: Vec::new(),
        strangers: Vec::new(),
        mailboxes: Vec::new(),
        senders: Vec::new(),
        formats: Vec::new(),
        ..Brand::default()
    }
}

/// A check by the table as it is shipped, in June 2026.
pub(crate) fn options(trusted: &[String]) -> Options<'_> {
    Options {
        limits: Limits::default(),
        brands: &BRANDS,
        trusted,
        at: 1_780_000_000,
        reader: None,
    }
}

/// Judges a mail without asking for keys.
pub(crate) fn report(mail: &str) -> Report {
    check(mail.as_bytes(), &options(&[]), &Offline).unwrap()
}

/// A mail that came in June 2026.
pub(crate) fn mail(from: &str, to: &str, subject: &str, kind: &str, body: &str) -> String {
    format!(
        "Received: from a.example by mx.example.jp; Mon, 1 Jun 2026 10:00:00 +0900\r\n\
         From: {from}\r\nTo: {to}\r\nSubject: {subject}\r\n\
         Date: Mon, 1 Jun 2026 10:00:00 +0900\r\nMIME-Version: 1.0\r\n\
         Content-Type: {kind}; charset=utf-8\r\n\r\n{body}\r\n"
    )
}

/// The finding of this kind.
pub(crate) fn find(report: &Report, kind: Kind) -> Option<&Finding> {
    report.findings.iter().find(|it| it.kind == kind)
}

/// What the finding of this kind weighs.
pub(crate) fn weight(report: &Report, kind: Kind) -> Option<Weight> {
    find(report, kind).map(|it| it.weight)
}
