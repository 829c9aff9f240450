//! `kadomori mail check` and `mail brands` at the terminal: files, folders, mailboxes, what is
//! printed, and with which code it ends. None of it needs settings or a database.

use std::{
    fs,
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde_json::Value;

/// An ordinary mail.
const MAIL: &str = "From: Mika <mika@example.jp>\r\nTo: ken@example.jp\r\n\
     Subject: Lunch\r\nDate: Sun, 22 Nov 2026 12:03:05 +0900\r\n\r\n\
     Shall we have lunch on Tuesday?\r\n";
/// What a moment in November 2026 is in the tests.
const AT: &str = "2026-11-22T12:03:00+09:00";

/// A folder of a test's own, gone with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        fs::write(self.0.join(name), content).unwrap();
        self
    }

    /// The command, in this folder and with nothing in its environment.
    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kadomori"));
        command.args(words).current_dir(&self.0).env_clear();
        command
    }

    fn run(&self, words: &[&str]) -> Ran {
        self.command(words).output().unwrap().into()
    }

    fn check(&self, words: &[&str]) -> Ran {
        self.run(&[&["mail", "check", "--at", AT], words].concat())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a command printed, and how it ended.
#[derive(Debug)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    /// Each line as JSON.
    fn lines(&self) -> Vec<Value> {
        let lines = self.out.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    fn files(&self) -> Vec<String> {
        let lines = self.lines().into_iter();
        lines
            .map(|line| line["file"].as_str().unwrap().to_owned())
            .collect()
    }
}

#[test]
fn a_mail_is_a_line_of_json_with_what_was_found_and_what_to_do() {
    let folder = Folder::new("check_json");
    folder.write("lunch.eml", MAIL);
    let ran = folder.check(&["--json", "lunch.eml"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{ran:?}");
    let [line] = &ran.lines()[..] else {
        panic!("{ran:?}")
    };
    assert_eq!(line["file"], "lunch.eml");
    assert_eq!(line["verdict"], "unproven");
    assert!(line["brand"].is_null());
    for evidence in line["evidence"].as_array().unwrap() {
        for name in ["id", "place", "text"] {
            assert!(evidence[name].is_string(), "{name} in {evidence}");
        }
        assert!(evidence["weight"].is_i64(), "{evidence}");
    }
    for advice in line["advice"].as_array().unwrap() {
        assert!(advice["id"].is_string() && advice["text"].is_string());
    }
    assert!(line.get("error").is_none());
    let names = fs::read_dir(&folder.0).unwrap().count();
    assert_eq!(names, 1, "nothing was made beside the mail");
}

#[test]
fn it_speaks_the_language_of_the_terminal_or_the_one_that_is_named() {
    let folder = Folder::new("check_language");
    folder.write("lunch.eml", MAIL);
    let at_home = |lang: &str, words: &[&str]| -> Ran {
        let mut command = folder.command(&[&["mail", "check", "--at", AT], words].concat());
        command.env("LANG", lang).output().unwrap().into()
    };
    let is_japanese = |ran: &Ran| ran.out.contains("どうすればよいか");
    let is_english = |ran: &Ran| ran.out.contains("What to do now");
    assert!(is_english(&folder.check(&["lunch.eml"])));
    assert!(is_japanese(&at_home("ja_JP.UTF-8", &["lunch.eml"])));
    assert!(is_english(&at_home("fr_FR.UTF-8", &["lunch.eml"])));
    assert!(is_english(&at_home(
        "ja_JP.UTF-8",
        &["--lang", "en", "lunch.eml"]
    )));
    assert!(is_japanese(&folder.check(&["--lang", "ja", "lunch.eml"])));
}

#[test]
fn the_files_of_a_folder_come_by_their_names() {
    let folder = Folder::new("check_folder");
    fs::create_dir(folder.0.join("mails")).unwrap();
    fs::create_dir(folder.0.join("mails/deeper")).unwrap();
    fs::create_dir(folder.0.join("none")).unwrap();
    for name in [
        "mails/b.eml",
        "mails/a.eml",
        "mails/.hidden",
        "mails/deeper/c.eml",
    ] {
        folder.write(name, MAIL);
    }
    let ran = folder.check(&["--json", "mails"]);
    assert_eq!(ran.files(), ["mails/a.eml", "mails/b.eml"]);
    assert_eq!(ran.code, 1);
    let ran = folder.check(&["--json", "none"]);
    assert_eq!(ran.lines()[0]["error"]["id"], "folder-empty");
    assert_eq!(ran.code, 4);
}

#[test]
fn the_mails_of_a_mailbox_are_numbered() {
    let folder = Folder::new("check_mbox");
    let one = format!("From mika@example.jp Sun Nov 22 12:03:05 2026\r\n{MAIL}\r\n");
    folder.write("one", &one).write("three", one.repeat(3));
    assert_eq!(folder.check(&["--json", "one"]).files(), ["one"]);
    let ran = folder.check(&["--json", "three", "one"]);
    assert_eq!(ran.files(), ["three#1", "three#2", "three#3", "one"]);
}

#[test]
fn mails_come_from_standard_input_too() {
    let folder = Folder::new("check_input");
    let mut command = folder.command(&["mail", "check", "--json", "-"]);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(MAIL.as_bytes())
        .unwrap();
    let ran = Ran::from(child.wait_with_output().unwrap());
    assert_eq!((ran.files(), ran.code), (vec!["-".to_owned()], 1));
}

#[test]
fn what_cannot_be_judged_is_told_and_ends_with_four() {
    let folder = Folder::new("check_unreadable");
    folder
        .write("lunch.eml", MAIL)
        .write("empty.eml", "")
        .write(
            "outlook.msg",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".repeat(100),
        );
    let ran = folder.check(&[
        "--json",
        "nowhere.eml",
        "empty.eml",
        "outlook.msg",
        "lunch.eml",
    ]);
    let ids: Vec<Value> = ran
        .lines()
        .iter()
        .map(|line| line["error"]["id"].clone())
        .collect();
    assert_eq!(ids[..2], ["file-missing", "empty"]);
    assert_eq!(ids[2..], [Value::from("outlook-message"), Value::Null]);
    let verdicts = ran.lines();
    assert!(verdicts[0]["verdict"].is_null());
    assert_eq!(verdicts[3]["verdict"], "unproven");
    assert_eq!(ran.code, 4);
    let ran = folder.check(&["nowhere.eml"]);
    assert_eq!(
        ran.out,
        "nowhere.eml: Not judged\n  There is no such file.\n\n"
    );
    let ran = folder.check(&["--lang", "ja", "nowhere.eml"]);
    assert!(
        ran.out.contains("このファイルは見つかりません。"),
        "{ran:?}"
    );
}

#[test]
fn what_is_not_understood_is_no_verdict() {
    let folder = Folder::new("check_usage");
    folder
        .write("lunch.eml", MAIL)
        .write("dns.json", "[]")
        .write("brands.toml", "this is no table");
    for words in [
        &["--jsno", "lunch.eml"][..],
        &[],
        &["--lang", "fr", "lunch.eml"],
        &["--at", "yesterday", "lunch.eml"],
        &["--dns", "nowhere.json", "lunch.eml"],
        &["--dns", "dns.json", "lunch.eml"],
        &["--brands", "nowhere.toml", "lunch.eml"],
        &["--brands", "brands.toml", "lunch.eml"],
    ] {
        let ran = folder.run(&[&["mail", "check"], words].concat());
        assert_eq!((ran.code, ran.out.as_str()), (64, ""), "{words:?} {ran:?}");
        assert!(!ran.err.is_empty(), "{words:?}");
    }
    let help = folder.run(&["mail", "check", "--help"]);
    assert_eq!(help.code, 0);
    assert!(
        help.out
            .contains("0 genuine, 1 unproven, 2 suspicious, 3 fake")
    );
    assert_eq!(folder.run(&["mail", "chekc"]).code, 2);
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let folder = Folder::new("check_pipe");
    let one = format!("From mika@example.jp Sun Nov 22 12:03:05 2026\n{MAIL}\n");
    folder.write("many", one.repeat(5_000));
    let mut command = folder.command(&["mail", "check", "--json", "many"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut some = [0; 100];
    child.stdout.take().unwrap().read_exact(&mut some).unwrap();
    let ran = Ran::from(child.wait_with_output().unwrap());
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
}

#[test]
fn the_brands_are_shown_without_settings_too() {
    let folder = Folder::new("brands_shown");
    let ran = folder.run(&["mail", "brands"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("brands; "), "{ran:?}");
    let ran = folder.run(&["mail", "brands", "--json"]);
    for row in ran.lines() {
        assert!(row["id"].is_string() && row["domains"].is_array(), "{row}");
        let is_confirmed = ["A", "B"].contains(&row["grade"].as_str().unwrap());
        assert_eq!(row["confirmed"], is_confirmed, "{row}");
    }
    let ran = folder.run(&["mail", "brands", "--check"]);
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[test]
fn a_table_of_ones_own_is_named_by_the_settings_and_checked() {
    let folder = Folder::new("brands_own");
    folder
        .write("kadomori.toml", "[genuine]\nbrands = \"own.toml\"\n")
        .write("own.toml", "this is no table");
    for words in [&["mail", "brands"][..], &["mail", "brands", "--check"]] {
        let ran = folder.run(words);
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.err.contains("own.toml can't be used"), "{ran:?}");
    }
    // The server says it, too, and doesn't start.
    let ran = folder.run(&[]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("own.toml can't be used"), "{ran:?}");
    assert!(!folder.0.join("kadomori-data").exists());
    folder.write("own.toml", "");
    let ran = folder.run(&["mail", "brands", "--check"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("own.toml can be used."), "{ran:?}");
}
