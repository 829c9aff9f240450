//! The least that a web server on this machine costs: one that answers "hello", in a process
//! of its own, under the same load.

use std::io::{BufRead as _, BufReader};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use axum::{Router, routing::get, serve::ListenerExt as _};
use tokio::net::TcpListener;

use crate::http::Connection;
use crate::load::{self, Book, Client, Counted, Span, Step};
use crate::meter::Meter;
use crate::outcome::Outcome;

/// How many ask at once.
const CLIENTS: u8 = 16;
const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// Answers until its input ends, which is when whoever started it has gone.
pub(crate) async fn answer() -> Outcome {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    println!("{}", listener.local_addr()?);
    let listener = listener.tap_io(|stream| {
        // The load would be slower without, and nothing else.
        let _prompt = stream.set_nodelay(true);
    });
    let router = Router::new().route("/", get(|| async { "hello" }));
    tokio::spawn(async { axum::serve(listener, router).await });
    let (sender, ended) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let _read = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        let _gone = sender.send(());
    });
    Ok(ended.await?)
}

/// What it costs.
pub(crate) async fn measure(span: Span) -> Outcome<Counted> {
    let mut child = Ended(
        Command::new(std::env::current_exe()?)
            .arg("hello")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?,
    );
    let printed = child.0.stdout.take().ok_or("the child has no output")?;
    let mut line = String::new();
    BufReader::new(printed).read_line(&mut line)?;
    let address: SocketAddr = line.trim().parse()?;
    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        clients.push(Greeter(
            Connection::open(Ipv4Addr::LOCALHOST, address).await?,
        ));
    }
    let meter = Meter {
        server: child.0.id(),
        database: None,
        mailbox: None,
    };
    Ok(load::drive(clients, span, &meter).await.0)
}

/// A child that doesn't outlive its measurement.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ended = self.0.kill();
        let _reaped = self.0.wait();
    }
}

struct Greeter(Connection);

impl Client for Greeter {
    async fn round(&mut self, book: &mut Book) -> Outcome<bool> {
        let began = Instant::now();
        let answer = self.0.exchange(REQUEST).await?;
        book.note(Step::Whole, began);
        Ok(answer.text() == "hello")
    }
}
