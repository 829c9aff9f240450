//! The mails within a mail: whoever sends a fake as an attachment counts on nobody looking there.

use crate::{
    auth::Resolver,
    judge,
    mail::Mail,
    options::{Limits, Options},
    report::{Finding, Kind, Place, Report, Verdict, Weight},
    rule::Scene,
};

/// Judges each of the enclosed mails by itself, one deep, and tells of the first fake one and of
/// the first suspicious one.
pub(crate) fn find(scene: &Scene<'_>, resolver: &dyn Resolver) -> Vec<Finding> {
    let enclosed = &scene.mail.enclosed;
    let limits = scene.options.limits;
    let options = Options {
        limits: Limits {
            questions: limits.questions / enclosed.len().max(1),
            ..limits
        },
        brands: scene.options.brands,
        // Whoever encloses a mail has written every line of it, a receiver's, too.
        trusted: &[],
        at: scene.options.at,
        // It was written to whoever passes it on.
        reader: None,
    };
    let mut found: Vec<Finding> = Vec::new();
    for one in enclosed {
        let mail = Mail::parse(&one.octets, &limits);
        let report = judge(&mail, &options, resolver, |_, _| Vec::new());
        let Some(finding) = told(scene, &report, &mail, &one.name) else {
            continue;
        };
        if found.iter().all(|it| it.kind != finding.kind) {
            found.push(finding);
        }
    }
    found
}

/// What is told of an enclosed mail.
fn told(scene: &Scene<'_>, report: &Report, mail: &Mail, name: &str) -> Option<Finding> {
    let kind = match report.verdict {
        Verdict::Fake => Kind::EnclosedFake,
        Verdict::Suspicious => Kind::EnclosedSuspicious,
        Verdict::Genuine | Verdict::Unproven => return None,
    };
    // Who asks about a fake, or warns of it, encloses it.
    let weight = if scene.passed_on || scene.claim.doubts {
        Weight::Neutral
    } else {
        Weight::Strong
    };
    let called = if mail.subject.is_empty() {
        name
    } else {
        &mail.subject
    };
    let finding = Finding::new(kind, weight, Place::Attachment).seen(called);
    Some(match &report.brand_name {
        Some(brand) => finding.against(brand),
        None => finding,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Offline, check,
        rule::sample::{self, options},
    };

    const FAKE: &str = "From: Microsoft account team <account@signin-review.example>\r\n\
        Subject: Unusual sign-in activity in your Microsoft account\r\n\
        Date: Mon, 1 Jun 2026 10:00:00 +0900\r\n\r\n\
        Verify your password within 24 hours: https://signin-review.example/login\r\n";

    /// A mail of a stranger's that encloses these.
    fn around(enclosed: &[&str]) -> String {
        let parts = enclosed
            .iter()
            .map(|it| format!("--b\r\nContent-Type: message/rfc822\r\n\r\n{it}\r\n"));
        format!(
            "From: Tone <post@toneharbour.example>\r\nSubject: For you\r\n\
             Date: Mon, 1 Jun 2026 10:00:00 +0900\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/mixed; boundary=b\r\n\r\n\
             --b\r\n\r\nPlease open what is attached.\r\n{}--b--\r\n",
            parts.collect::<String>()
        )
    }

    fn report(mail: &str, trusted: &[String]) -> Report {
        check(mail.as_bytes(), &options(trusted), &Offline).unwrap()
    }

    fn kinds(mail: &str) -> Vec<Kind> {
        let findings = sample::report(mail).findings;
        findings.iter().map(|it| it.kind).collect()
    }

    #[test]
    fn a_fake_is_told_once() {
        let found = kinds(&around(&[FAKE, "Subject: Hello\r\n\r\nHello.", FAKE]));
        let told = found.iter().filter(|it| **it == Kind::EnclosedFake);
        assert_eq!(told.count(), 1, "{found:?}");
    }

    #[test]
    fn what_lies_deeper_is_not_looked_at() {
        let inner = around(&[FAKE]).replace("boundary=b", "boundary=c");
        let found = kinds(&around(&[&inner.replace("--b", "--c")]));
        assert!(!found.contains(&Kind::EnclosedFake), "{found:?}");
    }

    #[test]
    fn nobody_is_believed_for_a_line_within() {
        let forged = format!(
            "Authentication-Results: mx.example.jp; dmarc=pass header.from=microsoft.com\r\n\
             Received: from mail.microsoft.com (mail.microsoft.com [203.0.113.9])\r\n\
             \tby mx.example.jp with ESMTPS; Mon, 1 Jun 2026 10:00:05 +0900\r\n{}",
            FAKE.replace("account@signin-review.example", "account@microsoft.com")
        );
        let trusted = ["mx.example.jp".to_owned()];
        let alone = report(&forged, &trusted);
        assert_eq!(alone.verdict, Verdict::Unproven, "{:?}", alone.findings);
        let within = report(&around(&[&forged]), &trusted);
        assert_eq!(within.verdict, Verdict::Suspicious, "{:?}", within.findings);
    }

    #[test]
    fn too_much_of_them_is_said() {
        let long = format!("{FAKE}{}", "Six shelves by Friday.\r\n".repeat(50_000));
        let found = kinds(&around(&[&long]));
        assert!(found.contains(&Kind::OverLimits), "{found:?}");
        let many = kinds(&around(&["Subject: Hello\r\n\r\nHello."; 21]));
        assert!(many.contains(&Kind::OverLimits), "{many:?}");
    }
}
