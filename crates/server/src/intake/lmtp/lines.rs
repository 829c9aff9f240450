//! What a mail server sends, cut where RFC 5321 cuts it: lines of commands, and a mail up to
//! its dot. Both have bounds, and what goes beyond them is read to its end and thrown away.

use std::io;

use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};

/// Octets of a command: RFC 5321 §4.5.3.1.4 asks for 512, extensions for some more.
const COMMAND: usize = 2048;
/// A dot and a line end.
const END: &[u8] = b".\r\n";

/// What was heard.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// This, without line end or dot.
    Whole(Vec<u8>),
    /// More than is taken.
    TooLong,
    /// Nothing more will come.
    End,
}

/// One end of a conversation.
pub(super) struct Lines<S> {
    stream: BufReader<S>,
}

/// How a line came to its end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// By CR and LF.
    CrLf,
    /// By an LF alone.
    Lf,
    /// The stream ended in it.
    Missing,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Lines<S> {
    pub(super) fn new(stream: S) -> Self {
        Self {
            stream: BufReader::new(stream),
        }
    }

    /// Says one or more whole lines.
    pub(super) async fn say(&mut self, lines: &str) -> io::Result<()> {
        let stream = self.stream.get_mut();
        stream.write_all(lines.as_bytes()).await?;
        stream.flush().await
    }

    /// Hears a command.
    pub(super) async fn command(&mut self) -> io::Result<Heard> {
        let mut line = Vec::new();
        let (ending, length) = self.line(COMMAND, &mut line).await?;
        if ending == Ending::Missing {
            return Ok(Heard::End);
        }
        if length > COMMAND {
            return Ok(Heard::TooLong);
        }
        while line
            .last()
            .is_some_and(|byte| matches!(byte, b'\r' | b'\n'))
        {
            line.pop();
        }
        Ok(Heard::Whole(line))
    }

    /// Hears a mail of at most `most` octets, without the dots added on the way
    /// (RFC 5321 §4.5.2).
    ///
    /// Only CR LF dot CR LF ends it. Who takes bare LF for a line end here can be made to hear
    /// two mails where the server before heard one.
    pub(super) async fn mail(&mut self, most: usize) -> io::Result<Heard> {
        let mut mail = Vec::new();
        let mut is_too_long = false;
        let mut is_at_start = true;
        loop {
            let from = mail.len();
            let room = most.saturating_sub(from).saturating_add(END.len());
            let (ending, length) = self.line(room, &mut mail).await?;
            if ending == Ending::Missing {
                return Ok(Heard::End);
            }
            let begins_with_dot = is_at_start && mail.get(from) == Some(&b'.');
            if begins_with_dot && length == END.len() && ending == Ending::CrLf {
                mail.truncate(from);
                return Ok(if is_too_long {
                    Heard::TooLong
                } else {
                    Heard::Whole(mail)
                });
            }
            if begins_with_dot {
                mail.remove(from);
            }
            if length > room || mail.len() > most {
                is_too_long = true;
            }
            if is_too_long {
                mail.clear();
            }
            is_at_start = ending == Ending::CrLf;
        }
    }

    /// Reads up to an LF, and keeps the first `most` octets. Tells how it ended and how long it
    /// was in truth.
    async fn line(&mut self, most: usize, kept: &mut Vec<u8>) -> io::Result<(Ending, usize)> {
        let mut length = 0_usize;
        let mut last = 0;
        loop {
            let heard = self.stream.fill_buf().await?;
            if heard.is_empty() {
                return Ok((Ending::Missing, length));
            }
            let end = heard.iter().position(|byte| *byte == b'\n');
            let piece = end.and_then(|at| heard.get(..=at)).unwrap_or(heard);
            let room = most.saturating_sub(length);
            kept.extend(piece.iter().take(room));
            let before = match piece {
                [.., before, b'\n'] => *before,
                _ => last,
            };
            last = piece.last().copied().unwrap_or(last);
            let used = piece.len();
            length = length.saturating_add(used);
            self.stream.consume(used);
            if end.is_some() {
                let ending = if before == b'\r' {
                    Ending::CrLf
                } else {
                    Ending::Lf
                };
                return Ok((ending, length));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tokio::io::DuplexStream;

    use super::*;

    /// Lines at the end of a pipe that passes on only a few octets at once.
    fn heard(sent: Vec<u8>, at_once: usize) -> Lines<DuplexStream> {
        let (mut far, near) = tokio::io::duplex(at_once);
        tokio::spawn(async move {
            let _ = far.write_all(&sent).await;
        });
        Lines::new(near)
    }

    fn run<T>(future: impl Future<Output = T>) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        runtime.unwrap().block_on(future)
    }

    fn stuffed(mail: &[u8]) -> Vec<u8> {
        let mut sent = Vec::new();
        let mut is_at_start = true;
        for line in mail.split_inclusive(|byte| *byte == b'\n') {
            if is_at_start && line.starts_with(b".") {
                sent.push(b'.');
            }
            sent.extend(line);
            is_at_start = line.ends_with(b"\r\n");
        }
        if !mail.is_empty() && !is_at_start {
            sent.extend(b"\r\n");
        }
        sent.extend(b".\r\n");
        sent
    }

    #[test]
    fn an_empty_mail_ends_at_once() {
        run(async {
            let mut lines = heard(b".\r\nQUIT\r\n".to_vec(), 4);
            assert_eq!(lines.mail(10).await.unwrap(), Heard::Whole(Vec::new()));
            assert_eq!(
                lines.command().await.unwrap(),
                Heard::Whole(b"QUIT".to_vec())
            );
            assert_eq!(lines.command().await.unwrap(), Heard::End);
        });
    }

    #[test]
    fn no_mail_hides_in_another() {
        for hidden in [
            "a\n.\r\nMAIL",
            "a\r\n.\nMAIL",
            "a\n.\nMAIL",
            "a\r.\r\nMAIL",
            "a\r.\rMAIL",
        ] {
            run(async {
                let sent = format!("{hidden} FROM:<>\r\n.\r\n");
                let mail = heard(sent.clone().into_bytes(), 64)
                    .mail(100)
                    .await
                    .unwrap();
                let Heard::Whole(mail) = mail else {
                    panic!("{hidden:?}")
                };
                let mail = String::from_utf8(mail).unwrap();
                assert!(mail.ends_with("MAIL FROM:<>\r\n"), "{mail:?}");
            });
        }
    }

    #[test]
    fn what_is_too_long_is_heard_to_its_end() {
        run(async {
            let mut sent = vec![b'x'; 5000];
            sent.extend(b"\r\nNOOP\r\n");
            let mut lines = heard(sent, 700);
            assert_eq!(lines.command().await.unwrap(), Heard::TooLong);
            assert_eq!(
                lines.command().await.unwrap(),
                Heard::Whole(b"NOOP".to_vec())
            );

            let mut sent = b"short\r\n".repeat(100);
            sent.extend(vec![b'y'; 3000]);
            sent.extend(b"\r\n.\r\nNOOP\r\n");
            for most in [0, 10, 699, 3500] {
                let mut lines = heard(sent.clone(), 1000);
                assert_eq!(lines.mail(most).await.unwrap(), Heard::TooLong, "{most}");
                assert_eq!(
                    lines.command().await.unwrap(),
                    Heard::Whole(b"NOOP".to_vec())
                );
            }
            let whole = heard(sent, 1000).mail(3702).await.unwrap();
            assert!(matches!(whole, Heard::Whole(mail) if mail.len() == 3702));
        });
    }

    proptest! {
        #[test]
        fn a_mail_arrives_as_it_was_sent(
            lines in proptest::collection::vec("[.\r\na-c]{0,6}(\r\n)?", 0..12),
            at_once in 1_usize..20,
        ) {
            let mail = lines.concat().into_bytes();
            let arrived = run(async { heard(stuffed(&mail), at_once).mail(1000).await.unwrap() });
            let Heard::Whole(arrived) = arrived else { panic!("{arrived:?}") };
            let ended = mail.is_empty() || mail.ends_with(b"\r\n");
            let expected = if ended { mail } else { [&mail[..], b"\r\n"].concat() };
            prop_assert_eq!(arrived, expected);
        }

        #[test]
        fn no_octets_make_it_stumble(sent: Vec<u8>, at_once in 1_usize..50, most in 0_usize..60) {
            run(async {
                let mut lines = heard(sent.clone(), at_once);
                while lines.command().await.unwrap() != Heard::End {}
                let mut lines = heard(sent, at_once);
                while let Heard::Whole(mail) = lines.mail(most).await.unwrap() {
                    assert!(mail.len() <= most);
                }
            });
        }
    }
}
