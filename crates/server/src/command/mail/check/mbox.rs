//! A file as mails: an mbox (RFC 4155) cut where the next one begins, anything else as one.
//! Read in pieces, so that a mailbox may be longer than the memory.

use std::io::{self, BufRead, BufReader, Read};

/// The most of a line that is looked at in one piece.
const PIECE: u64 = 64 * 1024;

/// How much is read at once.
const BUFFER: usize = 128 * 1024;

/// A file, and the mail of it that was read last.
pub(super) struct Mailbox<R> {
    input: BufReader<R>,
    /// No mail is kept beyond this and one octet, which says that there was more.
    longest: usize,
    mail: Vec<u8>,
    line: Vec<u8>,
    /// The line after it, which tells whether it stands between mails.
    next: Vec<u8>,
    form: Form,
    number: u32,
    /// Whether a further mail follows the one that was read.
    more: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Unknown,
    Mbox,
    One,
}

impl<R: Read> Mailbox<R> {
    pub(super) fn new(input: R, longest: usize) -> Self {
        Self {
            input: BufReader::with_capacity(BUFFER, input),
            longest,
            mail: Vec::new(),
            line: Vec::new(),
            next: Vec::new(),
            form: Form::Unknown,
            number: 0,
            more: true,
        }
    }

    /// The mail that was read last.
    pub(super) fn take_mail(&mut self) -> Vec<u8> {
        core::mem::take(&mut self.mail)
    }

    /// Which one it is; `None` where it is the only one.
    pub(super) const fn number(&self) -> Option<u32> {
        if self.number == 1 && !self.more {
            None
        } else {
            Some(self.number)
        }
    }

    /// Reads the next mail; `false` where there is none. An empty file is one empty mail.
    pub(super) fn turn(&mut self) -> io::Result<bool> {
        if !self.more {
            return Ok(false);
        }
        self.more = false;
        self.number += 1;
        self.mail.clear();
        if self.form == Form::Unknown {
            self.advance()?;
            self.form = Form::One;
            self.advance()?;
            if self.is_separator() {
                self.form = Form::Mbox;
                self.advance()?;
            }
        } else {
            self.advance()?;
        }
        self.read_mail()?;
        if self.form == Form::Mbox {
            cut_blank_line(&mut self.mail);
        }
        Ok(true)
    }

    /// Reads from the line that stands there to the end of its mail.
    fn read_mail(&mut self) -> io::Result<()> {
        let is_mbox = self.form == Form::Mbox;
        let (mut begins, mut after_blank) = (true, false);
        while !self.line.is_empty() {
            let mut quoted = 0;
            if begins && is_mbox {
                if after_blank && self.is_separator() {
                    self.more = true;
                    return Ok(());
                }
                after_blank = matches!(self.line.as_slice(), b"\n" | b"\r\n");
                quoted = usize::from(is_quoted(&self.line));
            }
            begins = self.line.ends_with(b"\n");
            let room = (self.longest + 1).saturating_sub(self.mail.len());
            let line = self.line.get(quoted..).unwrap_or_default();
            self.mail
                .extend_from_slice(line.get(..room).unwrap_or(line));
            self.advance()?;
        }
        Ok(())
    }

    /// Goes on by one line, or by a piece of a long one; an empty one is the end.
    fn advance(&mut self) -> io::Result<()> {
        core::mem::swap(&mut self.line, &mut self.next);
        self.next.clear();
        let mut piece = (&mut self.input).take(PIECE);
        piece.read_until(b'\n', &mut self.next).map(drop)
    }

    /// Whether the line stands between mails: it begins with `From `, and a header follows. A
    /// sentence of a text goes on otherwise.
    fn is_separator(&self) -> bool {
        self.line.starts_with(b"From ") && self.line.ends_with(b"\n") && is_field(&self.next)
    }
}

/// Whether a line is a header (RFC 5322 §2.2).
fn is_field(line: &[u8]) -> bool {
    let name = line.split(|octet| *octet == b':').next();
    name.is_some_and(|name| {
        (1..=76).contains(&name.len())
            && name.len() < line.len()
            && name.iter().all(u8::is_ascii_graphic)
    })
}

/// Whether a line of the text had to be written otherwise (`>From `, `>>From `).
fn is_quoted(line: &[u8]) -> bool {
    let bare = line.iter().position(|octet| *octet != b'>').unwrap_or(0);
    bare > 0
        && line
            .get(bare..)
            .is_some_and(|rest| rest.starts_with(b"From "))
}

/// The blank line before the next mail isn't part of this one.
fn cut_blank_line(mail: &mut Vec<u8>) {
    if mail.ends_with(b"\n\r\n") {
        mail.truncate(mail.len() - 2);
    } else if mail.ends_with(b"\n\n") {
        mail.truncate(mail.len() - 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8], longest: usize) -> Vec<(Option<u32>, String)> {
        let mut mailbox = Mailbox::new(text, longest);
        let mut read = Vec::new();
        while mailbox.turn().unwrap() {
            let mail = String::from_utf8(mailbox.take_mail()).unwrap();
            read.push((mailbox.number(), mail));
        }
        read
    }

    #[test]
    fn a_mailbox_is_cut_where_the_next_mail_begins() {
        let text = b"From mika@example.jp Sun Nov 22 12:03:05 2026\nSubject: one\n\n>From afar\n\
            >>From there\nFrom here, at last.\n\nFrom us all, goodbye.\n\n\
            From - Sun Nov 22 12:04 2026\r\nSubject: two\r\n\r\nText\r\n";
        assert_eq!(
            read(text, 1_000),
            [
                (
                    Some(1),
                    "Subject: one\n\nFrom afar\n>From there\nFrom here, at last.\n\n\
                     From us all, goodbye.\n"
                        .to_owned()
                ),
                (Some(2), "Subject: two\r\n\r\nText\r\n".to_owned()),
            ]
        );
    }

    #[test]
    fn a_mail_alone_has_no_number() {
        let alone = "From a@example.jp Sun Nov 22 12:03:05 2026\nSubject: one\n\nText\n\n";
        let text = "Subject: one\n\nText\n".to_owned();
        assert_eq!(read(alone.as_bytes(), 1_000), [(None, text)]);
        let mail = "Subject: one\n\nText\n\nFrom a Sun Nov 22 12:03:05 2026\nSubject: two\n";
        assert_eq!(read(mail.as_bytes(), 1_000), [(None, mail.to_owned())]);
        let letter = "From the desk of Mika\nDear Ken\n";
        assert_eq!(read(letter.as_bytes(), 1_000), [(None, letter.to_owned())]);
        assert_eq!(read(b"", 1_000), [(None, String::new())]);
    }

    #[test]
    fn no_more_of_a_mail_is_kept_than_tells_that_it_is_too_long() {
        assert_eq!(read(b"abcdefgh", 5), [(None, "abcdef".to_owned())]);
        let long = [
            b"From a Sun 12:03\nA: b\n\n".as_slice(),
            &vec![b'x'; 200_000],
        ]
        .concat();
        let both = [long.as_slice(), b"\n\nFrom a Sun 12:03\nSubject: two\n"].concat();
        let read = read(&both, 100);
        assert_eq!(read.len(), 2);
        assert_eq!(read[0].1.len(), 101);
        assert_eq!(read[1], (Some(2), "Subject: two\n".to_owned()));
    }
}
