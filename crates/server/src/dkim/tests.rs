//! Keys as files, and signatures as an independent verifier sees them.

use std::borrow::Borrow;
use std::hash::Hash;
use std::os::unix::fs::PermissionsExt;
use std::time::Instant;

use mail_auth::common::parse::TxtRecordParser as _;
use mail_auth::common::verify::DomainKey;
use mail_auth::hickory_resolver::config::{ResolverConfig, ResolverOpts};
use mail_auth::{
    AuthenticatedMessage, DkimResult, MessageAuthenticator, Parameters, ResolverCache, Txt,
};

use super::*;
use crate::channel::{OutgoingMail, build, samples};

/// A folder of the test's own, gone when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("kadomori-dkim-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn signer(&self) -> DkimSigner {
        DkimSigner::open(&self.0, "example.jp", "kadomori").unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The DNS as the verifier sees it: the records we print.
struct Zone(Vec<DnsRecord>);

impl ResolverCache<Box<str>, Txt> for Zone {
    fn get<Q>(&self, name: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let record = self.0.iter().find(|record| {
            let name_with_dot = format!("{}.", record.name).into_boxed_str();
            name_with_dot.borrow() == name
        })?;
        let key = DomainKey::parse(record.value.as_bytes()).unwrap();
        Some(Txt::DomainKey(key.into()))
    }

    fn remove<Q>(&self, _: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        None
    }

    fn insert(&self, _: Box<str>, _: Txt, _: Instant) {}
}

/// What an independent verifier says about each signature, from the top.
async fn verdicts(signer: &DkimSigner, mail: &[u8]) -> Vec<DkimResult> {
    let nowhere = ResolverConfig::from_parts(None, vec![], vec![]);
    let verifier = MessageAuthenticator::new(nowhere, ResolverOpts::default()).unwrap();
    let zone = Zone(signer.records());
    let message = AuthenticatedMessage::parse(mail).unwrap();
    let parameters = Parameters::new(&message).with_txt_cache(&zone);
    let outputs = verifier.verify_dkim(parameters).await;
    outputs
        .iter()
        .map(|output| output.result().clone())
        .collect()
}

fn signed(signer: &DkimSigner, mail: &OutgoingMail) -> Vec<u8> {
    signer.sign(&build(mail).unwrap(), mail.date).unwrap()
}

#[tokio::test]
async fn an_independent_verifier_takes_both_signatures() {
    let folder = Folder::new("verify");
    let signer = folder.signer();
    for mail in [samples::english(), samples::japanese()] {
        let source = signed(&signer, &mail);
        assert_eq!(
            verdicts(&signer, &source).await,
            [DkimResult::Pass, DkimResult::Pass]
        );
    }
}

#[tokio::test]
async fn signatures_survive_what_servers_do_to_a_mail() {
    let folder = Folder::new("relaxed");
    let signer = folder.signer();
    let source = String::from_utf8(signed(&signer, &samples::english())).unwrap();
    let handled = source.replace("Subject: Your ", "subject:  Your\r\n\t") + "\r\n\r\n";
    let handled = format!("Received: from there\r\n by here\r\n{handled}");
    assert_ne!(handled, source);
    let verdicts = verdicts(&signer, handled.as_bytes()).await;
    assert_eq!(verdicts, [DkimResult::Pass, DkimResult::Pass]);
}

#[tokio::test]
async fn whatever_is_changed_or_added_breaks_both_signatures() {
    let folder = Folder::new("forged");
    let signer = folder.signer();
    let source = String::from_utf8(signed(&signer, &samples::english())).unwrap();
    let changed = [
        source.replace("482 913", "482 914"),
        source.replace("hana@", "jiro@"),
        source.replace("(K7P)", "(K8P)"),
        source.replace("auto-generated", "no"),
    ];
    let added = [
        "From: x@example.jp",
        "Subject: x",
        "To: x@example.jp",
        "Reply-To: x@example.net",
    ]
    .map(|header| format!("{header}\r\n{source}"));
    for forged in changed.iter().chain(&added) {
        assert_ne!(*forged, source);
        let verdicts = verdicts(&signer, forged.as_bytes()).await;
        assert_eq!(verdicts.len(), 2);
        assert!(!verdicts.contains(&DkimResult::Pass), "{forged}");
    }
}

#[test]
fn a_repeat_is_signed_with_the_same_bytes() {
    let folder = Folder::new("repeat");
    let mail = samples::japanese();
    let first = signed(&folder.signer(), &mail);
    assert_eq!(first, signed(&folder.signer(), &mail));
    let text = String::from_utf8(first).unwrap();
    assert!(text.contains(" s=kadomori-rsa; t=1795348980;\r\n"));
    assert!(text.contains(" s=kadomori-ed25519; t=1795348980;\r\n"));
    assert!(!text.contains("; l="));
    assert!(text.split("\r\n").all(|line| line.len() <= 78));
}

#[test]
fn keys_are_made_once_and_only_their_owner_can_read_them() {
    let folder = Folder::new("files");
    let signer = folder.signer();
    let home = folder.0.join("dkim/example.jp");
    let mut names: Vec<_> = std::fs::read_dir(&home)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["kadomori-ed25519.key", "kadomori-rsa.key"]);
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&home), 0o700);
    for name in names {
        assert_eq!(mode(&home.join(name)), 0o600);
    }
    assert_eq!(signer.records(), folder.signer().records());
}

#[test]
fn several_processes_starting_at_once_end_up_with_one_key() {
    let folder = Folder::new("race");
    let records: Vec<_> = std::thread::scope(|scope| {
        let starts: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| folder.signer().records()))
            .collect();
        starts
            .into_iter()
            .map(|start| start.join().unwrap())
            .collect()
    });
    assert!(records.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(
        std::fs::read_dir(folder.0.join("dkim/example.jp"))
            .unwrap()
            .count(),
        2
    );
}

#[test]
fn a_key_that_others_can_read_or_that_is_none_is_refused() {
    let folder = Folder::new("refused");
    folder.signer();
    let path = folder.0.join("dkim/example.jp/kadomori-rsa.key");
    let open = || {
        DkimSigner::open(&folder.0, "example.jp", "kadomori")
            .unwrap_err()
            .to_string()
    };
    let mode = |mode| std::fs::set_permissions(&path, PermissionsExt::from_mode(mode)).unwrap();
    mode(0o640);
    assert!(open().ends_with("others may read it (run chmod 600 on it)"));
    mode(0o600);
    std::fs::write(&path, "nothing").unwrap();
    assert!(open().ends_with("it holds no private key in PEM form (PKCS#8)"));
    std::fs::copy(path.with_file_name("kadomori-ed25519.key"), &path).unwrap();
    assert!(open().ends_with("it holds no rsa key"));
}

#[test]
fn a_domain_that_would_leave_the_folder_is_refused() {
    let folder = Folder::new("names");
    for name in [
        "",
        "..",
        "../etc",
        "a/b",
        "例え.jp",
        "a..b",
        "a b",
        &"a".repeat(64),
    ] {
        let error = DkimSigner::open(&folder.0, name, "kadomori").unwrap_err();
        assert_eq!(
            error,
            DkimError::Name {
                name: name.to_owned()
            }
        );
        assert!(DkimSigner::open(&folder.0, "example.jp", name).is_err());
    }
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 0);
}

#[test]
fn the_records_say_where_and_what_to_publish() {
    let folder = Folder::new("records");
    let records = folder.signer().records();
    let names: Vec<_> = records.iter().map(|record| record.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "kadomori-rsa._domainkey.example.jp",
            "kadomori-ed25519._domainkey.example.jp",
            "example.jp",
            "_dmarc.example.jp"
        ]
    );
    assert!(
        records[0]
            .value
            .starts_with("v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A")
    );
    assert!(records[1].value.starts_with("v=DKIM1; k=ed25519; p="));
    assert_eq!(records[1].value.len(), "v=DKIM1; k=ed25519; p=".len() + 44);
    let line = records[0].zone_line();
    let strings: Vec<_> = line.split('"').skip(1).step_by(2).collect();
    assert_eq!(strings.concat(), records[0].value);
    assert!(strings.len() == 2 && strings.iter().all(|string| string.len() <= 255));
}

#[test]
fn the_printed_zone_is_nothing_but_remarks_and_records() {
    let folder = Folder::new("zone");
    let zone = folder.signer().zone();
    assert_eq!(
        zone.lines()
            .filter(|line| line.contains(" IN TXT ( \"v="))
            .count(),
        4
    );
    assert!(
        zone.lines()
            .all(|line| line.is_empty() || line.starts_with("; ") || line.contains(" IN TXT "))
    );
}
