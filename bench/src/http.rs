//! A browser's end of HTTP/1.1 (RFC 9112), as far as a load needs it: one connection that is
//! kept, one request at a time, answers with a length. It costs next to nothing, which on a
//! machine shared with the server matters more than what it can't do.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

/// A kept connection.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    head: String,
    body: Vec<u8>,
}

impl Connection {
    /// Connects from this address: on loopback each virtual client has one of its own.
    pub(crate) async fn open(from: Ipv4Addr, to: SocketAddr) -> io::Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::from((from, 0)))?;
        let stream = socket.connect(to).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream })
    }

    /// Sends a request and reads the answer.
    pub(crate) async fn exchange(&mut self, request: &[u8]) -> io::Result<Answer> {
        self.stream.write_all(request).await?;
        let mut bytes = Vec::with_capacity(4096);
        let head = loop {
            self.read_more(&mut bytes).await?;
            if let Some(end) = find(&bytes, b"\r\n\r\n") {
                break end;
            }
        };
        let mut body = bytes.split_off(head + 4);
        let head = String::from_utf8(bytes).map_err(|_| broken("a head that isn't text"))?;
        let mut answer = Answer {
            status: status(&head).ok_or_else(|| broken("no status"))?,
            head,
            body: Vec::new(),
        };
        let length = answer.header("content-length");
        let length: usize = length
            .and_then(|length| length.parse().ok())
            .ok_or_else(|| broken("an answer without a length"))?;
        while body.len() < length {
            self.read_more(&mut body).await?;
        }
        answer.body = body;
        Ok(answer)
    }

    async fn read_more(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        bytes.reserve(4096);
        match self.stream.read_buf(bytes).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}

impl Answer {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers(name).next()
    }

    /// The value of a cookie that the answer sets.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.headers("set-cookie").find_map(|cookie| {
            let (pair, _) = cookie.split_once(';')?;
            pair.strip_prefix(name)?.strip_prefix('=')
        })
    }

    /// The body, if it is text.
    pub(crate) fn text(&self) -> &str {
        str::from_utf8(&self.body).unwrap_or_default()
    }

    fn headers<'a, 'b>(&'a self, name: &'b str) -> impl Iterator<Item = &'a str> + use<'a, 'b> {
        self.head.split("\r\n").filter_map(move |line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// Where `part` begins in `whole`.
pub(crate) fn find(whole: &[u8], part: &[u8]) -> Option<usize> {
    whole.windows(part.len()).position(|window| window == part)
}

fn status(head: &str) -> Option<u16> {
    head.split(' ').nth(1)?.parse().ok()
}

fn broken(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(head: &str) -> Answer {
        Answer {
            status: status(head).unwrap(),
            head: head.to_owned(),
            body: Vec::new(),
        }
    }

    #[test]
    fn an_answer_tells_its_status_headers_and_cookies() {
        let answer = answer(
            "HTTP/1.1 303 See Other\r\nLocation: /account\r\nset-cookie: a=1; Path=/\r\n\
             set-cookie: ab=2; HttpOnly\r\n\r\n",
        );
        assert_eq!(answer.status, 303);
        assert_eq!(answer.header("location"), Some("/account"));
        assert_eq!(answer.cookie("a"), Some("1"));
        assert_eq!(answer.cookie("ab"), Some("2"));
        assert_eq!(answer.cookie("b"), None);
    }
}
