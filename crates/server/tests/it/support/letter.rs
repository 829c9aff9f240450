//! A mail, as the person who got it reads it.

use std::sync::Arc;

use kadomori_server::channel::KeptMail;

/// A mail that came.
#[derive(Clone)]
pub(crate) struct Letter {
    mail: Arc<KeptMail>,
}

impl From<Arc<KeptMail>> for Letter {
    fn from(mail: Arc<KeptMail>) -> Self {
        Self { mail }
    }
}

impl Letter {
    /// Its name, which a repeat shares.
    pub(crate) fn message_id(&self) -> &str {
        &self.mail.message_id
    }

    /// Its subject.
    pub(crate) fn subject(&self) -> &str {
        &self.mail.subject
    }

    /// What its plain text says.
    pub(crate) fn text(&self) -> &str {
        &self.mail.text
    }

    /// What its HTML says.
    pub(crate) fn html(&self) -> &str {
        &self.mail.html
    }

    /// The whole of it, as it lies in a mailbox.
    pub(crate) fn source(&self) -> String {
        let source = String::from_utf8(self.mail.source.clone()).unwrap();
        format!(
            "Return-Path: <no-reply@example.jp>\r\nReceived: from id.example.jp by mx.example.net;\r\n \
             Sun, 22 Nov 2026 03:03:01 +0000\r\n{source}"
        )
    }

    /// The language it is written in.
    pub(crate) fn language(&self) -> &str {
        &self.mail.language
    }

    /// Whether it brings a code; a notice brings none.
    pub(crate) fn brings_code(&self) -> bool {
        find_code(self.text()).is_some()
    }

    /// The code as it stands there: two groups of digits on a line of their own.
    pub(crate) fn code(&self) -> String {
        code_in(self.text())
    }

    /// Whether it brings a code.
    pub(crate) fn brings_a_code(&self) -> bool {
        find_code(self.text()).is_some()
    }

    /// Another code, as far from the right one as a slip of one key.
    pub(crate) fn wrong_code(&self) -> String {
        wrong(&self.code(), 1)
    }

    /// The signs in the subject.
    pub(crate) fn reference(&self) -> String {
        let (_, last) = self.subject().rsplit_once(['(', '（']).unwrap();
        last.trim_end_matches([')', '）']).to_owned()
    }
}

/// The code in a mail's text.
pub(crate) fn code_in(text: &str) -> String {
    find_code(text).expect("the mail brings a code").to_owned()
}

fn find_code(text: &str) -> Option<&str> {
    let is_code = |line: &str| {
        line.split(' ').count() == 2 && line.chars().all(|c| c.is_ascii_digit() || c == ' ')
    };
    text.lines().map(str::trim).find(|line| is_code(line))
}

/// A code that differs from this one in its last digit, by `by`.
pub(crate) fn wrong(code: &str, by: u32) -> String {
    let mut signs: Vec<char> = code.chars().collect();
    let last = signs.last_mut().unwrap();
    *last = char::from_digit((last.to_digit(10).unwrap() + by) % 10, 10).unwrap();
    signs.into_iter().collect()
}
