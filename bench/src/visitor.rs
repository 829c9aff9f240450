//! A virtual person with a browser: their own address on the network, their own visitor
//! cookie, and no device cookie, so that each sign-in is one on a new device (which costs
//! the server more than a known one).

use std::fmt::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::account::{self, Turns};
use crate::http::{Answer, Connection};
use crate::load::{Book, Client, Step};
use crate::mailbox::Mailbox;
use crate::outcome::Outcome;

/// What a browser says besides.
const HEADERS: &str = "User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) \
     AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36\r\n\
     Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n\
     Accept-Language: en-GB,en;q=0.9\r\n\
     Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: navigate\r\n";
/// How long a mail is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// How soon someone tries again who was told to.
const AGAIN: Duration = Duration::from_secs(2);

/// What a visitor does, again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Errand {
    /// Asks for a code, waits for the mail, types the code: the two forms alone.
    Journey,
    /// The same with every page that a browser loads on the way.
    JourneyWithPages,
    /// Asks for a code, and for the next without waiting for the mail.
    Request,
    /// Asks for a code, waits for the mail, and keeps the code.
    RequestAndMail,
    /// Types a code that was kept.
    Verify,
    /// Comes with a password, and doesn't know it.
    Password,
    /// Opens *My activity*.
    Activity,
    /// Opens the start page, which looks at the session and leads on.
    Start,
}

/// Where everybody goes, and what they share.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The server's pages.
    pub(crate) pages: SocketAddr,
    /// Whose turn it is to sign in.
    pub(crate) turns: Arc<Turns>,
    /// Where mails arrive.
    pub(crate) mailbox: Arc<Mailbox>,
}

/// A code that was asked for and has arrived.
#[derive(Debug)]
struct Kept {
    path: String,
    code: String,
}

/// A virtual person.
#[derive(Debug)]
pub(crate) struct Visitor {
    /// What they do.
    pub(crate) errand: Errand,
    place: Place,
    connection: Connection,
    secret: String,
    csrf: String,
    session: String,
    kept: Vec<Kept>,
    request: String,
}

impl Visitor {
    /// Opens the door with a new browser. Each number has a network of its own.
    pub(crate) async fn new(number: u8, place: Place) -> Outcome<Self> {
        let own = Ipv4Addr::new(127, 1, number, 1);
        let mut visitor = Self {
            errand: Errand::Journey,
            connection: Connection::open(own, place.pages).await?,
            place,
            secret: String::new(),
            csrf: String::new(),
            session: String::new(),
            kept: Vec::new(),
            request: String::new(),
        };
        let door = visitor.get("/sign-in", "").await?;
        let secret = door.cookie("kadomori-visitor");
        secret
            .ok_or("the door gave no visitor cookie")?
            .clone_into(&mut visitor.secret);
        csrf(door.text())
            .ok_or("the door's form isn't bound to the browser")?
            .clone_into(&mut visitor.csrf);
        Ok(visitor)
    }

    async fn get(&mut self, path: &str, session: &str) -> Outcome<Answer> {
        self.request.clear();
        write!(
            self.request,
            "GET {path} HTTP/1.1\r\nHost: localhost:{}\r\n{HEADERS}\
             Cookie: kadomori-visitor={}; kadomori-session={session}\r\n\r\n",
            self.place.pages.port(),
            self.secret
        )?;
        Ok(self.connection.exchange(self.request.as_bytes()).await?)
    }

    async fn post(&mut self, path: &str, fields: &str) -> Outcome<Answer> {
        let port = self.place.pages.port();
        let length = fields.len() + "&csrf=".len() + self.csrf.len();
        self.request.clear();
        write!(
            self.request,
            "POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\n{HEADERS}\
             Origin: http://localhost:{port}\r\nCookie: kadomori-visitor={}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {length}\r\n\r\n{fields}&csrf={}",
            self.secret, self.csrf
        )?;
        Ok(self.connection.exchange(self.request.as_bytes()).await?)
    }

    /// Asks for a code; gives the path of the flow.
    async fn ask(&mut self, account: usize, book: &mut Book) -> Outcome<String> {
        let began = Instant::now();
        let fields = format!("address={}&zone=Asia%2FTokyo", account::address(account));
        let fields = fields.replace('@', "%40");
        let answer = self.post("/sign-in", &fields).await?;
        book.note(Step::Request, began);
        let path = answer.header("location").unwrap_or_default();
        if answer.status == 303 && path.starts_with("/sign-in/") {
            Ok(path.to_owned())
        } else {
            Err(format!("asking for a code was answered {}", answer.status).into())
        }
    }

    /// Asks for a code and waits for its mail. `None` when all accounts had their mails.
    async fn ask_and_wait(&mut self, book: &mut Book) -> Outcome<Option<Kept>> {
        let Some(account) = self.place.turns.next() else {
            return Ok(None);
        };
        let mail = self.place.mailbox.wait(account);
        let path = self.ask(account, book).await?;
        let answered = Instant::now();
        if self.errand == Errand::JourneyWithPages {
            self.shown(&path, "").await?;
        }
        let code = tokio::time::timeout(PATIENCE, mail)
            .await
            .map_err(|_| "a mail didn't arrive")??;
        book.note(Step::Mail, answered);
        Ok(Some(Kept { path, code }))
    }

    /// Types a code; the session that it opens is kept.
    async fn type_code(&mut self, kept: &Kept, book: &mut Book) -> Outcome {
        let began = Instant::now();
        let fields = format!("digits=6&code={}", kept.code);
        let answer = self.post(&kept.path, &fields).await?;
        book.note(Step::Verify, began);
        match answer.cookie("kadomori-session") {
            Some(session) if answer.status == 303 => {
                session.clone_into(&mut self.session);
                Ok(())
            }
            _ => Err(format!("a right code was answered {}", answer.status).into()),
        }
    }

    /// Comes as somebody new each time, and types a password that is nobody's: the server
    /// hashes it like any other, so this costs what a right one costs.
    async fn type_password(&mut self, book: &mut Book) -> Outcome {
        let nobody = self.place.turns.anybody();
        let fields = format!("address=n{nobody}%40bench.example&zone=&way=password");
        let answer = self.post("/sign-in", &fields).await?;
        let path = answer.header("location").unwrap_or_default().to_owned();
        if answer.status != 303 {
            return Err(format!("coming with a password was answered {}", answer.status).into());
        }
        let path = format!("{path}/password");
        loop {
            let began = Instant::now();
            let answer = self.post(&path, "password=a+password+of+nobody").await?;
            match answer.status {
                422 => {
                    book.note(Step::Password, began);
                    return Ok(());
                }
                503 => book.note(Step::TurnedAway, began),
                other => return Err(format!("a password was answered {other}").into()),
            };
            tokio::time::sleep(AGAIN).await;
        }
    }

    async fn journey(&mut self, book: &mut Book) -> Outcome<bool> {
        let with_pages = self.errand == Errand::JourneyWithPages;
        if with_pages {
            self.shown("/sign-in", "").await?;
        }
        let Some(kept) = self.ask_and_wait(book).await? else {
            return Ok(false);
        };
        self.type_code(&kept, book).await?;
        if with_pages {
            self.shown("/account", &self.session.clone()).await?;
        }
        Ok(true)
    }

    async fn shown(&mut self, path: &str, session: &str) -> Outcome {
        let answer = self.get(path, session).await?;
        if answer.status == 200 {
            Ok(())
        } else {
            Err(format!("{path} was answered {}", answer.status).into())
        }
    }

    async fn led_on(&mut self) -> Outcome {
        let answer = self.get("/", &self.session.clone()).await?;
        match answer.header("location") {
            Some("/account") => Ok(()),
            _ => Err("the start page didn't know the session".into()),
        }
    }
}

impl Client for Visitor {
    async fn round(&mut self, book: &mut Book) -> Outcome<bool> {
        let began = Instant::now();
        let goes_on = match self.errand {
            Errand::Journey | Errand::JourneyWithPages => self.journey(book).await?,
            Errand::Request => match self.place.turns.next() {
                Some(account) => self.ask(account, book).await.map(|_| true)?,
                None => false,
            },
            Errand::RequestAndMail => {
                let kept = self.ask_and_wait(book).await?;
                let goes_on = kept.is_some();
                self.kept.extend(kept);
                goes_on
            }
            Errand::Verify => match self.kept.pop() {
                Some(kept) => self.type_code(&kept, book).await.map(|()| true)?,
                None => false,
            },
            Errand::Password => {
                self.type_password(book).await?;
                true
            }
            Errand::Activity => {
                self.shown("/account", &self.session.clone()).await?;
                true
            }
            Errand::Start => {
                self.led_on().await?;
                true
            }
        };
        if goes_on {
            book.note(Step::Whole, began);
        }
        Ok(goes_on)
    }
}

/// The value that a page's forms are bound to the browser with.
fn csrf(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("name=\"csrf\" value=\"")?;
    rest.split_once('"').map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_value_is_found_in_a_page() {
        let page = "<form><input type=\"hidden\" name=\"csrf\" value=\"a-b_c\"></form>";
        assert_eq!(csrf(page), Some("a-b_c"));
        assert_eq!(csrf("<p>"), None);
    }
}
