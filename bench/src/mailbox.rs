//! Where mails that were handed over wait for the virtual person they are for.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use tokio::sync::oneshot;

/// Who waits for a mail, by the number of the account, and what has arrived.
#[derive(Debug, Default)]
pub(crate) struct Mailbox {
    waiting: Mutex<HashMap<usize, oneshot::Sender<String>>>,
    arrived: AtomicU64,
    signed: AtomicU64,
}

impl Mailbox {
    /// Waits for the code in the next mail to this account.
    pub(crate) fn wait(&self, account: usize) -> oneshot::Receiver<String> {
        let (sender, receiver) = oneshot::channel();
        self.lock().insert(account, sender);
        receiver
    }

    /// Takes a mail in. One that nobody waits for is counted all the same.
    pub(crate) fn take(&self, account: usize, mail: &str) {
        self.arrived.fetch_add(1, Ordering::Relaxed);
        if mail.starts_with("DKIM-Signature:") {
            self.signed.fetch_add(1, Ordering::Relaxed);
        }
        let waiting = self.lock().remove(&account);
        if let (Some(waiting), Some(code)) = (waiting, code_in(mail)) {
            // Nobody is there any more when the point has ended meanwhile.
            let _gone = waiting.send(code);
        }
    }

    /// How many mails have arrived.
    pub(crate) fn arrived(&self) -> u64 {
        self.arrived.load(Ordering::Relaxed)
    }

    /// How many mails have arrived since this was last asked, and how many of them signed.
    pub(crate) fn taken(&self) -> (u64, u64) {
        let [arrived, signed] =
            [&self.arrived, &self.signed].map(|count| count.swap(0, Ordering::Relaxed));
        (arrived, signed)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<usize, oneshot::Sender<String>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The code: the first line that is two groups of three digits.
fn code_in(mail: &str) -> Option<String> {
    mail.lines().find_map(|line| {
        let (left, right) = line.trim().split_once(' ')?;
        let is_group = |text: &str| text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit());
        (is_group(left) && is_group(right)).then(|| format!("{left}{right}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_a_line_of_its_own() {
        let mail = "Date: Sun, 22 Nov 2026 10:00:00 +0000\r\n\r\nYour code is\r\n  482 913\r\n\
                    It works until 12:13.\r\n";
        assert_eq!(code_in(mail).as_deref(), Some("482913"));
        assert_eq!(code_in("Nothing here\r\n123456\r\n"), None);
    }

    #[tokio::test]
    async fn a_mail_reaches_whoever_waits_for_it() {
        let mailbox = Mailbox::default();
        let waiting = mailbox.wait(7);
        mailbox.take(8, "000 000");
        mailbox.take(7, "DKIM-Signature: v=1\r\n\r\n012 345\r\n");
        assert_eq!(waiting.await.as_deref(), Ok("012345"));
        assert_eq!(mailbox.taken(), (2, 1));
        assert_eq!(mailbox.arrived(), 0);
    }
}
