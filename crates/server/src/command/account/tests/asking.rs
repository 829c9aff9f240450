//! Commands as they are typed, at a desk with a database of its own.

use std::{path::PathBuf, sync::Arc};

use clap::Parser as _;
use kadomori_domain::{id::AccountId, security::Change, time::Time};
use kadomori_store::security::{self, Changed};

use super::{NOON, tokyo};
use crate::{
    clock::{Clock, SystemEntropy},
    command::{
        self, Arguments,
        desk::{Answer, Desk},
    },
    config::Config,
    open,
};

#[tokio::test]
async fn an_account_goes_from_being_made_to_being_deleted() {
    let folder = Folder::new();
    let desk = folder.desk().await;
    let made = said(&desk, "create mika@example.jp --locale ja").await;
    assert!(made.unwrap().ends_with(
        "for mika@example.jp.\n\
         Its person signs in at http://localhost:8080/sign-in with a code by mail.\n"
    ));
    let taken = said(&desk, "create MIKA@example.jp").await.unwrap_err();
    assert!(taken.to_string().contains("has an account already"));

    let listed = said(&desk, "list").await.unwrap();
    let id = listed.split(' ').next().unwrap().to_owned();
    assert_eq!(
        listed,
        format!("{id}  2026-11-22 12:03:00 +09:00  mika@example.jp\n")
    );
    let found = said(&desk, &format!("find {id}")).await.unwrap();
    assert!(found.starts_with("mika@example.jp\n"), "{found}");
    for (words, answer) in [
        (
            "unlock",
            "Nothing keeps mika@example.jp waiting. Nothing was changed.\n",
        ),
        (
            "sign-out",
            "mika@example.jp isn't signed in anywhere. Nothing was changed.\n",
        ),
    ] {
        let answered = said(&desk, &format!("{words} mika@example.jp")).await;
        assert_eq!(answered.unwrap(), answer);
    }
    let events = said(&desk, "events mika@example.jp").await.unwrap();
    assert_eq!(
        events,
        "mika@example.jp\n\n\
         2026-11-22 12:03:00 +09:00       account made by an operator\n\n\
         Times are in Asia/Tokyo.\n"
    );

    let asked = said(&desk, "delete mika@example.jp").await.unwrap_err();
    assert!(asked.to_string().contains("add --yes"));
    said(&desk, "delete mika@example.jp --yes").await.unwrap();
    let listed = said(&desk, "list").await.unwrap();
    assert_eq!(listed, "There are no accounts here.\n");
    desk.app.db.close().await;
}

#[tokio::test]
async fn a_way_that_is_lost_is_removed_and_one_that_is_not_there_is_refused() {
    let folder = Folder::new();
    let desk = folder.desk().await;
    said(&desk, "create mika@example.jp").await.unwrap();
    let id = said(&desk, "list").await.unwrap()[..32].to_owned();
    for (way, name) in [
        ("phone", "phone number"),
        ("totp", "authenticator app"),
        ("passkey", "passkey"),
        ("recovery_code", "recovery code"),
        ("password", "password"),
        ("all-second-steps", "second step"),
    ] {
        let refused = said(&desk, &format!("remove-way {id} --way {way}")).await;
        assert_eq!(
            refused.unwrap_err().to_string(),
            format!(
                "mika@example.jp has no {name}. Nothing was changed.\n\
                 `kadomori account find {id}` shows what there is."
            )
        );
    }
    let whose = id.parse().unwrap();
    give_recovery_codes(&desk, whose).await;
    let found = said(&desk, "show mika@example.jp").await.unwrap();
    assert!(found.contains("Codes left    2 for recovery"), "{found}");
    let removed = said(&desk, "remove-way mika@example.jp --way recovery-code").await;
    assert_eq!(
        removed.unwrap(),
        "Changed for mika@example.jp:\n  \
           recovery codes removed\n\
         A mail tells the address that receives notices.\n"
    );
    let found = said(&desk, "find mika@example.jp").await.unwrap();
    assert!(found.contains("Codes left    0 for recovery"), "{found}");
    desk.app.db.close().await;
}

/// Two recovery codes, as the database keeps them.
async fn give_recovery_codes(desk: &Desk, account: AccountId) {
    let change = Change::ReplaceRecoveryCodes {
        hashes: vec![[1; 32], [2; 32]],
        at: NOON,
    };
    let tenant = desk.app.site.tenant;
    let given = desk.app.db.write(change, move |tx, change| {
        Box::pin(security::apply(tx, tenant, account, change, NOON))
    });
    assert_eq!(given.await.unwrap(), Changed::Done);
}

#[tokio::test]
async fn nobody_is_refused_by_every_command() {
    let folder = Folder::new();
    let desk = folder.desk().await;
    for words in [
        "find",
        "show",
        "events",
        "unlock",
        "sign-out",
        "remove-way --way password",
        "delete --yes",
        "delete",
    ] {
        let refused = said(&desk, &format!("{words} mika@example.jp")).await;
        assert_eq!(
            refused.unwrap_err().to_string(),
            "There is no account with the address mika@example.jp in the test's database.\n\
             `kadomori account list` shows those that there are.",
            "{words}"
        );
    }
    desk.app.db.close().await;
}

#[tokio::test]
async fn a_list_says_how_it_goes_on() {
    let folder = Folder::new();
    let desk = folder.desk().await;
    for name in ["a", "b", "c"] {
        said(&desk, &format!("create {name}@example.jp"))
            .await
            .unwrap();
    }
    let first = said(&desk, "list --most 2").await.unwrap();
    assert_eq!(first.lines().count(), 4);
    let (_, rest) = first
        .split_once("There are more: kadomori account ")
        .unwrap();
    let rest = said(&desk, rest.trim_end()).await.unwrap();
    assert_eq!(rest.lines().count(), 1);
    let json = said(&desk, "list --json").await.unwrap();
    for line in json.lines() {
        let account: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(account["locale"], "en");
    }
    assert_eq!(json.lines().count(), 3);
    desk.app.db.close().await;
}

/// What an account command answers.
async fn said(desk: &Desk, words: &str) -> Answer {
    let words = ["kadomori", "account"].into_iter().chain(words.split(' '));
    let arguments = Arguments::try_parse_from(words).unwrap();
    let Some(command::Command::Account { command }) = arguments.command else {
        panic!("these are words of an account command");
    };
    command.answer(desk).await
}

/// A clock that stands still.
struct Noon;

impl Clock for Noon {
    fn now(&self) -> Time {
        NOON
    }
}

/// A data folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let mut name = [0; 8];
        aws_lc_rs::rand::fill(&mut name).unwrap();
        let name = format!("kadomori-desk-{:016x}", u64::from_ne_bytes(name));
        Self(std::env::temp_dir().join(name))
    }

    async fn desk(&self) -> Desk {
        let mut config = Config::for_trial();
        config.data_dir.clone_from(&self.0);
        let opened = open::open(&config, Arc::new(Noon), Arc::new(SystemEntropy)).await;
        Desk {
            app: opened.unwrap(),
            zone: tokyo(),
            place: "the test's database".to_owned(),
            door: format!("{}/sign-in", config.public_url),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _left_behind = std::fs::remove_dir_all(&self.0);
    }
}
