//! A mail server on loopback that answers as told, and remembers what it was given.

use core::time::Duration;
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use kadomori_server::{
    channel::{MailChannel, SmtpChannel, SmtpOptions, SmtpTransport},
    config::MailSecurity,
};
use mail_parser::MessageParser;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    sync::{Notify, OwnedSemaphorePermit, Semaphore},
};

use super::{Span as _, letter::code_in};

/// The mail server.
#[derive(Clone)]
pub(crate) struct Postmaster {
    answers: Arc<Mutex<VecDeque<&'static str>>>,
    to_recipients: Arc<Mutex<VecDeque<&'static str>>>,
    asleep: Arc<Mutex<Option<&'static str>>>,
    mails: Arc<Mutex<Vec<String>>>,
    asked: Arc<Mutex<Vec<String>>>,
    heard: Arc<Notify>,
    voice: Arc<Semaphore>,
}

impl Default for Postmaster {
    fn default() -> Self {
        Self {
            answers: Arc::default(),
            to_recipients: Arc::default(),
            asleep: Arc::default(),
            mails: Arc::default(),
            asked: Arc::default(),
            heard: Arc::default(),
            voice: Arc::new(Semaphore::new(1)),
        }
    }
}

impl Postmaster {
    /// The answer that is none.
    pub(crate) const SILENCE: &str = "";

    /// Opens for business, and gives the way there.
    pub(crate) async fn open(&self) -> MailChannel {
        channel(self.listen().await, 10.seconds(), 2)
    }

    /// The same, for those who wait for no answer longer than this.
    pub(crate) async fn open_for_hasty(&self, timeout: Duration) -> MailChannel {
        channel(self.listen().await, timeout, 8)
    }

    /// A way to where no mail server is.
    pub(crate) async fn nowhere() -> MailChannel {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        channel(port, 10.seconds(), 2)
    }

    async fn listen(&self) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let postmaster = self.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let postmaster = postmaster.clone();
                tokio::spawn(async move { postmaster.serve(stream).await });
            }
        });
        port
    }

    /// What it says to the next recipient instead of taking it.
    pub(crate) fn will_say_of_recipient(&self, answer: &'static str) {
        self.to_recipients.lock().unwrap().push_back(answer);
    }

    /// Falls asleep over recipients of this domain.
    pub(crate) fn sleeps_over(&self, domain: &'static str) {
        *self.asleep.lock().unwrap() = Some(domain);
    }

    /// The recipients that it was asked for, the oldest first.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// What it says to the next mail instead of taking it.
    pub(crate) fn will_say(&self, answer: &'static str) {
        self.answers.lock().unwrap().push_back(answer);
    }

    /// Forgets what it was to say.
    pub(crate) fn will_say_no_more(&self) {
        self.answers.lock().unwrap().clear();
    }

    /// Holds back what it says to mails, until the guard is dropped.
    pub(crate) fn hold(&self) -> OwnedSemaphorePermit {
        Arc::clone(&self.voice).try_acquire_owned().unwrap()
    }

    /// Waits until it has heard a mail.
    pub(crate) async fn heard(&self) {
        self.heard.notified().await;
    }

    /// The code in the newest mail that it heard.
    pub(crate) fn newest_code(&self) -> String {
        let mails = self.mails();
        let newest = MessageParser::default().parse(mails.last().unwrap().as_bytes());
        code_in(&newest.unwrap().body_text(0).unwrap())
    }

    /// The mails that it heard to their end, taken or not, the oldest first.
    pub(crate) fn mails(&self) -> Vec<String> {
        self.mails.lock().unwrap().clone()
    }

    async fn serve(&self, stream: TcpStream) {
        let mut stream = BufReader::new(stream);
        say(&mut stream, "220 post.example.jp ESMTP").await;
        let mut command = String::new();
        while stream
            .read_line(&mut command)
            .await
            .is_ok_and(|read| read > 0)
        {
            match command.get(..4).unwrap_or_default() {
                "EHLO" => say(&mut stream, "250-post.example.jp\r\n250 8BITMIME").await,
                "DATA" => {
                    say(&mut stream, "354 go on").await;
                    let mail = listen(&mut stream).await;
                    self.mails.lock().unwrap().push(mail);
                    self.heard.notify_one();
                    drop(self.voice.acquire().await.unwrap());
                    let answer = self.answers.lock().unwrap().pop_front();
                    match answer.unwrap_or("250 2.0.0 Ok: queued as 4F1C2") {
                        Self::SILENCE => std::future::pending().await,
                        answer => say(&mut stream, answer).await,
                    }
                }
                "RCPT" => {
                    self.asked.lock().unwrap().push(command.trim().to_owned());
                    let asleep = *self.asleep.lock().unwrap();
                    if asleep.is_some_and(|domain| command.contains(domain)) {
                        std::future::pending::<()>().await;
                    }
                    let answer = self.to_recipients.lock().unwrap().pop_front();
                    say(&mut stream, answer.unwrap_or("250 2.1.5 Ok")).await;
                }
                _ => say(&mut stream, "250 2.1.0 Ok").await,
            }
            command.clear();
        }
    }
}

/// The way to a mail server at this port of this computer.
fn channel(port: u16, timeout: Duration, connections: usize) -> MailChannel {
    let transport = SmtpTransport::new(SmtpOptions {
        server: "localhost".to_owned(),
        port,
        security: MailSecurity::Plain,
        login: None,
        timeout,
        ca_file: None,
        connections,
        hello_name: "id.example.jp".to_owned(),
    });
    MailChannel::Smtp(Box::new(SmtpChannel::new(transport.unwrap(), None)))
}

async fn say(stream: &mut BufReader<TcpStream>, text: &str) {
    let _ = stream
        .get_mut()
        .write_all(format!("{text}\r\n").as_bytes())
        .await;
}

/// The mail up to its final dot, without the dots added on the way.
async fn listen(stream: &mut BufReader<TcpStream>) -> String {
    let mut mail = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap() == 0 || line == ".\r\n" {
            return mail;
        }
        mail.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}
