//! The mail server of the benchmark: takes every mail (RFC 5321), over connections that are
//! kept, and puts it into the [`Mailbox`].

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::account;
use crate::mailbox::Mailbox;

/// Listens on a free port, and takes mails as long as the program runs.
pub(crate) async fn open(mailbox: Arc<Mailbox>) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mailbox = Arc::clone(&mailbox);
            tokio::spawn(async move {
                // A server that stops drops its connections; that is no failure of ours.
                let _ended = converse(stream, &mailbox).await;
            });
        }
    });
    Ok(address)
}

async fn converse(stream: TcpStream, mailbox: &Mailbox) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let (reading, mut writing) = stream.into_split();
    let mut reading = BufReader::with_capacity(16 * 1024, reading);
    writing.write_all(b"220 sink.example ESMTP\r\n").await?;
    let mut line = String::new();
    let mut recipient = None;
    loop {
        line.clear();
        if reading.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let answer: &[u8] = match verb.as_str() {
            "EHLO" => b"250-sink.example\r\n250 8BITMIME\r\n",
            "RCPT" => {
                recipient = account::numbered(&line);
                b"250 2.1.5 Ok\r\n"
            }
            "DATA" => {
                writing.write_all(b"354 Go on\r\n").await?;
                let mail = read_mail(&mut reading).await?;
                if let Some(account) = recipient.take() {
                    mailbox.take(account, &mail);
                }
                b"250 2.0.0 Ok\r\n"
            }
            "QUIT" => return writing.write_all(b"221 2.0.0 Bye\r\n").await,
            _ => b"250 2.0.0 Ok\r\n",
        };
        writing.write_all(answer).await?;
    }
}

/// Reads up to the line with a single dot. Lines that begin with one keep it doubled.
async fn read_mail(reading: &mut (impl AsyncBufRead + Unpin)) -> io::Result<String> {
    let mut mail = String::with_capacity(8 * 1024);
    loop {
        let before = mail.len();
        if reading.read_line(&mut mail).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if mail.get(before..) == Some(".\r\n") {
            mail.truncate(before);
            return Ok(mail);
        }
    }
}
