//! `kadomori doctor`: what lies around Kadomori and has to be right, asked at a real name server.

use std::{fs, path::Path, process::Command};

/// Where the name server of the tests is.
#[expect(
    clippy::disallowed_methods,
    reason = "where the parts are is told by `cargo xtask`"
)]
fn name_server() -> String {
    std::env::var("KADOMORI_TEST_DNS")
        .expect("KADOMORI_TEST_DNS isn't set: run `cargo xtask test`, or `parts start`")
}

/// Runs it with mails from this domain, by way of this server.
fn run(words: &[&str], domain: &str, server: &str) -> (i32, String) {
    let name = format!("{}_{domain}_{server}", words.join("_"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let settings = format!(
        "[mail]\nfrom = \"no-reply@{domain}\"\nserver = \"{server}\"\nname_server = \"{}\"\n\
         [dkim]\nsigning = \"off\"\n",
        name_server()
    );
    fs::write(folder.join("kadomori.toml"), settings).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_kadomori"));
    let output = command
        .args(words)
        .current_dir(&folder)
        .env_clear()
        .output();
    let output = output.unwrap();
    let _ = fs::remove_dir_all(&folder);
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.code().unwrap(),
        String::from_utf8(said).unwrap(),
    )
}

#[test]
fn the_sending_domain_is_looked_at_with_its_addresses_name() {
    let (code, said) = run(&["doctor", "mail"], "good.example", "mx.good.example");
    assert_eq!(code, 0, "{said}");
    assert!(said.starts_with("Mail from good.example, by way of mx.good.example\n"));
    assert!(!said.contains("(PTR)"), "{said}");
}

#[test]
fn each_thing_that_is_missing_comes_with_the_record_that_mends_it() {
    let (code, said) = run(&["doctor", "mail"], "bare.example", "bare.example");
    assert_eq!(code, 1, "{said}");
    for record in [
        "bare.example. IN TXT ( \"v=spf1 a:bare.example -all\" )",
        "_dmarc.bare.example. IN TXT ( \"v=DMARC1; p=reject; rua=mailto:postmaster@bare.example\" )",
        "bare.example. IN MX 10 bare.example.",
        "81.2.0.192.in-addr.arpa. IN PTR bare.example.",
    ] {
        assert!(said.contains(record), "{record} in {said}");
    }
    assert!(said.contains("It only counts if your mails leave from this address."));
}

#[test]
fn a_name_that_leads_elsewhere_is_told() {
    let (_, said) = run(&["doctor", "mail"], "good.example", "wrong.example");
    assert!(
        said.contains("is called customer-82.elsewhere.example (PTR)"),
        "{said}"
    );
    assert!(said.contains("customer-82.elsewhere.example. IN A 192.0.2.82"));
}

#[test]
fn its_former_name_is_another_command_now() {
    let (code, said) = run(&["mail", "check"], "good.example", "mx.good.example");
    assert_eq!(code, 64);
    assert!(said.contains("<FILE|DIR|MBOX|->..."), "{said}");
}
