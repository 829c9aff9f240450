//! The same answer for everyone: whether an address has an account, may have one, or has
//! been asked for too often shows in no reply, in no amount of work, and in no mail to others.

use std::collections::BTreeMap;

use kadomori_domain::time::Time;

use crate::support::{Engine, Page, REAL, Setup, Span as _, TestApp};

stories![
    the_whole_way_is_the_same_for_known_unknown_and_unwanted_addresses,
    the_whole_way_is_the_same_in_japanese,
    an_address_that_was_asked_for_too_often_shows_it_to_nobody,
    a_wait_after_wrong_codes_is_told_of_known_and_unknown_addresses_alike,
    as_many_rows_are_written_for_every_address,
    the_database_does_the_same_work_for_every_address,
    nothing_is_sent_where_nobody_can_sign_in,
];

/// 2026-12-01 00:00:00 UTC: when each of the compared journeys begins.
const BEGIN: i64 = 1_796_083_200_000_000;

/// Whose address is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    /// Somebody with an account.
    Known,
    /// Somebody without one, who could make one.
    Unknown,
    /// Somebody with an account, where people can't make one by themselves.
    Member,
    /// Somebody without, where people can't make one by themselves.
    Unwanted,
    /// Somebody with an account, to whom five mails have just gone.
    Flooded,
    /// Somebody without one, to whom five mails have just gone.
    UnknownFlooded,
}

impl Who {
    /// All are equally long.
    const fn address(self) -> &'static str {
        match self {
            Self::Known => "mika@example.jp",
            Self::Unknown => "hiro@example.jp",
            Self::Member => "yuki@example.jp",
            Self::Unwanted => "sora@example.jp",
            Self::Flooded => "aoi1@example.jp",
            Self::UnknownFlooded => "ren1@example.jp",
        }
    }

    const fn has_account(self) -> bool {
        matches!(self, Self::Known | Self::Member | Self::Flooded)
    }

    const fn is_flooded(self) -> bool {
        matches!(self, Self::Flooded | Self::UnknownFlooded)
    }

    const fn registration(self) -> &'static str {
        match self {
            Self::Member | Self::Unwanted => "closed",
            _ => "open",
        }
    }

    /// An app in which this address is what it is, at the moment of beginning.
    async fn world(self, engine: Engine) -> TestApp {
        let registration = format!("registration = \"{}\"", self.registration());
        let setup = Setup::on(engine).settings(REAL).top(&registration);
        let app = setup.open().await;
        app.clock.set(Time::from_micros(BEGIN));
        if self.has_account() {
            app.make_account(self.address()).await;
        }
        for number in 0..5 * usize::from(self.is_flooded()) {
            let mut stranger = app.browser().at(&format!("198.51.{number}.1"));
            stranger.ask_for_code(self.address()).await;
        }
        app.deliver_mail().await;
        app.entropy.begin(1_000);
        app
    }
}

/// What a reply is made of, with the address made out.
fn told(reply: &Page, who: Who) -> String {
    let mut headers: Vec<_> = reply
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    headers.sort();
    let whole = format!(
        "{} {}\n{}\n\n{}",
        reply.status,
        reply.at,
        headers.join("\n"),
        reply.body
    );
    whole.replace(who.address(), "????@example.jp")
}

/// Everything a stranger can do without the mail, reply by reply.
async fn the_whole_way(app: &TestApp, who: Who, language: &str) -> Vec<String> {
    let mut stranger = app.browser().speaking(language).in_zone("Asia/Tokyo");
    stranger.ask_for_code(who.address()).await;
    let words = stranger.words();
    stranger.enter("000000").await;
    stranger.press(words.again).await;
    app.advance(61.seconds());
    stranger.press(words.again).await;
    stranger.enter("000001").await;
    stranger.enter("nothing").await;
    app.advance(6.minutes());
    stranger.press(words.again).await;
    stranger.enter("000002").await;
    app.advance(11.minutes());
    stranger.enter("000003").await;
    stranger.reload().await;
    stranger.press(words.new_code).await;
    stranger.enter("000004").await;
    let code_page = stranger.page().at.clone();
    let question = format!("{code_page}/create");
    stranger.visit(&question).await;
    stranger.enter("000005").await;
    stranger.visit(&code_page).await;
    stranger.visit("/account").await;
    let replies = stranger.replies().iter();
    replies.map(|reply| told(reply, who)).collect()
}

fn assert_same(left: &[String], right: &[String], who: Who) {
    assert_eq!(left.len(), right.len(), "{who:?}");
    for (left, right) in left.iter().zip(right) {
        assert!(
            left == right,
            "{who:?} is told\n{right}\ninstead of\n{left}"
        );
    }
}

async fn compare(engine: Engine, language: &str, others: &[Who]) {
    let first = Who::Known.world(engine).await;
    let known = the_whole_way(&first, Who::Known, language).await;
    assert_eq!(known.len(), 24, "replies, redirects among them");
    for who in others {
        let app = who.world(engine).await;
        let replies = the_whole_way(&app, *who, language).await;
        assert_same(&known, &replies, *who);
    }
}

async fn the_whole_way_is_the_same_for_known_unknown_and_unwanted_addresses(engine: Engine) {
    compare(engine, "en", &[Who::Unknown, Who::Member, Who::Unwanted]).await;
}

async fn the_whole_way_is_the_same_in_japanese(engine: Engine) {
    compare(engine, "ja", &[Who::Unknown, Who::Unwanted]).await;
}

async fn an_address_that_was_asked_for_too_often_shows_it_to_nobody(engine: Engine) {
    compare(engine, "en", &[Who::Flooded, Who::UnknownFlooded]).await;
}

async fn a_wait_after_wrong_codes_is_told_of_known_and_unknown_addresses_alike(engine: Engine) {
    let mut told_to = Vec::new();
    for who in [Who::Known, Who::Unknown, Who::Member, Who::Unwanted] {
        let app = who.world(engine).await;
        for number in 0..2 {
            let mut guesser = app.browser().at(&format!("198.51.{number}.1"));
            guesser.ask_for_code(who.address()).await;
            for code in ["000000", "000001", "000002", "000003", "000004"] {
                guesser.enter(code).await;
            }
        }
        app.entropy.begin(2_000);
        let mut stranger = app.browser();
        stranger.ask_for_code(who.address()).await;
        stranger.enter("000005").await;
        let alert = stranger.page().alert().unwrap();
        assert!(
            alert.starts_with("To keep guessers out, this address waits until"),
            "{alert}"
        );
        app.advance(2.minutes());
        stranger.enter("000006").await;
        let replies: Vec<_> = stranger
            .replies()
            .iter()
            .map(|reply| told(reply, who))
            .collect();
        told_to.push((who, replies));
    }
    let (_, known) = &told_to[0];
    for (who, replies) in &told_to {
        assert_same(known, replies, *who);
    }
}

async fn as_many_rows_are_written_for_every_address(engine: Engine) {
    let mut written: Vec<(Who, BTreeMap<&str, i64>)> = Vec::new();
    for who in [Who::Known, Who::Unknown, Who::Member, Who::Unwanted] {
        let app = who.world(engine).await;
        let before = app.census().await;
        the_whole_way(&app, who, "en").await;
        let mut after = app.census().await;
        for (table, rows) in &mut after {
            *rows -= before[table];
        }
        written.push((who, after));
    }
    let (_, known) = &written[0];
    for (who, rows) in &written {
        assert_eq!(rows, known, "{who:?}");
    }
    for (table, rows) in [("flow", 1), ("outbox", 4), ("throttle", 4), ("budget", 2)] {
        assert_eq!(known[table], rows, "{table}");
    }
}

async fn the_database_does_the_same_work_for_every_address(engine: Engine) {
    let mut done: Vec<(Who, Vec<String>)> = Vec::new();
    for who in [
        Who::Known,
        Who::Unknown,
        Who::Member,
        Who::Unwanted,
        Who::Flooded,
        Who::UnknownFlooded,
    ] {
        let app = who.world(engine).await;
        app.db.listen();
        the_whole_way(&app, who, "en").await;
        let statements = app.db.heard().into_iter().map(|statement| statement.sql);
        done.push((who, statements.collect()));
    }
    let (_, known) = &done[0];
    assert!(known.len() > 60, "{} statements", known.len());
    for (who, statements) in &done {
        assert_same(known, statements, *who);
    }
}

async fn nothing_is_sent_where_nobody_can_sign_in(engine: Engine) {
    let app = Who::Unwanted.world(engine).await;
    the_whole_way(&app, Who::Unwanted, "en").await;
    assert_eq!(
        app.deliver_mail().await,
        4,
        "the messages were real until then"
    );
    assert_eq!(app.mails_to(Who::Unwanted.address()).len(), 0);
    assert_eq!(app.count("ledger").await, 0);
    assert_eq!(app.count("outbox").await, 0);
}
