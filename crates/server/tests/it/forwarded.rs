//! Mails that people forward to have them checked: who is answered, what the answer says, and
//! what it never says.

use kadomori_domain::{
    account::NewAccount,
    address::MailAddress,
    chance::Chance,
    event::Facts,
    forwarded::Verdict,
    id::{AccountId, ContactId, TenantId},
    locale::Locale,
};
use kadomori_server::{clock::Entropy as _, dkim::DkimSigner};
use kadomori_store::account;

use crate::{
    intake::{Folder, MailServer, Open, names, put, until},
    support::{Engine, Letter, Setup, Span as _, TestApp},
};

stories![
    a_fake_that_is_forwarded_is_answered_and_nothing_of_it_is_repeated,
    the_answer_is_in_the_language_of_the_account,
    a_signature_of_the_forwarders_domain_is_enough,
    whoever_proves_nothing_hears_nothing,
    programs_and_lists_hear_nothing,
    the_same_mail_is_answered_once,
    answers_have_an_end_and_leave_room_for_codes,
    a_copied_mail_gets_less_of_an_answer,
    what_is_no_mail_is_told_apart,
    our_own_mail_is_known_and_not_judged,
    a_mail_of_ours_to_somebody_else_is_told_as_such,
    a_fake_of_ours_is_told_and_reported_once,
    huge_and_nested_mails_harm_nobody,
    what_lies_in_a_maildir_is_answered_and_deleted,
    the_history_tells_of_it,
];

const MIKA: &str = "mika@example.jp";
const CHECK: &str = "check@example.jp";

/// What every answer begins with.
const SUBJECT: [&str; 2] = [
    "About the mail you forwarded (",
    "転送されたメールの確認結果（",
];

/// A fake, with words that nobody else uses.
const FAKE: &str = "\
Return-Path: <bounce@zyzzyvatrade.example>\r
Received: from zyzzyvatrade.example (zyzzyvatrade.example [192.0.2.66])\r
 by mx.example.jp with ESMTP id 4F1; Sun, 22 Nov 2026 02:58:00 +0000\r
From: Amazon.co.jp <account-update@zyzzyvatrade.example>\r
To: mika@example.jp\r
Subject: Xylophonic notice: your Amazon account is locked\r
Date: Sun, 22 Nov 2026 02:57:58 +0000\r
Message-ID: <zyzzyva.1@zyzzyvatrade.example>\r
MIME-Version: 1.0\r
Content-Type: text/plain; charset=utf-8\r
\r
Dear zebrafish customer, your Amazon account is locked. Sign in within 24 hours at\r
http://amazon.co.jp.zyzzyvalogin.example/quagga to confirm your password and card.\r
Your code is 739201.\r
";

/// Pieces of it that no answer may repeat.
const PIECES: [&str; 7] = [
    "zyzzyva",
    "Xylophonic",
    "zebrafish",
    "quagga",
    "739201",
    "739 201",
    "account-update",
];

/// An app that answers forwarded mails, and believes its mail server.
async fn app_on(engine: Engine) -> TestApp {
    let app = setup(engine, "").open().await;
    app.make_account(MIKA).await;
    app
}

fn setup(engine: Engine, mail: &str) -> Setup {
    Setup::on(engine).section(&format!(
        "{mail}\n[intake]\nlmtp = \"/nowhere\"\n\
         [genuine]\naddress = \"{CHECK}\"\ntrusted = [\"mx.example.jp\"]"
    ))
}

/// A mail that somebody forwards, as their program writes it.
struct Forward {
    from: String,
    to: String,
    name: String,
    extra: String,
    results: bool,
    body: String,
}

impl Forward {
    /// With this mail attached as it came.
    fn of(from: &str, inner: &str) -> Self {
        let body = format!(
            "Content-Type: multipart/mixed; boundary=\"next\"\r\n\r\n--next\r\n\
             Content-Type: text/plain; charset=utf-8\r\n\r\nIs this one real?\r\n--next\r\n\
             Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n\
             {inner}\r\n--next--\r\n"
        );
        Self::saying(from, &body)
    }

    /// With these headers of the text, and this text.
    fn saying(from: &str, body: &str) -> Self {
        Self {
            from: from.to_owned(),
            to: CHECK.to_owned(),
            name: "one@mail.example.jp".to_owned(),
            extra: String::new(),
            results: true,
            body: body.to_owned(),
        }
    }

    fn named(mut self, name: &str) -> Self {
        self.name = format!("{name}@mail.example.jp");
        self
    }

    fn with(mut self, headers: &str) -> Self {
        self.extra = headers.to_owned();
        self
    }

    fn to(mut self, to: &str) -> Self {
        to.clone_into(&mut self.to);
        self
    }

    fn without_results(mut self) -> Self {
        self.results = false;
        self
    }

    /// As it is written and sent.
    fn bare(&self, app: &TestApp) -> String {
        let at = jiff::Timestamp::from_microsecond(app.now().micros()).unwrap();
        let date = at.strftime("%a, %d %b %Y %H:%M:%S +0000");
        let Self {
            from,
            to,
            name,
            extra,
            body,
            ..
        } = self;
        format!(
            "From: Mika <{from}>\r\nTo: {to}\r\nSubject: Fwd: a mail\r\nDate: {date}\r\n\
             Message-ID: <{name}>\r\n{extra}MIME-Version: 1.0\r\n{body}"
        )
    }

    /// As our mail server hands it over, with its word on the sender.
    fn arrived(&self, app: &TestApp) -> String {
        let mail = self.bare(app);
        if !self.results {
            return mail;
        }
        let domain = self.from.rsplit('@').next().unwrap();
        format!(
            "Authentication-Results: mx.example.jp; dmarc=pass header.from={domain}\r\n\
             Received: from out.{domain} (out.{domain} [192.0.2.9])\r\n\
             \tby mx.example.jp with ESMTPS id 9; Sun, 22 Nov 2026 03:00:00 +0000\r\n{mail}"
        )
    }
}

impl TestApp {
    /// Lets the mail server bring a mail; gives the answers that anybody got to anything.
    async fn bring(&self, server: &mut MailServer, sender: &str, forward: &Forward) -> Vec<Letter> {
        let mail = forward.arrived(self);
        let told = server.bring(sender, CHECK, &mail).await;
        assert_eq!(told, "250 2.0.0 taken");
        self.answers().await
    }

    /// The answers that were sent, the oldest first.
    async fn answers(&self) -> Vec<Letter> {
        self.deliver_mail().await;
        let mut mails = self.mails_to(MIKA);
        let is_answer = |mail: &Letter| SUBJECT.iter().any(|it| mail.subject().starts_with(it));
        mails.retain(is_answer);
        mails
    }
}

/// That nothing of the fake stands in an answer.
fn assert_repeats_nothing(letter: &Letter) {
    let whole = format!("{}\n{}\n{}", letter.subject(), letter.text(), letter.html());
    for piece in PIECES {
        let piece = piece.to_lowercase();
        assert!(!whole.to_lowercase().contains(&piece), "{piece}: {whole}");
    }
    for link in ["://", "www.", "href", "@"] {
        assert!(!letter.text().contains(link), "{link}: {whole}");
    }
}

async fn a_fake_that_is_forwarded_is_answered_and_nothing_of_it_is_repeated(engine: Engine) {
    let app = app_on(engine).await;
    let mut server = MailServer::at(&app, "").await;
    let answers = app.bring(&mut server, MIKA, &Forward::of(MIKA, FAKE)).await;
    let [answer] = answers.as_slice() else {
        panic!("{} answers", answers.len())
    };
    assert_eq!(answer.language(), "en");
    let text = answer.text();
    assert!(text.contains("What to do now:"), "{text}");
    assert!(text.contains("Why:"), "{text}");
    assert!(
        text.contains("Amazon"),
        "the brand of our table is named: {text}"
    );
    assert!(!text.contains("We only see what was copied"), "{text}");
    assert!(matches!(
        app.facts().await.last(),
        Some(Facts::MailChecked {
            verdict: Verdict::Fake | Verdict::Suspicious,
            ..
        })
    ));
    assert_repeats_nothing(answer);
    assert_eq!(app.count("outbox").await, 0);
    assert_eq!(app.count("ledger").await, 1);
    // Nor is anything of it left in the database.
    for (table, value) in app.everything().await {
        let value = format!("{value:?}");
        for piece in PIECES {
            assert!(!value.contains(piece), "{table}: {value}");
        }
    }
    server.leave().await;
}

async fn the_answer_is_in_the_language_of_the_account(engine: Engine) {
    let app = setup(engine, "").open().await;
    let account = app.make_account(MIKA).await;
    app.db
        .write(account, |tx, id| {
            Box::pin(account::update_locale(tx, *id, Locale::Ja))
        })
        .await
        .unwrap();
    let mut server = MailServer::at(&app, "").await;
    let answers = app.bring(&mut server, MIKA, &Forward::of(MIKA, FAKE)).await;
    let [answer] = answers.as_slice() else {
        panic!("{} answers", answers.len())
    };
    assert_eq!(answer.language(), "ja");
    assert!(answer.subject().starts_with("転送されたメールの確認結果（"));
    assert!(
        answer.text().contains("これからどうすればよいか:"),
        "{}",
        answer.text()
    );
    assert_repeats_nothing(answer);
    server.leave().await;
}

/// Where the parts of the tests are.
#[expect(
    clippy::disallowed_methods,
    reason = "where the parts are is told by `cargo xtask`"
)]
fn part(name: &str) -> String {
    std::env::var(name).expect("run `cargo xtask test`, or `parts start`")
}

async fn a_signature_of_the_forwarders_domain_is_enough(engine: Engine) {
    let server = part("KADOMORI_TEST_DNS");
    let app = setup(engine, &format!("name_server = \"{server}\""));
    let app = app.open().await;
    let rei = "mika@good.example";
    app.make_account(rei).await;
    let keys = part("KADOMORI_TEST_DKIM");
    let keys_of_good = DkimSigner::open(keys.as_ref(), "good.example", "kadomori").unwrap();
    let forward = Forward::of(rei, FAKE).without_results();
    let mut server = MailServer::at(&app, "").await;

    let bare = forward.bare(&app);
    server.bring(rei, CHECK, &bare).await;
    app.deliver_mail().await;
    assert!(app.mails_to(rei).is_empty(), "it isn't signed");

    let seconds = app.now().micros() / 1_000_000;
    let signed = String::from_utf8(keys_of_good.sign(bare.as_bytes(), seconds).unwrap()).unwrap();
    let changed = signed.replace("zebrafish", "other");
    server.bring(rei, CHECK, &changed).await;
    app.deliver_mail().await;
    assert!(app.mails_to(rei).is_empty(), "it was changed since");

    server.bring(rei, CHECK, &signed).await;
    app.deliver_mail().await;
    assert_eq!(app.mails_to(rei).len(), 1);
    server.leave().await;
}

async fn whoever_proves_nothing_hears_nothing(engine: Engine) {
    let app = app_on(engine).await;
    app.make_account("rei@example.jp").await;
    app.unconfirmed("new@example.jp").await;
    let mut server = MailServer::at(&app, "").await;
    let mika = || Forward::of(MIKA, FAKE);
    let forged = "Authentication-Results: mx.example.jp; dmarc=fail header.from=example.jp\r\n";
    for (why, sender, forward) in [
        (
            "nobody knows this one",
            "kim@example.com",
            Forward::of("kim@example.com", FAKE),
        ),
        (
            "it isn't confirmed",
            "new@example.jp",
            Forward::of("new@example.jp", FAKE),
        ),
        ("nothing proves it", MIKA, mika().without_results()),
        ("another sent it", "rei@example.jp", mika()),
        ("a stranger sent it", "kim@example.com", mika()),
        (
            "two are named",
            MIKA,
            mika().with("From: Rei <rei@example.jp>\r\n"),
        ),
        ("it is to somebody else", MIKA, mika().to("kim@example.com")),
        (
            "only the sender says so",
            MIKA,
            mika().without_results().with(forged),
        ),
    ] {
        assert!(
            app.bring(&mut server, sender, &forward).await.is_empty(),
            "{why}"
        );
    }
    let old = mika();
    let mail = old.arrived(&app);
    app.advance(8.days());
    server.bring(MIKA, CHECK, &mail).await;
    assert!(app.answers().await.is_empty(), "it is old");
    assert_eq!(app.count("outbox").await, 0);
    assert_eq!(app.count("ledger").await, 0, "nobody was written to");
    assert!(
        app.facts()
            .await
            .iter()
            .all(|facts| !matches!(facts, Facts::MailChecked { .. }))
    );
    server.leave().await;
}

impl TestApp {
    /// An account whose address nobody has proven.
    async fn unconfirmed(&self, address: &str) {
        let mut chance = Chance::new(self.entropy.seed().unwrap());
        let now = self.now();
        let new = NewAccount {
            id: AccountId::new(now, &mut chance),
            tenant: TenantId::DEFAULT,
            contact: ContactId::new(now, &mut chance),
            address: MailAddress::parse(address).unwrap(),
            confirmed_at: None,
            locale: Locale::En,
            zone: None,
            created_at: now,
        };
        let made = self
            .db
            .write(new, |tx, new| Box::pin(account::insert(tx, new)));
        assert!(made.await.unwrap());
    }
}

async fn programs_and_lists_hear_nothing(engine: Engine) {
    let app = app_on(engine).await;
    let mut server = MailServer::at(&app, "").await;
    for header in [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; x=y",
        "Precedence: bulk",
        "Precedence: list",
        "Precedence: junk",
        "List-Id: <people.example.jp>",
        "List-Unsubscribe: <mailto:off@example.jp>",
        "X-Loop: mika@example.jp",
        "X-Auto-Response-Suppress: All",
        "X-Kadomori-Mark: 1.x",
    ] {
        let forward = Forward::of(MIKA, FAKE).with(&format!("{header}\r\n"));
        let answers = app.bring(&mut server, MIKA, &forward).await;
        assert!(answers.is_empty(), "{header}");
    }
    // A notification of a mail server's.
    let answers = app.bring(&mut server, "", &Forward::of(MIKA, FAKE)).await;
    assert!(answers.is_empty());
    // Our own mail, handed back to us.
    app.browser().ask_for_code(MIKA).await;
    app.deliver_mail().await;
    let ours = app.mails_to(MIKA).pop().unwrap();
    let mut forward = Forward::of(MIKA, FAKE);
    ours.message_id().clone_into(&mut forward.name);
    assert!(app.bring(&mut server, MIKA, &forward).await.is_empty());
    // And a person who says that they are one.
    let forward = Forward::of(MIKA, FAKE).with("Auto-Submitted: no\r\n");
    assert_eq!(app.bring(&mut server, MIKA, &forward).await.len(), 1);
    server.leave().await;
}

async fn the_same_mail_is_answered_once(engine: Engine) {
    let app = app_on(engine).await;
    let other = app.another_server();
    let mut server = MailServer::at(&app, "").await;
    let mut second = MailServer::at(&other, "").await;
    let forward = Forward::of(MIKA, FAKE);
    assert_eq!(app.bring(&mut server, MIKA, &forward).await.len(), 1);
    assert_eq!(app.bring(&mut server, MIKA, &forward).await.len(), 1);
    other.bring(&mut second, MIKA, &forward).await;
    assert!(other.mails_to(MIKA).is_empty());
    let again = Forward::of(MIKA, FAKE).named("two");
    assert_eq!(app.bring(&mut server, MIKA, &again).await.len(), 2);
    server.leave().await;
    second.leave().await;
}

async fn answers_have_an_end_and_leave_room_for_codes(engine: Engine) {
    let app = app_on(engine).await;
    let mut server = MailServer::at(&app, "").await;
    let mut answers = Vec::new();
    for number in 0..5 {
        let forward = Forward::of(MIKA, FAKE).named(&format!("number-{number}"));
        answers = app.bring(&mut server, MIKA, &forward).await;
    }
    assert_eq!(answers.len(), 3);
    let rests = |letter: &Letter| letter.text().contains("That was the last answer for now.");
    let resting: Vec<bool> = answers.iter().map(rests).collect();
    assert_eq!(resting, [false, false, true]);
    // Each counted as a mail to the address; two codes of the hour are left to a known browser.
    let mut mika = app.browser();
    mika.sign_in(MIKA).await;
    app.advance(1.hours());
    let forward = Forward::of(MIKA, FAKE).named("later");
    assert_eq!(app.bring(&mut server, MIKA, &forward).await.len(), 4);
    server.leave().await;
}

async fn a_copied_mail_gets_less_of_an_answer(engine: Engine) {
    let app = app_on(engine).await;
    let mut server = MailServer::at(&app, "").await;
    let body = "Content-Type: text/plain; charset=utf-8\r\n\r\nIs this real?\r\n\r\n\
                ---------- Forwarded message ---------\r\n\
                From: Amazon.co.jp <account-update@zyzzyvatrade.example>\r\n\
                Date: Sun, Nov 22, 2026 at 11:58\r\n\
                Subject: Xylophonic notice: your Amazon account is locked\r\n\
                To: <mika@example.jp>\r\n\r\n\
                Dear zebrafish customer, your Amazon account is locked. Sign in at\r\n\
                http://amazon.co.jp.zyzzyvalogin.example/quagga to confirm your password.\r\n";
    let answers = app
        .bring(&mut server, MIKA, &Forward::saying(MIKA, body))
        .await;
    let [answer] = answers.as_slice() else {
        panic!("{} answers", answers.len())
    };
    assert!(
        answer.text().contains("We only see what was copied"),
        "{}",
        answer.text()
    );
    assert_repeats_nothing(answer);
    assert!(matches!(
        app.facts().await.last(),
        Some(Facts::MailChecked {
            verdict: Verdict::Fake | Verdict::Suspicious,
            ..
        })
    ));
    let plain = "Content-Type: text/plain\r\n\r\nThanks, see you on Monday!\r\n";
    let forward = Forward::saying(MIKA, plain).named("chat");
    let answers = app.bring(&mut server, MIKA, &forward).await;
    assert_eq!(answers.len(), 2);
    assert!(!answers[1].text().contains("Monday"));
    server.leave().await;
}

async fn what_is_no_mail_is_told_apart(engine: Engine) {
    let app = app_on(engine).await;
    let mut server = MailServer::at(&app, "").await;
    let body = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhere\r\n--b\r\n\
                Content-Type: application/vnd.ms-outlook; name=\"mail.msg\"\r\n\
                Content-Transfer-Encoding: base64\r\n\r\n\
                0M8R4KGxGuEAAAAAAAAAAAAAAAAAAAAAPgADAP7/CQAGAAAAAAAAAAAAAAAB\r\n--b--\r\n";
    let answers = app
        .bring(&mut server, MIKA, &Forward::saying(MIKA, body))
        .await;
    assert_eq!(answers.len(), 1);
    assert!(matches!(
        app.facts().await.last(),
        Some(Facts::MailChecked {
            verdict: Verdict::Unreadable,
            ..
        })
    ));
    server.leave().await;
}

/// A code that was mailed to an address, as it lies in the mailbox.
async fn code_mail(app: &TestApp, address: &str) -> Letter {
    app.browser().ask_for_code(address).await;
    app.newest_mail_to(address).await
}

async fn our_own_mail_is_known_and_not_judged(engine: Engine) {
    let app = app_on(engine).await;
    let mut server = MailServer::at(&app, "").await;
    let mail = code_mail(&app, MIKA).await;
    let forward = Forward::of(MIKA, &mail.source());
    let answers = app.bring(&mut server, MIKA, &forward).await;
    let [answer] = answers.as_slice() else {
        panic!("{} answers", answers.len())
    };
    let text = answer.text().replace('\n', " ");
    assert!(
        text.contains("This mail is ours. We sent it to you at"),
        "{text}"
    );
    let marked = format!("It's the one marked {}.", mail.reference());
    assert!(text.contains(&marked), "{text}");
    assert!(text.contains("It was asked for to sign in, by"), "{text}");
    assert!(!text.contains("Why:"), "it isn't judged: {text}");
    let code = mail.code().replace(' ', "");
    assert!(!text.replace(' ', "").contains(&code), "{text}");

    app.advance(1.minutes());
    let changed = mail.source().replace("sign", "s1gn");
    let forward = Forward::of(MIKA, &changed).named("changed");
    let answers = app.bring(&mut server, MIKA, &forward).await;
    let text = answers[1].text().replace('\n', " ");
    assert!(!text.contains("This mail is ours."), "{text}");
    let verdicts: Vec<Verdict> = app.verdicts().await;
    assert_eq!(verdicts.first(), Some(&Verdict::Genuine));
    assert_ne!(verdicts.last(), Some(&Verdict::Genuine));
    server.leave().await;
}

async fn a_mail_of_ours_to_somebody_else_is_told_as_such(engine: Engine) {
    let app = app_on(engine).await;
    app.make_account("rei@example.jp").await;
    let mut server = MailServer::at(&app, "").await;
    let mail = code_mail(&app, "rei@example.jp").await;
    let forward = Forward::of(MIKA, &mail.source());
    let answers = app.bring(&mut server, MIKA, &forward).await;
    let text = answers[0].text().replace('\n', " ");
    assert!(
        text.contains("Kadomori did send this mail, but to somebody else."),
        "{text}"
    );
    assert!(
        !text.contains("rei") && !text.contains(&mail.reference()),
        "{text}"
    );
    assert_eq!(app.verdicts().await, [Verdict::Suspicious]);
    server.leave().await;
}

async fn a_fake_of_ours_is_told_and_reported_once(engine: Engine) {
    let app = app_on(engine).await;
    let mut server = MailServer::at(&app, "").await;
    let fake = FAKE
        .replace(
            "Amazon.co.jp <account-update@zyzzyvatrade.example>",
            "Kadomori <no-reply@example.jp>",
        )
        .replace(
            "Xylophonic notice: your Amazon account is locked",
            "Your Kadomori sign-in code (K7P)",
        );
    let forward = Forward::of(MIKA, &fake);
    for _ in 0..2 {
        let answers = app.bring(&mut server, MIKA, &forward).await;
        let [answer] = answers.as_slice() else {
            panic!("{} answers", answers.len())
        };
        let text = answer.text().replace('\n', " ");
        assert!(text.contains("This mail isn't from Kadomori."), "{text}");
        assert_repeats_nothing(answer);
    }
    assert_eq!(app.verdicts().await, [Verdict::Fake]);
    let facts = app.facts().await;
    let reported = facts
        .iter()
        .filter(|it| matches!(it, Facts::FakeReported { .. }));
    assert_eq!(reported.count(), 1, "{facts:?}");
    server.leave().await;
}

impl TestApp {
    /// What the history has of forwarded mails, the oldest first.
    async fn verdicts(&self) -> Vec<Verdict> {
        let facts = self.facts().await.into_iter();
        facts
            .filter_map(|facts| match facts {
                Facts::MailChecked { verdict, .. } => Some(verdict),
                _ => None,
            })
            .collect()
    }
}

async fn huge_and_nested_mails_harm_nobody(engine: Engine) {
    let app = app_on(engine).await;
    let mut server = MailServer::at(&app, "largest = 2").await;
    let level = "Content-Type: message/rfc822\r\n\r\n";
    let deep = format!("{FAKE}\r\n{}", level.repeat(20_000));
    let level = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n";
    let mixed = level.repeat(20_000);
    let parts = format!(
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n{}",
        "--b\r\n\r\n".repeat(100_000)
    );
    let long = format!("{FAKE}{}", "word ".repeat(200_000));
    for (number, forward) in [
        Forward::of(MIKA, &deep),
        Forward::saying(MIKA, &mixed),
        Forward::saying(MIKA, &parts),
        Forward::of(MIKA, &long),
    ]
    .into_iter()
    .enumerate()
    {
        let begun = std::time::Instant::now();
        let answers = app
            .bring(
                &mut server,
                MIKA,
                &forward.named(&format!("number-{number}")),
            )
            .await;
        let took = begun.elapsed();
        assert!(took.as_secs() < 20, "{number}: {took:?}");
        for answer in &answers {
            assert_repeats_nothing(answer);
        }
    }
    // What is too large is taken and forgotten: no mail server writes to whoever it names.
    let large = Forward::of(MIKA, &"x".repeat(3 * 1024 * 1024)).arrived(&app);
    let told = server.bring(MIKA, CHECK, &large).await;
    assert_eq!(told, "250 2.0.0 taken");
    server.leave().await;
}

async fn what_lies_in_a_maildir_is_answered_and_deleted(engine: Engine) {
    let app = app_on(engine).await;
    let folder = Folder::new();
    let maildir = folder.join("check");
    let arrived = |name: &str, sender: &str| {
        let mail = Forward::of(MIKA, FAKE).named(name).arrived(&app);
        format!("Return-Path: <{sender}>\r\nDelivered-To: {CHECK}\r\n{mail}")
    };
    put(&maildir, "a.mika", &arrived("a", MIKA), "");
    put(&maildir, "b.stranger", &arrived("b", "kim@example.com"), "");
    put(&maildir, "c.nobody", &arrived("c", ""), "");
    let open = Open::of(&app, &format!("maildir = \"{}\"", maildir.display())).await;
    until("an empty folder", async || {
        names(&maildir, "new").is_empty() && names(&maildir, "tmp").is_empty()
    })
    .await;
    assert_eq!(app.answers().await.len(), 1);
    assert!(names(&maildir, "cur").is_empty(), "none is kept");
    open.close().await;
}

async fn the_history_tells_of_it(engine: Engine) {
    let app = app_on(engine).await;
    let mut server = MailServer::at(&app, "").await;
    let answers = app.bring(&mut server, MIKA, &Forward::of(MIKA, FAKE)).await;
    let mut mika = app.browser();
    mika.sign_in(MIKA).await;
    assert!(mika.page().shows("You forwarded a mail to be checked:"));
    assert!(mika.page().shows(&answers[0].reference()));
    server.leave().await;
}
