//! Mails that come back, as a mail server brings them: by LMTP over a real socket, or into a
//! Maildir.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use kadomori_domain::{delivery::DeliveryState, id::MessageId};
use kadomori_server::{
    config::{Config, Sources},
    intake::Intake,
};
use kadomori_store::{attempt, ledger};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream, UnixStream},
    sync::watch,
    task::JoinHandle,
};

use crate::support::{Engine, REAL, Setup, Span as _, TestApp};

stories![
    a_mail_that_comes_back_is_known_as_such,
    a_tag_that_nobody_gave_changes_nothing,
    what_comes_back_twice_counts_once,
    what_arrived_does_not_come_back_later,
    what_is_late_can_still_come_back,
    whatever_else_arrives_is_refused,
    each_recipient_is_answered_for_itself,
    a_mail_beyond_the_bounds_is_refused_and_the_next_is_taken,
    a_door_may_be_a_port_and_closes_with_words,
    a_socket_file_left_behind_is_in_nobodys_way,
    what_lies_in_a_maildir_is_dealt_with_once_by_whichever_server,
    what_a_dead_server_had_claimed_is_taken_up_by_another,
];

const MIKA: &str = "mika@example.jp";
const ADDRESS: &str = "address = \"bounces@example.jp\"";

/// A report of the corpus, on the mail that went back to `bounces+tag@example.jp`.
macro_rules! report {
    ($name:literal) => {
        include_str!(concat!("../../src/intake/read/samples/", $name, ".eml"))
    };
}

/// An app that learns of mails that come back.
async fn app_on(engine: Engine) -> TestApp {
    let settings = format!("[intake]\n{ADDRESS}\nlmtp = \"/nowhere\"");
    let app = Setup::on(engine).section(&settings).open().await;
    app.make_account(MIKA).await;
    app
}

impl TestApp {
    /// A mail that was sent, and the address it goes back to.
    async fn sent(&self) -> (MessageId, String) {
        let mut mika = self.browser();
        mika.ask_for_code(MIKA).await;
        self.deliver_mail().await;
        let flow = mika.page().at.trim_start_matches("/sign-in/").parse();
        let flow = flow.unwrap();
        let lines = self
            .db
            .read(flow, |tx, flow| Box::pin(ledger::list(tx, *flow)));
        let message = lines.await.unwrap()[0].id;
        let index = self.app.keys.index_key(self.app.site.tenant);
        let returns = self.app.site.returns.as_ref().unwrap();
        (message, returns.of(message, &index))
    }

    async fn state(&self, message: MessageId) -> DeliveryState {
        let found = self
            .db
            .read(message, |tx, id| Box::pin(ledger::find(tx, *id)));
        found.await.unwrap().unwrap().state
    }

    /// How many lines there are on what became of it.
    async fn lines_on(&self, message: MessageId) -> usize {
        let found = self
            .db
            .read(message, |tx, id| Box::pin(attempt::list(tx, *id)));
        found.await.unwrap().len()
    }
}

/// A running intake.
pub(crate) struct Open {
    stop: watch::Sender<()>,
    running: JoinHandle<()>,
}

impl Open {
    /// Of this app, with these settings under `[intake]`.
    pub(crate) async fn of(app: &TestApp, settings: &str) -> Self {
        let text = format!("{REAL}[intake]\n{ADDRESS}\n{settings}\n");
        let config = Config::load(&Sources::given(&text, &[])).unwrap();
        let intake = Intake::open(&config).await.unwrap();
        let (stop, stopped) = watch::channel(());
        Self {
            stop,
            running: tokio::spawn(intake.run(app.app.clone(), stopped)),
        }
    }

    pub(crate) async fn close(self) {
        self.stop.send(()).unwrap();
        self.running.await.unwrap();
    }
}

/// A folder that exists as long as this value.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("kadomori-intake-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The mail server, in conversation with ours.
pub(crate) struct MailServer {
    stream: BufReader<UnixStream>,
    open: Open,
    _folder: Folder,
}

impl MailServer {
    /// At the door of this app.
    pub(crate) async fn at(app: &TestApp, settings: &str) -> Self {
        let folder = Folder::new();
        let door = folder.join("lmtp");
        let settings = format!("lmtp = \"{}\"\n{settings}", door.display());
        let open = Open::of(app, &settings).await;
        let stream = UnixStream::connect(door).await.unwrap();
        let mut server = Self {
            stream: BufReader::new(stream),
            open,
            _folder: folder,
        };
        assert_eq!(server.hear().await, "220 id.example.jp LMTP Kadomori");
        assert!(
            server
                .say("LHLO mx.example.jp")
                .await
                .contains("PIPELINING")
        );
        server
    }

    async fn send(&mut self, lines: &str) {
        let stream = self.stream.get_mut();
        stream.write_all(lines.as_bytes()).await.unwrap();
    }

    /// An answer, its lines one after the other.
    async fn hear(&mut self) -> String {
        let mut answer = String::new();
        loop {
            let mut line = String::new();
            assert!(
                self.stream.read_line(&mut line).await.unwrap() > 0,
                "silence"
            );
            answer.push_str(line.trim_end());
            if line.as_bytes()[3] == b' ' {
                return answer;
            }
        }
    }

    async fn say(&mut self, command: &str) -> String {
        self.send(&format!("{command}\r\n")).await;
        self.hear().await
    }

    /// Hands a mail over, as a mail server without pipelining does; gives the last answer.
    pub(crate) async fn bring(&mut self, from: &str, to: &str, mail: &str) -> String {
        assert_eq!(
            self.say(&format!("MAIL FROM:<{from}>")).await,
            "250 2.1.0 go on"
        );
        let answer = self.say(&format!("RCPT TO:<{to}>")).await;
        if !answer.starts_with("250") {
            self.say("RSET").await;
            return answer;
        }
        assert!(self.say("DATA").await.starts_with("354"));
        self.say(&format!("{}\r\n.", stuffed(mail))).await
    }

    pub(crate) async fn leave(mut self) {
        assert_eq!(self.say("QUIT").await, "221 2.0.0 bye");
        self.open.close().await;
    }
}

fn stuffed(mail: &str) -> String {
    let lines = mail.trim_end().lines();
    let stuffed = lines.map(|line| match line {
        line if line.starts_with('.') => format!(".{line}"),
        line => line.to_owned(),
    });
    stuffed.collect::<Vec<_>>().join("\r\n")
}

async fn a_mail_that_comes_back_is_known_as_such(engine: Engine) {
    let app = app_on(engine).await;
    let (message, back) = app.sent().await;
    assert_eq!(app.state(message).await, DeliveryState::HandedOver);
    let mut server = MailServer::at(&app, "").await;
    let report = report!("postfix-no-mailbox");
    assert_eq!(server.bring("", &back, report).await, "250 2.0.0 taken");
    assert_eq!(app.state(message).await, DeliveryState::Bounced);
    let found = app
        .db
        .read(message, |tx, id| Box::pin(ledger::find(tx, *id)));
    let answer = found.await.unwrap().unwrap().answer.unwrap();
    assert!(answer.starts_with("550 5.1.1"), "{answer}");
    assert!(!answer.contains("mika"), "{answer}");
    server.leave().await;
}

async fn a_tag_that_nobody_gave_changes_nothing(engine: Engine) {
    let app = app_on(engine).await;
    let (message, back) = app.sent().await;
    let mut server = MailServer::at(&app, "").await;
    let last = back.split('@').next().unwrap().chars().last().unwrap();
    let other = if last == 'a' { 'b' } else { 'a' };
    let forged = back.replace(&format!("{last}@"), &format!("{other}@"));
    for to in [&*forged, "bounces@example.jp", "no-reply@example.jp"] {
        let answer = server.bring("", to, report!("postfix-no-mailbox")).await;
        assert!(answer.starts_with("550 5.1.1"), "{to}: {answer}");
    }
    assert_eq!(app.state(message).await, DeliveryState::HandedOver);
    server.leave().await;
}

async fn what_comes_back_twice_counts_once(engine: Engine) {
    let app = app_on(engine).await;
    let (message, back) = app.sent().await;
    let mut server = MailServer::at(&app, "").await;
    let report = report!("postfix-no-mailbox");
    server.bring("", &back, report).await;
    let lines = app.lines_on(message).await;
    assert_eq!(server.bring("", &back, report).await, "250 2.0.0 taken");
    assert_eq!(app.lines_on(message).await, lines);
    assert_eq!(app.state(message).await, DeliveryState::Bounced);
    server.leave().await;
}

async fn what_arrived_does_not_come_back_later(engine: Engine) {
    let app = app_on(engine).await;
    let (message, back) = app.sent().await;
    let mut server = MailServer::at(&app, "").await;
    server.bring("", &back, report!("delivered")).await;
    assert_eq!(app.state(message).await, DeliveryState::Delivered);
    for late in [report!("exim-no-mailbox"), report!("sendmail-delayed")] {
        assert_eq!(server.bring("", &back, late).await, "250 2.0.0 taken");
        assert_eq!(app.state(message).await, DeliveryState::Delivered);
    }
    server.leave().await;
}

async fn what_is_late_can_still_come_back(engine: Engine) {
    let app = app_on(engine).await;
    let (message, back) = app.sent().await;
    let mut server = MailServer::at(&app, "").await;
    server.bring("", &back, report!("postfix-delayed")).await;
    assert_eq!(app.state(message).await, DeliveryState::Delayed);
    server.bring("", &back, report!("passed-on")).await;
    assert_eq!(app.state(message).await, DeliveryState::Delayed);
    server.bring("", &back, report!("postfix-gave-up")).await;
    assert_eq!(app.state(message).await, DeliveryState::Bounced);
    server.leave().await;
}

async fn whatever_else_arrives_is_refused(engine: Engine) {
    let app = app_on(engine).await;
    let (message, back) = app.sent().await;
    let mut server = MailServer::at(&app, "").await;
    let refused = "550 5.7.1 this address takes returned mails only";
    for (from, mail) in [
        ("mika@example.com", report!("postfix-no-mailbox")),
        ("", report!("vacation")),
        ("", report!("read-receipt")),
        ("", "no header\r\n"),
        ("", ""),
    ] {
        assert_eq!(server.bring(from, &back, mail).await, refused, "{mail}");
    }
    assert_eq!(app.state(message).await, DeliveryState::HandedOver);
    server.leave().await;
}

async fn each_recipient_is_answered_for_itself(engine: Engine) {
    let app = app_on(engine).await;
    let (one, back_of_one) = app.sent().await;
    app.advance(2.minutes());
    let (other, back_of_other) = app.sent().await;
    let mut server = MailServer::at(&app, "").await;
    // All at once, as pipelining allows (RFC 2920), with the next mail right behind.
    let mail = stuffed(report!("postfix-full"));
    server
        .send(&format!(
            "MAIL FROM:<>\r\nRCPT TO:<{back_of_one}>\r\nRCPT TO:<nobody@example.jp>\r\n\
             RCPT TO:<{back_of_other}>\r\nDATA\r\n{mail}\r\n.\r\nMAIL FROM:<>\r\nNOOP\r\n"
        ))
        .await;
    let mut codes = Vec::new();
    for _ in 0..9 {
        let answer = server.hear().await;
        codes.push(answer.split(' ').take(2).collect::<Vec<_>>().join(" "));
    }
    let expected = [
        "250 2.1.0",
        "250 2.1.5",
        "550 5.1.1",
        "250 2.1.5",
        "354 go",
        "250 2.0.0",
        "250 2.0.0",
        "250 2.1.0",
        "250 2.0.0",
    ];
    assert_eq!(codes, expected);
    assert_eq!(app.state(one).await, DeliveryState::Bounced);
    assert_eq!(app.state(other).await, DeliveryState::Bounced);
    server.leave().await;
}

async fn a_mail_beyond_the_bounds_is_refused_and_the_next_is_taken(engine: Engine) {
    let app = app_on(engine).await;
    let (message, back) = app.sent().await;
    let mut server = MailServer::at(&app, "largest = 1").await;
    let told = server.say("MAIL FROM:<> SIZE=1048577").await;
    assert!(told.starts_with("552 5.3.4"), "{told}");
    let large = format!(
        "{}\r\n{}",
        report!("postfix-no-mailbox"),
        "x".repeat(1024 * 1024)
    );
    let answer = server.bring("", &back, &large).await;
    assert!(answer.starts_with("552 5.3.4"), "{answer}");
    assert_eq!(app.state(message).await, DeliveryState::HandedOver);
    assert!(server.say(&"x".repeat(5000)).await.starts_with("500 5.5.2"));
    let answer = server.bring("", &back, report!("qmail-no-mailbox")).await;
    assert_eq!(answer, "250 2.0.0 taken");
    assert_eq!(app.state(message).await, DeliveryState::Bounced);
    server.leave().await;
}

async fn a_door_may_be_a_port_and_closes_with_words(engine: Engine) {
    let app = app_on(engine).await;
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let open = Open::of(&app, &format!("lmtp = \"{address}\"")).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let mut greeting = [0; 4];
    stream.read_exact(&mut greeting).await.unwrap();
    assert_eq!(&greeting, b"220 ");
    open.close().await;
    let mut rest = String::new();
    stream.read_to_string(&mut rest).await.unwrap();
    assert!(rest.ends_with("421 4.3.2 closing for now\r\n"), "{rest}");
    assert!(TcpStream::connect(address).await.is_err());
}

async fn a_socket_file_left_behind_is_in_nobodys_way(engine: Engine) {
    let app = app_on(engine).await;
    let folder = Folder::new();
    let door = folder.join("lmtp");
    let lmtp = format!("lmtp = \"{}\"", door.display());
    Open::of(&app, &lmtp).await.close().await;
    assert!(door.exists());
    let open = Open::of(&app, &lmtp).await;
    assert!(UnixStream::connect(&door).await.is_ok());
    let mode = fs::metadata(&door).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o660);

    let text = format!("{REAL}[intake]\n{ADDRESS}\n{lmtp}\n");
    let config = Config::load(&Sources::given(&text, &[])).unwrap();
    let told = Intake::open(&config).await.unwrap_err().to_string();
    assert!(told.contains("`intake.lmtp`"), "{told}");
    fs::remove_file(&door).unwrap();
    fs::write(&door, "somebody's own").unwrap();
    assert!(Intake::open(&config).await.is_err());
    assert_eq!(fs::read_to_string(&door).unwrap(), "somebody's own");
    open.close().await;
}

/// Puts a mail into a Maildir, as a mail server does.
pub(crate) fn put(maildir: &Path, name: &str, mail: &str, back: &str) {
    let mail = mail.replace("bounces+tag@example.jp", back);
    fs::create_dir_all(maildir.join("new")).unwrap();
    fs::create_dir_all(maildir.join("tmp")).unwrap();
    fs::write(maildir.join("tmp").join(name), mail).unwrap();
    fs::rename(
        maildir.join("tmp").join(name),
        maildir.join("new").join(name),
    )
    .unwrap();
}

/// What lies in a part of a Maildir.
pub(crate) fn names(maildir: &Path, part: &str) -> Vec<String> {
    let found = fs::read_dir(maildir.join(part)).unwrap();
    let mut names: Vec<String> = found
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

pub(crate) async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    for _ in 0..200 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{what} never came to be");
}

async fn what_lies_in_a_maildir_is_dealt_with_once_by_whichever_server(engine: Engine) {
    let app = app_on(engine).await;
    let other = app.another_server();
    let (message, back) = app.sent().await;
    let folder = Folder::new();
    let maildir = folder.join("bounces");
    for number in 0..20 {
        let name = format!("1795348980.M{number}.mx");
        put(&maildir, &name, report!("postfix-no-mailbox"), &back);
    }
    put(&maildir, "a.vacation", report!("vacation"), &back);
    put(
        &maildir,
        "b.nobody",
        report!("postfix-no-mailbox"),
        "bounces+x@example.jp",
    );
    let mail = report!("postfix-no-mailbox").replace("Return-Path: <>", "Return-Path: <x@y.jp>");
    put(&maildir, "c.someone:2,", &mail, &back);
    put(&maildir, "d.large", &"x".repeat(1024 * 1024 + 1), &back);

    let settings = format!("maildir = \"{}\"\nlargest = 1", maildir.display());
    let one = Open::of(&app, &settings).await;
    let two = Open::of(&other, &settings).await;
    until("an empty folder", async || {
        names(&maildir, "new").is_empty() && names(&maildir, "tmp").is_empty()
    })
    .await;
    assert_eq!(app.state(message).await, DeliveryState::Bounced);
    let left = ["a.vacation:2,", "b.nobody:2,", "c.someone:2,", "d.large:2,"];
    assert_eq!(names(&maildir, "cur"), left);

    put(&maildir, "e.later", report!("postfix-no-mailbox"), &back);
    until("an empty folder", async || {
        names(&maildir, "new").is_empty()
    })
    .await;
    one.close().await;
    two.close().await;
}

async fn what_a_dead_server_had_claimed_is_taken_up_by_another(engine: Engine) {
    let app = app_on(engine).await;
    let (message, back) = app.sent().await;
    let folder = Folder::new();
    let maildir = folder.join("bounces");
    let claimed = format!("kadomori.{}.1795348980.M1.mx", app.now().micros());
    put(&maildir, &claimed, report!("postfix-no-mailbox"), &back);
    fs::rename(
        maildir.join("new").join(&claimed),
        maildir.join("tmp").join(&claimed),
    )
    .unwrap();
    let open = Open::of(&app, &format!("maildir = \"{}\"", maildir.display())).await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(names(&maildir, "tmp"), [claimed], "its claim still holds");
    app.advance(6.minutes());
    until("a mail that came back", async || {
        app.state(message).await == DeliveryState::Bounced
    })
    .await;
    until("an empty folder", async || {
        names(&maildir, "tmp").is_empty()
    })
    .await;
    open.close().await;
}
