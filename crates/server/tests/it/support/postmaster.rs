//! A mail server on loopback that answers as told, and remembers what it was given.

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
    sync::Notify,
};

use super::{Span as _, letter::code_in};

/// The mail server.
#[derive(Clone, Default)]
pub(crate) struct Postmaster {
    answers: Arc<Mutex<VecDeque<&'static str>>>,
    mails: Arc<Mutex<Vec<String>>>,
    heard: Arc<Notify>,
}

impl Postmaster {
    /// The answer that is none.
    pub(crate) const SILENCE: &str = "";

    /// Opens for business, and gives the way there.
    pub(crate) async fn open(&self) -> MailChannel {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let postmaster = self.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let postmaster = postmaster.clone();
                tokio::spawn(async move { postmaster.serve(stream).await });
            }
        });
        channel(port)
    }

    /// What it says to the next mail instead of taking it.
    pub(crate) fn will_say(&self, answer: &'static str) {
        self.answers.lock().unwrap().push_back(answer);
    }

    /// Forgets what it was to say.
    pub(crate) fn will_say_no_more(&self) {
        self.answers.lock().unwrap().clear();
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
                    let answer = self.answers.lock().unwrap().pop_front();
                    match answer.unwrap_or("250 2.0.0 Ok: queued as 4F1C2") {
                        Self::SILENCE => std::future::pending().await,
                        answer => say(&mut stream, answer).await,
                    }
                }
                _ => say(&mut stream, "250 2.1.0 Ok").await,
            }
            command.clear();
        }
    }
}

/// The way to a mail server at this port of this computer.
fn channel(port: u16) -> MailChannel {
    let transport = SmtpTransport::new(SmtpOptions {
        server: "localhost".to_owned(),
        port,
        security: MailSecurity::Plain,
        login: None,
        timeout: 10.seconds(),
        ca_file: None,
        connections: 2,
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
