//! The rules of a conversation in LMTP (RFC 2033): after each command, what to answer. It
//! reads and writes nothing; the library knows the commands' grammar.

use std::borrow::Cow;

use smtp_proto::{Error, MailFrom, Request};

use super::super::{Recipient, read::ReversePath};

/// Recipients of one mail (RFC 5321 §4.5.3.1.8).
const RECIPIENTS: usize = 100;
/// Commands that aren't understood before it is a mistake to go on.
const MISTAKES: u8 = 20;

/// One conversation.
#[derive(Debug)]
pub(super) struct Dialogue {
    host: String,
    largest: usize,
    is_greeted: bool,
    sender: Option<ReversePath>,
    recipients: Vec<Recipient>,
    mistakes: u8,
}

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Say this.
    Say(Cow<'static, str>),
    /// Say this and hear a mail.
    Mail(&'static str),
    /// Say this and hang up.
    Leave(&'static str),
}

/// A mail that is about to be heard: who it is from and what it is for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Envelope {
    pub(super) from: ReversePath,
    pub(super) recipients: Vec<Recipient>,
}

impl Dialogue {
    /// One that nothing was said in, at a server of this name, for mails of at most so many
    /// octets.
    pub(super) fn new(host: &str, largest: usize) -> Self {
        Self {
            host: host.to_owned(),
            largest,
            is_greeted: false,
            sender: None,
            recipients: Vec::new(),
            mistakes: 0,
        }
    }

    /// The first words.
    pub(super) fn greeting(&self) -> String {
        format!("220 {} LMTP Kadomori\r\n", self.host)
    }

    /// Hears a command, without its line end. `open` tells what is
    /// behind an address.
    pub(super) fn hear(&mut self, line: &[u8], open: impl Fn(&str) -> Option<Recipient>) -> Next {
        // The parser waits for a line end, and one in the middle would part the line in two.
        let mut command: Vec<u8> = line
            .iter()
            .filter(|byte| **byte != b'\n')
            .copied()
            .collect();
        command.extend(b"\r\n");
        let heard = Request::parse(&mut command.iter());
        let next = match heard {
            Ok(request) => self.answer(request, open),
            Err(error) => Next::Say(misunderstood(&error).into()),
        };
        if matches!(&next, Next::Say(reply) if reply.starts_with("50")) {
            self.mistakes += 1;
            if self.mistakes >= MISTAKES {
                return Next::Leave("421 4.7.0 too many mistakes\r\n");
            }
        }
        next
    }

    /// A command that was too long.
    pub(super) fn hear_too_much(&mut self) -> Next {
        self.mistakes += 1;
        Next::Say("500 5.5.2 this line is too long\r\n".into())
    }

    /// The envelope of the mail that comes now; the next begins anew.
    pub(super) fn envelope(&mut self) -> Envelope {
        let nobody_known = || ReversePath::Someone(String::new());
        Envelope {
            from: self.sender.take().unwrap_or_else(nobody_known),
            recipients: core::mem::take(&mut self.recipients),
        }
    }

    fn answer(
        &mut self,
        request: Request<Cow<'_, str>>,
        open: impl Fn(&str) -> Option<Recipient>,
    ) -> Next {
        match request {
            Request::Lhlo { .. } => self.greet(),
            Request::Mail { from } => Next::Say(self.begin(&from).into()),
            Request::Rcpt { to } => Next::Say(self.add(open(&to.address)).into()),
            Request::Data => self.end(),
            Request::Rset => {
                self.forget();
                Next::Say("250 2.0.0 forgotten\r\n".into())
            }
            Request::Noop { .. } => Next::Say("250 2.0.0 still here\r\n".into()),
            Request::Vrfy { .. } => Next::Say("252 2.1.5 send it and see\r\n".into()),
            Request::Quit => Next::Leave("221 2.0.0 bye\r\n"),
            // RFC 2033 §4.1: these two are refused, so that nobody takes this for SMTP.
            Request::Ehlo { .. } | Request::Helo { .. } => {
                Next::Say("500 5.5.1 this is LMTP; say LHLO\r\n".into())
            }
            Request::Bdat { .. }
            | Request::Auth { .. }
            | Request::Expn { .. }
            | Request::Help { .. }
            | Request::Etrn { .. }
            | Request::Atrn { .. }
            | Request::Burl { .. }
            | Request::StartTls => Next::Say("502 5.5.1 this isn't offered\r\n".into()),
        }
    }

    /// RFC 2033 §5: pipelining and enhanced codes are a must, 8-bit mails ought to be taken.
    fn greet(&mut self) -> Next {
        self.is_greeted = true;
        self.forget();
        let Self { host, largest, .. } = self;
        Next::Say(
            format!(
                "250-{host}\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n\
                 250-SMTPUTF8\r\n250 SIZE {largest}\r\n"
            )
            .into(),
        )
    }

    fn begin(&mut self, from: &MailFrom<Cow<'_, str>>) -> &'static str {
        if !self.is_greeted {
            return "503 5.5.1 say LHLO first\r\n";
        }
        if self.sender.is_some() {
            return "503 5.5.1 there is a mail begun already\r\n";
        }
        if from.size > self.largest {
            return "552 5.3.4 this mail is too large\r\n";
        }
        self.sender = Some(if from.address.is_empty() {
            ReversePath::Null
        } else {
            ReversePath::Someone(from.address.to_string())
        });
        "250 2.1.0 go on\r\n"
    }

    fn add(&mut self, recipient: Option<Recipient>) -> &'static str {
        match (&self.sender, recipient) {
            (None, _) => "503 5.5.1 say MAIL first\r\n",
            (Some(_), None) => "550 5.1.1 nobody has this address\r\n",
            (Some(_), Some(_)) if self.recipients.len() >= RECIPIENTS => {
                "452 4.5.3 too many recipients at once\r\n"
            }
            (Some(_), Some(recipient)) => {
                self.recipients.push(recipient);
                "250 2.1.5 go on\r\n"
            }
        }
    }

    /// RFC 2033 §4.2: without a recipient that was taken there is nothing to send.
    fn end(&self) -> Next {
        if self.sender.is_none() || self.recipients.is_empty() {
            Next::Say("503 5.5.1 there is nobody to bring it to\r\n".into())
        } else {
            Next::Mail("354 go on, and end with a dot\r\n")
        }
    }

    fn forget(&mut self) {
        self.sender = None;
        self.recipients.clear();
    }
}

fn misunderstood(error: &Error) -> &'static str {
    match error {
        Error::UnknownCommand => "500 5.5.1 this isn't a command\r\n",
        Error::InvalidSenderAddress => "501 5.1.7 this can't be an address\r\n",
        Error::InvalidRecipientAddress => "501 5.1.3 this can't be an address\r\n",
        Error::UnsupportedParameter { .. } => "504 5.5.4 this isn't offered\r\n",
        Error::NeedsMoreData { .. }
        | Error::SyntaxError { .. }
        | Error::InvalidParameter { .. }
        | Error::ResponseTooLong
        | Error::InvalidResponse { .. } => "501 5.5.2 this can't be understood\r\n",
    }
}

#[cfg(test)]
mod tests {
    use kadomori_domain::id::MessageId;
    use proptest::prelude::*;

    use super::*;

    fn known(address: &str) -> Option<Recipient> {
        match address {
            "bounces+known@example.jp" => Some(Recipient::Returned(MessageId::from_bytes([7; 16]))),
            "check@example.jp" => Some(Recipient::Check),
            _ => None,
        }
    }

    fn dialogue() -> Dialogue {
        Dialogue::new("id.example.jp", 1000)
    }

    /// The codes of the answers to these commands.
    fn codes(dialogue: &mut Dialogue, commands: &[&str]) -> Vec<String> {
        let answers =
            commands
                .iter()
                .map(|command| match dialogue.hear(command.as_bytes(), known) {
                    Next::Say(reply) => reply.chars().take(9).collect(),
                    Next::Mail(reply) | Next::Leave(reply) => reply.chars().take(3).collect(),
                });
        answers.collect()
    }

    #[test]
    fn a_mail_that_comes_back_is_asked_for() {
        let mut dialogue = dialogue();
        let said = codes(
            &mut dialogue,
            &[
                "LHLO mx.example.jp",
                "MAIL FROM:<> SIZE=900 BODY=8BITMIME",
                "RCPT TO:<bounces+known@example.jp>",
                "rcpt to:<bounces+other@example.jp>",
                "DATA",
            ],
        );
        assert_eq!(
            said,
            ["250-id.ex", "250 2.1.0", "250 2.1.5", "550 5.1.1", "354"]
        );
        let envelope = dialogue.envelope();
        assert_eq!(envelope.from, ReversePath::Null);
        assert_eq!(envelope.recipients.len(), 1);
        assert_eq!(
            codes(&mut dialogue, &["DATA", "QUIT"]),
            ["503 5.5.1", "221"]
        );
    }

    #[test]
    fn a_forwarded_mail_is_asked_for_with_the_one_who_sends_it() {
        let mut dialogue = dialogue();
        let said = codes(
            &mut dialogue,
            &[
                "LHLO mx.example.jp",
                "MAIL FROM:<mika@example.jp>",
                "RCPT TO:<check@example.jp>",
                "DATA",
            ],
        );
        assert_eq!(said, ["250-id.ex", "250 2.1.0", "250 2.1.5", "354"]);
        let envelope = dialogue.envelope();
        let mika = ReversePath::Someone("mika@example.jp".to_owned());
        assert_eq!(
            (envelope.from, envelope.recipients),
            (mika, vec![Recipient::Check])
        );
    }

    #[test]
    fn what_comes_too_early_is_asked_for_again() {
        let said = codes(
            &mut dialogue(),
            &[
                "EHLO mx.example.jp",
                "HELO mx.example.jp",
                "MAIL FROM:<>",
                "LHLO mx.example.jp",
                "RCPT TO:<bounces+known@example.jp>",
                "DATA",
                "MAIL FROM:<>",
                "MAIL FROM:<>",
                "DATA",
                "RSET",
                "MAIL FROM:<a@example.jp> SIZE=1001",
                "STARTTLS",
                "NOOP",
                "VRFY a",
            ],
        );
        let expected = [
            "500 5.5.1",
            "500 5.5.1",
            "503 5.5.1",
            "250-id.ex",
            "503 5.5.1",
            "503 5.5.1",
            "250 2.1.0",
            "503 5.5.1",
            "503 5.5.1",
            "250 2.0.0",
            "552 5.3.4",
            "502 5.5.1",
            "250 2.0.0",
            "252 2.1.5",
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn whoever_goes_on_making_mistakes_is_left() {
        let mut dialogue = dialogue();
        let said = codes(&mut dialogue, &["GET / HTTP/1.1"; 20]);
        assert_eq!(said.last().map(String::as_str), Some("421"));
        assert!(said.iter().take(19).all(|code| code == "500 5.5.1"));
    }

    #[test]
    fn recipients_have_an_end() {
        let mut dialogue = dialogue();
        codes(&mut dialogue, &["LHLO a", "MAIL FROM:<>"]);
        let said = codes(&mut dialogue, &["RCPT TO:<bounces+known@example.jp>"; 101]);
        assert_eq!(said.last().map(String::as_str), Some("452 4.5.3"));
        assert_eq!(dialogue.envelope().recipients.len(), 100);
    }

    proptest! {
        #[test]
        fn no_commands_make_it_stumble(
            lines in proptest::collection::vec(
                prop_oneof![
                    proptest::collection::vec(any::<u8>(), 0..60),
                    "(LHLO|EHLO|MAIL FROM:|RCPT TO:|DATA|RSET|NOOP|BDAT|AUTH|BURL)[ <]?\\PC{0,40}>?( [A-Z]{2,8}=\\PC{0,10})?"
                        .prop_map(String::into_bytes),
                    Just(b"MAIL FROM:<>".to_vec()),
                    Just(b"RCPT TO:<bounces+known@example.jp>".to_vec()),
                ],
                0..30,
            )
        ) {
            let mut dialogue = dialogue();
            for line in lines {
                match dialogue.hear(&line, known) {
                    Next::Say(reply) => {
                        prop_assert!(reply.ends_with("\r\n"));
                        prop_assert!(reply.starts_with(['2', '4', '5']));
                    }
                    Next::Mail(_) => prop_assert!(!dialogue.envelope().recipients.is_empty()),
                    Next::Leave(_) => break,
                }
            }
        }
    }
}
