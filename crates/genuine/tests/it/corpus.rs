//! The mails of `corpus`, each with its report. `CORPUS_UPDATE=1` writes the reports anew:
//! read what changed before keeping it.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use kadomori_genuine::{
    Finding, Kind, Language, Limits, Offline, Options, Report, Resolver, Verdict,
    auth::FileResolver, check,
};
use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::support::{BRANDS, NOW, recipe::Recipe};

/// An `expected.json`.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Expected {
    verdict: String,
    brand: Option<String>,
    findings: Vec<Found>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Found {
    id: String,
    weight: i8,
}

impl Expected {
    fn of(report: &Report) -> Self {
        let found = |it: &Finding| Found {
            id: it.kind.id().to_owned(),
            weight: it.weight.number(),
        };
        Self {
            verdict: report.verdict.word().to_owned(),
            brand: report.brand.as_ref().map(|it| it.0.clone()),
            findings: report.findings.iter().map(found).collect(),
        }
    }
}

struct Case {
    name: String,
    mail: Vec<u8>,
    report: Report,
}

fn folders() -> Vec<PathBuf> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let folders = fs::read_dir(corpus).unwrap();
    let folders = folders.map(|it| it.unwrap().path());
    let mut folders: Vec<_> = folders
        .filter(|it| it.is_dir() && !it.ends_with("keys"))
        .collect();
    folders.sort();
    folders
}

static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let folders = folders();
    folders.iter().map(|folder| judge(folder)).collect()
});

/// Judges the mail of a folder as it lies there.
fn judge(folder: &Path) -> Case {
    let mail = fs::read(folder.join("mail.eml")).unwrap();
    let report = report(folder, &mail);
    let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
    Case { name, mail, report }
}

/// Judges a mail with a folder's answers and options.
fn report(folder: &Path, mail: &[u8]) -> Report {
    let wanted = Recipe::of(folder).check;
    let usual = Limits::default();
    let options = Options {
        limits: Limits {
            links: wanted.links.unwrap_or(usual.links),
            ..usual
        },
        brands: &BRANDS,
        trusted: &wanted.trusted,
        at: wanted.at.unwrap_or(NOW),
        reader: wanted.reader.as_deref(),
    };
    let dns = fs::read_to_string(folder.join("dns.json")).unwrap();
    let file = FileResolver::parse(&dns).unwrap();
    let resolver: &dyn Resolver = if wanted.offline { &Offline } else { &file };
    check(mail, &options, resolver).unwrap()
}

#[expect(
    clippy::disallowed_methods,
    reason = "a switch for whoever writes these mails"
)]
fn is_updating() -> bool {
    std::env::var_os("CORPUS_UPDATE").is_some()
}

#[test]
fn each_mail_is_what_signing_its_source_gives() {
    for folder in folders() {
        let made = Recipe::of(&folder).make(&folder);
        let mail = fs::read(folder.join("mail.eml")).unwrap();
        let dns = fs::read_to_string(folder.join("dns.json")).unwrap();

        assert!(made.mail == mail, "{}: mail.eml", folder.display());
        assert_eq!(made.dns, dns, "{}", folder.display());
    }
}

#[test]
fn each_report_is_as_expected() {
    let mut differ = Vec::new();
    for (folder, case) in folders().iter().zip(CASES.iter()) {
        let file = folder.join("expected.json");
        let given = Expected::of(&case.report);
        if is_updating() {
            let text = serde_json::to_string_pretty(&given).unwrap() + "\n";
            fs::write(file, text).unwrap();
            continue;
        }
        let expected: Expected = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        if given != expected {
            differ.push(format!("{}: {given:?}", case.name));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

#[test]
fn everything_that_can_be_found_is_found_in_one_of_them() {
    let findings = CASES.iter().flat_map(|it| &it.report.findings);
    let found: BTreeSet<Kind> = findings.map(|it| it.kind).collect();
    let missing: Vec<_> = Kind::ALL.iter().filter(|it| !found.contains(it)).collect();

    // Every row of the table with code senders has formats: only a row of one's own may not.
    assert_eq!(missing, [&Kind::FormatUnknown]);
}

#[test]
fn every_verdict_is_given_in_both_languages() {
    for japanese in [false, true] {
        let of_language = |it: &&Case| (it.name.ends_with("-in-japanese")) == japanese;
        let given: BTreeSet<Verdict> = CASES
            .iter()
            .filter(of_language)
            .map(|it| it.report.verdict)
            .collect();

        assert_eq!(given.len(), 4, "{japanese}: {given:?}");
    }
}

/// Each sentence of each finding, in each language.
fn sentences() -> impl Iterator<Item = (&'static Case, &'static Finding, String)> {
    CASES.iter().flat_map(|case| {
        case.report.findings.iter().flat_map(move |finding| {
            [Language::English, Language::Japanese]
                .into_iter()
                .map(move |language| (case, finding, finding.sentence(language)))
        })
    })
}

#[test]
fn every_finding_is_told_in_both_languages() {
    for (case, finding, sentence) in sentences() {
        let name = &case.name;
        let whole = sentence.ends_with(['.', '。', '”']);
        assert!(sentence.len() > 10 && whole, "{name}: {sentence:?}");
        for rest in ["{s}", "{a}", "[ ", "|", "“”", "「」", "（）", "()"] {
            assert!(!sentence.contains(rest), "{name}: {sentence}");
        }
        let empty = |it: &Option<String>| it.as_ref().is_some_and(|it| it.trim().is_empty());
        let nothing = empty(&finding.seen) || empty(&finding.against);
        assert!(!nothing, "{name}: {finding:?}");
    }
}

#[test]
fn nothing_in_a_report_can_be_followed() {
    let live = Regex::new(r"(?i)https?:|mailto:|javascript:|[a-z0-9-]{2,}\.(?:example|test|invalid|com|jp|net|org)(?-u:\b)").unwrap();
    for (case, _, sentence) in sentences() {
        assert!(!live.is_match(&sentence), "{}: {sentence}", case.name);
    }
}

#[test]
fn no_code_is_in_a_report() {
    let code =
        Regex::new(r"(?-u:\b)[0-9]{6,8}(?-u:\b)|(?-u:\b)[0-9]{3}[ -][0-9]{3}(?-u:\b)").unwrap();
    for (case, _, sentence) in sentences() {
        assert!(!code.is_match(&sentence), "{}: {sentence}", case.name);
    }
}

#[test]
fn line_ends_change_no_report() {
    for (folder, case) in folders().iter().zip(CASES.iter()) {
        let mut mail = case.mail.clone();
        mail.retain(|octet| *octet != b'\r');
        let given = Expected::of(&report(folder, &mail));

        assert_eq!(given, Expected::of(&case.report), "{}", case.name);
    }
}
