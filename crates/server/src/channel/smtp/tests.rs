//! The transport against a small mail server on loopback, which answers as told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::super::samples::{english, japanese};
use super::super::{Repeat, Sender};
use super::*;
use crate::config::{MailSecurity, Secret};

/// What the server says to the next commands, and what it has heard.
#[derive(Clone, Default)]
struct Postmaster {
    /// Answers that replace the usual ones: the command's verb and the answer.
    /// `hang` never answers, `bye` closes the connection.
    answers: Arc<Mutex<VecDeque<(&'static str, &'static str)>>>,
    heard: Arc<Mutex<Vec<String>>>,
    mails: Arc<Mutex<Vec<String>>>,
    greeting: Option<&'static str>,
    extensions: &'static [&'static str],
}

impl Postmaster {
    fn answering(answers: &[(&'static str, &'static str)]) -> Self {
        let postmaster = Self::default();
        postmaster.answers.lock().unwrap().extend(answers);
        postmaster
    }

    /// Opens for business and gives the port.
    async fn open(&self) -> u16 {
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

    async fn serve(&self, stream: TcpStream) {
        let mut stream = BufReader::new(stream);
        self.heard.lock().unwrap().push("(connection)".to_owned());
        say(
            &mut stream,
            self.greeting.unwrap_or("220 post.example.jp ESMTP"),
        )
        .await;
        let mut command = String::new();
        while stream
            .read_line(&mut command)
            .await
            .is_ok_and(|read| read > 0)
        {
            self.heard
                .lock()
                .unwrap()
                .push(command.trim_end().to_owned());
            let answer = self.answer_to(&command);
            match answer.as_str() {
                "bye" => return,
                "hang" => std::future::pending().await,
                _ => say(&mut stream, &answer).await,
            }
            if answer.starts_with("354") {
                let mail = listen(&mut stream).await;
                self.mails.lock().unwrap().push(mail);
                match self.answer_to(".").as_str() {
                    "bye" => return,
                    "hang" => std::future::pending().await,
                    answer => say(&mut stream, answer).await,
                }
            }
            command.clear();
        }
    }

    fn answer_to(&self, command: &str) -> String {
        let verb = command.trim_end().split([' ', ':']).next().unwrap();
        let mut answers = self.answers.lock().unwrap();
        if answers.front().is_some_and(|(to, _)| *to == verb) {
            return answers.pop_front().unwrap().1.to_owned();
        }
        match verb {
            "EHLO" => {
                let mut lines = vec!["250-post.example.jp"];
                lines.extend(self.extensions);
                lines.push("250 8BITMIME");
                lines.join("\r\n")
            }
            "DATA" => "354 go on".to_owned(),
            "." => "250 2.0.0 Ok: queued as 4F1C2".to_owned(),
            "AUTH" => "235 2.7.0 welcome".to_owned(),
            _ => "250 2.1.0 Ok".to_owned(),
        }
    }

    fn heard(&self, verb: &str) -> Vec<String> {
        let heard = self.heard.lock().unwrap();
        heard
            .iter()
            .filter(|line| line.starts_with(verb))
            .cloned()
            .collect()
    }
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

fn options(port: u16) -> SmtpOptions {
    SmtpOptions {
        server: "localhost".to_owned(),
        port,
        security: MailSecurity::Plain,
        login: None,
        timeout: Duration::from_secs(10),
        ca_file: None,
        connections: 2,
        hello_name: "id.example.jp".to_owned(),
    }
}

fn transport(port: u16) -> SmtpTransport {
    SmtpTransport::new(options(port)).unwrap()
}

async fn send(transport: &SmtpTransport) -> Result<Answer, SendError> {
    transport
        .send(
            b"Subject: x\r\n\r\nx\r\n",
            "no-reply@example.jp",
            "hana@example.net",
        )
        .await
}

#[tokio::test]
async fn a_mail_arrives_as_it_was_written_and_the_answer_is_kept() {
    let postmaster = Postmaster::default();
    let channel = SmtpChannel::new(transport(postmaster.open().await), None);
    let answer = channel.hand_over(&japanese()).await.unwrap();
    assert_eq!(answer.text, "250 2.0.0 Ok: queued as 4F1C2");
    assert_eq!(postmaster.heard("EHLO"), ["EHLO id.example.jp"]);
    assert_eq!(
        postmaster.heard("MAIL"),
        ["MAIL FROM:<no-reply@example.jp>"]
    );
    assert_eq!(postmaster.heard("RCPT"), ["RCPT TO:<hana@example.net>"]);
    let arrived = postmaster.mails.lock().unwrap().pop().unwrap();
    assert_eq!(
        arrived.trim_end().as_bytes(),
        build(&japanese()).unwrap().trim_ascii_end()
    );
}

#[tokio::test]
async fn a_mail_comes_back_to_the_address_on_its_envelope() {
    let postmaster = Postmaster::default();
    let transport = transport(postmaster.open().await);
    let channel = SmtpChannel::new(transport, None);
    let mail = OutgoingMail {
        envelope_from: Some("bounce@example.jp".to_owned()),
        ..english()
    };
    channel.hand_over(&mail).await.unwrap();
    assert_eq!(postmaster.heard("MAIL"), ["MAIL FROM:<bounce@example.jp>"]);
}

#[tokio::test]
async fn an_address_as_carriers_gave_them_is_quoted_on_the_way() {
    let postmaster = Postmaster::default();
    let channel = SmtpChannel::new(transport(postmaster.open().await), None);
    for to in [
        "ab..c@docomo.ne.jp",
        "ab.@ezweb.ne.jp",
        ".ab@softbank.ne.jp",
    ] {
        let mail = OutgoingMail {
            to: to.to_owned(),
            ..english()
        };
        channel.hand_over(&mail).await.unwrap();
    }
    assert_eq!(
        postmaster.heard("RCPT"),
        [
            "RCPT TO:<\"ab..c\"@docomo.ne.jp>",
            "RCPT TO:<\"ab.\"@ezweb.ne.jp>",
            "RCPT TO:<\".ab\"@softbank.ne.jp>"
        ]
    );
}

#[tokio::test]
async fn an_address_with_a_command_in_it_is_never_sent() {
    let postmaster = Postmaster::default();
    let transport = transport(postmaster.open().await);
    let to = "a@example.net>\r\nRCPT TO:<b@example.net";
    let error = transport
        .send(b"x", "no-reply@example.jp", to)
        .await
        .unwrap_err();
    assert!(matches!(error, SendError::Unsendable(_)));
    assert_eq!(error.repeat(), Repeat::Never);
    let mail = OutgoingMail {
        from: Sender {
            address: "a@b\r\nDATA".to_owned(),
            ..english().from
        },
        ..english()
    };
    let error = SmtpChannel::new(transport, None)
        .hand_over(&mail)
        .await
        .unwrap_err();
    assert!(matches!(error, SendError::Unsendable(_)));
    assert!(postmaster.heard("").is_empty());
}

#[tokio::test]
async fn connections_are_kept_and_never_more_than_allowed() {
    let postmaster = Postmaster::default();
    let transport = Arc::new(transport(postmaster.open().await));
    for _ in 0..3 {
        send(&transport).await.unwrap();
    }
    assert_eq!(postmaster.heard("(connection)").len(), 1);
    let many = (0..20).map(|_| {
        let transport = Arc::clone(&transport);
        tokio::spawn(async move { send(&transport).await })
    });
    for one in many.collect::<Vec<_>>() {
        one.await.unwrap().unwrap();
    }
    assert_eq!(postmaster.heard("(connection)").len(), 2);
    assert_eq!(postmaster.mails.lock().unwrap().len(), 23);
}

#[tokio::test]
async fn a_kept_connection_that_the_server_closed_costs_no_mail() {
    for farewell in ["bye", "421 4.4.2 idle for too long"] {
        let postmaster = Postmaster::default();
        let transport = transport(postmaster.open().await);
        send(&transport).await.unwrap();
        postmaster
            .answers
            .lock()
            .unwrap()
            .push_back(("MAIL", farewell));
        send(&transport).await.unwrap();
        assert_eq!(postmaster.heard("(connection)").len(), 2);
        assert_eq!(postmaster.mails.lock().unwrap().len(), 2);
    }
}

#[tokio::test]
async fn refusals_are_told_apart_and_the_connection_serves_on() {
    let cases = [
        (
            ("MAIL", "550 5.7.1 not you"),
            "The provider refused the sender: 550 5.7.1 not you",
        ),
        (
            ("RCPT", "550 5.1.1 unknown"),
            "The provider refused the recipient: 550 5.1.1 unknown",
        ),
        (
            (".", "554 5.6.0 no"),
            "The provider refused the message: 554 5.6.0 no",
        ),
        (
            ("RCPT", "450 4.2.0 greylisted"),
            "The provider asks to try again later: 450 4.2.0 greylisted",
        ),
        (
            ("DATA", "452 4.3.1 disk full"),
            "The provider asks to try again later: 452 4.3.1 disk full",
        ),
        (
            ("MAIL", "530 5.7.0 log in first"),
            "The provider didn't accept the configured name and password: 530 5.7.0 log in first",
        ),
    ];
    for ((verb, answer), sentence) in cases {
        let postmaster = Postmaster::answering(&[(verb, answer)]);
        let transport = transport(postmaster.open().await);
        let error = send(&transport).await.unwrap_err();
        assert_eq!(error.to_string(), sentence);
        let for_good = matches!(error, SendError::Permanent { .. });
        assert_eq!(error.repeat() == Repeat::Never, for_good);
        send(&transport).await.unwrap();
        assert_eq!(
            postmaster.mails.lock().unwrap().last().unwrap().trim_end(),
            "Subject: x\r\n\r\nx"
        );
    }
}

#[tokio::test]
async fn a_server_that_takes_nobody_says_nothing_about_the_mail() {
    let postmaster = Postmaster {
        greeting: Some("554 5.3.2 not today"),
        ..Postmaster::default()
    };
    let error = send(&transport(postmaster.open().await)).await.unwrap_err();
    assert_eq!(
        error,
        SendError::Unreachable {
            why: "554 5.3.2 not today".to_owned()
        }
    );
    let postmaster = Postmaster {
        greeting: Some("421 4.3.2 busy"),
        ..Postmaster::default()
    };
    let error = send(&transport(postmaster.open().await)).await.unwrap_err();
    assert_eq!(
        error,
        SendError::Transient {
            answer: "421 4.3.2 busy".to_owned()
        }
    );
}

#[tokio::test]
async fn a_login_is_used_and_its_refusal_has_a_name() {
    let extensions = &["250-AUTH PLAIN LOGIN"];
    let postmaster = Postmaster {
        extensions,
        ..Postmaster::answering(&[])
    };
    let login = Login {
        username: "kadomori".to_owned(),
        password: Secret::new("secret"),
    };
    assert!(!format!("{login:?}").contains("secret"));
    let port = postmaster.open().await;
    let with_login = || {
        SmtpTransport::new(SmtpOptions {
            login: Some(login.clone()),
            ..options(port)
        })
        .unwrap()
    };
    send(&with_login()).await.unwrap();
    assert_eq!(
        postmaster.heard("AUTH"),
        ["AUTH PLAIN AGthZG9tb3JpAHNlY3JldA=="]
    );

    postmaster.answers.lock().unwrap().extend([
        ("AUTH", "535 5.7.8 wrong"),
        ("AUTH", "454 4.7.0 database down"),
    ]);
    let error = send(&with_login()).await.unwrap_err();
    assert_eq!(
        error,
        SendError::Authentication {
            answer: "535 5.7.8 wrong".to_owned()
        }
    );
    let error = send(&with_login()).await.unwrap_err();
    assert_eq!(
        error,
        SendError::Transient {
            answer: "454 4.7.0 database down".to_owned()
        }
    );

    let without_auth = Postmaster::default();
    let port = without_auth.open().await;
    let transport = SmtpTransport::new(SmtpOptions {
        login: Some(login),
        ..options(port)
    });
    let error = send(&transport.unwrap()).await.unwrap_err();
    assert!(matches!(error, SendError::Authentication { .. }));
    assert!(without_auth.heard("MAIL").is_empty());
}

#[tokio::test]
async fn a_server_without_starttls_is_told_nothing() {
    let postmaster = Postmaster::default();
    let options = SmtpOptions {
        security: MailSecurity::StartTls,
        login: Some(Login {
            username: "a".to_owned(),
            password: Secret::new("b"),
        }),
        ..options(postmaster.open().await)
    };
    let error = send(&SmtpTransport::new(options).unwrap())
        .await
        .unwrap_err();
    assert_eq!(
        error,
        SendError::Tls {
            why: "it doesn't offer STARTTLS".to_owned()
        }
    );
    assert!(postmaster.heard("AUTH").is_empty());
    assert!(postmaster.heard("MAIL").is_empty());
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_is_told_nothing() {
    for security in [MailSecurity::Tls, MailSecurity::StartTls] {
        let postmaster = Postmaster {
            extensions: &["250-STARTTLS"],
            ..Postmaster::answering(&[("STARTTLS", "220 go on\r\n220 this is no TLS")])
        };
        let options = SmtpOptions {
            security,
            ..options(postmaster.open().await)
        };
        let error = send(&SmtpTransport::new(options).unwrap())
            .await
            .unwrap_err();
        assert!(matches!(error, SendError::Tls { .. }), "{error}");
        assert_eq!(error.repeat(), Repeat::Later);
        assert!(postmaster.heard("MAIL").is_empty());
    }
}

#[tokio::test]
async fn a_silent_server_ends_by_timeout_wherever_it_falls_silent() {
    for verb in ["EHLO", "MAIL", "RCPT", "DATA", "."] {
        let postmaster = Postmaster::answering(&[(verb, "hang")]);
        let timeout = Duration::from_millis(200);
        let options = SmtpOptions {
            timeout,
            ..options(postmaster.open().await)
        };
        let transport = SmtpTransport::new(options).unwrap();
        let error = send(&transport).await.unwrap_err();
        assert!(
            matches!(error, SendError::TimedOut { .. }),
            "{verb}: {error}"
        );
        // The connection that fell silent isn't used again.
        send(&transport).await.unwrap();
        assert_eq!(postmaster.heard("(connection)").len(), 2);
    }
}

#[tokio::test]
async fn a_connection_that_breaks_off_has_a_name() {
    for verb in ["EHLO", "MAIL", "RCPT", "DATA", "."] {
        let postmaster = Postmaster::answering(&[(verb, "bye")]);
        let error = send(&transport(postmaster.open().await)).await.unwrap_err();
        assert!(
            matches!(error, SendError::Unreachable { .. }),
            "{verb}: {error}"
        );
        assert_eq!(error.repeat(), Repeat::Later);
    }
}

#[tokio::test]
async fn nobody_listening_has_a_name() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let error = send(&transport(port)).await.unwrap_err();
    assert!(matches!(error, SendError::Unreachable { .. }));
}

#[test]
fn what_a_server_says_becomes_one_short_line() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let long: &'static str =
        Box::leak(format!("550 \u{1b}[31m{}", "x".repeat(400)).into_boxed_str());
    let transport = runtime.block_on(async {
        let postmaster = Postmaster::answering(&[("RCPT", long)]);
        let transport = transport(postmaster.open().await);
        let error = send(&transport).await.unwrap_err();
        let SendError::Permanent { answer, .. } = error else {
            panic!("{error}")
        };
        assert!(answer.starts_with("550  [31mxxx"));
        assert_eq!(answer.chars().count(), 300);
        transport
    });
    // A transport with a kept connection outlives its runtime without a panic.
    drop(runtime);
    drop(transport);
}

#[tokio::test]
async fn plain_smtp_stays_on_this_machine() {
    let postmaster = Postmaster::default();
    let port = postmaster.open().await;
    let to = |server: &str| {
        SmtpTransport::new(SmtpOptions {
            server: server.to_owned(),
            ..options(port)
        })
        .unwrap()
    };
    send(&to("127.0.0.1")).await.unwrap();
    let error = send(&to("192.0.2.1")).await.unwrap_err();
    let why = "192.0.2.1 leads to no address that may be used".to_owned();
    assert_eq!(error, SendError::Unreachable { why });
}

#[test]
fn settings_that_cannot_work_are_refused_at_once() {
    let hello = SmtpOptions {
        hello_name: "a\r\nMAIL".to_owned(),
        ..options(25)
    };
    assert!(matches!(
        SmtpTransport::new(hello),
        Err(SmtpSetupError::HelloName { .. })
    ));
    for ca_file in ["/nowhere/ca.pem", "Cargo.toml"] {
        let options = SmtpOptions {
            security: MailSecurity::Tls,
            ca_file: Some(ca_file.into()),
            ..options(465)
        };
        assert!(matches!(
            SmtpTransport::new(options),
            Err(SmtpSetupError::CaFile { .. })
        ));
    }
}

#[tokio::test]
async fn behind_connections_that_hang_no_mail_waits_for_all_before_it() {
    let postmaster = Postmaster::answering(&[("RCPT", "hang"); 20]);
    let options = SmtpOptions {
        timeout: Duration::from_millis(300),
        connections: 1,
        ..options(postmaster.open().await)
    };
    let transport = Arc::new(SmtpTransport::new(options).unwrap());
    let began = tokio::time::Instant::now();
    let many = (0..12).map(|_| {
        let transport = Arc::clone(&transport);
        tokio::spawn(async move { send(&transport).await })
    });
    let mut busy = 0;
    for one in many.collect::<Vec<_>>() {
        let error = one.await.unwrap().unwrap_err();
        busy += usize::from(error.to_string().contains("busy for too long"));
    }
    assert!(busy >= 10, "{busy}");
    assert!(began.elapsed() < Duration::from_secs(2));
}
