//! What all configurations have in common, and how one is measured: a new database, a server
//! of its own, the same people doing one thing after another.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::account::{self, Turns};
use crate::database::Database;
use crate::load::{self, Book, Client as _, Span};
use crate::mailbox::Mailbox;
use crate::meter::Meter;
use crate::option::Plan;
use crate::outcome::Outcome;
use crate::report::{Configuration, Point};
use crate::server::{Server, Setup, Signing};
use crate::sink;
use crate::visitor::{Errand, Place, Visitor};
use crate::watch::{self, Watch};

/// Before anything counts.
const WARMING: Duration = Duration::from_secs(1);
/// The most clients of any point.
const MOST: u8 = 64;
/// How long the queue of mails may take to become empty after a point.
const DRAINING: Duration = Duration::from_mins(5);

/// What is measured, in this order: a code typed needs one that was kept before.
const POINTS: [(&str, Errand, u8); 11] = [
    ("journey", Errand::Journey, 1),
    ("journey", Errand::Journey, 16),
    ("journey", Errand::Journey, 64),
    ("journey with its pages", Errand::JourneyWithPages, 16),
    ("request", Errand::Request, 16),
    ("request and its mail", Errand::RequestAndMail, 16),
    ("verify", Errand::Verify, 16),
    ("session check", Errand::Start, 1),
    ("session check", Errand::Start, 16),
    ("session check", Errand::Start, 64),
    ("My activity", Errand::Activity, 16),
];

/// What all configurations have in common.
pub(crate) struct Bench<'a> {
    plan: &'a Plan,
    /// For how long each point runs.
    pub(crate) span: Span,
    /// The server's program.
    pub(crate) binary: PathBuf,
    folder: Folder,
    mailbox: Arc<Mailbox>,
    sink: SocketAddr,
}

/// A folder that is removed at the end, whatever the end is.
struct Folder(PathBuf);

impl Folder {
    fn make(path: &Path) -> Outcome<Self> {
        fs::create_dir_all(path)?;
        Ok(Self(path.canonicalize()?))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left over lies in the target folder, and is in nobody's way.
        let _left_over = fs::remove_dir_all(&self.0);
    }
}

impl<'a> Bench<'a> {
    /// Everything in its place; nothing runs yet but the mail server.
    pub(crate) async fn prepare(plan: &'a Plan) -> Outcome<Self> {
        let own = std::env::current_exe()?;
        let beside = own.parent().unwrap_or(Path::new("."));
        let binary = plan.binary.clone().unwrap_or(beside.join("kadomori"));
        let folder = plan.folder.clone().unwrap_or(beside.to_owned());
        let folder = Folder::make(&folder.join(format!("bench-{}", std::process::id())))?;
        let mailbox = Arc::new(Mailbox::default());
        Ok(Self {
            plan,
            span: Span {
                warming: WARMING,
                counting: Duration::from_secs(plan.seconds),
            },
            binary: binary.canonicalize()?,
            folder,
            sink: sink::open(Arc::clone(&mailbox)).await?,
            mailbox,
        })
    }

    /// A folder of this run.
    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        self.folder.0.join(name)
    }

    /// What a server is to know.
    pub(crate) fn setup(&self, signing: Signing, database: String) -> Setup {
        Setup {
            binary: self.binary.clone(),
            folder: self.folder("server"),
            sink: self.sink,
            signing,
            database,
        }
    }

    /// Where the mails arrive.
    pub(crate) fn mailbox(&self) -> Arc<Mailbox> {
        Arc::clone(&self.mailbox)
    }

    /// The PostgreSQL to measure with, if there is one.
    pub(crate) fn postgres(&self) -> Option<String> {
        let named = || std::env::var("KADOMORI_TEST_POSTGRES").ok();
        let server = self.plan.postgres.clone().or_else(named);
        server.filter(|_| !self.plan.sqlite)
    }

    /// All points with one database, which is removed whatever comes of them.
    pub(crate) async fn measure(
        &self,
        database: Database,
        signing: Signing,
    ) -> Outcome<Configuration> {
        let measured = self.measure_on(&database, signing).await;
        database.remove().await?;
        measured
    }

    async fn measure_on(&self, database: &Database, signing: Signing) -> Outcome<Configuration> {
        let setup = self.setup(signing, database.setting());
        fs::create_dir_all(setup.data())?;
        account::make(&database.options(&setup.data()), self.plan.accounts).await?;
        let server = setup.start().await?;
        let mut visitors = self.visitors(&server).await?;
        let mut configuration = Configuration {
            engine: database.name().to_owned(),
            signed: signing == Signing::On,
            points: Vec::new(),
        };
        for (name, errand, clients) in self.points(signing) {
            eprintln!("{}: {name}, {clients} at once", configuration.title());
            let rest = visitors.split_off(clients.into());
            for visitor in &mut visitors {
                visitor.errand = errand;
            }
            let (point, back) = self.point(visitors, name, &server, database.pid()).await?;
            configuration.points.push(point);
            visitors = back;
            visitors.extend(rest);
        }
        drop(visitors);
        server.stop().await?;
        self.check_signatures(signing)?;
        fs::remove_dir_all(&setup.folder)?;
        Ok(configuration)
    }

    /// Unsigned mails change what a mail costs, and nothing else.
    fn points(&self, signing: Signing) -> impl Iterator<Item = (&'static str, Errand, u8)> {
        POINTS.into_iter().filter(move |(name, errand, clients)| {
            let has_mails = matches!(errand, Errand::Journey | Errand::Request);
            let is_asked_for = format!("{name}, {clients}").contains(&self.plan.only);
            is_asked_for && (signing == Signing::On || has_mails)
        })
    }

    /// Everyone there is; each has signed in once.
    async fn visitors(&self, server: &Server) -> Outcome<Vec<Visitor>> {
        let place = Place {
            pages: server.pages,
            turns: Arc::new(Turns::new(self.plan.accounts)),
            mailbox: Arc::clone(&self.mailbox),
        };
        let mut visitors = Vec::new();
        for number in 1..=MOST {
            let mut visitor = Visitor::new(number, place.clone()).await?;
            visitor.round(&mut Book::default()).await?;
            visitors.push(visitor);
        }
        Ok(visitors)
    }

    async fn point(
        &self,
        visitors: Vec<Visitor>,
        name: &str,
        server: &Server,
        database: Option<u32>,
    ) -> Outcome<(Point, Vec<Visitor>)> {
        let meter = Meter {
            server: server.pid(),
            database,
            mailbox: Some(Arc::clone(&self.mailbox)),
        };
        let clients = visitors.len();
        let watch = Watch::begin(server.figures, server.pid());
        let (counted, visitors) = load::drive(visitors, self.span_of(name), &meter).await;
        let seen = watch.end().await?;
        let point = Point {
            name: name.to_owned(),
            clients,
            counted,
            seen,
            drained: drained(server).await?,
        };
        Ok((point, visitors))
    }

    /// Codes that were kept run out: none is spent on warming up, which the codes before did.
    fn span_of(&self, name: &str) -> Span {
        let warming = match name {
            "verify" => Duration::ZERO,
            _ => self.span.warming,
        };
        Span {
            warming,
            ..self.span
        }
    }

    /// A benchmark of signing that signs nothing would be a fine thing.
    fn check_signatures(&self, signing: Signing) -> Outcome {
        let (arrived, signed) = self.mailbox.taken();
        let expected = match signing {
            Signing::On => arrived,
            Signing::Off => 0,
        };
        if signed == expected {
            Ok(())
        } else {
            Err(format!("of {arrived} mails {signed} were signed").into())
        }
    }
}

/// Waits until no mail waits any more, so that none is late for the next point; tells how many
/// seconds that took.
async fn drained(server: &Server) -> Outcome<f64> {
    let began = Instant::now();
    while watch::waiting(server.figures).await? > 0.0 {
        if began.elapsed() > DRAINING {
            return Err("mails are left over that don't leave".into());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(began.elapsed().as_secs_f64())
}
