//! `kadomori config`: the settings looked at, and written down.

use std::fmt::Write as _;

use clap::Subcommand;

use super::{Outcome, desk, say};
use crate::config::{Config, Sources, render};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Print a settings file with everything in it, explained
    Example,
    /// Say whether the settings can be used, and all that has to change
    Check,
    /// Print the page about the settings, docs/config.md
    Docs,
}

impl Command {
    pub(super) fn run(self, sources: impl FnOnce() -> Sources) -> Outcome {
        let text = match self {
            Self::Example => render::example(),
            Self::Check => summary(&Config::load(&sources())?),
            Self::Docs => render::docs(),
        };
        say(&text)
    }
}

/// What the settings amount to, for someone who wants to know whether they say what was meant.
fn summary(config: &Config) -> String {
    let data = config.data_dir.display();
    let accounts = desk::place(config);
    let mails = match (&config.mail.server, &config.mail.from) {
        (Some(server), Some(from)) => {
            let second = match &config.mail.second.server {
                Some(second) => format!(
                    "; to {second}, port {}, while that is in trouble",
                    config.mail.second.port
                ),
                None => String::new(),
            };
            format!(
                "go to {server}, port {}, from {from}{second}",
                config.mail.port
            )
        }
        _ => format!(
            "are shown at {}/inbox; no mail server is set",
            config.public_url
        ),
    };
    let mut text = format!(
        "The settings can be used.\n\n  \
         Browsers open   {}\n  \
         Kadomori is at  {}\n  \
         Accounts are    in {accounts}\n  \
         Keys are        in {data}\n  \
         Mails           {mails}\n  \
         Text messages   {}\n",
        config.public_url,
        config.http.listen,
        texts(config),
    );
    for advice in config.advice() {
        let _ = write!(text, "\nTo think about: {advice}\n");
    }
    text
}

fn texts(config: &Config) -> String {
    let providers = config.text.providers();
    let ways = providers.iter().map(|one| {
        let (word, at) = (one.provider.word(), one.url.authority());
        format!("{word} at {at}")
    });
    match (providers.is_empty(), config.is_trial()) {
        (false, _) => format!("go to {}", ways.collect::<Vec<_>>().join(", or else ")),
        (true, true) => "are shown beside the mails".to_owned(),
        (true, false) => "are off; no provider is set".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary_of(text: &str) -> String {
        summary(&Config::load(&Sources::given(text, &[])).unwrap())
    }

    #[test]
    fn a_summary_says_where_everything_is() {
        insta::assert_snapshot!(summary_of(""));
    }

    #[test]
    fn a_summary_gives_advice() {
        insta::assert_snapshot!(summary_of(
            "public_url = \"https://id.example.jp\"\n\
             [database]\nurl = \"postgres://kadomori:hunter2@db.example.jp/kadomori\"\n\
             [mail]\nfrom = \"no-reply@example.jp\"\nserver = \"smtp.example.jp\"\nport = 465\n\
             [mail.second]\nserver = \"smtp.example.net\"\n"
        ));
    }

    #[test]
    fn a_summary_says_where_texts_go() {
        insta::assert_snapshot!(summary_of(
            "[mail]\nfrom = \"no-reply@example.jp\"\nserver = \"smtp.example.jp\"\n\
             [text]\nprovider = \"kannel\"\nurl = \"http://localhost:13013/send\"\n\
             username = \"app\"\npassword = \"hunter2\"\n\
             [text.second]\nprovider = \"twilio\"\naccount = \"AC01\"\npassword = \"hunter2\"\n\
             from = \"+15005550006\"\n"
        ));
    }
}
