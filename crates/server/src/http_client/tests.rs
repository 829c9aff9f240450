//! A service on loopback that answers as told, and what the client makes of it.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    time::Instant,
};

use super::*;

/// What a service does once it has heard a request.
#[derive(Clone, Debug)]
enum Manner {
    /// Says this, and closes.
    Say(Vec<u8>),
    /// Says this before it is asked, and closes.
    Greet(Vec<u8>),
    /// Says this, and then nothing more.
    Hang(Vec<u8>),
    /// Says this again and again, for ever.
    Pour(Vec<u8>),
    /// Says this, a byte every 100 ms.
    Drip(Vec<u8>),
}

/// A service that answers one request after another in the same manner.
#[derive(Clone, Debug)]
pub(crate) struct Service {
    manner: Manner,
    heard: Arc<Mutex<Vec<String>>>,
}

/// An answer with this status and body.
pub(crate) fn reply(status: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nLocation: http://localhost/x\r\n\r\n{body}"
    )
}

impl Service {
    /// One that says this and closes.
    pub(crate) fn saying(answer: &str) -> Self {
        Self::of(Manner::Say(answer.as_bytes().to_vec()))
    }

    fn of(manner: Manner) -> Self {
        Self {
            manner,
            heard: Arc::default(),
        }
    }

    /// Opens it, and gives its port.
    pub(crate) async fn open(&self) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let service = self.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let service = service.clone();
                tokio::spawn(async move { service.serve(stream).await });
            }
        });
        port
    }

    /// The one request that it heard.
    pub(crate) fn heard(&self) -> String {
        let heard = self.heard.lock().unwrap();
        assert_eq!(heard.len(), 1, "one request, and none to follow a redirect");
        heard[0].clone()
    }

    async fn serve(self, mut stream: TcpStream) {
        if let Manner::Greet(greeting) = &self.manner {
            let _ = stream.write_all(greeting).await;
            let _ = stream.shutdown().await;
        }
        let mut request = Vec::new();
        while !is_whole(&request) {
            let mut piece = [0; 4096];
            match stream.read(&mut piece).await {
                Ok(read) if read > 0 => request.extend(&piece[..read]),
                _ => break,
            }
        }
        let request = String::from_utf8_lossy(&request).into_owned();
        self.heard.lock().unwrap().push(request);
        match &self.manner {
            Manner::Say(answer) => {
                let _ = stream.write_all(answer).await;
                let _ = stream.shutdown().await;
            }
            Manner::Greet(_) => {}
            Manner::Hang(answer) => {
                let _ = stream.write_all(answer).await;
                std::future::pending::<()>().await;
            }
            Manner::Pour(answer) => while stream.write_all(answer).await.is_ok() {},
            Manner::Drip(answer) => {
                for byte in answer {
                    let _ = stream.write_all(&[*byte]).await;
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, _)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map_or(0, |length| length.parse().unwrap());
    request.len() >= head.len() + 4 + length
}

fn client(port: u16, timeout: Duration) -> HttpClient {
    let service = ServiceUrl::parse(&format!("http://localhost:{port}/send")).unwrap();
    HttpClient::new(&service, None, timeout).unwrap()
}

async fn ask(service: &Service) -> Result<HttpReply, HttpError> {
    let client = client(service.open().await, Duration::from_secs(1));
    let began = Instant::now();
    let answer = client.send(request()).await;
    assert!(began.elapsed() < Duration::from_secs(3), "it took too long");
    answer
}

fn request() -> HttpRequest {
    HttpRequest {
        method: Method::POST,
        path: "/send".to_owned(),
        headers: vec![(header::ACCEPT, HeaderValue::from_static("text/plain"))],
        body: b"hello".to_vec(),
    }
}

#[tokio::test]
async fn a_request_arrives_and_its_answer_comes_back() {
    let service = Service::saying(&reply("200 OK", "hello yourself"));
    let answer = ask(&service).await.unwrap();
    assert_eq!(
        (answer.status, answer.body.as_slice()),
        (200, b"hello yourself".as_slice())
    );
    let heard = service.heard();
    assert!(
        heard.starts_with("POST /send HTTP/1.1\r\nhost: localhost:"),
        "{heard}"
    );
    assert!(heard.contains("user-agent: Kadomori/"), "{heard}");
    assert!(heard.ends_with("\r\n\r\nhello"), "{heard}");
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_is_not_followed() {
    let elsewhere = Service::saying(&reply("200 OK", ""));
    let port = elsewhere.open().await;
    let moved = format!(
        "HTTP/1.1 307 Moved\r\nLocation: http://localhost:{port}/\r\nContent-Length: 0\r\n\r\n"
    );
    let answer = ask(&Service::saying(&moved)).await.unwrap();
    assert_eq!(answer.status, 307);
    assert!(elsewhere.heard.lock().unwrap().is_empty());
}

#[tokio::test]
async fn silence_ends_in_time() {
    for manner in [
        Manner::Hang(Vec::new()),
        Manner::Hang(b"HTTP/1.1 200 OK\r\n".to_vec()),
        Manner::Hang(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n123".to_vec()),
        Manner::Drip(reply("200 OK", "slowly").into_bytes()),
    ] {
        let error = ask(&Service::of(manner)).await.unwrap_err();
        assert_eq!(error, HttpError::TimedOut { seconds: 1 });
    }
}

#[tokio::test]
async fn an_endless_answer_is_read_to_its_bound() {
    let endless = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    let service = Service::of(Manner::Pour([endless, vec![b'x'; 100_000]].concat()));
    let answer = ask(&service).await.unwrap();
    assert_eq!((answer.status, answer.body.len()), (200, BODY));
}

#[tokio::test]
async fn an_endless_head_is_refused() {
    let line = format!("X-Long: {}\r\n", "x".repeat(1_000));
    let service = Service::of(Manner::Pour(
        [b"HTTP/1.1 200 OK\r\n".as_slice(), line.as_bytes()].concat(),
    ));
    let error = ask(&service).await.unwrap_err();
    assert!(matches!(error, HttpError::Unreachable { .. }), "{error:?}");
}

#[tokio::test]
async fn what_is_not_http_is_nobody_to_talk_to() {
    for said in [
        "220 mail.example.jp ESMTP\r\n",
        "",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n123",
        "\0\u{1}\u{2}",
    ] {
        let error = ask(&Service::saying(said)).await.unwrap_err();
        assert!(
            matches!(error, HttpError::Unreachable { .. }),
            "{said:?} {error:?}"
        );
    }
}

#[tokio::test]
async fn where_nobody_listens_nothing_is_reached() {
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap().port()
    };
    let answer = client(port, Duration::from_secs(1)).send(request()).await;
    assert!(matches!(answer.unwrap_err(), HttpError::Unreachable { .. }));
}

#[tokio::test]
async fn without_a_certificate_that_holds_nothing_is_said() {
    let service = Service::of(Manner::Greet(b"this is no TLS".to_vec()));
    let port = service.open().await;
    let url = ServiceUrl::parse(&format!("https://localhost:{port}/")).unwrap();
    let client = HttpClient::new(&url, None, Duration::from_secs(1)).unwrap();
    let error = client.send(request()).await.unwrap_err();
    assert!(matches!(error, HttpError::Tls { .. }), "{error:?}");
    let heard = service.heard.lock().unwrap().concat();
    assert!(!heard.contains("hello"), "{heard}");
}

#[test]
fn a_file_without_authorities_is_said_at_the_start() {
    let url = ServiceUrl::parse("https://sms.example.jp/").unwrap();
    for path in ["/nowhere/ca.pem", "Cargo.toml"] {
        let made = HttpClient::new(&url, Some(&PathBuf::from(path)), Duration::from_secs(1));
        assert!(
            matches!(made.unwrap_err(), HttpSetupError::CaFile { .. }),
            "{path}"
        );
    }
}
