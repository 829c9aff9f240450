//! `kadomori mail check`: judges files, folders and mailboxes full of mails.
//!
//! They are judged by all cores at once, and told in their order: what the memory holds is a few
//! mails, however long a mailbox is.

mod answer;
mod crew;
mod mbox;
mod source;

use core::num::NonZeroUsize;
use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use jiff::Timestamp;
use kadomori_genuine::{
    Language, Limits, Offline, Options, Resolver, auth::FileResolver, brand::Brands,
};
use tokio::runtime::Runtime;

use self::{
    answer::{Answer, Form, Trouble},
    source::{Opened, Source},
};
use super::USAGE;
use crate::{
    clock::{Clock as _, SystemClock},
    config, genuine,
    mail_domain::Names,
};

/// What `--help` says of the exit code.
pub(super) const CODES: &str = "\
The worst mail chooses the exit code: 0 genuine, 1 unproven, 2 suspicious, 3 fake, 4 some mail
couldn't be judged. 64 is a command line that isn't understood or names a table or DNS file that
can't be used, 74 an output that can't be written.

A mail alone in its file is called by the file's name; mails of an mbox are called `file#1`,
`file#2` and so on. Of a folder its files are judged in the order of their names, without those
that begin with a dot and without folders in it.

\"Genuine\" is only said of a mail whose signature was verified, so without --dns hardly any is.";

/// What an output that can't be written ends with (the `EX_IOERR` of `sysexits.h`).
const OUTPUT: u8 = 74;

/// How many mails are judged at once at least while a name server is asked.
const ASKING: NonZeroUsize = NonZeroUsize::new(8).expect("eight is more than nothing");

#[derive(Args)]
pub(in crate::command) struct Check {
    /// Mails: files (.eml), folders of them, mailboxes (mbox), or - for standard input
    #[arg(value_name = "FILE|DIR|MBOX|-", required = true)]
    paths: Vec<PathBuf>,
    /// Print JSON, a mail a line
    #[arg(long)]
    json: bool,
    /// The language of the answer [default: that of the terminal]
    #[arg(long, value_name = "ja|en", value_parser = language)]
    lang: Option<Language>,
    /// Answers of the DNS: a JSON file ("name TYPE" to a list), or "system" to ask the machine's
    /// name server, which lets senders know that their mail is looked at [default: none]
    #[arg(long, value_name = "FILE|system")]
    dns: Option<PathBuf>,
    /// The moment to judge at, as 2026-11-22T12:03:00+09:00 or in seconds since 1970
    /// [default: now]
    #[arg(long, value_name = "TIME", value_parser = moment, allow_hyphen_values = true)]
    at: Option<i64>,
    /// A mail server whose topmost Authentication-Results are believed; may be given again
    #[arg(long, value_name = "AUTHSERV-ID")]
    trust: Vec<String>,
    /// A table of your own brands (TOML), over the one that is shipped
    #[arg(long, value_name = "FILE")]
    brands: Option<PathBuf>,
}

fn language(text: &str) -> Result<Language, String> {
    match text {
        "ja" => Ok(Language::Japanese),
        "en" => Ok(Language::English),
        _ => Err("it is ja or en".to_owned()),
    }
}

fn moment(text: &str) -> Result<i64, String> {
    let of_day = || text.parse().map(Timestamp::as_second);
    text.parse().or_else(|_| of_day()).map_err(|_| {
        "it is a moment as 2026-11-22T12:03:00+09:00, or seconds since 1970".to_owned()
    })
}

/// What the DNS is here.
enum Dns {
    Offline,
    File(FileResolver),
    System(Box<(Names, Runtime)>),
}

impl Check {
    /// Judges all, and tells the worst.
    pub(super) fn run(self) -> ExitCode {
        let (brands, dns) = match self.tables() {
            Ok(tables) => tables,
            Err(why) => {
                eprintln!("{why}");
                return ExitCode::from(USAGE);
            }
        };
        let now = || SystemClock.now().micros() / 1_000_000;
        let trusted: Vec<String> = self.trust.iter().map(|it| it.to_lowercase()).collect();
        let desk = Desk {
            options: Options {
                limits: Limits::default(),
                brands: &brands,
                trusted: &trusted,
                at: self.at.unwrap_or_else(now),
                reader: None,
            },
            dns: &dns,
            form: if self.json { Form::Json } else { Form::Text },
            language: self.lang.unwrap_or_else(of_terminal),
        };
        desk.run(&self.paths)
    }

    fn tables(&self) -> Result<(Brands, Dns), String> {
        let brands = genuine::brands(self.brands.as_deref()).map_err(|why| why.to_string())?;
        let dns = match &self.dns {
            None => Dns::Offline,
            Some(word) if word.as_os_str() == "system" => {
                let runtime = Runtime::new().map_err(|why| why.to_string())?;
                let names = {
                    let _inside = runtime.enter();
                    Names::open(None).map_err(|why| why.to_string())?
                };
                Dns::System(Box::new((names, runtime)))
            }
            Some(file) => Dns::File(dns_file(file)?),
        };
        Ok((brands, dns))
    }
}

fn dns_file(file: &Path) -> Result<FileResolver, String> {
    let shown = file.display();
    let text = fs::read_to_string(file)
        .map_err(|why| format!("The DNS file {shown} can't be read: {why}."))?;
    FileResolver::parse(&text)
        .map_err(|why| format!("The DNS file {shown} can't be used: it is {why}."))
}

/// Japanese at a Japanese terminal, else English.
fn of_terminal() -> Language {
    match config::terminal_language() {
        Some(name) if name.starts_with("ja") => Language::Japanese,
        Some(_) | None => Language::English,
    }
}

/// Where mails are judged.
struct Desk<'a> {
    options: Options<'a>,
    dns: &'a Dns,
    form: Form,
    language: Language,
}

impl Desk<'_> {
    fn run(&self, paths: &[PathBuf]) -> ExitCode {
        let longest = self.options.limits.octets;
        let mails = paths
            .iter()
            .flat_map(|path| Source::named(path).open(longest));
        let hands = match self.dns {
            Dns::Offline | Dns::File(_) => crew::hands(),
            // Most of the time they wait for an answer.
            Dns::System(_) => crew::hands().max(ASKING),
        };
        let mut worst = 0;
        let told = crew::in_order(
            hands,
            mails,
            |opened| self.answer(opened),
            |(code, told)| {
                worst = worst.max(code);
                io::stdout().write_all(told.as_bytes())
            },
        );
        match told {
            Ok(()) => ExitCode::from(worst),
            // A reader that has seen enough, such as `head`.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(worst),
            Err(error) => {
                eprintln!("The answer can't be written: {error}.");
                ExitCode::from(OUTPUT)
            }
        }
    }

    /// The exit code of a mail, and what is told of it.
    fn answer(&self, opened: Opened) -> (u8, String) {
        let answer = match opened.mail {
            Ok(mail) => self.judge(&mail),
            Err(why) => Answer::Untold(Trouble::Unopened(why)),
        };
        let told = answer.told(&opened.name, self.form, self.language);
        (answer.code(), told)
    }

    fn judge(&self, mail: &[u8]) -> Answer {
        let resolver: &dyn Resolver = match self.dns {
            Dns::Offline => &Offline,
            Dns::File(zone) => zone,
            Dns::System(system) => {
                let (names, runtime) = &**system;
                &genuine::Asked::new(names, runtime.handle().clone())
            }
        };
        match kadomori_genuine::check(mail, &self.options, resolver) {
            Ok(report) => Answer::Report(report),
            Err(why) => Answer::Untold(Trouble::Unreadable(why)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_day_and_time_or_seconds() {
        assert_eq!(moment("1795316580"), Ok(1_795_316_580));
        assert_eq!(moment("-5"), Ok(-5));
        assert_eq!(moment("2026-11-22T12:03:00+09:00"), Ok(1_795_316_580));
        assert_eq!(moment("2026-11-22T03:03:00Z"), Ok(1_795_316_580));
        for text in ["", "yesterday", "2026-11-22", "2026-11-22T03:03:00"] {
            assert!(moment(text).is_err(), "{text}");
        }
    }
}
